from __future__ import annotations

from collections.abc import Callable

from tellings.model import Comparison
from tests.compare.conftest import told

Compare = Callable[..., Comparison]


def test_words_for_one_deed_are_wording(compare: Compare) -> None:
    found = compare(
        "Garner Mills was accused of polluting the river Tarn with purple dye.",
        "Residents accuse Garner Mills of poisoning the river Tarn with purple dye for years.",
    )
    (fact,) = [f for f in found.differing if f.kind == "label" and f.about == "words for the pollution"]
    assert fact.relation == "wording"
    assert sorted(told(fact)) == ["poisoning", "polluting"]


def test_words_for_two_deeds_are_no_wording(compare: Compare) -> None:
    found = compare(
        "Garner Mills was accused of polluting the river Tarn with purple dye.",
        "A cook was charged with poisoning his uncle's soup at Easter.",
    )
    assert not [f for f in found.differing if f.kind == "label"]
