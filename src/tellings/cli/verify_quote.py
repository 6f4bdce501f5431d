"""`tellings verify-quote`: whether words stand in the pages as a quotation."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import account, opened, page_options, print_json, settings_of
from tellings.cli.terminal import say


@click.command("verify-quote")
@click.argument("words")
@page_options
@click.option("--speaker", help="Who is said to have said it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(
    *,
    words: str,
    inputs: tuple[str, ...],
    speaker: str | None,
    as_is: bool,
    as_json: bool,
    workers: int | None,
    config: Path | None,
    quiet: bool,
) -> int:
    """Check WORDS against the quotations of the pages: exact, altered (and how), given to somebody else, or not found."""
    from tellings.export.plain import finding_lines, page_names, places
    from tellings.telling import check_quote

    if not any(map(str.isalnum, words)):
        raise click.UsageError("Give the words of the quotation, in quotation marks of the shell.")
    settings = settings_of(config=config, workers=workers, quiet=quiet)
    with opened(settings, without=() if settings.library else ("vectors",)) as library:
        library.warm(1)
        library.add_all(inputs, as_is=as_is)
        analyses = list(library.analyses(library.tally.order))
        found = check_quote(words, analyses, speaker=speaker)
        if as_json:
            print_json(found)
        elif analyses:
            say("\n".join(finding_lines(found, page_names(analyses), places(analyses))))
        return account(library.tally, quiet=quiet)
