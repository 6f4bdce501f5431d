"""What watching costs beside the analysis, whether hosts are left in peace, and whether a killed watch loses anything.

    python benchmarks/watch.py            500 feeds of 500 hosts, 5,000 pages on loopback; the analysis is left out
    python benchmarks/watch.py --kills    100 kills of `tellings watch` at random moments

The server runs in a process of its own, so that its work is not counted.
"""

from __future__ import annotations

import argparse
import http.server
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar
from urllib.request import urlopen

from tellings.extract import extract
from tellings.model import Analysis, Failure, Page
from tellings.pipeline import Pipeline
from tellings.read.fetch import Fetcher
from tellings.settings import Settings, Watching
from tellings.store import SqliteStore
from tellings.watch import Watch
from tellings.watch.subscribing import add_feed

PROSE = (
    "the harbour master of Port Ellis said that crews had towed the ferry to the eastern pier before dawn and that its"
    " passengers were taken ashore by two pilot boats while engineers looked for the leak"
)
PACE = 0.5


def text(seed: str, words: int) -> str:
    """Return paragraphs of a report, the same for a seed."""
    chance = random.Random(seed)
    sentences = [" ".join(chance.choices(PROSE.split(), k=18)).capitalize() + "." for _ in range(words // 18)]
    return "".join(f"<p>{' '.join(sentences[i : i + 3])}</p>" for i in range(0, len(sentences), 3))


class Site(http.server.BaseHTTPRequestHandler):
    """Answers for every host, and notes how soon each was asked again."""

    protocol_version = "HTTP/1.1"
    pages = 10
    words = 500
    last: ClassVar[dict[str, float]] = {}
    gaps: ClassVar[dict[str, float]] = {}
    asked = 0

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a request."""
        host, now = self.headers.get("Host", ""), time.monotonic()
        kind, body = "text/html", ""
        if self.path == "/stats":
            body = json.dumps({"asked": Site.asked, "least_gap": min(Site.gaps.values(), default=None)})
        else:
            Site.asked += 1
            if host in Site.last:
                Site.gaps[host] = min(Site.gaps.get(host, 1e9), now - Site.last[host])
            Site.last[host] = now
            kind, body = self.found(host)
        raw = body.encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def found(self, host: str) -> tuple[str, str]:
        """Return the media type and the text of what is asked for."""
        if self.path.startswith("/feed"):
            here = self.path.replace("feed", "page")
            entries = (f"<item><title>Page {i}</title><link>{here}/{i}</link></item>" for i in range(Site.pages))
            items = "".join(entries)
            return "application/rss+xml", f"<rss><channel><title>{host}</title>{items}</channel></rss>"
        if self.path.startswith("/page"):
            name = host + self.path
            head = f"<head><title>Report {name}</title></head>"
            return "text/html", f"<html>{head}<body><h1>Report {name}</h1>{text(name, Site.words)}</body></html>"
        return "text/plain", ""


class Loopback(http.server.ThreadingHTTPServer):
    """A server for many connections at once."""

    request_queue_size = 256
    daemon_threads = True


def serve(port: Any, pages: int, words: int) -> None:
    """Serve until the process is ended."""
    Site.pages, Site.words = pages, words
    server = Loopback(("127.0.0.1", 0), Site)
    port.send(server.server_port)
    server.serve_forever()


def start(pages: int, words: int) -> tuple[multiprocessing.Process, int]:
    """Start the server in a process of its own; return it and its port."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(theirs, pages, words), daemon=True)
    process.start()
    return process, ours.recv()


def memory() -> float:
    """Return the megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Unread:
    """A library that takes pages and does nothing with them: what is left is the watch."""

    def __init__(self, settings: Settings, path: Path) -> None:
        self.settings, self.store = settings, SqliteStore(path)
        self.taken = 0
        self.memory: list[float] = []
        self.sample: list[Page] = []

    def add_pages(self, pages: Iterable[Page | Failure]) -> Iterator[Analysis | Failure]:
        """Take pages."""
        for page in pages:
            assert isinstance(page, Page)
            self.taken += 1
            if self.taken % 1000 == 0:
                self.memory.append(memory())
            if len(self.sample) < 20:
                self.sample.append(page)
            short = Page(id=page.id, source=page.source, form="text", text="taken")
            yield extract(short, limits=self.settings.limits)

    def add(self, inputs: Sequence[str | Path], *, as_is: bool = False) -> Iterator[Analysis | Failure]:
        """Read no files."""
        return iter(())


def throughput(feeds: int, pages: int) -> None:
    """Watch once and tell what it cost."""
    process, port = start(pages, 500)
    names = [f"site{i}.example" for i in range(feeds)]
    settings = Settings(watch=Watching(allow=tuple(names), host_seconds=PACE, jobs=32))
    with tempfile.TemporaryDirectory() as folder:
        shelf = Unread(settings, Path(folder) / "library.db")
        for name in names:
            add_feed(shelf.store, f"http://{name}:{port}/feed")
        fetcher = Fetcher(settings.watch, resolve=lambda host, port: ["127.0.0.1"])
        began, cpu = time.monotonic(), time.process_time()
        account = Watch(shelf, fetcher=fetcher).run(once=True)
        watched, took = time.process_time() - cpu, time.monotonic() - began
        stats = json.loads(urlopen(f"http://127.0.0.1:{port}/stats").read())
    process.terminate()
    new = account.counts["page-new"]
    print(f"{feeds} feeds, {new} pages of 500 words, {stats['asked']} requests, {account.failed} failures in {took:.0f} s")
    print(f"watching: {watched:.1f} CPU s, {new / watched:.0f} pages a CPU second, {1000 * watched / new:.1f} ms a page")
    print(f"least time between two requests to one host: {stats['least_gap']:.3f} s (pace: {PACE} s)")
    print(f"memory after each 1,000 pages: {', '.join(f'{m:.0f}' for m in shelf.memory)} MB")
    pipeline = Pipeline()
    pipeline.run(shelf.sample[:2])
    cpu = time.process_time()
    pipeline.run(shelf.sample)
    each = (time.process_time() - cpu) / len(shelf.sample)
    print(f"analysis of the same pages: {1000 * each:.0f} CPU ms a page; watching adds {100 * watched / new / each:.1f} %")


def kills(number: int, feeds: int, pages: int) -> None:
    """Kill a watch again and again, then look for what is lost or there twice."""
    process, port = start(pages, 60)
    chance = random.Random(9)
    with tempfile.TemporaryDirectory() as folder:
        file, config = Path(folder) / "library.db", Path(folder) / "settings.toml"
        config.write_text('[watch]\nallow = ["127.0.0.1"]\nhost_seconds = 0.0\ncontact = "bench@example.org"\n')
        store = SqliteStore(file)
        for n in range(feeds):
            add_feed(store, f"http://127.0.0.1:{port}/feed{n}")
        command = [sys.executable, "-m", "tellings", "watch", "--once", "--library", str(file), "--config", str(config)]
        killed = within = 0
        for number_of_run in range(number):
            child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
            begun = number_of_run % 5 and child.stderr is not None and child.stderr.readline()
            time.sleep((1.5 if begun else 4.0) * chance.random())  # once something was done a kill hits work
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                killed += 1
            child.communicate()
            within += bool(store.visit_counts().get("waiting"))
            if not store.visit_counts().get("waiting") and all(f.read for f in store.subscriptions()):
                _again(store)
        subprocess.run(command, check=False, capture_output=True)
        found = [p.source.url for p in store.pages()]
        broken = store._query("PRAGMA integrity_check")
        failures = len(list(store.failures()))
        analysed = sum(len(a.sentences) > 0 for a in store.analyses())
        counts, expected = store.visit_counts(), feeds * pages
    process.terminate()
    there = f"{len(set(found))} of {expected} pages there, {len(found) - len(set(found))} twice"
    print(f"{killed} kills in {number} runs, {within} with work under way: {there}, {analysed} analysed, {failures} failures")
    print(f"visits {counts}; the file: {broken[0][0]}")


def _again(store: SqliteStore) -> None:
    """Make every page due again, so that the next run has something to do that must change nothing."""
    from msgspec import structs

    from tellings.model.feeds import Changes

    feeds = [structs.replace(f, due=0.0) for f in store.subscriptions()]
    visits = [structs.replace(v, due=0.0) for f in feeds for v in store.visits_of(f.address, 1000)]
    store.put_watch(Changes(feeds=tuple(feeds), visits=tuple(visits)))


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", action="store_true", help="kill `tellings watch` at random moments")
    parser.add_argument("--number", type=int, default=100, help="kills")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--pages", type=int, default=10, help="pages a feed")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    if given.kills:
        kills(given.number, min(given.feeds, 40), given.pages)
    else:
        throughput(given.feeds, given.pages)


if __name__ == "__main__":
    main()
