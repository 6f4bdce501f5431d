from __future__ import annotations

from collections.abc import Callable

from tellings.model import Comparison

Compare = Callable[..., Comparison]
SHARED = "Seven people died when the ferry Lady Orme sank in Ansel Sound on Monday. "


def _single(found: Comparison) -> str:
    return " ".join(f.values[0].value for f in found.single)


def test_a_fact_of_one_account_is_single(compare: Compare) -> None:
    found = compare(SHARED + "Revd Paula Grey laid out ninety blankets in the church hall.", SHARED)
    assert "ninety blankets" in _single(found)


def test_new_words_are_single_though_parts_are_told_elsewhere(compare: Compare) -> None:
    found = compare(
        SHARED + "Ansel lifeboat volunteers cooked porridge overnight for orphaned kittens aboard.",
        SHARED + "Ansel lifeboat crews went out at once, and fishing boats from Crow Head followed them.",
    )
    assert "porridge" in _single(found)


def test_the_pages_own_lines_are_never_single(compare: Compare) -> None:
    found = compare(
        SHARED + "Read more: Nine ferries that never reached Crow Head harbour. Updated: 14 May 2031, 20:09.",
        SHARED + "This article was first published on 12 May 2031 and has changed.",
    )
    assert not found.single
