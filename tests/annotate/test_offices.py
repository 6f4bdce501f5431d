"""When an office is held."""

from __future__ import annotations

import pytest

from tellings.annotate.offices import dated_office


@pytest.mark.parametrize(
    ("text", "title", "standing", "since", "until"),
    [
        ("former president Ana Ruiz", "former president", "former", None, None),
        ("ex-minister Karl Dahl", "ex-minister", "former", None, None),
        ("the then-minister, Karl Dahl", "minister", "former", None, None),
        ("president-elect Ana Ruiz", "president-elect", "elect", None, None),
        ("acting harbour master Jo Berg", "acting harbour master", "acting", None, None),
        ("Ana Ruiz, president until 2014, said", "president", "former", None, "2014"),
        ("Ana Ruiz, president from 2010 to 2014, said", "president", "former", "2010", "2014"),
        ("Ana Ruiz, who was mayor between May 2010 and June 2014", "mayor", "former", "2010-05", "2014-06"),
        ("Ana Ruiz, mayor of Vik since March 2019, said", "mayor of Vik", "current", "2019-03", None),
        ("Ana Ruiz, president until 2034, said", "president", "current", None, "2034"),
        ("Ana Ruiz, the president. Until 2014 it was calm", "president", "current", None, None),
    ],
)
def test_standing_and_years(text: str, title: str, standing: str, since: str | None, until: str | None) -> None:
    start = text.index(title)
    office = dated_office(text, start, start + len(title), "2031-05-12")
    assert (office.title, office.standing, office.since, office.until) == (title, standing, since, until)
    assert text[office.start : office.end] == office.title
