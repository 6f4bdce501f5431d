from __future__ import annotations

import pytest
from msgspec import structs

from tellings.compare.clauses import shortened
from tellings.compare.pool import Pool
from tellings.compare.sentences import fit
from tellings.compare.standalone import captioned, goes_on, leans, of_the_page, seen_from_the_page, verbless
from tellings.model import Article, Comparison, Time
from tests.compare.conftest import article, material, span_of


@pytest.mark.parametrize(
    "text",
    [
        "In more than two dozen of them the pumps failed before dawn.",
        "To do this, Holm used the pumps of the old mill.",
        "Specifically, the pumps that you buy at the mill in Dorrick.",
        "For his sake nobody spoke of the mill in Dorrick.",
    ],
)
def test_a_sentence_that_leans_on_the_one_before_does_not_stand_alone(text: str) -> None:
    assert leans(text, "en")
    own = article(text, name="p")
    assert not fit(own, own.sentences[0])


@pytest.mark.parametrize(
    "text",
    [
        "Ann Holm said she had seen the pumps of the mill.",
        "The council told its tenants that they could not return.",
        "“They came first today,” Ann Holm said of the pumps.",
        "Police said the mill had been left by its owner.",
    ],
)
def test_a_pronoun_behind_what_it_may_stand_for_is_understood(text: str) -> None:
    assert not leans(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "FILE - In this Monday photo Ann Holm is led into the mill at Dorrick.",
        "Here’s how the people of Dorrick took the news of the mill.",
        "Ann Holm leaves the mill at Dorrick (Photo by Ada Penn for the council).",
    ],
)
def test_the_page_s_own_lines_are_no_news(text: str) -> None:
    assert of_the_page(text, "en")


def test_a_short_line_without_a_verb_is_a_heading() -> None:
    assert verbless("A rise of 9 per cent.", "en")
    assert verbless("The runway at Orm, reopened this week.", "en")
    assert not verbless("Police used tear gas.", "en")
    assert not verbless("Ann Holm won.", "en")
    assert not verbless("Ein Anstieg von 9 Prozent.", "de")


def test_what_goes_on_with_something_and_what_is_seen_from_its_page_is_known() -> None:
    assert goes_on("The letter added that the mill was shut.", "en")
    assert not goes_on("The mill was shut.", "en")
    assert seen_from_the_page("The mill was shut this morning.", "en")
    assert seen_from_the_page("Tomorrow’s tide will lift the boat.", "en")
    assert not seen_from_the_page("Ann Holm said: “I came today”.", "en")


def test_a_relative_clause_is_not_cut_off_with_the_verb_behind_it() -> None:
    text = "The court found that payments of 1.4 million marks, which nobody had booked, had gone to a cottage by the lake."
    assert all("cottage" in short for short in shortened(text, "en"))


def test_a_figure_is_not_told_twice() -> None:
    one = "Ann Holm of Dorrick got a bill of 284 crowns for power at the mill on Monday, the council said."
    two = "The bill of 284 crowns for power reached Ann Holm on Monday."
    three = "Ada Penn promised an inquiry into the works beside the lake before the summer."
    own = material([article(f"{one} {two} {three}", name=f"p{n}", outlet=f"Outlet {n}") for n in range(3)])
    from tellings.compare.facts import compare_accounts

    told = [c.text for c in Pool(own, compare_accounts(own)).chosen(100)]
    assert sum("284" in t for t in told) == 1
    assert any("inquiry" in t for t in told)


def test_nothing_told_is_nothing_chosen() -> None:
    own = material([article("", name="p0"), article("", name="p1")])
    assert Pool(own, Comparison()).chosen(100) == []


def test_a_line_under_a_picture_gives_its_own_day_with_the_year() -> None:
    text = "People gather outside the mill on 13 May 2031. The mill burned on 13 May. It opened on 13 May 2011."
    own = article(text, name="p0")
    spans = [span_of(text, w) for w in ("13 May 2031", "13 May.", "13 May 2011")]
    days = ("2031-05-13", "2031-05-13", "2011-05-13")
    times = tuple(Time(s.start, s.end, type="DATE", value=d, first_day=d, last_day=d) for s, d in zip(spans, days, strict=True))
    told = Article(structs.replace(own.analysis, times=times))
    assert [captioned(told, s) for s in told.sentences] == [True, False, False]


def test_a_pronoun_with_a_joined_verb_is_one() -> None:
    assert leans("Now they've met for the first time.", "en")
