from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from tellings.compare.contexts import Contexts
from tellings.compare.deputies import deputy_facts
from tellings.compare.statements import Corpus
from tellings.model import Actor, ActorEntity, Article, Entity, Fact, Mention, Quote
from tests.compare.conftest import article, material, span_of, told


def facts(*told_by: tuple[str, str, str]) -> list[Fact]:
    """Return the facts of accounts that are (text, words for the speaker, what is said)."""
    articles = []
    for i, (text, speaker, said) in enumerate(told_by):
        name = span_of(text, "Ann Penn")
        person = Entity(id="e1", name="Ann Penn", type="person", mentions=(Mention(name.start, name.end, form="Ann Penn"),))
        quote = Quote(content=span_of(text, said), kind="indirect", speaker=span_of(text, speaker), confidence=0.95)
        made = article(text, name=f"p{i}", quotes=[quote])
        articles.append(Article(replace(made.analysis, entities=(person,))))
    whole = material(articles)
    actor = Actor(
        id="a1", name="Ann Penn", forms=("Ann Penn",), type="person",
        entities=tuple(ActorEntity(document=f"p{i}", entity="e1") for i in range(len(articles))),
    )  # fmt: skip
    corpus = Corpus(dataclasses.replace(whole, actors=(actor,)))
    return list(deputy_facts(corpus, Contexts(corpus)))


def test_who_speaks_for_a_person_is_a_finer_telling_though_no_word_is_quoted() -> None:
    (fact,) = facts(
        ("Ann Penn said that the mill would keep its full staff.", "Ann Penn", "the mill would keep its full staff"),
        (
            "A spokesman for Ann Penn said that the full staff of the mill would stay.",
            "A spokesman for Ann Penn",
            "the full staff of the mill would stay",
        ),
    )
    assert (fact.kind, fact.relation) == ("attribution", "refinement")
    assert told(fact) == ["Ann Penn", "A spokesman for Ann Penn"]


def test_another_saying_of_theirs_is_another_fact() -> None:
    assert not facts(
        ("Ann Penn said that the mill would keep its full staff.", "Ann Penn", "the mill would keep its full staff"),
        ("A spokesman for Ann Penn said that it had rained.", "A spokesman for Ann Penn", "it had rained"),
    )
