from __future__ import annotations

from tellings.compare.contexts import Contexts
from tellings.compare.parts import part_facts
from tellings.compare.stances import Stances
from tellings.compare.statements import Corpus
from tellings.model import Fact
from tests.compare.conftest import article, material, told


def parts(*texts: str) -> list[Fact]:
    corpus = Corpus(material([article(t, name=f"p{i}") for i, t in enumerate(texts)]))
    contexts = Contexts(corpus)
    return part_facts(Stances(corpus, contexts).stances, corpus, contexts)


def test_a_part_that_failed_is_a_finer_telling_of_the_whole() -> None:
    (fact,) = parts("The ship stopped when her steering failed.", "The owners say that a hose in the steering had burst.")
    assert (fact.relation, fact.kind) == ("refinement", "claim")
    assert [v.accounts for v in fact.values] == [1, 1]
    assert "a hose in the steering had burst" in told(fact)[1]


def test_two_wholes_are_no_part_of_each_other() -> None:
    assert not parts("The ship stopped when her steering failed.", "The owners say that the steering packed up.")


def test_one_account_alone_makes_no_finer_telling() -> None:
    assert not parts("Her steering failed. A hose in the steering had burst.", "The ship was towed to Torvik.")
