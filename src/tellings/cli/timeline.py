"""`tellings timeline`: what happened when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say

DAY = click.DateTime(("%Y-%m-%d",))


@click.command("timeline")
@click.argument("stories", nargs=-1)
@click.option("--from", "first", type=DAY, help="The first day.")
@click.option("--to", "last", type=DAY, help="The last day.")
@library_option
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line of the timeline.")
def command(
    *, stories: tuple[str, ...], first: datetime | None, last: datetime | None, library: LibraryName | None,
    config: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Print what happened when, in the sources' words, by the named STORIES or by all of a library."""
    from tellings.curation import kept_story
    from tellings.export.plain import page_names

    with kept_library(library=library, config=config) as kept:
        kept.group()
        names = stories or tuple(kept.store.story_ids())
        found = []
        for name in names:
            story = kept_story(kept, name)
            found += [(entry.first_day or "", story.id, entry) for entry in story.timeline]
        low, high = (d.strftime("%Y-%m-%d") if d else None for d in (first, last))
        for day, story_id, entry in sorted(found, key=lambda f: f[:2]):
            if (low and (entry.last_day or day) < low) or (high and (not day or day > high)):
                continue
            if as_json:
                print_json({"story": story_id, "entry": entry})
                continue
            called = page_names(kept.analyses(sorted({c.document for c in entry.evidence})))
            days = day if entry.last_day in (day, None) else f"{day} to {entry.last_day}"
            told = ", ".join(dict.fromkeys(called.get(c.document, c.document) for c in entry.evidence))
            say(f"{days or 'before'}: {entry.text} [{told}]")
    return 0
