"""Centre: what a story is about, by the words that its accounts open with, and how near to it a passage is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tellings.compare.matters import OPENING
from tellings.compare.statements import Corpus
from tellings.model import Cite, Span

WORTH = 3.0
"""What a passage is worth that tells of nothing else, in accounts."""
FULL = 5
"""Words of the centre in a sentence that is of nothing else."""
SHARED = 0.5
"""Share of the accounts that open with a word of the centre."""
QUOTED = 0.5
"""What words in quotation are worth, of what a page's own are."""


class Centre:
    """The words that at least half of a story's accounts open with."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        known = Counter(w for t in corpus.tellings for w in {w for s in t.statements[:OPENING] for w in s.content})
        self.words = frozenset(w for w, n in known.items() if n >= max(2, SHARED * len(corpus.tellings)))

    def nearness(self, cites: Sequence[Cite]) -> float:
        """Return how near passages are to the centre, in accounts: by the words of their sentences, the mean of all."""
        return WORTH * sum(self._near(c) for c in cites) / max(1, len(cites))

    def _near(self, cite: Cite) -> float:
        telling = self.corpus.cited(cite)
        own = self.corpus.statement_at(cite)
        if own is None:
            return 0.0
        return min(1.0, len(own.content & self.words) / FULL) * (QUOTED if telling.quoted(Span(cite.start, cite.end)) else 1.0)
