"""`tellings report`: a report that opens in a browser, and the data behind it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tellings.cli.console import account, counted_stories, opened, page_options, print_json, settings_of, writer_options
from tellings.cli.terminal import say


@click.command("report")
@page_options
@writer_options
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write.")
@click.option("--title", default="Tellings", show_default=True, help="Title of the report.")
@click.option(
    "--since",
    type=click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")),
    help="Show what is new in each story since this day or time (UTC where no zone is named).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as one JSON object.")
def command(
    *,
    inputs: tuple[str, ...],
    output: Path,
    title: str,
    since: datetime | None,
    as_is: bool,
    as_json: bool,
    workers: int | None,
    config: Path | None,
    quiet: bool,
    writer: str | None,
    writer_model: str | None,
) -> int:
    """Write DIR/index.html (self-contained), stories.jsonl, documents.jsonl and manifest.json.

    What was analysed is kept in DIR/library.db: a second run over unchanged pages analyses nothing again.
    """
    from tellings.export.report import prepare, write_report
    from tellings.telling import news

    settings = settings_of(config=config, workers=workers, quiet=quiet, writer=writer, writer_model=writer_model)
    prepare(output)
    with opened(settings, output / "library.db") as library:
        library.warm(1)
        library.add_all(inputs, as_is=as_is)
        stories = library.reworded(library.stories(library.tally.order))
        shown = dict.fromkeys([*library.tally.order, *(m.id for s in stories for m in s.documents)])
        analyses = list(library.analyses(list(shown)))
        fresh = [news(story, analyses, since) for story in stories] if since else []
        manifest = write_report(output, stories, analyses, run=library.run_account(inputs), title=title, news=fresh)
        code = account(library.tally, quiet=quiet, more=f", {counted_stories(len(stories))}")
    if as_json:
        print_json(manifest)
    say(f"tellings: the report is {output / 'index.html'}", err=True)
    return code
