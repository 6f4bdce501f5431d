"""How the command line names a library: a file, the folder of a report, or the address of a database."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import click

LibraryName: TypeAlias = Path | str
"""A file, or "postgresql://USER@HOST/DATABASE"."""
TOLD = "its file, the folder of a report, or postgresql://USER@HOST/DATABASE"


def library_name(text: str | Path) -> LibraryName:
    """Return what a text names: an address as it is, a folder's library, or a file. Raises StoreError where it is neither."""
    from tellings.store import check_name, on_server

    check_name(text)
    if on_server(text):
        return str(text)
    path = Path(text)
    return path / "library.db" if path.is_dir() else path


class LibraryType(click.ParamType):  # type: ignore[type-arg]  # generic in later versions alone
    """A library's name as the value of an option."""

    name = "library"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> LibraryName:
        """Return the name, as `library_name` has it."""
        return library_name(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return how help calls it."""
        return "FILE|ADDRESS"
