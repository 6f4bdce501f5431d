"""An invented stream of news pages, seeded, with the copies in it known.

Words follow Zipf's law and come in stock phrases as well; outlets are of very unequal size, and each has boilerplate of its
own (some share a network's); stories have one to dozens of pages, and one in six has a look-alike: half its names and
words, another month. One page in four repeats another: whole (an agency's text, credited or not, lightly edited), cut,
mixed from two, or a passage of three to five sentences; pages of one story share quotations that both took down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from tellings.model import Analysis, Article, Block, Document, Metadata, Published, Source, Vector

VOCABULARY, STOCK = 50_000, 4_000
OUTLETS, NETWORKS = 240, 8
DIMENSIONS = 384
KINDS = ("print", "cut", "mix", "passage")
ONSETS = ("b", "br", "ch", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w")
NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
CODAS = ("", "l", "n", "r", "s", "t", "nd", "ck")


def word(number: int) -> str:
    """Return the word of a number; small numbers have short words."""
    found, base = "", len(ONSETS) * len(NUCLEI) * len(CODAS)
    while number or not found:
        number, at = divmod(number, base)
        at, coda = divmod(at, len(CODAS))
        onset, nucleus = divmod(at, len(NUCLEI))
        found += ONSETS[onset] + NUCLEI[nucleus] + CODAS[coda]
    return found


@dataclass
class Page:
    """One page: paragraphs of sentences, each sentence with its words; which story and outlet it is of."""

    paragraphs: list[list[str]]
    story: int
    outlet: int
    day: date
    agency: str | None = None
    foot: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the page's text, one paragraph a line."""
        return "\n".join([*(" ".join(p) for p in self.paragraphs), *self.foot])


