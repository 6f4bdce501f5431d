"""What is measured of two reports of events: offices of words, rows of likeness, meanings, symmetry, statements."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tellings.model import Accounts
from tellings.models.pieces import single_vectors
from tellings.relate import happenings_chances as chances_module
from tellings.relate.happenings import merge_happenings
from tellings.relate.happenings_meanings import meaning
from tellings.relate.happenings_pairs import Field
from tellings.relate.happenings_reports import Told, reports
from tellings.relate.happenings_score import excluded
from tellings.relate.happenings_words import wording
from tests.relate.test_happenings import actors_of, article, merged, on

MONDAY = on("2031-05-12")


def told(sentence: str, kind: str, trigger: str) -> Told:
    (found,) = reports([article("a", (sentence, kind, trigger, None, None, None))], [])
    return found


def test_the_passive_turns_agent_and_patient() -> None:
    active = wording(told("The court fined the brewery heavily.", "fine", "fined")).words
    passive = wording(told("The brewery was fined by the court.", "fine", "fined")).words
    assert "court" in active["agent"]
    assert "brewery" in active["patient"]
    assert passive["agent"] == ("court",)
    assert passive["patient"] == ("brewery",)


def test_an_ing_form_is_no_passive() -> None:
    assert "roof" in wording(told("The roof was collapsing slowly.", "collapse", "collapsing")).words["agent"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("overturn", "flip", True), ("dismiss", "sack", True), ("flip", "sack", False), ("send to prison", "jail", True)],
)
def test_rows_tell_which_predicates_are_alike(one: str, other: str, alike: bool) -> None:
    rows = [wording(told("Something happened in Torvik.", predicate, "happened")).alike for predicate in (one, other)]
    assert bool(rows[0] & rows[1]) is alike


def test_an_infinitive_is_marked() -> None:
    assert wording(told("Lawyers urged the jury to jail her.", "jail", "jail")).bare
    assert not wording(told("The jury jailed her.", "jail", "jailed")).bare


@pytest.mark.parametrize(
    ("word", "language", "means"),
    [
        ("rescataron", "es", "rescue"), ("Evacuados", "es", "Evacuados"), ("inondations", "fr", "flood"), ("mar", "es", "sea"),
        ("marcharon", "es", "march"), ("marmota", "es", "marmota"), ("train", "en", "train"), ("", "es", ""),
    ],
)  # fmt: skip
def test_words_lead_to_english(word: str, language: str, means: str) -> None:
    assert meaning(word, language) == means


def test_vectors_tell_near_words_from_far_ones() -> None:
    found = single_vectors(["purchase", "acquisition", "banana", "", "🦔"])
    assert found is not None
    unit = found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)
    assert unit[0] @ unit[1] > unit[0] @ unit[2] + 0.2
    assert found.shape == (5, 64)
    assert not found[3].any()


def test_the_order_within_a_pair_counts_nothing() -> None:
    texts = [
        ("A tram overturned in Torvik on Monday, Berg said.", "overturn", "overturned", "tram", None, MONDAY),
        ("Berg was told that two trams flipped in fog.", "flip", "flipped", None, "trams", None),
        ("Berg fined the tram company 400 crowns.", "COERCE", "fined", "Berg", "company", MONDAY),
    ]
    articles = [article(str(n), text) for n, text in enumerate(texts)]
    field = Field(reports(articles, actors_of(*articles)))
    one, other = np.array([0, 0, 1]), np.array([1, 2, 2])
    forward, backward = field.signs(one, other), field.signs(other, one)
    for name, values in forward.items():
        assert np.allclose(values, backward[name], atol=1e-5), name


def test_other_words_for_one_accident_are_one_happening() -> None:
    a = article("a", ("A tram overturned near Torvik station on Monday.", "overturn", "overturned", "tram", None, MONDAY))
    b = article("b", ("The tram flipped onto its side at Torvik station.", "flip", "flipped", "tram", None, MONDAY))
    assert len(merged(a, b)) == 1


def test_two_statements_of_one_speaker_on_one_day_stay_two() -> None:
    a = article("a", ("Berg said that the harbour would be closed in winter.", "say", "said", "Berg", None, MONDAY))
    b = article("b", ("Berg said that her party had lost its way.", "say", "said", "Berg", None, MONDAY))
    assert len(merged(a, b)) == 2


def test_without_weights_equal_words_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chances_module, "trained", lambda: None)
    a = article("a", ("Police arrested Anna Berg in Torvik on Monday.", "COERCE", "arrested", "Police", "Anna Berg", MONDAY))
    b = article("b", ("Anna Berg was arrested by police on Monday.", "COERCE", "arrested", "police", "Anna Berg", MONDAY))
    assert len(merged(a, b)) == 1


@pytest.mark.parametrize("text", ["🦔🦔", "x", "漢字 が 書かれた", "¿Qué?"])
def test_any_text_survives(text: str) -> None:
    one = article("a", (text, "say", text.split()[0], None, None, None))
    two = article("b", (text, "say", text.split()[0], None, None, None))
    assert merge_happenings([one, two], [], Accounts())


def test_standing_up_to_say_it_is_one_with_saying_it() -> None:
    text = "Berg rose to her feet in the council and said that the harbour must close."
    one = article("a", (text, "stand up", "rose", "Berg", None, MONDAY), (text, "say", "said", "Berg", None, MONDAY))
    two = article("b", (text, "strike", "rose", "Berg", None, MONDAY), (text, "say", "said", "Berg", None, MONDAY))
    for page, same in ((one, False), (two, True)):
        manner, statement = (replace(t, place=0) for t in reports([page], actors_of(page)))
        assert excluded(manner, statement) is same


def test_who_asks_and_who_is_asked_are_no_rivals() -> None:
    a = article("a", ("Berg was asked to come.", "REQUEST", "asked", None, "Berg", None))
    b = article("b", ("Lund wants the mayor in the hall.", "REQUEST", "wants", "Lund", None, None))
    c = article("c", ("Krog was asked to come.", "REQUEST", "asked", None, "Krog", None))
    asked, wants, other = reports([a, b, c], actors_of(a, b, c))
    assert not excluded(asked, wants)
    assert excluded(asked, other)


def test_asking_in_turns_loses_no_join() -> None:
    model = chances_module.trained()
    assert model is not None
    names, trees, models = model
    table = np.random.default_rng(0).uniform(0, 1.5, (2000, len(names))).astype(np.float32)
    whole, turns = trees.chances(table), chances_module.staged(trees, table, models)
    assert models > 1
    assert (whole >= 0.4).any()
    assert ((whole >= 0.4) == (turns >= 0.4)).mean() > 0.99
