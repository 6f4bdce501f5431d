"""`tellings stories`: which pages tell one story, and what each account says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tellings.cli.console import (
    account,
    counted_stories,
    kept_library,
    library_option,
    maybe_page_options,
    opened,
    print_json,
    settings_of,
    writer_options,
)
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("stories")
@maybe_page_options
@writer_options
@library_option
@click.option(
    "--since",
    type=click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")),
    help="Only what is new since this day or time (UTC where no zone is named): pages, facts, changed values.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a story (docs/schema.md).")
def command(
    *,
    inputs: tuple[str, ...],
    library: LibraryName | None,
    since: datetime | None,
    as_is: bool,
    as_json: bool,
    workers: int | None,
    config: Path | None,
    quiet: bool,
    writer: str | None,
    writer_model: str | None,
) -> int:
    """Group pages into stories and compare their accounts.

    Without pages: list the stories of a library, the latest first (--json prints them in full).
    """
    if not inputs:
        return _listed(library, config=config, since=since, as_json=as_json)
    from tellings.export.plain import news_lines, page_names, story_lines
    from tellings.telling import news

    settings = settings_of(config=config, workers=workers, quiet=quiet, writer=writer, writer_model=writer_model)
    with opened(settings, library) as kept:
        kept.warm(1)
        kept.add_all(inputs, as_is=as_is)
        outlets = page_names(kept.analyses(kept.tally.order))
        stories = kept.reworded(kept.stories(kept.tally.order))
        for story in stories:
            told = news(story, kept.analyses([m.id for m in story.documents]), since) if since else None
            if told and not told.pages:
                continue
            if as_json:
                print_json(told or story)
            else:
                say("\n".join(news_lines(told, outlets) if told else story_lines(story, outlets)))
        return account(kept.tally, quiet=quiet, more=f", {counted_stories(len(stories))}")


def _listed(library: LibraryName | None, *, config: Path | None, since: datetime | None, as_json: bool) -> int:
    from tellings.export.found_plain import listed_line

    first = since.strftime("%Y-%m-%d") if since else ""
    with kept_library(library=library, config=config) as kept:
        kept.group()
        if not kept.store.latest():
            say("tellings: the library holds no stories; `tellings add` puts pages into it", err=True)
        for name in kept.store.latest():
            story = kept.story(name)
            if story is None or (story.last or "") < first:
                continue
            if as_json:
                print_json(story)
            else:
                say(listed_line(story))
    return 0
