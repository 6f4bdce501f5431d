"""`tellings watch`: feeds are read when they are due, their pages fetched and kept."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from tellings.cli.console import chosen_library, library_option, opened, print_json, settings_of
from tellings.cli.library_name import LibraryName
from tellings.cli.program import DONE, SOME_FAILED
from tellings.cli.terminal import say

if TYPE_CHECKING:
    from tellings.model.feeds import Event
    from tellings.watch import Account, Watch

UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
QUIET = frozenset({"page-unchanged", "feed-unchanged"})
SHOWN_PROBLEMS = 50
WORDS = {"page-new": "new", "page-changed": "changed", "page-later": "later", "page-failed": "failed", "page-gone": "gone",
         "page-passed": "passed over", "feed-read": "feed", "feed-failed": "feed failed", "feed-gone": "feed gone",
         "feed-moved": "feed moved", "feed-found": "feed found", "would-fetch": "would fetch",
         "stories-told": "stories", "hook-told": "told", "hook-failed": "not told"}  # fmt: skip


def seconds_of(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    """Return a span of time such as 90s, 30m, 2h or 1d in seconds; a bare number is seconds. Raises BadParameter."""
    if value is None:
        return None
    text = value.strip().lower()
    number, unit = (text[:-1], UNITS[text[-1]]) if text[-1:] in UNITS else (text, 1)
    if not number.isdigit() or not 0 < int(number) < 10**8:
        raise click.BadParameter(f"{value!r} is no span of time; write 90s, 30m, 2h or 1d", param=option)
    return int(number) * unit


@click.command("watch")
@library_option
@click.option("--once", is_flag=True, help="Do what is due now and end.")
@click.option("--for", "span", callback=seconds_of, metavar="TIME", help="End after this time: 90s, 30m, 2h, 1d.")
@click.option("--dry-run", is_flag=True, help="Read the feeds that are due and name what would be fetched; keep nothing.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Requests under way at once; never more than one a host.")
@click.option("--workers", type=click.IntRange(0, 256), help="Worker processes of the analysis.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Also take in the saved pages of this folder, as they come.")  # fmt: skip
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--json", "as_json", is_flag=True, help="Print what happens, one JSON object each.")
@click.option("--quiet", is_flag=True, help="Say only at the end what was done.")
def command(
    *, library: LibraryName | None, once: bool, span: int | None, dry_run: bool, jobs: int | None, workers: int | None,
    folder: Path | None, config: Path | None, as_json: bool, quiet: bool,
) -> int:  # fmt: skip
    """Read the feeds of a library when they are due; fetch, analyse and keep the pages that they lead to.

    What came is put into stories at least once a minute, and told to the webhooks of the library.
    Runs until interrupted, unless --once or --for ends it; what was finished is kept, and the next run goes on from there.
    Feeds are put on the list by `tellings feeds add`.
    """
    from msgspec.structs import replace

    settings = settings_of(config=config, workers=workers, quiet=True)
    if jobs:
        settings = replace(settings, watch=replace(settings.watch, jobs=jobs))
    name = chosen_library(library, settings)
    if name is None:
        raise click.UsageError("Name the library with --library, or in the settings: it keeps the feeds and their pages.")
    with opened(settings, name) as kept:
        from tellings.hooks import after_round
        from tellings.watch import Watch

        if not kept.store.subscriptions() and folder is None:
            raise click.UsageError("No feed is watched yet: put one on the list with `tellings feeds add ADDRESS`.")
        if not settings.watch.contact:
            say("tellings: set watch.contact, so that a webmaster can reach you", err=True)
        watch = Watch(
            kept, on_event=lambda event: _show(event, as_json=as_json, quiet=quiet, dry_run=dry_run), folder=folder,
            after_round=lambda: after_round(kept),
        )  # fmt: skip
        signal.signal(signal.SIGTERM, _interrupt)
        return _run(watch, once=once, span=span, dry_run=dry_run)


def _run(watch: Watch, *, once: bool, span: int | None, dry_run: bool) -> int:
    try:
        account = watch.preview() if dry_run else watch.run(once=once, seconds=span)
    except KeyboardInterrupt:
        _close(watch.account)
        raise
    return _close(account)


def _close(account: Account) -> int:
    for event in account.problems[:SHOWN_PROBLEMS]:
        say(f"tellings: {event.detail or event.address}", err=True)
    for line in account.lines():
        say(f"tellings: {line}", err=True)
    return SOME_FAILED if account.failed else DONE


def _show(event: Event, *, as_json: bool, quiet: bool, dry_run: bool) -> None:
    if as_json:
        print_json(event)
    elif dry_run and event.what == "would-fetch":
        say(f"{event.address}\t{event.detail}")
    elif not quiet and event.what not in QUIET:
        marks = "".join([" (the feed's text)" if event.told == "feed" else "", " (its beginning only)" if event.stub else ""])
        detail = event.detail if event.address not in event.detail or event.what.startswith("feed") else ""
        say(f"{WORDS.get(event.what, event.what)}: {event.address} {detail}{marks}".rstrip(), err=True)
        sys.stderr.flush()


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
