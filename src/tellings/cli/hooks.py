"""`tellings hooks`: tell other programs when stories change."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import counted_stories, kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say

CONFIG = click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")


@click.group("hooks")
def command() -> None:
    """Tell other programs when stories change: signed deliveries to addresses that you name (docs/api.md)."""


@command.command("add")
@click.argument("url")
@library_option
@CONFIG
def add(*, url: str, library: LibraryName | None, config: Path | None) -> None:
    """Tell URL of stories that change from now on; the secret that signs is printed once."""
    from tellings import hooks

    with kept_library(library=library, config=config) as kept:
        made = hooks.add(kept, url)
    say(made.secret)
    say(f"tellings: webhook {made.number} tells {made.url}; keep the secret, it is not shown again", err=True)


@command.command("list")
@library_option
@CONFIG
@click.option("--json", "as_json", is_flag=True, help="One JSON object a webhook, without its secret.")
def listed(*, library: LibraryName | None, config: Path | None, as_json: bool) -> None:
    """List the webhooks and how they fare."""
    import msgspec

    with kept_library(library=library, config=config) as kept:
        for hook in kept.store.hooks():
            if as_json:
                print_json({k: v for k, v in msgspec.structs.asdict(hook).items() if k != "secret"})
                continue
            state = f"ended: {hook.ended}" if hook.ended else f"failing: {hook.failed}" if hook.failed else "well"
            say(f"{hook.number}  {hook.url}  last told {hook.told or 'never'}  {state}")


@command.command("remove")
@click.argument("number", type=int)
@library_option
@CONFIG
def remove(*, number: int, library: LibraryName | None, config: Path | None) -> None:
    """Take a webhook out."""
    from tellings import hooks

    with kept_library(library=library, config=config) as kept:
        gone = hooks.remove(kept, number)
    say(f"tellings: {gone.url} is not told any more", err=True)


@command.command("deliver")
@library_option
@CONFIG
@click.option("--every", type=click.FloatRange(min=1), help="Go on until stopped, with as many seconds between two rounds.")
def deliver(*, library: LibraryName | None, config: Path | None, every: float | None) -> int:
    """Tell every webhook what it has not been told; failures are tried again later, each time a longer time."""
    import time

    from tellings import hooks

    code = 0
    with kept_library(library=library, config=config) as kept:
        while True:
            for done in hooks.deliver(kept):
                what = f"not told: {done.problem}" if done.problem else f"told of {counted_stories(done.stories)}"
                say(f"tellings: webhook {done.hook}, {done.url}: {what}", err=True)
                code = 3 if done.problem else code
            if every is None:
                return code
            time.sleep(every)
