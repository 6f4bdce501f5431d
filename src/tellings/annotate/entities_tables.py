"""Word lists for entities, read once from `lang/entities/` and made ready for look-up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from tellings.lang import table


class Lists(NamedTuple):
    """Titles, role nouns and known names of one language."""

    titles: Mapping[str, str]
    suffixes: frozenset[str]
    gender: Mapping[str, str]
    roles: Mapping[str, str]
    offices: tuple[tuple[str, frozenset[str]], ...]
    heads: frozenset[str]
    known: Mapping[str, tuple[str, str]]
    agentive_verbs: frozenset[str]
    agentive_nouns: frozenset[str]
    particles: frozenset[str]
    speech: frozenset[str]
    sure_speech: frozenset[str]
    family: frozenset[str]
    anaphors: frozenset[str]
    people: frozenset[str]
    several: frozenset[str]
    bodies: frozenset[str]
    place_words: frozenset[str]
    honorifics: frozenset[str]
    firm_roles: frozenset[str]
    vessels: frozenset[str]
    place_heads: frozenset[str]
    small_offices: frozenset[str]
    papers: frozenset[str]
    place_sure: frozenset[str]
    doubt: frozenset[str]
    place_nouns: frozenset[str]
    place_after: frozenset[str]
    state_nouns: frozenset[str]
    channels: frozenset[str]
    settlements: frozenset[str]
    years: frozenset[str]
    firm_nouns: frozenset[str]
    vague_words: frozenset[str]
    surroundings: frozenset[str]
    civic: frozenset[str]
    forces: frozenset[str]
    owned_heads: frozenset[str]
    outlet_nouns: frozenset[str]
    outlet_openers: frozenset[str]
    motion: frozenset[str]
    calendar: frozenset[str]


PLAIN = (
    "particles",
    "speech",
    "sure_speech",
    "family",
    "anaphors",
    "people",
    "several",
    "bodies",
    "place_words",
    "honorifics",
    "firm_roles",
    "vessels",
    "place_heads",
    "small_offices",
    "papers",
    "place_sure",
    "doubt",
    "place_nouns",
    "place_after",
    "state_nouns",
    "channels",
    "settlements",
    "years",
    "firm_nouns",
    "vague_words",
    "surroundings",
    "civic",
    "forces",
    "owned_heads",
    "outlet_nouns",
    "outlet_openers",
    "motion",
    "calendar",
)
"""Tables that are one list of words."""


def _words(value: Any) -> list[str]:
    return value.split() if isinstance(value, str) else list(value or ())


@cache
def lists(language: str = "en") -> Lists:
    """Return the lists of a language; what it has none of its own for is as in English."""
    english = table("entities", "en")
    own = table("entities", language)
    data = {**english, **own}
    roles: dict[str, str] = {}
    for sector, words in data.get("roles", {}).items():
        for word in _words(words):
            roles.setdefault(word, "" if sector == "none" else sector)
    known: dict[str, tuple[str, str]] = {}
    for source in (english, own):
        for sector, country, names in source.get("organisations", {}).get("rows", ()):
            known |= dict.fromkeys(names.split("|"), (sector, country))
    plain = {key: frozenset(_words(data.get(key))) for key in PLAIN}
    return Lists(
        titles={w: g for g in ("any", "male", "female") for w in _words(data.get("titles", {}).get(g))},
        suffixes=frozenset(_words(english.get("titles", {}).get("suffixes"))),
        gender={w: g for g in ("female", "male") for w in _words(data.get("gender", {}).get(g))},
        roles=roles,
        offices=tuple((s, frozenset(_words(w))) for s, w in data.get("sector_of_office", {}).get("rows", ())),
        heads=frozenset(_words(data.get("organisation_heads", {}).get("words"))),
        known=known,
        agentive_verbs=frozenset(_words(data.get("agentive", {}).get("verbs"))),
        agentive_nouns=frozenset(_words(data.get("agentive", {}).get("nouns"))),
        **plain,
    )
