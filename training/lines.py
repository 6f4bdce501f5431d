"""Train the line classifier: python training/lines.py --lines text-lines.jsonl.gz --html html.jsonl [--check]

Two passes of a small neural network. The first sees a line's own features and those of its neighbours; the second sees
also what the first thought of the lines around. A page's best sequence of classes is then found with the transition
scores learnt here. --check prints five-fold figures, no site in two folds; without it the weights are written.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
from lines_data import IGNORED, Labelled, named, read_html, read_lines, variants, with_sites

from tellings.extract.lines_features import NAMES, features
from tellings.extract.lines_features import read_lines as read_page
from tellings.extract.lines_model import Network, context, decode, mean_of
from tellings.extract.lines_rules import CLASSES

SEED = 20
FOLDS = 5
HIDDEN = 48
EPOCHS = 14
BATCH = 512
RATE = 2e-3
DECAY = 2e-4
DROP = 0.2
MEMBERS = 3
KIND_WEIGHT = {"lines": 1.0, "html": 0.5, "few": 0.5, "near": 0.5, "clean": 0.5, "short": 0.5}
CLASS_WEIGHT = {"title": 2.0, "comment": 2.0, "supplement": 1.5}


class Page:
    """A page ready for learning: features, classes, the weight of each line, site."""

    def __init__(self, page: Labelled, chance: random.Random) -> None:
        title = named(page) if chance.random() < 0.15 else None
        self.id, self.site, self.kind = page.id, page.site, page.kind
        self.x = features(read_page(page.texts), title=title)
        self.y = np.array(page.classes)
        words = np.array([len(t.split()) for t in page.texts])
        scale = np.array([CLASS_WEIGHT.get(c, 1.0) for c in CLASSES])
        self.words = words
        self.weight = KIND_WEIGHT[page.kind] * np.sqrt(np.minimum(words, 60)) * scale[self.y] * (self.y != IGNORED)
        if page.kind == "html":
            self.weight = self.weight * min(1.0, 150 / len(words))


def standard(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean and the inverse spread of each feature."""
    spread = rows.std(axis=0)
    return rows.mean(axis=0), 1.0 / np.where(spread < 1e-3, 1.0, spread)


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, *, seed: int) -> Network:
    """Return a network of one hidden layer, fitted by Adam with dropout and weight decay."""
    chance = np.random.default_rng(seed)
    keep = (weight > 0) & (y >= 0)
    mean, scale = standard(x[keep])
    rows = np.clip((x[keep] - mean) * scale, -6, 6).astype(np.float32)
    y, weight = y[keep], (weight[keep] / weight[keep].mean()).astype(np.float32)
    shapes = [(rows.shape[1], HIDDEN), (HIDDEN,), (HIDDEN, len(CLASSES)), (len(CLASSES),)]
    values = [
        chance.normal(0, np.sqrt(2 / s[0]), s).astype(np.float32) if len(s) == 2 else np.zeros(s, np.float32) for s in shapes
    ]
    first, second = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]
    step, total = 0, EPOCHS * (len(rows) // BATCH + 1)
    for _ in range(EPOCHS):
        order = chance.permutation(len(rows))
        for start in range(0, len(rows), BATCH):
            pick = order[start : start + BATCH]
            step += 1
            grads = _gradients(rows[pick], y[pick], weight[pick], values, chance)
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / total))
            for n, grad in enumerate(grads):
                first[n] += 0.1 * (grad - first[n])
                second[n] += 0.001 * (grad * grad - second[n])
                move = first[n] / (1 - 0.9**step) / (np.sqrt(second[n] / (1 - 0.999**step)) + 1e-8)
                values[n] -= rate * (move + (DECAY * 50 * values[n] if values[n].ndim == 2 else 0))
    return Network(mean.astype(np.float32), scale.astype(np.float32), *values)


def _gradients(x, y, weight, values, chance):
    w1, b1, w2, b2 = values
    x = x * (chance.random(x.shape, dtype=np.float32) > DROP / 2) / (1 - DROP / 2)
    hidden = np.maximum(x @ w1 + b1, 0)
    drop = (chance.random(hidden.shape, dtype=np.float32) > DROP) / (1 - DROP)
    hidden = hidden * drop
    scores = hidden @ w2 + b2
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    p *= (weight / len(y))[:, None]
    back = (p @ w2.T) * (hidden > 0) * drop
    return x.T @ back, back.sum(axis=0), hidden.T @ p, p.sum(axis=0)


def fit_many(x: np.ndarray, y: np.ndarray, weight: np.ndarray, *, seed: int) -> list[Network]:
    """Return several networks that differ in their start, to be averaged."""
    return [fit(x, y, weight, seed=seed + n) for n in range(MEMBERS)]


def both_passes(pages: list[Page], *, seed: int) -> tuple[list[Network], list[Network]]:
    """Return the networks of both passes; the second learns from what first passes said of sites they had not seen."""
    x, y, w = (np.concatenate([getattr(p, field) for p in pages]) for field in ("x", "y", "weight"))
    sites = sorted({p.site for p in pages})
    random.Random(seed).shuffle(sites)
    fold = {site: n % 4 for n, site in enumerate(sites)}
    said: list[np.ndarray] = [np.empty(0)] * len(pages)
    for n in range(4):
        rest = [p for p in pages if fold[p.site] != n]
        nets = [fit(*(np.concatenate([getattr(p, f) for p in rest]) for f in ("x", "y", "weight")), seed=seed + n)]
        for i, page in enumerate(pages):
            if fold[page.site] == n:
                said[i] = context(page.x, mean_of(nets, page.x))
    return fit_many(x, y, w, seed=seed + 50), fit_many(np.concatenate(said), y, w, seed=seed + 90)


