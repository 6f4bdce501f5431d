"""Happenings: B-cubed on labelled stories, beside a merge by equal type, day and name; and the time that a long story takes.

usage: python benchmarks/happenings.py [--json]

The stories are those of the sample, twenty short ones of the tests (the odd numbers were read while the rules were made and
serve for training, the even ones not), ten more and eight more that were written for one measurement each; of the ten the
odd numbers have been read since. Figures on the development sets
come from `python training/happenings.py --check`, which trains blind to the stories that it measures.
"""
# ruff: noqa: E402 (the labelled stories lie in the tests, which are no package of the installation)

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.relate.labelled import Labelled, bcubed, sample, stories

from tellings.model import Happening, Report

UNSEEN, FRESH = "happenings_unseen.txt", "happenings_fresh.txt"


def same_key(story: Labelled) -> list[Happening]:
    """Return happenings merged where type or predicate, first day and one name are equal: what an event table is grouped by."""
    groups: dict[tuple[Any, ...], list[Report]] = {}
    for article in story.articles:
        names = {e.id: e.name for e in article.entities}
        for n, event in article.events:
            people = sorted({names.get(a.entity or "", "") for a in (*event.actors, *event.recipients)} - {""})
            key = (event.type or event.predicate, event.when.first_day if event.when else None, tuple(people[:1]))
            groups.setdefault(key, []).append(Report(document=article.document, event=n))
    return [Happening(type=None, reports=tuple(group)) for group in groups.values()]


def measured() -> dict[str, dict[str, float]]:
    """Return the figures of every group of stories, and those of the baseline."""
    every = stories()
    groups: dict[str, Sequence[Labelled]] = {
        "sample": sample(),
        "stories read": [s for s in every if int(s.id[1:]) % 2],
        "stories never read": [s for s in every if not int(s.id[1:]) % 2],
        "ten more (five read since)": stories(UNSEEN),
        "eight fresh, never read": stories(FRESH),
    }
    found = {}
    for name, group in groups.items():
        started = time.process_time()
        merged = [story.happenings() for story in group]
        found[name] = bcubed(group, merged) | {"seconds": round(time.process_time() - started, 2)}
        found[f"{name}: equal type, day and name"] = bcubed(group, [same_key(story) for story in group])
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true", help="print one JSON object, the F1 of each group")
    given = options.parse_args()
    figures = measured()
    if given.json:
        print(json.dumps({name: own["F1"] for name, own in figures.items()}))
        return
    print("| labelled reports | precision | recall | F1 | reports | without event |\n|---|---|---|---|---|---|")
    for name, own in figures.items():
        print(f"| {name} | {own['precision']} | {own['recall']} | {own['F1']} | {own['reports']} | {own['without event']} |")


if __name__ == "__main__":
    main()
