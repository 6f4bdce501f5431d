"""The part of the store that keeps stories in short, for lists that must not read every story."""

from __future__ import annotations

from collections.abc import Mapping

from tellings.model import Card, Shelved
from tellings.store.tables import Step, Tables, pack, unpack


class ShelfTables(Tables):
    """Cards of stories, and which must be made anew."""

    def unshelved(self, limit: int, /) -> list[str]:
        """Return stories that came, changed or went since their cards were made."""
        return [story for (story,) in self._query("SELECT story FROM unshelved ORDER BY story LIMIT ?", (limit,))]

    def put_cards(self, cards: Mapping[str, Card | None], /) -> None:
        """Keep the cards of stories, None for one that is no more; they need not be made anew then."""
        if not cards:
            return
        with self._transaction():
            found = self._one("SELECT max(turn) FROM shelf")
            turn = (found[0] if found and found[0] is not None else 0) + 1
            self._write(step for story, card in cards.items() for step in _steps(story, turn, card))

    def cards(self, since: int = 0, /) -> list[Shelved]:
        """Return what changed on the shelf after a turn, in order."""
        rows = self._query("SELECT turn, story, card FROM shelf WHERE turn > ? ORDER BY turn, story", (since,))
        return [Shelved(turn=turn, story=story, card=unpack(card, Card) if card else None) for turn, story, card in rows]

    def card(self, story: str, /) -> Card | None:
        """Return the card of a story."""
        row = self._one("SELECT card FROM shelf WHERE story = ?", (story,))
        found: Card | None = unpack(row[0], Card) if row and row[0] else None
        return found

    def stories_of(self, document: str, /) -> list[str]:
        """Return the stories that a page's articles are in."""
        asked = "SELECT story, min(part) AS first FROM named WHERE document = ? GROUP BY story ORDER BY first"
        return [story for story, _ in self._query(asked, (document,))]


def _steps(story: str, turn: int, card: Card | None) -> tuple[Step, Step]:
    return (
        (
            "INSERT INTO shelf (story, turn, card) VALUES (?, ?, ?)"
            " ON CONFLICT (story) DO UPDATE SET turn = excluded.turn, card = excluded.card",
            (story, turn, pack(card) if card else None),
        ),
        ("DELETE FROM unshelved WHERE story = ?", (story,)),
    )
