"""Search: what is found, by what, and which passages show it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.engine import InlineEngine
from tellings.errors import QueryError
from tellings.highlights import Pattern, mark
from tellings.library import Library
from tellings.model import Analysis, Block, Comment, Document, Given, Hits, Layer, Page, Source, Span
from tellings.store import Entry, SqliteStore
from tellings.store.postgres import PostgresStore
from tellings.store.words import tokens, words_of

PAGES = {
    "bell": ("The Bell", "2031-05-13", "en", "Ferry stays in port at Westhaven",
             "The mayor of Westhaven, Ada Lindqvist, said on Tuesday that the ferry would stay in port. "
             "“Nobody was hurt in the fire,” Lindqvist told reporters. Some 40 passengers were taken ashore."),
    "post": ("Coast Post", "2031-05-14", "en", "Council of Norbridge passes harbour budget",
             "The council of Norbridge passed the harbour budget on Wednesday. Councillor Tom Brandt said: "
             "“The vote was close.” A ferry subsidy was struck out. Police arrested Karl Osmund at the door."),
    "blatt": ("Küstenblatt", "2031-06-02", "de", "Fähre im Hafen", "Die Fähre bleibt im Hafen. Die Straße nach Osten ist frei."),
    "ri": ("海の新聞", "2031-06-03", "ja", "西港の火事", "西港のフェリーは港に残る。市長は火曜日に述べた。"),
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    path = tmp_path_factory.mktemp("search") / "news.db"
    store = PostgresStore(request.getfixturevalue("databases")()) if request.param == "postgres" else SqliteStore(path)
    with Library(store=store, engine=InlineEngine()) as library:
        pages = [
            Page(id=key, source=Source(sha256=key, outlet=outlet), form="clean", text=text,
                 given=Given(title=title, published=day, language=language))
            for key, (outlet, day, language, title, text) in PAGES.items()
        ]  # fmt: skip
        list(library.add_pages(pages))
        text = next(library.analyses(["post"])).text
        at = text.index("A ferry subsidy")
        comment = Comment(at, at + 26, author="grumpy1950")
        library.store.put_layer("post", Layer(kind="comments", recipe="human:test", items=(comment,)))
        library.stories()
        yield library


def said(hits: Hits) -> set[str | None]:
    return {hit.document for hit in hits.hits if hit.by != "meaning"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ferry", {"bell", "post"}),
        ("FERRY westhaven", {"bell"}),
        ('"harbour budget"', {"post"}),
        ('"budget harbour"', set()),
        ("ferry OR fähre", {"bell", "post", "blatt"}),
        ("fahre", {"blatt"}),
        ("strasse", {"blatt"}),
        ("ferry NOT mayor", {"post"}),
        ("ferry AND (mayor OR nobody)", {"bell"}),
        ("NOT ferry", {"blatt", "ri"}),
        ("ferry from:2031-05-14", {"post"}),
        ("to:2031-05-13", {"bell"}),
        ("mayor OR from:2031-06", {"bell", "blatt", "ri"}),
        ("NOT (from:2031-06 OR source:bell)", {"post"}),
        ("source:bell", {"bell"}),
        ('source:"coast post" ferry', {"post"}),
        ("source:kustenblatt", {"blatt"}),
        ("lang:de", {"blatt"}),
        ("person:lindqvist", {"bell"}),
        ("person:ferry", set()),
        ("place:westhaven", {"bell"}),
        ("said-by:brandt", {"post"}),
        ("title:council", {"post"}),
        ("passeng*", {"bell"}),
        ("passeng", set()),
        ("フェリー", {"ri"}),
        ("西港", {"ri"}),
        ("港", {"ri"}),
        ("o'ferry", set()),
    ],
)  # fmt: skip
def test_what_a_query_finds(library: Library, query: str, found: set[str]) -> None:
    stems = isinstance(library.store, PostgresStore)
    assert said(library.search(query)) == ({"bell"} if stems and query == "passeng" else found)


def test_a_library_for_teams_finds_other_forms_of_a_word(library: Library) -> None:
    stems = isinstance(library.store, PostgresStore)
    assert said(library.search("councils passing")) == ({"post"} if stems else set())
    assert said(library.search('"councils passing"')) == set()


def test_passages_are_slices_of_the_text_and_marks_lie_in_them(library: Library) -> None:
    for query in ("ferry", "fahre", "フェリー", "person:lindqvist fire", '"harbour budget"', "nobody OR council"):
        for kind in ("pages", "quotes", "events", "stories"):
            for hit in library.search(query, kind=kind).hits:  # type: ignore[arg-type]
                for cite in hit.passages:
                    assert next(library.analyses([cite.document])).text[cite.start : cite.end] == cite.text
                own = [c for c in hit.passages if c.document == hit.document]
                assert all(any(c.start <= m.start < m.end <= c.end for c in own) for m in hit.marks)
    hit = library.search("fahre").hits[0]
    assert {m.of(next(library.analyses(["blatt"])).text) for m in hit.marks} == {"Fähre"}


def test_a_quotation_is_found_with_its_speaker(library: Library) -> None:
    (hit,) = library.search("close", kind="quotes").hits
    assert (hit.document, hit.speaker) == ("post", "Tom Brandt")
    assert "The vote was close." in hit.passages[0].text
    assert {h.document for h in library.search("said-by:lindqvist", kind="quotes").hits} == {"bell"}


def test_an_event_is_found_by_type_and_by_who(library: Library) -> None:
    hits = library.search("type:coerce person:osmund", kind="events").hits
    assert [(h.document, h.type) for h in hits] == [("post", "COERCE")]


def test_a_story_is_found_by_its_pages(library: Library) -> None:
    hits = library.search("westhaven", kind="stories").hits
    story = library.story(hits[0].id)
    assert story is not None
    assert "bell" in {m.id for m in story.documents}
    assert hits[0].title == story.title


def test_comments_are_searched_only_when_asked_for(library: Library) -> None:
    assert library.search("subsidy in:comments").hits[0].id == "post/comments/0"
    assert library.search("grumpy1950").hits == ()
    assert library.search("grumpy1950 in:comments").hits == ()
    with pytest.raises(QueryError):
        library.search("subsidy in:comments", kind="quotes")


def test_hits_come_in_pages_without_gap_or_repetition(library: Library) -> None:
    everything = [h.id for h in library.search("from:2031").hits]
    assert len(everything) == 4
    got: list[str] = []
    after: str | None = None
    while True:
        part = library.search("from:2031", limit=3, after=after)
        got += [h.id for h in part.hits]
        after = part.next
        if after is None:
            break
    assert got == everything
    with pytest.raises(QueryError):
        library.search("ferry", after="x")


def test_what_means_the_same_is_found_and_said_so(library: Library) -> None:
    hits = library.search("boat blaze injuries")
    assert [(h.document, h.by) for h in hits.hits][:1] == [("bell", "meaning")]
    assert any("mean" in note for note in hits.notes)
    assert library.search('"boat blaze"').hits == ()


def test_what_is_removed_or_changed_is_found_no_more(tmp_path: Path) -> None:
    with Library(tmp_path / "l.db", engine=InlineEngine()) as library:

        def page(text: str) -> Page:
            return Page(id="a", source=Source(sha256=text), form="clean", text=text)

        list(library.add_pages([page("The ferry sank in the harbour.")]))
        assert said(library.search('"ferry sank"')) == {"a"}
        list(library.add_pages([page("The bridge fell into the river.")]))
        assert said(library.search('"ferry sank"')) == set()
        assert said(library.search('"bridge fell"')) == {"a"}
        library.remove(["a"])
        assert library.search("bridge").hits == ()
        left = library.store._query("SELECT count(*) FROM page_words WHERE page_words MATCH 'bridge'")  # type: ignore[attr-defined]
        assert left == [(0,)]


def test_a_library_of_an_older_schema_is_searched_after_an_update(tmp_path: Path) -> None:
    import shutil

    path = tmp_path / "l.db"
    shutil.copy(Path(__file__).parent / "store" / "data" / "schema-1.db", path)
    with Library(path, engine=InlineEngine()) as library:
        assert "not searched yet" in library.search("ferry").notes[0]
        library.index()
        assert {h.document for h in library.search('"ferry"').hits} == {"bell-1", "post-1"}
        assert library.search("ferry").notes == ()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Twelve pages of which all speak of a ferry, six of fog, and the first of fog most."""
    with Library(tmp_path_factory.mktemp("crowd") / "news.db", without=("vectors",)) as library:
        for n in range(12):
            page = Page(id=f"p{n:02}", source=Source(sha256=f"{n}"), form="clean", text="")
            fog = "" if n % 2 else "Fog. " * (9 if n == 0 else 1)
            text = f"The ferry number {n} sails. {fog}"
            document = Document(id=page.id, source=page.source, text=text, form="clean")
            result = Analysis(document=document, blocks=(Block(0, len(text), role="body"),))
            library.store.put([Entry(page=page, result=result)], {"blocks": "test"})
        yield library


