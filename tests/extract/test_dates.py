from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.extract.dates import before_fetch, day_from_url, find_ago, find_stamps, given_day, month_first, settle
from tellings.model import Dating, Given, Published


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("May 4, 2021", "2021-05-04"),
        ("Tuesday, May 4th, 2021 at 5:07 pm", "2021-05-04T17:07"),
        ("7:05 am EST May 4, 2021", "2021-05-04T07:05"),
        ("4 May 2021, 17.07", "2021-05-04T17:07"),
        ("4 de mayo de 2021", "2021-05-04"),
        ("publié le 4 mai 2021 à 17h07", "2021-05-04T17:07"),
        ("4. März 2021 um 9:30 Uhr", "2021-03-04T09:30"),
        ("4 de março de 2021", "2021-03-04"),
        ("4 maggio 2021", "2021-05-04"),
        ("4 мая 2021 года", "2021-05-04"),
        ("2021-05-04T12:13:14Z", "2021-05-04T12:13"),
        ("31/05/2021", "2021-05-31"),
        ("04.05.2021, 13:00", "2021-05-04T13:00"),
        ("05/31/2021 12:10 am", "2021-05-31T00:10"),
    ],
)
def test_full_dates_are_found(text: str, value: str) -> None:
    assert [s.value for s in find_stamps(text)] == [value]


@pytest.mark.parametrize("text", ["04/05/2021", "May 2021", "on Tuesday", "32 May 2021", "4 May 1621", "1.2.3.4", "2021-13-40"])
def test_what_is_no_certain_day_is_not_one(text: str) -> None:
    assert find_stamps(text) == []


def test_numeric_dates_are_read_as_the_page_writes_them() -> None:
    assert month_first("04/05/2021 and 04/28/2021") is True
    assert month_first("04/05/2021 and 28/04/2021") is False
    assert month_first("04/28/2021 and 28/04/2021") is None
    assert month_first("04/05/2021", language="de") is False
    assert find_stamps("04/05/2021", order=True)[0].day == "2021-04-05"
    assert find_stamps("04/05/2021", order=False)[0].day == "2021-05-04"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2021/05/04/crane-falls", "2021-05-04"),
        ("https://example.org/news/2021-05-04-crane", "2021-05-04"),
        ("https://example.org/2021/may/04/crane", "2021-05-04"),
        ("https://example.org/a/20210504-crane", "2021-05-04"),
        ("https://example.org/2021/05/crane", None),
        ("https://example.org/article/202105041234", None),
        ("https://example.org/2021/15/44/crane", None),
        (None, None),
    ],
)
def test_day_from_url(url: str | None, day: str | None) -> None:
    assert day_from_url(url) == day


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3 hours ago", 10800),
        ("an hour ago", 3600),
        ("hace 2 días", 172800),
        ("vor 5 Minuten", 300),
        ("il y a 3 jours", 259200),
        ("2ч назад", 7200),
    ],
)
def test_ages(text: str, seconds: int) -> None:
    found = find_ago(text)
    assert found is not None
    assert found[2] == seconds


def test_an_age_needs_the_time_of_the_fetch() -> None:
    assert before_fetch(3 * 3600, "2021-05-04T01:00:00Z") == "2021-05-03T22:00"
    assert before_fetch(2 * 86400, "2021-05-04T01:00:00Z") == "2021-05-02"
    assert before_fetch(3 * 3600, None) is None
    assert before_fetch(3 * 3600, "2021-05-04") is None
    assert before_fetch(400 * 86400, "2021-05-04T01:00:00Z") is None


def test_given_days_keep_their_precision() -> None:
    assert [given_day(v) and given_day(v).precision for v in ("2021", "2021-05", "2021-05-04", "2021-05-04T10:00")] == [
        "year", "month", "day", "minute",
    ]  # fmt: skip
    assert given_day("soon") is None


def test_pages_of_the_same_story_settle_an_unknown_day() -> None:
    sure = Published(value="2021-05-04", precision="day", basis="siblings", confidence=0.8)
    given_datings = Given(datings=(Dating(part=1, published=sure, why="same statement"),))
    assert settle(None, given_datings, part=1) == sure
    assert settle(None, given_datings, part=0) is None
    own = Published(value="2021-05-03", precision="day", basis="markup", confidence=0.9)
    assert settle(own, given_datings, part=1) == own


@given(st.text(max_size=80))
def test_any_text_is_survived(text: str) -> None:
    for stamp in find_stamps(text, order=True):
        assert 0 <= stamp.start < stamp.end <= len(text)
    find_ago(text)
    day_from_url(text)
