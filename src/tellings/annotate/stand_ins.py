"""Stand-ins: components that do what one of a trained pipeline's own does, with its weights, for many paragraphs at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class StandIn(ABC):
    """A component in the place of others; `able` says whether it can stand for them as they are built."""

    name: ClassVar[str]
    replaces: ClassVar[tuple[str, ...]]
    able: bool

    @abstractmethod
    def __init__(self, nlp: Language) -> None: ...

    @abstractmethod
    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate many paragraphs, in order."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one paragraph."""
        return next(iter(self.pipe([doc])))


def install(nlp: Language, kinds: Sequence[type[StandIn]]) -> None:
    """Put stand-ins in the places of a pipeline's components, each where all that it stands for is there and built for it."""
    from spacy.language import Language as Registry

    for kind in kinds:
        if not set(kind.replaces) <= set(nlp.pipe_names):
            continue
        made: Any = kind(nlp)
        if made.able:
            Registry.component(kind.name, func=made)
            nlp.add_pipe(kind.name, after=kind.replaces[-1])
            for name in kind.replaces:
                nlp.disable_pipe(name)
