from __future__ import annotations

import pytest

from tellings.compare.facts import compare_accounts
from tellings.model import Comparison, Quote, Span, Utterance, Variant
from tests.compare.conftest import article, material, span_of


def _compare(*wordings: str, speaker: str | None = "Ada Frost") -> Comparison:
    articles, variants = [], []
    for n, wording in enumerate(wordings):
        text = f"“{wording},” Ada Frost said in the harbour office number {n}."
        span = span_of(text, wording)
        quote = Quote(content=Span(span.start - 1, span.end + 2), kind="direct")
        articles.append(article(text, name=f"p{n}", quotes=[quote]))
        variants.append(Variant(document=f"p{n}", quote=0, text=wording, start=span.start, end=span.end, speaker=speaker))
    said = Utterance(speaker=speaker, said=None, variants=tuple(variants), longest=0)
    return compare_accounts(material(articles, utterances=[said]))


def _worded(found: Comparison) -> list[str]:
    return sorted(v.value for f in found.differing if f.about == "words of Ada Frost" for v in f.values)


def test_one_saying_in_other_words_is_wording() -> None:
    found = _compare("They should fold their tents and sail home", "They ought to strike camp, fold those tents and row home")
    assert len(_worded(found)) == 2


def test_a_clipped_quotation_is_no_other_wording() -> None:
    assert not _worded(_compare("They should fold their tents and sail home", "fold their tents and sail"))


def test_another_spelling_is_no_other_wording() -> None:
    found = _compare("No one admires the harbour organisation", "No-one admires the harbor organization")
    assert not _worded(found)


def test_two_statements_on_one_matter_that_share_its_names_alone_are_no_wording() -> None:
    found = _compare(
        "The Port of Kerrow and Sound Line have kept the Harbour Council informed",
        "The Harbour Council fined Sound Line and the Port of Kerrow twice",
    )
    assert not _worded(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("But the weather’s looking good for the regatta", "The weather is looking good for the regatta"),
        ("Kerrow police locked down the quay until 6:00 on Sunday", "Kerrow police locked down the quay until 6 on Sunday"),
        ("We love the old pier, its oil fields and lamps", "We love the old pier, its oilfields and lamps"),
        ("I admire Ned, he is a splendid skipper of the fleet", "I admire [Brole], he is a splendid skipper of the fleet"),
        ("They must vote on 8 November for the harbour bill", "They must vote on November 8 for the harbour bill"),
    ],
)
def test_short_forms_order_and_brackets_are_no_other_wording(one: str, other: str) -> None:
    assert not _worded(_compare(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "There was a woman on top of me and I don't think she made it",
            "She bled all over the place and I don't think she made it",
        ),
        ("A number of people are believed to be hurt", "A number of people went to hospital and some lives were lost"),
    ],
)
def test_two_sentences_of_one_talk_are_no_wordings_of_one(one: str, other: str) -> None:
    assert not _worded(_compare(one, other))


def test_a_word_that_is_left_out_inside_a_quotation_is_another_wording() -> None:
    found = _compare("I am very grateful to the divers of Kerrow", "I am grateful to the divers of Kerrow, and to their wives")
    assert not _worded(found)
    found = _compare("We sought an urgent meeting of the harbour board", "We sought an emergency meeting of the harbour board")
    assert len(_worded(found)) == 2


def test_a_speaker_whom_most_wordings_do_not_name_is_not_named() -> None:
    found = _compare(
        "We sought an urgent meeting of the harbour board in Orm",
        "We sought an emergency meeting of the harbour board in Orm",
        speaker=None,
    )
    (fact,) = [f for f in found.differing if f.kind == "claim"]
    assert fact.about == "words of one speaker"


@pytest.mark.parametrize(
    ("also", "told"), [("", 2), ("“Look, they ought to strike camp, fold those tents and row home,” she said later.", 0)]
)
def test_an_account_that_gives_both_wordings_puts_nothing_otherwise(also: str, told: int) -> None:
    wordings = ("They should fold their tents and sail home", "They ought to strike camp, fold those tents and row home")
    articles, variants = [], []
    for n, wording in enumerate(wordings):
        text = f"“{wording},” Ada Frost said in the harbour office. {'' if n else also}"
        span = span_of(text, wording)
        quote = Quote(content=Span(span.start - 1, span.end + 2), kind="direct")
        articles.append(article(text, name=f"p{n}", quotes=[quote]))
        variants.append(Variant(document=f"p{n}", quote=0, text=wording, start=span.start, end=span.end, speaker="Ada Frost"))
    said = Utterance(speaker="Ada Frost", said=None, variants=tuple(variants), longest=0)
    assert len(_worded(compare_accounts(material(articles, utterances=[said])))) == told


def test_retold_words_round_the_same_quoted_ones_are_no_other_wording() -> None:
    wordings = (
        'it was a "rare honour" to see the mill at Dorrick open',
        'to see the mill open at Dorrick that day was a "rare honour"',
    )
    articles, variants = [], []
    for n, wording in enumerate(wordings):
        text = f"Ada Frost said {wording}, office number {n}."
        span = span_of(text, wording)
        articles.append(article(text, name=f"p{n}", quotes=[Quote(content=span, kind="mixed")]))
        variants.append(Variant(document=f"p{n}", quote=0, text=wording, start=span.start, end=span.end, speaker="Ada Frost"))
    said = Utterance(speaker="Ada Frost", said=None, variants=tuple(variants), longest=0)
    assert not _worded(compare_accounts(material(articles, utterances=[said])))


def test_marks_of_a_post_are_no_other_words() -> None:
    one = "In a room full of hope we will be heard by everybody"
    other = "In a room full of hope we will be heard @orm #mill by everybody"
    assert not _worded(_compare(one, other))
