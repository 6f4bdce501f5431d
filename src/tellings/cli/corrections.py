"""`tellings corrections`: what a person corrected, and how to undo it."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import corrected, kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("corrections")
@library_option
@click.option("--undo", type=click.IntRange(1), metavar="NUMBER", help="Undo this correction; it stays in the list as undone.")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a correction.")
def command(*, library: LibraryName | None, undo: int | None, config: Path | None, as_json: bool) -> int:
    """List the corrections of a library in order, or undo one."""
    from tellings.curation import undo as undo_correction
    from tellings.export.curation_plain import correction_lines

    with kept_library(library=library, config=config) as kept:
        if undo is not None:
            return corrected(kept, undo_correction(kept, undo), as_json=as_json)
        for correction in kept.store.guidance().corrections:
            if as_json:
                print_json(correction)
            else:
                say("\n".join(correction_lines(correction, kept.sources())))
    return 0