def transitions(pages: list[Page]) -> np.ndarray:
    """Return the log of how much more often a class follows another than by chance."""
    count = np.full((len(CLASSES), len(CLASSES)), 5.0)
    for page in pages:
        if page.kind in ("lines", "few"):
            for a, b in zip(page.y, page.y[1:], strict=False):
                if a >= 0 and b >= 0:
                    count[a, b] += 1
    row = count / count.sum(axis=1, keepdims=True)
    return np.log(row / row.mean(axis=0, keepdims=True)).astype(np.float32)


def load(options: argparse.Namespace) -> list[Page]:
    """Return every page and its variants."""
    chance = random.Random(SEED)
    pages = list(read_lines(options.lines)) + (list(read_html(options.html)) if options.html else [])
    found = []
    for page in with_sites(pages):
        found.extend(Page(v, chance) for v in (page, *variants(page, chance)) if v.texts)
    return found


def predict(page: Page, first: list[Network], second: list[Network], moves: np.ndarray, weight: float) -> np.ndarray:
    """Return the class of each line of a page."""
    seen = context(page.x, mean_of(first, page.x))
    return decode(mean_of(second, seen), moves * weight)


def tell(pages: list[Page], predicted: dict[int, np.ndarray], kind: str) -> float:
    """Print F1 by words and by lines for one kind of page; return the mean of body and comment F1 by words."""
    words, lines = np.zeros((len(CLASSES), 3)), np.zeros((len(CLASSES), 3))
    for i, page in enumerate(pages):
        if page.kind == kind and i in predicted:
            for gold, got, n in zip(page.y, predicted[i], page.words, strict=True):
                if gold == IGNORED:
                    continue
                if gold == got or (CLASSES[gold] == "related" and CLASSES[got] == "furniture"):
                    words[gold, 0] += n
                    lines[gold, 0] += 1
                else:
                    words[got, 1] += n
                    words[gold, 2] += n
                    lines[got, 1] += 1
                    lines[gold, 2] += 1
    f1 = 2 * words[:, 0] / np.maximum(1, 2 * words[:, 0] + words[:, 1] + words[:, 2])
    by_line = 2 * lines[:, 0] / np.maximum(1, 2 * lines[:, 0] + lines[:, 1] + lines[:, 2])
    row = "  ".join(f"{c} {a:.3f}/{b:.3f}" for c, a, b in zip(CLASSES, f1, by_line, strict=True))
    main = float((f1[CLASSES.index("body")] + f1[CLASSES.index("comment")]) / 2)
    print(f"{kind:6} main {main:.4f}  {row}", flush=True)
    return main


def check(pages: list[Page], keep: Path | None) -> None:
    """Print the figures of five folds, no site in two of them; `keep` is a folder for each fold's weights and page ids."""
    sites = sorted({p.site for p in pages})
    random.Random(SEED).shuffle(sites)
    fold = {site: n % FOLDS for n, site in enumerate(sites)}
    results: dict[float, dict[int, np.ndarray]] = {w: {} for w in (0.0, 0.5, 1.0)}
    for n in range(FOLDS):
        rest = [p for p in pages if fold[p.site] != n]
        first, second = both_passes(rest, seed=SEED + n)
        moves = transitions(rest)
        if keep:
            held = [p.id for p in pages if fold[p.site] == n and p.kind == "lines"]
            write(keep / f"fold{n}.npz", first, second, moves, ids=held)
        for i, page in enumerate(pages):
            if fold[page.site] == n:
                for weight, found in results.items():
                    found[i] = predict(page, first, second, moves, weight)
        print("fold", n, flush=True)
    for weight, found in results.items():
        print("transition weight", weight)
        for kind in KIND_WEIGHT:
            tell(pages, found, kind)


def write(file: Path, first: list[Network], second: list[Network], moves: np.ndarray, **more: list[str]) -> None:
    """Write the weights of both passes."""
    arrays = {}
    for sign, networks in (("a", first), ("b", second)):
        for n, network in enumerate(networks):
            for field, values in network._asdict().items():
                arrays[f"{sign}{n}_{field}"] = values.astype(np.float16 if field[0] == "w" else np.float32)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, moves=moves, names=np.array(NAMES), **arrays, **{k: np.array(v) for k, v in more.items()})


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=Path, required=True)
    parser.add_argument("--html", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/tellings/models/lines/lines.npz"))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keep", type=Path, help="with --check: a folder for the weights of each fold")
    options = parser.parse_args()
    pages = load(options)
    print(len(pages), "pages and variants,", len(NAMES), "features")
    if options.check:
        check(pages, options.keep)
        return
    first, second = both_passes(pages, seed=SEED)
    write(options.out, first, second, transitions(pages))


if __name__ == "__main__":
    main()
