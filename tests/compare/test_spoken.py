from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from tellings.compare.evidence import unproved
from tellings.compare.facts import compare_accounts
from tellings.compare.spoken import sayings
from tellings.compare.summary import summarise
from tellings.model import Actor, ActorEntity, Article, Entity, Material, Mention, Quote, Span, Utterance, Variant
from tests.compare.conftest import article, material

SAYING = "Nobody will close the old mill while I sit here"
TEXTS = (
    f"The council of Dorrick met on Monday about the rope mill. “{SAYING},” Ada Penn told it.",
    f"The rope mill in Dorrick was before the council on Monday. “{SAYING},” Ada Penn said.",
)


def told(texts: tuple[str, ...] = TEXTS, *, speakers: tuple[str | None, ...] = ("Ada Penn", "Ada Penn")) -> Material:
    articles: list[Article] = []
    for n, text in enumerate(texts):
        start = text.index(SAYING)
        content = Span(start, start + len(SAYING))
        own = article(text, name=f"p{n}", quotes=[Quote(content=content, kind="direct", confidence=0.9)])
        at = text.rindex("Ada Penn")
        entity = Entity(id="e1", name="Ada Penn", type="person", mentions=(Mention(at, at + 8, form="Ada Penn", kind="name"),))
        articles.append(Article(structs.replace(own.analysis, entities=(entity,))))
    variants = tuple(
        Variant(
            document=a.document,
            quote=0,
            text=SAYING,
            start=a.text.index(SAYING),
            end=a.text.index(SAYING) + len(SAYING),
            speaker=s,
        )
        for a, s in zip(articles, speakers, strict=True)
    )
    entities = tuple(ActorEntity(document=a.document, entity="e1") for a in articles)
    actor = Actor(id="a1", name="Ada Penn", forms=("Ada Penn",), type="person", entities=entities)
    utterance = Utterance(speaker="Ada Penn", said=None, variants=variants, longest=0)
    return replace(material(articles, utterances=[utterance]), actors=(actor,))


def test_a_saying_that_two_accounts_quote_is_told_with_its_speaker_and_proved() -> None:
    own = told()
    (found,) = sayings(own, compare_accounts(own))
    assert found.text == f"Ada Penn: “{SAYING}”."
    assert unproved(found.text, found.evidence, language="en") == ()
    assert {c.document for c in found.evidence} == {"p0", "p1"}


@pytest.mark.parametrize("speakers", [("Ada Penn", "Tom Reed"), ("Ada Penn", None)])
def test_a_saying_whose_speaker_is_not_sure_is_not_told(speakers: tuple[str | None, ...]) -> None:
    own = told(speakers=speakers)
    assert list(sayings(own, compare_accounts(own))) == []


def test_words_in_quotation_without_their_speaker_are_no_sentence_of_a_summary() -> None:
    own = told((f"{TEXTS[0]} “{SAYING}.”", f"{TEXTS[1]} “{SAYING}.”"))
    summary = summarise(own, compare_accounts(own), ())
    assert all("Ada Penn" in s.text for s in summary.sentences if SAYING in s.text)


def test_a_sentence_of_an_unknown_we_is_no_sentence_of_a_summary() -> None:
    line = "We have put four guards at the gate of the rope mill in Dorrick since Monday."
    own = material([article(f"{t} {line}", name=n) for n, t in zip("ab", TEXTS, strict=True)])
    assert all("We have" not in s.text for s in summarise(own, compare_accounts(own), ()).sentences)


def test_the_pages_own_lines_are_neither_summary_nor_fact() -> None:
    line = "Get updates from the Dorrick council directly to your inbox and thank you for subscribing on Monday."
    own = material([article(f"{TEXTS[0]} {line}", name="a"), article(TEXTS[1], name="b")])
    comparison = compare_accounts(own)
    assert all("inbox" not in v.value for f in comparison.single for v in f.values)
    assert all("inbox" not in s.text for s in summarise(own, comparison, ()).sentences)


@pytest.mark.parametrize("words", ["She is kept safe by a rotten council here", "Right now he's shielded by the whole council"])
def test_a_saying_of_nobody_who_is_named_is_not_told(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import tests.compare.test_spoken as here

    texts = tuple(t.replace(SAYING, words) for t in TEXTS)
    monkeypatch.setattr(here, "SAYING", words)
    own = told(texts)
    assert list(sayings(own, compare_accounts(own))) == []
