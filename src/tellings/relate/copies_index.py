"""One page against an index of many: which kept articles it may share passages with, without going through all.

The keys are the same fingerprints and sketch bands by which a whole corpus is gone through, and the same rules decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from tellings.model import Article, ArticleKey, Copy
from tellings.model.copying import Posting, Sketch
from tellings.relate.copies import Reading, copies_between, read_for_copies
from tellings.relate.copies_near import bands, sketch
from tellings.relate.copies_prints import CROWD, FOOT, HOUSE, LITTLE, MOSTLY, NETWORK, VERSION, Prints, prints_of
from tellings.relate.copies_words import Words, words_of

VERSION_OF_KEYS = 2
"""Raised when articles must be sketched anew."""
MOST = 40
"""Kept articles that one page is aligned with: those that share most."""
NEAR = 2
"""Bands of the sketch that make two articles worth aligning."""
BAND = 1 << 48
"""What sets the key of a band apart from that of a word run."""


@dataclass(frozen=True)
class Fresh:
    """A page's article on its way in."""

    article: Article
    words: Words
    prints: Prints

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """Return the keys of its word runs, 48 bits each."""
        return tuple(_short(self.prints))

    @cached_property
    def sketch(self) -> Sketch:
        """Return what is to be kept of it."""
        own = (int(k) & (BAND - 1) | BAND for k in bands(sketch(self.words.ids))) if len(self.words.ids) else ()
        document, part = self.article.key
        keys = (*self.keys, *own)
        return Sketch(
            document=document, part=part, outlet=self.article.outlet, prints=len(self.keys), keys=keys,
            foot=tuple(k for k, place in zip(self.keys, self.prints.places.tolist(), strict=True) if place >= self.foot),
        )  # fmt: skip

    @property
    def foot(self) -> int:
        """Return the word at which the article's foot begins."""
        return len(self.words.ids) - min(FOOT, len(self.words.ids) // 2)


@dataclass
class Matches:
    """What an index says of a fresh article: whom to align it with, and which keys are boilerplate."""

    candidates: list[ArticleKey] = field(default_factory=list)
    versions: set[ArticleKey] = field(default_factory=set)
    house: dict[str, set[int]] = field(default_factory=dict)
    """By outlet, the keys that its pages repeat."""
    everywhere: set[int] = field(default_factory=set)
    """Keys at the foot of many pages of several outlets."""
    revealed: set[ArticleKey] = field(default_factory=set)
    """Kept articles whose passages have just turned out to be boilerplate."""


def fresh(article: Article) -> Fresh:
    """Return an article with its words and fingerprints."""
    words = words_of(article)
    return Fresh(article, words, prints_of(words))


def _short(prints: Prints) -> list[int]:
    import numpy as np

    found: list[int] = (prints.hashes >> np.uint64(16)).tolist()
    return found


def match(new: Fresh, postings: Sequence[Posting]) -> Matches:
    """Return the kept articles that share enough with a fresh one, those that share most first, and what is boilerplate."""
    rows: dict[int, list[Posting]] = {}
    shared: Counter[ArticleKey] = Counter()
    near: Counter[ArticleKey] = Counter()
    about: dict[ArticleKey, Posting] = {}
    for posting in postings:
        key = (posting.document, posting.part)
        if posting.document == new.article.document:
            continue
        about[key] = posting
        if posting.key & BAND:
            near[key] += 1
        else:
            shared[key] += 1
            rows.setdefault(posting.key, []).append(posting)
    found = _boilerplate(new, rows, shared)
    strict = _strict(new, rows, found)
    own = max(1, len(new.keys))
    for key, number in shared.items():
        if number >= VERSION * max(1, min(own, about[key].prints)):
            found.versions.add(key)
    chosen = set(strict) | {k for k, n in near.items() if n >= NEAR} | {k for k in found.versions if _at_home(new, about[k])}
    found.candidates = sorted(chosen, key=lambda k: (-shared[k] - near[k], k))[:MOST]
    return found


def _at_home(new: Fresh, posting: Posting) -> bool:
    return posting.outlet is not None and posting.outlet == new.article.outlet


def _boilerplate(new: Fresh, rows: Mapping[int, Sequence[Posting]], shared: Counter[ArticleKey]) -> Matches:
    found = Matches()
    place = dict(zip(new.keys, new.prints.places.tolist(), strict=True))
    for key, group in rows.items():
        outlets = Counter(p.outlet for p in group if p.outlet)
        outlets.update(o for o in [new.article.outlet] if o)
        for outlet, number in outlets.items():
            if number >= HOUSE:
                found.house.setdefault(outlet, set()).add(key)
                if number == HOUSE and outlet == new.article.outlet:
                    found.revealed |= {(p.document, p.part) for p in group if p.outlet == outlet}
        at_foot = (place[key] >= new.foot) + sum(p.foot for p in group)
        if at_foot >= MOSTLY * (len(group) + 1) and len(group) + 1 >= NETWORK and _little(new, group, shared):
            found.everywhere.add(key)
            if len(group) + 1 == NETWORK:
                found.revealed |= {(p.document, p.part) for p in group}
    return found


def _little(new: Fresh, group: Sequence[Posting], shared: Counter[ArticleKey]) -> bool:
    """Tell whether the articles of a group share little with the fresh one."""
    shares = [shared[p.document, p.part] / max(1, min(len(new.keys), p.prints)) for p in group]
    return sum(shares) / len(shares) < LITTLE


def _strict(new: Fresh, rows: Mapping[int, Sequence[Posting]], found: Matches) -> set[ArticleKey]:
    """Return the articles that share a key which is not boilerplate; of an outlet that repeats it, the first alone."""
    chosen: set[ArticleKey] = set()
    for key, group in rows.items():
        if key in found.everywhere:
            continue
        ours = key in found.house.get(new.article.outlet or "", ())
        seen: set[str] = set()
        for posting in group[:CROWD]:
            theirs = posting.outlet is not None and key in found.house.get(posting.outlet, ())
            if (ours and theirs) or (theirs and posting.outlet in seen):
                continue
            seen.add(posting.outlet or "")
            chosen.add((posting.document, posting.part))
    return chosen


def copies_of(new: Fresh, others: Sequence[Article], found: Matches) -> list[Copy]:
    """Return the passages that a fresh article shares with others, all of which were there before it."""
    here = _reading(new.article, found)
    copies: list[Copy] = []
    for other in others:
        copies += copies_between(_reading(other, found), here, version=other.key in found.versions)
    return copies


def copies_among(articles: Sequence[Article], found: Matches) -> list[Copy]:
    """Return the passages that kept articles share, now that it is known what of them is boilerplate."""
    readings = [_reading(a, found) for a in articles]
    prints = [set(prints_of(r.words).hashes.tolist()) for r in readings]
    copies: list[Copy] = []
    for (m, one), (n, other) in combinations(enumerate(readings), 2):
        if one.article.document != other.article.document:
            least = max(1, min(len(prints[m]), len(prints[n])))
            copies += copies_between(one, other, version=len(prints[m] & prints[n]) >= VERSION * least)
    return copies


def _reading(article: Article, found: Matches) -> Reading:
    known = found.everywhere | found.house.get(article.outlet or "", set())
    if not known:
        return read_for_copies(article)
    prints = prints_of(words_of(article))
    return read_for_copies(article, [p for k, p in zip(_short(prints), prints.places.tolist(), strict=True) if k in known])
