"""What a story is called from one run to the next: it grows, merges, parts, and pages come in any order."""

from __future__ import annotations

import itertools

from tellings.model import Article, Naming, refs
from tellings.relate.stories_names import former_names, names_of
from tests.relate.articles import article

PAGES = {key: article(key, key, published=f"2031-05-{day:02}") for day, key in enumerate("abcdef", start=10)}


def group(keys: str) -> list[Article]:
    return [PAGES[k] for k in keys]


def naming(story: str, keys: str, became: str | None = None) -> Naming:
    return Naming(story=story, articles=refs([PAGES[k].key for k in keys]), became=became)


def named(*groups: str, before: tuple[Naming, ...] = ()) -> tuple[dict[str, str], dict[str, str]]:
    ids, became = names_of([group(g) for g in groups], before)
    return dict(zip(groups, ids, strict=True)), became


def test_a_new_story_is_named_after_its_earliest_page_in_whatever_order_its_pages_came() -> None:
    assert len({named("".join(order))[0]["".join(order)] for order in itertools.permutations("abc")}) == 1


def test_a_story_keeps_its_id_while_it_grows_even_by_an_earlier_page() -> None:
    assert named("abc", before=(naming("old", "bc"),))[0] == {"abc": "old"}


def test_of_two_stories_that_become_one_the_older_name_stays_and_the_other_is_remembered() -> None:
    names, became = named("abcd", before=(naming("first", "cd"), naming("second", "ab")))
    assert names == {"abcd": "first"}
    assert became == {"second": "first"}
    assert former_names((), became) == {"first": ("second",)}


def test_a_story_that_parts_keeps_its_id_where_most_of_its_pages_are() -> None:
    names, _ = named("a", "bcd", before=(naming("old", "abcd"),))
    assert names["bcd"] == "old"
    assert names["a"] != "old"


def test_a_part_never_takes_the_name_that_its_story_keeps() -> None:
    first, _ = named("abcd")
    names, _ = named("a", "bcd", before=(naming(first["abcd"], "abcd"),))
    assert names["bcd"] == first["abcd"]
    assert names["a"] != names["bcd"]


def test_of_two_equal_halves_the_one_with_the_earliest_page_keeps_the_name() -> None:
    names, _ = named("cd", "ab", before=(naming("old", "abcd"),))
    assert names["ab"] == "old"


def test_former_names_lead_to_the_last_heir_over_several_runs() -> None:
    before = (naming("one", "ab"), naming("two", "", became="one"))
    assert former_names(before, {"one": "zero"}) == {"zero": ("one", "two")}


def test_a_story_that_parts_again_takes_its_former_name_back() -> None:
    small = named("cd")[0]["cd"]
    before = (naming("large", "abcde"), naming(small, "", became="large"))
    names, became = named("abe", "cd", before=before)
    assert names == {"abe": "large", "cd": small}
    assert former_names(before, became, list(names.values())) == {}


def test_a_story_whose_pages_are_not_at_hand_names_nothing() -> None:
    names, became = named("ab", before=(naming("gone", "ef"),))
    assert "gone" not in names.values()
    assert became == {}
