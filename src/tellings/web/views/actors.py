"""People, organisations and places over all stories: name forms, what they said, what was done by and to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tellings.export.report_cites import CiteView
from tellings.export.report_phrases import days_text
from tellings.model import Actor, Card, Cite, FacetKind, Happening, Story, Utterance, Variant
from tellings.web.addresses import actor_link, story_link, with_query
from tellings.web.asked import Asked, NotFound
from tellings.web.desk import Desk
from tellings.web.shelf import Wanted
from tellings.web.views.kept import Names, found_pages
from tellings.web.views.stories import CardView, card_view

KINDS: tuple[tuple[FacetKind, str], ...] = (("person", "People"), ("organisation", "Organisations"), ("place", "Places"))
LISTED = 180
STORIES = 30
"""Stories, the newest, that an actor's page is made from."""
LINES = 40


@dataclass(frozen=True)
class ActorsView:
    """Names with the number of stories that hold them, the most first."""

    kind: str
    kinds: tuple[tuple[str, str, bool], ...]
    names: tuple[tuple[str, str, int], ...]
    total: int
    query: str


@dataclass(frozen=True)
class Said:
    """One thing that an actor said, in its fullest wording."""

    text: str
    when: str
    cites: tuple[CiteView, ...]
    differences: tuple[str, ...]
    story: str
    title: str


@dataclass(frozen=True)
class Deed:
    """One thing that was done by or to an actor, in the words of a page."""

    what: str
    who: str
    whom: str
    when: str
    realis: str
    accounts: int
    cites: tuple[CiteView, ...]
    story: str
    title: str


@dataclass(frozen=True)
class ActorView:
    """Whoever bears a name."""

    name: str
    types: tuple[str, ...]
    forms: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, int], ...]
    countries: tuple[str, ...]
    why: tuple[str, ...]
    said: tuple[Said, ...]
    did: tuple[Deed, ...]
    suffered: tuple[Deed, ...]
    stories: tuple[CardView, ...]
    total: int
    beside: tuple[tuple[str, str, int], ...]
    records: tuple[Actor, ...]


def actors(desk: Desk, asked: Asked) -> ActorsView:
    """Return the names of one kind; `q` narrows them down."""
    kind: FacetKind = next((k for k, _ in KINDS if k == asked.one("kind")), "person")
    query = asked.one("q").strip()
    counted = desk.shelf.facets(Wanted())[kind]
    found = [(name, actor_link(name), n) for name, n in counted if query.casefold() in name.casefold()]
    kinds = tuple((words, with_query("/actors", [("kind", k), ("q", query)]), k == kind) for k, words in KINDS)
    return ActorsView(kind, kinds, tuple(found[:LISTED]), len(found), query)


def names_of(card: Card) -> Iterable[str]:
    """Yield every name that a card bears."""
    return (*card.persons, *card.organisations, *card.places)


def actor(desk: Desk, asked: Asked) -> ActorView:
    """Return everything about whoever bears a name. Raises NotFound."""
    name = asked.param("actor")
    folded = name.casefold()
    cards = sorted(
        (c for c in desk.shelf.cards() if any(n.casefold() == folded for n in names_of(c))),
        key=lambda c: (c.last or "", c.counts.accounts), reverse=True,
    )  # fmt: skip
    if not cards:
        hint = "names are those that the stories give; the list of actors can be searched"
        raise NotFound(f"no story names {name!r}", hint=hint)
    stories = [s for c in cards[:STORIES] if (s := desk.library.story(c.story)) is not None]
    own = [(s, a) for s in stories for a in s.actors if a.name.casefold() == folded]
    said, did, suffered = _lines(stories, own)
    names = Names(found_pages(desk.library, _documents(said, [*did, *suffered])))
    return ActorView(
        name=own[0][1].name if own else name, types=_counted(a.type for _, a in own),
        forms=tuple(Counter(f for _, a in own for f in a.forms).most_common(20)),
        roles=tuple(Counter(r for _, a in own for r in a.roles).most_common(20)),
        countries=_counted(a.country for _, a in own if a.country),
        why=tuple(dict.fromkeys(w for _, a in own for w in a.why))[:8],
        said=tuple(_said(s, u, names) for s, u in said), did=_deeds(did, names),
        suffered=_deeds(suffered, names),
        stories=tuple(card_view(c) for c in cards[:STORIES]), total=len(cards),
        beside=_beside(cards, folded), records=tuple(a for _, a in own),
    )  # fmt: skip


