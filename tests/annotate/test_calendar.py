from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate import calendar


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2031", "2031-01-01", "2031-12-31"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031-05-13TNI", "2031-05-13", "2031-05-13"),
        ("2031-W20", "2031-05-12", "2031-05-18"),
        ("2031-W20-WE", "2031-05-17", "2031-05-18"),
        ("2031-Q4", "2031-10-01", "2031-12-31"),
        ("2031-H1", "2031-01-01", "2031-06-30"),
        ("2031-WI", "2031-12-01", "2032-02-29"),
        ("199", "1990-01-01", "1999-12-31"),
        ("18", "1800-01-01", "1899-12-31"),
    ],
)
def test_interval(value: str, first: str, last: str) -> None:
    assert calendar.interval(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["", "XXXX-05", "PAST_REF", "P3D", "BC0480", "2031-13", "2031-02-30", "2031-W60"])
def test_no_interval(value: str) -> None:
    assert calendar.interval(value) is None


@given(
    st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 1, 1)), st.sampled_from(["D", "W", "M", "Q", "H", "Y", "E", "C"])
)
def test_a_day_lies_in_the_interval_of_its_value(day: date, unit: str) -> None:
    covered = calendar.interval(calendar.value_of(day, unit))
    assert covered is not None
    assert covered[0] <= day <= covered[1]


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 1, 1)), st.integers(-500, 500))
def test_shifting_days_and_back(day: date, count: int) -> None:
    there = calendar.shift(day, count, "D")
    assert there is not None
    assert calendar.shift(there, -count, "D") == day


def test_shift_stops_at_the_ends_of_the_calendar() -> None:
    assert calendar.shift(date(2031, 1, 31), 1, "M") == date(2031, 2, 28)
    assert calendar.shift(date(2031, 1, 1), -3000, "Y") is None


@pytest.mark.parametrize(
    ("rule", "day"),
    [("12-25", "2031-12-25"), ("11/4/4", "2031-11-27"), ("5/-1/1", "2031-05-26"), ("easter-2", "2031-04-11")],
)
def test_feasts(rule: str, day: str) -> None:
    assert str(calendar.feast(2031, rule)) == day


def test_easter() -> None:
    days = [calendar.easter(year).isoformat() for year in (1954, 2000, 2019, 2024, 2038)]
    assert days == ["1954-04-18", "2000-04-23", "2019-04-21", "2024-03-31", "2038-04-25"]


def test_absurd_digits_are_no_day() -> None:
    assert calendar.real_day(2031, 5, 10**40) is None
    assert calendar.real_day(2031, 2, 29) is None
