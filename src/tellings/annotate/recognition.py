"""Names by the trained recogniser's own weights, decided for many paragraphs at once.

The recogniser reads a paragraph from left to right (Lample et al. 2016, BILUO). Outside of a name its decision rests on the
token alone, so all tokens are decided in one matrix product; inside one it rests on the name's first token and the last
two, so all names of a batch are read on together, a token a step. Decisions and names are those of spaCy's own walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tellings.annotate.encoding import Encoder
from tellings.annotate.stand_ins import StandIn
from tellings.annotate.transitions import Moves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENT, RECOGNISER = "tellings_recognition", "ner"
FEATURES = 3
"""Tokens that a decision rests on: this one, the name's first, the one before."""
BATCH = 64


class Recognition(StandIn):
    """Sets the names that a pipeline's recogniser sets."""

    name, replaces = COMPONENT, (RECOGNISER,)

    def __init__(self, nlp: Language) -> None:
        import numpy as np

        own: Any = nlp.get_pipe(RECOGNISER)
        self.own, self.moves = own, Moves(own, features=FEATURES)
        names = [own.moves.get_class_name(k) for k in range(own.moves.n_moves)]
        parts = [name.partition("-") for name in names]
        self.able = self.moves.able and all(kind in "BILUO" and (label or kind in "OU") for kind, _, label in parts)
        if not self.able:
            return
        self.labels = [label for _, _, label in parts]
        self.kinds = np.array([kind if label or kind == "O" else "-" for kind, _, label in parts])
        self.names = np.array([bool(label) for label in self.labels])
        at = {name: k for k, name in enumerate(names)}
        within = [(at.get(f"I-{label}", -1), at.get(f"L-{label}", -1)) for label in self.labels]
        self.within: NDArray[np.int64] = np.array(within)
        self.encoder, self.after = _encoder(own.model.get_ref("tok2vec"))
        self.able = bool((self.within[self.kinds == "B"] >= 0).all())

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Set those of many paragraphs, in order."""
        remaining = iter(docs)
        while batch := list(islice(remaining, batch_size)):
            filled = [doc for doc in batch if len(doc)]
            if any(doc.has_annotation("ENT_IOB") for doc in filled):
                yield from self.own.pipe(batch, batch_size=batch_size)
                continue
            if filled:
                self._set(filled)
            yield from batch

    def _set(self, docs: Sequence[Doc]) -> None:
        import numpy as np
        from spacy import attrs
        from spacy.tokens import Span

        vectors = self._vectors(docs)
        cached = self.moves.added(vectors).reshape(len(vectors) + 1, FEATURES, -1)
        starts = np.concatenate(([0], np.cumsum([len(doc) for doc in docs])))
        columns = [doc.to_array([attrs.SENT_START, attrs.IS_SPACE]).astype(np.int64) for doc in docs]
        rows = np.concatenate([own.reshape(-1, 2) for own in columns])
        last = np.zeros(len(rows), dtype=bool)
        last[starts[1:] - 1] = True
        ends_here = last | np.append(rows[1:, 0] == 1, True)
        outside = self._outside(cached, ends_here, rows[:, 1] == 1)
        until = self._until(cached, outside, ends_here)
        found: list[list[Span]] = [[] for _ in docs]
        first = np.flatnonzero(self.names[outside])
        free = 0
        for at, number in zip(first.tolist(), (np.searchsorted(starts, first, side="right") - 1).tolist(), strict=True):
            if at >= free:
                free, low = until.get(at, at + 1), int(starts[number])
                found[number].append(Span(docs[number], at - low, free - low, label=self.labels[outside[at]]))
        for doc, own in zip(docs, found, strict=True):
            doc.set_ents(own, default="outside")

    def _vectors(self, docs: Sequence[Doc]) -> NDArray[np.float32]:
        """Return one vector a token of all paragraphs."""
        if not self.encoder.able:
            own: NDArray[np.float32] = self.own.model.get_ref("tok2vec").predict(docs)
            return own
        made: Any = self.encoder.vectors(docs)
        for layer in self.after:
            made = layer.predict(made)
        vectors: NDArray[np.float32] = made
        return vectors

    def _scores(self, cached: NDArray[np.float32], tokens: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
        """Return the scores of all moves; `tokens` are the three that each decision rests on, -1 for none."""
        total = cached[tokens[0] + 1, 0] + cached[tokens[1] + 1, 1]
        total += cached[tokens[2] + 1, 2]
        return self.moves.scores(total)

    def _outside(
        self, cached: NDArray[np.float32], ends_here: NDArray[np.bool_], blank: NDArray[np.bool_]
    ) -> NDArray[np.int64]:  # fmt: skip
        """Return the move at each token where no name is open."""
        import numpy as np

        none = np.full(len(blank), -1, dtype=np.int64)
        scores = self._scores(cached, (np.arange(len(blank)), none, none))
        scores[:, np.isin(self.kinds, ("I", "L", "-"))] = -np.inf
        scores[np.ix_(ends_here | blank, self.kinds == "B")] = -np.inf
        scores[np.ix_(blank, self.kinds == "U")] = -np.inf
        result: NDArray[np.int64] = scores.argmax(axis=1)
        return result

    def _until(
        self, cached: NDArray[np.float32], outside: NDArray[np.int64], ends_here: NDArray[np.bool_]
    ) -> dict[int, int]:  # fmt: skip
        """Return, for each token at which a name of several tokens would begin, the token after its last."""
        import numpy as np

        first = np.flatnonzero(self.kinds[outside] == "B")
        at = first + 1
        until: dict[int, int] = {}
        while len(first):
            scores = self._scores(cached, (at, first, at - 1))
            into, out = self.within[outside[first]].T
            rows = np.arange(len(first))
            done = ends_here[at] | (scores[rows, out] >= scores[rows, into])
            until |= dict(zip(first[done].tolist(), (at[done] + 1).tolist(), strict=True))
            first, at = first[~done], at[~done] + 1
        return until


def _encoder(model: Any) -> tuple[Encoder, list[Any]]:
    """Return the encoder of a recogniser's own word vectors, and the layers over it that take an array."""
    first, *after = model.layers
    return Encoder(first), [layer for layer in after if layer.name != "list2array"]
