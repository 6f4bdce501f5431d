"""`tellings stories`: which pages tell one story, and what each account says."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import account, library_file, library_option, opened, page_options, print_json, settings_of


@click.command("stories")
@page_options
@library_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a story (docs/schema.md).")
def command(
    *,
    inputs: tuple[str, ...],
    library: Path | None,
    as_is: bool,
    as_json: bool,
    workers: int | None,
    config: Path | None,
    quiet: bool,
) -> int:
    """Group pages into stories and compare their accounts."""
    from tellings.export.plain import page_names, story_lines

    settings = settings_of(config=config, workers=workers, quiet=quiet)
    with opened(settings, library_file(library)) as kept:
        kept.warm(1)
        kept.add_all(inputs, as_is=as_is)
        outlets = page_names(kept.analyses(kept.tally.order))
        stories = kept.stories(kept.tally.order)
        for story in stories:
            if as_json:
                print_json(story)
            else:
                click.echo("\n".join(story_lines(story, outlets)))
        return account(kept.tally, quiet=quiet, more=f", {len(stories)} stories")
