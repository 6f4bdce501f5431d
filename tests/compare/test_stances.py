from __future__ import annotations

from collections.abc import Callable

import pytest

from tellings.model import Comparison

Compare = Callable[..., Comparison]


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("In the Orm museum the alarm had rung twice.", "In the Orm museum the alarm failed to go off."),
        ("A horn sounded in the fog off Orm.", "“We never heard a horn in the fog off Orm,” said the cook."),
        ("Two men were hurt when the ferry struck.", "No one was hurt when the ferry struck."),
    ],
)
def test_what_one_account_tells_and_another_denies_is_a_conflict(compare: Compare, yes: str, no: str) -> None:
    found = compare(f"{yes} It rained.", f"{no} It was cold.")
    (fact,) = [f for f in found.differing if f.kind == "claim" and f.relation == "conflict"]
    assert [v.evidence[0].text for v in fact.values] == [yes, no]
    (dispute,) = found.disputes
    assert dispute.claimed.evidence[0].document == "p0"
    assert dispute.denied.evidence[0].document == "p1"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("In the Orm museum the alarm had rung twice.", "In the Orm museum the alarm could go off at any time."),
        ("Two men were hurt when the ferry struck.", "No one else was hurt when the ferry struck."),
        ("Two men were hurt when the ferry struck.", "No one was hurt in Kerrow Vale."),
        ("Two men were hurt when the ferry struck.", "Sailors were hurt, none of them badly, when the ferry struck."),
        ("The bells of Orm rang.", "In Kerrow the siren did not go off."),
        ("Two men were hurt when the ferry struck.", "Nobody there was hurt."),
        ("Oil has been lost since the casualty in May, against 1,400 tonnes before.", "No one was hurt when the ferry struck."),
        ("Two men were hurt when the ferry struck.", "In May a trawler struck. Nobody was hurt on that occasion."),
        ("Six deputies resigned in Orm over the vote.", "Deputies in Orm resigned after the no-confidence vote."),
    ],
)
def test_what_may_both_be_true_is_no_conflict(compare: Compare, a: str, b: str) -> None:
    found = compare(f"{a} It rained.", f"{b} It was cold.")
    assert not [f for f in found.differing if f.kind == "claim"]
    assert found.disputes == ()


def test_a_long_account_that_tells_neither_is_silent(compare: Compare) -> None:
    long = "The harbour of Orm was full of boats that evening and the market went on as ever. " * 10
    found = compare("In the Orm museum the alarm had rung twice.", "In the Orm museum the alarm failed to go off.", long)
    assert [d.silent for d in found.disputes] == [("p2",)]


def test_deeds_in_the_opposite_order_are_a_conflict(compare: Compare) -> None:
    found = compare(
        "The sirens of Orm went off before the sluices were opened.", "Sirens went off in Orm only after the sluices were opened.",
    )  # fmt: skip
    assert [f.relation for f in found.differing if f.kind == "order"] == ["conflict"]


def test_deeds_in_one_order_are_none(compare: Compare) -> None:
    found = compare(
        "The sirens of Orm went off before the sluices were opened.", "In Orm the sluices were opened after the sirens went off.",
    )  # fmt: skip
    assert not [f for f in found.differing if f.kind == "order"]


def test_a_denial_in_its_own_words_meets_its_claim(compare: Compare) -> None:
    claim = "Miners had reported a fault in the conveyor motor of the Orm pit, the union said."
    found = compare(claim, "The owners denied that any fault in the conveyor motor of the Orm pit had been reported.")
    (dispute,) = found.disputes
    assert dispute.claimed.evidence[0].text == claim


def test_a_deed_in_a_name_is_none(compare: Compare) -> None:
    found = compare("The engineer of the Sula Sound fell asleep at his post.", "My nephew works on the Sula Sound in winter.")
    assert not [f for f in found.agreed if f.kind == "claim"]


@pytest.mark.parametrize(
    ("later", "agreed"),
    [
        ("The ferry Lady Orme left Kerrow at dawn on Monday.", True),
        ("The ferry Lady Orme left Kerrow at dawn on Friday.", False),
    ],
)
def test_a_deed_of_another_day_is_not_told_alike(compare: Compare, later: str, agreed: bool) -> None:
    found = compare("On Monday the ferry Lady Orme left Kerrow at dawn with its crew.", later)
    assert bool([f for f in found.agreed if f.kind == "claim"]) == agreed
