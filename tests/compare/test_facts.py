from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.compare.facts import compare_accounts, find_omissions
from tellings.compare.repeats import each_label_once
from tellings.compare.summary import summarise
from tellings.model import Cite, Comparison, Fact, FactKind, Value
from tests.compare.conftest import article, material

WORDS = st.sampled_from(
    [
        *[
            "The",
            "A",
            "Lady",
            "Orme",
            "ferry",
            "sank",
            "on",
            "Monday",
            "Tuesday",
            "12",
            "May",
            "40",
            "two",
            "thousand",
            "people",
            "died",
            "troops",
        ],
        *["said", "Ann", "Holm", "denied", "it", "not", "“we”", "in", "Kerrow", ".", "!", "😀", "é"],
        "\n",
    ]
)


def check(found: Comparison, texts: dict[str, str]) -> None:
    for fact in (*found.agreed, *found.differing, *found.single):
        assert fact.values
        for value in fact.values:
            assert value.accounts >= 1
            assert all(texts[c.document][c.start : c.end] == c.text for c in value.evidence)
    assert all(len(f.values) == 1 for f in (*found.agreed, *found.single))
    for fact in found.differing:
        assert len({(c.document, c.start, c.end) for v in fact.values for c in v.evidence}) > 1
        assert fact.relation is not None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=1, max_size=4))
def test_every_passage_is_verbatim_on_any_text(texts: list[str]) -> None:
    own = material([article(t, name=f"p{i}") for i, t in enumerate(texts)])
    found = compare_accounts(own)
    check(found, {f"p{i}": t for i, t in enumerate(texts)})
    find_omissions(own, found)
    summarise(own, found, ())


def test_one_account_is_not_compared() -> None:
    assert compare_accounts(material([article("Nine people died.", name="a")])) == Comparison()


def test_pages_without_text_give_nothing() -> None:
    assert compare_accounts(material([article("", name="a"), article("", name="b")])) == Comparison()


def test_words_that_are_shown_already_are_not_shown_again() -> None:
    def words(*values: str, kind: FactKind = "label") -> Fact:
        cite = Cite(document="p0", start=0, end=3, text="The")
        own = tuple(Value(value=v, evidence=(cite,), accounts=1) for v in values)
        return Fact(about="words", kind=kind, values=own, relation="wording", confidence=0.7)

    wide, narrow, other = words("troops", "servicemen", "specialists"), words("Troops", "servicemen"), words("troops", "guards")
    said = words("troops", "servicemen", kind="claim")
    assert list(each_label_once([wide, narrow, other, said])) == [wide, other, said]
    assert list(each_label_once([narrow, other], [wide])) == [other]


def test_a_word_changed_twice_in_an_altered_copy_is_two_changes() -> None:
    told = "The harbour {0} said on Monday that the ferry Lady Orme was sound. {1} In Ansel Sound the divers told the {0} of the mayor that two men are missing."
    between = "Nobody had asked for a search of the second deck until the evening tide had turned."
    found = compare_accounts(
        material([article(told.format(word, between), name=name) for word, name in (("officials", "a"), ("clerks", "b"))])
    )
    assert [sorted(v.value for v in f.values) for f in found.differing if f.kind == "label"] == [["clerks", "officials"]] * 2
