"""The words of quotations made comparable: folded, stemmed, weighted by rarity, aligned in order."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from tellings.lang import table

JOINER = "\u2060"
TOKEN = re.compile(rf"(?:{JOINER}|[^\W_])+(?:[’'](?:{JOINER}|[^\W_])+)*")
SHORT_TOKEN = re.compile(rf"(?:{JOINER}|[^\W_])+")
"""In other languages an apostrophe parts words ("l'avons")."""
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
BRACKETS = re.compile(r"[\[\]()]")
SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y")
MARKED = re.compile(r"“[^“”]+(?:”|$)|\"[^\"]+(?:\"|$)|«[^«»]+(?:»|$)|„[^„“”]+(?:[“”]|$)")
"""Words in marks, the marks among them; a mark left open runs to the end."""
SHORTEST_STEM = 3
LONG_WORD = 6
RESPELT = (("ph", "f"), ("th", "t"), ("y", "i"), ("qu", "k"), ("ck", "k"), ("c", "k"), ("z", "s"))
COMMON_WEIGHT = 0.2
"""Weight of closed-class words beside content words; above 0.3 short fragments of grammar match each other."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one stretch: each with its place in the text, its stem, and whether it carries content."""

    spans: tuple[tuple[int, int], ...]
    folded: tuple[str, ...]
    stems: tuple[str, ...]
    content: tuple[bool, ...]

    def between(self, first: int, last: int) -> Words:
        """Return the words of a range."""
        return Words(self.spans[first:last], self.folded[first:last], self.stems[first:last], self.content[first:last])


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two wordings are: shared weight over the lighter, over both, and runs of equal words."""

    contained: float
    joint: float
    shared: int
    run: int
    run_content: int
    ordered: float


def fold(text: str) -> str:
    """Return text in lower case without accents, the typographic apostrophe as the plain one."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def _common(language: str = "en") -> frozenset[str]:
    return frozenset(table("utterances", language).get("common", ()))


@cache
def _table(language: str, name: str) -> Mapping[str, str]:
    return dict(table("utterances", language).get(name, {}))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str = "en") -> str:
    """Return what a folded word is compared by, across languages.

    That is its irregular base form or its English gloss, else the word without its ending; long words in one spelling,
    so that cognates meet ("theodolites", "teodolitos").
    """
    known = _table(language, "forms").get(word)
    if known is None and language != "en":
        gloss = _gloss(word, language)
        known = _table("en", "forms").get(gloss, gloss) if gloss else None
    return _bare(known or word)


def _bare(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            cut = word[: -len(suffix)]
            word = cut[:-1] if len(cut) > SHORTEST_STEM and cut[-1] == cut[-2] and suffix in {"ing", "ed"} else cut
            break
    return _respelt(word) if len(word) >= LONG_WORD else word


def _gloss(word: str, language: str) -> str | None:
    glosses = _table(language, "glosses")
    for size in range(len(word), max(1, len(word) - 5), -1):
        found = glosses.get(word[:size])
        if found is not None and (size >= 3 or size == len(word)):
            return found
    return None


def _respelt(word: str) -> str:
    for old, new in RESPELT:
        word = word.replace(old, new)
    return re.sub(r"(.)\1", r"\1", word).rstrip("aeio")


@lru_cache(maxsize=20_000)
def names_differ(one: str, other: str) -> bool:
    """Tell whether two names are surely of two: no word of the one is spelt like the other's last, or first names part."""
    first, second = _name_words(one), _name_words(other)
    if not first or not second:
        return False
    last = any(_spelt_alike(w, second[-1]) for w in first) or any(_spelt_alike(first[-1], w) for w in second)
    if not last:
        return True
    return len(first) > 1 and len(second) > 1 and not any(_spelt_alike(a, b, 0.6) for a in first[:-1] for b in second[:-1])


@cache
def _titles() -> frozenset[str]:
    return frozenset(table("utterances", "en").get("titles", ()))


def _name_words(name: str) -> list[str]:
    words = [fold(w) for w in re.findall(r"[^\W\d_][\w’'\-]+", name) if w[0].isupper() and fold(w) not in _common()]
    bare = [w for w in words if w not in _titles()]
    return bare or words


def _spelt_alike(one: str, other: str, least: float = 0.8) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and SequenceMatcher(None, one, other).ratio() >= least)


