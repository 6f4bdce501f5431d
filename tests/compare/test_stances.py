from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tellings.compare.facts import compare_accounts
from tellings.model import Article, Comparison, Time
from tests.compare.conftest import article, material, span_of

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


@pytest.mark.parametrize(
    ("yes", "no", "days", "relation"),
    [
        ("Two men were arrested over the Orm blaze.", "No arrests had been made by noon.", (15, 14), "update"),
        ("Two men were arrested over the Orm blaze.", "Nobody has been arrested.", (15, 14), "update"),
        ("Two men were arrested over the Orm blaze.", "Nobody has been arrested.", (14, 15), "conflict"),
        ("Two men were arrested over the Orm blaze.", "Nobody has been arrested.", (14, 14), "conflict"),
        ("Two men were arrested over the Orm blaze.", "Police arrested nobody.", (15, 14), "conflict"),
        (
            "In Orm the mayor resigned over the harbour contract.",
            "In Orm the mayor has no intention of resigning over the harbour contract.",
            (15, 14),
            "update",
        ),
        (
            "In Orm the mayor resigned over the harbour contract.",
            "In Orm the mayor did not resign over the harbour contract.",
            (15, 14),
            "conflict",
        ),
    ],
)
def test_what_was_not_so_yet_or_not_meant_has_changed_since(
    compare: Compare, yes: str, no: str, days: tuple[int, int], relation: str
) -> None:
    found = compare(f"{yes} It rained.", f"{no} It was cold.", days=[f"2031-05-{day}" for day in days])
    (fact,) = [f for f in found.differing if f.kind == "claim"]
    assert fact.relation == relation
    assert [v.evidence[0].text for v in fact.values] == ([no, yes] if relation == "update" else [yes, no])


@pytest.mark.parametrize(("day", "count"), [("2031-05-12", 1), ("2031-05-14", 0)])
def test_a_denial_of_another_day_denies_nothing(day: str, count: int) -> None:
    texts = ("Two men were hurt on Monday when the ferry struck.", "A mast fell at noon. Nobody was hurt.")
    pages = []
    for name, text, words, own in zip("ab", texts, ("Monday", "noon"), ("2031-05-12", day), strict=True):
        span = span_of(text, words)
        time = Time(span.start, span.end, type="DATE", value=own, basis="stated", first_day=own, last_day=own)
        pages.append(Article(replace(article(text, name=name).analysis, times=(time,))))
    assert len([f for f in compare_accounts(material(pages)).differing if f.kind == "claim"]) == count


@pytest.mark.parametrize(("place", "count"), [("Tarn", 0), ("Orm", 1)])
def test_a_denial_of_another_place_denies_nothing(compare: Compare, place: str, count: int) -> None:
    told = (
        "The ferry struck in Orm. It was noon. Tugs came. The sea was calm. A crane fell into the dock at {}. Nobody was hurt."
    )
    found = compare("Two men were hurt when the ferry struck.", told.format(place))
    assert len([f for f in found.differing if f.kind == "claim"]) == count


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
