"""`tellings feeds`: the list of feeds that are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tellings.cli.console import chosen_library, library_option, print_json, settings_of
from tellings.cli.library_name import LibraryName
from tellings.cli.program import DONE, SOME_FAILED
from tellings.cli.terminal import say
from tellings.cli.watch import seconds_of

if TYPE_CHECKING:
    from tellings.model.feeds import Subscription
    from tellings.settings import Settings
    from tellings.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])
CONFIG = click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object each.")
SHOWN_ENTRIES = 10


@click.group("feeds")
def command() -> None:
    """Keep the list of feeds that `tellings watch` reads: RSS, Atom, JSON Feed, news sitemaps and indexes of sitemaps."""


@contextmanager
def _store(library: LibraryName | None, config: Path | None) -> Iterator[Store]:
    """Open the list of a library, which is made where there is none yet."""
    from tellings.store import open_store

    name = chosen_library(library, _settings(config))
    if name is None:
        raise click.UsageError("Name the library with --library, or in the settings.")
    store = open_store(name)
    try:
        yield store
    finally:
        store.close()


def _settings(config: Path | None) -> Settings:
    return settings_of(config=config, workers=None, quiet=True)


@command.command("add")
@click.argument("addresses", nargs=-1, required=True)
@click.option("--title", help="What to call it; otherwise as it calls itself.")
@click.option("--folder", help="A folder to list it in; ' / ' between folder and folder inside.")
@click.option("--every", callback=seconds_of, metavar="TIME", help="Read it this often: 10m, 2h, 1d; otherwise as it asks for.")
@library_option
@CONFIG
def add(
    *, addresses: tuple[str, ...], title: str | None, folder: str | None, every: int | None, library: LibraryName | None,
    config: Path | None,
) -> int:  # fmt: skip
    """Watch feeds from now on; what is known of one that is watched already is kept."""
    from tellings.watch.subscribing import add_feed

    with _store(library, config) as store:
        for address in addresses:
            feed = add_feed(store, address, title=title, folder=folder, every=every)
            say(f"tellings: {feed.address} is watched", err=True)
    return DONE


@command.command("remove")
@click.argument("feeds", nargs=-1, required=True)
@library_option
@CONFIG
def remove(*, feeds: tuple[str, ...], library: LibraryName | None, config: Path | None) -> int:
    """Watch feeds no longer, named by address, title or a part of either; the pages that are kept stay."""
    from tellings.watch.subscribing import remove_feed

    with _store(library, config) as store:
        for name in feeds:
            say(f"tellings: {remove_feed(store, name).address} is no longer watched", err=True)
    return DONE


@command.command("pause")
@click.argument("feed")
@click.option("--resume", is_flag=True, help="Go on with it.")
@library_option
@CONFIG
def pause(*, feed: str, resume: bool, library: LibraryName | None, config: Path | None) -> int:
    """Let a feed rest, or go on with one that rests or was gone."""
    from tellings.watch.subscribing import pause_feed

    with _store(library, config) as store:
        found = pause_feed(store, feed, paused=not resume)
        say(f"tellings: {found.address} is {'read again' if resume else 'not read for now'}", err=True)
    return DONE


@command.command("list")
@JSON
@library_option
@CONFIG
def listing(*, as_json: bool, library: LibraryName | None, config: Path | None) -> int:
    """List the feeds that are watched: when each was read, when it is due, and what is wrong with it."""
    from tellings.watch.account import counted

    with _store(library, config) as store:
        feeds = store.subscriptions()
        for feed in sorted(feeds, key=lambda f: (f.folder or "", f.address)):
            if as_json:
                print_json(feed)
            else:
                say("\n".join(_lines(feed)))
        counts = store.visit_counts()
    pages = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    say(f"tellings: {counted(len(feeds), 'feed')}; pages: {pages or 'none yet'}", err=True)
    return DONE


def _lines(feed: Subscription) -> list[str]:
    """Return a feed in words."""
    head = f"{feed.folder} / " if feed.folder else ""
    read = f"read {_moment(feed.read)}" if feed.read else "not read yet"
    state = {"active": f"due {_moment(feed.due)}", "paused": "paused", "gone": "gone"}[feed.state]
    lines = [f"{head}{feed.title or feed.address}", f"  {feed.address}", f"  {feed.kind or 'feed'} · {read} · {state}"]
    if feed.problem:
        times = f" ({feed.failures} times)" if feed.failures > 1 else ""
        lines.append(f"  {feed.problem}{times}")
    return lines


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


@command.command("import")
@click.argument("file", type=click.File("rb"))
@library_option
@CONFIG
def imported(*, file: Any, library: LibraryName | None, config: Path | None) -> int:
    """Watch the feeds of an OPML list, as other readers export it (- for standard input)."""
    from tellings.watch.account import counted
    from tellings.watch.subscribing import import_feeds

    with _store(library, config) as store:
        found = import_feeds(store, file.read(), where=str(file.name))
    for note in found.notes:
        say(f"tellings: {note}", err=True)
    say(f"tellings: {counted(len(found.added), 'feed')} new, {found.known} watched already", err=True)
    return DONE


@command.command("export")
@library_option
@CONFIG
def exported(*, library: LibraryName | None, config: Path | None) -> int:
    """Print the feeds as an OPML list for other readers."""
    from tellings.watch.subscribing import export_feeds

    with _store(library, config) as store:
        click.echo(export_feeds(store.subscriptions()), nl=False)
    return DONE


@command.command("check")
@click.argument("addresses", nargs=-1, required=True)
@JSON
@CONFIG
def check(*, addresses: tuple[str, ...], as_json: bool, config: Path | None) -> int:
    """Ask for feeds, or read saved ones, and tell what they hold; nothing is kept."""
    from tellings.read.feeds import full_text

    failed = 0
    for address in addresses:
        feed, problem = _checked(address, config)
        if feed is None:
            failed += 1
            say(f"tellings: {problem}", err=True)
        elif as_json:
            print_json(feed)
        else:
            carried = sum(full_text(item) is not None for item in feed.items)
            say(f"{feed.title or address}\n  {feed.kind}, {len(feed.items)} entries, {carried} with the whole text")
            for child in feed.children[:SHOWN_ENTRIES]:
                say(f"  {child.address}  {child.changed or ''}".rstrip())
            for item in feed.items[:SHOWN_ENTRIES]:
                day = (item.published or item.updated or "no day")[:10]
                say(f"  {day:10}  {item.title or 'no title'}\n              {item.link or 'no link'}")
            for note in feed.notes:
                say(f"tellings: {address}: {note}", err=True)
    return SOME_FAILED if failed else DONE


def _checked(address: str, config: Path | None) -> tuple[Any, str]:
    from tellings.errors import TellingsError
    from tellings.read.feeds import parse_feed
    from tellings.watch.subscribing import check_feed

    try:
        if Path(address).is_file():
            return parse_feed(Path(address).read_bytes(), where=address), ""
        result = check_feed(_settings(config), address)
        return result.parsed, result.problem.message if result.problem else ""
    except TellingsError as problem:
        return None, problem.message


@command.command("find")
@click.argument("page")
@JSON
@CONFIG
def find(*, page: str, as_json: bool, config: Path | None) -> int:
    """List the feeds that a page names; the page by its address, or saved as a file."""
    from tellings.read.feed_links import find_feeds
    from tellings.watch.subscribing import feeds_of_page

    file = Path(page)
    found = find_feeds(file.read_bytes()) if file.is_file() else feeds_of_page(_settings(config), page)
    for link in found:
        if as_json:
            print_json(link)
        else:
            say(f"{link.address}\t{link.title or ''}{'' if link.declared else ' (linked)'}".rstrip())
    if not found:
        say("tellings: the page names no feed", err=True)
    return DONE