def words_of(text: str, start: int, end: int, language: str = "en") -> Words:
    """Return the words of text[start:end]; brackets inside a word ("[D]oes") do not cut it."""
    spans, folded = [], []
    cleaned = DOTTED.sub(lambda m: m.group().replace(".", JOINER), BRACKETS.sub(JOINER, text[start:end]))
    for match in (TOKEN if language == "en" else SHORT_TOKEN).finditer(cleaned):
        word = fold(match.group().replace(JOINER, "")).removesuffix("'s")
        if word:
            spans.append((start + match.start(), start + match.end()))
            folded.append(word)
    spans, folded = _phrases(spans, folded, language)
    stems = tuple(stem(w, language) for w in folded)
    common = _common(language)
    return Words(tuple(spans), tuple(folded), stems, tuple(w not in common and len(w) > 1 for w in folded))


def joined(pieces: Sequence[Words]) -> Words:
    """Return the words of several stretches, one after the other."""
    return Words(
        tuple(s for p in pieces for s in p.spans), tuple(w for p in pieces for w in p.folded),
        tuple(w for p in pieces for w in p.stems), tuple(c for p in pieces for c in p.content),
    )  # fmt: skip


def _phrases(spans: list[tuple[int, int]], folded: list[str], language: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Join two words that are compared as one ("no one")."""
    known = _table(language, "phrases")
    i = 0
    while i + 1 < len(folded):
        pair = f"{folded[i]} {folded[i + 1]}"
        if pair in known:
            folded[i : i + 2] = [known[pair]]
            spans[i : i + 2] = [(spans[i][0], spans[i + 1][1])]
        i += 1
    return spans, folded


def rarity(stretches: Iterable[Words]) -> Mapping[str, float]:
    """Return a weight for each stem: smoothed inverse document frequency among the stretches, at least 1."""
    every = list(stretches)
    counts = Counter(s for words in every for s in set(words.stems))
    total = len(every) + 1
    return {s: 1.0 + math.log(total / (n + 1)) for s, n in counts.items()}


def weigh(words: Words, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weight that each stem has in a stretch (a stem met twice counts twice)."""
    found: dict[str, float] = {}
    for s, content in zip(words.stems, words.content, strict=True):
        found[s] = found.get(s, 0.0) + (weights.get(s, 1.0) if content else COMMON_WEIGHT)
    return found


def compare(a: Words, b: Words, weights: Mapping[str, float]) -> Likeness:
    """Compare two stretches word by word."""
    wa, wb = weigh(a, weights), weigh(b, weights)
    shared = sum(min(wa[s], wb[s]) for s in wa if s in wb)
    total_a, total_b = sum(wa.values()), sum(wb.values())
    content = {s for s, c in zip(a.stems, a.content, strict=True) if c} & {
        s for s, c in zip(b.stems, b.content, strict=True) if c
    }
    matcher = SequenceMatcher(None, a.stems, b.stems, autojunk=False)
    blocks = [m for m in matcher.get_matching_blocks() if m.size]
    longest = max(blocks, key=lambda m: m.size, default=None)
    run = longest.size if longest else 0
    run_content = sum(a.content[longest.a : longest.a + run]) if longest else 0
    in_order = sum(m.size for m in blocks)
    return Likeness(
        contained=shared / (min(total_a, total_b) or 1.0), joint=shared / ((total_a + total_b - shared) or 1.0),
        shared=len(content), run=run, run_content=run_content, ordered=in_order / (min(len(a.stems), len(b.stems)) or 1),
    )  # fmt: skip


def changes(a: Words, b: Words) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Return how b's words differ from a's: ("replace" | "delete" | "insert", words of a, words of b), as word ranges."""
    matcher = SequenceMatcher(None, a.folded, b.folded, autojunk=False)
    return [(tag, (a1, a2), (b1, b2)) for tag, a1, a2, b1, b2 in matcher.get_opcodes() if tag != "equal"]


def said_by(text: str, words: Words, word_range: tuple[int, int]) -> str:
    """Return the words of a range as they stand in the text."""
    first, last = word_range
    return text[words.spans[first][0] : words.spans[last - 1][1]] if first < last else ""


def same_words(a: Words, b: Words) -> bool:
    """Tell whether two stretches are word for word the same, whatever their marks, capitals and accents."""
    return a.folded == b.folded


def content_stems(words: Words) -> Sequence[str]:
    """Return the distinct stems that carry content."""
    return sorted({s for s, c in zip(words.stems, words.content, strict=True) if c})
