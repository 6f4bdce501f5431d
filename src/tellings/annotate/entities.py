"""People, organisations, places, countries and groups of a document, with every name, role and pronoun that means them.

Names come from the tagger, cleaned, and from tables; chains gather them over the whole document, further articles on
the page included; roles, country, sector and coordinates are added where the text or a gazetteer tells them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.annotate.affiliations import affiliate
from tellings.annotate.coreference import Chain, chain_names
from tellings.annotate.entities_names import find_names
from tellings.annotate.entities_plain import find_plain_names, find_plain_roles
from tellings.annotate.entities_words import Word, read_words
from tellings.annotate.metonyms import resolve_metonyms
from tellings.annotate.offices import dated_office
from tellings.annotate.places import home_of, place
from tellings.annotate.pronouns import resolve_pronouns
from tellings.annotate.roles import find_roles, resolve_roles
from tellings.annotate.unnamed import find_unnamed
from tellings.model import Entity
from tellings.stage import View


class Entities:
    """Write the entities of a document, in order of their first mention."""

    name, version = "entities", 3
    reads = ("parse", "metadata", "parts", "blocks")
    writes = "entities"

    def models(self) -> Mapping[str, str]:
        """Return no weight files: the parse has its own."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Entity, ...]]:
        """Return each document's entities."""
        return [_entities(view) for view in views]


def _entities(view: View) -> tuple[Entity, ...]:
    words = read_words(view.parse)
    source = view.document.source
    home = home_of((source.url, source.outlet, view.metadata.outlet))
    if view.parse.has_syntax:
        chains = _tagged(words, view.text, view.metadata.outlet, home)
    else:
        chains = _plain(words, view.text, view.metadata.language or "en", home)
    published = view.published_day()
    return tuple(_entity(i, chain, words, view.text, published) for i, chain in enumerate(chains, start=1))


def _tagged(words: Sequence[Word], text: str, outlet: str | None, home: str | None) -> list[Chain]:
    chains = chain_names(find_names(words, text, outlet), words)
    used = find_roles(words, text, chains)
    place(chains, words, home)
    resolve_metonyms(words, chains)
    affiliate(chains)
    resolve_roles(words, chains, used)
    find_unnamed(words, text, chains)
    resolve_pronouns(words, chains)
    return chains


def _plain(words: Sequence[Word], text: str, language: str, home: str | None) -> list[Chain]:
    chains = chain_names(find_plain_names(words, text, language), words, language)
    find_plain_roles(words, text, chains, language)
    place(chains, words, home, foreign=language != "en")
    affiliate(chains)
    return chains


def _entity(number: int, chain: Chain, words: Sequence[Word], text: str, published: str | None) -> Entity:
    return Entity(
        id=f"e{number}", name=chain.display(), type=chain.type, mentions=chain.mentions(text, words),
        roles=tuple(o.text for o in chain.offices), country=chain.country, sector=chain.sector,
        latitude=chain.latitude, longitude=chain.longitude, region=chain.region, level=chain.level,
        offices=tuple(dated_office(text, o.start, o.end, published) for o in chain.offices),
    )  # fmt: skip
