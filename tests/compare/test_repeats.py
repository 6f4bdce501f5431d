from __future__ import annotations

from tellings.compare.repeats import each_label_once, without_repeats
from tellings.compare.statements import Corpus
from tellings.model import Cite, Fact, Relation, Value
from tests.compare.conftest import article, material, span_of

TEXTS = ("Nine killed. The fire killed nine people.", "Eleven died. Eleven workers perished.", "Twelve died.")


def _fact(relation: Relation, *spots: tuple[int, str, int]) -> Fact:
    """Return a fact of numbers, each at its account, its word and which of its places."""
    values = []
    for page, word, nth in spots:
        start = [i for i in range(len(TEXTS[page])) if TEXTS[page].startswith(word, i)][nth]
        values.append(Value(word, (Cite(f"p{page}", start, start + len(word), word),), 1))
    return Fact(about="number of people killed", kind="number", values=tuple(values), relation=relation)


def _label(*words: str) -> Fact:
    cite = Cite("p0", *((s := span_of(TEXTS[0], "fire")).start, s.end), "fire")
    return Fact(about="words", kind="label", values=tuple(Value(w, (cite,), 1) for w in words), relation="wording")


def test_the_same_numbers_of_the_same_pages_are_one_difference() -> None:
    corpus = Corpus(material([article(t, name=f"p{i}") for i, t in enumerate(TEXTS)]))
    wide = _fact("update", (0, "Nine", 0), (1, "Eleven", 0), (2, "Twelve", 0))
    again = _fact("conflict", (0, "nine", 0), (1, "Eleven", 1))
    assert without_repeats([wide, again], corpus) == [wide]
    assert without_repeats([again, wide], corpus) == [again, wide]


def test_a_label_is_shown_once() -> None:
    wide, narrow = _label("strike", "walkout", "stoppage"), _label("strike", "walkout")
    assert list(each_label_once([wide, narrow])) == [wide]
