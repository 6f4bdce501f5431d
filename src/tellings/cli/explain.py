"""`tellings explain`: why a page is in its story, and how surely."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_options, kept_stories, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("explain")
@click.argument("story")
@click.argument("document")
@kept_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(
    *,
    story: str,
    document: str,
    inputs: tuple[str, ...],
    library: LibraryName | None,
    as_is: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    """Say what ties DOCUMENT (id, file or address; PAGE#2 is its part 2) to STORY (an id, or how it begins).

    The stories are those of the library, or of the INPUTS.
    """
    from tellings.curation import explain
    from tellings.export.curation_plain import explanation_lines

    with kept_stories(inputs, library=library, config=config, as_is=as_is) as (kept, stories):
        found = explain(kept, stories, story, document)
        if as_json:
            print_json(found)
        else:
            say("\n".join(explanation_lines(found)))
    return 0
