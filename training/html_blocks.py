"""Train the classifier of HTML stretches (src/tellings/models/html/blocks.npz) and cross-validate it.

    python training/html_blocks.py [FOLDER OF html.jsonl] [--check]

Gold texts serve to label the stretches and to measure; none of them is stored. Seeded: the same data give the same file.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tellings.extract.cues import tokens
from tellings.extract.html import ranges
from tellings.extract.html_features import features
from tellings.extract.html_model import COMMENT, MAIN, OTHER, Network, context, ordered, squash
from tellings.extract.html_tree import cut, parse_html
from tellings.extract.metadata import find_heading
from tellings.extract.metadata_markup import declared
from tellings.read.charset import decode
from tellings.settings import Limits

OUT = Path(__file__).parent.parent / "src" / "tellings" / "models" / "html" / "blocks.npz"
FOLDS = 5
SEEDS = 3
FIRST = {"hidden": 48, "epochs": 14}
SECOND = {"hidden": 32, "epochs": 10}
DROP = 0.1
"""Share of the features, and of the hidden units, that is left out at each step (features kept whole: .003 lower)."""
KEEP = 0.5
"""Share of the stretches that are neither article nor comment which is kept (with twice the weight)."""


@dataclass
class Sample:
    """One page: features of its stretches, their gold classes and weights, and what is needed to measure."""

    set: str
    rows: np.ndarray
    around: list[np.ndarray]
    texts: list[str]
    classes: np.ndarray
    weights: np.ndarray
    gold: str
    comments: str


def load(folder: Path) -> list[Sample]:
    """Return every page of the development set."""
    lines = (folder / "html.jsonl").read_text(encoding="utf-8").splitlines()
    return [sample(json.loads(line), folder) for line in lines]


def sample(row: dict[str, Any], folder: Path) -> Sample:
    """Cut one page and label its stretches by the gold text."""
    text = decode(gzip.decompress((folder / row["html"]).read_bytes()))[0]
    tree = cut(parse_html(text, where=row["id"]), where=row["id"], limits=Limits())
    found = declared(tree.root)
    heading = find_heading(tree, found)
    texts = [s.text for s in tree.stretches]
    comments = row.get("comments") or ""
    classes, weights = labels(texts, row["text"], comments)
    if heading.index is not None:
        weights[heading.index] = 0  # the title is found by other means, and one of the two sets counts it as text
    rows = features(tree, heading.title or found.document_title)
    return Sample(row["set"], rows, ranges(tree), texts, classes, weights, row["text"], comments)


def trigrams(words: list[str]) -> set[tuple[str, ...]]:
    """Return the runs of three words."""
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def share(words: list[str], before: list[str], after: list[str], wanted: set[tuple[str, ...]]) -> float:
    """Return the share of a stretch's words that stand in wanted trigrams; short stretches are read with their neighbours."""
    lead = before[-2:] if len(words) < 5 else []
    line = lead + words + (after[:2] if len(words) < 5 else [])
    hit = [False] * len(line)
    for i in range(len(line) - 2):
        if tuple(line[i : i + 3]) in wanted:
            hit[i] = hit[i + 1] = hit[i + 2] = True
    return sum(hit[len(lead) : len(lead) + len(words)]) / len(words) if words else 0.0


