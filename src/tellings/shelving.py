"""Keeps the shelf up to date: makes the cards of stories that came or changed since the last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tellings.model import Analysis, Arrived, Card, Spot, Story
from tellings.store import Store

BATCH = 200
"""Cards that are made and kept at once."""
NAMES = 40
"""Names of one facet that a card keeps: those that most pages of the story have."""
LEAD = 320
"""Characters of the lead."""


def refresh(store: Store, *, limit: int | None = None) -> int:
    """Make the cards that are missing or out of date, at most `limit`, and return how many were made."""
    made = 0
    while limit is None or made < limit:
        names = store.unshelved(BATCH if limit is None else min(BATCH, limit - made))
        if not names:
            break
        store.put_cards({name: _card(store, name) for name in names})
        made += len(names)
    return made


def _card(store: Store, name: str) -> Card | None:
    story = store.story(name)
    if story is None or story.id != name:
        return None
    documents = list(dict.fromkeys(m.id for m in story.documents))
    analyses = {a.id: a for a in store.analyses(documents, ("metadata", "parts", "entities"))}
    return make_card(story, analyses, earlier=store.card(name), now=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def make_card(story: Story, analyses: Mapping[str, Analysis], *, earlier: Card | None, now: str) -> Card:
    """Return a story in short; a page that the earlier card knew keeps its time of arrival."""
    known = {a.document: a.at for a in earlier.arrived} if earlier else {}
    documents = list(dict.fromkeys(m.id for m in story.documents if m.version_of is None))
    named = {kind: _actors(story, (kind,)) for kind in ("person", "organisation")}
    card = Card(
        story=story.id, title=story.title, first=story.first, last=story.last, counts=story.counts,
        sources=_most(_outlet(analyses[m.id], m.part) for m in story.documents if m.id in analyses and not m.version_of),
        languages=_most(a.metadata.language for a in analyses.values()),
        persons=named["person"], organisations=named["organisation"], places=_actors(story, ("place", "country")),
        types=_most(h.type for h in story.happenings if h.realis == "actual"), spots=_spots(analyses.values()),
        lead=story.summary[0].text[:LEAD] if story.summary else None,
        conflicts=sum(f.relation == "conflict" for f in story.comparison.differing),
        differing=len(story.comparison.differing),
        arrived=tuple(Arrived(document=d, at=known.get(d, now)) for d in documents),
        changed=now,
    )  # fmt: skip
    return _same(card, earlier)


def _same(card: Card, earlier: Card | None) -> Card:
    """Return the card with the earlier one's time of change where nothing that a reader would call news has changed."""
    from msgspec import structs

    if earlier is None:
        return card
    news = (card.counts, card.arrived, card.conflicts, card.differing)
    if news != (earlier.counts, earlier.arrived, earlier.conflicts, earlier.differing):
        return card
    return structs.replace(card, changed=earlier.changed)


def _outlet(analysis: Analysis, part: int) -> str:
    own = next((p.outlet for p in analysis.parts if p.part == part), None) if part else None
    source = analysis.document.source
    url = analysis.metadata.url or source.url
    return own or analysis.metadata.outlet or source.outlet or (urlsplit(url).hostname if url else None) or "unknown source"


def _most(values: Iterable[str | None]) -> tuple[str, ...]:
    counted = Counter(v for v in values if v)
    return tuple(sorted(counted, key=lambda v: (-counted[v], v))[:NAMES])


def _actors(story: Story, kinds: Sequence[str]) -> tuple[str, ...]:
    own = [a for a in story.actors if a.type in kinds]
    own.sort(key=lambda a: (-len({e.document for e in a.entities}), a.name))
    return tuple(dict.fromkeys(a.name for a in own))[:NAMES]


def _spots(analyses: Iterable[Analysis]) -> tuple[Spot, ...]:
    """Return the places with coordinates, those that most pages name first; a whole country only where it is named."""
    pages: Counter[tuple[str, float, float]] = Counter()
    for analysis in analyses:
        pages.update(
            {(e.name, e.latitude, e.longitude) for e in analysis.entities if e.latitude is not None and e.longitude is not None}
        )
    best = sorted(pages, key=lambda k: (-pages[k], k))[:NAMES]
    return tuple(Spot(name=n, latitude=lat, longitude=lon, pages=pages[n, lat, lon]) for n, lat, lon in best)
