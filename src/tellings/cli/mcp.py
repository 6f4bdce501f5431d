"""`tellings mcp`: the library for assistants."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option
from tellings.cli.library_name import LibraryName


@click.command("mcp")
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
def command(*, library: LibraryName | None, config: Path | None) -> None:
    """Serve a library to an assistant (Model Context Protocol) on standard input and output.

    Tools: stories, search, story, compare, check_quotation, timeline, read. Every answer carries its passages; nothing is
    changed, nothing is fetched.
    """
    from tellings.assistant import server

    with kept_library(library=library, config=config) as kept:
        server(kept).run("stdio")
