"""Sentences of the readable text, from the parse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Sentence
from tellings.stage import View


class Sentences:
    """Write the sentences of every readable block."""

    name, version = "sentences", 1
    reads = ("parse",)
    writes = "sentences"

    def models(self) -> Mapping[str, str]:
        """Return no weight files: the parse has its own."""
        return {}

    def run(self, views: Sequence[View], /) -> list[tuple[Sentence, ...]]:
        """Return each document's sentences in text order."""
        return [tuple(_sentences(view)) for view in views]


def _sentences(view: View) -> list[Sentence]:
    found = []
    for segment in view.parse.segments:
        for sentence in segment.doc.sents:
            words = sentence.text.strip()
            if words:
                start = segment.start + sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
                found.append(Sentence(start, start + len(words), part=segment.part))
    return found
