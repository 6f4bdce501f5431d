"""Sessions: who holds which cookie, and the proof that a form was sent from a page of the application.

Every browser holds a random key in a cookie (HttpOnly, SameSite). A form carries a keyed hash of it, so that no other
site can send one. Signing in gives a new key, of which the library keeps the hash alone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from tellings.library import Library
from tellings.model import Account, SignIn
from tellings.web.asked import Visitor
from tellings.web.site import Site

COOKIE = "tellings"
SESSION_DAYS = 7
LOCAL = Visitor(name="local", role="admin")
NOBODY = Visitor(name="", role="reader")
TOKEN_HOLDER = "token"
"""Who the audit log names where the token was used."""


def key_hash(key: str) -> str:
    """Return what the library keeps of a cookie's key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def fresh_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(32)


class Sessions:
    """Knows the visitor behind a cookie or a token, and the proof that belongs to a cookie."""

    def __init__(self, site: Site, secret: str) -> None:
        self.site = site
        self._secret = secret.encode()

    def proof(self, key: str) -> str:
        """Return what a form must carry that is sent with a cookie's key."""
        return hmac.new(self._secret, b"form\0" + key.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def proves(self, key: str, given: str) -> bool:
        """Tell whether a form carries the proof of its cookie."""
        return bool(key) and hmac.compare_digest(self.proof(key).encode(), given.encode("utf-8", "replace"))

    def sealed(self, key: str) -> str:
        """Return a key with its seal, as a cookie holds it: what this program did not give out is not taken."""
        return f"{key}.{self._seal(key)}"

    def unsealed(self, value: str) -> str:
        """Return the key of a cookie, empty where its seal is not ours."""
        key, _, seal = value.rpartition(".")
        return key if key and hmac.compare_digest(self._seal(key).encode(), seal.encode("utf-8", "replace")) else ""

    def _seal(self, key: str) -> str:
        return hmac.new(self._secret, b"cookie\0" + key.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]

    def visitor(self, library: Library, key: str, bearer: str) -> Visitor | None:
        """Return who asks; None for somebody who must sign in first."""
        if self.site.open:
            return LOCAL
        if bearer and self.is_token(bearer):
            return Visitor(name=TOKEN_HOLDER, role=self.site.token_role, signed_in=True)
        found = library.store.sign_in(key_hash(key)) if key else None
        if found is None or found.expires < _time(datetime.now(UTC)):
            return None
        if found.name == TOKEN_HOLDER and self.site.token is not None:
            return Visitor(name=TOKEN_HOLDER, role=self.site.token_role, signed_in=True)
        account = library.store.account(found.name)
        return Visitor(name=account.name, role=account.role, signed_in=True) if account else None

    def is_token(self, given: str) -> bool:
        """Tell whether something is the site's token, in constant time."""
        token = self.site.token
        return token is not None and hmac.compare_digest(token.encode(), given.encode("utf-8", "replace"))

    def feed_token(self, account: Account) -> str:
        """Return the token with which an account's feed reader comes; a new password makes it worth nothing."""
        made_of = b"\0".join((b"feeds", account.name.encode(), account.made.encode(), account.password.encode()))
        return hmac.new(self._secret, made_of, hashlib.sha256).hexdigest()[:40]

    def is_feed_token(self, account: Account, given: str) -> bool:
        """Tell whether something is an account's token for feed readers, in constant time."""
        return hmac.compare_digest(self.feed_token(account).encode(), given.encode("utf-8", "replace"))


def open_session(library: Library, name: str) -> str:
    """Open a session and return its key, which is new: one that was known before signing in is worth nothing after."""
    key, at = fresh_key(), datetime.now(UTC)
    expires = _time(at + timedelta(days=SESSION_DAYS))
    library.store.put_sign_in(SignIn(key=key_hash(key), name=name, made=_time(at), expires=expires), _time(at))
    return key


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Tries:
    """Counts failed tries to sign in, by name and by address, and says when the next may be made."""

    FREE = 5
    """Failures after which one must wait."""
    LONGEST = 900.0
    KEPT = 10_000

    def __init__(self) -> None:
        self._failed: dict[str, tuple[int, float]] = {}

    def wait(self, names: tuple[str, ...], now: float) -> float:
        """Return the seconds until the next try may be made."""
        return max((self._wait(n, now) for n in names), default=0.0)

    def _wait(self, name: str, now: float) -> float:
        count, last = self._failed.get(name, (0, 0.0))
        return 0.0 if count < self.FREE else max(0.0, last + min(self.LONGEST, 2.0 ** (count - self.FREE + 1)) - now)

    def failed(self, names: tuple[str, ...], now: float) -> None:
        """Count a failure."""
        if len(self._failed) > self.KEPT:
            self._failed = {k: v for k, v in self._failed.items() if now - v[1] < self.LONGEST}
        for name in names:
            count, last = self._failed.get(name, (0, 0.0))
            self._failed[name] = (count + 1 if now - last < 2 * self.LONGEST else 1, now)

    def passed(self, names: tuple[str, ...]) -> None:
        """Forget the failures of those who signed in."""
        for name in names:
            self._failed.pop(name, None)
