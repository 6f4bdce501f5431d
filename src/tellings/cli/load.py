"""`tellings load`: put the layers of a crawl into a library."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import library_file, library_option, opened, settings_of


@click.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
def command(*, folder: Path, library: Path | None, config: Path | None) -> int:
    """Load the pages of a finished crawl's FOLDER, with all that was found on them, into a library; again adds nothing."""
    from tellings.crawl import load

    file = library_file(library)
    if file is None:
        raise click.UsageError("name the library: --library FILE")
    with opened(settings_of(config=config, workers=None, quiet=True), file) as kept:
        number = sum(load(folder, kept.store))
    click.echo(f"{number} pages are in {file}")
    return 0
