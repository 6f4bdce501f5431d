"""One way of finding near-duplicates, run in a process of its own so that its memory is its own. Called by `copies.py`.

usage: python copies_rivals.py WAY INPUT    (INPUT: JSON list of [text, outlet]; for a join, .npy sketches (n, 64))
Prints one JSON object: CPU seconds (libraries loaded before), peak memory in MB, pairs found, and a group for each text.
Every way reads three-word runs, 64 hashes in 21 bands of 3 where it has them, and keeps pairs of a likeness of .4 and more.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

HASHES, BANDS, ROWS, ALIKE = 64, 21, 3, 0.4
WORD = re.compile(r"\w+")
Pairs = Iterable[tuple[int, int]]
Row = tuple[str, str]


def runs(text: str) -> list[str]:
    """Return the three-word runs of a text."""
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))]


def _texts(rows: list[Row]) -> list[str]:
    return [text for text, _ in rows]


def _through_lsh(
    count: int, insert: Callable[[int], Any], query: Callable[[int], Any], like: Callable[[int, int], float]
) -> Pairs:
    for number in range(count):
        for other in query(number):
            if like(int(other), number) >= ALIKE:
                yield int(other), number
        insert(number)


def datasketch_join(signatures: np.ndarray) -> Pairs:
    """Insert and query ready signatures, one by one."""
    from datasketch import MinHash, MinHashLSH

    made = [MinHash(num_perm=HASHES, hashvalues=row.astype(np.uint64), scheme="affine32") for row in signatures]
    index = MinHashLSH(num_perm=HASHES, params=(BANDS, ROWS))
    return _through_lsh(
        len(made), lambda i: index.insert(i, made[i]), lambda i: index.query(made[i]), lambda i, j: made[i].jaccard(made[j])
    )


def datasketch(rows: list[Row]) -> Pairs:
    """Hash the runs of each text in one batch, then join."""
    from datasketch import MinHash

    made = []
    for text in _texts(rows):
        one = MinHash(num_perm=HASHES)
        one.update_batch([r.encode() for r in runs(text)])
        made.append(one.hashvalues)
    return datasketch_join(np.array(made))


def rensa(rows: list[Row]) -> Pairs:
    """Hash and join in Rust."""
    from rensa import RMinHash, RMinHashLSH

    made = []
    for text in _texts(rows):
        one = RMinHash(num_perm=HASHES - 1, seed=1)
        one.update(runs(text))
        made.append(one)
    index = RMinHashLSH(threshold=ALIKE, num_perm=HASHES - 1, num_bands=BANDS)
    return _through_lsh(
        len(made), lambda i: index.insert(i, made[i]), lambda i: index.query(made[i]), lambda i, j: made[i].jaccard(made[j])
    )


def semhash(rows: list[Row]) -> Pairs:
    """Neighbours by vector: hashed bags of words, since the default model must be downloaded."""
    from semhash import SemHash

    vectors = np.zeros((len(rows), 512), dtype=np.float32)
    for number, text in enumerate(_texts(rows)):
        for run in runs(text):
            code = zlib.crc32(run.encode())
            vectors[number, code % 512] += 1 if code >> 20 & 1 else -1
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)

    class Given:
        def encode(self, inputs: Any, **_: Any) -> np.ndarray:
            return vectors

    names = [str(n) for n in range(len(rows))]
    index = SemHash.from_embeddings(vectors, names, model=Given())
    for filtered in index.self_deduplicate(threshold=0.7).filtered:
        for other, _ in filtered.duplicates:
            yield int(other), int(filtered.record)


def tellings_join(signatures: np.ndarray) -> Any:
    """Join ready sketches by sorted bands; the groups are made with the pairs."""
    from tellings.relate.copies_near import near_duplicates

    return near_duplicates(signatures)


def tellings_near(rows: list[Row]) -> Any:
    """Sketch and join, as document-level rivals do."""
    from stream import article_of

    from tellings.relate.copies_near import sketch
    from tellings.relate.copies_words import words_of

    return tellings_join(np.stack([sketch(words_of(article_of("", text)).ids) for text in _texts(rows)]))


def tellings(rows: list[Row]) -> Pairs:
    """Find every copied passage, aligned to the character."""
    from stream import article_of

    from tellings.relate.copies import find_copies

    found = find_copies([article_of(str(n), text, outlet=outlet) for n, (text, outlet) in enumerate(rows)])
    return {(int(c.origin.document), int(c.target.document)) for c in found}


WAYS: dict[str, Callable[[Any], Pairs]] = {
    "datasketch": datasketch, "datasketch-join": datasketch_join, "rensa": rensa, "semhash": semhash,
    "tellings": tellings, "tellings-near": tellings_near, "tellings-join": tellings_join,
}  # fmt: skip


def grouped(found: Any, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs, shape (n, 2), and the group of each text: connected components, where they are not made already."""
    if hasattr(found, "labels"):
        return found.pairs, found.labels
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ends = np.array(list(found), dtype=np.int64).reshape(-1, 2)
    graph = coo_matrix((np.ones(len(ends), dtype=bool), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return ends, connected_components(graph, directed=False)[1]


def peak_memory() -> float:
    """Return the most memory that this process has held, in MB; what it inherited of its parent's peak does not count."""
    try:
        line = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run one way and print what it found and cost."""
    way, path = sys.argv[1], Path(sys.argv[2])
    data = np.load(path) if path.suffix == ".npy" else json.loads(path.read_text())
    warm = data[:2] if len(data) > 1 else data
    grouped(WAYS[way](warm), len(warm))
    began = time.process_time()
    pairs, labels = grouped(WAYS[way](data), len(data))
    spent = time.process_time() - began
    print(json.dumps({"cpu": spent, "memory": peak_memory(), "pairs": pairs.tolist(), "groups": labels.tolist()}))


if __name__ == "__main__":
    main()
