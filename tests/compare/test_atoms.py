from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.compare.atoms import Atom, Reader, atoms_of, tokens_of
from tellings.compare.lexicon import lexicon


def read(text: str, *, day: str | None = "2031-05-15", language: str = "en") -> list[Atom]:
    published = date.fromisoformat(day) if day else None
    reader = Reader(lexicon(language), language == "en", published, {}, frozenset())
    return atoms_of(tokens_of(text, 0, len(text)), reader)


def keys(text: str, **options: str) -> list[str]:
    return [a.key for a in read(text, **options)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They counted 2,000 boats.", "They counted two thousand boats."),
        ("It cost 2.3 million crowns.", "It cost 2,300,000 crowns."),
        ("A rise of 10 percent was seen.", "A rise of 10% was seen."),
        ("A rise of 10 per cent was seen.", "A rise of 10% was seen."),
        ("Some twenty-one men came.", "Some 21 men came."),
        ("He left the U.S. in spring.", "He left the United States in spring."),
        ("It sank on May 13.", "It sank on 13 May."),
        ("It sank on Tuesday.", "It sank on 13 May."),
        ("It sank on Tuesday, May 13, 2031.", "It sank on 13 May."),
    ],
)
def test_one_thing_has_one_key(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They counted 2,000 boats.", "They counted 200 boats."),
        ("They told us to go.", "They told US to go."),
        ("It sank on Tuesday.", "It sank on Monday."),
        ("A rise of 10 percent was seen.", "A rise of 10 was seen."),
    ],
)
def test_different_things_have_different_keys(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_a_month_that_is_a_verb_is_no_day() -> None:
    assert not [a for a in read("They may 3 times march on.") if a.kind == "day"]


def test_a_weekday_without_publication_day_stays_unresolved() -> None:
    (day,) = [a for a in read("It sank on Tuesday.", day=None) if a.kind == "day"]
    assert day.day is None
    assert day.weekday == 1


def test_french_thousands_and_decimals() -> None:
    values = [a.value for a in read("Il y avait 1.500 bateaux et 2,5 millions de tonnes.", language="fr") if a.kind == "number"]
    assert values == [1500, 2_500_000]


@given(st.text(max_size=300))
def test_atoms_lie_in_the_text_in_order(text: str) -> None:
    atoms = read(text)
    assert all(0 <= a.start < a.end <= len(text) for a in atoms)
    assert all(a.end <= b.start for a, b in pairwise(atoms))
