"""`tellings quotes`: who said what."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("quotes")
@click.argument("query", nargs=-1)
@click.option("--by", "speaker", help="Who said it.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="Quotations that are printed.")
@click.option("--after", help="Go on after those of an earlier answer: its `next`.")
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the quotations with their passages.")
def command(
    *, query: tuple[str, ...], speaker: str | None, limit: int, after: str | None, library: LibraryName | None,
    config: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Print the quotations of a library that answer QUERY (as `tellings search` has it); without one all, the latest first."""
    from tellings.export.found_plain import hits_lines

    named = 'said-by:"' + speaker.replace('"', " ") + '"' if speaker else ""
    asked = " ".join([*([named] if named else []), *query])
    with kept_library(library=library, config=config) as kept:
        found = kept.search(asked or "-from:9999", kind="quotes", limit=limit, after=after)
        if as_json:
            print_json(found)
        else:
            say("\n".join(hits_lines(found)))
            if found.next:
                say(f"tellings: there are more: --after {found.next}", err=True)
    return 0
