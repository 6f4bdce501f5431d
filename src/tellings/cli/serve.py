"""`tellings serve`: the library in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import kept_library, library_option
from tellings.cli.library_name import LibraryName
from tellings.cli.terminal import say


@click.command("serve")
@library_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address; beyond this machine all must sign in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8717, show_default=True, help="Port; 0 takes a free one.")
@click.option("--title", default="Tellings", show_default=True, help="What the pages are headed with.")
@click.option("--name", "names", multiple=True, help="A further host name, such as a proxy's; all must sign in.")
@click.option("--accounts", is_flag=True, help="All must sign in, also on this machine; see `tellings users`.")
@click.option("--token-file", type=click.Path(dir_okay=False, path_type=Path), help="File with a token that lets in.")
@click.option(
    "--token-role", type=click.Choice(["reader", "editor", "admin"]), default="reader", show_default=True,
    help="What who has the token may do.",
)  # fmt: skip
@click.option("--certificate", type=click.Path(dir_okay=False, path_type=Path), help="TLS certificate (PEM).")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="Its private key (PEM).")
@click.option("--behind-tls", is_flag=True, help="A proxy before it speaks TLS with the browsers.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--show-commenters", is_flag=True, help="Show the names of readers who commented.")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
def command(
    *, library: LibraryName | None, host: str, port: int, title: str, names: tuple[str, ...], accounts: bool,
    token_file: Path | None, token_role: str, certificate: Path | None, key: Path | None, behind_tls: bool,
    show_commenters: bool, workers: int, config: Path | None,
) -> None:  # fmt: skip
    """Show a library in a browser: stories, accounts side by side, pages, search, corrections.

    It listens on this machine alone and asks for no account; with another --host, or a --name, everybody must sign in.
    """
    from tellings.web.serving import Options, serve

    options = Options(
        host=host, port=port, title=title, names=frozenset(n.lower() for n in names), accounts=accounts, token_file=token_file,
        token_role=token_role, certificate=certificate, key=key, behind_tls=behind_tls, show_commenters=show_commenters,
        workers=workers,
    )  # fmt: skip
    with kept_library(library=library, config=config) as kept:
        serve(kept, options, say=lambda line: say(f"tellings: {line}", err=True))
