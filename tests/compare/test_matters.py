from __future__ import annotations

import re

import msgspec
import pytest

from tellings.compare.facts import compare_accounts
from tellings.compare.statements import Telling
from tellings.model import Article, Comparison, Entity, EntityType, Fact, Mention, Time
from tests.compare.conftest import article, material

BANK = "Harrow Mills said on Tuesday that its profit fell. The shares of Harrow Mills closed at $21.25 on the Brannock exchange, down 50 cents."
BREWER = "Vesk Brewing said on Tuesday that its profit fell. The shares of Vesk Brewing closed at $17.50 on the Brannock exchange, down 50 cents."


def named(text: str, name: str, *names: str, sort: EntityType = "organisation") -> Article:
    found = article(text, name=name)
    entities = tuple(
        Entity(
            id=n, name=n, type=sort,
            mentions=tuple(Mention(m.start(), m.end(), form=n) for m in re.finditer(n, text)),
        )
        for n in names
        if n in text
    )  # fmt: skip
    return Article(msgspec.structs.replace(found.analysis, entities=entities))


def compared(*texts: str) -> Comparison:
    names = ("Harrow Mills", "Vesk Brewing")
    return compare_accounts(material([named(t, f"p{i}", *names) for i, t in enumerate(texts)]))


def prices(found: Comparison) -> list[set[str]]:
    return [{v.value for v in f.values} for f in found.differing if f.kind == "number"]


def test_prices_of_two_companies_are_no_difference() -> None:
    assert not prices(compared(BANK, BREWER))


def test_two_prices_of_one_company_are_a_difference() -> None:
    assert prices(compared(BANK, BREWER.replace("Vesk Brewing", "Harrow Mills"))) == [{"$21.25", "$17.50"}]


@pytest.mark.parametrize(("place", "told"), [("Kerrow", 0), ("Orm", 1)])
def test_tolls_in_two_towns_are_no_difference(place: str, told: int) -> None:
    texts = ("A bomb in Orm injured 35 people at the mill.", f"A bomb in {place} injured 50 people at the mill.")
    articles = [named(t, f"p{i}", "Orm", "Kerrow", sort="place") for i, t in enumerate(texts)]
    found = compare_accounts(material(articles))
    assert len([f for f in found.differing if f.kind == "number"]) == told


def test_a_day_told_in_the_same_word_by_a_later_copy_is_no_difference() -> None:
    text = "Today the council of Orm is what people in the valley talk of, and nothing else."
    days = ("2031-05-14", "2031-05-20")
    articles = []
    for i, day in enumerate(days):
        own = article(text, name=f"p{i}", day=day)
        time = Time(0, 5, type="DATE", value=day, first_day=day, last_day=day)
        articles.append(Article(msgspec.structs.replace(own.analysis, times=(time,))))
    assert not [f for f in compare_accounts(material(articles)).differing if f.kind == "day"]


def test_a_day_in_the_name_of_a_paper_is_no_day() -> None:
    own = named("A poll of Orm Today found that most want the mill.", "p0", "Orm Today")
    time = Time(14, 19, type="DATE", value="2031-05-14", first_day="2031-05-14", last_day="2031-05-14")
    telling = Telling(0, Article(msgspec.structs.replace(own.analysis, times=(time,))))
    assert not telling.times


def test_a_day_after_an_earlier_page_is_of_something_later() -> None:
    texts = ("The Orm regatta was won by Penn on Friday.", "The Orm regatta was won by Penn on Sunday.")
    days = (("2031-05-16", "2031-05-17"), ("2031-05-18", "2031-05-19"))
    assert not _days_told(texts, [("Friday", *days[0]), ("Sunday", *days[1])])
    assert _days_told(texts, [("Friday", *days[0]), ("Sunday", "2031-05-11", "2031-05-18")])


def _days_told(texts: tuple[str, ...], days: list[tuple[str, str, str]]) -> list[Fact]:
    articles = []
    for i, (text, (word, day, page)) in enumerate(zip(texts, days, strict=True)):
        own, at = article(text, name=f"p{i}", day=page), text.index(word)
        time = Time(at, at + len(word), type="DATE", value=day, first_day=day, last_day=day)
        articles.append(Article(msgspec.structs.replace(own.analysis, times=(time,))))
    return [f for f in compare_accounts(material(articles)).differing if f.kind == "day"]


@pytest.mark.parametrize(("who", "told"), [("Vesk Brewing", 0), ("Harrow Mills", 1)])
def test_a_small_number_of_two_owners_is_not_agreed(who: str, told: int) -> None:
    found = compared(
        "In May the workers of Harrow Mills won two prizes at the Orm show.",
        f"In May the workers of {who} won two prizes at the Orm show.",
    )
    assert len([f for f in found.agreed if f.kind == "number"]) == told
