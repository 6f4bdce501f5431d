"""Dependencies and sentence ends by the trained parser's own weights and states, decided for many paragraphs at once.

The parser reads from left to right (arc-eager, Nivre 2003; features and layers of Kiperwasser and Goldberg 2016): at each step
all paragraphs of a batch that are not done take their next transition. The states are spaCy's; what they are scored with
is one matrix product a step. Paragraphs far longer than the others go spaCy's own way, since a step for one alone is dear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tellings.annotate.stand_ins import StandIn
from tellings.annotate.transitions import Moves

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENT, PARSER = "tellings_dependencies", "parser"
FEATURES = 8
"""Tokens that a decision rests on: two of the buffer, three of the stack, three dependents."""
FEW = 4
"""So few paragraphs are read faster by spaCy's own loop (measured)."""
BATCH = 128


class Dependencies(StandIn):
    """Sets the heads, relations and sentence ends that a pipeline's parser sets."""

    name, replaces = COMPONENT, (PARSER,)

    def __init__(self, nlp: Language) -> None:
        from spacy.tokens import Doc

        own: Any = nlp.get_pipe(PARSER)
        self.own, self.moves = own, Moves(own, features=FEATURES)
        self.able = self.moves.able
        if self.able:
            self.tokens_of = own.model.predict([Doc(nlp.vocab, words=["."])]).get_token_ids

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Set those of many paragraphs, in order."""
        remaining = iter(docs)
        while batch := list(islice(remaining, max(batch_size, BATCH))):
            ordered = sorted((doc for doc in batch if len(doc)), key=len)
            long = len(ordered) - FEW
            together = [doc for n, doc in enumerate(ordered) if n < long or (long > 0 and len(doc) <= 2 * len(ordered[long]))]
            apart = ordered[len(together) :]
            if together:
                self.own.set_annotations(together, self._read(together))
            if apart:
                self.own.set_annotations(apart, self.own.predict(apart))
            yield from batch

    def _read(self, docs: Sequence[Doc]) -> list[Any]:
        """Return the final states of paragraphs, the shortest first."""
        import numpy as np

        began = self.own.moves.init_batch(docs)
        states = list(began)
        known = self.moves.added(self.own.model.get_ref("tok2vec").predict(docs))
        known = known.reshape(len(known) * FEATURES, -1)
        columns = np.arange(FEATURES, dtype=np.int64)
        while states:
            rows = np.asarray(self.tokens_of(states)).astype(np.int64)
            rows = (rows + 1) * FEATURES + columns
            total = known.take(rows.ravel(), axis=0).reshape(len(rows), FEATURES, -1).sum(axis=1)
            states = self.own.transition_states(states, self.moves.scores(total))
        return list(began)
