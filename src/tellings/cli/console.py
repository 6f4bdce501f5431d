"""What commands share: options, the library behind them, progress on stderr, and the closing account of a run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tellings.cli.library_name import TOLD, LibraryName, LibraryType, library_name
from tellings.cli.program import DONE, FAILED, SOME_FAILED
from tellings.cli.terminal import say
from tellings.errors import EmptyInput

if TYPE_CHECKING:
    from tellings.library import Library, Tally
    from tellings.model import Correction, Story
    from tellings.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])
SHOWN_WARNINGS = 50


def page_options(command: Command) -> Command:
    """Add the arguments and options of every command that reads pages."""
    return _page_options(click.argument("inputs", nargs=-1, required=True)(command))


def maybe_page_options(command: Command) -> Command:
    """Add the same to a command that reads a library where no pages are named."""
    return _page_options(click.argument("inputs", nargs=-1)(command))


def _page_options(command: Command) -> Command:
    for option in (
        click.option("--as-is", is_flag=True, help="The text is already clean: take it unchanged, as one body."),
        click.option("--workers", type=click.IntRange(0, 256), help="Worker processes (default: by the number of pages)."),
        click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML)."),
        click.option("--quiet", is_flag=True, help="No progress bar."),
    ):
        command = option(command)
    return command


def writer_options(command: Command) -> Command:
    """Add the options that name a language model for summaries."""
    for option in (
        click.option(
            "--writer", metavar="URL", help="An OpenAI-compatible endpoint (…/v1) that words what the accounts agree on."
        ),
        click.option("--writer-model", metavar="NAME", help="The model at that endpoint."),
    ):
        command = option(command)
    return command


def library_option(command: Command) -> Command:
    """Add the option that names the library."""
    return click.option("--library", type=LibraryType(), help=f"The library: {TOLD}.")(command)


def kept_options(command: Command) -> Command:
    """Add the arguments and options of a command that reads the stories of a library, or of pages."""
    for option in (
        click.argument("inputs", nargs=-1),
        library_option,
        click.option("--as-is", is_flag=True, help="The text is already clean: take it unchanged, as one body."),
        click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML)."),
    ):
        command = option(command)
    return command


def correction_options(command: Command) -> Command:
    """Add the options of a command that records a correction."""
    for option in (
        library_option,
        click.option("--note", help="Why, in your words; kept with the correction."),
        click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML)."),
        click.option("--json", "as_json", is_flag=True, help="Print the correction as one JSON object."),
    ):
        command = option(command)
    return command


def settings_of(
    *, config: Path | None, workers: int | None, quiet: bool, writer: str | None = None, writer_model: str | None = None
) -> Settings:
    """Return the merged settings of one call."""
    from tellings.settings import load

    named = {name: value for name, value in (("endpoint", writer), ("model", writer_model)) if value is not None}
    flags = {"workers": workers, "progress": False if quiet else None, "writer": named or None, "library": named_library()}
    return load(file=config, flags=flags)


def named_library() -> str | None:
    """Return the library that was named before the command (`tellings --library FILE …`)."""
    context = click.get_current_context(silent=True)
    named = context.find_root().params.get("library") if context is not None and context.parent is not None else None
    return None if named is None else str(named)


def chosen_library(library: LibraryName | None, settings: Settings) -> LibraryName | None:
    """Return the library that a command was given, else the one of the settings, None where neither names one."""
    return library or (library_name(settings.library) if settings.library else None)


@contextmanager
def opened(settings: Settings, library: LibraryName | None = None, *, without: Collection[str] = ()) -> Iterator[Library]:
    """Open a library with progress on stderr, and close it whatever happens."""
    from tellings.library import Library

    with Library(chosen_library(library, settings), settings=settings, without=without) as found, _progress(found, settings):
        yield found


@contextmanager
def kept_library(*, library: LibraryName | None, config: Path | None) -> Iterator[Library]:
    """Open a library that is there already. Raises UsageError where none is named, StoreError where there is none."""
    from tellings.errors import StoreError
    from tellings.store import is_library
    from tellings.store.addresses import told

    settings = settings_of(config=config, workers=None, quiet=True)
    name = chosen_library(library, settings)
    if name is None:
        raise click.UsageError(f"Name the library: tellings --library FILE|ADDRESS … ({TOLD}).")
    if not is_library(name):
        hint = "`tellings add` makes one, `tellings report` keeps one in its folder, the setting `library` names one"
        raise StoreError("there is no library", where=told(name), hint=hint)
    with opened(settings, name) as found:
        yield found


@contextmanager
def kept_stories(
    inputs: tuple[str, ...], *, library: LibraryName | None, config: Path | None, as_is: bool = False
) -> Iterator[tuple[Library, tuple[Story, ...]]]:
    """Yield a library and its stories; with inputs and no library, one that lives for this call."""
    if not inputs or library is not None or named_library() is not None:
        with kept_library(library=library, config=config) as found:
            if inputs:
                account(found.add_all(inputs, as_is=as_is), quiet=True)
            yield found, found.stories()
        return
    with opened(settings_of(config=config, workers=None, quiet=True)) as found:
        account(found.add_all(inputs, as_is=as_is), quiet=True)
        yield found, found.stories(found.tally.order)


def corrected(library: Library, correction: Correction, *, as_json: bool) -> int:
    """Tell what was recorded or undone, and what to do to see it."""
    from tellings.export.curation_plain import correction_lines

    if as_json:
        print_json(correction)
    else:
        say("\n".join(correction_lines(correction, library.sources())))
    say("tellings: recorded; the next run over this library goes by it", err=True)
    return DONE


@contextmanager
def bar(unit: str, settings: Settings, *, says: str = "") -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on stderr where that is a terminal; yield what tells it how many are done, and of how many."""
    if not settings.progress or not sys.stderr.isatty():
        yield lambda done, known: None
        return
    from tqdm import tqdm

    with tqdm(total=0, unit=unit, file=sys.stderr, dynamic_ncols=True, leave=False, desc=says) as shown:

        def show(done: int, known: int) -> None:
            shown.total = known
            shown.n = done
            shown.refresh()

        yield show


