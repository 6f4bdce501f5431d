from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.compare.statements import Corpus
from tellings.compare.wordings import back, clocks, margins, noughts, reads_clocks, shares, zone
from tests.compare.conftest import article, material


def _first(text: str) -> tuple[Corpus, str]:
    return Corpus(material([article(text, name="p0")])), text


def _clocks(text: str) -> list[tuple[str, bool]]:
    corpus, _ = _first(text)
    return [(f"{int(c.value) // 60}:{int(c.value) % 60:02}", c.rough) for s in corpus.statements for c in clocks(s, "en", text)]


@pytest.mark.parametrize(
    ("text", "hour", "rough"),
    [
        ("The ferry left at 7.15 p.m. for Kerrow.", "19:15", False),
        ("The ferry left at 7pm for Kerrow.", "19:00", False),
        ("The ferry left at 19:15 for Kerrow.", "19:15", False),
        ("The ferry left at half past seven for Kerrow.", "7:30", False),
        ("The ferry left at a quarter to nine in the evening.", "20:45", False),
        ("The ferry left at ten past two for Kerrow.", "2:10", False),
        ("The ferry left at nine o'clock for Kerrow.", "9:00", False),
        ("The ferry left shortly before seven, an hour late.", "7:00", True),
        ("The ferry left at noon for Kerrow.", "12:00", False),
        ("The ferry left at about noon for Kerrow.", "12:00", True),
    ],
)
def test_hours_told_in_figures_and_words_are_one(text: str, hour: str, rough: bool) -> None:
    assert _clocks(text) == [(hour, rough)]


@pytest.mark.parametrize(
    "text",
    [
        "The vote went 7.15 in favour of the harbour.",
        "After seven boats had come in, the pier was closed.",
        "They won by ten to two in the harbour race.",
        "At 19.15 metres the divers stopped.",
        "It costs 25:61 marks.",
    ],
)
def test_numbers_that_are_no_hours(text: str) -> None:
    assert _clocks(text) == []


def test_a_language_without_a_table_has_no_hours() -> None:
    text = "Der Zug ging um halb acht."
    corpus, _ = _first(text)
    assert not reads_clocks("de")
    assert not list(clocks(corpus.statements[0], "de", text))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Half of the vote went to the harbour party.", 50.0),
        ("Two thirds of the crew left.", 66.7),
        ("A third of the crew left.", 33.3),
        ("Nine in ten voters stayed away.", 90.0),
        ("Nine out of ten voters stayed away.", 90.0),
        ("Prices rose by a quarter.", 25.0),
    ],
)
def test_shares_in_words_are_told_in_percent(text: str, share: float) -> None:
    corpus, _ = _first(text)
    (found,) = shares(corpus.statements[0], "en")
    assert round(found.value, 1) == share


def test_a_half_that_is_a_part_of_a_game_is_no_share() -> None:
    corpus, _ = _first("The second half began late, and nine in the crowd of twelve left.")
    assert not list(shares(corpus.statements[0], "en"))


def test_the_gap_of_two_counts_of_votes() -> None:
    corpus, _ = _first("The bill passed by 154 votes to 148 in the night.")
    (found,) = margins(corpus.statements[0], "en")
    assert found.value == 6


def test_nobody_is_a_count_of_nought() -> None:
    text = "No one was hurt, and nobody was arrested."
    corpus, _ = _first(text)
    statement = corpus.statements[0]
    ranges = list(noughts(statement, "en"))
    assert [" ".join(statement.keys[a:b]) for a, b in ranges] == ["no one", "nobody"]


def test_a_zone_stands_behind_its_hour() -> None:
    corpus, _ = _first("It left at 7.15pm GMT and came to Orm at 8.15pm.")
    statement = corpus.statements[0]
    text = corpus.tellings[0].article.text
    found = [zone(statement, c.last, "en") for c in clocks(statement, "en", text)]
    assert found == ["gmt", ""]


def test_a_time_told_by_how_long_ago_it_was() -> None:
    assert back("three years ago", "en")
    assert not back("in 2027", "en")
    assert back("the previous Tuesday", "en", "relative")


@given(st.text(alphabet="aeiotn 0123456789:.,'%½é🙂\n", max_size=60))
def test_whatever_stands_there_values_lie_in_their_sentence(text: str) -> None:
    corpus, _ = _first(text)
    for s in corpus.statements:
        ends = [f[:2] for f in (*clocks(s, "en", text), *shares(s, "en"), *margins(s, "en"))]
        assert all(0 <= first < last <= len(s.atoms) for first, last in ends)


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("It was past midnight when the last came down.", 360),
        ("The boat was back shortly after midnight.", 60),
        ("The road was open by 9 a.m. again.", -360),
        ("The road was open at 9 a.m. again.", 0),
    ],
)
def test_an_hour_after_or_before_which_it_was_has_a_reach(text: str, reach: int) -> None:
    corpus = Corpus(material([article(text, name="p0")]))
    assert [c.reach for s in corpus.statements for c in clocks(s, "en", text)] == [reach]
