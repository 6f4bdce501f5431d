"""What the interface for programs answers: every page's data, the tables, the exports; no HTTP here.

A view of the application without an answer of its own here gives its record at its address with `.json` behind it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Literal, NamedTuple, get_args, get_type_hints

from tellings.errors import InputError
from tellings.export.cells import csv_line
from tellings.export.commenters import without_commenters
from tellings.export.contract import DocumentView, document_view
from tellings.export.formats import FORMATS, FormatName, pieces
from tellings.export.selection import Selection
from tellings.export.tables import TableName
from tellings.exporting import KeptStories, nameless, options, stories_holding
from tellings.model import AccessRole, Card, Hits, Record, Story
from tellings.relate.utterances_verify import Finding
from tellings.web.asked import Asked, NotFound
from tellings.web.desk import Desk
from tellings.web.views.history import History, page_history
from tellings.web.views.kept import found_page, found_story
from tellings.web.views.searching import check, kind_of
from tellings.web.views.stories import wanted_of

PAGE_LIMIT = 50
MOST = 200
"""Items that one answer holds at most."""
STORY_FORMATS: tuple[FormatName, ...] = tuple(n for n, f in FORMATS.items() if not f.parts)
STORY_TABLES: tuple[TableName, ...] = get_args(TableName)


class Param(NamedTuple):
    """A field of the query."""

    name: str
    meaning: str
    kind: Literal["string", "integer", "array"] = "string"
    required: bool = False
    values: tuple[str, ...] = ()


class Text(NamedTuple):
    """An answer that is no JSON: its pieces, its media type, and the name of the file that a browser keeps it as."""

    pieces: Iterable[bytes]
    media_type: str
    name: str = ""


class Moved(NamedTuple):
    """What was asked for has another address."""

    location: str


class Endpoint(NamedTuple):
    """One address: what it gives and how. `shape` is the type of the answer, or its media type where it is no JSON."""

    path: str
    summary: str
    build: Callable[[Desk, Asked], Any]
    shape: Any
    query: tuple[Param, ...] = ()
    role: AccessRole = "reader"
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Segments of the path with the values that they may have."""


class StoryList(Record, frozen=True):
    """Stories in short; `next` is handed back as `after` for those that follow, null at the end."""

    stories: tuple[Card, ...]
    total: int
    next: str | None = None


def story_list(desk: Desk, asked: Asked) -> StoryList:
    """Return stories in short, `limit` at a time. Raises InputError where `after` is no cursor of this list."""
    found = desk.shelf.choose(wanted_of(asked, since=asked.one("since")))
    begin = _after(asked.one("after"), found)
    limit = asked.number("limit", PAGE_LIMIT, low=1, high=MOST)
    shown = found[begin : begin + limit]
    following = cursor(shown[-1].story) if shown and begin + limit < len(found) else None
    return StoryList(stories=shown, total=len(found), next=following)


def cursor(name: str) -> str:
    """Return a cursor that stands behind a story."""
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def _after(given: str, found: tuple[Card, ...]) -> int:
    if not given:
        return 0
    try:
        name = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
    except (binascii.Error, ValueError) as problem:
        raise InputError("this is no cursor", where="after", hint="hand back `next` as it is") from problem
    at = next((n for n, card in enumerate(found) if card.story == name), None)
    if at is None:
        raise InputError("the list has changed and this cursor's place is gone", where="after", hint="begin again")
    return at + 1


def story_record(desk: Desk, asked: Asked) -> Story | Moved:
    """Return a story as the contract has it, or its address where it is asked for by a former name."""
    found = found_story(desk.library, asked.param("story"))
    return found if found.id == asked.param("story") else Moved(f"/stories/{found.id}.json")


def page_record(desk: Desk, asked: Asked) -> DocumentView:
    """Return a page as the contract has it; commenters are named only where the application shows their names."""
    analysis = found_page(desk.library, asked.param("page"))
    return document_view(analysis if desk.show_commenters else without_commenters(analysis))


