from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pytest

from tellings.compare.contexts import Contexts
from tellings.compare.facts import compare_accounts
from tellings.compare.gates import Gates
from tellings.compare.statements import Corpus, Telling
from tellings.model import Article, Comparison, Entity, EntityType, Fact, Mention, Span, Time, Value
from tests.compare.conftest import article, material, span_of

Compare = Callable[..., Comparison]
BANK = "Harrow Mills said on Tuesday that its profit fell. The shares of Harrow Mills closed at $21.25 on the Brannock exchange, down 50 cents."
BREWER = "Vesk Brewing said on Tuesday that its profit fell. The shares of Vesk Brewing closed at $17.50 on the Brannock exchange, down 50 cents."


def named(text: str, name: str, *names: str, sort: EntityType = "organisation") -> Article:
    found = article(text, name=name)
    entities = tuple(
        Entity(
            id=n, name=n, type=sort,
            latitude=50.0 + 3 * i,
            longitude=0.0,
            mentions=tuple(Mention(m.start(), m.end(), form=n) for m in re.finditer(n, text)),
        )
        for i, n in enumerate(names)
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


@pytest.mark.parametrize(("told", "count"), [("is expected to reach", 0), ("reached", 1)])
def test_what_is_foreseen_contradicts_nothing_that_was(compare: Compare, told: str, count: int) -> None:
    found = compare(
        "In Orm the price of bread at the mill rose by 19 percent over the year.",
        f"In Orm the rise of the price of bread at the mill over the year {told} 35 percent.",
    )
    assert len(prices(found)) == count


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
    days = (("2031-05-15", "2031-05-16"), ("2031-05-18", "2031-05-19"))
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


def test_a_part_of_the_dead_is_no_other_toll() -> None:
    texts = ("The bombs in Orm and Kerrow killed 57 people at the mills.", "The bomb in Kerrow killed 10 people at the mill.")
    articles = [named(t, f"p{i}", "Orm", "Kerrow", sort="place") for i, t in enumerate(texts)]
    assert not [f for f in compare_accounts(material(articles)).differing if f.kind == "number"]


def test_only_tolls_that_may_stand_against_each_other_are_shown() -> None:
    texts = (
        "The bombs in Orm and Kerrow killed 57 people at the mills.", "The bomb in Kerrow killed 10 people at the mill.",
        "The bomb in Kerrow killed 11 people at the mill.",
    )  # fmt: skip
    articles = [named(t, f"p{i}", "Orm", "Kerrow", sort="place") for i, t in enumerate(texts)]
    (fact,) = [f for f in compare_accounts(material(articles)).differing if f.kind == "number"]
    assert {v.value for v in fact.values} == {"10 people", "11 people"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The council opened the mill after the Sept. 11, 2001, fire in Orm.",
            "The council opened the mill after the Sept. 11 fire in Orm.",
        ),
        ("Their boat sank on the way from the UnitedIsles to Orm.", "Their boat sank on the way from the United Isles to Orm."),
    ],
)
def test_one_value_in_other_marks_is_no_difference(compare: Compare, one: str, other: str) -> None:
    assert not [f for f in compare(one, other).differing if f.kind in ("day", "person", "place")]


def test_a_home_that_one_account_gives_to_each_is_no_conflict(compare: Compare) -> None:
    found = compare(
        "Penn won the vote in Orm, the Kerrow valley and his home state of Tarland on the coast.",
        "Holm won the vote in Orm, the Kerrow valley and his home state of Brannock on the coast. Penn won in Tarland.",
    )
    assert not [f for f in found.differing if f.kind == "place"]


def test_a_year_and_a_month_without_one_are_no_refinement(compare: Compare) -> None:
    texts = ("Orm led the 2031 contest for the harbour seat.", "Orm prepares the harbour seat contest in July.")
    spans = (("2031", "2031", "2031-01-01", "2031-12-31"), ("July", "2031-07", "2031-07-01", "2031-07-31"))
    articles = []
    for i, (text, (word, value, first, last)) in enumerate(zip(texts, spans, strict=True)):
        own, at = article(text, name=f"p{i}"), text.index(word)
        time = Time(at, at + len(word), type="DATE", value=value, first_day=first, last_day=last)
        articles.append(Article(msgspec.structs.replace(own.analysis, times=(time,))))
    found = material(articles)
    corpus = Corpus(found)
    gates = Gates(corpus, Contexts(corpus))
    cites = [a.cite(Span(t.start, t.end)) for a in articles for t in a.analysis.times]
    values = tuple(Value(value=c.text, evidence=(c,), accounts=1) for c in cites)
    fact = Fact(about="day", kind="day", values=values, relation="refinement", confidence=0.7)
    assert gates.kept(fact) is None


def test_a_month_and_a_day_of_it_are_no_difference() -> None:
    pages = [
        article(t, name=f"p{i}") for i, t in enumerate(("The vote is in July.", "The vote is on 28 July.", "It is on 2 June."))
    ]
    days = (
        ("July", "2031-07-01", "2031-07-31"),
        ("28 July", "2031-07-28", "2031-07-28"),
        ("2 June", "2031-06-02", "2031-06-02"),
    )
    own, values = [], []
    for page, (words, first, last) in zip(pages, days, strict=True):
        at = span_of(page.text, words)
        time = Time(at.start, at.end, type="DATE", value=first, first_day=first, last_day=last)
        own.append(Article(msgspec.structs.replace(page.analysis, times=(time,))))
        values.append(Value(value=words, evidence=(own[-1].cite(at),), accounts=1))
    corpus = Corpus(material(own))
    gates = Gates(corpus, Contexts(corpus))
    assert gates.kept(Fact(about="day", kind="day", values=tuple(values[:2]), relation="refinement")) is None
    assert gates.kept(Fact(about="day", kind="day", values=(values[0], values[2]), relation="refinement")) is not None


def _days(*told: tuple[str, str, str]) -> tuple[Gates, Fact]:
    """Return gates over pages that each give a day (text, words, day), and the conflict that these days make."""
    own, values = [], []
    for i, (text, words, day) in enumerate(told):
        page, at = article(text, name=f"p{i}"), span_of(text, words)
        time = Time(at.start, at.end, type="DATE", value=day, first_day=day, last_day=day)
        own.append(Article(msgspec.structs.replace(page.analysis, times=(time,))))
        values.append(Value(value=words, evidence=(own[-1].cite(at),), accounts=1))
    corpus = Corpus(material(own))
    return Gates(corpus, Contexts(corpus)), Fact(about="day", kind="day", values=tuple(values), relation="conflict")


def test_a_day_seen_from_its_page_contradicts_no_day_beside_it() -> None:
    landed = ("The ferry Orm sank on Tuesday.", "Tuesday", "2031-05-13")
    gates, fact = _days(landed, ("The ferry Orm sank yesterday morning.", "yesterday morning", "2031-05-12"))
    assert gates.kept(fact) is None
    gates, fact = _days(landed, ("The ferry Orm sank yesterday morning.", "yesterday morning", "2031-05-09"))
    assert gates.kept(fact) is not None
    gates, fact = _days(landed, ("The ferry Orm sank on Monday.", "Monday", "2031-05-12"))
    assert gates.kept(fact) is not None
