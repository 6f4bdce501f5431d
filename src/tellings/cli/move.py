"""`tellings move`: record that a page belongs in another story."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import corrected, correction_options, kept_stories
from tellings.cli.library_name import LibraryName


@click.command("move")
@click.argument("document")
@click.argument("story")
@correction_options
def command(
    *, document: str, story: str, library: LibraryName | None, note: str | None, as_json: bool, config: Path | None
) -> int:
    """Record that DOCUMENT tells STORY and not the one it was put in; it holds in every later run over the library."""
    from tellings.curation import move

    with kept_stories((), library=library, config=config) as (kept, stories):
        return corrected(kept, move(kept, stories, document, story, note=note), as_json=as_json)
