from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.relate.copies import find_copies
from tests.relate.articles import article

HARBOUR = """The harbour board of Tollen voted late on Monday to close the old slipway for two winters.
Engineers found 1,400 cracked stones below the waterline, and said that 12 percent of the wall could give way in a storm.
“Nobody is going to lose a mooring over this,” the harbour master, Ida Brandal, told the meeting, “but nobody will like it either.”
Boats will be lifted from a floating crane hired in Marvik, which arrives before the end of the month.
The board expects the work to cost nine million crowns, a third of which the county has promised to pay."""
BAKERY = """A bakery in the upper town has begun to deliver bread by sledge.
Its owner says that the idea came to her when the road was blocked for three days in a row.
Children wait at the corner every morning, and the dog that pulls the sledge has become rather fat.
The council has asked whether a licence is needed for the animal, and has not had an answer so far.
Neighbours have collected signatures in favour of the sledge and against the plough."""


def words_of(copies, articles):
    texts = {a.document: a.text for a in articles}
    return [(texts[c.origin.document][c.origin.start : c.origin.end], texts[c.target.document][c.target.start : c.target.end])
            for c in copies]  # fmt: skip


def test_a_whole_copy_is_found_with_its_exact_ends():
    one, other = article("a", HARBOUR), article("b", "Read this first\n" + HARBOUR + "\nFollow us")
    (copy,) = find_copies([one, other])
    assert words_of([copy], [one, other]) == [(HARBOUR, HARBOUR)]
    assert copy.share > 0.9


def test_three_sentences_inside_another_article_are_found():
    taken = " ".join(HARBOUR.split("\n")[1:4])
    lines = BAKERY.split("\n")
    one, other = article("a", HARBOUR), article("b", "\n".join([*lines[:2], taken, *lines[2:]]))
    (copy,) = find_copies([one, other])
    assert other.text[copy.target.start : copy.target.end] == taken
    assert one.text[copy.origin.start : copy.origin.end] == "\n".join(HARBOUR.split("\n")[1:4])


def test_light_edits_do_not_break_a_passage():
    edited = (
        HARBOUR.replace("1,400", "1400")
        .replace("12 percent", "12%")
        .replace("“", '"')
        .replace("”", '"')
        .replace("hired", "rented")
    )
    one, other = article("a", HARBOUR), article("b", edited)
    (copy,) = find_copies([one, other])
    assert words_of([copy], [one, other]) == [(HARBOUR, edited)]


def test_a_sentence_left_out_parts_two_passages():
    lines = HARBOUR.split("\n")
    cut = "\n".join(lines[:1] + lines[2:])
    one, other = article("a", HARBOUR), article("b", cut)
    copies = find_copies([one, other])
    assert len(copies) == 2
    assert all(lines[1] not in told for told, _ in words_of(copies, [one, other]))


def test_speech_that_two_reporters_took_down_is_no_copy():
    said = "“We shall keep the ferry running through the winter whatever the ministry says about the engines and the crew,” she said"
    one = article("a", f"The captain spoke at noon on the quay in front of a small crowd.\n{said} and left.")
    other = article("b", f"Passengers cheered when the skipper came out of the office to answer.\n{said}, to applause.")
    assert find_copies([one, other]) == ()


def test_furniture_of_one_outlet_is_no_copy():
    foot = "Write to us at the usual address and tell the desk what you have seen from your own window this week"
    pages = [
        article(f"p{n}", f"{line}\n{foot}", outlet="The Post", roles={1: "furniture"})
        for n, line in enumerate(BAKERY.split("\n")[:2])
    ]
    assert find_copies(pages) == ()


def test_a_line_on_many_pages_of_one_outlet_is_boilerplate():
    lines = HARBOUR.split("\n") + BAKERY.split("\n")
    foot = "This outlet is owned by its readers and takes no money from anybody who appears in the pages of its printed edition"
    pages = [article(f"p{n}", f"{line}\n{foot}", outlet="The Post") for n, line in enumerate(lines)]
    assert find_copies(pages) == ()


def test_boilerplate_of_many_outlets_is_gone_through_in_lots(monkeypatch):
    pages = []
    for outlet in range(7):
        foot = (
            f"Outlet number {outlet} is owned by its readers and takes no money from anybody who appears in its printed edition"
        )
        pages += [article(f"{outlet}-{n}", f"{HARBOUR if n > 2 else line}\n{foot}", outlet=f"The Post {outlet}")
                  for n, line in enumerate(BAKERY.split("\n"))]  # fmt: skip
    whole = find_copies(pages)
    monkeypatch.setattr("tellings.relate.copies_prints.AT_ONCE", 3)
    assert find_copies(pages) == whole
    assert any(c.origin.document[0] == c.target.document[0] for c in whole)
    assert any(c.origin.document[0] != c.target.document[0] for c in whole)


@pytest.mark.parametrize(("first", "second", "origin"), [("2031-05-01", "2031-05-02", "a"), ("2031-05-03", "2031-05-02", "b")])
def test_the_earlier_page_is_the_origin(first, second, origin):
    copies = find_copies([article("a", HARBOUR, published=first), article("b", HARBOUR, published=second)])
    assert {(c.origin.document, c.direction) for c in copies} == {(origin, "known")}


def test_without_times_the_direction_is_never_known():
    whole = article("a", HARBOUR + "\n" + BAKERY)
    (copy,) = find_copies([article("b", HARBOUR), whole])
    assert (copy.origin.document, copy.direction) == ("a", "likely")
    (copy,) = find_copies([article("a", HARBOUR), article("b", HARBOUR)])
    assert copy.direction == "unknown"


def test_a_credit_names_the_origin():
    wire = article("b", HARBOUR, outlet="Fjord Press")
    paper = article("a", HARBOUR + "\nSource: Fjord Press", outlet="Tollen Times")
    (copy,) = find_copies([paper, wire])
    assert (copy.origin.document, copy.direction) == ("b", "likely")
    assert any("credits Fjord Press" in e for e in copy.evidence)


def test_comments_are_not_read():
    one, other = article("a", HARBOUR), article("b", BAKERY + "\n" + HARBOUR.replace("\n", " "), roles={5: "comment"})
    assert find_copies([one, other]) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=2, max_size=4))
def test_any_texts_give_passages_inside_them(texts):
    articles = [article(f"d{n}", text) for n, text in enumerate(texts)]
    for copy in find_copies(articles):
        for side in (copy.origin, copy.target):
            assert 0 <= side.start < side.end <= len(texts[int(side.document[1:])])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_a_planted_passage_is_found_whole(seed):
    chance = random.Random(seed)

    def prose(n):
        return " ".join("".join(chance.choices("abcdefghij", k=6)) for _ in range(n)).capitalize() + "."

    planted = prose(30)
    one = article("a", "\n".join([prose(40), planted, prose(25)]))
    other = article("b", "\n".join([prose(20), prose(20), planted, prose(60)]))
    (copy,) = find_copies([one, other])
    assert words_of([copy], [one, other]) == [(planted, planted)]


def test_the_name_left_in_a_dateline_points_to_the_origin():
    text = "TOLLEN, May 3 (Fjord Press) - " + HARBOUR
    (copy,) = find_copies([article("a", text, outlet="Tollen Times"), article("b", text)])
    assert (copy.origin.document, copy.direction) == ("b", "likely")
