from __future__ import annotations

from collections.abc import Callable

from tellings.compare.facts import compare_accounts, find_omissions
from tellings.model import Comparison
from tests.compare.conftest import article, material

Compare = Callable[..., Comparison]
INQUIRY = "Transport minister Marit Halloran promised an independent inquiry into the sinking of the Lady Orme."
OTHER = "The transport minister, Marit Halloran, promised that an independent inquiry into the sinking will sit in June."
FILLER = (
    " Fishermen on the quay at Kerrow mended nets and spoke of the price of herring, which has fallen since the winter." * 6
)


def test_sentences_told_alike_are_one_agreed_claim(compare: Compare) -> None:
    (fact,) = compare(INQUIRY, OTHER).agreed
    assert fact.kind == "claim"
    assert fact.values[0].accounts == 2


def test_a_negation_is_not_agreement(compare: Compare) -> None:
    denied = INQUIRY.replace("promised", "never promised")
    assert not [f for f in compare(INQUIRY, denied).agreed if f.kind == "claim"]


def test_what_one_alone_tells_is_single(compare: Compare) -> None:
    cook = "Divers brought up the body of Albert Dunmore, the cook of the ship, on Friday morning."
    singles = compare(f"{INQUIRY} {cook}", OTHER).single
    assert [f.values[0].value for f in singles] == [cook]


def test_what_three_tell_and_a_long_account_does_not_is_left_out() -> None:
    pages = [
        article(INQUIRY, name="a"),
        article(OTHER, name="b"),
        article(INQUIRY, name="c"),
        article(FILLER.strip(), name="d"),
    ]
    own = material(pages)
    omissions = find_omissions(own, compare_accounts(own))
    assert [(o.document, o.told_by) for o in omissions] == [("d", 3)]


def test_a_short_account_leaves_nothing_out() -> None:
    pages = [article(INQUIRY, name="a"), article(OTHER, name="b"), article(INQUIRY, name="c"), article("It rained.", name="d")]
    own = material(pages)
    assert find_omissions(own, compare_accounts(own)) == ()


def test_victims_of_two_kinds_are_no_shared_claim(compare: Compare) -> None:
    found = compare(
        "At least 200 doctors have been killed in the Orm valley since the start of the war, the union said.",
        "As of May at least 94 journalists, mostly from Orm, have been killed in the valley since the war began.",
    )
    assert not [f for f in found.agreed if f.kind == "claim"]


def test_a_dateline_is_no_part_of_a_claim_and_a_line_that_leans_is_not_shown_first(compare: Compare) -> None:
    found = compare(
        "It sold the rope mill in Dorrick to a baker from Kerrow for nine thousand crowns.",
        "DORRICK (MW) - The council sold the rope mill in Dorrick to a baker from Kerrow for nine thousand crowns.",
    )
    (claim,) = [f for f in found.agreed if f.kind == "claim"]
    assert claim.values[0].value == "The council sold the rope mill in Dorrick to a baker from Kerrow for nine thousand crowns."
    assert claim.values[0].accounts == 2