@contextmanager
def _progress(library: Library, settings: Settings) -> Iterator[None]:
    with bar("page", settings, says="reading pages") as show:
        library.on_progress = show
        yield


def account(tally: Tally, *, quiet: bool = False, more: str = "") -> int:
    """Write failures, warnings and one closing line to stderr, and return the exit code.

    Raises EmptyInput where there was nothing to read.
    """
    for name, warning in tally.warnings[:SHOWN_WARNINGS]:
        say(f"tellings: warning: {name}: {warning}", err=True)
    if len(tally.warnings) > SHOWN_WARNINGS:
        say(f"tellings: warning: {len(tally.warnings) - SHOWN_WARNINGS} more warnings", err=True)
    for failure in tally.failures:
        line = failure.message if failure.source in failure.message else f"{failure.source}: {failure.message}"
        say(f"tellings: {line}", err=True)
    if not tally.read and not tally.failures:
        raise EmptyInput("nothing to read", why="the inputs hold no pages", hint="name files, folders, or - for JSON Lines")
    if not quiet:
        pages = _count(len(tally.order), "page")
        say(
            f"tellings: {pages} ({tally.analysed} analysed, {tally.reused} unchanged), {_count(tally.failed, 'failure')}{more}",
            err=True,
        )
    if not tally.failures:
        return DONE
    return SOME_FAILED if tally.order or tally.read else FAILED


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counted_stories(number: int) -> str:
    """Return how many stories there are, in words."""
    return "1 story" if number == 1 else f"{number} stories"


def print_json(record: Any) -> None:
    """Write one record as one line of JSON."""
    import msgspec

    sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
    sys.stdout.buffer.flush()
