from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from msgspec.structs import replace

from tellings.compare.contexts import Contexts
from tellings.compare.facts import _unlike
from tellings.compare.shared_events import event_facts
from tellings.compare.statements import Corpus
from tellings.model import Article, Cite, Event, Fact, Happening, Report, Span, Value
from tests.compare.conftest import article, material, span_of

OTHERS = "Fog lay on the quay. The market opened late. Children fed the gulls."


def _facts(*told: tuple[str, str], predicate: str = "burst", realis: Sequence[str] = ()) -> list[Fact]:
    """Return the agreed happenings of accounts, each a clause and the word in it that tells the happening."""
    articles, reports = [], []
    for i, (clause, trigger) in enumerate(told):
        text = f"{clause} {OTHERS}"
        made = article(text, name=f"p{i}")
        at = span_of(text, trigger)
        kind = realis[i] if realis else "actual"
        event = Event(type=None, trigger=at, predicate=predicate, clause=Span(0, len(clause)), realis=kind)  # type: ignore[arg-type]
        articles.append(Article(replace(made.analysis, events=(event,))))
        reports.append(Report(document=f"p{i}", event=0))
    happening = Happening(type=None, predicate=predicate, reports=tuple(reports), accounts=len(told))
    corpus = Corpus(dataclasses.replace(material(articles), happenings=(happening,)))
    return event_facts(corpus, Contexts(corpus))


def test_a_happening_in_other_words_is_agreed_with_every_passage() -> None:
    (fact,) = _facts(
        ("A hydraulic hose in the steering gear of the Merrin burst.", "burst"),
        ("On the Merrin the steering gear failed as a hydraulic hose gave way.", "gave"),
    )
    assert fact.kind == "claim"
    assert fact.relation is None
    assert fact.values[0].accounts == 2
    assert {c.document for c in fact.values[0].evidence} == {"p0", "p1"}


def test_names_alone_make_no_agreement() -> None:
    assert not _facts(
        ("The Merrin of the Sound Line struck Black Nab.", "struck"), ("The Sound Line sold the Merrin near Black Nab.", "sold")
    )


def test_a_telling_and_its_denial_do_not_agree() -> None:
    assert not _facts(
        ("A hydraulic hose in the steering gear of the Merrin burst.", "burst"),
        ("No hydraulic hose in the steering gear of the Merrin burst.", "burst"),
    )


def test_numbers_that_cannot_both_hold_do_not_agree() -> None:
    assert not _facts(
        ("Five hydraulic hoses in the steering gear of the Merrin burst.", "burst"),
        ("Nine hydraulic hoses in the steering gear of the Merrin burst.", "burst"),
    )


def test_what_may_happen_is_not_agreed_to_have_happened() -> None:
    assert not _facts(
        ("A hydraulic hose in the steering gear of the Merrin burst.", "burst"),
        ("A hydraulic hose in the steering gear of the Merrin might burst.", "burst"),
        realis=("actual", "hypothetical"),
    )


def test_a_happening_of_speech_is_no_agreed_claim() -> None:
    assert not _facts(
        ("The harbour master said the steering gear hose burst.", "said"),
        ("The harbour master said that a steering gear hose burst.", "said"),
        predicate="say",
    )


def test_a_telling_that_stands_in_an_agreed_claim_is_not_shown_again() -> None:
    sentence, other = (
        Cite("p0", 0, 40, "The hose of the Merrin burst on Monday."),
        Cite("p1", 0, 44, "On Monday the hose of the Merrin had burst."),
    )
    clause, third = Cite("p0", 0, 26, "The hose of the Merrin burst"), Cite("p2", 90, 130, "as its hydraulic hose gave way")

    def claim(*cites: Cite) -> Fact:
        value = Value(value=cites[0].text, evidence=cites, accounts=len(cites))
        return Fact(about="hose", kind="claim", values=(value,), confidence=0.7)

    assert _unlike([claim(clause, third)], [claim(sentence, other)]) == []
    assert _unlike([claim(third, clause)], [claim(sentence, other)]) == [claim(third, clause)]


def test_another_in_a_row_is_another_happening() -> None:
    tail = "recovered by divers from the wreck of the ferry Merrin in the harbour"
    assert _facts((f"The body of a sailor was {tail}.", "recovered"), (f"A sailor's body was {tail}.", "recovered"))
    assert not _facts((f"The body of a sailor was {tail}.", "recovered"), (f"A second sailor's body was {tail}.", "recovered"))
