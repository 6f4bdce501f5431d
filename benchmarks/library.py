"""What a library costs: adding, searching and reading in one of many pages, and what a kill leaves behind.

usage: python benchmarks/library.py [--size 100000] [--folder DIR] [--kills 100] [--agree 2000]
The pages are invented (`stream.py`), seeded, with dense vectors; a library that stands in the folder already is used again.
Its stories are grouped, not told, but for those that the added pages touch; pages that are added are analysed in full.
`--agree` compares growing page by page with grouping all at once; `--kills` kills a process that adds, so many times.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from stream import Stream, word

from tellings import growing, telling
from tellings.engine import InlineEngine
from tellings.library import Library
from tellings.model import Article, Given, Page, Source, namings
from tellings.store import Entry, SqliteStore

RECIPES = dict.fromkeys(("metadata", "blocks", "parts", "entities", "quotes", "times", "vectors"), "invented@1")
BATCH = 500


def entry(article: Article) -> Entry:
    """Return a page with its analysis, as a run would have put it."""
    analysis = article.analysis
    outlet = analysis.metadata.outlet
    source = Source(sha256=analysis.id, outlet=outlet, url=f"https://{outlet}.example/{analysis.id}")
    document = msgspec.structs.replace(analysis.document, source=source)
    made = msgspec.structs.replace(analysis, document=document)
    published = analysis.metadata.published
    given = Given(title=analysis.metadata.title, published=published.value if published else None)
    return Entry(page=Page(id=analysis.id, source=source, form="clean", text=analysis.text, given=given), result=made)


def build(file: Path, size: int) -> None:
    """Write a library of invented pages with their places in stories."""
    stream = Stream(size)
    articles = stream.articles(vectors=True)
    store = SqliteStore(file)
    began = time.process_time()
    for at in range(0, size, BATCH):
        store.put([entry(a) for a in articles[at : at + BATCH]], RECIPES)
    print(f"written: {1e3 * (time.process_time() - began) / size:.2f} ms a page", flush=True)
    began = time.process_time()
    corpus = telling.relate([a.analysis for a in articles], copies=())
    growing.full(store, corpus)
    store.put_names(namings(corpus.groups))
    store.settled()
    store._write([("DELETE FROM unsearched", ()), ("INSERT OR REPLACE INTO meta VALUES ('copies', ?)", (_copy_recipe(),))])
    store.note("stories_made", _made())
    print(f"grouped: {time.process_time() - began:.0f} s in all", flush=True)
    store.close()


def _copy_recipe() -> str:
    from tellings.reuse import recipe

    return recipe()


def _made() -> str:
    from tellings import __version__

    return f"{__version__}/{telling.VERSION}"


def words(chance: random.Random) -> list[str]:
    """Return words as they are asked for: some frequent, some rare."""
    texts = [page.text for page in Stream(300).pages]
    return [chance.choice(chance.choice(texts).split()).strip(".,“”").lower() for _ in range(400)]


def timed(calls: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Return median and 99th percentile of the calls, in milliseconds."""
    took = []
    for call in calls:
        began = time.perf_counter()
        call()
        took.append(1e3 * (time.perf_counter() - began))
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


FRAMES = (
    "{who}, the mayor of {where}, said on Tuesday that {n} {a} near the {b} had been {done}.",
    "“Nobody expected the {a} to be {done},” {other} told reporters in {where}.",
    "The council of {where} will meet about the {a} and the {b} next week.",
    "Police in {where} {did} a man who is said to have {done} the {a} with a {b}.",
    "According to {other}, the {a} was {done} by people who had come from the {b}.",
    "Some {n} families were taken to a {a} behind the {b}, a spokeswoman said.",
    "The company that owns the {a} denied that it had ever {done} a {b}.",
    "In a statement, {who} called the {a} a {b} that could not be {done} again.",
    "Experts from {where} had {done} the {a} for {n} days before the {b} was found.",
    "Whether the {b} will be {done} is not known; the {a} remains closed.",
    "{other} said she had {done} the {a} herself and would not let the {b} go.",
    "A court {did} the {a} in {where} last year after a long quarrel over the {b}.",
)
DONE = ("flooded", "searched", "sold", "repaired", "blocked", "damaged", "moved", "promised", "closed", "praised", "seized")
DID = ("arrested", "questioned", "released", "fined", "warned", "cleared")


