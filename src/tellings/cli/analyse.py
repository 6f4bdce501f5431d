"""`tellings analyse`: what each page says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tellings.cli.console import account, opened, page_options, print_json, settings_of
from tellings.cli.terminal import say

NOT_PRINTED = ("vectors",)
"""Layers that are not part of a printed document; they are made only where a library keeps them."""

if TYPE_CHECKING:
    from tellings.library import Library


@click.command("analyse")
@page_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document (docs/schema.md).")
@click.option("--together", is_flag=True, help="Date undated pages through the pages of their story.")
def command(
    *,
    inputs: tuple[str, ...],
    as_is: bool,
    as_json: bool,
    together: bool,
    workers: int | None,
    config: Path | None,
    quiet: bool,
) -> int:
    """Print what each page says: blocks, comments, people, places, times, quotations, events."""
    settings = settings_of(config=config, workers=workers, quiet=quiet)
    with opened(settings, without=() if together or settings.library else NOT_PRINTED) as library:
        library.warm(1)
        if together:
            _together(library, inputs, as_is=as_is, as_json=as_json)
        else:
            for result in library.add(inputs, as_is=as_is):
                _show(result, as_json=as_json)
        return account(library.tally, quiet=quiet)


def _together(library: Library, inputs: tuple[str, ...], *, as_is: bool, as_json: bool) -> None:
    from tellings.model import Failure

    results = list(library.add(inputs, as_is=as_is))
    library.stories()
    newer = {a.id: a for a in library.analyses(library.tally.order)}
    for result in results:
        _show(result if isinstance(result, Failure) else newer[result.id], as_json=as_json)


def _show(result: object, *, as_json: bool) -> None:
    from tellings.export.contract import document_view, error_view
    from tellings.export.plain import document_lines
    from tellings.model import Analysis, Failure

    if isinstance(result, Failure):
        if as_json:
            print_json(error_view(result))
    elif isinstance(result, Analysis):
        if as_json:
            print_json(document_view(result))
        else:
            say("\n".join(document_lines(result)))
