"""The tables of a library: columns with their types, and rows that each carry their passage.

`document`, `start`, `end` and `quote` are the passage: `quote` is that slice of the page's text. What is not known is None;
within a cell several values are parted by "; ". Rows come one by one: of pages and what stands on them a few pages are in
memory at once, of stories one story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from tellings.export.selection import Selection
from tellings.export.tables_pages import EVENTS, PAGES, QUOTATIONS, event_rows, page_rows, quotation_rows
from tellings.export.tables_stories import COPIES, FACTS, STORIES, TIMELINE, copy_rows, fact_rows, story_rows, timeline_rows

TableName = Literal["pages", "stories", "facts", "quotations", "events", "copies", "timeline"]
Row = dict[str, Any]


class Table(NamedTuple):
    """One table: what a row is, its columns with their types, and how its rows are made."""

    meaning: str
    columns: dict[str, str]
    rows: Callable[[Selection], Iterator[Row]]


TABLES: dict[TableName, Table] = {
    "pages": Table("one article of a page, with the passage of its title", PAGES, page_rows),
    "stories": Table("one story, with the passage that its title was taken from", STORIES, story_rows),
    "facts": Table("one passage that gives one value of a fact", FACTS, fact_rows),
    "quotations": Table("one quotation on one page", QUOTATIONS, quotation_rows),
    "events": Table("one event as one page tells it, with the passage of its clause", EVENTS, event_rows),
    "copies": Table("one passage that stands in two pages", COPIES, copy_rows),
    "timeline": Table("one passage that tells a line of a timeline", TIMELINE, timeline_rows),
}
"""Every table by name."""


def rows_of(name: TableName, selection: Selection) -> Iterator[Row]:
    """Yield the rows of a table, each with every column in order."""
    table = TABLES[name]
    for row in table.rows(selection):
        yield {column: row.get(column) for column in table.columns}