def labels(texts: list[str], gold: str, comments: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the class and the weight of each stretch: weights sum to about one square root of a page's words."""
    words = [tokens(t) for t in texts]
    article, answers = trigrams(tokens(gold)), trigrams(tokens(comments))
    classes, weights = [], []
    for i, own in enumerate(words):
        sides = words[i - 1] if i else [], words[i + 1] if i + 1 < len(words) else []
        a, c = share(own, *sides, article), share(own, *sides, answers)
        classes.append(MAIN if a >= 0.6 and a >= c else COMMENT if c >= 0.6 else OTHER)
        doubtful = 0.25 < max(a, c) < 0.75
        weights.append(np.sqrt(len(own) + 0.5) * (0.3 if doubtful else 1.0))
    return np.array(classes), np.array(weights) / np.sqrt(sum(map(len, words)) + 50)


def fit(rows: np.ndarray, classes: np.ndarray, weights: np.ndarray, *, hidden: int, epochs: int) -> Network:
    """Train networks from several seeds with Adam, dropout and a falling rate."""
    x = squash(rows)
    mean, scale = x.mean(0), x.std(0) + 1e-3
    x = np.clip((x - mean) / scale, -5, 5).astype(np.float32)
    weights = (weights / weights.mean()).astype(np.float32)
    nets = [_adam(x, classes, weights, hidden, epochs, seed) for seed in range(SEEDS)]
    w1, b1, w2, b2 = (np.stack([net[k] for net in nets]) for k in range(4))
    return Network(mean.astype(np.float32), scale.astype(np.float32), w1, b1, w2, b2)


def _adam(x: np.ndarray, y: np.ndarray, w: np.ndarray, hidden: int, epochs: int, seed: int) -> list[np.ndarray]:
    chance, size, rate, drop, decay = np.random.default_rng(seed), 256, 2e-3, DROP, 1e-4
    width = x.shape[1]
    first = chance.standard_normal((width, hidden)) * np.sqrt(2 / width)
    second = chance.standard_normal((hidden, 3)) * np.sqrt(1 / hidden)
    own = [a.astype(np.float32) for a in (first, np.zeros(hidden), second, np.zeros(3))]
    mean, square = [np.zeros_like(p) for p in own], [np.zeros_like(p) for p in own]
    step, steps = 0, epochs * (len(x) // size)
    for _ in range(epochs):
        order = chance.permutation(len(x))
        for at in range(0, len(x) - size + 1, size):
            batch = order[at : at + size]
            seen = x[batch] * ((chance.random((size, width), dtype=np.float32) > drop) / np.float32(1 - drop))
            inner = np.maximum(seen @ own[0] + own[1], 0)
            mask = (chance.random(inner.shape, dtype=np.float32) > drop) / np.float32(1 - drop)
            inner = inner * mask
            scores = inner @ own[2] + own[3]
            error = np.exp(scores - scores.max(1, keepdims=True))
            error /= error.sum(1, keepdims=True)
            error[np.arange(size), y[batch]] -= 1
            error *= w[batch][:, None] / size
            back = (error @ own[2].T) * (inner > 0) * mask
            slopes = [seen.T @ back + decay * own[0], back.sum(0), inner.T @ error + decay * own[2], error.sum(0)]
            step += 1
            for k, slope in enumerate(slopes):
                mean[k] = 0.9 * mean[k] + 0.1 * slope
                square[k] = 0.999 * square[k] + 0.001 * slope**2
                move = (mean[k] / (1 - 0.9**step)) / (np.sqrt(square[k] / (1 - 0.999**step)) + 1e-8)
                own[k] = (own[k] - rate * (1 - step / (steps + 1)) * move).astype(np.float32)
    return own


def pooled(samples: list[Sample], rows: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rows, classes and weights of all samples, the easy majority thinned out."""
    chance = np.random.default_rng(0)
    parts = []
    for own, x in zip(samples, rows, strict=True):
        kept = (own.classes != OTHER) | (chance.random(len(own.classes)) < KEEP)
        weights = np.where(own.classes == OTHER, own.weights / KEEP, own.weights)
        parts.append((x[kept], own.classes[kept], weights[kept]))
    x, y, w = (np.concatenate([p[k] for p in parts]) for k in range(3))
    return x, y, w


def folds(count: int, seed: int) -> np.ndarray:
    """Return the fold of each page."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    found = np.zeros(count, dtype=int)
    for place, i in enumerate(order):
        found[i] = place % FOLDS
    return found


def unseen(samples: list[Sample], rows: list[np.ndarray], seed: int, sizes: dict[str, int]) -> list[np.ndarray]:
    """Return what networks say of pages that they were not trained on."""
    fold = folds(len(samples), seed)
    said: list[np.ndarray] = [np.zeros(0)] * len(samples)
    for k in range(FOLDS):
        taught = [i for i in range(len(samples)) if fold[i] != k]
        net = fit(*pooled([samples[i] for i in taught], [rows[i] for i in taught]), **sizes)
        for i in np.flatnonzero(fold == k):
            said[i] = net.probabilities(rows[i])
    return said


def cross_validated(samples: list[Sample]) -> list[np.ndarray]:
    """Return what both passes say of pages that neither was trained on."""
    rows = [s.rows for s in samples]
    said = unseen(samples, rows, 0, FIRST)
    more = [context(s.rows, p, s.around) for s, p in zip(samples, said, strict=True)]
    return unseen(samples, more, 1, SECOND)


def bag_f1(gold: str, found: str) -> float:
    """Return the F1 of two texts as bags of words."""
    a, b = Counter(tokens(gold)), Counter(tokens(found))
    both = sum((a & b).values())
    return 2 * both / max(1, sum(a.values()) + sum(b.values()))


def report(samples: list[Sample], said: list[np.ndarray]) -> None:
    """Print the mean F1 of article and comments for each set."""
    for name in sorted({s.set for s in samples}):
        article, comments = [], []
        for own, p in zip(samples, said, strict=True):
            if own.set == name:
                kind = ordered(p, own.rows[:, 0]).argmax(1)
                article.append(bag_f1(own.gold, "\n".join(t for t, k in zip(own.texts, kind, strict=True) if k == MAIN)))
                if own.comments:
                    comments.append(
                        bag_f1(own.comments, "\n".join(t for t, k in zip(own.texts, kind, strict=True) if k == COMMENT))
                    )
        print(f"{name}: article {np.mean(article):.4f}" + (f", comments {np.mean(comments):.4f}" if comments else ""))


def main() -> None:
    """Train, measure on unseen pages, and write the weights."""
    folder = Path(next((a for a in sys.argv[1:] if not a.startswith("-")), "../shared/data/pages"))
    samples = load(folder)
    rows = [s.rows for s in samples]
    said = unseen(samples, rows, 0, FIRST)
    print("first pass, unseen pages")
    report(samples, said)
    more = [context(s.rows, p, s.around) for s, p in zip(samples, said, strict=True)]
    if "--check" in sys.argv:
        print("both passes, unseen pages")
        report(samples, unseen(samples, more, 1, SECOND))
    first, second = fit(*pooled(samples, rows), **FIRST), fit(*pooled(samples, more), **SECOND)
    OUT.parent.mkdir(exist_ok=True)
    arrays = {f"{name}{n}": getattr(net, name).astype(np.float16 if name[0] in "wb" else np.float32)
              for n, net in ((1, first), (2, second)) for name in Network._fields}  # fmt: skip
    np.savez_compressed(OUT, **arrays)
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
