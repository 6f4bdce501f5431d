"""Days of publication of HTML pages: which witness is believed, and in which zone the day is told."""

from __future__ import annotations

import pytest

from tellings.extract import extract
from tellings.model import Analysis, Page, Source

PROSE = "The ferry was late again, and the harbour master said that nobody had told him why it had not left. " * 2


def read(head: str, lines: str, *, lang: str = "en-GB") -> Analysis:
    html = f"<html lang='{lang}'><head><title>The ferry was late again on Sunday</title>{head}</head><body><article>"
    html += f"<h1>The ferry was late again on Sunday</h1>{lines}<p>{PROSE}</p><p>{PROSE}</p></article></body></html>"
    return extract(Page(id="a", source=Source(sha256="a", path="a.html"), form="html", text=html))


def declared(moment: str) -> str:
    return f"<meta property='article:published_time' content='{moment}'>"


def test_a_moment_is_told_in_the_zone_that_the_page_prints() -> None:
    found = read(declared("2031-05-03T22:57:10-05:00"), "<p class=date>4 May 2031, 3:57</p>").metadata.published
    assert found is not None
    assert (found.value, found.basis) == ("2031-05-04T03:57:10+00:00", "markup")


def test_a_printed_day_next_to_the_declared_one_is_the_outlets_own() -> None:
    found = read(declared("2031-05-03T22:57:10Z"), "<p class=date>4 May 2031</p>").metadata.published
    assert found is not None
    assert (found.value, found.basis) == ("2031-05-04", "text")


@pytest.mark.parametrize(
    "line",
    ["3 May 2031", "9 May 2031", "Updated 4 May 2031", "The ferry of 4 May 2031 was the last one of the old company"],
)
def test_other_printed_days_leave_the_declared_moment(line: str) -> None:
    found = read(declared("2031-05-03T22:57:10Z"), f"<p class=date>{line}</p>").metadata.published
    assert found is not None
    assert found.value == "2031-05-03T22:57:10Z"


def test_a_printed_day_that_may_be_that_of_the_change_leaves_the_declared_moment() -> None:
    head = declared("2031-05-03T22:57:10Z") + "<meta property='article:modified_time' content='2031-05-04T01:00:00Z'>"
    found = read(head, "<p class=date>4 May 2031</p>").metadata.published
    assert found is not None
    assert found.day == "2031-05-03"


def test_day_glued_to_a_name_and_a_number() -> None:
    line = "<div class=meta><span>Ann Vale</span><span>4 May 2031</span><span>57 shares</span></div>"
    document = read("", line)
    found = document.metadata.published
    assert found is not None
    assert found.value == "2031-05-04"
    assert found.span is None or found.span.of(document.text) == "4 May 2031"


def test_day_below_a_lead() -> None:
    lead = f"<p class=lead>{PROSE}</p><p class=by>By Ann Vale</p><p class=date>4 May 2031</p>"
    found = read("", lead).metadata.published
    assert found is not None
    assert found.value == "2031-05-04"


def test_a_day_of_change_alone_is_doubtful() -> None:
    found = read("", "<p class=date>Updated: 4 May 2031</p>").metadata.published
    assert found is not None
    assert (found.value, found.confidence) == ("2031-05-04", 0.5)


def test_published_before_updated_on_one_line() -> None:
    found = read("", "<p class=date>Updated 6 May 2031. Published 4 May 2031</p>").metadata.published
    assert found is not None
    assert found.value == "2031-05-04"


@pytest.mark.parametrize(
    ("lang", "more", "day", "sure"),
    [("en-GB", "", "2031-05-04", True), ("en-US", "", "2031-04-05", True), ("en", "", "2031-04-05", False),
     ("en", "<p>Seen 25/12/2030</p>", "2031-05-04", True), ("de", "", "2031-05-04", True)],
)  # fmt: skip
def test_order_of_day_and_month(lang: str, more: str, day: str, *, sure: bool) -> None:
    found = read("", f"<p class=date>04/05/2031</p>{more}", lang=lang).metadata.published
    assert found is not None
    assert found.value == day
    assert (found.confidence > 0.6) == sure
