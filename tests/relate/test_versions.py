"""One address, several readings: one article, its newest text compared, and a diff that reproduces both texts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tellings import telling
from tellings.model import Analysis, Metadata, Published, Quantity
from tellings.relate.versions import address, addresses, find_versions, superseded
from tellings.relate.versions_diff import Step, align, differing_runs
from tests.relate.articles import article

FIRST = "Three walkers were found on Skarn Ridge.\nRescuers from Holm brought them down by sledge.\nThe path stays open."
LATER = (
    "Four walkers were found on Skarn Ridge.\nRescuers from Holm brought them down by sledge.\n"
    "The path is closed until Friday.\nCorrection: there were four walkers, not three."
)
URL = "https://www.holmvoice.example/news/skarn-ridge"


def reading(
    key: str, text: str, *, url: str | None = URL, fetched: str | None = None, updated: str | None = None, outlet: str = "Holm Voice",
    title: str = "Walkers found on ridge", canonical: str | None = None,
) -> Analysis:  # fmt: skip
    made = article(key, text, title=title, outlet=outlet, published="2031-02-03").analysis
    later = Published(value=updated, precision="minute", basis="markup") if updated else None
    metadata = structs.replace(made.metadata, url=url, canonical=canonical, updated=later)
    return structs.replace(made, metadata=metadata, document=structs.replace(made.document, fetched=fetched))


def numbered(analysis: Analysis, word: str, value: float) -> Analysis:
    at = analysis.text.index(word)
    own = Quantity(at, at + len(word), value=value)
    return structs.replace(analysis, quantities=(own,))


def test_pages_of_one_address_are_one_article_with_what_changed() -> None:
    older = numbered(reading("b", FIRST, fetched="2031-02-03T08:00:00Z"), "Three", 3)
    newer = numbered(reading("a", LATER, fetched="2031-02-03T12:00:00Z", url=URL + "/?utm_source=mail#top"), "Four", 4)
    (found,) = find_versions([newer, older])
    assert [r.document for r in found.readings] == ["b", "a"]
    assert found.document == "a"
    assert {r.ordered_by for r in found.readings} == {"fetched"}
    (revision,) = found.revisions
    kinds = [(e.kind, "number" in e.touches) for e in revision.edits]
    assert kinds[0] == ("changed", True)
    assert ("added", "correction" in revision.edits[-1].touches) == ("added", True)
    assert "".join(w.text for w in revision.edits[0].words if w.kind == "added") == "Four"
    for edit in revision.edits:
        for cite, source in ((edit.before, older), (edit.after, newer)):
            assert cite is None or (cite.document == source.id and source.text[cite.start : cite.end] == cite.text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.a.example/x/y/", "http://m.a.example/x/y?fbclid=1"),
        ("https://a.example/x/y/amp", "https://amp.a.example/x/y#c"),
        ("https://a.example/p?b=2&a=1&utm_medium=z", "https://a.example/p?a=1&b=2"),
    ],
)
def test_dresses_of_one_address(one: str, other: str) -> None:
    assert address(one) == address(other) is not None


def test_front_pages_and_nonsense_are_no_addresses() -> None:
    assert [address(u) for u in (None, "", "https://a.example/", "ftp://a.example/x", "https://[/x", "x")] == [None] * 6
    assert address("https://a.example/x?id=1") != address("https://a.example/x?id=2")


def test_the_canonical_address_counts_on_the_own_site_alone() -> None:
    assert len(addresses(Metadata(url="https://a.example/x?id=4", canonical="https://www.a.example/walkers"))) == 2
    assert addresses(Metadata(url="https://b.example/copy", canonical="https://a.example/walkers")) == {"b.example/copy"}
    one = reading("a", FIRST, url="https://www.holmvoice.example/?p=9", canonical=URL)
    assert [v.document for v in find_versions([one, reading("b", LATER)])] == ["b"]


def test_an_address_that_is_used_again_holds_another_article() -> None:
    other = "The council of Brekka votes tonight on the price of water.\nNobody expects a surprise."
    assert find_versions([reading("a", FIRST), reading("b", other, title="Water vote")]) == ()
    assert find_versions([reading("a", FIRST), reading("b", FIRST, url=URL + "-2")]) == ()
    assert find_versions([reading("a", FIRST, url=None), reading("b", FIRST, url=None)]) == ()


def test_order_by_change_then_by_arrival() -> None:
    updated = [reading("x", LATER, updated="2031-02-03T14:00+00:00"), reading("y", FIRST, updated="2031-02-03T14:30+02:00")]
    (found,) = find_versions(updated)
    assert [r.document for r in found.readings] == ["y", "x"]
    assert found.readings[0].ordered_by == "updated"
    (found,) = find_versions([reading("x", FIRST), reading("y", LATER)])
    assert ([r.document for r in found.readings], found.readings[0].moment) == (["x", "y"], None)
    assert found.readings[0].ordered_by == "arrival"


def test_an_unchanged_page_has_no_edits_and_what_moved_or_lost_a_comma_is_minor() -> None:
    (same,) = find_versions([reading("x", FIRST), reading("y", FIRST)])
    assert same.revisions[0].edits == ()
    lines = FIRST.split("\n")
    (moved,) = find_versions([reading("x", FIRST), reading("y", "\n".join([lines[1], lines[0], lines[2].upper()]))])
    assert all(e.minor and not e.touches for e in moved.revisions[0].edits)
    assert {e.kind for e in moved.revisions[0].edits} == {"moved", "changed"}


def test_only_pages_that_were_asked_for_are_newest() -> None:
    pages = [reading("x", FIRST, fetched="2031-02-03"), reading("y", LATER, fetched="2031-02-04")]
    assert find_versions(pages, newest={"x"}) == ()
    (found,) = find_versions(pages, newest={"y"})
    assert superseded([found]) == {"x": "y"}


def test_an_older_reading_is_no_account_no_page_and_no_copy() -> None:
    other = reading("z", "Four walkers are safe after a night on Skarn Ridge, rescuers said.", url=None, outlet="Brekka Post")
    pages = [reading("x", FIRST, updated="2031-02-03T01:00"), reading("y", LATER, updated="2031-02-03T09:00"), other]
    alone, story = telling.compare_as_one(pages[1:]), telling.compare_as_one(pages)
    assert story.counts == alone.counts
    assert story.copies == alone.copies
    assert story.comparison == alone.comparison
    assert [(m.id, m.version_of) for m in story.documents] == [("y", None), ("x", "y"), ("z", None)]
    assert [v.document for v in story.versions] == ["y"]


def test_the_corpus_holds_newest_readings_alone() -> None:
    pages = [reading("x", FIRST, fetched="2031-02-03"), reading("y", LATER, fetched="2031-02-04")]
    corpus = telling.relate(pages)
    assert {key for key, _ in corpus.articles} == {"y"}
    stories, failures = telling.tell(corpus, pages)
    assert not failures
    assert [m.id for m in stories[0].documents] == ["y", "x"]
    assert stories[0].counts.pages == 1


SENTENCES = st.lists(st.text(alphabet="ab .,é😀\n", min_size=1, max_size=12), max_size=14)


@given(SENTENCES, SENTENCES)
def test_every_sentence_of_either_text_is_told_once(old: list[str], new: list[str]) -> None:
    steps = align(old, new)
    assert sorted(s.old for s in steps if s.old is not None) == list(range(len(old)))
    assert [s.new for s in steps if s.new is not None] == list(range(len(new)))
    assert _applied(steps, new) == new
    assert all(old[s.old] == new[s.new] for s in steps if s.kind in ("same", "moved"))  # type: ignore[index]


def _applied(steps: Sequence[Step], new: Sequence[str]) -> list[str]:
    return [new[s.new] for s in steps if s.kind != "removed" and s.new is not None]


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_words_of_a_change_make_up_both_texts(old: str, new: str) -> None:
    runs = differing_runs(old, new)
    assert "".join(r.text for r in runs if r.kind != "added") == old
    assert "".join(r.text for r in runs if r.kind != "removed") == new
    assert all(r.text for r in runs)


def test_long_texts_with_nothing_in_common_are_compared_in_no_time() -> None:
    old, new = [f"old sentence number {n}" for n in range(3000)], [f"another line with {n}" for n in range(3000)]
    assert len(align(old, new)) == 6000
