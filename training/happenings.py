"""Make `models/happenings/pairs.json`: `python training/happenings.py [--data ../shared/data/stories] [--check]`.

Pairs of reports (`relate/happenings_chances.measured`) of these stories: those of the development sets whose happenings are
labelled in `happenings-labels.jsonl` (document, start, end in the text that the program reads; never a text); the sample;
invented ones made for training (`happenings-stories.txt`); the labelled stories of two files of the tests with odd numbers.
Half of ECB+ stories are mixed with their look-alikes (another earthquake, another verdict), whose pairs are all of two
happenings. Seeded. `--check` prints figures of five folds, whole stories (and their look-alikes) in one fold, instead of
writing.
"""

# ruff: noqa: E402 (the labelled stories lie in the tests, which are no package of the installation)

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from tests.relate.labelled import Labelled, annotate, bcubed, match, sample, stories

from tellings.model import Article, Happening, Page, Report, Source, articles_of
from tellings.model.pages import Given
from tellings.relate.actors import merge_actors
from tellings.relate.happenings import group
from tellings.relate.happenings_chances import LEAST, by_words, may_be_one, measured
from tellings.relate.happenings_pairs import Field
from tellings.relate.happenings_reports import Told, reports
from tellings.relate.happenings_score import excluded
from tellings.relate.utterances import match_utterances

OUT = HERE.parent / "src" / "tellings" / "models" / "happenings" / "pairs.json"
LABELS = HERE / "happenings-labels.jsonl"
INVENTED, LATER = HERE / "happenings-stories.txt", "happenings_unseen.txt"
"""Stories made for training alone, and those of the tests of which the odd numbers were read."""
FOLDS = 5
OWN, MIXED = 4.0, 0.3
"""Weights of a pair of the sample or another invented story, and of one of look-alike stories, beside 1."""
SEEDS = 3
"""Models whose mean is taken: they see the same pairs and draw other signs."""
TWINS = 5
"""Pages of a look-alike story that are mixed in."""
SETTINGS: dict[str, Any] = {
    "max_iter": 250, "learning_rate": 0.05, "max_leaf_nodes": 8, "min_samples_leaf": 20, "l2_regularization": 5.0,
    "max_features": 0.3,
}  # fmt: skip

Key = tuple[str, int]
Same = Callable[[Key, Key], bool | None]


@dataclass
class Story:
    """A story with its reports and pairs: what is measured of each, and whether it is one happening (None: nobody knows)."""

    id: str
    kind: str
    told: list[Told]
    names: tuple[str, ...]
    one: np.ndarray
    other: np.ndarray
    table: np.ndarray
    same: list[bool | None]
    of: Same
    labelled: Labelled | None = None
    gold: Mapping[Key, int] | None = None

    @property
    def fold(self) -> int:
        """Return the fold; look-alike stories share one."""
        return zlib.crc32(re.sub(r"(ecb|plus|\+)+$", "", self.id).encode()) % FOLDS


def story(name: str, kind: str, articles: Sequence[Article], same: Same, **given: Any) -> Story:
    """Return a story, measured."""
    actors = merge_actors(articles)
    told = reports(articles, actors, match_utterances(articles, actors))
    one, other, table = measured(told)
    keys = [(t.article.document, t.number) for t in told]
    known = [
        None if excluded(told[a], told[b]) else same(keys[a], keys[b])
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
    ]
    names = tuple(Field(told[:2]).signs(np.array([0]), np.array([1])))
    return Story(name, kind, told, names, one, other, table, known, same, **given)


def development(data: Path) -> list[Story]:
    """Return the labelled stories of the development sets, and those mixed with their look-alikes."""
    wanted = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    read = {name: by_story(data / f"{name}.jsonl", name == "g5w1h") for name in ("g5w1h", "ecbplus")}
    found = []
    for row in wanted:
        articles = read[row["set"]][row["story"]]
        gold, unsure = keyed(row, articles)
        found.append(story(f"{row['set']}:{row['story']}", row["half"], articles, sameness(gold, unsure), gold=gold))
        twin = row["story"].removesuffix("plus") if row["story"].endswith("plus") else f"{row['story']}plus"
        if row["set"] == "ecbplus" and twin in read["ecbplus"]:
            own = {document for document, _ in gold}
            mixed = [*(a for a in articles if a.document in own), *read["ecbplus"][twin][:TWINS]]
            found.append(
                story(
                    f"ecbplus:{row['story']}+",
                    "mixed",
                    mixed,
                    lambda a, b, own=own: None if (a[0] in own) == (b[0] in own) else False,
                )
            )  # type: ignore[misc]
    return found


