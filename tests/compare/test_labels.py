from __future__ import annotations

from collections.abc import Callable

from tellings.model import Comparison

Compare = Callable[..., Comparison]


def test_words_for_one_group_are_wording_with_who_uses_which(compare: Compare) -> None:
    found = compare(
        "Korvanian troops have set up tents near the lake. Nobody asked them to come.",
        "A camp of Korvanian mercenaries stands near the lake, and the mayor is angry.",
        "The general called the men “Korvanian specialists” when he spoke in town.",
    )
    (fact,) = [f for f in found.differing if f.kind == "label"]
    assert fact.relation == "wording"
    assert {v.value: v.voice for v in fact.values} == {"troops": "own", "mercenaries": "own", "specialists": "quoted"}


def test_groups_of_different_owners_are_kept_apart(compare: Compare) -> None:
    found = compare(
        "The South Korvanian government protested in a note to the council.",
        "The North Korvanian regime sent three boats to the island.",
    )
    assert not [f for f in found.differing if f.kind == "label"]


def test_one_word_used_by_all_is_no_difference(compare: Compare) -> None:
    found = compare("Korvanian troops sleep in tents.", "The Korvanian troops have left.")
    assert found.differing == ()
