"""What views make of a library: segments of a page, the box of a map, drawings, names."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tellings.library import Library
from tellings.model import Span
from tellings.model.feeds import Changes, Subscription
from tellings.web.asked import Asked, Visitor
from tellings.web.desk import Desk
from tellings.web.shelf import Shelf
from tellings.web.views import actors, copies, house, network, page, places, story
from tellings.web.views.page import Noted

ME = Visitor(name="me", role="admin")


def desk_of(library: Library) -> Desk:
    shelf = Shelf()
    shelf.refresh(library, eager=None)
    return Desk(library, shelf)


def asked(path: str = "/", *, query: tuple[tuple[str, str], ...] = (), **params: str) -> Asked:
    return Asked(path=path, visitor=ME, params=tuple(params.items()), query=query)


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=12)


@given(SPANS, st.tuples(st.integers(0, 70), st.integers(0, 70)))
def test_segments_say_exactly_what_covers_each_character(spans: list[list[int]], passage: tuple[int, int]) -> None:
    text, block = "abcdefghij" * 6, Span(7, 51)
    notes = [(str(i), Noted("x", f"detail {i}", a, b)) for i, (a, b) in enumerate(spans) if a < b]
    own = page._by_block([block], [n for n in notes if n[1].start < block.end and block.start < n[1].end])[0]
    found = page._segments(text, block, own, Span(*passage))
    assert "".join(s.text for s in found) == block.of(text)
    at = block.start
    for segment in found:
        for i in range(at, at + len(segment.text)):
            assert set(segment.kinds) == {kind for kind, n in notes if n.start <= i < n.end}
            assert segment.passage == (passage[0] <= i < passage[1])
        at += len(segment.text)
    assert sum(s.first for s in found) <= 1


def test_a_page_with_very_many_annotations_is_cut_quickly() -> None:
    text = "word " * 20_000
    notes = [("times", Noted("x", "y", i * 5, i * 5 + 4)) for i in range(20_000)]
    started = time.perf_counter()
    blocks = [Span(0, 50_000), Span(50_001, len(text))]
    by_block = page._by_block(blocks, notes)
    assert sum(len(page._segments(text, b, own, Span(0, 0))) for b, own in zip(blocks, by_block, strict=True)) > 30_000
    assert time.perf_counter() - started < 5


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=8))
def test_the_box_of_a_map_holds_its_places(points: list[tuple[float, float]]) -> None:
    left, top, width, height = places._box([places._Place(("x",), a, b, ()) for a, b in points])
    for latitude, longitude in points:
        assert left - 0.11 <= longitude <= left + width + 0.11
        assert top - 0.11 <= -latitude <= top + height + 0.11


def test_one_point_is_one_place_whatever_it_is_called() -> None:
    found = places._Found()
    for name, page_ in (("Lisbon", "a"), ("Lisboa", "b"), ("Lisbon", "b"), ("Lisbon", "c")):
        found.add(name, 38.7167, -9.1333, (page_, ""))
    found.add("Porto", 41.15, -8.61, ("a", ""))
    shown = places._map(asked(), found, title="t", back="", unplaced=0)
    assert [(s.name, s.also, s.count) for s in shown.spots] == [("Lisbon", "Lisboa", 3), ("Porto", "", 1)]


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-180, 180), st.text("ab", min_size=1)), min_size=1, max_size=20))
def test_no_name_on_the_map_covers_another(points: list[tuple[float, float, str]]) -> None:
    spots = [places._Place((name,), latitude, longitude, ()) for latitude, longitude, name in points]
    named = [spots[i] for i in sorted(places._labelled(spots, 1.0))]
    assert named
    for n, one in enumerate(named):
        for other in named[n + 1 :]:
            left, right = sorted((one, other), key=lambda p: p.longitude)
            beside = right.longitude - left.longitude >= places.LETTER * len(left.names[0])
            assert beside or abs(one.latitude - other.latitude) > places.LINE


def test_places_of_a_story_stand_where_they_are(library: Library, story_of: Callable[[str], str]) -> None:
    found = places.story_map(desk_of(library), asked(story=story_of("courier")))
    lisbon = next(s for s in found.spots if s.name == "Lisbon")
    assert abs(lisbon.x + 9.1) < 0.5
    assert abs(lisbon.y + 38.7) < 0.5


def test_who_did_what_to_whom_has_a_row_for_every_arrow(library: Library, story_of: Callable[[str], str]) -> None:
    found = network.story_network(desk_of(library), asked(story=story_of("courier")))
    assert found.rows
    named = {n.name for n in found.nodes}
    assert len(found.edges) <= len({(w, v) for r in found.rows for w, _ in r.who for v, _ in r.whom})
    assert {name for r in found.rows for name, _ in (*r.who, *r.whom)} <= named


def test_a_pair_is_drawn_side_by_side_and_no_higher_than_it_must(library: Library, story_of: Callable[[str], str]) -> None:
    found = network.story_network(desk_of(library), asked(story=story_of("courier")))
    nodes = network._nodes(["Ostra", "Holm"], {}, Counter(Ostra=1, Holm=1), 180)
    assert nodes[0].x < nodes[1].x
    assert {n.y for n in nodes} == {90.0}
    assert [n.anchor for n in nodes] == ["end", "start"]
    assert all(0 <= n.y <= found.height for n in found.nodes)


def test_an_actor_is_gathered_over_stories(library: Library) -> None:
    found = actors.actor(desk_of(library), asked(actor="maria%20duarte"))
    assert found.name == "Maria Duarte"
    assert any("searched all night" in s.text for s in found.said)
    assert found.total == 1


def test_two_accounts_are_told_apart_even_of_one_outlet(library: Library) -> None:
    found = story.compare(desk_of(library), asked(query=(("a", "courier"), ("b", "ledger"))))
    assert found.story
    assert len(found.alone) == 2
    one, other = (set(facts) for _, facts in found.alone)
    assert not one & other
    told = {v.value for row in found.story.differing for v in row.values}
    assert any("200" in t for t in told)
    assert any("240" in t for t in told)


def test_two_accounts_stand_in_the_order_in_which_they_were_chosen(library: Library) -> None:
    for pair in (("courier", "ledger"), ("ledger", "courier")):
        found = story.compare(desk_of(library), asked(query=(("a", pair[0]), ("b", pair[1]))))
        assert found.story
        assert tuple(c.name for c in found.story.columns) == found.names
        for row in found.story.differing:
            for name, cell in zip(found.names, row.cells, strict=True):
                assert cell is None or {c.name for c, _ in cell.cites} == {name}


def test_what_is_amiss_stands_under_health(library: Library) -> None:
    desk = desk_of(library)
    assert house.health(desk, asked()).ok
    feed = Subscription(address="https://paper.example/rss", failures=2, problem="no answer")
    library.store.put_watch(Changes(feeds=(feed,)))
    found = house.health(desk, asked())
    assert (found.ok, found.problems) == (False, (("1 feed could not be read the last time", "/feeds"),))


def test_alignment_gives_back_both_texts(library: Library) -> None:
    found = copies.copies(desk_of(library), asked(query=(("a", "courier"), ("b", "wire"))))
    shared = [r for r in found.rows if r.shared]
    assert shared
    assert found.shares[1] >= found.shares[0] > 0
    for row in shared:
        assert row.sides[0]
        assert row.sides[1]
