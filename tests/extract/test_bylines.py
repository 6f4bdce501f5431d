from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.extract.bylines import agency_of_dateline, agency_of_notes, authors_of_notes, is_name, read_byline


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("By Ada Brandt", ("Ada Brandt",)),
        ("By ADA BRANDT and JO LUND", ("Ada Brandt", "Jo Lund")),
        ("By Ada Brandt, Jo Lund and Per van der Berg", ("Ada Brandt", "Jo Lund", "Per van der Berg")),
        ("Posted by Ada Brandt on May 4, 2021 10:15 am", ("Ada Brandt",)),
        ("Por Ana Sol", ("Ana Sol",)),
        ("Von Jo Lund, Portmere", ("Jo Lund",)),
        ("By our staff", ()),
        ("By the numbers", ()),
        ("By Harbour News Service", ()),
    ],
)
def test_authors(text: str, authors: tuple[str, ...]) -> None:
    assert read_byline(text).authors == authors


def test_an_agency_is_no_author() -> None:
    found = read_byline("By Ada Brandt, Associated Press Writer")
    assert (found.authors, found.agency) == (("Ada Brandt",), "Associated Press")


@pytest.mark.parametrize("text", ["Reuters", "Ada", "Sports News", "ada brandt", "May 4 2021", "Read More", ""])
def test_what_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_notes_name_the_author() -> None:
    assert authors_of_notes(["Follow Ada Brandt on Facebook, Twitter at @ada_b, or email her at"]) == ("Ada Brandt",)
    assert authors_of_notes(["Jo Lund is a senior reporter for the Portmere Post."]) == ("Jo Lund",)
    assert authors_of_notes(["(Reporting by Ada Brandt in Portmere; Editing by Jo Lund)"]) == ("Ada Brandt",)
    assert authors_of_notes(["Follow us on Facebook"]) == ()


def test_agencies_are_credited_in_datelines_and_notices() -> None:
    assert agency_of_dateline("PORTMERE (Reuters) - A crane fell on Monday") == "Reuters"
    assert agency_of_dateline("The council (which met on Monday) said") is None
    assert agency_of_notes(["Copyright 2021 The Associated Press. All rights reserved."]) is not None
    assert agency_of_notes(["Photo: Reuters"]) is None


@given(st.text(max_size=80))
def test_any_text_is_survived(text: str) -> None:
    read_byline(text)
    authors_of_notes([text])
    agency_of_dateline(text)
