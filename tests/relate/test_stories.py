from __future__ import annotations

import random

import pytest

from tellings.relate import stories_score
from tellings.relate.copies import find_copies
from tellings.relate.stories import group_stories
from tellings.stage import fingerprint
from tests.relate.articles import article

SLIPWAY = [
    "The harbour board of Tollen voted on Monday to close the old slipway after Ida Brandal showed pictures of cracked stones below the waterline.",
    "Tollen will lose its slipway for two winters, harbour master Ida Brandal said after Monday's vote of the board; cracked stones threaten the wall.",
    "Cracks under the waterline have shut the slipway at Tollen. Ida Brandal, who runs the harbour, told the board on Monday that a crane from Marvik will lift boats.",
]
SLEDGE = [
    "A bakery in Upper Vessby delivers its bread by sledge since the road was blocked. Owner Tuva Hjort says the dog has grown fat.",
    "Bread comes by dog sledge in Upper Vessby, where Tuva Hjort's bakery was cut off by snow for three days.",
]
CHESS = [
    "Grandmaster Pavel Ostrik drew the ninth game of the title match in Lisbon and keeps a lead of one point over Amara Diallo."
]


def grouped(articles):
    return [tuple(m.id for m in g.members) for g in group_stories(articles, find_copies(articles))]


def pages():
    texts = {
        f"{name}{n}": t for name, own in (("slip", SLIPWAY), ("sledge", SLEDGE), ("chess", CHESS)) for n, t in enumerate(own)
    }
    return [article(key, text) for key, text in texts.items()]


@pytest.mark.parametrize("trained", [True, False])
def test_happenings_come_apart_with_and_without_the_trained_score(trained, monkeypatch):
    if not trained:
        monkeypatch.setattr(stories_score, "trained", lambda: None)
    found = grouped(pages())
    assert all(len({key[:4] for key in members}) == 1 for members in found)
    if trained:
        assert sorted(map(len, found)) == [1, 2, 3]


def test_order_of_arrival_changes_nothing_but_the_name():
    articles = pages()
    expected = {frozenset(g) for g in grouped(articles)}
    random.Random(1).shuffle(articles)
    assert {frozenset(g) for g in grouped(articles)} == expected


def test_a_new_story_is_named_after_its_earliest_page():
    group = group_stories(pages(), ())[0]
    assert group.id == fingerprint("story", min(m.id for m in group.members), 0)


def test_members_say_what_ties_them_in():
    group = next(g for g in group_stories(pages(), ()) if len(g.members) == 3)
    for member in group.members:
        assert 0 < member.confidence < 1
        assert "Brandal" in " ".join(member.why)


def test_a_page_of_another_language_joins_by_names_and_numbers():
    spanish = article(
        "es", "La junta del puerto de Tollen cerró el lunes la rampa vieja: Ida Brandal mostró las piedras rotas, y una grúa de Marvik alzará los barcos.",
        language="es",
    )  # fmt: skip
    assert any("es" in g and "slip0" in g for g in grouped([*pages(), spanish]))


def test_a_page_of_another_language_without_shared_names_stays_alone():
    spanish = article(
        "es",
        "Un panadero de la montaña reparte el pan con un trineo y su perro desde que la nieve cerró el camino.",
        language="es",
    )
    assert ("es",) in grouped([*pages(), spanish])


def test_empty_and_odd_texts_are_stories_of_one():
    odd = [article("a", ""), article("b", "🙂"), article("c", "word")]
    assert grouped(odd) == [("a",), ("b",), ("c",)]
    assert group_stories([], ()) == ()


def test_texts_without_a_single_word_are_stories_of_one():
    assert len(grouped([article("a", "'"), article("b", "…")])) == 2
