from __future__ import annotations

from tellings.compare.sides import SHORT, disputes_of
from tellings.compare.statements import Corpus
from tellings.model import Entity, Fact, Mention, Quote, Span, Value
from tests.compare.conftest import article, material, span_of

CLAIM = "The harbour council had been warned of the leak."
DENIAL = "The council was never warned of any leak."
LONG = "The weather was fine on the quay that day. " * (SHORT // 40 + 1)


def _fact(corpus: Corpus, relation: str = "conflict") -> Fact:
    values = []
    for telling, words in zip(corpus.tellings, (CLAIM, DENIAL), strict=False):
        cite = telling.cite(span_of(telling.article.text, words))
        values.append(Value(value=words, evidence=(cite,), accounts=1))
    return Fact(about="the warning", kind="claim", values=tuple(values), relation=relation, confidence=0.6)  # type: ignore[arg-type]


def _corpus(*texts: str, quotes: tuple[tuple[Quote, ...], ...] = ()) -> Corpus:
    own = [*quotes, *[()] * (len(texts) - len(quotes))]
    return Corpus(material([article(t, name=f"p{i}", quotes=q) for i, (t, q) in enumerate(zip(texts, own, strict=True))]))


def test_claim_and_denial_stand_side_by_side_and_a_long_account_of_neither_is_silent() -> None:
    corpus = _corpus(CLAIM, DENIAL, LONG)
    (dispute,) = disputes_of([_fact(corpus)], corpus)
    assert dispute.claimed.evidence[0].text == CLAIM
    assert dispute.denied.evidence[0].text == DENIAL
    assert dispute.silent == ("p2",)


def test_a_short_account_is_not_said_to_be_silent() -> None:
    corpus = _corpus(CLAIM, DENIAL, "Fog lay on the harbour.")
    (dispute,) = disputes_of([_fact(corpus)], corpus)
    assert dispute.silent == ()


def test_an_account_in_another_language_is_not_said_to_be_silent() -> None:
    articles = [article(t, name=f"p{i}") for i, t in enumerate((CLAIM, DENIAL))]
    corpus = Corpus(material([*articles, article(LONG, name="p2", language="fr")]))
    (dispute,) = disputes_of([_fact(corpus)], corpus)
    assert dispute.silent == ()


def test_only_claims_in_conflict_are_disputes() -> None:
    corpus = _corpus(CLAIM, DENIAL)
    assert disputes_of([_fact(corpus, "wording")], corpus) == ()


def test_the_one_whom_a_passage_is_given_to_is_its_speaker() -> None:
    text = f"“{CLAIM}” Ada Frost said."
    said = Quote(content=span_of(text, CLAIM), kind="direct", speaker=span_of(text, "Ada Frost"))
    corpus = _corpus(text, DENIAL, quotes=((said,),))
    (dispute,) = disputes_of([_fact(corpus)], corpus)
    assert dispute.claimed.speakers == ("Ada Frost",)
    assert dispute.denied.speakers == ()


def test_a_speaker_who_is_known_is_named_in_full() -> None:
    from msgspec.structs import replace

    from tellings.model import Article

    text = f"“{CLAIM}” she said. Ada Frost left."
    said = Quote(content=span_of(text, CLAIM), kind="direct", speaker=Span(*_ends(text, "she")), speaker_entity="e1")
    name = span_of(text, "Ada Frost")
    entity = Entity(
        id="e1", type="person", name="Ada Frost", mentions=(Mention(name.start, name.end, form="Ada Frost", kind="name"),)
    )
    own = article(text, name="p0", quotes=(said,))
    own = Article(replace(own.analysis, entities=(entity,)))
    corpus = Corpus(material([own, article(DENIAL, name="p1")]))
    (dispute,) = disputes_of([_fact(corpus)], corpus)
    assert dispute.claimed.speakers == ("Ada Frost",)


def _ends(text: str, words: str) -> tuple[int, int]:
    span = span_of(text, words)
    return span.start, span.end
