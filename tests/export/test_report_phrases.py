"""Phrases of the report."""

from __future__ import annotations

import pytest

from tellings.export.report_phrases import days_text
from tellings.model import Days


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2031-10-01", "2031-10-31", "2031-10"),
        ("2032-02-01", "2032-02-29", "2032-02"),
        ("2031-02-01", "2031-02-27", "2031-02-01 to 2031-02-27"),
        ("2031-01-01", "2031-12-31", "2031"),
        ("2031-01-01", "2031-02-28", "2031-01-01 to 2031-02-28"),
        ("2030-01-01", "2031-12-31", "2030-01-01 to 2031-12-31"),
        ("2031-05-13", "2031-05-13", "2031-05-13"),
        (None, "2031-05-13", "by 2031-05-13"),
        ("2031-05-13", None, "from 2031-05-13"),
        (None, None, "day unknown"),
    ],
)
def test_a_whole_month_or_year_is_told_by_its_name(first: str | None, last: str | None, told: str) -> None:
    assert days_text(Days(first_day=first, last_day=last)) == told
