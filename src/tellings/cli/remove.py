"""`tellings remove`: pages out of a library."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("remove")
@click.argument("pages", nargs=-1, required=True)
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
def command(*, pages: tuple[str, ...], library: LibraryName | None, config: Path | None) -> int:
    """Take PAGES (ids, files or addresses) out with all that was said about them and their earlier readings.

    Their stories are told without them.
    """
    from tellings.errors import StoryError
    from tellings.upkeep import named

    with kept_library(library=library, config=config) as kept:
        ids: list[str] = []
        for name in pages:
            found = named(kept, name)
            if not found:
                raise StoryError(f"the library holds no page {name!r}", hint="`tellings search` prints the ids of pages")
            ids += found
        gone = kept.remove(ids)
        say(f"tellings: {len(gone)} page{'s' if len(gone) != 1 else ''} taken out", err=True)
    return 0