def page_text(desk: Desk, asked: Asked) -> Text:
    """Return a page's readable text: what the offsets of every passage count in."""
    analysis = found_page(desk.library, asked.param("page"))
    text = (analysis if desk.show_commenters else without_commenters(analysis)).text
    return Text((text.encode("utf-8", "replace"),), "text/plain; charset=utf-8")


def hits_record(desk: Desk, asked: Asked) -> Hits:
    """Return what answers a query. Raises InputError where it is empty, QueryError where it is badly formed."""
    query = asked.one("q").strip()
    if not query:
        raise InputError("the query is empty", where="q", hint="write words to search for")
    limit = asked.number("limit", PAGE_LIMIT, low=1, high=MOST)
    hits = desk.library.search(query, kind=kind_of(asked), limit=limit, after=asked.one("after") or None)
    return hits if desk.show_commenters else nameless(desk.library, hits)


HIT_COLUMNS = (
    "kind", "id", "document", "part", "start", "end", "quote", "story", "title", "source", "published", "speaker", "type",
    "score", "by",
)  # fmt: skip


def hits_table(desk: Desk, asked: Asked) -> Text:
    """Return what answers a query as a table, one passage a row."""
    hits = hits_record(desk, asked)

    def lines() -> Iterator[bytes]:
        yield csv_line(HIT_COLUMNS)
        for hit in hits.hits:
            for cite in hit.passages:
                own = {name: getattr(hit, name, None) for name in HIT_COLUMNS}
                passage = {"document": cite.document, "start": cite.start, "end": cite.end, "quote": cite.text}
                yield csv_line({**own, **passage}.values())

    return Text(lines(), FORMATS["csv"].media_type, "search.csv")


def quote_check(desk: Desk, asked: Asked) -> Finding:
    """Return whether somebody is quoted with these words. Raises InputError where there are none."""
    found = check(desk, asked).record
    if not isinstance(found, Finding):
        raise InputError("there are no words to check", where="words", hint="give the words of the quotation")
    return found


def two_accounts(desk: Desk, asked: Asked) -> Story:
    """Return two accounts compared as if they told one story. Raises NotFound and InputError."""
    from tellings.telling import compare_articles
    from tellings.web.views.kept import found_pages
    from tellings.web.views.story import account_of, article_of

    names = (asked.one("a"), asked.one("b"))
    if not all(names) or names[0] == names[1]:
        raise InputError("two accounts are needed", where="a, b", hint="name two pages, as in ?a=ID&b=ID")
    keys = [article_of(name) for name in names]
    analyses = {a.id: a for a in found_pages(desk.library, [k[0] for k in keys], None)}
    return compare_articles([account_of(analyses, key) for key in keys])


def _of_story(desk: Desk, asked: Asked) -> Selection:
    """Return the story as what is to be written; `made` is its last change, so that an unchanged story is written the same."""
    story = found_story(desk.library, asked.param("story"))
    documents, card = list(dict.fromkeys(m.id for m in story.documents)), desk.shelf.card(story.id)
    how = options(with_commenters=desk.show_commenters, base=asked.base, made=card.changed if card else None)
    return Selection(documents, (story,), desk.library.analyses, options=how)


def story_table(desk: Desk, asked: Asked) -> Text:
    """Return a table of one story."""
    name = _known(asked.param("table"), STORY_TABLES)
    lines = pieces("csv", _of_story(desk, asked), part=name)
    return Text(lines, FORMATS["csv"].media_type, f"{asked.param('story')}-{name}.csv")


def story_export(desk: Desk, asked: Asked) -> Text:
    """Return one story in another program's format."""
    name = next(n for n in STORY_FORMATS if n == _known(asked.param("format"), STORY_FORMATS))
    form = FORMATS[name]
    return Text(pieces(name, _of_story(desk, asked)), form.media_type, f"{asked.param('story')}-{name}{form.suffix}")


def whole_table(desk: Desk, asked: Asked) -> Text:
    """Return a table of the whole library; it is read while it is sent."""
    name = _known(asked.param("table"), STORY_TABLES)
    stories = KeptStories([c.story for c in desk.shelf.cards()], desk.library.story)
    documents = desk.library.store.document_ids()
    how = options(with_commenters=desk.show_commenters, base=asked.base)
    holding = partial(stories_holding, desk.library)
    selection = Selection(documents, stories, desk.library.analyses, options=how, holding=holding)
    return Text(pieces("csv", selection, part=name), FORMATS["csv"].media_type, f"{name}.csv")


