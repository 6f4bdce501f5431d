"""Speed of the whole pipeline as a ratio: documents a CPU second against the bare parser, and each stage's share, in one run.

The texts are the sample's English pages, told several times over with changed names so that nothing is cached; models and
libraries are loaded before the clock starts, on both sides. Usage:
`.venv/bin/python benchmarks/throughput.py [--pages 120]`. Ratios travel between machines; seconds do not.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from tellings.annotate import parse as parsing
from tellings.extract import extract
from tellings.model import READABLE_ROLES, Analysis, Page, Source
from tellings.pipeline import Pipeline
from tellings.read import read_inputs
from tellings.settings import Limits
from tellings.stage import View
from tellings.telling import relate, tell

SAMPLE = Path(__file__).parent.parent / "sample" / "pages"
BATCH = 16


def pages(number: int) -> list[Page]:
    """Return that many pages made from the English pages of the sample."""
    own = [p for p in read_inputs([str(SAMPLE)]) if isinstance(p, Page)]
    english = [p for p in own if extract(p, limits=Limits()).metadata.language == "en"]
    made = []
    for n in range(number):
        page = english[n % len(english)]
        text = page.text.replace("Westhaven", f"Westhaven{n // len(english)}")
        made.append(Page(id=str(n), source=Source(sha256=str(n), path=f"{n}"), form=page.form, text=text, given=page.given))
    return made


def clock(shares: dict[str, float], name: str, started: float) -> None:
    """Add the CPU seconds since `started` to a share."""
    shares[name] = shares.get(name, 0.0) + time.process_time() - started


def main() -> None:
    """Measure and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=120)
    given = pages(options.parse_args().pages)
    pipeline, shares = Pipeline(), {}
    tell(relate(warm := [a for a in pipeline.run(given[:3]) if isinstance(a, Analysis)]), warm)
    analyses: list[Analysis] = []
    bare = 0.0
    for at in range(0, len(given), BATCH):
        batch = given[at : at + BATCH]
        started = time.process_time()
        found = [extract(page, limits=Limits()) for page in batch]
        clock(shares, "extract", started)
        texts = [b.of(a.text) for a in found for b in a.blocks if b.role in READABLE_ROLES]
        started = time.process_time()
        for _ in parsing.pipeline("en").pipe(texts, batch_size=parsing.BATCH):
            pass
        bare += time.process_time() - started
        started = time.process_time()
        parses = parsing.parse(found)
        clock(shares, "parse", started)
        for stage in pipeline.stages:
            started = time.process_time()
            results = stage.run([View(a, p, frozenset(stage.reads)) for a, p in zip(found, parses, strict=True)])
            found = [a.with_layer(stage.writes, items) for a, items in zip(found, results, strict=True)]
            clock(shares, stage.name, started)
        analyses += found
    started = time.process_time()
    corpus = relate(analyses)
    clock(shares, "relate", started)
    started = time.process_time()
    tell(corpus, analyses)
    clock(shares, "tell", started)
    whole = sum(shares.values())
    print(
        json.dumps({
            "pages": len(given),
            "documents a CPU second, bare spacy.Language.pipe": round(len(given) / bare, 1),
            "documents a CPU second, whole pipeline": round(len(given) / whole, 1),
            "ratio": round(bare / whole, 3),
            "share of each stage": {k: round(v / whole, 3) for k, v in shares.items()},
        }, indent=2)
    )  # fmt: skip


if __name__ == "__main__":
    main()
