"""How the application is opened: for whom, under which names, with what it must ask of those who come."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from tellings.errors import AccessError
from tellings.model import AccessRole

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
SHORTEST_TOKEN = 24
"""Characters of a token; `openssl rand -hex 24` gives 48."""


@dataclass(frozen=True)
class Site:
    """Everything that is fixed when the application starts."""

    title: str = "Tellings"
    host: str = "127.0.0.1"
    names: frozenset[str] = frozenset()
    """Further names under which browsers may ask for it."""
    accounts: bool = False
    """Whether everybody must sign in."""
    token: str | None = None
    token_role: AccessRole = "reader"
    show_commenters: bool = False
    secure: bool = False
    """Whether browsers come over TLS: cookies are then sent over TLS alone."""

    @property
    def open(self) -> bool:
        """Tell whether whoever comes may do everything: the person at this machine."""
        return not self.accounts and self.token is None

    @property
    def hosts(self) -> frozenset[str] | None:
        """Return the names that a request may be addressed to; None where any may be, since all must sign in."""
        if self.names:
            return LOOPBACK_NAMES | self.names
        return LOOPBACK_NAMES if is_loopback(self.host) else None


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_access(site: Site, *, accounts: int) -> None:
    """Make sure that nobody gets in who should not. Raises AccessError."""
    hint = "make one with `tellings users add NAME --role admin`, or put a token into a file and name it with --token-file"
    if site.token is not None and len(site.token) < SHORTEST_TOKEN:
        raise AccessError(
            f"the token is shorter than {SHORTEST_TOKEN} characters", hint="`openssl rand -hex 24` makes a good one"
        )
    beyond = not is_loopback(site.host) or bool(site.names)
    if beyond and site.open:
        raise AccessError("others could reach the library, and nobody would have to sign in", where=site.host, hint=hint)
    if site.accounts and not accounts and site.token is None:
        raise AccessError("the library has no accounts, so nobody could sign in", where=site.host, hint=hint)
