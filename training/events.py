"""Train the type and role models of the event stage: `python training/events.py DATA` (a folder with plv-train and plover-gsr).

Reads marked sentences (Zero-Shot-PLOVER) and coded records (PLOVER gold standard), neither of which is kept: what is
written is two softmax tables over hashed features (`src/tellings/models/events/weights.npz`). Prints five-fold figures.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tellings.annotate.event_arguments import candidates, phrase, role_rows
from tellings.annotate.event_coding import ACTOR, RECIPIENT, Coded, code, units_of
from tellings.annotate.event_rows import BUCKETS, hashed
from tellings.annotate.event_selection import select
from tellings.annotate.event_tables import EventWords, event_words
from tellings.annotate.event_tree import Tree
from tellings.annotate.event_types import NONE, Softmax, table_types, type_rows
from tellings.annotate.parse import pipeline

OUT = Path(__file__).parents[1] / "src/tellings/models/events/weights.npz"
CLAUSES = Path(__file__).parent / "events-clauses.jsonl"
OLDER = {
    "FIGHT": ("ASSAULT",),
    "DEMAND": ("REQUEST",),
    "DISAPPROVE": ("ACCUSE", "REJECT"),
    "INVESTIGATE": ("ACCUSE",),
    "YIELD": ("CONCEDE", "RETREAT"),
}
OTHER_CLAUSES = 0.15
"""Weight of a clause that the gold leaves uncoded: it may tell an event that nobody marked."""
NOTHING = 0.5
"""Weight of a clause of our own sentences that tells no event: short and many, they would make every short clause none."""
TAUGHT = 0.1
"""Weight of an entry of the tables."""
TYPE_C, ROLE_C = 1.5, 0.3
MARK = re.compile(r"</?[st]>")

Spans = list[tuple[int, int]]
Gold = tuple[tuple[str, ...], Spans, Spans]


def marked(row: dict[str, Any]) -> tuple[str, list[Gold]]:
    """Return the text and the one coding of a marked sentence."""
    plain, spots, last = "", {}, 0
    for m in MARK.finditer(row["marked_sentence"]):
        plain += row["marked_sentence"][last : m.start()]
        spots.setdefault(m.group(), len(plain))
        last = m.end()
    plain += row["marked_sentence"][last:]
    sides = [[(spots[f"<{k}>"], spots[f"</{k}>"])] if f"<{k}>" in spots and f"</{k}>" in spots else [] for k in "st"]
    return plain, [(OLDER.get(row["gold_root"], (row["gold_root"],)), sides[0], sides[1])]


def places(text: str, wanted: str) -> Spans:
    """Return where an actor's words stand in the text, or its longest word where they do not."""
    for piece in [wanted, *re.split(r"\.\.+", wanted), *sorted(re.findall(r"\w{4,}", wanted), key=len, reverse=True)]:
        found = [(m.start(), m.end()) for m in re.finditer(re.escape(piece.strip()), text)] if piece.strip() else []
        if found:
            return found
    return []


def recorded(row: dict[str, Any]) -> tuple[str, list[Gold]]:
    """Return the text and the coding of a gold-standard record."""
    sides = []
    for field in ("source", "target"):
        actors = row.get(field) if isinstance(row.get(field), list) else []
        sides.append([s for a in actors for s in places(row["text"], a.get("actorText") or "")])
    return row["text"], [(OLDER.get(row["event"], (row["event"],)), sides[0], sides[1])]


def labelled(row: dict[str, Any]) -> tuple[str, list[Gold]]:
    """Return the text and the codings of one of our own sentences."""
    return row["text"], [
        ((e[0],), places(row["text"], e[1]) if e[1] else [], places(row["text"], e[2]) if e[2] else []) for e in row["events"]
    ]


def read(folder: Path) -> dict[str, tuple[list[Gold], float]]:
    """Return, by sentence, its codings and the weight of its uncoded clauses."""
    found: dict[str, tuple[list[Gold], float]] = {}
    files = [(p, marked, OTHER_CLAUSES) for p in sorted(folder.glob("plv*.jsonl"))]
    files += [(p, recorded, OTHER_CLAUSES) for p in sorted(folder.glob("plover-gsr*.jsonl"))]
    files += [(CLAUSES, labelled, 1.0)] if CLAUSES.exists() else []
    for path, reader, weight in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            text, golds = reader(json.loads(line))
            known = found.setdefault(text, ([], weight))
            known[0].extend(golds)
    return found


