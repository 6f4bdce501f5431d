"""A story in full, laid out as in the report; and any two of its accounts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from msgspec import structs

from tellings.export.report_facts import ColumnView, FactRow
from tellings.export.report_sources import SourceView
from tellings.export.report_view import StoryView, story_view
from tellings.model import Analysis, Article, ArticleKey, Story, articles_of
from tellings.web.addresses import slug, story_link, unslug
from tellings.web.asked import Asked, NotFound
from tellings.web.desk import Desk
from tellings.web.views.kept import Names, found_pages, found_story
from tellings.web.views.stories import seen_by


@dataclass(frozen=True)
class StoryPage:
    """A story, and what the page around it needs; `moved` is its address where it was asked by a former name."""

    story: StoryView
    link: str
    moved: str
    fresh: Mapping[str, str]
    """Pages that came since the visitor last looked: slug and time."""
    pairs: tuple[tuple[str, str], ...]
    """Articles that can be compared: name in the address, words."""
    record: Story


def story(desk: Desk, asked: Asked) -> StoryPage:
    """Return a story in full. Raises NotFound."""
    found = found_story(desk.library, asked.param("story"))
    moved = "" if found.id == asked.param("story") else story_link(found.id)
    names = Names(found_pages(desk.library, _documents(found)))
    look, card = seen_by(desk, asked), desk.shelf.card(found.id)
    fresh = {slug(a.document): a.at for a in card.arrived if a.at > look} if card and look else {}
    shown = story_view(found, names)
    return StoryPage(shown, story_link(found.id), moved, fresh, article_choices(shown.sources), found)


def story_stamp(desk: Desk, asked: Asked) -> str:
    """Return what a story's page is made from: the story's turn, what people amended, and when the visitor looked."""
    name = asked.param("story")
    turn = desk.shelf.turn_of(name)
    if not turn or desk.shelf.card(name) is None:
        return ""
    amended = [(a.number, a.undone) for a in desk.library.store.amendments(story=name)]
    return repr((turn, amended, seen_by(desk, asked)))


def _documents(found: Story) -> list[str]:
    """Return the pages that a story speaks of, those of its copies beyond it included."""
    touched = [m.id for m in found.documents] + [d for c in found.copies for d in (c.origin.document, c.target.document)]
    return list(dict.fromkeys(touched))


def article_choices(sources: tuple[SourceView, ...]) -> tuple[tuple[str, str], ...]:
    """Return articles as a form lists them: what the address calls them, and words."""
    return tuple((article_name(*s.key), f"{s.name}: {s.title} ({s.day})") for s in sources)


def article_name(document: str, part: int) -> str:
    """Return what an address calls an article: its page's slug, with the part behind a dot where it is a further one."""
    return slug(document).replace(".", "~2E") + (f".{part}" if part else "")


def article_of(name: str) -> tuple[str, int]:
    """Return the page and part that an address means."""
    page, _, part = name.partition(".")
    return unslug(page), int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0


@dataclass(frozen=True)
class ComparePage:
    """Two accounts side by side; `story` is None until two are chosen."""

    title: str
    back: str
    choices: tuple[tuple[str, str], ...]
    one: str
    other: str
    names: tuple[str, str]
    story: StoryView | None
    alone: tuple[tuple[str, tuple[FactRow, ...]], ...]
    """For each of the two, the facts that it alone tells."""
    note: str


def compare(desk: Desk, asked: Asked) -> ComparePage:
    """Return any two accounts compared, of one story or of two. Raises NotFound."""
    one, other = asked.one("a"), asked.one("b")
    choices: tuple[tuple[str, str], ...] = ()
    title, back = "Compare two accounts", "/"
    if asked.has("story"):
        found = found_story(desk.library, asked.param("story"))
        title, back = found.title or "Untitled", story_link(found.id)
        names = Names(found_pages(desk.library, [m.id for m in found.documents]))
        sources = story_view(found, names).sources
        choices = article_choices(sources)
        if not one and not other and len(sources) > 1:
            one, other = _likely_two(found, names, sources)
    if not one or not other:
        return ComparePage(title, back, choices, one, other, ("", ""), None, (), "Choose two accounts.")
    if one == other:
        return ComparePage(title, back, choices, one, other, ("", ""), None, (), "Both are the same account; choose another.")
    return _compared(desk, (one, other), title, back, choices)


