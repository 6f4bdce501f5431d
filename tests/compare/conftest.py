from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from tellings.model import (
    Accounts,
    Analysis,
    Article,
    Block,
    Comparison,
    Copy,
    Counts,
    Document,
    Fact,
    Material,
    Metadata,
    Published,
    Quote,
    Sentence,
    Source,
    Span,
    Utterance,
)

SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”\"]?(?=\s|$)|(?=\n)|$)")


def article(
    text: str,
    *,
    name: str,
    day: str | None = "2031-05-14",
    outlet: str | None = None,
    quotes: Sequence[Quote] = (),
    language: str = "en",
) -> Article:
    sentences = []
    for m in SENTENCE.finditer(text):
        lead = len(m.group()) - len(m.group().lstrip())
        if m.group().strip():
            sentences.append(Sentence(m.start() + lead, m.end()))
    published = Published(value=day, precision="day", basis="given") if day else None
    return Article(
        Analysis(
            document=Document(id=name, source=Source(sha256=name), text=text, form="clean"),
            metadata=Metadata(language=language, published=published, outlet=outlet or name),
            blocks=(Block(0, len(text), role="body"),) if text else (),
            sentences=tuple(sentences),
            quotes=tuple(quotes),
        )
    )


def material(articles: Sequence[Article], *, utterances: Sequence[Utterance] = (), copies: Sequence[Copy] = ()) -> Material:
    accounts = Accounts(account_of={a.key: a.document for a in articles}, copies=tuple(copies))
    counts = Counts(pages=len(articles), texts=len(articles), accounts=len(articles), origins=0)
    return Material(
        id="story", articles=tuple(articles), copies=tuple(copies), accounts=accounts, counts=counts, actors=(),
        utterances=tuple(utterances), happenings=(),
    )  # fmt: skip


@pytest.fixture
def compare() -> Callable[..., Comparison]:
    from tellings.compare.facts import compare_accounts

    def run(*texts: str, days: Sequence[str | None] = ()) -> Comparison:
        own = list(days) + ["2031-05-14"] * (len(texts) - len(days))
        return compare_accounts(material([article(t, name=f"p{i}", day=own[i]) for i, t in enumerate(texts)]))

    return run


def told(fact: Fact) -> list[str]:
    return [v.value for v in fact.values]


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))
