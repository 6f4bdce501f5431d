"""The days of a live blog's entries: the page's own, two where midnight lies between them, none in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.extract.clocks import ALONE, clock_at, days_of_entries, in_order
from tellings.model import Published


def day(value: str) -> Published:
    return Published(value=value, precision="minute" if len(value) > 10 else "day", basis="markup", confidence=0.95)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("3.05pm", "15:05"), ("00:40", "00:40"), ("12.10 am", "00:10"), ("Updated 9:15 a.m.", "09:15"), ("um 18.30 Uhr", "18:30"),
     ("23h05", "23:05"), ("3.05 million", None), ("25:10", None), ("9:75", None), ("At 9:15 he left", None)],
)  # fmt: skip
def test_a_line_that_is_a_time_of_day(text: str, clock: str | None) -> None:
    assert clock_at(text, ALONE) == clock


def test_entries_of_one_day_bear_it() -> None:
    found = days_of_entries(["15:05", "14:40", "13:55"], day("2031-03-04"), None)
    assert [p.value for p in found if p] == ["2031-03-04T15:05", "2031-03-04T14:40", "2031-03-04T13:55"]


@pytest.mark.parametrize("clocks", [["00:40", "23:30", "22:15"], ["22:15", "23:30", "00:40"]])
def test_a_midnight_parts_two_days_that_the_page_tells(clocks: list[str]) -> None:
    assert days_of_entries(clocks, day("2031-11-04"), None) == [None] * 3
    found = days_of_entries(clocks, day("2031-11-04T18:00"), day("2031-11-05T01:10"))
    assert {p.value for p in found if p} == {"2031-11-04T22:15", "2031-11-04T23:30", "2031-11-05T00:40"}


def test_a_day_in_doubt_is_none() -> None:
    assert days_of_entries(["09:00", "10:00"], None, None) == [None, None]
    assert days_of_entries(["09:00", "10:00"], day("2031-03-04"), day("2031-03-06T12:00")) == [None, None]
    assert days_of_entries([], day("2031-03-04"), day("2031-03-06T12:00")) == []
    kept = days_of_entries(["21:00", "22:00"], day("2031-03-04"), day("2031-03-05T01:00"))
    assert [p.value for p in kept if p] == ["2031-03-04T21:00", "2031-03-04T22:00"]


def test_order() -> None:
    assert in_order(["22:00", "23:00", "00:10"])
    assert not in_order(["22:00", "23:00", "00:10"], midnights=0)
    assert not in_order(["22:00", None, "23:00"])
    assert not in_order(["10:00", "09:00", "11:00", "08:00", "12:00"])


@given(st.lists(st.none() | st.times().map(lambda t: t.strftime("%H:%M")), max_size=8))
def test_there_is_one_answer_an_entry(clocks: list[str | None]) -> None:
    assert len(days_of_entries(clocks, day("2031-03-04"), day("2031-03-05T09:00"))) == len(clocks)
