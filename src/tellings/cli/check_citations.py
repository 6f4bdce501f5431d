"""`tellings check-citations`: every passage proved by the page as it was read."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.program import FAILED
from tellings.cli.terminal import say


@click.command("check-citations")
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a fault.")
def command(*, library: LibraryName | None, config: Path | None, as_json: bool) -> int:
    """Check that every passage that a story cites stands in its page, word for word, and that no kept page has changed.

    Ends with exit code 1 where one does not.
    """
    from tellings.citations import check

    with kept_library(library=library, config=config) as kept:
        counts, faults = check(kept)
        for fault in faults:
            if as_json:
                print_json(fault)
            else:
                say(f"{fault.where}: {fault.what}")
        say(f"tellings: {counts.pages} pages and {counts.cites} passages checked, {len(faults)} faults", err=True)
        return FAILED if faults else 0
