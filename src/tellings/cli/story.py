"""`tellings story`: one story of a library."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("story")
@click.argument("story")
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (docs/schema.md).")
def command(*, story: str, library: LibraryName | None, config: Path | None, as_json: bool) -> int:
    """Print STORY (its id, one that it had before, or how it begins) in full."""
    from tellings.curation import kept_story
    from tellings.export.plain import page_names, story_lines

    with kept_library(library=library, config=config) as kept:
        kept.group()
        found = kept_story(kept, story)
        if as_json:
            print_json(found)
        else:
            names = page_names(kept.analyses([m.id for m in found.documents]))
            say("\n".join(story_lines(found, names)))
            for member in found.documents:
                older = f" (an earlier reading of {member.version_of})" if member.version_of else ""
                say(f"  page {member.id}: {names.get(member.id, '?')}{older}")
    return 0