def by_story(path: Path, real: bool) -> dict[str, list[Article]]:
    """Return the articles of each story of a set."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    pages = [
        Page(
            id=row["id"],
            source=Source(sha256=f"{n:064d}", outlet=row.get("outlet")),
            form="text" if real else "clean",
            text=(f"{row['title']}\n" if row.get("title") else "") + row["text"],
            given=Given(published=(row.get("published") or "")[:10] or None, language="en"),
        )
        for n, row in enumerate(rows)
    ]
    home = {row["id"]: row["story"] for row in rows}
    found: dict[str, list[Article]] = defaultdict(list)
    for analysis in annotate(pages):
        found[home[analysis.id]].extend(articles_of(analysis))
    return found


def keyed(row: Mapping[str, Any], articles: Sequence[Article]) -> tuple[dict[Key, int], set[frozenset[int]]]:
    """Return the happening of each labelled event, by document and number, and the happenings that may be one."""
    events = {a.document: a.analysis.events for a in articles}
    gold: dict[Key, int] = {}
    for n, happening in enumerate(row["happenings"]):
        for document, start, end in happening:
            at = [i for i, e in enumerate(events.get(document, ())) if e.trigger.start < end and start < e.trigger.end]
            if at:
                gold.setdefault((document, at[0]), n)
    return gold, {frozenset(pair) for pair in row["unsure"]}


def sameness(gold: Mapping[Key, int], unsure: set[frozenset[int]]) -> Same:
    """Return what tells whether two labelled events are one happening."""

    def same(a: Key, b: Key) -> bool | None:
        if a not in gold or b not in gold:
            return None
        if gold[a] == gold[b]:
            return True
        return None if frozenset((gold[a], gold[b])) in unsure else False

    return same


def own(told: Labelled, kind: str) -> Story:
    """Return a story of the sample or of the tests."""
    analyses = {a.document: a.analysis for a in told.articles}
    names: dict[Key, str] = {}
    for name, document, start, end, typed in told.gold:
        event = match(analyses[document], start, end, typed)
        if event is not None:
            names.setdefault((document, event), name)

    def same(a: Key, b: Key) -> bool | None:
        return None if a not in names or b not in names else names[a] == names[b]

    return story(told.id, kind, told.articles, same, labelled=told)


class Ensemble:
    """Several boosted models whose log odds are averaged."""

    def __init__(self, models: Sequence[HistGradientBoostingClassifier]) -> None:
        self.models = models

    def chances(self, table: np.ndarray) -> np.ndarray:
        """Return the chance of each row, shape (rows,)."""
        odds = np.mean([model.decision_function(table) for model in self.models], axis=0)
        chance: np.ndarray = 1 / (1 + np.exp(-odds))
        return chance


def fitted(group: Sequence[Story]) -> Ensemble:
    """Return trees trained on the pairs of which something is known."""
    tables, known, weights = [], [], []
    for one in group:
        rows = [n for n, same in enumerate(one.same) if same is not None]
        tables.append(one.table[rows])
        known += [one.same[n] for n in rows]
        weights += [OWN if one.labelled else MIXED if one.kind == "mixed" else 1.0] * len(rows)
    table = np.vstack(tables)
    models = [HistGradientBoostingClassifier(**SETTINGS, random_state=n) for n in range(SEEDS)]
    return Ensemble([model.fit(table, known, sample_weight=weights) for model in models])


def merged(one: Story, chance: np.ndarray) -> list[list[int]]:
    """Return the groups of a story's reports by given chances of its pairs."""
    kept = (chance >= LEAST) & may_be_one(one.table, one.names)
    pairs = {
        (int(one.one[n]), int(one.other[n])): float(chance[n])
        for n in kept.nonzero()[0]
        if not excluded(one.told[one.one[n]], one.told[one.other[n]])
    }
    return group(one.told, by_words(one.told, frozenset(range(len(one.told)))) | pairs)


