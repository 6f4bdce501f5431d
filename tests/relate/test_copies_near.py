from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.relate.copies_near import BANDS, BINS, bands, near_duplicates, sketch
from tellings.relate.copies_prints import RUN, WINDOW, prints_of
from tellings.relate.copies_words import AT_ONCE, shingles, words_of, words_of_each
from tests.relate.articles import article


def sketches(count, *, seed=1):
    return np.random.default_rng(seed).integers(0, 1 << 16, (count, BINS), dtype=np.uint16)


def test_the_share_of_equal_hashes_estimates_the_likeness():
    chance = np.random.default_rng(3)
    error = []
    for share in (0.2, 0.5, 0.8):
        for _ in range(20):
            one = chance.integers(0, 1 << 32, 600, dtype=np.uint32)
            other = np.concatenate(
                (one[: int(600 * share)], chance.integers(0, 1 << 32, 600 - int(600 * share), dtype=np.uint32))
            )
            a, b = set(shingles(one, 3).tolist()), set(shingles(other, 3).tolist())
            error.append((sketch(one) == sketch(other)).mean() - len(a & b) / len(a | b))
    assert abs(np.mean(error)) < 0.02
    assert np.std(error) < 0.08


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 40])
def test_short_texts_have_whole_sketches_equal_to_their_own_alone(size):
    ids = np.arange(size, dtype=np.uint32) * 7919
    assert sketch(ids).shape == (BINS,)
    assert (sketch(ids) == sketch(ids.copy())).all()
    if size > 4:
        assert (sketch(ids) == sketch(ids + 1)).mean() < 0.2


def test_planted_near_duplicates_are_joined_and_nothing_else():
    made = sketches(3_000)
    chance = np.random.default_rng(2)
    made[2_700:] = np.where(chance.random((300, BINS)) < 0.75, made[:300], made[2_700:])
    near = near_duplicates(made)
    assert (near.labels[2_700:] == np.arange(300)).mean() > 0.99
    assert (near.labels[300:2_700] == np.arange(300, 2_700)).all()
    assert set(map(tuple, near.pairs.tolist())) <= {(n, 2_700 + n) for n in range(300)}


def test_groups_are_closed_over_their_pairs():
    made = sketches(50)
    made[10] = made[20] = made[30] = made[40]
    near = near_duplicates(made)
    assert near.labels[[10, 20, 30, 40]].tolist() == [10] * 4


def test_a_crowded_band_costs_its_size_and_joins_no_strangers():
    made = sketches(30_000)
    made[:, :9] = made[0, :9]
    began = time.process_time()
    near = near_duplicates(made)
    assert time.process_time() - began < 5
    assert len(near.pairs) == 0


def test_few_texts_and_none():
    assert near_duplicates(sketches(1)).labels.tolist() == [0]
    assert near_duplicates(sketches(0)).labels.tolist() == []


def test_bands_of_equal_sketches_are_equal_and_differ_from_band_to_band():
    one = sketches(1)[0]
    assert (bands(one) == bands(one.copy())).all()
    same = np.full(BINS, 7, dtype=np.uint16)
    assert len(set(bands(same).tolist())) == BANDS


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 60), st.integers(0, 60), st.integers(0, 40))
def test_a_common_run_of_twelve_words_bears_a_common_fingerprint(seed, before, after, extra):
    chance = np.random.default_rng(seed)

    def prose(count):
        return " ".join("".join(chance.choice(list("abcdefghij"), 6)) for _ in range(count))

    shared = prose(RUN + WINDOW - 1 + extra)
    one = words_of(article("a", f"{prose(before)} {shared} {prose(after)}"))
    other = words_of(article("b", f"{prose(after)} {shared} {prose(before)}"))
    assert set(prints_of(one).hashes.tolist()) & set(prints_of(other).hashes.tolist())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_words_of_any_text_lie_in_order_inside_it(text):
    words = words_of(article("a", text))
    assert len(words.ids) == len(words.starts) == len(words.ends) == len(words.weak)
    places = [0, *np.stack((words.starts, words.ends), axis=1).ravel().tolist(), len(text)]
    assert places == sorted(places)
    assert all(any(c.isalnum() or c == "%" for c in text[s:e]) for s, e in zip(words.starts, words.ends, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("aÉ7.,%\u0301 \n“”\"'", max_size=60), max_size=6), st.sampled_from([1, 20, AT_ONCE]))
def test_words_of_many_texts_are_those_of_each_alone(texts, at_once):
    articles = [article(str(n), text) for n, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tellings.relate.copies_words.AT_ONCE", at_once)
        together = list(words_of_each(articles))
    assert len(together) == len(texts)
    for own, alone in zip(together, map(words_of, articles), strict=True):
        assert own.text == alone.text
        for column in ("ids", "starts", "ends", "quoted", "listed"):
            assert getattr(own, column).tolist() == getattr(alone, column).tolist()