def fresh_pages(count: int, seed: int = 11) -> Iterator[Page]:
    """Yield pages of about 500 words in sentences that a parser can read, every second one of a story with the one before."""
    for n in range(count):
        same, own = random.Random(seed * 1000 + n // 2), random.Random(seed * 9999 + n)
        names = [word(same.randrange(10**6, 6 * 10**7)).capitalize() for _ in range(5)]
        things = [word(same.randrange(2 * 10**5, 9 * 10**5)) for _ in range(25)]
        who, other, where, day = (
            f"Ada {names[0]}",
            f"Mira {names[1]}",
            names[2],
            f"2030-{1 + n // 2 % 12:02}-{1 + n // 2 % 28:02}",
        )
        lines: list[str] = []
        while sum(map(len, lines)) < 2_900:
            a, b = (same.choice(things) if own.random() < 0.4 else word(own.randrange(150_000)) for _ in range(2))
            number, done, did = own.randrange(3, 900), own.choice(DONE), own.choice(DID)
            lines.append(own.choice(FRAMES).format(who=who, other=other, where=where, n=number, a=a, b=b, done=done, did=did))
        given = Given(title=f"{who} and the {things[0]} of {where}", published=day, language="en")
        source = Source(sha256=f"added-{seed}-{n}", outlet=f"Paper {n % 9}")
        yield Page(id=f"added-{seed}-{n}", source=source, form="clean", text=" ".join(lines), given=given)


def measure(file: Path) -> None:
    """Print the table of what a library of that size costs."""
    chance = random.Random(5)
    with Library(file, engine=InlineEngine()) as library:
        store = library.store
        asked = words(chance)
        pairs = [f"{asked[2 * n]} {asked[2 * n + 1]}" for n in range(200)]
        exact = [f'{a} AND "{b}"' for a, b in zip(asked[::2], asked[1::2], strict=True)]
        library.search("flood harbour")
        rows = [("search, two words AND", *timed([lambda q=q: library.search(q) for q in exact]))]
        rows.append(("search, two words AND, fused with meaning", *timed([lambda q=q: library.search(q) for q in pairs])))
        from tellings.models.encoder import text_vectors

        found = text_vectors(pairs[:100])
        if found is not None:
            rows.append(("nearest in meaning", *timed([lambda v=v: library.meaning.nearest(v, 200) for v in found])))
        total = int(store._query("SELECT count(*) FROM pages")[0][0])
        ids = [f"page-{chance.randrange(total - 100)}" for _ in range(300)]
        rows.append(("point read of a document with its spans", *timed([lambda i=i: next(store.analyses([i])) for i in ids])))
        pages = [
            p for p in fresh_pages(30, seed=int(time.time()) % 1000 + 20) if p.id not in {q.id for q in store.pages([p.id])}
        ]
        list(library.add_pages(pages[:4]))
        library.group()
        analysis, put, group = [], [], []
        for page in pages[4:]:
            began = time.perf_counter()
            result = library.pipeline.run([page])[0]
            analysis.append(time.perf_counter() - began)
            began = time.perf_counter()
            store.put([Entry(page=page, result=result)], library.pipeline.recipes)
            put.append(time.perf_counter() - began)
            began = time.perf_counter()
            library.group()
            group.append(time.perf_counter() - began)
        for name, took in (
            ("analysis of a 500-word page", analysis),
            ("storing it", put),
            ("its place and its story told anew", group),
        ):
            rows.append((name, 1e3 * statistics.median(took), 1e3 * max(took)))
        whole = [a + b + c for a, b, c in zip(analysis, put, group, strict=True)]
        rows.append(("adding a 500-word page, all in all", 1e3 * statistics.median(whole), 1e3 * max(whole)))
        rows.append(("store overhead against analysis, %", 100 * sum(put) / sum(analysis), 100 * max(put) / min(analysis)))
        stories = store.story_ids()
        rows.append(("reading a story", *timed([lambda s=s: library.story(s) for s in stories * 20])))
    kilobytes = file.stat().st_size / total / 1e3
    print(f"\n| {total:,} pages, {kilobytes:.1f} kB a page | median ms | 99th percentile (or most) |\n|---|---|---|")
    for name, middle, high in rows:
        print(f"| {name} | {middle:.2f} | {high:.1f} |")


def agree(size: int) -> None:
    """Print how well growing page by page agrees with grouping all at once, and both with the truth."""
    stream = Stream(size)
    articles = stream.articles(vectors=True)
    whole = telling.relate([a.analysis for a in articles], copies=())
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "l.db")
        from tellings.meaning import Meaning

        first = articles[: size // 2]
        store.put([entry(a) for a in first], RECIPES)
        corpus = telling.relate([a.analysis for a in first], copies=())
        growing.full(store, corpus)
        store.put_names(namings(corpus.groups))
        store.settled()
        meaning, began = Meaning(store), time.process_time()
        for at in range(size // 2, size, 5):
            store.put([entry(a) for a in articles[at : at + 5]], RECIPES)
            for _ in growing.Growth(store, meaning).steps():
                pass
        took = 1e3 * (time.process_time() - began) / (size - size // 2)
        of = dict(store._query("SELECT document, story FROM named"))
        store.close()
    grown = {a.document: of[a.document] for a in articles}
    together = {m.id: g.id for g in whole.groups for m in g.members}
    truth = {f"page-{n}": str(p.story) for n, p in enumerate(stream.pages)}
    print(
        f"{size} pages, half of them grown 5 at a time, {took:.0f} CPU ms a page: B-cubed F1 against grouping at once "
        f"{b_cubed(grown, together):.4f}; against the truth {b_cubed(grown, truth):.4f}"
        f" (at once {b_cubed(together, truth):.4f})",
        flush=True,
    )


def b_cubed(one: dict[str, str], other: dict[str, str]) -> float:
    """Return the B-cubed F1 of two groupings."""

    def sets(of: dict[str, str]) -> dict[str, set[str]]:
        groups: dict[str, set[str]] = {}
        for key, name in of.items():
            groups.setdefault(name, set()).add(key)
        return {key: groups[name] for key, name in of.items()}

    a, b = sets(one), sets(other)
    precision = sum(len(a[k] & b[k]) / len(a[k]) for k in a) / len(a)
    recall = sum(len(a[k] & b[k]) / len(b[k]) for k in a) / len(a)
    return 2 * precision * recall / (precision + recall)


LIVES = 4
"""A process that adds is killed within the time that so many pages take, with their places in stories."""


def adding(file: Path, into: int) -> None:
    """Add pages, and write to a pipe which are acknowledged."""
    with Library(file, engine=InlineEngine()) as library:
        for page in fresh_pages(40):
            for result in library.add_pages([page]):
                os.write(into, f"{result.id}\n".encode())
            library.group()


def killed(file: Path, after: float) -> set[str]:
    """Kill a process that adds pages after a time; return the pages that it had acknowledged.

    The process is forked, so that it begins at once with the models that were loaded before.
    """
    told, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            adding(file, into)
        finally:
            os._exit(0)
    os.close(into)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(told, "rb") as said:
        return set(said.read().decode().split("\n")[:-1])


def kills(times: int) -> None:
    """Kill a process that adds pages at random moments; print what was lost or doubled."""
    chance, lost, doubled, pages, began = random.Random(2), 0, 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        with Library(Path(folder) / "warm.db", engine=InlineEngine()) as library:
            for page in fresh_pages(3):
                started = time.monotonic()
                list(library.add_pages([page]))
                library.group()
                longest = LIVES * (time.monotonic() - started)
        file = Path(folder) / "l.db"
        acknowledged: set[str] = set()
        for turn in range(times):
            acknowledged |= killed(file, chance.uniform(0.0, longest))
            store = SqliteStore(file)
            kept = [a.id for a in store.analyses()]
            lost += len(acknowledged - set(kept))
            doubled += len(kept) - len(set(kept))
            if store._query("PRAGMA integrity_check") != [("ok",)]:
                print("the file is broken", flush=True)
            if len(acknowledged) >= 40 and turn < times - 1:
                store.remove(kept)
                pages += len(acknowledged)
                acknowledged.clear()
            store.close()
        with Library(file, engine=InlineEngine()) as library:
            library.group()
            members = [(m.id, m.part) for s in library.stories() for m in s.documents]
            doubled += len(members) - len(set(members))
            unplaced = len({a.id for a in library.analyses()} - {key for key, _ in members})
    print(
        f"killed {times} times in {time.monotonic() - began:.0f} s, {pages + len(acknowledged)} pages acknowledged: "
        f"{lost} lost, {doubled} doubled, {unplaced} in no story",
        flush=True,
    )


def main() -> None:
    """Build what is missing, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "tellings-library")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--agree", type=int, default=0)
    parser.add_argument("--build-only", action="store_true")
    options = parser.parse_args()
    if options.agree:
        agree(options.agree)
    if options.kills:
        kills(options.kills)
    if options.agree or options.kills:
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    file = options.folder / f"library-{options.size}.db"
    if not file.exists():
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        build(part, options.size)
        part.rename(file)
    if not options.build_only:
        measure(file)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
