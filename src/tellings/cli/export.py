"""`tellings export`: pages and stories in the formats of other programs."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tellings.cli.console import kept_options, kept_stories
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say

if TYPE_CHECKING:
    from tellings.export.formats import FormatName
    from tellings.export.selection import Selection
    from tellings.library import Library

NAMES = (
    "jsonl", "csv", "parquet", "plover", "timelinejs", "web-annotation", "schema-org", "ninjs", "stix", "graphml", "ics",
    "markdown",
)  # fmt: skip
PARTS = ("documents", "pages", "stories", "facts", "quotations", "events", "copies", "timeline")


@click.command("export")
@kept_options
@click.option("--format", "form", required=True, type=click.Choice(NAMES), help="Which format (docs/exports.md).")
@click.option("--table", type=click.Choice(PARTS), help="Of jsonl, csv and parquet: one table alone, to a file or stdout.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, or folder of tables (default: stdout).")
@click.option("--story", help="One story alone: its id, or the beginning of it.")
@click.option(
    "--since", type=click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")),
    help="Only stories with pages since this day or time (UTC where no zone is named).",
)  # fmt: skip
@click.option("--base", help="Address of a served library, for the links to pages and stories.")
@click.option("--with-commenters", is_flag=True, help="Keep the names of readers who commented: they are personal data.")
def command(
    *, inputs: tuple[str, ...], library: LibraryName | None, form: FormatName, table: str | None, output: Path | None,
    story: str | None, since: datetime | None, base: str | None, with_commenters: bool, as_is: bool, config: Path | None,
) -> int:  # fmt: skip
    """Write pages and stories for other programs; every line carries its passage.

    \b
    jsonl csv parquet     tables; a folder, or one with --table
    plover                happenings as PLOVER records
    timelinejs ics        timelines: slides, a calendar
    web-annotation        what is said about each passage (W3C)
    schema-org            articles, claims and quotations (JSON-LD)
    ninjs stix            news items (IPTC), intelligence reports (OASIS)
    graphml               who did what to whom, as a network
    markdown              memos with footnotes
    """
    from tellings.exporting import options, select

    _check(form, table, output)
    with kept_stories(inputs, library=library, config=config, as_is=as_is) as (kept, stories):
        how = options(with_commenters=with_commenters, base=base)
        found = select(kept, stories, _documents(kept), story=story, since=since, how=how)
        written = _write(form, found, table, output)
    what = f"{_count(len(found.stories), 'story', 'stories')}, {_count(len(found.documents), 'page', 'pages')}"
    where = "stdout" if not written else str(written[0]) if len(written) == 1 else f"{output} ({len(written)} files)"
    say(f"tellings: {what} → {where}{_missing(form, found)}", err=True)
    return 0


def _documents(library: Library) -> list[str]:
    """Return the pages to write: those just read, else all that are kept."""
    return library.tally.order or [key for key, _ in library.store.metadata()]


def _check(form: FormatName, table: str | None, output: Path | None) -> None:
    from tellings.export.formats import FORMATS

    parts = FORMATS[form].parts
    if table is not None and table not in parts:
        raise click.UsageError(f"--table: {form} has {', '.join(parts) if parts else 'no tables'}.")
    if output is None and parts and table is None:
        raise click.UsageError(f"{form} is several tables: name a folder with --output, or one of them with --table.")
    if output is None and form == "parquet":
        raise click.UsageError("Parquet is written to a file: name it with --output.")


def _write(form: FormatName, selection: Selection, table: str | None, output: Path | None) -> list[Path]:
    from tellings.errors import StoreError
    from tellings.export.formats import pieces, write

    if output is None:
        for piece in pieces(form, selection, part=table):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return []
    try:
        return write(form, selection, output, part=table)
    except OSError as problem:
        hint = "name a place that you may write"
        why = problem.strerror or str(problem)
        raise StoreError("the export cannot be written", where=str(output), why=why, hint=hint) from problem


def _missing(form: FormatName, selection: Selection) -> str:
    """Say what the format could not hold."""
    if form not in ("ics", "timelinejs"):
        return ""
    from tellings.export.icalendar import left_out
    from tellings.export.timelinejs import undated

    number = sum(left_out(s) if form == "ics" else undated(s) for s in selection.stories)
    return f"; {_count(number, 'line', 'lines')} of the timelines left out: their days are open or unknown" if number else ""


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
