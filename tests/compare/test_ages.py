from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tellings.compare.ages import age_facts
from tellings.compare.reading import particulars_of
from tellings.compare.statements import Corpus
from tellings.model import Article, Entity, Fact, Mention, Quantity
from tests.compare.conftest import article, material, span_of, told

Aged = tuple[str, str, str, str]


def _facts(accounts: Sequence[Aged]) -> list[Fact]:
    """Return the ages that differ of accounts: a text, its name and the full name meant, and the number in it."""
    articles = []
    for i, (text, form, name, number) in enumerate(accounts):
        made = article(text, name=f"p{i}")
        own, at = span_of(text, form), span_of(text, number)
        person = Entity(id="e0", name=name, type="person", mentions=(Mention(own.start, own.end, form=form),))
        value = {"nine": 9.0, "seven": 7.0}.get(number) or float(number.partition("-")[0])
        unit = "year-old" if "-year-old" in text else None
        age = Quantity(at.start, at.end, value=value, low=value, high=value, unit=unit)
        articles.append(Article(replace(made.analysis, entities=(person,), quantities=(age,))))
    corpus = Corpus(material(articles))
    return age_facts(particulars_of(corpus), corpus)


LEE, GIRL = "Ann Lee", "Nina Sorel"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ann Lee, 58, was jailed.", LEE, LEE, "58"), ("Lee, 61, of Beech Hill, was taken away.", "Lee", LEE, "61")),
        (
            ("Nina Sorel, a girl of nine, was saved.", GIRL, GIRL, "nine"),
            ("Brave Nina Sorel, seven, sang.", GIRL, GIRL, "seven"),
        ),
        (("The 47-year-old plumber Ann Lee fled.", LEE, LEE, "47-year-old"), ("Ann Lee, aged 41, fled.", LEE, LEE, "41")),
    ],
)
def test_two_ages_of_one_person_are_a_contradiction(one: Aged, other: Aged) -> None:
    (fact,) = _facts([one, other])
    assert (fact.relation, fact.about) == ("conflict", f"age of {one[2]}")
    assert set(told(fact)) == {one[3], other[3]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ann Lee, 58, was jailed.", LEE, LEE, "58"), ("Ann Lee, 58, was taken away.", LEE, LEE, "58")),
        (("Ann Lee, 58, was jailed.", LEE, LEE, "58"), ("Joe Lark, 61, was jailed.", "Joe Lark", "Joe Lark", "61")),
        (("Lee, 58, was jailed.", "Lee", "Lee", "58"), ("Lee, 61, was jailed.", "Lee", "Lee", "61")),
        (("Ann Lee, 58, was jailed.", LEE, LEE, "58"), ("Ann Lee was jailed. Her son, 31, wept.", LEE, LEE, "31")),
    ],
)
def test_other_people_and_surnames_alone_are_none(one: Aged, other: Aged) -> None:
    assert not _facts([one, other])
