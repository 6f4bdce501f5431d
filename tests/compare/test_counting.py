from __future__ import annotations

from collections.abc import Callable

import pytest

from tellings.model import Comparison
from tests.compare.conftest import told

Compare = Callable[..., Comparison]


def test_those_dead_in_a_list_are_not_those_missing(compare: Compare) -> None:
    found = compare(
        "Orm fire: three workers dead, nine missing. The mill at Orm burned.",
        "Nine workers are missing after the fire in the mill at Orm.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_rough_amounts_of_one_size_agree_though_the_nouns_differ(compare: Compare) -> None:
    found = compare(
        "Nearly 300 Korvanian troops landed at the salt flats of Blancas.",
        "Korvania sent roughly 300 servicemen to the salt flats of Blancas.",
        "Around 300 Korvanian soldiers are now camped on the Blancas flats.",
    )
    (fact,) = [f for f in found.agreed if f.kind == "number"]
    assert fact.values[0].accounts == 3
    assert not [f for f in found.differing if f.kind == "number"]


def test_a_toll_that_rises_is_an_update(compare: Compare) -> None:
    found = compare(
        "Seven people died when the ferry Lady Orme sank in Ansel Sound.",
        "Nine people died when the ferry Lady Orme sank in Ansel Sound, divers say.",
        days=("2031-05-13", "2031-05-15"),
    )
    (fact,) = found.differing
    assert (fact.kind, fact.relation) == ("number", "update")
    assert [v.split()[0] for v in told(fact)] == ["Seven", "Nine"]


@pytest.mark.parametrize(
    ("days", "values"),
    [
        (("2031-05-13", "2031-05-15"), ["Nine", "Four"]),
        (("2031-05-15", "2031-05-13"), ["Four", "Nine"]),
        (("2031-05-15", None), ["Four", "Nine"]),
    ],
)
def test_the_values_of_an_update_stand_in_the_order_of_their_time(
    compare: Compare, days: tuple[str | None, ...], values: list[str]
) -> None:
    found = compare(
        "Nine people are missing after the ferry Lady Orme sank in Ansel Sound.",
        "Four people are missing after the ferry Lady Orme sank in Ansel Sound, divers say.",
        days=days,
    )
    (fact,) = found.differing
    assert (fact.relation, [v.split()[0] for v in told(fact)]) == ("update", values)


def test_amounts_too_far_apart_count_different_things(compare: Compare) -> None:
    found = compare(
        "Seven people died when the ferry Lady Orme sank in Ansel Sound.",
        "In all 1,900 people died when the ferry Lady Orme sank in Ansel Sound.",
        days=("2031-05-13", "2031-05-15"),
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_an_exact_amount_refines_a_rough_one(compare: Compare) -> None:
    found = compare(
        "Nearly 200 people were aboard the ferry Lady Orme.",
        "The company says that 196 people were aboard the ferry Lady Orme.",
    )
    assert [f.relation for f in found.differing] == ["refinement"]


def test_amounts_that_cannot_both_hold_are_a_conflict(compare: Compare) -> None:
    found = compare(
        "Some 200 people were aboard the ferry Lady Orme.",
        "A docker claims that 340 people were aboard the ferry Lady Orme.",
    )
    assert [f.relation for f in found.differing] == ["conflict"]


def test_things_named_one_by_one_refine_their_number(compare: Compare) -> None:
    found = compare(
        "Two Korvanian air force planes carrying the men landed at Blancas on Tuesday night.",
        "A Korvanian air force Berkut-40 cargo plane and a smaller Lastochka-9 passenger jet landed at Blancas.",
    )
    (fact,) = [f for f in found.differing if f.kind == "number"]
    assert fact.relation == "refinement"
    assert "Lastochka-9 passenger jet" in told(fact)[1]


def test_a_part_is_not_set_against_the_whole(compare: Compare) -> None:
    found = compare(
        "Nine people died when the ferry Lady Orme sank in Ansel Sound.",
        "Two more people died on the ferry Lady Orme in Ansel Sound; two women died in hospital.",
    )
    assert found.differing == ()


def test_other_years_are_not_set_against_this_one(compare: Compare) -> None:
    found = compare(
        "Nine people died when the ferry Lady Orme sank in Ansel Sound.",
        "In 2019, 31 people died when a ferry sank in Ansel Sound.",
    )
    assert found.differing == ()


def test_ages_clock_times_and_years_are_no_counts(compare: Compare) -> None:
    found = compare(
        "Colm Brady, 57, was injured when the ferry Lady Orme left Westhaven at 7.15 p.m. in 2031.",
        "Nadia Ferrant, 31, was injured when the ferry Lady Orme left Westhaven at 7.15 p.m. in 2031.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_languages_meet_in_numbers() -> None:
    from tellings.compare.facts import compare_accounts
    from tests.compare.conftest import article, material

    pages = [
        article("About 200 people were aboard the Lady Orme.", name="a"),
        article("Près de 200 personnes étaient à bord du Lady Orme.", name="b", language="fr"),
        article("Unas 200 personas iban a bordo del Lady Orme.", name="c", language="es"),
    ]
    (fact,) = [f for f in compare_accounts(material(pages)).agreed if f.kind == "number"]
    assert fact.values[0].accounts == 3


def test_ages_in_a_row_are_no_toll(compare: Compare) -> None:
    found = compare(
        "The names of the women killed in the flat on Mill Street, who were 61 and 48 years old, were not given.",
        "Police found the women killed in the flat on Mill Street, who were 68 and 48 years old.",
    )
    assert not [f for f in found.differing if "killed" in f.about]


def test_lengths_of_one_prison_sentence_contradict(compare: Compare) -> None:
    found = compare(
        "Mill owner Abel Garner was jailed for four years for polluting the river Tarn.",
        "Abel Garner was caged for five years over the dye that killed the river Tarn.",
    )
    (fact,) = [f for f in found.differing if f.kind == "number"]
    assert (fact.relation, fact.about) == ("conflict", "length of the prison sentence")


def test_time_kept_out_of_prison_is_no_sentence(compare: Compare) -> None:
    found = compare(
        "Mill owner Abel Garner was sentenced to five years over the dye in the river Tarn.",
        "For the mill owner it ends a run of luck: good lawyers had kept Abel Garner out of prison for thirty years.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_somebody_who_puts_the_number_higher_is_heard(compare: Compare) -> None:
    found = compare(
        "About 2,000 people marched through Salt Quay on Saturday. The organisers put the number at 15,000.",
        "Some 2,000 people marched through Salt Quay, the police said.",
    )
    (fact,) = [f for f in found.differing if f.kind == "number"]
    assert (fact.relation, fact.about) == ("conflict", "number of people on the march")


def test_tens_of_thousands_are_told_more_exactly(compare: Compare) -> None:
    found = compare(
        "The dye killed tens of thousands of fish in the river Tarn.",
        "About 40,000 fish were killed in the river Tarn by the dye.",
    )
    assert [f.relation for f in found.differing if f.kind == "number"] == ["refinement"]


def test_an_age_is_no_toll(compare: Compare) -> None:
    found = compare(
        "Mob boss Vito Lark died in prison of cancer at age 61, a clerk said.",
        "Mob boss Vito Lark dies in prison at 77.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_the_number_of_another_deed_stays_with_it(compare: Compare) -> None:
    found = compare(
        "The tremor at Gull Rock killed at least six people and injured almost 50 villagers.",
        "The tremor at Gull Rock injured five people, villagers say.",
    )
    assert not any("six" in v for f in found.differing for v in told(f) if f.about == "number of people injured")


def test_kilometres_are_not_set_against_miles(compare: Compare) -> None:
    found = compare(
        "Deputies chased the red van for 48 km, through two roadworks, before it stopped near Salt Quay.",
        "Deputies chased the red van for 30 miles, through two roadworks, before it stopped near Salt Quay.",
    )
    assert not [f for f in found.differing if f.relation == "conflict"]


def test_the_hour_of_an_update_is_no_fact(compare: Compare) -> None:
    found = compare(
        "Updated : May 14 , 2031 20 : 09\nThe navy stopped a pirate boat off Gull Rock.",
        "Updated : May 14 , 2031 18 : 50\nThe navy stopped a pirate boat off Gull Rock.",
    )
    assert not [f for f in found.differing if f.relation == "conflict"]


def test_a_number_of_several_kinds_is_of_none_of_them_alone(compare: Compare) -> None:
    found = compare(
        "More than 400 women and children were taken from the Orm ranch to safety.",
        "The 401 children taken from the Orm ranch to safety are well.",
    )
    assert not found.differing


def test_what_happened_belongs_to_the_number_before_a_joining_word(compare: Compare) -> None:
    found = compare(
        "At least 43 people were killed and 55 wounded in the school of Orm.", "In the school of Orm 55 people were wounded."
    )
    assert not found.differing


def test_words_before_what_is_counted_tell_two_kinds_apart(compare: Compare) -> None:
    found = compare(
        "The council of Orm met after two long-range rocket launches by Korvania into the sea.",
        "The council of Orm met after three short-range rocket launches by Korvania into the sea.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_a_happening_just_named_is_another(compare: Compare) -> None:
    found = compare(
        "Three people were injured by the tremor on the quay of Orm in the night.",
        "The town of Orm was hit in autumn. That earthquake killed six and left ninety people injured on the quay.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_a_toll_above_an_earlier_least_is_an_update(compare: Compare) -> None:
    found = compare(
        "At least four people were killed in the Orm flood.", "The number of people killed in the Orm flood rose to five.",
        days=["2031-05-14", "2031-05-15"],
    )  # fmt: skip
    (fact,) = [f for f in found.differing if f.about == "number of people killed"]
    assert (fact.relation, [v.accounts for v in fact.values]) == ("update", [1, 1])
    assert not [f for f in found.agreed if f.about == "number of people killed"]


def test_the_number_of_people_of_one_kind_is_not_the_toll(compare: Compare) -> None:
    found = compare(
        "The number of journalists killed in the Orm siege has increased to 97 since spring.",
        "Since spring 139 people have been killed in the siege of Orm, the mayor said.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_a_man_of_34_is_no_number_of_arrests(compare: Compare) -> None:
    found = compare(
        "A man of 34 was arrested over the theft at the Orm museum.",
        "Police arrested three men over the theft at the Orm museum.",
    )
    assert not [f for f in found.differing if f.kind == "number"]


def test_some_of_those_counted_are_not_all(compare: Compare) -> None:
    found = compare(
        "One man has died of the fever in Orm.", "The fever in Orm has reached 26 people, two of whom are dead.",
        days=("2031-05-13", "2031-05-15"),
    )  # fmt: skip
    assert all("26" not in v.split()[0] for f in found.differing for v in told(f))


def test_a_toll_that_has_gone_up_to_a_number_is_that_number(compare: Compare) -> None:
    found = compare(
        "The blast at the Orm pit killed eleven people.", "After the blast at the Orm pit the number of dead has gone up to 14.",
        days=("2031-05-13", "2031-05-14"),
    )  # fmt: skip
    assert [f.relation for f in found.differing if f.kind == "number"] == ["update"]


def test_a_toll_that_passed_at_least_so_many_is_one_update_of_all_its_numbers(compare: Compare) -> None:
    found = compare(
        "At least 11 people were killed in a crush at the Orm stadium.",
        "At least 13 people were killed in a crush at the Orm stadium.",
        "The crush at the Orm stadium killed 14 people.",
        days=("2031-05-13T22:00", "2031-05-14T07:00", "2031-05-14T18:00"),
    )
    (fact,) = [f for f in found.differing if f.kind == "number"]
    assert (fact.relation, [v.split()[-2] for v in told(fact)]) == ("update", ["11", "13", "14"])
