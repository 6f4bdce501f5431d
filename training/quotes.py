"""Train the confidence of quotations: `python training/quotes.py GGT.jsonl` (the Gender Gap Tracker's annotated articles).

Each quotation that the stage finds in the articles is right when it covers a marked quotation and its speaker is the
person named (or none is given). A logistic model of the quotation's traits learns how often that is so; five folds by
article give the reliability figures that are printed. No text is kept: the file holds one weight a trait.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from tellings.annotate import quote_reading
from tellings.annotate.quote_confidence import Traits
from tellings.model import Analysis, Block, Document, Metadata, Quote, Source
from tellings.pipeline import Pipeline

OUT = Path(__file__).parents[1] / "src/tellings/models/quotes/confidence.json"
TITLES = {"mr", "mrs", "ms", "miss", "dr", "sir", "the", "prof", "professor", "sen", "rep", "gov", "president"}
COVERED = 0.3
STRENGTH = 0.5

Example = tuple[Traits, bool, int]


def words(name: str) -> list[str]:
    """Return the words of a name without accents and titles."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return [w for w in re.findall(r"\w+", plain) if w not in TITLES]


def same_name(gold: str, found: str) -> bool:
    """Tell whether two names are of one person: equal, or one holds all of two or more words of the other."""
    a, b = words(gold), words(found)
    return bool(a) and (a == b or (min(len(a), len(b)) > 1 and (set(a) <= set(b) or set(b) <= set(a))))


def place(text: str, quote: str, near: int) -> tuple[int, int] | None:
    """Return where a marked quotation stands, nearest to a place: the annotation counts blanks otherwise than the text."""
    pattern = re.compile(r"\s+".join(re.escape(w) for w in quote.split()))
    found = [m.span() for m in pattern.finditer(text)]
    return min(found, key=lambda s: abs(s[0] - near), default=None)


def examples(rows: list[dict[str, Any]]) -> list[Example]:
    """Return the traits of every quotation found, whether it is right, and the number of its article."""
    found: list[Example] = []
    for number, row in enumerate(rows):
        traits: list[Traits] = []

        def keep(trait: Traits, kept: list[Traits] = traits) -> float:
            kept.append(trait)
            return 0.5

        vars(quote_reading)["confidence"] = keep
        text = row["text"]
        document = Document(id=str(number), source=Source(sha256=""), text=text, form="clean")
        bare = Analysis(document=document, metadata=Metadata(language="en"), blocks=(Block(0, len(text), role="body"),))
        analysis = Pipeline().annotate([bare])[0]
        gold = [(place(text, q["quote"], _number(q["quote_index"])), q["reference"].strip()) for q in row["quotes"]]
        names = {e.id: e.name for e in analysis.entities}
        right = _right(analysis.quotes, [(g, r) for g, r in gold if g], names)
        found += [(t, ok, number) for t, ok in zip(traits, right, strict=True)]
    return found


def _number(index: str) -> int:
    digits = re.findall(r"\d+", index or "")
    return int(digits[0]) if digits else 0


def _right(quotes: tuple[Quote, ...], gold: list[tuple[tuple[int, int], str]], names: dict[str, str]) -> list[bool]:
    taken: dict[int, str] = {}
    for (start, end), reference in gold:
        left = [i for i in range(len(quotes)) if i not in taken]
        shared = {i: min(end, quotes[i].content.end) - max(start, quotes[i].content.start) for i in left}
        best = max(left, key=lambda i: shared[i], default=None)
        if best is not None and shared[best] > COVERED * (end - start):
            taken[best] = reference
    right = []
    for i, quote in enumerate(quotes):
        known = quote.speaker_entity is not None
        right.append(i in taken and (not known or not taken[i] or same_name(taken[i], names[quote.speaker_entity or ""])))
    return right


def reliability(chances: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Print chance against share right in equally full bins; return the expected calibration error."""
    order = np.argsort(chances, kind="stable")
    error = 0.0
    for part in np.array_split(order, bins):
        error += len(part) / len(order) * abs(chances[part].mean() - right[part].mean())
        print(f"  said {chances[part].mean():.3f}  right {right[part].mean():.3f}  n {len(part)}")
    return error


def main() -> None:
    """Train, print figures of five folds by article, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().articles.read_text(encoding="utf-8").splitlines()]
    found = examples(rows)
    features = sorted({name for traits, _, _ in found for name in traits.names()})
    matrix = np.array([[float(f in t.names()) for f in features] for t, _, _ in found])
    right = np.array([ok for _, ok, _ in found], dtype=float)
    groups = np.array([number for *_, number in found])
    chances = np.zeros(len(found))
    for train, test in GroupKFold(n_splits=5).split(matrix, right, groups):
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(matrix[train], right[train])
        chances[test] = model.predict_proba(matrix[test])[:, 1]
    print(f"{len(found)} quotations, {right.mean():.3f} right")
    print(f"expected calibration error (five folds by article): {reliability(chances, right):.3f}")
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(matrix, right)
    saved = {"bias": round(float(model.intercept_[0]), 4), "weights": {}}
    saved["weights"] = {f: round(float(w), 4) for f, w in zip(features, model.coef_[0], strict=True)}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(saved, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
