"""The part of the store that keeps stories, what they are called, and a person's corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tellings.model import ArticleRef, Correction, Guidance, Naming, Story
from tellings.store.tables import Step, Tables, pack, unpack


class StoryTables(Tables):
    """Stories, their names over all runs, and corrections."""

    def put_stories(self, stories: Sequence[Story], key: str, /) -> None:
        """Replace all stories."""
        self._write([
            ("DELETE FROM stories", ()),
            *(_step(s) for s in stories),
            ("INSERT OR REPLACE INTO meta VALUES ('stories', ?)", (key,)),
        ])  # fmt: skip

    def put_some(self, stories: Mapping[str, tuple[Story, str]], gone: Sequence[str], /) -> None:
        """Keep stories, each with what names what it was made from, and take out those that are no more."""
        self._write([
            *(("DELETE FROM stories WHERE id = ?", (name,)) for name in gone),
            *(_step(story, made) for story, made in stories.values()),
        ])  # fmt: skip

    def made(self, name: str, /) -> tuple[Story, str | None] | None:
        """Return a kept story and what names what it was made from."""
        row = self._one("SELECT story, made FROM stories WHERE id = ?", (name,))
        return None if row is None else (unpack(row[0], Story), row[1])

    def latest(self) -> list[str]:
        """Return the ids of all kept stories, the one with the latest page first; those without a day last."""
        return [name for (name,) in self._query("SELECT id FROM stories ORDER BY coalesce(last, '') DESC, seq")]

    def story_ids(self) -> list[str]:
        """Return the ids of all kept stories."""
        return [name for (name,) in self._query("SELECT id FROM stories ORDER BY seq")]

    def stories(self, key: str | None = None, /) -> tuple[Story, ...] | None:
        """Return the stories, or None where they were made from something other than `key` names."""
        made = self._one("SELECT value FROM meta WHERE key = 'stories'")
        if key is not None and (made is None or made[0] != key):
            return None
        rows = self._query("SELECT story FROM stories ORDER BY seq")
        return tuple(unpack(row, Story) for (row,) in rows)

    def titles(self, stories: Sequence[str], /) -> dict[str, tuple[str | None, str | None, str | None]]:
        """Return title, first and last day of stories."""
        marks = ", ".join("?" * len(stories))
        rows = self._query(f"SELECT id, title, first, last FROM stories WHERE id IN ({marks})", tuple(stories))
        return {story: (title, first, last) for story, title, first, last in rows}

    def story(self, name: str, /) -> Story | None:
        """Return the story of an id, or the one that took it in."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            row = self._one("SELECT story FROM stories WHERE id = ?", (name,))
            if row is not None:
                found: Story = unpack(row[0], Story)
                return found
            became = self._one("SELECT became FROM names WHERE story = ? AND became IS NOT NULL", (name,))
            name = became[0] if became else name
        return None

    def corrections(self) -> tuple[Correction, ...]:
        """Return a person's corrections in order."""
        rows = self._query("SELECT correction FROM corrections ORDER BY number")
        return tuple(msgspec.msgpack.decode(row, type=Correction) for (row,) in rows)

    def guidance(self) -> Guidance:
        """Return a person's corrections in order, and the stories of earlier runs, the oldest first."""
        articles: dict[str, list[ArticleRef]] = {}
        for document, part, story in self._query("SELECT document, part, story FROM named"):
            articles.setdefault(story, []).append(ArticleRef(document=document, part=part))
        names = self._query("SELECT story, became FROM names ORDER BY seq")
        return Guidance(
            corrections=self.corrections(),
            namings=tuple(Naming(story=s, articles=tuple(articles.get(s, ())), became=b) for s, b in names),
        )

    def put_correction(self, correction: Correction, /) -> None:
        """Keep a correction, or replace the one of that number."""
        values = (correction.number, msgspec.msgpack.encode(correction))
        self._write([("INSERT OR REPLACE INTO corrections VALUES (?, ?)", values)])

    def put_names(self, namings: Sequence[Naming], /) -> None:
        """Keep what stories are called; an article of an earlier run that is not named keeps its story."""
        self._write([
            *(("INSERT OR IGNORE INTO names (story) VALUES (?)", (n.story,)) for n in namings),
            *(("UPDATE names SET became = ? WHERE story = ?", (n.became, n.story)) for n in namings),
            *(
                ("INSERT OR REPLACE INTO named VALUES (?, ?, ?)", (r.document, r.part, n.story))
                for n in namings
                for r in n.articles
            ),
        ])  # fmt: skip


def _step(story: Story, made: str | None = None) -> Step:
    return (
        "INSERT INTO stories (id, story, made, title, first, last) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " story = excluded.story, made = excluded.made, title = excluded.title, first = excluded.first, last = excluded.last",
        (story.id, pack(story), made, story.title, story.first, story.last),
    )
