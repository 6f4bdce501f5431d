from __future__ import annotations

from tellings.compare.align import Alignment
from tellings.compare.epithets import epithet_facts
from tellings.compare.statements import Corpus
from tellings.model import Fact, LoadedWord
from tests.compare.conftest import article, material, span_of, told


def epithets(text: str, other: str, *, word: str) -> list[Fact]:
    own, beside = article(text, name="p0"), article(other, name="p1")
    corpus = Corpus(material([own, beside]))
    loaded = LoadedWord(
        word=word, evidence=(own.cite(span_of(text, word)),), beside=(beside.cite(span_of(other, other)),), confidence=0.8
    )
    return list(epithet_facts([loaded], corpus, Alignment(corpus)))


def test_a_judging_word_before_a_noun_that_others_use_plainly_is_another_wording() -> None:
    (fact,) = epithets(
        "The rusty ferry Lady Orm sank off Torvik.", "The island ferry Lady Orm sank off Torvik.", word="rusty"
    )  # fmt: skip
    assert (fact.relation, told(fact)) == ("wording", ["rusty ferry Lady Orm", "island ferry Lady Orm"])


def test_another_thing_of_the_kind_is_none() -> None:
    assert not epithets("The rusty ferry Lady Orm sank off Torvik.", "The ferry Lady Ann left Torvik.", word="rusty")


def test_a_word_without_a_noun_is_none() -> None:
    assert not epithets("The ferry Lady Orm was rusty.", "The ferry Lady Orm sank off Torvik.", word="rusty")
