"""`tellings backup`: a copy of a library."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
def command(*, file: Path, library: LibraryName | None, config: Path | None) -> int:
    """Write the whole library, as it is at one moment, to a new FILE; others may read and write it meanwhile."""
    with kept_library(library=library, config=config) as kept:
        kept.backup(file)
        say(f"tellings: the copy is {file}", err=True)
    return 0
