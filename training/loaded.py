"""Train the classifier of loaded words: `python training/loaded.py babe.jsonl` (BABE, sentences with the words that judge).

Each word of a sentence is read by the sentence encoder in its context; a logistic model over the 384 numbers says how
likely an annotator is to mark it. Folds by sentence, by topic and by outlet give the figures that are printed. No
text is kept: the file holds 384 weights and one constant.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from tellings.models.encoder import word_vectors

OUT = Path(__file__).parents[1] / "src/tellings/models/loaded/words.npz"
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
STRENGTH = 0.01
SURE = (0.5, 0.7, 0.8, 0.9, 0.95)


def examples(rows: list[dict[str, Any]]) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
    """Return a vector for each word, whether it is marked, and the number of its sentence."""
    texts = [r["text"] for r in rows]
    places = [[m.span() for m in WORD.finditer(t)] for t in texts]
    vectors = word_vectors(texts, places)
    if vectors is None:
        raise SystemExit("the encoder's weights are not installed")
    marked, sentence = [], []
    for number, (row, own) in enumerate(zip(rows, places, strict=True)):
        words = {w for phrase in ast.literal_eval(row["words"]) for w in (phrase.lower(), *phrase.lower().split())}
        marked += [int(row["text"][a:b].lower() in words) for a, b in own]
        sentence += [number] * len(own)
    return np.concatenate(vectors), np.array(marked), np.array(sentence)


def fit(x: NDArray[np.float32], y: NDArray[np.int64]) -> tuple[NDArray[np.float32], float]:
    """Return the weights of plain vectors and the constant."""
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=STRENGTH, max_iter=300, random_state=0).fit(scaler.transform(x), y)
    weights = model.coef_[0] / scaler.scale_
    return weights.astype(np.float32), float(model.intercept_[0] - (weights * scaler.mean_).sum())


def folds(x: NDArray[np.float32], y: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each word the probability that a model gives it that has not seen its group."""
    found = np.zeros(len(y))
    for train, test in GroupKFold(5).split(x, y, groups):
        weights, constant = fit(x[train], y[train])
        found[test] = 1 / (1 + np.exp(-(x[test] @ weights + constant)))
    return found


def main() -> None:
    """Print what folds say and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("babe", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().babe.read_text(encoding="utf-8").splitlines()]
    x, y, sentence = examples(rows)
    print(f"{len(rows)} sentences, {len(y)} words, {y.sum()} marked")
    by = {"sentence": sentence}
    for key in ("topic", "outlet"):
        by[key] = np.array([zlib.crc32(rows[n][key].encode()) for n in sentence])
    for name, groups in by.items():
        said = folds(x, y, groups)
        sure = ", ".join(f"{t}: {y[said >= t].mean():.2f} of {(said >= t).sum()}" for t in SURE)
        print(
            f"folds by {name}: average precision {average_precision_score(y, said):.3f}; marked, from a probability of {sure}"
        )
    weights, constant = fit(x, y)
    OUT.parent.mkdir(exist_ok=True)
    np.savez(OUT, weights=weights, constant=np.float32(constant))


if __name__ == "__main__":
    main()
