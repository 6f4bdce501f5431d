"""Wording of a summary's own sentences: who has which value, in the sources' words between quotation marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Cite, Fact, Value

MOST_VALUES = 4
LONGEST_VALUE = 8
SINGLE_WORDS = 30
Sentence = tuple[str, tuple[Cite, ...], Sequence[str]]


def difference_sentence(fact: Fact, names: Mapping[str, str | None]) -> Sentence | None:
    """Return a sentence that says who has which value, its evidence, and the words that are not the sources'."""
    values = fact.values[:MOST_VALUES]
    if any(len(v.value.split()) > 2 * LONGEST_VALUE for v in values):
        return None
    parts = [f"{_who(v, names)} “{_clip(v.evidence[0].text)}”" for v in values]
    verb = {"update": "The figure changed", "wording": "They use different words", "refinement": "Some are more exact"}
    opening = verb.get(fact.relation or "", "Accounts differ")
    about = fact.about.rstrip(" …")
    text = f"{opening} ({about}): {_joined(parts)}."
    evidence = tuple(v.evidence[0] for v in values)
    frame = [opening, about, *(n for n in names.values() if n), "One", "Two", "Three", "Several", "account"]
    return text, evidence, frame


def single_sentence(fact: Fact, names: Mapping[str, str | None]) -> Sentence | None:
    """Return a sentence that gives what one account alone tells, marked as such."""
    cite = fact.values[0].evidence[0]
    words = cite.text.split()
    if not 6 <= len(words) <= SINGLE_WORDS or cite.text[0] in '“"' or cite.text[-1] not in ".!?":
        return None
    outlet = names.get(cite.document)
    inner = " ".join(words)
    if "“" in inner or "”" in inner or '"' in inner:
        return None
    return f"Only {outlet or 'one account'} tells: “{inner}”", (cite,), ["Only", outlet or ""]


def _who(value: Value, names: Mapping[str, str | None]) -> str:
    own = list(dict.fromkeys(n for n in (names.get(c.document) for c in value.evidence) if n))
    if own:
        return f"{own[0]} has" if value.accounts == 1 or len(own) == 1 else f"{own[0]} and {value.accounts - 1} more have"
    return "one account has" if value.accounts == 1 else f"{_number(value.accounts)} accounts have"


def _number(n: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[n] if n < len(words) else "many"


def _clip(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= 2 * LONGEST_VALUE else " ".join(words[:LONGEST_VALUE]) + " …"


def _joined(parts: Sequence[str]) -> str:
    return "; ".join(parts)
