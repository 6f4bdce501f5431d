"""How the cost of finding copies and grouping stories grows with the number of pages.

usage: python benchmarks/growth.py [--sizes 1000 10000] [--copies-only] [--vectors] [--whole]
The stream is invented (`stream.py`), seeded, with its copies and stories known. Each size runs in a process of its own;
costs are CPU seconds, memory is the peak of the whole process, the stream itself (about 12 kB a page) included. The growth
exponent between two sizes is 1 where cost is linear, 2 where all pairs are compared. `--vectors` gives each page a dense
vector of 384 numbers, near those of its story and of look-alike stories. `--whole` runs the commands `crawl` and `corpus`,
with every stage in them: CPU seconds of each with all its processes, and the memory of the largest of these.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from stream import KINDS, Stream

from tellings.model import Copy, Group
from tellings.relate.copies import find_copies
from tellings.relate.stories import group_stories


def measure(size: int, *, stories: bool, vectors: bool) -> dict[str, float]:
    """Return costs and quality at one size."""
    stream = Stream(size)
    articles = stream.articles(vectors=vectors)
    find_copies(articles[:2])
    began = time.process_time()
    copies = find_copies(articles)
    found = {"copies": time.process_time() - began, **_found(stream, copies)}
    if stories:
        began = time.process_time()
        groups = group_stories(articles, copies)
        found |= {"stories": time.process_time() - began, **_grouped(stream, groups)}
    return {**found, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _found(stream: Stream, copies: Sequence[Copy]) -> dict[str, float]:
    got = {tuple(sorted((int(c.origin.document[5:]), int(c.target.document[5:])))) for c in copies}
    planted = Counter(kind for _, _, kind in stream.planted)
    hit = Counter(kind for i, j, kind in stream.planted if (i, j) in got)
    return {"pairs": len(got), **{f"recall of {k}": hit[k] / max(1, planted[k]) for k in KINDS}}


def _grouped(stream: Stream, groups: Sequence[Group]) -> dict[str, float]:
    """Return B-cubed precision and recall of the stories."""
    size = Counter(p.story for p in stream.pages)
    precision = recall = 0.0
    for group in groups:
        told = Counter(stream.pages[int(m.id[5:])].story for m in group.members)
        precision += sum(n * n for n in told.values()) / len(group.members)
        recall += sum(n * n / size[story] for story, n in told.items())
    return {"groups": len(groups), "precision": precision / len(stream.pages), "recall": recall / len(stream.pages)}


def whole(size: int) -> dict[str, float]:
    """Return what a crawl over so many pages and the corpus jobs over its layers cost, by the commands themselves."""
    found: dict[str, float] = {}
    tellings = str(Path(sys.executable).with_name("tellings"))
    with tempfile.TemporaryDirectory() as folder:
        pages, layers = Path(folder) / "pages.jsonl", str(Path(folder) / "layers")
        with pages.open("w") as out:
            for number, page in enumerate(Stream(size).pages):
                row = {
                    "id": f"{number}",
                    "text": page.text,
                    "outlet": f"outlet-{page.outlet}",
                    "published": page.day.isoformat(),
                }
                out.write(json.dumps(row) + "\n")
        for command in (["crawl", str(pages), "-o", layers, "--workers", "1"], ["corpus", layers]):
            before = _spent()
            subprocess.run([tellings, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            found[command[0]] = _spent() - before
    return {**found, "all": sum(found.values()), "memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure each size and the exponents between them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--copies-only", action="store_true")
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(
            json.dumps(
                whole(options.one)
                if options.whole
                else measure(options.one, stories=not options.copies_only, vectors=options.vectors)
            )
        )
        return
    before: tuple[int, dict[str, float]] | None = None
    flags = [
        f
        for f, on in (("--copies-only", options.copies_only), ("--vectors", options.vectors), ("--whole", options.whole))
        if on
    ]
    for size in options.sizes:
        run = subprocess.run([sys.executable, __file__, "--one", str(size), *flags], stdout=subprocess.PIPE, check=True)
        found: dict[str, float] = json.loads(run.stdout)
        print(f"{size:>7} pages: " + ", ".join(f"{k} {v:.5g}" for k, v in found.items()), flush=True)
        if before:
            for step in (s for s in ("copies", "stories", "crawl", "corpus", "all") if s in found):
                grown = found[step] / before[1][step]
                exponent = math.log(grown) / math.log(size / before[0])
                print(f"        {step}: {grown:.1f} x the cost of {before[0]}, growth exponent {exponent:.2f}", flush=True)
        before = size, found


if __name__ == "__main__":
    main()
