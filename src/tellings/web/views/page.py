"""A page as it was read: its text block by block with roles, and on demand everything that was said about it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tellings.export.report_phrases import days_text, published_note
from tellings.export.versions_view import VersionsView
from tellings.model import Analysis, Event, Quantity, Quote, Span, Time, articles_of
from tellings.web.addresses import slug, story_link, with_query
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.history import History, history_of, shown_versions
from tellings.web.views.kept import Names, found_page

KINDS: tuple[tuple[str, str], ...] = (
    ("entities", "people, places, organisations"), ("quotes", "quotations"), ("events", "events"), ("times", "times"),
    ("quantities", "quantities"),
)  # fmt: skip
LISTED = 60


@dataclass(frozen=True)
class Segment:
    """A run of characters with everything that covers it; `label` says what that is."""

    text: str
    kinds: tuple[str, ...]
    label: str
    passage: bool
    first: bool


@dataclass(frozen=True)
class BlockShown:
    """A block of the page; `hidden` words are left out for a commenter's sake."""

    role: str
    start: int
    end: int
    part: int
    hidden: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Noted:
    """One annotation as the list beside the text shows it."""

    words: str
    detail: str
    start: int
    end: int


@dataclass(frozen=True)
class KindShown:
    """A kind of annotation: whether it is shown, how many there are, and the address that toggles it."""

    kind: str
    words: str
    count: int
    shown: bool
    link: str
    listed: tuple[Noted, ...]


@dataclass(frozen=True)
class PageShown:
    """A page, ready to be laid out."""

    id: str
    anchor: str
    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    url: str | None
    blocks: tuple[BlockShown, ...]
    kinds: tuple[KindShown, ...]
    stories: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, int], ...]
    comments: int
    back: str
    failures: tuple[str, ...]
    history: History
    versions: VersionsView | None


@dataclass(frozen=True)
class PaneBlock:
    """A block as the pane beside a story shows it."""

    role: str
    start: int
    end: int
    text: str
    part: int
    hidden: bool


@dataclass(frozen=True)
class Pane:
    """A page's text as the pane beside a story shows it."""

    name: str
    title: str
    day: str
    link: str
    blocks: tuple[PaneBlock, ...]


def pane(desk: Desk, asked: Asked) -> Pane:
    """Return what the pane shows of a page. Raises NotFound."""
    analysis = found_page(desk.library, asked.param("page"), ("metadata", "blocks", "parts"))
    names = Names([analysis])
    article = names.articles[analysis.id, 0]
    blocks = []
    for block in sorted(analysis.blocks, key=lambda b: b.start):
        hidden = block.role == "comment-meta" and not desk.show_commenters
        words = "" if hidden else block.of(analysis.text)
        blocks.append(PaneBlock(block.role, block.start, block.end, words, block.part, hidden))
    day, _ = published_note(article.published)
    return Pane(names.name(article), article.title or "Untitled", day, f"/pages/{slug(analysis.id)}", tuple(blocks))


def page(desk: Desk, asked: Asked) -> PageShown:
    """Return a page with the annotations that were asked for. Raises NotFound."""
    analysis = found_page(desk.library, asked.param("page"))
    names = Names([analysis])
    article = names.articles[analysis.id, 0]
    shown = asked.many("show")
    spans = {kind: tuple(_spans(analysis, kind)) for kind, _ in KINDS}
    passage = Span(asked.number("from", 0), asked.number("to", 0))
    covering = [(kind, note) for kind in shown if kind in spans for note in spans[kind]]
    visible = sorted(analysis.blocks, key=lambda b: b.start)
    hidden = [b for b in visible if b.role == "comment-meta" and not desk.show_commenters]
    blocks = tuple(
        BlockShown(b.role, b.start, b.end, b.part, True, ())
        if b in hidden
        else BlockShown(b.role, b.start, b.end, b.part, False, _segments(analysis.text, b, own, passage))
        for b, own in zip(visible, _by_block(visible, covering), strict=True)
    )
    history = history_of(desk, analysis)
    return PageShown(
        id=analysis.id, anchor=slug(analysis.id), name=names.name(article), title=article.title or "Untitled",
        facts=tuple(_facts(analysis)), url=_web(analysis), blocks=blocks,
        kinds=tuple(_kinds(asked, analysis, shown, {k: _public(v, hidden) for k, v in spans.items()})),
        stories=tuple(_stories(desk, analysis.id)), roles=tuple(Counter(b.role for b in visible).most_common()),
        comments=len(analysis.comments), back=asked.path, failures=tuple(f.message for f in analysis.failures),
        history=history, versions=shown_versions(desk, analysis, history),
    )  # fmt: skip


def _public(notes: Iterable[Noted], hidden: Iterable[Span]) -> tuple[Noted, ...]:
    """Return the annotations that do not stand in a commenter's name."""
    closed = list(hidden)
    return tuple(n for n in notes if not any(b.start <= n.start < b.end for b in closed))


def _web(analysis: Analysis) -> str | None:
    url = analysis.metadata.url or analysis.document.source.url
    return url if url and url.startswith(("http://", "https://")) else None


