"""`tellings search`: what a library holds on something."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say

KINDS = ("pages", "stories", "quotes", "events")


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--in", "kind", type=click.Choice(KINDS), default="pages", show_default=True, help="What is searched.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="Hits that are printed.")
@click.option("--after", help="Go on after the hits of an earlier answer: its `next`.")
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the hits with their passages.")
def command(
    *,
    query: tuple[str, ...],
    kind: str,
    limit: int,
    after: str | None,
    library: LibraryName | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Search a library for QUERY.

    \b
    ferry fire            both words          "ferry fire"     the phrase
    ferry OR boat         either              ferry NOT fire   one without the other
    harb*                 words that begin so ( … )            what belongs together
    person: place: said-by: source: lang: type: title:          names, outlets, PLOVER types
    from:2031-05 to:2031-06-15                                  days of publication
    in:comments           readers' comments, which are not searched otherwise

    Plain words find pages that mean the same too, where the library has dense vectors.
    """
    from tellings.export.found_plain import hits_lines

    with kept_library(library=library, config=config) as kept:
        found = kept.search(" ".join(query), kind=kind, limit=limit, after=after)  # type: ignore[arg-type]
        if as_json:
            print_json(found)
        else:
            say("\n".join(hits_lines(found)))
            if found.next:
                say(f"tellings: there are more: --after {found.next}", err=True)
    return 0
