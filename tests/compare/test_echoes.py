from __future__ import annotations

from tests.compare.test_answers import answers


def test_an_uncommon_number_of_one_kind_of_thing_is_told_by_both_though_little_else_is_shared() -> None:
    found = answers(
        "Orm Lines expects 18 ships to stay in port until the weekend.",
        "For a second day 18 ships lay idle.",
        amounts=[[("18", 18)], [("18", 18)]],
    )
    (fact,) = found.agreed()
    assert {c.text for c in fact.values[0].evidence} == {"18"}


def test_what_the_sentence_beside_tells_counts_too() -> None:
    texts = (
        "Two men climbed in through the skylight. They asked for 640 crowns.",
        "The thieves wanted 640 crowns. They came by the skylight.",
    )
    amounts = [[("640", 640)], [("640", 640)]]
    assert [f.values[0].accounts for f in answers(*texts, amounts=amounts).agreed()] == [2]


def test_equal_numbers_of_two_deeds_are_not_one() -> None:
    found = answers(
        "In the riot 12 people were injured near the bank of Orm.",
        "In the riot 12 people were arrested near the bank of Orm.",
        amounts=[[("12", 12)], [("12", 12)]],
    )
    assert not list(found.agreed())


def test_a_number_that_an_account_gives_twice_is_of_two_things() -> None:
    found = answers(
        "The yard has 18 cranes. The port has 18 tugs.",
        "Since May 18 boats have left.",
        amounts=[[("18", 18)], [("18", 18)]],
    )
    assert not list(found.agreed())


def test_the_age_of_one_person_is_told_in_two_ways() -> None:
    found = answers(
        "A man of 44 had been arrested in Pell.", "A plumber of 44 had been held.", amounts=[[("44", 44)], [("44", 44)]]
    )
    assert {p.sort for p in found.particulars} == {"age"}
