"""Stories told: the title that fits, failures that cost one story its comparison, quotations checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tellings import telling
from tellings.model import Analysis, Article, Page
from tellings.pipeline import Pipeline

FERRY = "The ferry Corvane sank off Westhaven on Monday. The captain, Ana Díaz, said “we had no warning.” Nobody was hurt."


@pytest.fixture
def analyses(page: Callable[..., Page]) -> list[Analysis]:
    titles = ["Radio Estuary News", "Ferry Corvane sinks off Westhaven", "Late edition"]
    pages = [page(FERRY, id=f"p{n}", title=title, published=f"2031-05-1{n}") for n, title in enumerate(titles)]
    return [result for result in Pipeline().run(pages) if isinstance(result, Analysis)]


def test_the_title_is_the_one_that_the_others_tell(analyses: list[Analysis]) -> None:
    assert telling.compare_as_one(analyses).title == "Ferry Corvane sinks off Westhaven"


@pytest.mark.parametrize(
    ("titles", "best"),
    [
        (["From Orm with love, and what they said there", "Ferry Corvane sinks", "Late edition"], "Ferry Corvane sinks"),
        (["Crook sinks ferry Corvane off Westhaven", "Ferry Corvane lost off Westhaven", "Late edition"], "Ferry Corvane lost off Westhaven"),
    ],
)  # fmt: skip
def test_small_words_and_words_that_judge_make_no_title(page: Callable[..., Page], titles: list[str], best: str) -> None:
    texts = [f"{FERRY} They came from the coast with what they had there." for _ in titles]
    pages = [
        page(x, id=f"p{n}", title=t, published=f"2031-05-1{n}") for n, (t, x) in enumerate(zip(titles, texts, strict=True))
    ]
    found = [result for result in Pipeline().run(pages) if isinstance(result, Analysis)]
    assert telling.compare_as_one(found).title == best


def test_a_story_that_cannot_be_compared_is_listed_all_the_same(
    analyses: list[Analysis], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(material: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(telling, "compare_accounts", fail)
    stories, failures = telling.tell(telling.relate(analyses), analyses)
    assert {m.id for s in stories for m in s.documents} == {a.id for a in analyses}
    assert all("on purpose" in f.message for f in failures)
    assert all(s.summary_note for s in stories)


def test_a_quotation_is_checked(analyses: list[Analysis]) -> None:
    assert telling.check_quote("we had no warning", analyses).verdict == "exact"
    assert telling.check_quote("we had no warning", analyses, speaker="Ana Díaz").verdict == "exact"
    assert telling.check_quote("the moon is made of salt", analyses).verdict == "not-found"


def test_relating_sees_every_article(analyses: list[Analysis], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Sequence[Article]] = []
    monkeypatch.setattr(telling, "place", lambda articles, *rest: seen.append(articles))
    telling.relate(analyses)
    assert [a.document for a in seen[0]] == [a.id for a in analyses]
