"""Wording of a summary's own sentences: who has which value, in the sources' words between quotation marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tellings.compare.lexicon import lexicon
from tellings.model import Cite, Fact, Value

MOST_VALUES = 4
LONGEST_VALUE = 16
SINGLE_WORDS = 30
QUOTATION = frozenset('“”"«»')
NAMED = ("number of", "day of", "place of", "length of", "first name of")
WHEN = ("when ", "where ")
DEEDS = ("day ", "hour ", *WHEN)
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PLAIN = {"update": "The figure changed", "wording": "Accounts use other words", "refinement": "Some accounts are more exact"}
Sentence = tuple[str, tuple[Cite, ...], Sequence[str]]
Around = Callable[[Cite], Cite | None]
"""Returns the clause around a value where it may be quoted alone."""


def difference_sentence(
    fact: Fact, names: Mapping[str, str | None], around: Around, *, by_deed: bool = False
) -> Sentence | None:
    """Return a sentence that says who has which value, its evidence, and the phrases that are not the sources'.

    Where the fact has no name of its own ("number of …"), the clause around each value says what it is about; `by_deed`:
    the deed that it is called by ("the day the flight left Orm"), in words of its sources that the passages must hold.
    """
    values = fact.values[:MOST_VALUES]
    if by_deed and not fact.about.startswith(DEEDS):
        return None
    opening, frame = _opening(fact, (*NAMED, *DEEDS) if by_deed else NAMED)
    cites = [v.evidence[0] for v in values]
    if any(_pronoun(c.text) for c in cites):
        return None
    if opening in PLAIN.values() or opening == "Accounts differ":
        found = [c if fact.kind == "claim" else around(c) for c in cites]
        cites = [c for c in found if c is not None]
    texts = [" ".join(c.text.split()) for c in cites]
    if len(cites) < len(values) or len(set(texts)) < len(texts) or not all(map(_quotable, texts)):
        return None
    holders = [_who(v, names, first=n == 0) for n, v in enumerate(values)]
    parts = [f"{who} “{text}”" for who, text in zip(holders, texts, strict=True)]
    return f"{opening}: {'; '.join(parts)}.", tuple(cites), (*frame, *holders)


def _quotable(text: str) -> bool:
    return 0 < len(text.split()) <= LONGEST_VALUE and not set(text) & QUOTATION and "…" not in text


def _pronoun(text: str) -> bool:
    words = lexicon("en")
    return text.strip().casefold() in words.pronouns | words.he | words.she


def _opening(fact: Fact, named: tuple[str, ...]) -> tuple[str, Sequence[str]]:
    """Return how a difference is told, and the phrases of it that no passage needs to hold."""
    about = fact.about.rstrip(" …")
    if fact.kind == "label" and about.startswith("words for"):
        return f"Accounts use different {about}", ("Accounts use different words for",)
    if not about.startswith(named):
        opening = PLAIN.get(fact.relation or "", "Accounts differ")
        return opening, (opening,)
    if fact.relation == "update" and not about.startswith(WHEN):
        return f"The {about} changed with time", ("The", "changed with time")
    opening = "Some accounts are more exact on" if fact.relation == "refinement" else "Accounts differ on"
    opening = opening if about.startswith(WHEN) else f"{opening} the"
    return f"{opening} {about}", (opening,)


def single_sentence(fact: Fact, names: Mapping[str, str | None]) -> Sentence | None:
    """Return a sentence that gives what one account alone tells, marked as such."""
    cite = fact.values[0].evidence[0]
    words = cite.text.split()
    if not 6 <= len(words) <= SINGLE_WORDS or cite.text[0] in QUOTATION or cite.text[-1] != ".":
        return None
    inner = " ".join(words)
    if set(inner) & QUOTATION:
        return None
    opening = f"Only {names.get(cite.document) or 'one account'} tells"
    return f"{opening}: “{inner}”", (cite,), [opening]


def _who(value: Value, names: Mapping[str, str | None], *, first: bool) -> str:
    own = [names.get(c.document) for c in value.evidence]
    known = list(dict.fromkeys(n for n in own if n))
    if len(known) == value.accounts == 1:
        return f"{known[0]} has"
    if len(known) == value.accounts == 2:
        return f"{known[0]} and {known[1]} have"
    count = COUNTED[value.accounts] if value.accounts < len(COUNTED) else "many"
    accounts = f" account{'s' if value.accounts != 1 else ''}" if first else ""
    return f"{count}{accounts} {'have' if value.accounts != 1 else 'has'}"
