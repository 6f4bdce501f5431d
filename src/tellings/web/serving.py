"""Opens the application: checks who could get in, binds the port, says the address, and serves until it is stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tellings.errors import SettingsError
from tellings.library import Library
from tellings.model import AccessRole
from tellings.web.site import Site, check_access, is_loopback

if TYPE_CHECKING:
    import socket

    import uvicorn

TOKEN_VARIABLE = "TELLINGS_TOKEN"
SWITCH_SECONDS = 0.0005
"""How long a thread computes before another one may: with Python's own 5 ms a short answer waits for long ones."""


@dataclass(frozen=True)
class Options:
    """What the command line says about serving."""

    host: str = "127.0.0.1"
    port: int = 8717
    title: str = "Tellings"
    names: frozenset[str] = frozenset()
    accounts: bool = False
    token_file: Path | None = None
    token_role: str = "reader"
    certificate: Path | None = None
    key: Path | None = None
    behind_tls: bool = False
    show_commenters: bool = False


def site_of(library: Library, options: Options) -> Site:
    """Return how the application is opened. Raises AccessError where somebody could get in who should not."""
    token, known = _token(options.token_file), len(library.store.accounts())
    beyond = not is_loopback(options.host) or bool(options.names)
    site = Site(
        title=options.title, host=options.host, names=options.names,
        accounts=options.accounts or (beyond and known > 0), token=token, token_role=cast(AccessRole, options.token_role),
        show_commenters=options.show_commenters, secure=options.certificate is not None or options.behind_tls,
    )  # fmt: skip
    check_access(site, accounts=known)
    return site


def _token(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get(TOKEN_VARIABLE, "").strip() or None
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError("the token cannot be read", where=str(file), why=str(problem)) from problem


def serve(library: Library, options: Options, *, say: Callable[[str], None]) -> None:
    """Serve until the program is stopped. Raises AccessError and SettingsError."""
    try:
        import uvicorn

        from tellings.web.app import create_app
    except ImportError as problem:
        raise SettingsError("the application is not installed", hint="pip install 'tellings[web]'") from problem
    site = site_of(library, options)
    config = uvicorn.Config(
        create_app(site, library), host=options.host, port=options.port, log_level="critical", server_header=False,
        access_log=False, ssl_certfile=options.certificate, ssl_keyfile=options.key, timeout_keep_alive=10,
        h11_max_incomplete_event_size=32_768, limit_concurrency=512, ws="none", lifespan="on",
    )  # fmt: skip
    bound = _bind(config)
    scheme = "https" if options.certificate else "http"
    host, port = bound.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    if not is_loopback(options.host) and not site.secure:
        say("warning: passwords travel unencrypted; give --certificate and --key, or a proxy with TLS (--behind-tls)")
    say(f"{options.title} is at {scheme}://{shown}:{port}/ (stop with Ctrl-C)")
    sys.setswitchinterval(SWITCH_SECONDS)
    uvicorn.Server(config).run(sockets=[bound])


def _bind(config: uvicorn.Config) -> socket.socket:
    try:
        return config.bind_socket()
    except SystemExit as problem:
        hint = "name another with --port; 0 takes a free one"
        raise SettingsError(f"port {config.port} cannot be had", where=config.host, hint=hint) from problem
