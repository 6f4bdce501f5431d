"""Stories in short: ranked, filtered, counted, and made anew only when something changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tellings import shelving
from tellings.library import Library
from tellings.model import Card, Counts
from tellings.web.addresses import slug, unslug
from tellings.web.shelf import Shelf, Wanted
from tellings.web.views.story import article_name, article_of


def card(story: str, *, accounts: int = 1, last: str | None = "2031-05-10", **more: object) -> Card:
    counts = Counts(pages=accounts, texts=accounts, accounts=accounts, origins=0)
    return Card(story=story, title=story, first=last, last=last, counts=counts, changed="2031-06-01T00:00:00Z", **more)  # type: ignore[arg-type]


def shelf_of(*cards: Card) -> Shelf:
    with Library() as library:
        library.store.put_cards({c.story: c for c in cards})
        shelf = Shelf()
        shelf.refresh(library)
    return shelf


def order(shelf: Shelf, **wanted: object) -> list[str]:
    return [c.story for c in shelf.choose(Wanted(**wanted))]  # type: ignore[arg-type]


def test_stories_rank_by_accounts_and_freshness() -> None:
    shelf = shelf_of(
        card("big-old", accounts=8, last="2031-05-01"), card("small-new", accounts=3, last="2031-05-10"),
        card("big-new", accounts=8, last="2031-05-10"), card("undated", accounts=9, last=None),
    )  # fmt: skip
    assert order(shelf) == ["big-new", "small-new", "big-old", "undated"]
    assert order(shelf, order="accounts")[0] == "undated"
    assert order(shelf, order="newest")[-1] == "undated"
    assert order(shelf, day="2031-05-01") == ["big-old"]


def test_facets_count_what_the_other_filters_leave() -> None:
    shelf = shelf_of(
        card("a", sources=("Post", "Wire"), languages=("en",)), card("b", sources=("Post",), languages=("fr",)),
        card("c", sources=("Herald",), languages=("fr",)),
    )  # fmt: skip
    wanted = Wanted(facets=(("language", ("fr",)),))
    assert [c.story for c in shelf.choose(wanted)] == ["b", "c"]
    facets = shelf.facets(wanted)
    assert dict(facets["source"]) == {"Post": 1, "Herald": 1}
    assert dict(facets["language"]) == {"en": 1, "fr": 2}


def test_a_day_counts_the_stories_that_it_leads_to() -> None:
    long = structs.replace(card("long", last="2031-05-12"), first="2031-05-01")
    shelf = shelf_of(long, card("short", last="2031-05-10"), card("undated", last=None))
    assert shelf.days() == {"2031-05-12": 1, "2031-05-10": 2, "2031-05-01": 1}
    assert all(len(order(shelf, day=day)) == n for day, n in shelf.days().items())


def test_a_card_keeps_when_its_pages_came_and_changes_only_with_news(library: Library) -> None:
    shelving.refresh(library.store)
    assert shelving.refresh(library.store) == 0
    name = library.store.stories_of("courier")[0]
    story = library.story(name)
    earlier = library.store.card(name)
    assert story
    assert earlier
    analyses = {a.id: a for a in library.analyses([m.id for m in story.documents])}
    again = shelving.make_card(story, analyses, earlier=earlier, now="2099-01-01T00:00:00Z")
    assert again == earlier
    grown = structs.replace(story, counts=structs.replace(story.counts, accounts=99))
    assert shelving.make_card(grown, analyses, earlier=earlier, now="2099-01-01T00:00:00Z").changed == "2099-01-01T00:00:00Z"


def test_the_shelf_follows_the_stories(library: Library) -> None:
    shelf = Shelf()
    shelf.refresh(library, eager=None)
    kept, turn = len(shelf), shelf.turn
    assert kept
    shelf.refresh(library)
    assert shelf.turn == turn
    library.store.put_stories([], "none")
    shelf.refresh(library, eager=None)
    assert len(shelf) == 0
    assert shelf.turn > turn


@given(st.text(min_size=1, max_size=40))
def test_any_name_makes_an_address_and_comes_back(name: str) -> None:
    made = slug(name)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~")
    assert made not in {".", ".."}
    if all(not 0xD800 <= ord(c) <= 0xDFFF for c in name):
        assert unslug(made) == name


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), st.integers(0, 999))
def test_an_article_is_named_in_an_address(document: str, part: int) -> None:
    assert article_of(article_name(document, part)) == (document, part)
