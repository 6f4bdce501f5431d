"""`tellings digest`: what is new, as a page, as text, or as a message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from tellings.cli.console import counted_stories, kept_library, library_option
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("digest")
@library_option
@click.option(
    "--since", type=click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")),
    help="New since this day or time (UTC where no zone is named; default: 24 hours ago).",
)  # fmt: skip
@click.option("--title", default="Tellings", show_default=True, help="What the digest is headed with.")
@click.option("--base", help="Address of a served library, for links to the stories.")
@click.option(
    "-o", "--output", "outputs", multiple=True, type=click.Path(dir_okay=False, path_type=Path),
    help="File: .html, .txt or .eml; may be given several times (default: text on stdout).",
)  # fmt: skip
@click.option("--send", "sent", is_flag=True, help="Send it by the mail server of the settings ([mail]).")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
def command(
    *, library: LibraryName | None, since: datetime | None, title: str, base: str | None, outputs: tuple[Path, ...], sent: bool,
    config: Path | None,
) -> int:  # fmt: skip
    """Tell what is new in the stories of a library, every line with its passages: HTML and text.

    Nothing is sent where nothing is new.
    """
    from tellings import digest
    from tellings.export import digest as written

    now = datetime.now(UTC)
    begin = since or now - timedelta(days=1)
    with kept_library(library=library, config=config) as kept:
        found = digest.make(kept, since=begin if begin.tzinfo else begin.replace(tzinfo=UTC), until=now, base=base, title=title)
        mail = kept.settings.mail
    made = {
        ".html": lambda: written.html(found).encode(), ".txt": lambda: written.text(found).encode(),
        ".eml": lambda: bytes(written.message(found, sender=mail.sender or "tellings@localhost", to=mail.to)),
    }  # fmt: skip
    for output in outputs:
        if output.suffix not in made:
            raise click.UsageError(f"{output}: the name must end in .html, .txt or .eml.")
        output.write_bytes(made[output.suffix]())
    if not outputs and not sent:
        say(written.text(found), nl=False)
    if sent and found.stories:
        if not mail.to or not mail.sender:
            raise click.UsageError("Set mail.sender and mail.to in the settings.")
        digest.send(written.message(found, sender=mail.sender, to=mail.to), mail)
    what = counted_stories(len(found.stories))
    say(f"tellings: {what}{f', sent to {len(mail.to)}' if sent and found.stories else ''}", err=True)
    return 0
