"""Wording of a summary's own sentences: who has which value, in the sources' words between quotation marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Cite, Fact, Value

MOST_VALUES = 4
LONGEST_VALUE = 8
SINGLE_WORDS = 30
QUOTATION = frozenset('“”"«»')
OPENINGS = "Accounts differ claimed and denied The figure changed use other words Some are more exact The changed with time on"
NAMED = ("number of", "day of", "place of", "length of", "amount of")
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
Sentence = tuple[str, tuple[Cite, ...], Sequence[str]]


def difference_sentence(fact: Fact, names: Mapping[str, str | None]) -> Sentence | None:
    """Return a sentence that says who has which value, its evidence, and the words that are not the sources'."""
    values = fact.values[:MOST_VALUES]
    texts = [v.evidence[0].text for v in values]
    if any(len(t.split()) > 2 * LONGEST_VALUE or set(t) & QUOTATION for t in texts):
        return None
    parts = [f"{_who(v, names, first=n == 0)} “{_clip(v.evidence[0].text)}”" for n, v in enumerate(values)]
    about = fact.about.split(" (")[0].rstrip(" …") if fact.about.startswith("amount of") else fact.about.rstrip(" …")
    text = f"{_opening(fact, about)}: {'; '.join(parts)}."
    evidence = tuple(v.evidence[0] for v in values)
    frame = [OPENINGS, *(n for n in names.values() if n), *COUNTED]
    return text, evidence, frame


def _opening(fact: Fact, about: str) -> str:
    if fact.kind == "label" and about.startswith("words for"):
        return f"Accounts use different {about}"
    if fact.kind == "claim":
        return "Accounts differ (claimed and denied)" if fact.relation == "conflict" else "Accounts use other words"
    if not about.startswith(NAMED):
        openings = {"update": "The figure changed", "wording": "Accounts use other words"}
        openings["refinement"] = "Some accounts are more exact"
        return f"{openings.get(fact.relation or '', 'Accounts differ')} ({about})"
    if fact.relation == "update":
        return f"The {about} changed with time"
    if fact.relation == "refinement":
        return f"Some accounts are more exact on the {about}"
    return f"Accounts differ on the {about}"


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


def _clip(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= 2 * LONGEST_VALUE else " ".join(words[:LONGEST_VALUE]) + " …"
