"""`tellings events`: who did what to whom, as rows for analysis."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tellings.cli.console import account, kept_library, library_option, maybe_page_options, opened, settings_of
from tellings.cli.library_name import LibraryName
from tellings.cli.program import DONE
from tellings.cli.terminal import say

if TYPE_CHECKING:
    from tellings.library import Library


@click.command("events")
@maybe_page_options
@library_option
@click.option(
    "--format", "form", type=click.Choice(["plover", "csv", "parquet"]), default="csv", show_default=True,
    help="PLOVER records as JSON Lines (its sixteen types alone), or flat tables that hold every event.",
)  # fmt: skip
@click.option(
    "--by", type=click.Choice(["happening", "report"]), default="happening", show_default=True,
    help="One row a happening, its reports listed, or one a report.",
)  # fmt: skip
@click.option("--dyads", is_flag=True, help="One row for each actor with each recipient.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: stdout).")
def command(
    *,
    inputs: tuple[str, ...],
    library: LibraryName | None,
    form: str,
    by: str,
    dyads: bool,
    output: Path | None,
    as_is: bool,
    workers: int | None,
    config: Path | None,
    quiet: bool,
) -> int:
    """Write the events that the pages tell, reports of one happening merged.

    Without pages: those of a library.
    """
    if form == "parquet" and output is None:
        raise click.UsageError("Parquet is written to a file: name it with --output.")
    if not inputs:
        with kept_library(library=library, config=config) as kept:
            number = _write(kept, None, form=form, by=by, dyads=dyads, output=output)
        say(f"tellings: {number} rows", err=True)
        return DONE
    settings = settings_of(config=config, workers=workers, quiet=quiet)
    with opened(settings, library) as kept:
        kept.warm(1)
        kept.add_all(inputs, as_is=as_is)
        number = _write(kept, kept.tally.order, form=form, by=by, dyads=dyads, output=output)
        return account(kept.tally, quiet=quiet, more=f", {number} rows")


def _write(library: Library, ids: Sequence[str] | None, *, form: str, by: str, dyads: bool, output: Path | None) -> int:
    from tellings.export.plover import csv_lines, json_lines, rows_of, write_parquet

    stories, analyses = library.stories(ids), library.analyses(ids)
    found = list(
        rows_of(stories, analyses, by="report" if by == "report" else "happening", plover=form == "plover", dyads=dyads)
    )
    if form == "parquet" and output is not None:
        return write_parquet(found, output)
    lines = b"".join(json_lines(found) if form == "plover" else csv_lines(found))
    if output is not None:
        output.write_bytes(lines)
    else:
        sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()
    return len(found)
