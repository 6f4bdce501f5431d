"""Coverage: whether a sentence of a summary tells a fact, by the words that the accounts share in telling it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tellings.compare.atoms import stem
from tellings.compare.lexicon import fold, lexicon
from tellings.model import Cite, Fact, SummarySentence, Value

WORD = re.compile(r"\w+")
SHARE = 0.6
"""Share of a passage's telling words that a sentence must hold; all of them where they are few."""
FEW = 4
"""Words of a passage that is told whole or not at all."""


def stems(text: str, language: str = "en") -> frozenset[str]:
    """Return the stems of a text's words of content, numbers among them."""
    stop = lexicon(language).stop
    return frozenset(stem(fold(w)) for w in WORD.findall(text) if fold(w) not in stop)


def keys_of(value: Value, passage: Cite, language: str = "en") -> frozenset[str]:
    """Return the words by which a passage tells a value: those that most passages of the value hold, where it is long."""
    own = stems(passage.text, language) or frozenset(fold(w) for w in WORD.findall(passage.text))
    if len(own) <= FEW:
        return own
    others = [stems(c.text, language) for c in value.evidence if c != passage]
    held = Counter(w for words in others for w in words)
    shared = frozenset(w for w in own if held[w] and 2 * held[w] >= len(others))
    return shared if len(shared) >= FEW else own


def holds(text: str, keys: frozenset[str], language: str = "en") -> bool:
    """Tell whether a text holds enough of the words that tell a value."""
    own = stems(text, language) | {fold(w) for w in WORD.findall(text)}
    return len(keys & own) >= (len(keys) if len(keys) <= FEW else SHARE * len(keys))


def tells(summary: Iterable[SummarySentence], fact: Fact, language: str = "en") -> bool:
    """Tell whether a summary tells a fact: a sentence cites a passage of one of its values and holds its telling words."""
    return any(
        meets(sentence.evidence, passage) and holds(sentence.text, keys_of(value, passage, language), language)
        for sentence in summary
        for value in fact.values
        for passage in value.evidence
    )


def meets(evidence: Sequence[Cite], passage: Cite) -> bool:
    """Tell whether one of the passages overlaps another one."""
    return any(c.document == passage.document and c.start < passage.end and passage.start < c.end for c in evidence)
