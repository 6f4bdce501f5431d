"""`tellings versions`: which pages are one article, read more than once, and what changed."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import account, opened, page_options, print_json, settings_of


@click.command("versions")
@page_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article (docs/schema.md).")
def command(
    *, inputs: tuple[str, ...], as_is: bool, as_json: bool, workers: int | None, config: Path | None, quiet: bool
) -> int:
    """Show what changed on pages that were read more than once: the same address, or the same canonical one.

    In the plain output [-words-] were taken out and {+words+} put in. With a library in the settings, pages that earlier runs
    read are looked at too.
    """
    from tellings.export.plain import page_names, versions_lines

    settings = settings_of(config=config, workers=workers, quiet=quiet)
    with opened(settings, without=() if settings.library else ("vectors",)) as library:
        library.warm(1)
        library.add_all(inputs, as_is=as_is)
        found = library.versions(library.tally.order)
        names = page_names(library.analyses([v.document for v in found]))
        for versions in found:
            if as_json:
                print_json(versions)
            else:
                click.echo("\n".join(versions_lines(versions, names)))
        return account(library.tally, quiet=quiet, more=f", {len(found)} read more than once")