def _known(name: str, values: tuple[str, ...]) -> str:
    if name not in values:
        raise NotFound(f"there is no {name!r} here", hint=f"there are {', '.join(values)}")
    return name


SEARCH = (
    Param("q", "The query; docs/library.md has its words.", required=True),
    Param("kind", "What is searched.", values=("pages", "stories", "quotes", "events")),
    Param("limit", f"How many at a time, at most {MOST}.", "integer"), Param("after", "`next` of the answer before."),
)  # fmt: skip
STORIES = (
    Param("day", "Only stories of this day (ISO 8601)."), Param("since", "Only stories that changed after this time."),
    *(Param(name, f"Only stories with this {name}; several: any of them.", "array")
      for name in ("source", "language", "place", "person", "organisation", "type")),
    Param("order", "What comes first.", values=("ranked", "accounts", "newest", "changed")),
    Param("limit", f"How many at a time, at most {MOST}.", "integer"), Param("after", "`next` of the answer before."),
)  # fmt: skip
OWN: tuple[Endpoint, ...] = (
    Endpoint("/stories.json", "Stories in short, ranked and filtered", story_list, StoryList, STORIES),
    Endpoint("/stories/{story}.json", "A story in full, as `tellings stories --json` prints it", story_record, Story),
    Endpoint(
        "/stories/{story}/compare.json", "Two accounts compared", two_accounts, Story,
        (Param("a", "One page, `ID` or `ID.part`.", required=True), Param("b", "The other.", required=True)),
    ),
    Endpoint(
        "/compare.json", "Any two accounts compared", two_accounts, Story,
        (Param("a", "One page, `ID` or `ID.part`.", required=True), Param("b", "The other.", required=True)),
    ),
    Endpoint(
        "/stories/{story}/{table}.csv", "A table of one story", story_table, "text/csv", choices=(("table", STORY_TABLES),)
    ),
    Endpoint(
        "/stories/{story}/export/{format}", "One story in another program's format", story_export, "*/*",
        choices=(("format", STORY_FORMATS),),
    ),
    Endpoint(
        "/tables/{table}.csv", "A table of the whole library", whole_table, "text/csv", choices=(("table", STORY_TABLES),)
    ),
    Endpoint("/pages/{page}.json", "A page, as `tellings analyse --json` prints it", page_record, DocumentView),
    Endpoint("/pages/{page}/history.json", "How a page came: its feed, whose text it is, its versions", page_history, History),
    Endpoint("/pages/{page}.txt", "A page's text, in which all offsets count", page_text, "text/plain"),
    Endpoint("/search.json", "Search", hits_record, Hits, SEARCH),
    Endpoint("/search.csv", "Search, one passage a row", hits_table, "text/csv", SEARCH),
    Endpoint(
        "/quotes/check.json", "Whether somebody is quoted with these words", quote_check, Finding,
        (Param("words", "The words.", required=True), Param("speaker", "Who is said to have said them.")),
    ),
)  # fmt: skip
"""What is answered in the shapes of the contract."""


def _of_view(path: str, build: Callable[[Desk, Asked], Any], role: AccessRole) -> Endpoint:
    shape = get_type_hints(build).get("return", Any)
    shape = get_type_hints(shape).get("record", shape)
    words = (build.__doc__ or "").strip().splitlines()[0]
    return Endpoint(f"{path.rstrip('/') or '/index'}.json", words, build, shape, role=role)


def endpoints() -> tuple[Endpoint, ...]:
    """Return every address of the interface: its own, then those of views that have none there."""
    from tellings.web.api_feeds import FEEDS
    from tellings.web.routes import VIEWS

    own = (*OWN, *FEEDS)
    taken = {e.path for e in own}
    views = (_of_view(v.path, v.build, v.role) for v in VIEWS)
    return (*own, *(e for e in views if e.path not in taken))
