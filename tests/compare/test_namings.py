from __future__ import annotations

from msgspec.structs import replace

from tellings.compare.contexts import Contexts
from tellings.compare.namings import naming_facts
from tellings.compare.statements import Corpus
from tellings.model import Article, Entity, Fact, Mention
from tests.compare.conftest import article, material, span_of, told

NAMED = "A neighbour, Ann Penn, had rung the police about the hammering in the garage at Orm."


def facts(other: str) -> list[Fact]:
    span = span_of(NAMED, "Ann Penn")
    person = Entity(id="e1", name="Ann Penn", type="person", mentions=(Mention(span.start, span.end, form="Ann Penn"),))
    named = Article(replace(article(NAMED, name="p0").analysis, entities=(person,)))
    corpus = Corpus(material([named, article(other, name="p1")]))
    return naming_facts(corpus, Contexts(corpus))


def test_a_person_whom_one_account_names_is_a_finer_telling() -> None:
    (fact,) = facts("It was a neighbour who told the police of the hammering in the garage at Orm.")
    assert (fact.kind, fact.relation) == ("person", "refinement")
    assert told(fact) == ["a neighbour", "A neighbour, Ann Penn"]


def test_an_account_that_knows_the_name_tells_no_less() -> None:
    assert facts("A neighbour told the police of the hammering in the garage at Orm. “It was loud,” Mrs Penn said.") == []


def test_another_neighbour_elsewhere_is_not_the_same() -> None:
    assert facts("The mayor quarrelled with a neighbour over a hedge last spring.") == []


def test_whoever_is_chosen_is_nobody_named() -> None:
    assert facts("People asked the neighbour of their choice about the police and the hammering in the garage at Orm.") == []


def test_one_of_several_may_be_named_elsewhere() -> None:
    (fact,) = facts("Two neighbours had rung the police about the hammering in the garage at Orm.")
    assert told(fact) == ["Two neighbours", "A neighbour, Ann Penn"]
