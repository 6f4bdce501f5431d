"""How fast the application answers: a library of many documents, one reader, then fifty at once while a writer adds pages.

    .venv/bin/python benchmarks/serve.py [--documents 100000] [--readers 50] [--seconds 20]

The library is made of the sample's pages over and over, each time under new ids, so that nothing must be analysed; it is
kept under .cache/ for the next run. A reader asks for a story's page, reads for a second, and asks for the next one. The
server and the writer are processes of their own; everything stays on 127.0.0.1 and ends by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
BATCH = 40


def renamed(content: bytes, names: list[bytes], round_: int) -> bytes:
    """Return a record's bytes with every id in it replaced by that of another round; ids keep their length."""
    for name in sorted(names, key=len, reverse=True):
        content = content.replace(name, other(name, round_))
    return content


def other(name: bytes, round_: int) -> bytes:
    """Return the id of another round."""
    return hashlib.blake2b(name + str(round_).encode()).hexdigest()[: len(name)].encode() if round_ else name


def build(path: Path, documents: int) -> None:
    """Make the library."""
    from tellings.library import Library

    with Library(path) as library:
        library.add_all([ROOT / "sample" / "pages"])
        library.stories()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    pages = db.execute("SELECT seq, id, identity, page, document, failures FROM pages ORDER BY seq").fetchall()
    layers = db.execute("SELECT page, kind, recipe, items FROM layers ORDER BY page").fetchall()
    stories = db.execute("SELECT id, story FROM stories").fetchall()
    named = db.execute("SELECT document, part, story FROM named").fetchall()
    names = [p[1].encode() for p in pages] + [s[0].encode() for s in stories]
    plain = [(p[0], p[1], p[2], zlib.decompress(p[3]), zlib.decompress(p[4]) if p[4] else None, p[5]) for p in pages]
    told = [(name, zlib.decompress(story)) for name, story in stories]
    rounds = -(-documents // len(pages))
    for round_ in range(1, rounds):
        first = round_ * (len(pages) + 1)
        db.execute("BEGIN")
        for seq, name, identity, page, document, failures in plain:
            new = other(name.encode(), round_)
            own = [name.encode()]
            db.execute("INSERT INTO pages (seq, id, identity, page, document, failures) VALUES (?, ?, ?, ?, ?, ?)", (
                first + seq, new.decode(), identity, zlib.compress(renamed(page, own, round_), 1),
                zlib.compress(renamed(document, own, round_), 1) if document else None, failures,
            ))  # fmt: skip
        db.executemany(
            "INSERT INTO layers VALUES (?, ?, ?, ?)", [(first + p, kind, recipe, items) for p, kind, recipe, items in layers]
        )
        for name, story in told:
            new = other(name.encode(), round_).decode()
            db.execute("INSERT INTO stories (id, story) VALUES (?, ?)", (new, zlib.compress(renamed(story, names, round_), 1)))
            db.execute("INSERT INTO names (story) VALUES (?)", (new,))
        db.executemany("INSERT INTO named VALUES (?, ?, ?)", [
            (other(d.encode(), round_).decode(), part, other(s.encode(), round_).decode()) for d, part, s in named
        ])  # fmt: skip
        db.execute("COMMIT")
    for waiting in ("unindexed", "unplaced", "unsearched"):  # nothing but pages is read here: no work is left for the server
        db.execute(f"DELETE FROM {waiting}")
    db.close()


def shelve(path: Path) -> float:
    """Make the cards of all stories and return the seconds that took."""
    from tellings import shelving
    from tellings.library import Library

    started = time.monotonic()
    with Library(path) as library:
        shelving.refresh(library.store)
    return time.monotonic() - started


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """The application in a process of its own."""

    def __init__(self, path: Path, workers: int) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "tellings", "serve", "--library", str(path), "--port", str(self.port)]
        command += ["--workers", str(workers)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Server:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                get(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), "/health")
            except OSError:
                time.sleep(0.3)
            else:
                return self
        raise SystemExit("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def get(connection: http.client.HTTPConnection, path: str) -> float:
    """Ask for a page and return the seconds that the server needed. Raises OSError where it is not given."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise OSError(f"{path}: {answer.status}")
    return float(answer.headers["server-timing"].partition("dur=")[2]) / 1000


def read(port: int, paths: Iterator[str], *, until: float, pause: float, into: list[float], errors: list[str]) -> None:
    """Read story after story."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(random.random() * pause)
    while time.monotonic() < until:
        try:
            into.append(get(connection, next(paths)))
        except OSError as problem:
            errors.append(str(problem))
        time.sleep(pause * (0.5 + random.random()))


def write(path: Path, until: float, count: list[int]) -> None:
    """Put pages in, one after another, as a program that reads feeds does; analysed already, so that writing is measured."""
    from msgspec import structs

    from tellings.library import Library
    from tellings.store import Entry

    with Library(path) as library:
        pages = list(library.store.pages(first_ids(path)))
        analyses = {a.id: a for a in library.analyses([p.id for p in pages])}
        while time.monotonic() < until:
            page = pages[count[0] % len(pages)]
            name = f"w{count[0]}-{page.id}"
            analysis = analyses[page.id]
            copy = structs.replace(analysis, document=structs.replace(analysis.document, id=name))
            library.store.put([Entry(page=structs.replace(page, id=name), result=copy)], library.pipeline.recipes)
            count[0] += 1
            time.sleep(0.2)


def first_ids(path: Path) -> list[str]:
    """Return the ids of some pages."""
    with sqlite3.connect(path) as db:
        return [name for (name,) in db.execute("SELECT id FROM pages WHERE document IS NOT NULL ORDER BY seq LIMIT 20")]


def measure(port: int, stories: list[str], *, readers: int, seconds: float, pause: float) -> tuple[list[float], list[str]]:
    """Let readers read at once and return how long each page took, and what went wrong."""
    times: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + seconds

    def endless(seed: int) -> Iterator[str]:
        own = random.Random(seed)
        while True:
            yield f"/stories/{own.choice(stories)}"

    threads = [
        threading.Thread(
            target=read, args=(port, endless(i)), kwargs={"until": until, "pause": pause, "into": times, "errors": errors}
        )
        for i in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, errors


def line(words: str, times: list[float], errors: list[str]) -> None:
    """Print one row."""
    times = sorted(times)
    p95 = times[int(len(times) * 0.95)] * 1000 if times else 0
    print(f"| {words} | {len(times)} | {statistics.median(times) * 1000:.1f} | {p95:.1f} | {len(errors)} |", flush=True)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache")
    asked = parser.parse_args()
    path = asked.folder / f"serve-{asked.documents}.db"
    if not path.exists():
        asked.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        build(part, asked.documents)
        part.rename(path)
    print(f"cards of stories made in {shelve(path):.1f} s", flush=True)
    with sqlite3.connect(path) as db:
        stories = [s for (s,) in db.execute("SELECT id FROM stories")]
        documents = db.execute("SELECT count(*) FROM pages").fetchone()[0]
    print(
        f"{documents} documents, {len(stories)} stories\n\n| | pages | median ms | 95th | errors |\n|---|---|---|---|---|",
        flush=True,
    )
    with Server(path, asked.workers) as server:
        measure(server.port, stories, readers=1, seconds=2, pause=0.0)
        alone, wrong = measure(server.port, stories, readers=1, seconds=asked.seconds / 2, pause=0.02)
        line("story page, one reader", alone, wrong)
        count = [0]
        writer = threading.Thread(target=write, args=(path, time.monotonic() + asked.seconds, count))
        writer.start()
        many, wrong = measure(server.port, stories, readers=asked.readers, seconds=asked.seconds, pause=asked.pause)
        writer.join()
        line(f"story page, {asked.readers} readers, {count[0]} pages written meanwhile", many, wrong)
        hot, wrong = measure(server.port, stories[:20], readers=asked.readers, seconds=asked.seconds / 2, pause=asked.pause)
        line(f"the same, {asked.readers} readers of twenty stories", hot, wrong)
    print(f"\nfactor {statistics.median(many) / statistics.median(alone):.2f}")


if __name__ == "__main__":
    sys.exit(main())
