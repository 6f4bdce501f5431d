"""Fit the weights of `relate/happenings_score.py`: `python training/happenings.py` prints them.

Pairs of reports that are tied (see `tied`) and of which one at least is labelled, of the sample and of the labelled stories
with odd numbers; the stories with even numbers are never read. Seeded by nothing: the fit is convex.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.relate.labelled import Labelled, bcubed, match, sample, stories

from tellings.relate.actors import merge_actors
from tellings.relate.happenings_reports import Told, reports
from tellings.relate.happenings_score import excluded, signs, tied
from tellings.relate.utterances import match_utterances

UNLABELLED = 0.2
"""Weight of a pair with a report that nobody labelled: it may be of the same happening all the same."""
STRENGTH = 1.0
BY_HAND = {"said": 2.5, "doer_against": -0.4, "other_against": -0.2}
"""Too rare, or against what they mean, in so few pairs."""


def told_in(story: Labelled) -> list[Told]:
    """Return the reports of a story."""
    actors = merge_actors(story.articles)
    return reports(story.articles, actors, match_utterances(story.articles, actors))


def pairs(story: Labelled) -> Iterator[tuple[dict[str, float], bool, bool]]:
    """Yield signs, whether the pair is of one happening, and whether both are labelled."""
    told = told_in(story)
    at = {(t.article.document, t.number): i for i, t in enumerate(told)}
    analyses = {a.document: a.analysis for a in story.articles}
    names: dict[int, str] = {}
    for name, document, start, end, kind in story.gold:
        event = match(analyses[document], start, end, kind)
        if event is not None and (document, event) in at:
            names.setdefault(at[document, event], name)
    for i, one in enumerate(told):
        for j in range(i):
            if (i in names or j in names) and not excluded(one, told[j]) and tied(one, told[j]):
                yield signs(one, told[j]), names.get(i, "-") == names.get(j, "+"), i in names and j in names


def main() -> None:
    """Fit, print the weights, and the figures of the shipped ones."""
    every = stories()
    odd, even = ([s for s in every if int(s.id[1:]) % 2 == k] for k in (1, 0))
    pages = sample()
    rows = [row for story in [*pages, *odd] for row in pairs(story)]
    known = sorted({name for found, _, _ in rows for name in found})
    table = np.array([[found.get(name, 0.0) for name in known] for found, _, _ in rows])
    weight = np.array([1.0 if both else UNLABELLED for _, _, both in rows])
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(table, [same for _, same, _ in rows], sample_weight=weight)
    weights = {name: round(float(w), 2) for name, w in zip(known, fitted.coef_[0], strict=True)} | BY_HAND
    print(json.dumps({"pairs": len(rows), "bias": round(float(fitted.intercept_[0]), 2), "weights": weights}, indent=1))
    for name, group in (("sample", pages), ("stories read", odd), ("stories never read", even)):
        print(name, json.dumps(bcubed(group, [story.happenings() for story in group])))


if __name__ == "__main__":
    main()
