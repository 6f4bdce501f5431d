"""Addresses on the web: which may be asked, and how one is written so that two spellings are one."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tellings.errors import ForbiddenAddress

PORTS = {"http": 80, "https": 443}
LONGEST = 4_000
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
CONTROLS = re.compile(r"[\x00-\x20\x7f]")
PATH_SAFE = "/:@!$&'()*+,;=%-._~"
QUERY_SAFE = PATH_SAFE + "?[]|^`{}\\"
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)$")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)$")


class Address(NamedTuple):
    """A web address in its parts: `host` in ASCII, `target` what the server is asked for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Return host and port as they stand in an address and in the Host field."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the whole address."""
        return f"{self.scheme}://{self.authority}{self.target}"


def parse(url: str) -> Address:
    """Return the parts of an address, its spelling made one. Raises ForbiddenAddress for what is never asked.

    Host in lower-case ASCII (IDNA 2008 with UTS 46), default port and fragment dropped, dot segments resolved, escapes of
    ordinary characters undone and the others in capitals (RFC 3986, section 6.2.2).
    """
    cleaned = url.strip().replace("\t", "").replace("\r", "").replace("\n", "")
    if len(cleaned) > LONGEST:
        raise _forbidden(cleaned[:80] + "…", f"it is longer than {LONGEST} characters")
    try:
        parts = urlsplit(cleaned)
        port, host = parts.port, parts.hostname or ""
    except ValueError as problem:
        raise _forbidden(cleaned, str(problem)) from problem
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise _forbidden(cleaned, f"only http and https are fetched, not {scheme or 'a bare name'}")
    if "@" in parts.netloc:
        raise _forbidden(f"{scheme}://…@{host}", "it carries a name or password")
    path = _resolved(_spelled(parts.path, PATH_SAFE)) or "/"
    query = _spelled(parts.query, QUERY_SAFE)
    found = Address(scheme, _host(host, cleaned), port or PORTS[scheme], path + (f"?{query}" if query else ""))
    if len(found.url) > LONGEST:
        raise _forbidden(cleaned[:80] + "…", f"written out it is longer than {LONGEST} characters")
    return found


def normalise(url: str) -> str | None:
    """Return an address in its one spelling, None for what is never asked."""
    try:
        return parse(url).url
    except ForbiddenAddress:
        return None


def join(base: str | None, reference: str) -> str | None:
    """Return the normal address that a reference names on the page or feed at `base`, None where it names none."""
    if not reference.strip():
        return None
    try:
        return normalise(urljoin(base, reference.strip()) if base else reference)
    except ValueError:
        return None


def bare(url: str) -> str:
    """Return an address without name and password, to be shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _forbidden(shown: str, why: str) -> ForbiddenAddress:
    return ForbiddenAddress("the address is not fetched", where=shown, why=why, hint="give an http or https address of the web")


def _host(host: str, shown: str) -> str:
    """Return a host name in ASCII; numbers in other bases that a resolver would take for an address are refused."""
    if not host:
        raise _forbidden(shown, "it names no host")
    try:
        found = ip_address(host)
        if isinstance(found, IPv6Address) and found.scope_id:
            raise _forbidden(shown, "its address names a network card")
        return found.compressed
    except ValueError:
        pass
    name = _ascii(host.rstrip("."), shown)
    labels = name.split(".")
    if not all(LABEL.match(label) for label in labels) or len(name) > 253:
        raise _forbidden(shown, "its host is no host name")
    if NUMBER.match(labels[-1]):
        raise _forbidden(shown, "its host is a number and no address")
    return name


def _ascii(host: str, shown: str) -> str:
    lower = host.lower()
    if lower.isascii():
        return lower
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as problem:
        raise _forbidden(shown, f"its host is no host name: {problem}") from problem


def _spelled(text: str, safe: str) -> str:
    """Return a path or query with one spelling of each escape."""

    def one(found: re.Match[str]) -> str:
        byte = int(found.group(1), 16)
        return chr(byte) if byte in UNRESERVED else found.group(0).upper()

    whole = STRAY.sub("%25", text)
    return quote(ESCAPED.sub(one, CONTROLS.sub(lambda m: quote(m.group(0)), whole)), safe=safe, errors="replace")


def _resolved(path: str) -> str:
    """Return a path with "." and ".." resolved (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    pieces = path.split("/")
    for piece in pieces:
        if piece == "..":
            if len(kept) > 1:
                kept.pop()
        elif piece != ".":
            kept.append(piece)
    if pieces[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
