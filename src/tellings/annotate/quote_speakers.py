"""Which entity a speaker is, and who goes on speaking where no cue says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tellings.model import Entity, Span


class Speakers:
    """The entities of one document as speakers, and who spoke last."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._types = {e.id: e.type for e in entities}
        self._mentions = sorted((m.start, m.end, m.kind, e.id) for e in entities for m in e.mentions)
        self._starts = [m[0] for m in self._mentions]
        self._last: str | None = None

    def entity(self, speaker: Span | None) -> str | None:
        """Return the entity whose mention overlaps the speaker's span most: a person before an organisation before a place."""
        if speaker is None:
            return None
        best, best_rank = None, (-1, 0)
        for start, end, _, entity in self._mentions[: bisect_right(self._starts, speaker.end)]:
            shared = min(end, speaker.end) - max(start, speaker.start)
            if shared > 0:
                rank = ({"person": 3, "organisation": 2, "group": 1}.get(self._types[entity], 0), shared)
                if rank > best_rank:
                    best, best_rank = entity, rank
        return best

    def floating(self) -> str | None:
        """Return who goes on speaking."""
        return self._last

    def note(self, speaker: Span | None, entity: str | None) -> None:
        """Remember who spoke."""
        if speaker is not None:
            self._last = entity

    def end_paragraph(self) -> None:
        """Close a paragraph."""