class Item:
    """A sentence, its units and, for each coded unit, the type and the candidates that are actor or recipient."""

    def __init__(self, doc: Any, golds: list[Gold], others: float, words: EventWords) -> None:
        self.tree, self.golds, self.others = Tree.of(doc), golds, others
        self.units = units_of(self.tree, words)
        self.found = [candidates(u) for u in self.units]
        self.features = [type_rows(u, words) for u in self.units]
        self.types = [table_types(u, words) for u in self.units]
        self.coded: dict[int, tuple[str, set[int], set[int]]] = {}
        for gold in golds:
            best = min(
                (self._fit(k, gold) for k in range(len(self.units))), default=(99, 0, "", set(), set()), key=lambda f: f[0]
            )
            if best[0] < 99:
                self.coded[best[1]] = best[2:]

    def names(self, head: int, golds: Spans) -> bool:
        """Tell whether a noun phrase names one of the spans: overlaps it and is not much wider."""
        first, last = phrase(self.tree, head)
        start, end = self.tree.starts[first], self.tree.ends[last]
        return any(start < e and s < end and end - start <= 2 * (e - s) + 30 for s, e in golds)

    def _fit(self, k: int, gold: Gold) -> tuple[int, int, str, set[int], set[int]]:
        types, sources, targets = gold
        own = self.found[k]
        actors = {i for i, c in enumerate(own) if self.names(c.head, sources)}
        recipients = {i for i, c in enumerate(own) if self.names(c.head, targets)}
        actors, recipients = actors - recipients, recipients - (actors - recipients)
        if (sources and not actors) or (targets and not recipients):
            return 99, k, "", actors, recipients
        cost = sum(min((len(own[i].path) for i in side), default=0) for side in (actors, recipients))
        cost += 3 * (not set(types) & set(self.types[k])) + 2 * self.units[k].nominal
        kind = next((t for t in types if t in self.types[k]), types[0])
        return cost, k, kind, actors, recipients


def matrix(rows: Sequence[Collection[int]]) -> csr_matrix:
    """Return hashed binary features, one row each."""
    ids = [sorted(row) for row in rows]
    ends = np.cumsum([0] + [len(i) for i in ids])
    flat = np.fromiter((i for row in ids for i in row), dtype=np.int32, count=int(ends[-1]))
    return csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(rows), BUCKETS))


def fit(rows: Sequence[Collection[int]], labels: Sequence[str], weights: Sequence[float], c: float) -> Softmax:
    """Fit one softmax."""
    model = LogisticRegression(C=c, max_iter=400, fit_intercept=False)
    model.fit(matrix(rows), labels, sample_weight=weights)
    return Softmax(tuple(model.classes_), np.ascontiguousarray(model.coef_.T.astype(np.float16)).astype(np.float32))


def taught(words: EventWords) -> Iterator[tuple[Collection[int], str, float]]:
    """Yield what the tables know: a bare predicate with each of its types, so that rare words are not unknown words."""
    for entry, types in words.verbs.items():
        lemma = entry.split("_")[0]
        bare = ["bias", "links=v", "pass=False", f"v={lemma}", f"L={lemma}", *(f"v={entry}" for _ in "x" if "_" in entry)]
        marks = [f"{m}={t}" for t in types for m in ("t", "vLt", "tl", "tf", "T")]
        for kind in types:
            yield hashed(bare + marks), kind, TAUGHT / len(types)
    for noun, types in words.nouns.items():
        bare = [
            "bias",
            "links=vn",
            "pass=False",
            f"v={noun}",
            f"L={noun}",
            f"n={noun}",
            *(f"{m}={t}" for t in types for m in ("t", "nLt", "tl", "T")),
        ]
        for kind in types:
            yield hashed(bare), kind, TAUGHT / len(types)


def train(items: Sequence[Item], words: EventWords) -> tuple[Softmax, Softmax]:
    """Fit the models of type and of role."""
    typed: list[tuple[Collection[int], str, float]] = list(taught(words))
    roles: list[tuple[Collection[int], str]] = []
    for item in items:
        for k, unit in enumerate(item.units):
            if k in item.coded:
                kind, actors, recipients = item.coded[k]
                typed.append((item.features[k], kind, 1.0))
                for i, row in enumerate(role_rows(unit, item.found[k], words, kind)):
                    roles.append((row, ACTOR if i in actors else RECIPIENT if i in recipients else "none"))
            elif item.coded or item.others == 1.0:
                typed.append((item.features[k], NONE, min(item.others, NOTHING)))
    return (
        fit([t[0] for t in typed], [t[1] for t in typed], [t[2] for t in typed], TYPE_C),
        fit([r[0] for r in roles], [r[1] for r in roles], [1.0] * len(roles), ROLE_C),
    )


