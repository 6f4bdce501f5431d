"""Text whose lines were broken at a width."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tellings
from tellings.read.wrapped import unwrapped
from tests.conftest import SAMPLE

WRAPPED = """HARBOUR GAZETTE                                   Page 3

BRIDGE COLLAPSE
By R. Kowal

    Five people were killed when the Saint Agnes bridge col-
lapsed in Ostermark on Wednesday, police said. The tram of
line 6 fell into the river Lume, and twenty-one people were
hurt.
    "We heard a crack like a rifle shot," said the baker Petra
Holm, whose shop stands beside the bridge.

- the bridge was built in 1961 and was to be replaced
- the tram was on line 6
\fMayor Viktor Saal said that the bridge had been inspected
in October.
"""


def test_paragraphs_stand_on_one_line_again() -> None:
    lines = [line for line in unwrapped(WRAPPED).splitlines() if line]
    assert lines == [
        "HARBOUR GAZETTE                                   Page 3",
        "BRIDGE COLLAPSE",
        "By R. Kowal",
        "Five people were killed when the Saint Agnes bridge collapsed in Ostermark on Wednesday, police said. The tram of "
        "line 6 fell into the river Lume, and twenty-one people were hurt.",
        '"We heard a crack like a rifle shot," said the baker Petra Holm, whose shop stands beside the bridge.',
        "- the bridge was built in 1961 and was to be replaced",
        "- the tram was on line 6",
        "Mayor Viktor Saal said that the bridge had been inspected in October.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        "Home\nNews\nsport\nopinion\nculture\nweather\nvideo\n",
        "A first paragraph, which is rather long, since it tells of a ferry that sank off the harbour with two hundred people aboard.\n"
        "a second one in small letters that is long as well, for no good reason but that somebody wrote it like this on the web.\n"
        * 4,
        "The ferry sank on Monday.\nNine people died.\nPolice are looking into it.\nThe owner said nothing.\n",
    ],
)
def test_what_is_not_wrapped_is_left_as_it_is(text: str) -> None:
    assert unwrapped(text) == text


def test_no_page_of_the_sample_is_touched() -> None:
    for file in SAMPLE.glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert unwrapped(text) == text, file.name


@given(st.lists(st.text(alphabet="ab -.\f\nÄ漢", max_size=70), max_size=30).map("\n".join))
def test_nothing_but_white_space_and_hyphens_is_lost(text: str) -> None:
    assert [c for c in unwrapped(text) if c not in " \n\f-"] == [c for c in text if c not in " \n\f-"]


def test_a_quotation_over_two_lines_is_found_whole(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(WRAPPED, encoding="utf-8")
    (analysis,) = tellings.analyse(list(tellings.read(tmp_path / "page.txt")))
    assert "bridge collapsed in Ostermark" in analysis.text
    assert any(q.speaker and "Petra Holm" in q.speaker.of(analysis.text) for q in analysis.quotes)


def test_a_short_mail_is_joined_too() -> None:
    mail = "Good morning,\n\nFive people died when the Saint Agnes bridge in Ostermark\ncollapsed under a tram on Wednesday, police said on Thursday,\nand about 60 people were aboard.\n"
    assert "Ostermark collapsed under a tram on Wednesday, police said on Thursday, and about 60" in unwrapped(mail)