def _compared(desk: Desk, pair: tuple[str, str], title: str, back: str, choices: tuple[tuple[str, str], ...]) -> ComparePage:
    from tellings.telling import compare_articles

    keys = (article_of(pair[0]), article_of(pair[1]))
    analyses = {a.id: a for a in found_pages(desk.library, [k[0] for k in keys], None)}
    articles = [account_of(analyses, key) for key in keys]
    names = _TwoNames(articles)
    called = (names.name(articles[0]), names.name(articles[1]))
    compared = _in_order(story_view(compare_articles(articles), names), called)
    alone = tuple((name, tuple(f for f in compared.single if _tells(f, name))) for name in called)
    return ComparePage(title, back, choices, *pair, called, compared, alone, "")


def _in_order(view: StoryView, called: tuple[str, str]) -> StoryView:
    """Return two accounts compared with their columns in the order in which they were chosen."""
    columns, differing = _ordered(view.columns, view.differing, called)
    word_columns, wording = _ordered(view.word_columns, view.wording, called)
    return replace(view, columns=columns, differing=differing, word_columns=word_columns, wording=wording)


def _ordered(
    columns: tuple[ColumnView, ...], rows: tuple[FactRow, ...], called: tuple[str, str]
) -> tuple[tuple[ColumnView, ...], tuple[FactRow, ...]]:
    order = sorted(range(len(columns)), key=lambda i: columns[i].name != called[0])
    moved = tuple(structs.replace(row, cells=tuple(row.cells[i] for i in order)) for row in rows)
    return tuple(columns[i] for i in order), moved


class _TwoNames(Names):
    """Names of two accounts that must not be called alike, such as two entries of one live page."""

    def __init__(self, articles: Sequence[Article]) -> None:
        super().__init__({a.document: a.analysis for a in articles}.values())
        self.alike = len({super(_TwoNames, self).name(a) for a in articles}) < len(articles)

    def name(self, article: Article) -> str:
        """Return the outlet, with the title where both accounts are of one."""
        own = super().name(article)
        return f"{own}: {article.title or article.part + 1}" if self.alike else own


def _tells(fact: FactRow, name: str) -> bool:
    return any(c.name == name for v in fact.values for c in v.cites)


def _likely_two(story: Story, names: Names, sources: Sequence[SourceView]) -> tuple[str, str]:
    """Return the two accounts that give most facts other values, no copies if it can be; else the first two."""
    known = {s.key for s in sources}
    apart: Counter[tuple[ArticleKey, ArticleKey]] = Counter()
    for fact in story.comparison.differing:
        told = [{names.article_at(c).key for c in v.evidence if c.document in names.analyses} & known for v in fact.values]
        for one, other in combinations(told, 2):
            apart.update({(min(a, b), max(a, b)): 1 if fact.between_copies else 3 for a in one for b in other if a != b})
    best = apart.most_common(1)[0][0] if apart else (sources[0].key, sources[1].key)
    return article_name(*best[0]), article_name(*best[1])


def account_of(analyses: Mapping[str, Analysis], key: tuple[str, int]) -> Article:
    """Return an article of loaded pages. Raises NotFound."""
    analysis = analyses.get(key[0])
    found = next((a for a in articles_of(analysis) if a.part == key[1]), None) if analysis else None
    if found is None:
        raise NotFound(f"there is no account {key[0]!r}", hint="choose another on the story's page")
    return found
