"""Country and sector of people and organisations, as their names and roles tell them (sectors as PLOVER has them)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tellings.annotate.coreference import Chain
from tellings.annotate.entities_tables import lists
from tellings.annotate.gazetteer import countries
from tellings.lang.names import fold


def affiliate(chains: Sequence[Chain]) -> None:
    """Give people and organisations the country and sector that their names and roles tell."""
    table = lists()
    for chain in chains:
        if chain.type == "organisation":
            for name in chain.names:
                sector, country = table.known.get(name.text, ("", ""))
                chain.sector, chain.country = chain.sector or sector or None, chain.country or country or None
            words = chain.display()
            chain.sector = chain.sector or _sector(words)
            chain.country = chain.country or country_in(words)
        elif chain.type == "country":
            chain.sector = "GOV"
        elif chain.type == "person":
            _person(chain)


def _person(chain: Chain) -> None:
    table = lists()
    for office in chain.offices:
        chain.sector = chain.sector or _sector(office.text) or table.roles.get(office.head) or None
        chain.country = chain.country or country_in(office.text)


def _sector(words: str) -> str | None:
    """Return the first sector of the table that one of the words tells, two words joined by a hyphen included."""
    tokens = re.findall(r"[\w'’&]+", fold(words))
    keys = set(tokens) | {f"{a}-{b}" for a, b in pairwise(tokens)}
    keys |= {"-".join(t) for t in zip(tokens, tokens[1:], tokens[2:], strict=False)}
    return next((sector for sector, known in lists().offices if keys & known), None)


def country_in(words: str) -> str | None:
    """Return the one country that a phrase names or qualifies with, None where there is none or more than one."""
    lands = countries()
    tokens = re.findall(r"[\w.'’]+", words.replace("’s", "").replace("'s", ""))
    found = []
    for size in (3, 2, 1):
        for i in range(len(tokens) - size + 1):
            form = " ".join(tokens[i : i + size])
            code = lands.adjectives.get(form) or lands.names.get(form) or lands.names.get(form.rstrip("."))
            if code:
                found.append(code)
        if found:
            break
    return found[0] if len(set(found)) == 1 else None
