"""Cues: the deed that a value is of, the nearest that a value may be asked of."""

from __future__ import annotations

from tellings.compare.contexts import CONCEPT, Contexts, Key, asked
from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus

HELD = 6
"""Words between a person and the deed that the person does or holds."""
CUE = 9
"""Words between a value and the deed that it is of."""
STOPPED = 6
"""Words that a stop between a value and a deed counts for."""
BEFALLEN = 8
"""Words that a deed which befalls people is nearer than another ("five passengers were taken to hospital")."""
CHANGING = 12
"""The same for a deed that only says that a value changed."""


class Cues:
    """The deeds of a story's values."""

    def __init__(self, corpus: Corpus, contexts: Contexts) -> None:
        self.corpus, self.contexts = corpus, contexts
        self.of: dict[int, Key | None] = {}

    def read(self, p: Particular, reach: tuple[int, int]) -> None:
        """Find the deed of a value among the atoms of its reach."""
        self.of[id(p)] = self._cue(p, reach)

    def deed(self, p: Particular) -> str | None:
        """Return the key of the deed that a value is of, None where none is told."""
        if p.deed:
            return p.deed
        key = self.of[id(p)]
        return key.name if key else None

    def moves(self, p: Particular) -> bool:
        """Tell whether a value is of a deed whose numbers change with time; a crew stays as large as it was."""
        if p.head in p.statement.words.bodies:
            return False
        language, deed = self.corpus.telling(p.statement).language, (self.deed(p) or CONCEPT)[1:]
        return deed in asked(language, "rising") | asked(language, "moving")

    def held(self, p: Particular) -> bool:
        """Tell whether a person is named beside a deed that one person does or holds."""
        key = self._cue(p, (0, len(p.statement.atoms)))
        return (
            key is not None
            and key.name[1:] in asked(self.corpus.telling(p.statement).language, "held")
            and self._beside(p, key)
        )

    def _beside(self, p: Particular, key: Key) -> bool:
        atoms = p.statement.atoms
        low, high = (key.last, p.first) if key.last <= p.first else (p.last, key.first)
        return high - low <= HELD and not any(a.kind == "name" for a in atoms[low:high]) and not self._joined(p, key)

    def _cue(self, p: Particular, reach: tuple[int, int]) -> Key | None:
        """Return the deed that a value is of: the nearest that a value may be asked of."""
        language = self.corpus.telling(p.statement).language
        wanted, changing = asked(language) - _never_of(p, language), asked(language, "changing")
        text, befalling = self.corpus.telling(p.statement).article.text, asked(language, "befalling")
        best: tuple[float, Key] | None = None
        for key in self.contexts.keys(p.statement):
            if key.name[0] != CONCEPT or key.name[1:] not in wanted or not (reach[0] <= key.first and key.last <= reach[1]):
                continue
            if key.first < p.last and p.first < key.last:
                continue
            apart = 2 * (p.first - key.last) + 1 if key.last <= p.first else 2 * (key.first - p.last)
            if apart > 2 * CUE:
                continue
            apart += STOPPED if _stopped(p, key, text) or self._joined(p, key) else 0
            apart += CHANGING if key.name[1:] in changing else 0
            apart -= BEFALLEN if p.sort == "count" and key.name[1:] in befalling else 0
            if best is None or apart < best[0]:
                best = apart, key
        return best[1] if best else None

    def _joined(self, p: Particular, key: Key) -> bool:
        """Tell whether a joining word stands between a value and a key, so that the key is of another clause."""
        between = p.statement.keys[min(p.last, key.last) : max(p.first, key.first)]
        return bool(p.statement.words.joining & set(between))


def _never_of(p: Particular, language: str) -> frozenset[str]:
    """Return the deeds that only a time or a measure is of, where a value counts things."""
    return asked(language, "timed") if p.sort in ("count", "money", "share") else frozenset()


def _stopped(p: Particular, key: Key, text: str) -> bool:
    """Tell whether a comma or another stop stands between a value and a key."""
    atoms = p.statement.atoms
    start, end = (atoms[key.last - 1].end, p.span.start) if key.last <= p.first else (p.span.end, atoms[key.first].start)
    return any(c in text[start:end] for c in ",;:–")
