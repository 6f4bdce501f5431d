"""`tellings split`: record that pages of a story tell another one."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import corrected, correction_options, kept_stories
from tellings.cli.library_name import LibraryName


@click.command("split")
@click.argument("story")
@click.argument("documents", nargs=-1, required=True)
@correction_options
def command(
    *, story: str, documents: tuple[str, ...], library: LibraryName | None, note: str | None, as_json: bool, config: Path | None
) -> int:
    """Record that DOCUMENTS of STORY tell another story, together; it holds in every later run over the library."""
    from tellings.curation import split

    with kept_stories((), library=library, config=config) as (kept, stories):
        return corrected(kept, split(kept, stories, story, documents, note=note), as_json=as_json)
