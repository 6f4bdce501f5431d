from __future__ import annotations

from tellings.compare.contexts import Contexts
from tellings.compare.kinds import aged_facts, kind_facts
from tellings.compare.statements import Corpus
from tellings.model import Fact
from tests.compare.conftest import article, material, told
from tests.compare.test_answers import answers


def kinds(*texts: str) -> list[Fact]:
    corpus = Corpus(material([article(t, name=f"p{i}") for i, t in enumerate(texts)]))
    return kind_facts(corpus, Contexts(corpus))


def test_a_general_word_is_refined_by_a_finer_one_beside_the_same_deed() -> None:
    (fact,) = kinds(
        "The ferry Orm collided with another vessel in thick fog off Torvik.",
        "The ferry Orm collided with a trawler in thick fog off Torvik.",
    )
    assert (fact.relation, told(fact)) == ("refinement", ["another vessel", "a trawler"])


def test_a_word_that_both_accounts_use_is_no_finer_one() -> None:
    assert not kinds(
        "The ferry Orm collided with another vessel in thick fog off Torvik.",
        "The ferry collided with a barge when fog hid the vessel off Torvik.",
    )


def test_a_man_of_one_age_is_told_more_finely_by_what_he_does() -> None:
    found = answers(
        "A man of 44 had been arrested in Pell.", "A plumber of 44 had been arrested in Pell.",
        amounts=[[("44", 44)], [("44", 44)]],
    )  # fmt: skip
    (fact,) = aged_facts([a.values for a in found.answers], found.corpus)
    assert told(fact) == ["A man of 44", "A plumber of 44"]


def test_a_name_that_both_accounts_know_is_no_finer_telling() -> None:
    found = answers(
        "A man of 44 had been arrested in Pell. Police spoke to Lund.", "Ivo Lund, 44, had been arrested in Pell.",
        amounts=[[("44", 44)], [("44", 44)]],
    )  # fmt: skip
    assert not list(aged_facts([a.values for a in found.answers], found.corpus))
