from __future__ import annotations

from collections.abc import Callable

import pytest

from tellings.compare import loaded
from tellings.model import Comparison

Compare = Callable[..., Comparison]
PLAIN = "The mayor of Dorrick, Ada Penn, closed the two public baths on Monday to save money."
JUDGING = "On Monday the heartless mayor of Dorrick, Ada Penn, closed both public baths to save money."


def words(found: Comparison) -> list[str]:
    return [w.word for w in found.loaded]


def test_a_judging_word_of_one_account_is_shown_beside_those_that_do_without(compare: Compare) -> None:
    found = compare(JUDGING, PLAIN)
    (word,) = found.loaded
    assert word.word == "heartless" == word.evidence[0].text
    assert [(c.document, c.text) for c in word.beside] == [("p1", PLAIN)]


def test_a_word_that_two_accounts_use_is_not_shown(compare: Compare) -> None:
    assert words(compare(JUDGING, JUDGING.replace("both", "the two"))) == []


def test_a_quoted_word_is_its_speakers(compare: Compare) -> None:
    quoted = "On Monday the mayor of Dorrick, Ada Penn, closed both public baths, a “heartless” way to save money."
    assert words(compare(quoted, PLAIN)) == []


def test_a_word_that_is_taken_back_judges_nobody(compare: Compare) -> None:
    denied = "On Monday the mayor of Dorrick, Ada Penn, was not heartless when she closed both public baths to save money."
    assert words(compare(denied, PLAIN)) == []


def test_a_line_that_tells_nothing_is_not_set_beside_a_word(compare: Compare) -> None:
    found = compare(JUDGING, PLAIN + " Ada Penn, Dorrick, Monday.")
    assert [c.text for w in found.loaded for c in w.beside] == [PLAIN]
    assert words(compare(JUDGING, "Ada Penn, mayor of Dorrick.")) == []


def test_another_who_quotes_the_word_does_not_use_it(compare: Compare) -> None:
    quoting = PLAIN + " A bather called it “heartless”."
    assert words(compare(JUDGING, quoting)) == ["heartless"]


def test_a_word_where_nobody_else_tells_of_the_same_is_not_shown(compare: Compare) -> None:
    assert words(compare(JUDGING, "Rain fell over the whole valley for three days.")) == []


def test_plain_words_that_differ_are_not_judging(compare: Compare) -> None:
    plain = "On Monday the new mayor of Dorrick, Ada Penn, shut both municipal baths to save money."
    assert words(compare(plain, PLAIN)) == []


def test_hyphened_words_are_whole(compare: Compare) -> None:
    found = compare(JUDGING.replace("heartless", "power-hungry"), PLAIN)
    assert words(found) == ["power-hungry"]


def test_a_sentence_is_read_only_for_words_that_may_judge(compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    vectors = loaded.word_vectors

    def seen(texts: list[str], places: list[tuple[tuple[int, int], ...]]) -> object:
        read.extend(texts)
        return vectors(texts, places)

    monkeypatch.setattr(loaded, "word_vectors", seen)
    monkeypatch.setattr(loaded, "_READ", {})
    first = compare(JUDGING, PLAIN)
    assert JUDGING in read
    read.clear()
    assert compare(JUDGING, PLAIN).loaded == first.loaded
    assert read == []
    compare(PLAIN.replace("public", "northern").replace("two", "larger"), PLAIN)
    assert not any(" " in text for text in read)


@pytest.fixture
def no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaded, "_model", lambda: None)


@pytest.mark.usefixtures("no_weights")
def test_without_the_weights_none_is_looked_for(compare: Compare) -> None:
    assert words(compare(JUDGING, PLAIN)) == []
