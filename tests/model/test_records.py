"""Records: frozen, spans half-open, articles see only their own part, accounts fold copies."""

from __future__ import annotations

import pytest

from tellings.errors import PipelineError
from tellings.model import (
    Analysis,
    Block,
    Cite,
    Document,
    Fact,
    Part,
    Sentence,
    Source,
    Span,
    SummarySentence,
    Time,
    Value,
    articles_of,
)
from tellings.stage import View, fingerprint

TEXT = "Own title\nOwn words here.\nGuest title\nGuest words.\nA comment."


@pytest.fixture
def analysis() -> Analysis:
    document = Document(id="d", source=Source(sha256="0", outlet="Courier"), text=TEXT, form="text")
    at = [0, 10, 26, 38, 51, len(TEXT) + 1]
    roles = [("title", 0), ("body", 0), ("title", 1), ("body", 1), ("comment", 0)]
    blocks = tuple(Block(a, b - 1, role=r, part=p) for a, b, (r, p) in zip(at[:-1], at[1:], roles, strict=True))  # type: ignore[arg-type]
    return Analysis(
        document=document, blocks=blocks, parts=(Part(part=1, title="Guest title", outlet="Elsewhere"),),
        sentences=(Sentence(10, 25), Sentence(38, 50, part=1)), times=(Time(38, 43, type="DATE", value="2031"),),
    )  # fmt: skip


def test_spans_are_half_open() -> None:
    assert Span(2, 5).overlaps(Span(4, 9))
    assert not Span(2, 5).overlaps(Span(5, 9))
    assert Span(0, 9).contains(Span(0, 9))
    assert Span(2, 5).shared(Span(4, 9)) == 1


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Span(1, 2).start = 3  # type: ignore[misc]


def test_a_page_with_a_pasted_article_is_two_articles(analysis: Analysis) -> None:
    own, guest = articles_of(analysis)
    assert (own.outlet, guest.outlet, guest.title) == ("Courier", "Elsewhere", "Guest title")
    assert [b.role for b in own.blocks] == ["title", "body"]
    assert len(own.sentences) == len(guest.sentences) == 1
    assert (own.times, len(guest.times)) == ((), 1)
    assert guest.cite(Span(38, 49)) == Cite(document="d", start=38, end=49, text="Guest words")


def test_a_comment_belongs_to_no_article(analysis: Analysis) -> None:
    comment = analysis.blocks[-1]
    assert not any(article.holds(comment) for article in articles_of(analysis))


def test_a_stage_sees_only_what_it_declared(analysis: Analysis) -> None:
    view = View(analysis, None, frozenset({"times"}))
    assert view.times == analysis.times
    with pytest.raises(PipelineError, match="did not declare"):
        _ = view.blocks
    with pytest.raises(PipelineError, match="parse"):
        _ = view.parse


def test_a_summary_sentence_needs_evidence() -> None:
    with pytest.raises(ValueError, match="evidence"):
        SummarySentence(text="Somebody said so.", evidence=())


def test_fingerprints_do_not_depend_on_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint("a", "b") != fingerprint("ab")


def test_copies_that_differ_are_told_apart_from_accounts_that_do() -> None:
    alone = Value(value="31", evidence=(), accounts=1)
    both = Value(value="23", evidence=(), accounts=2)
    said = [
        Fact(about="people", kind="number", values=values, between_copies=copies).among_copies
        for values, copies in (((alone, alone), True), ((alone, both), True), ((alone, both), False))
    ]
    assert said == ["between copies of one text", "also between copies of one text", ""]
