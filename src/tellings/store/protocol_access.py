"""The parts of the store's protocol that serve the application: stories in short, accounts, sessions, the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tellings.model import Account, Amendment, AuditEntry, Card, Layer, LayerKind, SavedSearch, Shelved, SignIn


class ShelfStore(Protocol):
    """Keeps stories in short, for lists that must not read every story."""

    def unshelved(self, limit: int, /) -> list[str]:
        """Return stories that came, changed or went since their cards were made."""

    def put_cards(self, cards: Mapping[str, Card | None], /) -> None:
        """Keep the cards of stories, None for one that is no more; they need not be made anew then."""

    def cards(self, since: int = 0, /) -> list[Shelved]:
        """Return what changed on the shelf after a turn, in order."""

    def card(self, story: str, /) -> Card | None:
        """Return the card of a story."""

    def stories_of(self, document: str, /) -> list[str]:
        """Return the stories that a page's articles are in."""


class AccessStore(Protocol):
    """Keeps who may use the library over the network, and what they did."""

    def accounts(self) -> list[Account]:
        """Return every account, by name."""

    def account(self, name: str, /) -> Account | None:
        """Return the account of a name."""

    def put_account(self, account: Account, /) -> None:
        """Keep an account, or replace the one of that name."""

    def remove_account(self, name: str, /) -> None:
        """Take an account out, its sessions with it."""

    def sign_in(self, key: str, /) -> SignIn | None:
        """Return the session of a key."""

    def put_sign_in(self, sign_in: SignIn, now: str, /) -> None:
        """Keep a session; those that have expired by `now` go."""

    def drop_sign_ins(self, *, key: str | None = None, name: str | None = None) -> None:
        """End a session, or all of somebody's."""

    def put_audit(self, at: str, who: str, what: str, detail: str = "", /) -> None:
        """Write a line of the audit log; nothing takes one out."""

    def audit(self, limit: int, before: int | None = None, /) -> list[AuditEntry]:
        """Return the latest lines of the audit log, the newest first; `before` is a number that they lie below."""

    def saved(self, who: str | None = None, /) -> list[SavedSearch]:
        """Return the searches that somebody (None: anybody) saved, the oldest first."""

    def put_saved(self, saved: SavedSearch, /) -> int:
        """Keep a saved search (a number of 0 makes a new one) and return its number."""

    def remove_saved(self, number: int, who: str, /) -> None:
        """Take a saved search of somebody out."""

    def look(self, who: str, /) -> tuple[str, str] | None:
        """Return when somebody last said that they have seen everything, and the time before that."""

    def put_look(self, who: str, at: str, /) -> None:
        """Keep that somebody has seen everything by now."""

    def secret(self, name: str, fresh: str, /) -> str:
        """Return the secret of a name; the fresh one is kept where there was none."""


class AmendmentStore(Protocol):
    """Keeps what a person put right on pages and in comparisons."""

    def amendments(self, *, document: str | None = None, story: str | None = None) -> list[Amendment]:
        """Return amendments in order: all, or those of a page or of a story."""

    def put_amendment(self, amendment: Amendment, /) -> Amendment:
        """Keep an amendment, or replace the one of its number; 0 makes a new one, which is returned."""

    def original(self, document: str, kind: LayerKind, /) -> Layer | None:
        """Return a layer as it was before anybody amended it, with its recipe; None where the page has none."""

    def put_original(self, document: str, layer: Layer | None, kind: LayerKind, /) -> None:
        """Keep a layer as it was, where none is kept yet; without one, forget what was kept."""
