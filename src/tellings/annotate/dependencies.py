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

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
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
        self.own, model = own, own.model
        self.able = all(model.has_ref(name) and model.get_ref(name) is not None for name in ("tok2vec", "lower", "upper"))
        self.able = self.able and own.cfg.get("beam_width") == 1 and not model.attrs.get("unseen_classes")
        if not self.able:
            return
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self.able = lower.get_dim("nF") == FEATURES and lower.get_dim("nP") == 2
        import numpy as np

        self.tokens_of = model.predict([Doc(nlp.vocab, words=["."])]).get_token_ids
        first, second = (np.asarray(lower.get_param("b"))[:, piece] for piece in (0, 1))
        self.bias = np.concatenate((first, second))
        self.scores: NDArray[np.float32] = np.ascontiguousarray(upper.get_param("W").T)
        self.scores_bias = upper.get_param("b")
        weights = lower.get_param("W")
        self.states: NDArray[np.float32] = np.ascontiguousarray(weights.transpose(0, 2, 1, 3).reshape(-1, weights.shape[3]).T)
        self.none = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(FEATURES, -1)

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
        states, hidden = list(began), self.states.shape[1] // FEATURES
        known = self._known(docs).reshape(-1, hidden)
        columns = np.arange(FEATURES, dtype=np.int64)
        while states:
            rows = np.asarray(self.tokens_of(states)).astype(np.int64)
            rows = (rows + 1) * FEATURES + columns
            if len(rows) == 1:  # a product of one row is summed in another order
                rows = np.concatenate((rows, rows))
            total = known.take(rows.ravel(), axis=0).reshape(len(rows), FEATURES, hidden).sum(axis=1)
            total += self.bias
            best = np.maximum(total[:, : hidden // 2], total[:, hidden // 2 :])
            scores = best @ self.scores
            scores += self.scores_bias
            states = self.own.transition_states(states, scores[: len(states)])
        return list(began)

    def _known(self, docs: Sequence[Doc]) -> NDArray[np.float32]:
        """Return what each token adds to a state in each place, shape (tokens + 1, places × hidden); first that of no token."""
        import numpy as np

        vectors = self.own.model.get_ref("tok2vec").predict(docs)
        found = np.empty((len(vectors) + 1, self.states.shape[1]), dtype=np.float32)
        found[0] = self.none.ravel()
        np.dot(vectors, self.states, out=found[1:])
        return found
