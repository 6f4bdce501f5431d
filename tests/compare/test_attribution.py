from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tellings.compare.attribution import attribution_facts
from tellings.compare.statements import Corpus
from tellings.model import Article, Entity, Fact, Mention, Quote, Utterance, Variant
from tests.compare.conftest import article, material, span_of, told

SAYING = "the mill will not be sold to anybody"


def facts(*texts: str, speakers: Sequence[tuple[str, str, str]]) -> list[Fact]:
    """Return the attribution facts of accounts that quote one saying; speakers are (words, name, pronoun)."""
    articles, variants = [], []
    for i, (text, (words, name, pronoun)) in enumerate(zip(texts, speakers, strict=True)):
        content, speaker = span_of(text, SAYING), span_of(text, words)
        mentions = [Mention(speaker.start, speaker.end, form=words, kind="pronoun" if words == pronoun else "name")]
        person = Entity(id="e1", name=name, type="person", mentions=tuple(mentions))
        quote = Quote(content=content, kind="direct", speaker=speaker, speaker_entity="e1", confidence=0.95)
        made = article(text, name=f"p{i}", quotes=[quote])
        articles.append(Article(replace(made.analysis, entities=(person,))))
        variants.append(Variant(document=f"p{i}", quote=0, text=SAYING, start=content.start, end=content.end))
    utterance = Utterance(speaker=None, said=None, variants=tuple(variants), longest=0)
    return list(attribution_facts(Corpus(material(articles, utterances=[utterance]))))


def test_two_people_given_one_saying_are_a_conflict() -> None:
    (fact,) = facts(
        f"“{SAYING},” said Ann Penn.", f"Tom Reed called out: “{SAYING}.”",
        speakers=[("Ann Penn", "Ann Penn", ""), ("Tom Reed", "Tom Reed", "")],
    )  # fmt: skip
    assert (fact.kind, fact.relation) == ("attribution", "conflict")
    assert sorted(told(fact)) == ["Ann Penn", "Tom Reed"]


@pytest.mark.parametrize(("other", "conflict"), [("he", True), ("she", False)])
def test_a_pronoun_counts_where_the_genders_differ(other: str, conflict: bool) -> None:
    found = facts(
        f"“{SAYING},” she said.", f"“{SAYING},” {other} said.",
        speakers=[("she", "Ann Penn", "she"), (other, "Tom Reed", other)],
    )  # fmt: skip
    assert bool(found) == conflict
    assert not found or sorted(told(found[0])) == ["Ann Penn", "Tom Reed"]


def test_who_speaks_for_somebody_is_a_finer_telling() -> None:
    (fact,) = facts(
        f"“{SAYING},” said Ann Penn.", f"“{SAYING},” said a spokesman for Ann Penn.",
        speakers=[("Ann Penn", "Ann Penn", ""), ("a spokesman for Ann Penn", "a spokesman", "")],
    )  # fmt: skip
    assert fact.relation == "refinement"


def test_the_role_and_the_name_of_one_person_are_no_difference() -> None:
    assert not facts(
        f"“{SAYING},” said the owner.", f"“{SAYING},” said Ann Penn.",
        speakers=[("the owner", "the owner", ""), ("Ann Penn", "Ann Penn", "")],
    )  # fmt: skip


def test_somebody_whom_one_account_names_is_told_more_finely() -> None:
    (fact,) = facts(
        f"“{SAYING},” said an owner.", f"“{SAYING},” said Ann Penn.",
        speakers=[("an owner", "an owner", ""), ("Ann Penn", "Ann Penn", "")],
    )  # fmt: skip
    assert fact.relation == "refinement"
    assert told(fact) == ["an owner", "Ann Penn"]


def test_a_spokesman_called_by_his_own_name_is_nobody_else() -> None:
    assert not facts(
        f"“{SAYING},” said Kerrow spokesman Ivo Lenz.", f"“{SAYING},” said Lenz.",
        speakers=[("Kerrow spokesman Ivo Lenz", "Ivo Lenz", ""), ("Lenz", "Ivo Lenz", "")],
    )  # fmt: skip
