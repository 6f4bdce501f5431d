"""`tellings update`: a library brought up to date."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import account, kept_library, library_option
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("update")
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--regroup", is_flag=True, help="Group all pages anew, not only those that came in.")
def command(*, library: LibraryName | None, config: Path | None, regroup: bool) -> int:
    """Read changed files again, make anew what this version makes otherwise, and bring the stories up to date."""
    from tellings.upkeep import update

    with kept_library(library=library, config=config) as kept:
        done = update(kept, anew=regroup)
        told = f"{done.again} pages analysed again, {done.changed} files had changed, {done.stories} stories new or changed"
        say(f"tellings: {told}", err=True)
        for name in done.missing:
            say(f"tellings: {name} is no more; what it said is kept", err=True)
        return account(kept.tally, quiet=True) if kept.tally.failures else 0