def test_of_a_crowd_the_latest_are_ranked_and_the_others_follow(crowd: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert next(h.document for h in crowd.search('"fog" ferry').hits) == "p00"
    monkeypatch.setattr("tellings.store.search.RANKED", 3)
    found = [h.document for h in crowd.search('"fog" ferry').hits]
    assert sorted(found[:3]) == ["p06", "p08", "p10"]
    assert found[3:] == ["p04", "p02", "p00"]
    parts = [crowd.search('"fog" ferry', limit=2, after=after).hits for after in (None, "2", "4")]
    assert [h.document for part in parts for h in part] == found
    found = [h.document for h in crowd.search('"fog" ferry NOT "number 8"').hits]
    assert (sorted(found[:3]), found[3:]) == (["p04", "p06", "p10"], ["p02", "p00"])


def test_words_that_most_pages_hold_do_not_weigh(crowd: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.store.search.LEAST_COMMON", 5)
    crowd.store._known_common.clear()  # type: ignore[attr-defined]
    newest = [f"p{n:02}" for n in range(11, -1, -1)]
    assert [h.document for h in crowd.search('"ferry" number').hits] == newest
    assert crowd.search('"ferry" number').hits[0].score > crowd.search('"ferry" number').hits[1].score
    assert [h.document for h in crowd.search('"ferry" AND 8').hits] == ["p08"]
    monkeypatch.setattr("tellings.store.search.LEAST_COMMON", 6)
    crowd.store._known_common.clear()  # type: ignore[attr-defined]
    assert next(h.document for h in crowd.search('"ferry" fog').hits) == "p00"


WORDS = st.text(alphabet="abA éÉ“”_-ß1 İe\u0301 火海K", max_size=24)
PATTERN = st.builds(
    Pattern, st.lists(st.sampled_from(["a", "b", "ab", "e", "1"]), min_size=1, max_size=3).map(tuple), st.booleans()
)


@settings(deadline=None)
@given(WORDS, st.lists(PATTERN, min_size=1, max_size=2), st.data())
def test_marks_are_the_words_that_searches_read(text: str, patterns: list[Pattern], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    span = Span(first, data.draw(st.integers(first, len(text))))
    own = list(tokens(span.of(text)))
    said = set()
    for at in range(len(own)):
        for words, prefix in patterns:
            here = own[at : at + len(words)]
            met = [t.word for t in here[:-1]] == list(words[:-1]) and len(here) == len(words)
            if met and (here[-1].word == words[-1] or (prefix and here[-1].word.startswith(words[-1]))):
                said |= set(range(first + here[0].start, first + here[-1].end))
    assert {n for place in mark(text, span, patterns) for n in range(place.start, place.end)} == said


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_any_query_is_answered_or_refused(library: Library, text: str) -> None:
    try:
        library.search(text)
    except QueryError:
        return


@settings(deadline=None)
@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    found = list(tokens(text))
    assert [t.word for t in found] == words_of(text)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert words_of(text[token.start : token.end]) == [token.word]
