"""Opens the application: checks who could get in, binds the port, says the address, and serves until it is stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from tellings.errors import SettingsError
from tellings.library import Library
from tellings.model import AccessRole
from tellings.settings import Settings
from tellings.web.site import Site, check_access, is_loopback

if TYPE_CHECKING:
    import socket

    import uvicorn
    from starlette.types import ASGIApp

TOKEN_VARIABLE = "TELLINGS_TOKEN"
TOLD_VARIABLE = "TELLINGS_SERVE"
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
    workers: int = 1


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a process is told by the one that started it."""

    path: str
    settings: Settings
    options: Options


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
    if not is_loopback(options.host) and not site.secure:
        say("warning: passwords travel unencrypted; give --certificate and --key, or a proxy with TLS (--behind-tls)")
    if options.workers > 1:
        _say_address(say, options, options.host, options.port)
        _serve_by_several(library, options)
        return
    config = uvicorn.Config(create_app(site, library), **_server_options(options))
    bound = _bind(config)
    _say_address(say, options, *bound.getsockname()[:2])
    sys.setswitchinterval(SWITCH_SECONDS)
    uvicorn.Server(config).run(sockets=[bound])


def _server_options(options: Options) -> dict[str, Any]:
    return {
        "host": options.host, "port": options.port, "log_level": "critical", "server_header": False, "access_log": False,
        "ssl_certfile": options.certificate, "ssl_keyfile": options.key, "timeout_keep_alive": 10,
        "h11_max_incomplete_event_size": 32_768, "limit_concurrency": 512, "ws": "none", "lifespan": "on",
    }  # fmt: skip


def _say_address(say: Callable[[str], None], options: Options, host: str, port: int) -> None:
    scheme = "https" if options.certificate else "http"
    say(f"{options.title} is at {scheme}://{f'[{host}]' if ':' in host else host}:{port}/ (stop with Ctrl-C)")


def _serve_by_several(library: Library, options: Options) -> None:
    """Serve by several processes at one port; each opens the library for itself."""
    import uvicorn

    if not options.port:
        raise SettingsError("several processes need a port", hint="name one with --port")
    told = _Told(
        path=str(getattr(library.store, "address", None) or getattr(library.store, "path", "")),
        settings=library.settings,
        options=options,
    )
    os.environ[TOLD_VARIABLE] = msgspec.json.encode(told, enc_hook=str).decode()
    uvicorn.run("tellings.web.serving:application", factory=True, workers=options.workers, **_server_options(options))


def application() -> ASGIApp:
    """Return the application as one of several processes serves it."""
    from tellings.web.app import create_app

    told = msgspec.json.decode(os.environ[TOLD_VARIABLE], type=_Told, dec_hook=lambda kind, value: kind(value))
    library = Library(told.path, settings=told.settings)
    sys.setswitchinterval(SWITCH_SECONDS)
    return create_app(site_of(library, told.options), library)


def _bind(config: uvicorn.Config) -> socket.socket:
    try:
        return config.bind_socket()
    except SystemExit as problem:
        hint = "name another with --port; 0 takes a free one"
        raise SettingsError(f"port {config.port} cannot be had", where=config.host, hint=hint) from problem