def _counted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(v for v, _ in Counter(values).most_common())


def _lines(
    stories: Sequence[Story], own: Sequence[tuple[Story, Actor]]
) -> tuple[list[tuple[Story, Utterance]], list[tuple[Story, Happening]], list[tuple[Story, Happening]]]:
    called = {(s.id, f.casefold()) for s, a in own for f in (a.name, *a.forms)}

    def is_own(story: Story, name: str | None) -> bool:
        return name is not None and (story.id, name.casefold()) in called

    said = [(s, u) for s in stories for u in s.utterances if is_own(s, u.speaker)]
    told = [(s, h) for s in stories for h in sorted(s.happenings, key=lambda h: -h.accounts)]
    speech = {(v.document, v.start, v.end) for _, u in said for v in u.variants}
    did = [(s, h) for s, h in told if any(is_own(s, n) for n in h.actors) and not _is_speech(h, speech)]
    suffered = [(s, h) for s, h in told if any(is_own(s, n) for n in h.recipients)]
    return said[:LINES], did[:LINES], suffered[:LINES]


def _is_speech(happening: Happening, speech: Collection[tuple[str, int, int]]) -> bool:
    """Tell whether a happening is the saying of something that is listed as said."""
    return any(d == c.document and c.start <= start and end <= c.end for c in happening.evidence for d, start, end in speech)


def _documents(said: Sequence[tuple[Story, Utterance]], deeds: Sequence[tuple[Story, Happening]]) -> list[str]:
    return [v.document for _, u in said for v in u.variants] + [c.document for _, h in deeds for c in h.evidence]


def cites_of(passages: Iterable[Cite | Variant], names: Names) -> tuple[CiteView, ...]:
    """Return passages as the report shows them, one a place; those of pages that are not there are left out."""
    unique = {(p.document, p.start, p.end): p for p in passages if p.document in names.analyses}
    return tuple(names.cite(p) for p in unique.values())


def _said(story: Story, utterance: Utterance, names: Names) -> Said:
    text = utterance.variants[utterance.longest].text
    when = days_text(utterance.said) if utterance.said else ""
    cites = cites_of(utterance.variants, names)
    return Said(text, when, cites, utterance.differences, story_link(story.id), story.title or "Untitled")


def _deeds(told: Sequence[tuple[Story, Happening]], names: Names) -> tuple[Deed, ...]:
    """Return happenings ready to be laid out; those that are told by one sentence are one line."""
    found: dict[tuple[str, str, str], Deed] = {}
    for story, happening in told:
        deed = _deed(story, happening, names)
        key = (deed.story, deed.what, deed.realis)
        before = found.get(key)
        if before is None:
            found[key] = deed
        else:
            cites = tuple(dict.fromkeys((*before.cites, *deed.cites)))
            found[key] = replace(
                before, cites=cites, accounts=max(before.accounts, deed.accounts), when=before.when or deed.when
            )
    return tuple(found.values())


def _deed(story: Story, happening: Happening, names: Names) -> Deed:
    longest = max(happening.evidence, key=lambda c: len(c.text), default=None)
    return Deed(
        what=longest.text if longest else happening.predicate or "", who=", ".join(happening.actors),
        whom=", ".join(happening.recipients), when=days_text(happening.when) if happening.when else "", realis=happening.realis,
        accounts=happening.accounts, cites=cites_of(happening.evidence, names), story=story_link(story.id),
        title=story.title or "Untitled",
    )  # fmt: skip


def _beside(cards: Sequence[Card], folded: str) -> tuple[tuple[str, str, int], ...]:
    """Return who is named in the same stories, the most often first."""
    counted = Counter(n for c in cards for n in dict.fromkeys((*c.persons, *c.organisations)) if n.casefold() != folded)
    return tuple((name, actor_link(name), n) for name, n in counted.most_common(16))
