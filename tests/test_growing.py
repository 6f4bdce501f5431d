"""Stories that grow page by page are those of a library that was grouped as a whole; nothing else is told again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings import curation
from tellings.engine import InlineEngine
from tellings.library import Library
from tellings.model import Given, Page, Source, Story

PLACES = ("Westhaven", "Norbridge", "Ostrava Hill", "Karlsund", "Port Ellis", "Marnau", "Sankt Ruth", "Villa Rosa")
THINGS = ("ferry", "bridge", "bakery", "quarry", "library", "tramway", "reservoir", "orchard")
DEEDS = ("caught fire", "was closed", "was sold to an investor", "was flooded", "was reopened", "was struck by lightning",
         "was searched by police", "was awarded a prize")  # fmt: skip
PEOPLE = ("Ada Lindqvist", "Tom Brandt", "Karl Osmund", "Mira Solano", "Jens Okafor", "Ruth Delgado", "Ivo Petrak", "Nell Hart")


def pages(count: int, seed: int = 3) -> list[Page]:
    """Return pages, three or four of which tell one happening each in words of their own."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        story = n // 3 if n % 7 else n // 4
        at = story % 8
        place, thing, deed = PLACES[at], THINGS[(at * 3 + story // 8) % 8], DEEDS[(at * 5 + story // 8) % 8]
        person, day = PEOPLE[(at + story // 8) % 8], f"2031-{1 + story % 12:02}-{1 + story % 28:02}"
        lines = [
            f"The {thing} of {place} {deed} on {day}, {person} said.",
            f"{person} told reporters that the {thing} had been watched since {2 + story} in the morning.",
            f"Some {40 + story} neighbours in {place} helped at the {thing}.",
            f"The council of {place} will meet about the {thing} next week.",
        ]
        chance.shuffle(lines)
        title = f"{place}: {thing} {deed}"
        text = f"{' '.join(lines[:3])} Our reporter {chance.choice(PEOPLE)} was there at noon with {n} others."
        given = Given(title=title, published=day, language="en")
        found.append(
            Page(id=f"p{n:03}", source=Source(sha256=str(n), outlet=f"Paper {n % 5}"), form="clean", text=text, given=given)
        )
    return found


def grouped(library: Library) -> set[frozenset[str]]:
    return {frozenset(m.id for m in s.documents) for s in library.stories()}


def f1(one: set[frozenset[str]], other: set[frozenset[str]]) -> float:
    """Return B-cubed F1 of two groupings of the same pages."""
    a, b = ({key: group for group in groups for key in group} for groups in (one, other))
    precision = sum(len(a[k] & b[k]) / len(a[k]) for k in a) / len(a)
    recall = sum(len(a[k] & b[k]) / len(b[k]) for k in a) / len(a)
    return 2 * precision * recall / (precision + recall)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("whole") / "l.db", engine=InlineEngine()) as library:
        list(library.add_pages(pages(48)))
        library.group()
        yield library


def test_growing_page_by_page_ends_where_grouping_all_does(whole: Library, tmp_path: Path) -> None:
    with Library(tmp_path / "l.db", engine=InlineEngine()) as library:
        given = pages(48)
        list(library.add_pages(given[:24]))
        library.group()
        for at in range(24, 48, 4):
            list(library.add_pages(given[at : at + 4]))
            library.group()
        assert f1(grouped(library), grouped(whole)) >= 0.95
        assert {m.id for s in library.stories() for m in s.documents} == {p.id for p in given}
        members = [(m.id, m.part) for s in library.stories() for m in s.documents]
        assert len(members) == len(set(members))
        library.group(anew=True)
        assert grouped(library) == grouped(whole)


def test_a_page_touches_its_own_story_alone(whole: Library, tmp_path: Path) -> None:
    whole.backup(tmp_path / "l.db")
    with Library(tmp_path / "l.db", engine=InlineEngine()) as library:
        before = {s.id: s for s in library.stories()}
        own = next(s for s in before.values() if len(s.documents) >= 3)
        text = next(library.analyses([own.documents[0].id])).text
        more = Page(id="new", source=Source(sha256="new", outlet="Late Paper"), form="clean", text=f"{text} Nobody was hurt.",
                    given=Given(title=own.title, published=own.first, language="en"))  # fmt: skip
        list(library.add_pages([more]))
        changed = library.group()
        assert own.id in changed
        assert len(changed) <= 3
        after = {s.id: s for s in library.stories()}
        assert "new" in {m.id for m in after[own.id].documents}
        assert set(after) == set(before)
        told = [s for s in before if before[s].comparison != after[s].comparison]
        assert set(told) <= set(changed)
        assert library.group() == []


def test_a_removed_page_leaves_its_story(whole: Library, tmp_path: Path) -> None:
    whole.backup(tmp_path / "l.db")
    with Library(tmp_path / "l.db", engine=InlineEngine()) as library:
        stories = library.stories()
        large = next(s for s in stories if len(s.documents) >= 3)
        gone = large.documents[0].id
        assert library.remove([gone]) == [gone]
        after = library.story(large.id)
        assert after is not None
        assert gone not in {m.id for m in after.documents}
        assert all(c.document != gone for t in after.timeline for c in t.evidence)
        rest = [m.id for m in after.documents]
        library.remove(rest)
        assert library.story(large.id) is None
        assert len(library.stories()) == len(stories) - 1


def test_corrections_hold_while_stories_grow(whole: Library, tmp_path: Path) -> None:
    whole.backup(tmp_path / "l.db")
    with Library(tmp_path / "l.db", engine=InlineEngine()) as library:
        stories: tuple[Story, ...] = library.stories()
        one, other = stories[0], stories[-1]
        done = curation.merge(library, stories, one.id, other.id)
        merged = library.stories()
        assert len(merged) == len(stories) - 1
        both = {m.id for s in (one, other) for m in s.documents}
        assert any({m.id for m in s.documents} >= both for s in merged)
        assert library.story(one.id) == library.story(other.id)
        curation.undo(library, done.number)
        assert grouped(library) == grouped(whole)
        large = next(s for s in library.stories() if len(s.documents) >= 3)
        apart = curation.split(library, library.stories(), large.id, [large.documents[0].id])
        assert len(library.stories()) == len(stories) + 1
        curation.undo(library, apart.number)
        assert grouped(library) == grouped(whole)
        assert sum(len(s.documents) for s in library.stories()) == sum(len(s.documents) for s in stories)


def test_a_newer_reading_takes_the_place_of_the_older(tmp_path: Path) -> None:
    given = pages(12)
    at = [p if n else Page(**{**{f: getattr(p, f) for f in p.__struct_fields__}, "source": Source(sha256="0", url="https://a.example/x/1")})
          for n, p in enumerate(given)]  # fmt: skip
    with Library(tmp_path / "l.db", engine=InlineEngine()) as library:
        list(library.add_pages(at))
        before = library.stories()
        home = next(s for s in before if "p000" in {m.id for m in s.documents})
        newer = Page(id="later", source=Source(sha256="x", url="https://a.example/x/1"), form="clean",
                     text=at[0].text + " One man was hurt.", given=at[0].given, fetched="2031-12-30T10:00:00Z")  # fmt: skip
        list(library.add_pages([newer]))
        after = library.stories()
        own = next(s for s in after if "later" in {m.id for m in s.documents})
        assert own.id == home.id
        assert {m.id: m.version_of for m in own.documents}["p000"] == "later"
        assert len(after) == len(before)
        assert [h.document for h in library.search('"reporters that"').hits].count("p000") == 0
