"""`tellings library`: what is done to a library as a whole."""

from __future__ import annotations

import click

from tellings.cli.library_name import LibraryName, LibraryType


@click.group("library", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Copy a library from a file to a server, or back."""


@command.command("copy")
@click.argument("origin", type=LibraryType())
@click.argument("target", type=LibraryType())
@click.option("--quiet", is_flag=True, help="Do not say what is copied.")
def copy(*, origin: LibraryName, target: LibraryName, quiet: bool) -> int:
    """Copy the library ORIGIN into TARGET, a new file or an empty database ("postgresql://USER@HOST/DATABASE").

    Pages, stories, corrections, feeds and accounts keep their names and numbers; sign-ins are not copied.
    """
    from tellings.errors import StoreError
    from tellings.library import Library
    from tellings.store import is_library, on_server, open_store
    from tellings.store.addresses import told as told_name
    from tellings.store.copying import copy_library

    if not is_library(origin):
        hint = "name its file, or the address of its database"
        raise StoreError("there is no library", where=told_name(origin), hint=hint)

    def told(table: str, rows: int) -> None:
        if rows and not quiet:
            click.echo(f"tellings: {table}: {rows}", err=True)

    source = open_store(origin, read_only=not on_server(origin))
    try:
        with Library(target) as library:
            pages = copy_library(source, library.store, progress=told)
            library.index()
    finally:
        source.close()
    click.echo(f"{pages} pages were copied")
    return 0
