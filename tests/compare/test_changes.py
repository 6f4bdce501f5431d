from __future__ import annotations

from collections.abc import Callable

import pytest

from tellings.model import Comparison

Compare = Callable[..., Comparison]
BASE = (
    "Robert Vance of Oakmoor found the wreck in the sandbanks on Monday. "
    "Inspectors counted 40 barrels of dye in the yard at Dorrick. "
    "“We shall drain the lake,” said Helen Marsh, who runs the works. "
    "The troops left the old harbour before the storm broke over the town. "
    "The company has moved its main office to Lisbon to save on rent."
)


def changed(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "kind", "relation"),
    [
        ("40 barrels", "64 barrels", "number", "conflict"),
        ("on Monday", "on Saturday", "day", "conflict"),
        ("to Lisbon", "to Vienna", "place", "conflict"),
        ("Robert Vance", "Karen Whitlow", "person", "conflict"),
        ("said Helen Marsh", "said Victor Almond", "attribution", "conflict"),
        ("The troops", "The mercenaries", "label", "wording"),
    ],
)
def test_a_planted_change_is_one_fact_with_both_passages(
    compare: Compare, old: str, new: str, kind: str, relation: str
) -> None:
    found = compare(BASE, changed(old, new)).differing
    assert [(f.kind, f.relation) for f in found] == [(kind, relation)]
    assert [c.document for v in found[0].values for c in v.evidence] == ["p0", "p1"]
    word = new.split()[-1]
    assert word in found[0].values[1].evidence[0].text or found[0].values[1].evidence[0].text in new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("40 barrels", "forty barrels"),
        ("on Monday", "on May 12"),
        ("Robert Vance", "Mr Vance"),
        ("Robert Vance", "Robért Vance"),
        ("The company", "The firm's company"),
        ("has moved", "moved"),
        ("before the storm", "prior to the storm"),
    ],
)
def test_harmless_variation_is_no_difference(compare: Compare, old: str, new: str) -> None:
    assert compare(BASE, changed(old, new)).differing == ()


def test_a_third_account_joins_the_value_that_it_shares(compare: Compare) -> None:
    (fact,) = compare(BASE, changed("40 barrels", "64 barrels"), BASE).differing
    assert sorted(v.accounts for v in fact.values) == [1, 2]


@pytest.mark.parametrize(
    ("days", "documents"),
    [
        (("2031-05-13", "2031-05-14"), ["a", "b"]),
        (("2031-05-14", "2031-05-13"), ["b", "a"]),
        (("2031-05-14T18:00:00+00:00", "2031-05-14T18:30:00+02:00"), ["b", "a"]),
    ],
)
def test_a_later_version_of_one_page_is_an_update(days: tuple[str, str], documents: list[str]) -> None:
    from tellings.compare.facts import compare_accounts
    from tests.compare.conftest import article, material

    pages = [
        article(BASE, name="a", outlet="The Gazette", day=days[0]),
        article(changed("40 barrels", "64 barrels"), name="b", outlet="The Gazette", day=days[1]),
    ]
    for order in (pages, pages[::-1]):
        (fact,) = compare_accounts(material(order)).differing
        assert fact.relation == "update"
        assert [v.evidence[0].document for v in fact.values] == documents


@pytest.mark.parametrize(("days", "relation"), [((13, 16), "update"), ((16, 13), "conflict"), ((13, 13), "conflict")])
def test_a_figure_that_rises_with_the_days_of_the_pages_is_an_update(days: tuple[int, int], relation: str) -> None:
    from tellings.compare.facts import compare_accounts
    from tests.compare.conftest import article, material

    told = "The keeper of the yard at Dorrick says that 40 had been opened with a knife before the night watch came back."
    pages = [
        article(told, name="a", day=f"2031-05-{days[0]}"),
        article(told.replace("40", "64"), name="b", day=f"2031-05-{days[1]}"),
    ]
    (fact,) = compare_accounts(material(pages)).differing
    assert fact.relation == relation


@pytest.mark.parametrize(("what", "relation"), [("opened", "conflict"), ("injured", "update")])
def test_a_copy_with_another_figure_has_not_waited_for_the_news_unless_it_is_a_toll(what: str, relation: str) -> None:
    from tellings.compare.facts import compare_accounts
    from tellings.model import Copy, Passage
    from tests.compare.conftest import article, material

    told = f"The keeper of the yard at Dorrick says that 40 had been {what} with a knife before the night watch came back."
    pages = [article(told, name="a", day="2031-05-13"), article(told.replace("40", "64"), name="b", day="2031-05-16")]
    origin, target = (Passage(document=name, start=0, end=len(told)) for name in "ab")
    copy = Copy(origin=origin, target=target, share=1.0, direction="known", evidence=())
    (fact,) = compare_accounts(material(pages, copies=[copy])).differing
    assert (fact.relation, fact.between_copies) == (relation, True)


def test_rephrased_sentences_are_not_compared_word_by_word(compare: Compare) -> None:
    other = "In the yard at Dorrick stood barrels, most of them empty, said the man who keeps the gate."
    assert compare(BASE, other).differing == ()


def test_an_opposite_side_in_a_copy_is_a_place_that_differs(compare: Compare) -> None:
    text = "Cyclone Delma made landfall near Cape Tern on the {} coast on Saturday with winds of 195 kilometres an hour."
    (fact,) = compare(text.format("northern"), text.format("southern")).differing
    assert (fact.kind, fact.relation, sorted(v.value for v in fact.values)) == ("place", "conflict", ["northern", "southern"])
