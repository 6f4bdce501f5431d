"""Rivals of story grouping, run by benchmarks/stories.py in an environment of their own.

Reads on stdin one JSON object: {"train": [[text], [vector], [story]] …, "test": …}; writes the B-cubed figures of each rival.
TF-IDF and MiniLM vectors are grouped by average links; their one cut for all sets is chosen on the training halves, where
Tellings is trained too. HDBSCAN (Campello, Moulavi and Sander 2013) needs no cut.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.cluster import HDBSCAN
from sklearn.feature_extraction.text import TfidfVectorizer

CUTS = np.arange(0.3, 0.97, 0.02)


class Corpus:
    """Texts, dense vectors and gold stories."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.name: str = stored["name"]
        self.gold: list[str] = stored["stories"]
        self.dense = np.array(stored["vectors"], dtype=np.float32)
        words = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(stored["texts"])
        self.trees = {"TF-IDF": _tree((words @ words.T).toarray()), "MiniLM": _tree(self.dense @ self.dense.T)}


def _tree(likeness: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    distance = (1.0 - likeness).clip(0.0).astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    return linkage(squareform((distance + distance.T) / 2, checks=False), "average")


def cut(kind: str, height: float) -> Callable[[Corpus], list[int]]:
    """Return a grouping by one height of the average-link tree."""
    return lambda corpus: fcluster(corpus.trees[kind], height, "distance").tolist()


def hdbscan(corpus: Corpus) -> list[int]:
    """Return HDBSCAN's clusters of the vectors; what it calls noise stands alone."""
    found = HDBSCAN(min_cluster_size=2, copy=True).fit_predict(corpus.dense)
    return [int(label) if label >= 0 else len(found) + n for n, label in enumerate(found)]


def figures(gold: Sequence[str], found: Sequence[int]) -> tuple[float, float]:
    """Return B-cubed F1 and the share of joined pairs that are wrong."""
    both, of_gold, of_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / of_found[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[g] for (g, _), n in both.items()) / len(gold)
    joined, right = (sum(n * (n - 1) for n in counted.values()) for counted in (of_found, both))
    return 2 * precision * recall / (precision + recall), 1 - right / joined if joined else 0.0


def main() -> None:
    """Choose the cuts on the training corpora and print the figures on the others, one JSON object."""
    given = json.load(sys.stdin)
    train, test = ([Corpus(c) for c in given[part]] for part in ("train", "test"))
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for kind in ("TF-IDF", "MiniLM"):
        scores = {h: np.mean([figures(c.gold, cut(kind, h)(c))[0] for c in train]) for h in CUTS}
        best = max(scores, key=lambda h: scores[h])
        found[f"{kind}, average link, one cut"] = {c.name: figures(c.gold, cut(kind, best)(c)) for c in test}
        oracle = {c.name: max((figures(c.gold, cut(kind, h)(c)) for h in CUTS), key=lambda f: f[0]) for c in test}
        found[f"{kind}, average link, cut chosen on the very set"] = oracle
    found["HDBSCAN on MiniLM"] = {c.name: figures(c.gold, hdbscan(c)) for c in test}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
