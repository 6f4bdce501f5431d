from __future__ import annotations

from tellings.compare.facts import compare_accounts
from tellings.model import Comparison, Quote, Utterance, Variant
from tests.compare.conftest import article, material, span_of

WORDS = "We never heard a horn in all that fog"


def compared(one: str, other: str, first: str = "Nadia Ferrant", second: str = "Nadia Ferrant") -> Comparison:
    pages, variants = [], []
    for name, text, speaker in (("a", one, first), ("b", other, second)):
        content = span_of(text, WORDS)
        quote = Quote(content=content, kind="direct", speaker=span_of(text, speaker))
        pages.append(article(text, name=name, quotes=[quote], day=None))
        variants.append(Variant(document=name, quote=0, text=WORDS, start=content.start, end=content.end, speaker=speaker))
    utterance = Utterance(speaker=first if first == second else None, said=None, variants=tuple(variants), longest=0)
    return compare_accounts(material(pages, utterances=[utterance]))


def test_two_days_for_one_saying_are_a_conflict() -> None:
    found = compared(
        f"In a statement on Tuesday, Nadia Ferrant spoke of the night. “{WORDS}.”",
        f"Nadia Ferrant said on Thursday that she was cold. “{WORDS}.”",
    )
    (fact,) = [f for f in found.differing if f.kind == "day"]
    assert fact.about == "day of Nadia Ferrant’s statement"
    assert [v.value for v in fact.values] == ["Tuesday", "Thursday"]


def test_a_day_that_belongs_to_something_else_is_not_taken() -> None:
    found = compared(
        f"Two days before Tuesday's vote, Nadia Ferrant said she was cold. “{WORDS}.”",
        f"Nadia Ferrant said on Thursday that she was cold. “{WORDS}.”",
    )
    assert not [f for f in found.differing if f.kind == "day"]


def test_two_speakers_of_the_same_words_are_a_conflict_of_attribution() -> None:
    found = compared(f"“{WORDS},” said Nadia Ferrant.", f"“{WORDS},” said Colm Brady.", second="Colm Brady")
    assert [f.kind for f in found.differing] == ["attribution"]


def test_a_part_of_a_name_is_no_other_speaker() -> None:
    found = compared(f"“{WORDS},” said Nadia Ferrant.", f"“{WORDS},” said Ferrant.", second="Ferrant")
    assert found.differing == ()
