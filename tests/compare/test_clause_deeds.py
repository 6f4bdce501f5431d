from __future__ import annotations

import pytest
from msgspec.structs import replace

from tellings.compare.clause_deeds import deeds_of, keys_of, of_other_deeds, planned_and_done
from tellings.compare.contexts import Contexts
from tellings.compare.statements import Corpus
from tellings.model import Argument, Article, Event, Span
from tests.compare.conftest import article, material, span_of


def telling(text: str, *deeds: tuple[str, str, str], name: str = "p0") -> Article:
    """Return a page with deeds: trigger, who does it, clause."""
    events = []
    for trigger, actor, clause in deeds:
        who = span_of(text, actor)
        events.append(
            Event(
                type=None, trigger=span_of(text, trigger), predicate="say" if trigger == "said" else trigger,
                clause=span_of(text, clause), actors=(Argument(who.start, who.end),),
            )
        )  # fmt: skip
    return Article(replace(article(text, name=name).analysis, events=tuple(events)))


@pytest.mark.parametrize(
    ("text", "value", "deeds", "found"),
    [
        (
            "Ann Penn said the ferry sank on Monday.", "Monday",
            [("said", "Ann Penn", "Ann Penn said the ferry sank on Monday"), ("sank", "ferry", "the ferry sank on Monday")],
            ["sank"],
        ),
        ("On Monday, Ann Penn said so.", "Monday", [("said", "Ann Penn", "Ann Penn said so")], ["said"]),
        ("Ann Penn said so, and it was Monday.", "Monday", [("said", "Ann Penn", "Ann Penn said so, and it was Monday")], []),
    ],
)  # fmt: skip
def test_a_time_is_of_the_deed_of_its_clause(
    text: str, value: str, deeds: list[tuple[str, str, str]], found: list[str]
) -> None:
    corpus = Corpus(material([telling(text, *deeds), article("Nothing else.", name="p9")]))
    own = corpus.tellings[0]
    assert [e.trigger.of(text) for e in deeds_of(own, span_of(text, value))] == found


def test_a_deed_in_words_of_one_meaning_is_no_other() -> None:
    texts = ("The ferry left Orm on Monday.", "On Tuesday the ferry departed from Orm.", "The ferry sank off Orm on Friday.")
    deeds = (
        ("left", "ferry", "The ferry left Orm on Monday"),
        ("departed", "ferry", "On Tuesday the ferry departed from Orm"),
        ("sank", "ferry", "The ferry sank off Orm on Friday"),
    )
    pages = [telling(t, d, name=f"p{i}") for i, (t, d) in enumerate(zip(texts, deeds, strict=True))]
    corpus = Corpus(material(pages))
    contexts = Contexts(corpus)
    left, departed, sank = (
        (corpus.tellings[i], span_of(texts[i], day)) for i, day in enumerate(("Monday", "Tuesday", "Friday"))
    )
    assert not of_other_deeds(left, departed, contexts)
    assert of_other_deeds(left, sank, contexts)
    assert keys_of(corpus.tellings[0], Span(0, 1), contexts) == keys_of(*left, contexts)


def test_a_time_of_an_unknown_deed_is_asked_of_its_sentence() -> None:
    texts = (
        "The talks collapsed on Saturday.",
        "The mediator sees both sides on Monday.",
        "Since Friday it is known that the talks collapsed.",
    )
    pages = [telling(texts[0], ("collapsed", "talks", "The talks collapsed on Saturday"), name="p0")]
    pages += [article(t, name=f"p{i}") for i, t in enumerate(texts[1:], 1)]
    corpus = Corpus(material(pages))
    contexts = Contexts(corpus)
    collapsed, sees, known = (
        (corpus.tellings[i], span_of(texts[i], day)) for i, day in enumerate(("Saturday", "Monday", "Friday"))
    )
    assert of_other_deeds(collapsed, sees, contexts)
    assert not of_other_deeds(collapsed, known, contexts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ferry was due to sail at noon.", True),
        ("The road could be open by noon.", True),
        ("It was noon.", False),
        ("Those who could be saved were off the ship by noon.", False),
    ],
)
def test_what_was_planned_is_not_what_was_done(text: str, found: bool) -> None:
    done = telling("The ferry sailed at three.", ("sailed", "ferry", "The ferry sailed at three"), name="p0")
    own = article(text, name="p1")
    if "sail" in text:
        deed = Event(
            type=None, trigger=span_of(text, "sail"), predicate="sail", clause=Span(0, len(text) - 1), realis="planned"
        )
        own = Article(replace(own.analysis, events=(deed,)))
    corpus = Corpus(material([done, own]))
    planned = corpus.tellings[1], span_of(text, "noon")
    assert planned_and_done((corpus.tellings[0], span_of("The ferry sailed at three.", "three")), planned) == found