class Stream:
    """A stream of pages with the pairs that repeat each other: `planted` (original, copy, kind), `quoting` (hard negatives)."""

    def __init__(self, size: int, seed: int = 1, *, paragraphs: tuple[int, int] = (4, 16)) -> None:
        self.chance, self.paragraphs = np.random.default_rng(seed), paragraphs
        self.words = np.array([word(n * 3 + 1) for n in range(VOCABULARY)], dtype=object)
        weight = 1.0 / (np.arange(VOCABULARY) + 2.7) ** 1.05
        self.cumulative = np.cumsum(weight / weight.sum())
        self.stock = [" ".join(self._general(int(n))) for n in self.chance.integers(4, 9, STOCK)]
        share = 1.0 / (np.arange(OUTLETS) + 3.0)
        self.outlet_share = np.cumsum(share / share.sum())
        self.feet = [self._sentences(3) for _ in range(OUTLETS)]
        networks = [self._sentences(2) for _ in range(NETWORKS)]
        self.network = {o: networks[o % NETWORKS] for o in range(OUTLETS) if self.chance.random() < 0.3}
        self.pages: list[Page] = []
        self.planted: list[tuple[int, int, str]] = []
        self.quoting: list[tuple[int, int]] = []
        self.story_words: list[tuple[list[str], list[str], date]] = []
        while len(self.pages) < size:
            self._tell(min(size - len(self.pages), 1 + int(self.chance.pareto(1.3))))

    def _general(self, count: int) -> list[str]:
        found: list[str] = self.words[np.searchsorted(self.cumulative, self.chance.random(count))].tolist()
        return found

    def _sentences(self, count: int, own: list[str] | None = None) -> list[str]:
        found = []
        for length in self.chance.integers(11, 28, count).tolist():
            words = self._general(length)
            if own:
                for at in self.chance.integers(0, length, length // 4).tolist():
                    words[at] = own[int(self.chance.integers(len(own)))]
                if self.chance.random() < 0.4:
                    words[3:3] = [self.stock[int(STOCK * self.chance.random() ** 3)]]
            found.append("The " + " ".join(words) + ".")
        return found

    def _tell(self, pages: int) -> None:
        pages = min(pages, 60)
        story = len(self.story_words)
        names = [word(int(n)).capitalize() for n in self.chance.integers(10**6, 6 * 10**7, 8)]
        own = [word(int(n)) for n in self.chance.integers(2 * 10**5, 9 * 10**5, 40)]
        day = date(2030, 1, 1) + timedelta(int(self.chance.integers(365)))
        if story and self.chance.random() < 0.17:
            before = self.story_words[int(self.chance.integers(story))]
            names, own, day = before[0][:4] + names[:4], before[1][:20] + own[:20], before[2] + timedelta(30)
        self.story_words.append((names, own, day))
        quotes = [f"“{q[4:-1]},” {names[0]} said." for q in self._sentences(2)]
        first = len(self.pages)
        for _ in range(pages):
            number = len(self.pages)
            page = self._written(story, names + own, quotes, day)
            if number > first and self.chance.random() < 0.3:
                self._copy(page, int(self.chance.integers(first, number)), number)
            elif self.chance.random() < 0.02 and number > first + 200:
                self._copy(page, int(self.chance.integers(0, number)), number)
            self.pages.append(page)

    def _written(self, story: int, own: list[str], quotes: list[str], day: date) -> Page:
        count = int(self.chance.integers(*self.paragraphs))
        paragraphs = [self._sentences(int(n), own) for n in self.chance.integers(1, 4, count)]
        if self.chance.random() < 0.5:
            paragraphs[len(paragraphs) // 2].append(quotes[int(self.chance.integers(2))])
        outlet = int(np.searchsorted(self.outlet_share, self.chance.random()))
        foot = [*self.network.get(outlet, ()), *(self.feet[outlet] if self.chance.random() < 0.7 else ())]
        return Page(paragraphs, story, outlet, day + timedelta(int(self.chance.integers(4))), foot=foot)

    def _copy(self, page: Page, origin: int, number: int) -> None:
        source = self.pages[origin].paragraphs
        kind = KINDS[int(np.searchsorted((0.4, 0.65, 0.8), self.chance.random()))]
        if kind == "print":
            page.paragraphs = [[self._edited(s) for s in p] for p in source]
            page.agency = "Reuters" if self.chance.random() < 0.3 else None
        elif kind == "cut":
            page.paragraphs = source[: max(3, int(len(source) * self.chance.uniform(0.4, 0.8)))]
        elif kind == "mix":
            taken = source[len(source) // 3 : 2 * len(source) // 3 + 1]
            page.paragraphs = page.paragraphs[:3] + taken
        else:
            sentences = [s for p in source for s in p]
            at = int(self.chance.integers(max(1, len(sentences) - 4)))
            passage = sentences[at : at + int(self.chance.integers(3, 6))]
            middle = len(page.paragraphs) // 2
            page.paragraphs = [*page.paragraphs[:middle], passage, *page.paragraphs[middle:]]
        self.planted.append((origin, number, kind))

    def _edited(self, sentence: str) -> str:
        if self.chance.random() < 0.85:
            return sentence
        words = sentence.split(" ")
        words[int(self.chance.integers(1, len(words)))] = self._general(1)[0]
        return " ".join(words)

    @property
    def texts(self) -> list[str]:
        """Return the pages' texts in order."""
        return [p.text for p in self.pages]

    def articles(self, *, vectors: bool = False) -> list[Article]:
        """Return the pages as articles; vectors lie around a centre a story, look-alikes near each other."""
        chance = np.random.default_rng(7)
        centres = chance.normal(size=(len(self.story_words), DIMENSIONS)).astype(np.float32) if vectors else None
        found = []
        for number, page in enumerate(self.pages):
            vector: tuple[Vector, ...] = ()
            if centres is not None:
                row = centres[page.story] + 0.7 * chance.normal(size=DIMENSIONS).astype(np.float32)
                values = (row / np.linalg.norm(row)).astype("<f2").tobytes()
                vector = (Vector(model="invented", dimensions=DIMENSIONS, values=values),)
            names = self.story_words[page.story][0]
            title = f"{names[0]} and {names[1]}"
            key, outlet, day = f"page-{number}", f"outlet-{page.outlet}", page.day.isoformat()
            found.append(article_of(key, page.text, title=title, day=day, outlet=outlet, agency=page.agency, vectors=vector))
        return found


def article_of(
    key: str, text: str, *, title: str | None = None, day: str | None = None, outlet: str | None = None,
    agency: str | None = None, vectors: tuple[Vector, ...] = (),
) -> Article:  # fmt: skip
    """Return a clean text as an article, a block a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(at, at + len(line), role="body"))
        at += len(line) + 1
    published = Published(value=day, precision="day", basis="given") if day else None
    metadata = Metadata(title=title, published=published, outlet=outlet, agency=agency, language="en")
    document = Document(id=key, source=Source(sha256=""), text=text, form="clean")
    return Article(Analysis(document=document, metadata=metadata, blocks=tuple(blocks), vectors=vectors))
