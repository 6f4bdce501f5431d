from __future__ import annotations

import pytest

from tellings.compare.once import told_once
from tellings.compare.statements import Corpus
from tellings.model import Article, Fact, FactKind, Value
from tests.compare.conftest import article, material, span_of


def fact(about: str, pages: list[Article], words: list[str], kind: FactKind = "number") -> Fact:
    cites = tuple(p.cite(span_of(p.text, w)) for p, w in zip(pages, words, strict=True) if w)
    value = Value(value=cites[0].text, evidence=cites, accounts=len(cites))
    return Fact(about=about, kind=kind, values=(value,), confidence=0.7)


def once(facts: list[Fact], pages: list[Article]) -> list[Fact]:
    return told_once(facts, Corpus(material(pages)))


def test_equal_numbers_of_one_thing_are_one_line_with_all_passages() -> None:
    texts = ("The firm lost 650,000 letters.", "Some 650,000 letters burned.", "As many as 650,000 were lost, the firm said.")
    pages = [article(t, name=f"p{i}") for i, t in enumerate(texts)]
    both = [
        fact("number of letters", pages[:2], ["650,000 letters", "650,000 letters"]),
        fact("number: … were lost", [pages[2], pages[0]], ["650,000", "650,000"]),
    ]
    (one,) = once(both, pages)
    assert one.about == "number of letters"
    assert sorted(c.document for c in one.values[0].evidence) == ["p0", "p1", "p2"]
    assert one.values[0].accounts == 3


def test_equal_numbers_with_a_passage_in_common_are_one_line() -> None:
    texts = ("At least four people died in Orm.", "Four dead. Police say that four have perished in Orm.")
    pages = [article(t, name=f"p{i}") for i, t in enumerate(texts)]
    both = [
        fact("number of people killed", pages, ["At least four people", "Four dead"]),
        fact("number: … died in Orm", pages, ["At least four", "four"]),
    ]
    (one,) = once(both, pages)
    assert one.about == "number of people killed"


def test_equal_numbers_of_two_things_stay_two_lines() -> None:
    texts = ("Two tugs and two barges left Orm.", "In Orm two tugs and two barges left.")
    pages = [article(t, name=f"p{i}") for i, t in enumerate(texts)]
    own = [
        fact("number of tugs", pages, ["Two tugs", "two tugs"]),
        fact("number of barges", pages, ["two barges", "two barges"]),
    ]
    assert len(once(own, pages)) == 2


def test_other_numbers_of_one_thing_stay_two_lines() -> None:
    texts = ("At least 50 people were killed, later 59 people were killed.", "At least 50 people were killed, then 59 people.")
    pages = [article(t, name=f"p{i}") for i, t in enumerate(texts)]
    own = [
        fact("number of people killed", pages, ["50 people", "50 people"]),
        fact("number of people killed", pages, ["59 people", "59 people"]),
    ]
    assert len(once(own, pages)) == 2


def test_claims_in_nearly_the_same_words_are_one() -> None:
    first = "A ferry bound for Orm turned back to Kerrow hours after it left because a boy had boarded the wrong boat."
    second = f"KERROW — {first[:-1]}, the Sound Line said."
    third = "The Orm ferry turned back to Kerrow because a boy was on the wrong boat."
    other = "The Sound Line gave every passenger a meal and a bed for the night in the harbour."
    pages = [article(f"{first} {second}", name="p0"), article(third, name="p1"), article(f"{third} {other}", name="p2")]
    own = [
        fact("a", [pages[0], pages[1]], [first, third], "claim"),
        fact("b", [pages[0], pages[2]], [second, third], "claim"),
        fact("c", [pages[2]], [other], "claim"),
    ]
    kept = once(own, pages)
    assert [f.about for f in kept] == ["a", "c"]
    assert {c.document for c in kept[0].values[0].evidence} == {"p0", "p1", "p2"}


@pytest.mark.parametrize(
    ("about", "texts", "words"),
    [
        ("number of priority", ("Her number one priority is Orm.", "It is her one priority."), ("one priority", "one priority")),
        ("number of men", ("The two men shook hands.", "Later the two men ate."), ("two men", "two men")),
        ("number of sources", ("Two sources told the Post.", "Two sources said so."), ("Two sources", "Two sources")),
        ("number of victory", ("Orm had an 8-7 victory.", "It was an 8-7 victory."), ("7 victory", "7 victory")),
        ("number of Shutter", ("It has Zero Shutter Lag.", "Zero Shutter Lag is new."), ("Zero Shutter", "Zero Shutter")),
    ],
)  # fmt: skip
def test_what_is_no_figure_of_the_story_is_left_out(about: str, texts: tuple[str, str], words: tuple[str, str]) -> None:
    pages = [article(t, name=f"p{i}") for i, t in enumerate(texts)]
    assert not once([fact(about, pages, list(words))], pages)


def test_a_small_number_that_is_new_stays() -> None:
    pages = [article(t, name=f"p{i}") for i, t in enumerate(("Two planes landed.", "In Orm two planes landed."))]
    assert once([fact("number of planes", pages, ["Two planes", "two planes"])], pages)


def test_a_value_inside_a_quotation_that_is_shown_is_told_by_it() -> None:
    said = "“We will open the pit in July and not before,” Ann Penn said."
    pages = [article(said, name="p0"), article(said, name="p1")]
    claim = fact("words of Ann Penn", pages, [said, said], "claim")
    month = fact("when we open the pit", pages, ["July", "July"], "day")
    assert once([claim, month], pages) == [claim]
    assert once([month], pages) == [month]
