"""`tellings load`: put the layers of a crawl into a library."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import chosen_library, library_option, opened, settings_of
from tellings.cli.library_name import LibraryName


@click.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
def command(*, folder: Path, library: LibraryName | None, config: Path | None) -> int:
    """Load the pages of a finished crawl's FOLDER, with all that was found on them, into a library; again adds nothing."""
    from tellings.crawl import load
    from tellings.store.addresses import told

    settings = settings_of(config=config, workers=None, quiet=True)
    name = chosen_library(library, settings)
    if name is None:
        raise click.UsageError("Name the library with --library, or in the settings.")
    with opened(settings, name) as kept:
        number = sum(load(folder, kept.store))
    click.echo(f"{number} pages are in {told(name)}")
    return 0