def right(item: Item, coded: Sequence[Coded]) -> Iterator[tuple[bool, bool]]:
    """Yield, for each coding, whether the pair and whether the pair with its type is found."""
    for types, sources, targets in item.golds:
        fits = [
            c for c in coded
            if (not sources or any(item.names(i, sources) for i in c.actors))
            and (not targets or any(item.names(i, targets) for i in c.recipients))
        ]  # fmt: skip
        yield bool(fits), any(c.type in types for c in fits)


def held_out(item: Item, models: tuple[Softmax, Softmax], words: EventWords) -> Iterator[tuple[float, bool]]:
    """Yield, for each typed event that is told of a sentence, the models' figure and whether a coding has it in all parts."""
    for c in select(item.units, code(item.units, words, models), words) if item.units else []:
        if c.type is not None:
            yield (
                c.confidence,
                any(
                    c.type in types
                    and (not sources or any(item.names(i, sources) for i in c.actors))
                    and (not targets or any(item.names(i, targets) for i in c.recipients))
                    for types, sources, targets in item.golds
                ),
            )


def curve(points: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """Return slope and shift of the logistic curve over the figures (Platt 1999), and the share of right ones by fifth."""
    raw = np.clip([p for p, _ in points], 0.01, 0.99)
    right = np.array([r for _, r in points])
    odds = np.log(raw / (1 - raw)).reshape(-1, 1)
    fitted = LogisticRegression(C=100).fit(odds, right)
    told = fitted.predict_proba(odds)[:, 1]
    bins = np.minimum((told * 5).astype(int), 4)
    return {
        "events": len(points), "slope": round(float(fitted.coef_[0, 0]), 2), "shift": round(float(fitted.intercept_[0]), 2),
        "right by fifth": {f"{n / 5:.1f}": [int((bins == n).sum()), round(float(right[bins == n].mean()), 2)]
                           for n in range(5) if (bins == n).any()},
        "calibration error": round(float(sum(abs(right[bins == n].mean() - told[bins == n].mean()) * (bins == n).mean()
                                             for n in range(5) if (bins == n).any())), 3),
    }  # fmt: skip


def main() -> None:
    """Train, print the figures of five folds, write the file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--no-folds", action="store_true")
    options = arguments.parse_args()
    words, sentences = event_words("en"), read(options.data)
    texts = sorted(sentences)
    docs = pipeline("en").pipe([t.replace("\n", " ") for t in texts], batch_size=64)
    items = [Item(doc, *sentences[text], words) for text, doc in zip(texts, docs, strict=True)]
    folds = [i % 5 for i in range(len(items))]
    random.Random(0).shuffle(folds)
    if not options.no_folds:
        print(json.dumps(cross_validate(items, folds, words)))
    typing, roles = train(items, words)
    OUT.parent.mkdir(exist_ok=True)
    labels = np.frombuffer(json.dumps({"type": typing.labels, "role": roles.labels}).encode(), dtype=np.uint8)
    np.savez_compressed(OUT, labels=labels, type=typing.table.astype(np.float16), role=roles.table.astype(np.float16))


def cross_validate(items: Sequence[Item], folds: Sequence[int], words: EventWords) -> dict[str, Any]:
    """Return pair recall, type accuracy given the pair and accuracy over five folds (the surest unit of each sentence).

    Also the curve that turns the models' figure of a told event into its confidence.
    """
    pairs = types = total = 0
    points: list[tuple[float, bool]] = []
    for fold in range(5):
        models = train([i for i, f in zip(items, folds, strict=True) if f != fold], words)
        for item in (i for i, f in zip(items, folds, strict=True) if f == fold):
            points.extend(held_out(item, models, words))
            coded = sorted(code(item.units, words, models), key=lambda c: -c.confidence)[:1]
            for pair, kind in right(item, coded):
                pairs, types, total = pairs + pair, types + kind, total + 1
    return {
        "codings": total,
        "pair recall": round(pairs / total, 3),
        "type given pair": round(types / pairs, 3),
        "accuracy": round(types / total, 3),
        "curve": curve(points),
    }


if __name__ == "__main__":
    main()
