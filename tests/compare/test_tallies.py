from __future__ import annotations

from collections.abc import Callable

import pytest

from tellings.model import Comparison
from tests.compare.conftest import told

Compare = Callable[..., Comparison]


def numbers(found: Comparison) -> list[tuple[str | None, list[str]]]:
    return [(f.relation, [v.split()[0] for v in told(f)]) for f in found.differing if f.kind == "number"]


def test_those_aboard_are_counted_wherever_the_ship_sails(compare: Compare) -> None:
    found = compare(
        "The ferry Lady Orme from Kerrow was carrying 162 passengers and six crew when it ran aground.",
        "The ferry Lady Orme, bound from Kerrow to Tarn, ran aground off Ansel with 158 passengers crammed on board.",
        "The owner lists 162 paying passengers for the ferry Lady Orme.",
    )
    assert numbers(found) == [("conflict", ["162", "158"])]
    assert next(v for f in found.differing for v in f.values).accounts == 2


@pytest.mark.parametrize(
    ("later", "day", "found"),
    [
        ("The bulletin of the province speaks of 19 deaths.", "2031-05-15", [("update", ["14", "19"])]),
        ("The bulletin of the province speaks of 19 deaths.", "2031-05-13", []),
        ("The bulletin of the province speaks of 60 deaths.", "2031-05-15", []),
        ("A charity counts 17 deaths. The bulletin of the province speaks of 19 deaths.", "2031-05-15", []),
    ],
)
def test_a_toll_told_in_other_words_rises_where_it_can_be_no_other(
    compare: Compare, later: str, day: str, found: list[tuple[str, list[str]]]
) -> None:
    compared = compare("Cholera has broken out in Orm, where 14 people have died.", later, days=("2031-05-13", day))
    assert numbers(compared) == found


def test_a_number_before_its_own_verb_is_not_of_the_verb_before(compare: Compare) -> None:
    found = compare(
        "In Orm 14 people have died and 612 have fallen ill since the flood.",
        "Divers say 14 people died in Orm, one of them a child; 480 were without a roof on Monday.",
    )
    assert numbers(found) == []


def test_a_sentence_may_be_told_by_what_stands_behind_it(compare: Compare) -> None:
    found = compare(
        "The judge gave Ben Hale 15 years in prison for robbing the Tarn Road bank.",
        "Ben Hale must serve an effective 10 years behind bars for robbing the Tarn Road bank.",
        "Ben Hale, who robbed the Tarn Road bank, was sent to the slammer for 12 years.",
    )
    assert numbers(found) == [("conflict", ["15", "12"])]


def test_amounts_of_pages_weeks_apart_may_have_changed(compare: Compare) -> None:
    texts = (
        "The judge gave Ben Hale 15 years in prison for robbing the Tarn Road bank.",
        "The judge gave Ben Hale 12 years in prison for robbing the Tarn Road bank.",
    )
    ((relation, _),) = numbers(compare(*texts, days=("2031-05-01", "2031-05-01")))
    assert relation == "conflict"
    ((relation, _),) = numbers(compare(*texts, days=("2031-05-01", "2031-05-20")))
    assert relation == "update"


def test_those_hurt_beside_the_dead_are_not_dead(compare: Compare) -> None:
    found = compare(
        "One man was killed when the ferry Lady Orme hit the pier at Kerrow.",
        "One man was killed and 31 people were injured when the ferry Lady Orme hit the pier at Kerrow, police said.",
        days=("2031-05-13", "2031-05-14"),
    )
    assert numbers(found) == []


def test_how_many_may_board_is_not_how_many_did(compare: Compare) -> None:
    found = compare(
        "The ferry Lady Orme was carrying 214 passengers when it hit the pier at Kerrow.",
        "The ferry Lady Orme, which hit the pier at Kerrow, can carry 800 passengers.",
    )
    assert numbers(found) == []


def test_ages_and_hours_are_no_numbers_of_the_missing(compare: Compare) -> None:
    found = compare(
        "Seven miners are missing in the pit at Orm.",
        "His brother, nine, is missing too. The missing miners in the pit at Orm are aged between 26 and 51. A mass for the missing miners is held this evening at six.",
    )
    assert numbers(found) == []


def test_what_is_still_so_may_be_otherwise_another_day(compare: Compare) -> None:
    texts = (
        "Seven passengers of the ferry Lady Orme are still in hospital in Kerrow.",
        "Five passengers of the ferry Lady Orme remain in hospital in Kerrow.",
    )
    assert [r for r, _ in numbers(compare(*texts, days=("2031-05-13", "2031-05-14")))] == ["update"]
    assert [r for r, _ in numbers(compare(*texts, days=("2031-05-13", "2031-05-13")))] == ["conflict"]


def test_the_dead_of_one_trade_with_the_number_of_the_dead_are_the_dead(compare: Compare) -> None:
    found = compare(
        "The fire at the Orm mill killed nine people.",
        "Eleven people died in the fire at the Orm mill.",
        "Eleven workers perished in the fire at the Orm mill.",
        days=("2031-05-13", "2031-05-14", "2031-05-14"),
    )
    assert [(relation, len(values)) for relation, values in numbers(found)] == [("update", 2)]
