"""`tellings users`: who may sign in where the library is read over the network."""

from __future__ import annotations

import sys

import click

from tellings.cli.console import kept_library, library_option, print_json
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say

ROLE = click.Choice(["reader", "editor", "admin"])


@click.group("users")
def command() -> None:
    """Keep the accounts of a library that `tellings serve` shows beyond this machine.

    A reader reads, an editor also corrects, an admin also keeps feeds and accounts.
    """


def _password(given: bool) -> str:
    if given:
        return sys.stdin.readline().rstrip("\n")
    found: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return found


@command.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, default="reader", show_default=True, help="What the account may do.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
@library_option
def add(*, name: str, role: str, password_stdin: bool, library: LibraryName | None) -> None:
    """Make an account; the password is asked for."""
    from tellings import accounts

    with kept_library(library=library, config=None) as kept:
        accounts.add(kept.store, name, role=role, password=_password(password_stdin))
    say(f"tellings: {name} may sign in as {role}", err=True)


@command.command("remove")
@click.argument("name")
@library_option
def remove(*, name: str, library: LibraryName | None) -> None:
    """Take an account out; its sessions end at once."""
    from tellings import accounts

    with kept_library(library=library, config=None) as kept:
        accounts.remove(kept.store, name)
    say(f"tellings: {name} may no longer sign in", err=True)


@command.command("role")
@click.argument("name")
@click.argument("role", type=ROLE)
@library_option
def role(*, name: str, role: str, library: LibraryName | None) -> None:
    """Change what an account may do; its sessions end."""
    from tellings import accounts

    with kept_library(library=library, config=None) as kept:
        accounts.set_role(kept.store, name, role)
    say(f"tellings: {name} is {role} now", err=True)


@command.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
@library_option
def password(*, name: str, password_stdin: bool, library: LibraryName | None) -> None:
    """Change an account's password; its sessions end."""
    from tellings import accounts

    with kept_library(library=library, config=None) as kept:
        accounts.set_password(kept.store, name, _password(password_stdin))
    say(f"tellings: {name} has a new password", err=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an account.")
@library_option
def listed(*, as_json: bool, library: LibraryName | None) -> None:
    """List the accounts with their roles."""
    with kept_library(library=library, config=None) as kept:
        for account in kept.store.accounts():
            if as_json:
                print_json({"name": account.name, "role": account.role, "made": account.made, "seen": account.seen})
            else:
                say(f"{account.name:<24} {account.role:<8} last seen {account.seen or 'never'}")
