from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.extract.glue import split_lines
from tellings.extract.lines import Labelled
from tellings.extract.lines_features import read_line
from tellings.extract.nameplates import outlet_of_text
from tellings.model import Role

TITLE: tuple[Role, str] = ("title", "Crane falls onto the quay of Portmere")
PROSE = "The harbour of Portmere was closed on Monday after a crane fell onto the quay, the port authority said."
BODY: tuple[Role, str] = ("body", PROSE)


def outlet(*rows: tuple[Role, str], authors: tuple[str, ...] = (), bylined: str | None = None) -> str | None:
    lines = [Labelled(split_lines(text)[0], role, 1.0, read_line(text)) for role, text in rows]
    return outlet_of_text(lines, authors=authors, bylined=bylined)


@pytest.mark.parametrize("masthead", ["SKARN HARBOUR | News", "Skarn Harbour 101.4 FM · News", "Skarn Harbour 94.6 | Politics"])
def test_a_masthead_with_its_section_is_enough(masthead: str) -> None:
    expected = "SKARN HARBOUR" if masthead.isupper() else "Skarn Harbour"
    assert (outlet(("furniture", masthead), TITLE, BODY) or "").casefold() == expected.casefold()


def test_capitals_give_way_to_the_form_that_the_page_prints_elsewhere() -> None:
    found = outlet(("furniture", "SKARN HARBOUR | News"), TITLE, BODY, ("furniture", "© Skarn Harbour. Quote with a link"))
    assert found == "Skarn Harbour"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("© 2031 The Portmere Argus. All rights reserved.", "The Portmere Argus"),
        ("Copyright 2029-2031 Portmere Argus", "Portmere Argus"),
        ("© Portmere Argus Privacy Policy", "Portmere Argus"),
        ("© 2031 Holm Communications Inc.", None),
        ("© 2031 Ada Berg", None),
        ("Copyright 2031 The Associated Press. All rights reserved.", None),
        ("Copyright Notice", None),
    ],
)
def test_a_copyright_line_names_the_outlet_but_no_company_person_or_agency(line: str, name: str | None) -> None:
    assert outlet(TITLE, BODY, ("furniture", line)) == name


def test_an_owner_whose_address_stands_on_the_page_is_taken() -> None:
    rows: list[tuple[Role, str]] = [TITLE, BODY, ("furniture", "© 2031 Skarn Media"), ("furniture", "desk@skarnmedia.example")]
    assert outlet(*rows) == "Skarn Media"


def test_one_weak_sign_is_not_enough_and_two_kinds_are() -> None:
    told: tuple[Role, str] = ("body", "“It is a good crane,” the owner told the Argus on Monday.")
    picture: tuple[Role, str] = ("caption", "The crane on its side. Picture: Argus readers")
    assert outlet(TITLE, told, told) is None
    assert outlet(TITLE, picture, BODY) is None
    assert outlet(TITLE, picture, told) == "The Argus"


def test_a_longer_name_takes_the_support_of_its_own_words() -> None:
    told: tuple[Role, str] = ("body", "And the Portmere Argus can reveal that the owner told the Argus the same in May.")
    assert outlet(TITLE, told) == "The Portmere Argus"


def test_a_desk_is_no_outlet_but_its_name_is_a_weak_sign() -> None:
    assert outlet(TITLE, BODY, bylined="Argus World Desk") is None
    handle: tuple[Role, str] = ("furniture", "Follow Ada Berg @ada_at_the_argus")
    assert outlet(TITLE, BODY, handle, authors=("Ada Berg",), bylined="Argus World Desk") == "Argus"


def test_a_section_or_a_kicker_above_the_title_is_no_outlet() -> None:
    for kicker in ("Homeland", "News", "Crime & Courts", "World Beat", "Home | About | Contact"):
        assert outlet(("furniture", kicker), TITLE, ("subtitle", "The port authority is silent"), BODY) is None


def test_a_weblogs_name_stands_above_its_tagline() -> None:
    head: list[tuple[Role, str]] = [("furniture", "Quayside"), ("furniture", "Notes from the cold end of the harbour")]
    assert outlet(*head, TITLE, BODY) is None
    assert outlet(*head, TITLE, BODY, ("furniture", "Filed under: cranes, quays")) == "Quayside"


def test_an_agency_of_its_own_dateline_and_address_is_the_outlet() -> None:
    body: tuple[Role, str] = ("body", f"PORTMERE, May 4, 2031 (Northern Wire) - {PROSE}")
    assert outlet(TITLE, body) is None
    assert outlet(TITLE, body, ("furniture", "desk@northernwire.example")) == "Northern Wire"


def test_authors_and_people_who_are_told_things_are_no_outlets() -> None:
    rows: list[tuple[Role, str]] = [
        TITLE,
        ("body", "“It is a good crane,” she told Ada Berg on Monday."),
        ("furniture", "Follow Ada Berg on Skarnbook"),
    ]
    assert outlet(*rows) is None
    assert outlet(*rows, authors=("Ada Berg",)) is None


def test_what_readers_write_is_no_sign() -> None:
    assert outlet(TITLE, BODY, ("comment", "© 2031 Portmere Argus")) is None


@given(st.lists(st.text(max_size=60).filter(lambda t: bool(t.split())), min_size=1, max_size=6))
def test_any_lines_are_survived(texts: list[str]) -> None:
    kinds: tuple[Role, ...] = ("furniture", "title", "byline", "body", "caption", "date")
    rows = [(role, line.text) for role, text in zip(kinds, texts, strict=False) for line in split_lines(text)[:1]]
    if rows:
        outlet(*rows)
