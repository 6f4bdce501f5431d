from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tellings.compare.answers import Answers
from tellings.compare.contexts import Contexts
from tellings.compare.finer import rounded
from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus
from tellings.model import Article, Fact, Span, Time
from tests.compare.conftest import article, material, span_of, told

Day = tuple[str, str, str]


def _finer(*accounts: tuple[str, Day], days: Sequence[str] = ()) -> list[Fact]:
    """Return the refinements of accounts, each a text with one time in it: its words, its first and its last day."""
    articles = []
    for i, (text, (words, first, last)) in enumerate(accounts):
        made = article(text, name=f"p{i}", day=days[i] if days else "2031-05-14")
        at = span_of(text, words)
        time = Time(at.start, at.end, type="DATE", value=first, first_day=first, last_day=last)
        articles.append(Article(replace(made.analysis, times=(time,))))
    corpus = Corpus(material(articles))
    return [f for f in Answers(corpus, Contexts(corpus)).differing() if f.relation == "refinement"]


MONTH, DAY = ("2031-06-01", "2031-06-30"), ("2031-06-06", "2031-06-06")


def test_a_day_refines_the_month_of_one_meeting() -> None:
    (fact,) = _finer(
        ("The Brole company holds its annual shareholders meeting next month.", ("next month", *MONTH)),
        ("At Brole's June 6 shareholders meeting the board will be replaced.", ("June 6", *DAY)),
    )
    assert sorted(told(fact)) == ["June 6", "next month"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("The offer is half more than the share price of Brole before the plan was told in June.", ("June", *MONTH)),
            ("The offer is half more than the closing share price of Brole on June 6.", ("June 6", *DAY)),
        ),
        (
            ("Brole makes its offer again three months after the harbour plan of Orm.", ("three months", *MONTH)),
            ("Brole makes its harbour offer to Orm again on June 6.", ("June 6", *DAY)),
        ),
        (
            ("Penn has campaign stops in Orm and the harbour districts of Kerrow in the next month.", ("next month", *MONTH)),
            ("While the contest is in Kerrow on June 6, Penn speaks to the campaign harbour districts.", ("June 6", *DAY)),
        ),
    ],
)
def test_days_of_two_matters_are_no_refinement(one: tuple[str, Day], other: tuple[str, Day]) -> None:
    assert not _finer(one, other)


def test_a_coming_day_on_pages_weeks_apart_may_have_been_put_off() -> None:
    accounts = (
        ("The Orm rocket is to blast off from the Kerrow pad at the end of the month.", ("end of the month", *MONTH)),
        ("The Orm rocket will blast off from the Kerrow pad on June 6.", ("June 6", *DAY)),
    )
    assert _finer(*accounts, days=("2031-05-29", "2031-05-30"))
    assert not _finer(*accounts, days=("2031-05-01", "2031-05-30"))


def test_a_season_before_a_noun_is_no_time() -> None:
    text = "Brole sells its new sails for winter sports on the Kerrow lake."
    at = span_of(text, "winter")
    time = Time(at.start, at.end, type="DATE", value="2031-WI", first_day="2030-12-21", last_day="2031-03-20")
    own = Article(replace(article(text, name="p0").analysis, times=(time,)))
    corpus = Corpus(material([own, article("Fog.", name="p1")]))
    assert not Answers(corpus, Contexts(corpus)).particulars


@pytest.mark.parametrize(
    ("rough", "exact", "found"),
    [(35000.0, 38000.0, True), (400.0, 420.0, True), (3.1e9, 3.33e9, False), (7000.0, 6800.0, True)],
)
def test_a_rough_amount_is_an_exact_one_rounded(rough: float, exact: float, found: bool) -> None:
    (statement,) = Corpus(material([article("So many came.", name="p0"), article("", name="p1")])).tellings[0].statements
    one, other = (Particular("count", v, v, "", statement, 0, 1, Span(0, 2), rough=v == rough) for v in (rough, exact))
    assert rounded(one, other) == found