def links(told: Sequence[Story], groups: Sequence[Sequence[Sequence[int]]]) -> dict[str, float]:
    """Return precision and recall of links, B-cubed over all labelled events, and pure happenings of several pages."""
    right = wrong = missed = pure = impure = 0
    shares: list[tuple[float, float]] = []
    for one, found in zip(told, groups, strict=True):
        gold = one.gold or {}
        home = {(one.told[i].article.document, one.told[i].number): n for n, own in enumerate(found) for i in own}
        for a in gold:
            mine = [b for b in gold if home[a] == home[b] and one.of(a, b) is not None]
            same = [b for b in gold if gold[a] == gold[b]]
            both = len([b for b in mine if gold[a] == gold[b]])
            shares.append((both / len(mine), both / len(same)))
            right, wrong, missed = right + both - 1, wrong + len(mine) - both, missed + len(same) - both
        for number in set(home.values()):
            members = [k for k in gold if home[k] == number]
            texts = {one.told[i].clause.of(one.told[i].article.text) for i in found[number]}
            if len({document for document, _ in members}) > 1 and len(texts) > 1:
                whole = all(one.of(a, b) is not False for a in members for b in members)
                pure, impure = pure + whole, impure + (not whole)
    precision, recall = (sum(s[k] for s in shares) / len(shares) for k in (0, 1))
    return {
        "link precision": right / (right + wrong), "link recall": right / (right + missed),
        "B-cubed precision": precision, "B-cubed recall": recall, "pure": pure / (pure + impure), "of": pure + impure,
    }  # fmt: skip


def check(every: Sequence[Story], unread: Sequence[Story]) -> None:
    """Print figures of stories that the trees have not seen."""
    groups: dict[str, list[list[list[int]]]] = {one.id: [] for one in every}
    for fold in range(FOLDS):
        trees = fitted([one for one in every if one.fold != fold])
        for one in (o for o in every if o.fold == fold):
            groups[one.id] = merged(one, trees.chances(one.table))  # type: ignore[assignment]
    trees = fitted(every)
    groups |= {one.id: merged(one, trees.chances(one.table)) for one in unread}  # type: ignore[misc]
    for kind in ("first", "second"):
        told = [one for one in every if one.kind == kind]
        figures = links(told, [groups[one.id] for one in told])  # type: ignore[misc]
        print(kind, json.dumps({name: round(value, 3) for name, value in figures.items()}))
    for kind in ("sample", "odd", "even", "later", "invented"):
        told = [one for one in [*every, *unread] if one.kind == kind]
        print(kind, json.dumps(bcubed([one.labelled for one in told], [happenings(one, groups[one.id]) for one in told])))  # type: ignore[misc, arg-type]


def happenings(one: Story, groups: Sequence[Sequence[int]]) -> list[Happening]:
    """Return groups of reports as records."""
    reported = [Report(document=t.article.document, event=t.number) for t in one.told]
    return [Happening(type=None, reports=tuple(reported[i] for i in own)) for own in groups]


def exported(ensemble: Ensemble, names: Sequence[str]) -> dict[str, Any]:
    """Return the trees of all models as plain lists, each worth its share: nodes' feature, threshold, left, right and value."""
    trees, share = [], 1 / len(ensemble.models)
    for predictor in (p for model in ensemble.models for (p,) in model._predictors):
        nodes = predictor.nodes
        inner = [not n["is_leaf"] for n in nodes]
        trees.append(
            {
                "feature": [int(n["feature_idx"]) if i else -1 for n, i in zip(nodes, inner, strict=True)],
                "threshold": [float(np.float32(n["num_threshold"])) if i else 0.0 for n, i in zip(nodes, inner, strict=True)],
                "left": [int(n["left"]) for n in nodes],
                "right": [int(n["right"]) for n in nodes],
                "value": [round(share * float(n["value"]), 6) for n in nodes],
            }
        )
    base = float(np.mean([model._baseline_prediction.ravel()[0] for model in ensemble.models]))
    return {"features": list(names), "base": base, "models": len(ensemble.models), "trees": trees}


def main() -> None:
    """Train and write, or check."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=HERE.parents[1] / "shared" / "data" / "stories")
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    every = development(given.data) + [own(one, "sample") for one in sample()]
    numbered = {one.id: own(one, "odd" if int(one.id[1:]) % 2 else "even") for one in stories()}
    every += [one for one in numbered.values() if one.kind == "odd"]
    every += [own(one, "later") for one in stories(LATER) if int(one.id[1:]) % 2]
    every += [own(one, "invented") for one in stories(str(INVENTED))]
    if given.check:
        check(every, [one for one in numbered.values() if one.kind == "even"])
        return
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(exported(fitted(every), every[0].names), separators=(",", ":")), encoding="utf-8")
    print(OUT, hashlib.sha256(OUT.read_bytes()).hexdigest(), OUT.stat().st_size)


if __name__ == "__main__":
    main()
