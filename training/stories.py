"""Make the files of models/stories: `words` (background word frequencies) and `pairs` (the pair score).

usage: python training/stories.py words --data DIR
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tellings.relate.stories_terms import BUCKETS, bucket, words_in

OUT = Path(__file__).parent.parent / "src/tellings/models/stories"
BACKGROUND = (
    "quotes/polnear-train.jsonl.gz",
    "quotes/ggt.jsonl",
    "times/tbaq.jsonl",
    "pages/text-lines.jsonl.gz",
    "pages/html.jsonl",
)


def texts(data: Path) -> Iterator[str]:
    """Yield the texts of general news that are no story set."""
    for name in BACKGROUND:
        file = data / name
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for line in raw.decode("utf-8").splitlines():
            row = json.loads(line)
            yield row["text"] if "text" in row else "\n".join(t for role, t in row["lines"] if role != "comment")


def make_words(data: Path) -> None:
    """Count, for each bucket, the documents that hold a word of it."""
    frequencies, documents = np.zeros(BUCKETS, dtype=np.uint16), 0
    for text in texts(data):
        for at in {bucket(w) for w in words_in(text)[0]}:
            frequencies[at] += 1
        documents += 1
    OUT.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(OUT / "words.npz", frequencies=frequencies, documents=np.int64(documents))
    print(f"{documents} documents, {(frequencies > 0).sum()} buckets in use")


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["words"])
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    make_words(given.data)


if __name__ == "__main__":
    main()
