from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.extract.glue import cut_glue, split_lines

PROSE = "The harbour of Portmere was closed on Monday after a crane fell onto the quay, the port authority said."


def texts(text: str) -> list[str]:
    return [line.text for line in cut_glue(split_lines(text))]


def test_an_ad_mark_becomes_a_line_of_its_own() -> None:
    assert texts("{adslot}" + PROSE) == ["{adslot}", PROSE]
    assert texts(PROSE + " {ad_slot_2} " + PROSE) == [PROSE, "{ad_slot_2}", PROSE]


def test_braces_that_are_no_mark_stay() -> None:
    text = "The set {1, 2, 3} was printed in the report, which the ministry sent to members on Monday."
    assert texts(text) == [text]


def test_a_caption_run_into_the_first_sentence_is_cut_where_both_words_stand_alone_elsewhere() -> None:
    prose = "Rescuers said on Monday that they had found the second crane under the quay wall."
    rest = "Rescuers had searched Portmere for two days."
    lines = cut_glue(split_lines(f"divers at work in Portmere{prose}\n{rest}"))
    assert [x.text for x in lines][:2] == ["divers at work in Portmere", prose]
    assert lines[0].glued == "caption"


@pytest.mark.parametrize(
    "caption",
    [
        "The quay at Portmere in winter. Picture: Portmere readers",
        "Dockers on the quay. File picture",
        "La alcaldesa en el muelle. / AGN",
        "The crane on its side. Photo by: J. P. McKay",
        "The crane on its side (AP Photo/Ann Lee)",
        "The crane on its side. Getty Images",
    ],
)
@pytest.mark.parametrize(
    "prose", [PROSE, "A crane fell onto the quay of Portmere on Monday, and the harbour was closed.", f"“{PROSE}"]
)
def test_a_caption_with_its_credit_is_cut_off_the_sentence_run_into_it(caption: str, prose: str) -> None:
    lines = cut_glue(split_lines(caption + prose))
    assert [(x.text, x.glued) for x in lines] == [(caption, "caption"), (prose, "")]


def test_credits_and_pictures_in_prose_are_not_cut() -> None:
    text = "A picture posted on YouTube by McKay, taken in LaGrange, shows the crane on its side, the port authority said on Monday."
    assert texts(text) == [text]
    other = "The photos (taken on Sunday / Monday) were shown on the MacBook of the AFP reporter, who said that she had more of them."
    assert texts(other) == [other]


@pytest.mark.parametrize(
    "mark", ["{slot-mid}", "{{promo.box}}", "[ad]", "[advertisement]", "[in-line_ad]", "{% ad 3 %}", "[ad id=4]"]
)
def test_a_template_mark_is_cut_wherever_it_stands(mark: str) -> None:
    for text, around in ((mark + PROSE, [mark, PROSE]), (f"{PROSE} {mark}{PROSE}", [PROSE, mark, PROSE])):
        lines = cut_glue(split_lines(text))
        assert [x.text for x in lines] == around
        assert all((x.glued == "ad") == (x.text == mark) for x in lines)


def test_two_towns_of_a_dateline_are_not_cut() -> None:
    for dateline in ("PORTMERE/NORTH SKARN, May 4 (NGF) - ", "PORTMERE/SKARN (NGF) - ", "PORTMERE / NEW SKARN: "):
        assert texts(dateline + PROSE) == [dateline + PROSE]


def test_words_set_in_brackets_stay() -> None:
    text = "“[T]he crane fell [sic] onto the quay,” the authority [of the port] said, and [an ex-adviser] or [vice-mayor] agreed on [Ada's] behalf."
    assert texts(text) == [text]


def test_names_written_with_a_capital_inside_are_not_cut() -> None:
    text = "The firm behind the BlueHarbour app told reporters on Monday that it would pay for the crane.\nBlue is a colour."
    assert texts(text) == text.split("\n")


def test_a_date_glued_to_the_first_sentence_is_cut() -> None:
    text = "4 May 2021The harbour of Portmere was closed on Monday after a crane fell onto the quay, the authority said."
    assert texts(text)[0] == "4 May 2021"


def test_a_link_run_into_the_end_of_a_paragraph_is_cut() -> None:
    text = PROSE + "Read more: Ten cranes that fell"
    assert texts(text) == [PROSE, "Read more: Ten cranes that fell"]


def test_a_colon_in_prose_is_no_link() -> None:
    text = "The mayor asked for more: more cranes, more ships and more time. The council said no on Monday evening."
    assert texts(text) == [text]


def test_white_space_is_made_plain_and_indents_are_kept() -> None:
    lines = split_lines("\ufeff  One\u00a0 two\t three \r\n\r\n\r\n    • four\x00\u200b five")
    assert [(x.text, x.blanks, x.indent) for x in lines] == [("One two three", 0, 2), ("• four five", 2, 4)]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_no_visible_character_is_lost(text: str) -> None:
    joined = "".join(split.text for split in split_lines(text)).replace(" ", "")
    cut = "".join(split.text for split in cut_glue(split_lines(text))).replace(" ", "")
    assert cut == joined


@given(st.lists(st.text(alphabet="abc ÄB.?“”1", min_size=1).map(lambda t: " ".join(t.split())).filter(bool), max_size=8))
def test_canonical_lines_come_back(lines: list[str]) -> None:
    assert [x.text for x in split_lines("\n".join(lines))] == lines
