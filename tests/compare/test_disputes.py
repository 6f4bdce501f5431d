from __future__ import annotations

from collections.abc import Callable

from tellings.model import Comparison

Compare = Callable[..., Comparison]
CLAIM = "The seafarers' union said that deckhands had reported a fault in the radar of the Lady Orme."


def test_a_claim_and_its_denial_stand_side_by_side(compare: Compare) -> None:
    found = compare(
        f"{CLAIM} The company denies it.",
        "A fault in the radar of the Lady Orme had been reported by deckhands, the seafarers' union said.",
    )
    (fact,) = [f for f in found.differing if f.kind == "claim"]
    claimed, denied = fact.values
    assert {c.document for c in claimed.evidence} == {"p0", "p1"}
    assert [c.text for c in denied.evidence] == ["The company denies it."]


def test_not_denying_is_no_denial(compare: Compare) -> None:
    found = compare(f"{CLAIM} The company does not deny it.", f"{CLAIM} It rained.")
    assert not [f for f in found.differing if f.kind == "claim"]
