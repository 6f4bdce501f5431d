"""`tellings versions`: which pages are one article, read more than once, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tellings.cli.console import account, kept_library, kept_options, opened, print_json, settings_of
from tellings.cli.library_name import LibraryName
from tellings.cli.program import DONE
from tellings.cli.terminal import say

if TYPE_CHECKING:
    from tellings.library import Library


@click.command("versions")
@kept_options
@click.option("--workers", type=click.IntRange(0, 256), help="Worker processes (default: by the number of pages).")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article (docs/schema.md).")
def command(
    *, inputs: tuple[str, ...], library: LibraryName | None, as_is: bool, as_json: bool, workers: int | None,
    config: Path | None, quiet: bool,
) -> int:  # fmt: skip
    """Show what changed on pages that were read more than once: the same address, or the same canonical one.

    In the plain output [-words-] were taken out and {+words+} put in. With a library, pages that earlier runs read are looked
    at too; without inputs, all that it keeps, such as the pages of watched feeds.
    """
    if not inputs:
        with kept_library(library=library, config=config) as kept:
            _show(kept, None, as_json=as_json)
        return DONE
    settings = settings_of(config=config, workers=workers, quiet=quiet)
    with opened(settings, library, without=() if library or settings.library else ("vectors",)) as kept:
        kept.warm(1)
        kept.add_all(inputs, as_is=as_is)
        found = _show(kept, kept.tally.order, as_json=as_json)
        return account(kept.tally, quiet=quiet, more=f", {found} read more than once")


def _show(library: Library, ids: Sequence[str] | None, *, as_json: bool) -> int:
    """Print the articles that were read more than once, of all pages or of some; return how many there are."""
    from tellings.export.plain import page_names, versions_lines

    found = library.versions(ids)
    names = page_names(library.analyses([v.document for v in found]))
    for versions in found:
        if as_json:
            print_json(versions)
        else:
            say("\n".join(versions_lines(versions, names)))
    return len(found)
