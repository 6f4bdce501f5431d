"""Where a person puts right what was read or grouped: the forms, and the list of everything that was put right."""

from __future__ import annotations

from dataclasses import dataclass

from tellings.amending import RELATIONS, ROLES
from tellings.export.report_sources import SourceView
from tellings.export.report_view import story_view
from tellings.model import Amendment, Correction, Fact, fact_key
from tellings.web.addresses import slug, story_link
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.kept import Names, found_page, found_pages, found_story
from tellings.web.views.story import article_name

WORDS = 110
MARKS = "\"“”„«»‘’'"
CANDIDATES = 60
RELATION_WORDS = {
    "conflict": "they cannot both hold", "update": "a later figure, or a corrected page",
    "refinement": "the same, told more exactly", "wording": "the same in other words", "none": "they are not about the same",
}  # fmt: skip


@dataclass(frozen=True)
class CorrectStory:
    """The forms that regroup a story's pages and judge its differences."""

    id: str
    title: str
    link: str
    articles: tuple[tuple[str, SourceView], ...]
    others: tuple[tuple[str, str], ...]
    """Stories that it could be one with: id and title, those of its affair and its days first."""
    facts: tuple[tuple[str, str, str, str], ...]
    """Differing facts: key, what about, values, relation."""
    relations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CorrectPage:
    """The forms that give blocks another role and quotations another speaker."""

    title: str
    link: str
    blocks: tuple[tuple[int, str, str], ...]
    quotes: tuple[tuple[int, str, str], ...]
    roles: tuple[str, ...]
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CorrectionsView:
    """Everything that was put right, the newest first."""

    amendments: tuple[tuple[Amendment, str], ...]
    corrections: tuple[tuple[Correction, tuple[tuple[str, str], ...]], ...]


def correct_story(desk: Desk, asked: Asked) -> CorrectStory:
    """Return what the forms of a story need. Raises NotFound."""
    story = found_story(desk.library, asked.param("story"))
    names = Names(found_pages(desk.library, [m.id for m in story.documents]))
    sources = story_view(story, names).sources
    others: dict[str, str] = {c.story: c.title or "Untitled" for c in story.chain}
    near = [c for c in desk.shelf.cards() if c.story != story.id and c.last and story.first and c.last >= story.first]
    near.sort(key=lambda c: (abs(ord((c.last or "")[-1:] or "0") - ord((story.last or "")[-1:] or "0")), -c.counts.pages))
    for card in near[:CANDIDATES]:
        others.setdefault(card.story, card.title or "Untitled")
    return CorrectStory(
        id=story.id, title=story.title or "Untitled", link=story_link(story.id),
        articles=tuple((article_name(*s.key), s) for s in sources), others=tuple(others.items()),
        facts=tuple((fact_key(f), f.about, _values(f), f.relation or "") for f in story.comparison.differing),
        relations=tuple((r, RELATION_WORDS[r]) for r in RELATIONS),
    )  # fmt: skip


def _values(fact: Fact) -> str:
    return " / ".join(v.value for v in fact.values)


def correct_page(desk: Desk, asked: Asked) -> CorrectPage:
    """Return what the forms of a page need. Raises NotFound."""
    analysis = found_page(desk.library, asked.param("page"))
    text, named = analysis.text, {e.id: e.name for e in analysis.entities}
    closed = [b for b in analysis.blocks if b.role == "comment-meta" and not desk.show_commenters]
    return CorrectPage(
        title=analysis.metadata.title or "Untitled", link=f"/pages/{slug(analysis.id)}",
        blocks=tuple((i, b.role, _short(b.of(text))) for i, b in enumerate(analysis.blocks) if b not in closed),
        quotes=tuple(
            (i, q.speaker_entity or "", _short(q.content.of(text).strip(MARKS))) for i, q in enumerate(analysis.quotes)
        ),
        roles=ROLES, people=tuple(sorted(named.items(), key=lambda item: item[1])),
    )  # fmt: skip


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WORDS else text[:WORDS].rsplit(" ", 1)[0] + " …"


def corrections(desk: Desk, asked: Asked) -> CorrectionsView:
    """Return everything that was put right."""
    store = desk.library.store
    amended = []
    for amendment in reversed(store.amendments()):
        link = f"/pages/{slug(amendment.document)}" if amendment.document else story_link(amendment.story or "")
        amended.append((amendment, link))
    grouped = []
    for correction in reversed(store.guidance().corrections):
        titles = []
        for name in correction.stories:
            card = desk.shelf.card(name)
            titles.append((story_link(name), (card.title if card else None) or name))
        grouped.append((correction, tuple(titles)))
    return CorrectionsView(tuple(amended), tuple(grouped))
