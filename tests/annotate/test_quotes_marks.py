from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate.quote_marks import find_marked


def found(text: str, **options: bool) -> list[str]:
    return [text[m.start : m.end] for m in find_marked(text, **options)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ('"We sail," she said. "At dawn."', ['"We sail,"', '"At dawn."']),
        ("“We sail,” she said. “At dawn.”", ["“We sail,”", "“At dawn.”"]),
        ('“We sail," she said.', ['“We sail,"']),
        ("„Wir fahren“, sagte sie.", ["„Wir fahren“"]),
        ("»Wir fahren«, sagte sie.", ["»Wir fahren«"]),
        ("« Nous partons », dit-elle.", ["« Nous partons »"]),
        ("‘We sail at dawn,’ she said.", ["‘We sail at dawn,’"]),
        ("'We sail at dawn,' she said.", ["'We sail at dawn,'"]),
        ("``We sail,'' she said.", ["``We sail,''"]),
        ("''We sail,'' she said.", ["''We sail,''"]),
    ],
)
def test_every_kind_of_mark_is_found(text: str, marked: list[str]) -> None:
    assert found(text) == marked


def test_a_nested_quotation_belongs_to_the_outer_one() -> None:
    assert found("“He shouted ‘Land!’ and jumped,” she said.") == ["“He shouted ‘Land!’ and jumped,”"]
    assert found("« Il a crié « Terre ! » et sauté », dit-elle.") == ["« Il a crié « Terre ! » et sauté »"]


def test_apostrophes_and_inches_are_no_marks() -> None:
    assert found("The sailors' boat wasn't theirs; it's the Kellys' own.") == []
    assert found("A plank of 6'2\" lay on the quay.") == []


def test_a_mark_left_open_runs_to_the_end_of_the_paragraph() -> None:
    (mark,) = find_marked("“We sail at dawn. We come back at noon.")
    assert not mark.closed
    assert mark.opened


def test_a_mark_that_only_closes_begins_with_its_paragraph() -> None:
    (mark,) = find_marked("and we come back at noon,” she said.")
    assert (mark.start, mark.opened) == (0, False)


def test_a_mark_without_its_like_in_a_page_of_one_paragraph_marks_nothing() -> None:
    page = "The harbour was shut for most of the week. " * 60
    assert find_marked(f"{page}Who, me?'' she asked.") == []
    assert find_marked(f'She asked: "Who, me? {page}') == []


def test_a_dash_opens_speech_only_where_the_language_has_it() -> None:
    assert found("— Nous partons demain, dit-elle.") == []
    assert found("— Nous partons demain — dit-elle.", dashes=True) == ["— Nous partons demain"]


@given(st.text(alphabet="ab .,'\"“”„«»‘’—s\u00a0\n😀", max_size=60))
def test_marks_lie_inside_any_text_and_never_overlap(text: str) -> None:
    marks = find_marked(text, dashes=True)
    last = 0
    for mark in marks:
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end
