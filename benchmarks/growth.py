"""How the cost of finding copies and grouping stories grows with the number of documents.

usage: python benchmarks/growth.py [1000 10000 …]
The stream is invented by a seeded generator: stories of one to twelve pages over a year, each with its own names and
words amid general ones, one page in eight a copy of another, cut or with a passage replaced. Vectors are left out.
Prints CPU seconds a step, and the growth exponent between sizes: 1 is linear, 2 is all pairs.
"""

from __future__ import annotations

import math
import random
import sys
import time
from datetime import date, timedelta

from tellings.model import Analysis, Article, Block, Document, Metadata, Published, Source
from tellings.relate.copies import find_copies
from tellings.relate.stories import group_stories

SYLLABLES = [consonant + vowel for consonant in "bdklmnrs" for vowel in "aeiou"]
WORDS = 400


def word(number: int) -> str:
    """Return the word of a number."""
    found = ""
    while number or not found:
        number, at = divmod(number, len(SYLLABLES))
        found += SYLLABLES[at]
    return found


class Stream:
    """A stream of invented articles."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.general = [word(5_000 + n) for n in range(20_000)]
        self.weights = [1.0 / (n + 2) for n in range(20_000)]
        self.cumulative = [sum(self.weights[:1])]
        for weight in self.weights[1:]:
            self.cumulative.append(self.cumulative[-1] + weight)
        self.articles: list[Article] = []
        self.story: list[int] = []
        while len(self.articles) < size:
            self._tell(len(self.story), min(size - len(self.articles), 1 + int(self.chance.expovariate(0.35))))

    def _tell(self, story: int, pages: int) -> None:
        names = [word(self.chance.randrange(100_000, 60_000_000)).capitalize() for _ in range(8)]
        own = [word(self.chance.randrange(30_000, 900_000)) for _ in range(60)]
        day = date(2020, 1, 1) + timedelta(self.chance.randrange(365))
        texts: list[str] = []
        for _ in range(pages):
            text = self._copied(texts) if texts and self.chance.random() < 0.125 else self._text(names, own)
            texts.append(text)
            self._add(text, names, day + timedelta(self.chance.randrange(4)), story)

    def _copied(self, texts: list[str]) -> str:
        sentences = self.chance.choice(texts).split("\n")
        return "\n".join(sentences[: max(3, int(len(sentences) * self.chance.uniform(0.5, 1.0)))])

    def _text(self, names: list[str], own: list[str]) -> str:
        pool = self.chance.choices(self.general, cum_weights=self.cumulative, k=WORDS)
        for at in range(0, WORDS, 5):
            pool[at] = self.chance.choice(names if self.chance.random() < 0.4 else own)
        return "\n".join("The " + " ".join(pool[at : at + 20]) + "." for at in range(0, WORDS, 20))

    def _add(self, text: str, names: list[str], day: date, story: int) -> None:
        blocks, at = [], 0
        for line in text.split("\n"):
            blocks.append(Block(at, at + len(line), role="body"))
            at += len(line) + 1
        key = f"page-{len(self.articles)}"
        published = Published(value=day.isoformat(), precision="day", basis="given")
        metadata = Metadata(
            title=f"{names[0]} and {names[1]}", published=published, outlet=f"outlet-{self.chance.randrange(60)}"
        )
        document = Document(id=key, source=Source(sha256=""), text=text, form="clean")
        self.articles.append(Article(Analysis(document=document, metadata=metadata, blocks=tuple(blocks))))
        self.story.append(story)


def main() -> None:
    """Measure each size and the exponents between them."""
    sizes = [int(a) for a in sys.argv[1:]] or [1_000, 10_000]
    before: tuple[int, float] | None = None
    for size in sizes:
        stream = Stream(size)
        began = time.process_time()
        copies = find_copies(stream.articles)
        middle = time.process_time()
        groups = group_stories(stream.articles, copies)
        ended = time.process_time()
        total = ended - began
        line = f"{size:>7} documents: copies {middle - began:.2f} s ({len(copies)}), "
        line += f"stories {ended - middle:.2f} s ({len(groups)})"
        if before:
            line += f", growth exponent {math.log(total / before[1]) / math.log(size / before[0]):.2f}"
        print(line, flush=True)
        before = size, total


if __name__ == "__main__":
    main()