def _facts(analysis: Analysis) -> Iterable[tuple[str, str]]:
    data, source = analysis.metadata, analysis.document.source
    day, note = published_note(data.published)
    yield "Published", f"{day} ({note})"
    if data.updated:
        yield "Updated", data.updated.shown
    if data.authors:
        yield "By", ", ".join(data.authors)
    if data.agency:
        yield "Credits", data.agency
    yield "Language", data.language or "unknown"
    further = len(articles_of(analysis)) - 1
    if further:
        yield "Further articles on the page", str(further)
    yield "Read from", source.path or source.url or analysis.id
    yield "SHA-256 of what was read", source.sha256


def _kinds(
    asked: Asked, analysis: Analysis, shown: tuple[str, ...], spans: Mapping[str, tuple[Noted, ...]]
) -> Iterable[KindShown]:
    counts = {"entities": len(analysis.entities)}
    for kind, words in KINDS:
        others = [k for k in shown if k != kind]
        link = with_query(asked.path, [("show", k) for k in (others if kind in shown else [*shown, kind])])
        notes = spans[kind]
        if kind == "entities":
            notes = tuple({n.detail + n.words: n for n in reversed(notes)}.values())[::-1]
        yield KindShown(kind, words, counts.get(kind, len(notes)), kind in shown, link, notes[:LISTED] if kind in shown else ())


def _spans(analysis: Analysis, kind: str) -> Iterable[Noted]:
    text = analysis.text
    if kind == "entities":
        for entity in analysis.entities:
            detail = ", ".join([entity.type, *entity.roles[:2], *([entity.country] if entity.country else [])])
            for mention in entity.mentions:
                yield Noted(entity.name, detail, mention.start, mention.end)
    elif kind == "quotes":
        for quote in analysis.quotes:
            yield Noted(quote.content.of(text), _quote_words(quote, analysis), quote.content.start, quote.content.end)
    elif kind == "events":
        for event in analysis.events:
            span = event.clause or event.trigger
            yield Noted(span.of(text), _event_words(event, text), span.start, span.end)
    elif kind == "times":
        for time in analysis.times:
            yield Noted(time.of(text), _time_words(time), time.start, time.end)
    else:
        for quantity in analysis.quantities:
            yield Noted(quantity.of(text), _quantity_words(quantity, text), quantity.start, quantity.end)


def _quote_words(quote: Quote, analysis: Analysis) -> str:
    named = next((e.name for e in analysis.entities if e.id == quote.speaker_entity), None)
    speaker = named or (quote.speaker.of(analysis.text) if quote.speaker else "speaker unknown")
    return f"{quote.kind}, {speaker}" + (f", {days_text(quote.said)}" if quote.said else "")


def _event_words(event: Event, text: str) -> str:
    who = ", ".join(a.of(text) for a in event.actors) or "somebody"
    whom = ", ".join(a.of(text) for a in event.recipients)
    told = f"{who}: {event.predicate or event.trigger.of(text)}" + (f" → {whom}" if whom else "")
    return f"{told} ({event.type or 'no type'}, {event.realis})"


def _time_words(time: Time) -> str:
    return f"{time.value}" + (f", {days_text(time.days)}" if time.days else "") + f" (by {time.basis})"


def _quantity_words(quantity: Quantity, text: str) -> str:
    value = "" if quantity.value is None else f"{quantity.value:g}"
    of = f" {quantity.counted.of(text)}" if quantity.counted else ""
    return f"{quantity.modifier} {value}{of}{' ' + quantity.unit if quantity.unit else ''}"


def _by_block(blocks: Sequence[Span], covering: Iterable[tuple[str, Noted]]) -> list[list[tuple[str, Noted]]]:
    """Return, for each block in text order, the annotations that touch it."""
    starts = [b.start for b in blocks]
    found: list[list[tuple[str, Noted]]] = [[] for _ in blocks]
    for kind, note in covering:
        at = max(0, bisect_right(starts, note.start) - 1)
        while at < len(blocks) and blocks[at].start < note.end:
            found[at].append((kind, note))
            at += 1
    return found


def _segments(text: str, block: Span, own: Sequence[tuple[str, Noted]], passage: Span) -> tuple[Segment, ...]:
    """Cut a block where an annotation begins or ends; each piece knows all that cover it."""
    begins: dict[int, list[tuple[str, Noted]]] = {}
    cuts = {block.start, block.end}
    for kind, note in own:
        if min(note.end, block.end) <= max(note.start, block.start):
            continue
        begins.setdefault(max(note.start, block.start), []).append((kind, note))
        cuts.update((max(note.start, block.start), min(note.end, block.end)))
    cuts.update(min(max(at, block.start), block.end) for at in (passage.start, passage.end))
    found, active = [], list[tuple[str, Noted]]()
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        active = [(kind, n) for kind, n in active if n.end > start] + begins.get(start, [])
        inside = passage.start <= start and end <= passage.end
        first = inside and start == max(passage.start, block.start) and block.start <= passage.start
        label = "; ".join(dict.fromkeys(n.detail for _, n in active))
        found.append(Segment(text[start:end], tuple(dict.fromkeys(kind for kind, _ in active)), label, inside, first))
    return tuple(found)


def _stories(desk: Desk, document: str) -> Iterable[tuple[str, str]]:
    for story in desk.library.store.stories_of(document):
        card = desk.shelf.card(story)
        yield story_link(story), (card.title if card else None) or "Untitled"
