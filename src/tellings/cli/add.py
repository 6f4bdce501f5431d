"""`tellings add`: pages into a library."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import account, chosen_library, library_option, opened, page_options, settings_of
from tellings.cli.library_name import LibraryName


@click.command("add")
@page_options
@library_option
def command(
    *, inputs: tuple[str, ...], library: LibraryName | None, as_is: bool, workers: int | None, config: Path | None, quiet: bool
) -> int:
    """Put pages into a library: each is analysed once, found by searches at once, and put into its story.

    Adding a page again changes nothing; one that has changed takes the place of what it said, which is kept as a version.
    The library is made where there is none.
    """
    settings = settings_of(config=config, workers=workers, quiet=quiet)
    name = chosen_library(library, settings)
    if name is None:
        raise click.UsageError("Name the library: tellings --library FILE|ADDRESS add PAGES…")
    with opened(settings, name) as kept:
        kept.warm(1)
        kept.add_all(inputs, as_is=as_is)
        changed = kept.group()
        return account(kept.tally, quiet=quiet, more=f", {len(changed)} stories new or changed")
