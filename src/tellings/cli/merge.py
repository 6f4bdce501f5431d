"""`tellings merge`: record that two stories are one."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import corrected, correction_options, kept_stories
from tellings.cli.library_name import LibraryName


@click.command("merge")
@click.argument("story")
@click.argument("other")
@correction_options
def command(
    *, story: str, other: str, library: LibraryName | None, note: str | None, as_json: bool, config: Path | None
) -> int:
    """Record that STORY and OTHER are one story; it holds in every later run over the library."""
    from tellings.curation import merge

    with kept_stories((), library=library, config=config) as (kept, stories):
        return corrected(kept, merge(kept, stories, story, other, note=note), as_json=as_json)
