"""The sample's pages and truth.json must agree, to the letter."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
PAGES = SAMPLE / "pages"
TRUTH: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))

INLINE = {"a", "abbr", "b", "em", "i", "small", "span", "strong", "time", "q", "cite"}
SILENT = {"script", "style", "title"}
FIRST_DAY, LAST_DAY = datetime.date(2031, 5, 12), datetime.date(2031, 5, 21)


class _Text(HTMLParser):
    """Collects the text of a page; a block's tag separates words, an inline tag does not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in SILENT:
            self.silent += 1
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent -= 1
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)


def collapse(text: str) -> str:
    return " ".join(text.split())


def readable(name: str) -> str:
    raw = (PAGES / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        parser = _Text()
        parser.feed(raw)
        parser.close()
        raw = "".join(parser.pieces)
    return collapse(raw)


TEXTS = {path.name: readable(path.name) for path in sorted(PAGES.iterdir())}
BY_FILE = {page["file"]: page for page in TRUTH["pages"]}


def verbatim() -> Iterator[tuple[str, str, str]]:
    """Every (where in truth.json, file, string) that claims to stand in a page."""
    for page in TRUTH["pages"]:
        name = page["file"]
        yield "title", name, page["title"]
        yield "starts", name, page["starts"]
        for text in page["body_has"]:
            yield "body_has", name, text
        for text in page["body_lacks"]:
            yield "body_lacks (it must stand outside the body)", name, text
        for author in page["authors"]:
            yield "author", name, author
        for comment in page["comments"]:
            yield "comment author", name, comment["author"]
            yield "comment", name, comment["text_has"]
        for part in page["parts"]:
            yield "part", name, part["text_has"]
            yield "part title", name, part["title"]
            if part["author"]:
                yield "part author", name, part["author"]
    for copy in TRUTH["copies"]:
        for end in ("from", "to"):
            yield "copy", copy[end], copy["passage_has"]
    for utterance in TRUTH["utterances"]:
        for variant in utterance["variants"]:
            yield "utterance", variant["file"], variant["text"]
    for fact in TRUTH["facts"]:
        for value in fact["values"]:
            for cite in value["pages"]:
                yield f"fact {fact['about']!r}", cite["file"], cite["text"]
    for happening in TRUTH["happenings"]:
        for report in happening["reports"]:
            yield f"happening {happening['text']!r}", report["file"], report["text"]


def loose(text: str) -> str:
    """One form for the quotation marks that outlets set differently."""
    return collapse(text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"'))


def test_pages_and_truth_name_the_same_files() -> None:
    assert sorted(BY_FILE) == sorted(TEXTS)
    assert len(BY_FILE) == len(TRUTH["pages"])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_strings_stand_in_their_page(name: str) -> None:
    missing = []
    for where, file, text in verbatim():
        if file != name:
            continue
        same = loose if where == "copy" else collapse
        if same(text) not in same(TEXTS[name]):
            missing.append((where, text))
    assert not missing


def test_every_file_named_anywhere_exists() -> None:
    for _, file, _ in verbatim():
        assert file in TEXTS
    for group in TRUTH["stories"]:
        assert set(group["pages"]) <= set(TEXTS)
    for group in TRUTH["versions"]:
        assert set(group["files"]) <= set(TEXTS)
    for actor in TRUTH["actors"]:
        assert set(actor["files"]) <= set(TEXTS)
    for entry in TRUTH["undated"] + TRUTH["omissions"]:
        assert entry["file"] in TEXTS
    for pair in TRUTH["must_not_merge"]:
        assert len(pair) == 2
        assert set(pair) <= set(TEXTS)


def test_size_of_the_sample() -> None:
    assert len(TEXTS) >= 28
    assert len(TRUTH["outlets"]) >= 8
    assert len(TRUTH["stories"]) == 5
    languages = Counter(page["language"] for page in TRUTH["pages"])
    assert languages["fr"] >= 2
    assert languages["es"] >= 2
    assert languages["en"] >= 20
    kinds = Counter(name.rsplit(".", 1)[1] for name in TEXTS)
    assert min(kinds["html"], kinds["txt"]) >= 12
    sizes = [len(story["pages"]) for story in TRUTH["stories"]]
    assert max(sizes) >= 9
    assert min(sizes) <= 3


def test_each_page_is_in_one_story_and_says_so() -> None:
    placed = [file for story in TRUTH["stories"] for file in story["pages"]]
    assert len(placed) == len(set(placed))
    for story in TRUTH["stories"]:
        assert all(BY_FILE[file]["story"] == story["id"] for file in story["pages"])
    for page in TRUTH["pages"]:
        if page["story"] is None:
            assert len(page["parts"]) > 1, "a page of no story of its own holds several articles"
        else:
            assert page["file"] in placed
    ids = {story["id"] for story in TRUTH["stories"]}
    assert all(story["lookalike_of"] in ids | {None} for story in TRUTH["stories"])
    assert all(part["story"] in ids | {None} for page in TRUTH["pages"] for part in page["parts"])


def test_every_outlet_has_pages() -> None:
    assert {page["outlet"] for page in TRUTH["pages"]} == {outlet["id"] for outlet in TRUTH["outlets"]}


def test_days_lie_within_the_ten_days() -> None:
    for page in TRUTH["pages"]:
        assert FIRST_DAY <= datetime.date.fromisoformat(page["published"][:10]) <= LAST_DAY
    undated = {entry["file"]: entry["day"] for entry in TRUTH["undated"]}
    assert len(undated) >= 2
    assert set(undated) == {page["file"] for page in TRUTH["pages"] if not page["published_given"]}
    for file, day in undated.items():
        assert BY_FILE[file]["published"][:10] == day


def test_counts_of_facts() -> None:
    relations = Counter(fact["relation"] for fact in TRUTH["facts"])
    assert len(TRUTH["facts"]) >= 40
    assert relations["conflict"] >= 10
    assert relations["agreement"] >= 8
    assert relations["refinement"] >= 4
    assert relations["update"] >= 3
    assert relations["wording"] >= 6
    assert relations["single"] >= 5
    kinds = {fact["kind"] for fact in TRUTH["facts"] if fact["relation"] == "conflict"}
    assert kinds >= {"number", "day", "place", "person", "label", "attribution", "order", "claim"}
    assert set(relations) <= {"agreement", "refinement", "update", "conflict", "wording", "single"}
    for fact in TRUTH["facts"]:
        many = len(fact["values"]) > 1
        assert many == (fact["relation"] not in {"agreement", "single"}), fact["about"]
        if fact["relation"] == "agreement":
            assert len(fact["values"][0]["pages"]) > 1
    assert sum(len(h["reports"]) > 1 for h in TRUTH["happenings"]) >= 20


def test_facts_and_happenings_cite_pages_of_their_story() -> None:
    holds = {
        story["id"]: set(story["pages"])
        | {p["file"] for p in TRUTH["pages"] if any(x["story"] == story["id"] for x in p["parts"])}
        for story in TRUTH["stories"]
    }
    for fact in TRUTH["facts"]:
        for value in fact["values"]:
            assert {cite["file"] for cite in value["pages"]} <= holds[fact["story"]], fact["about"]
    for happening in TRUTH["happenings"]:
        assert {report["file"] for report in happening["reports"]} <= holds[happening["story"]]


def test_actors_forms_are_all_used() -> None:
    for actor in TRUTH["actors"]:
        for form in actor["forms"]:
            assert any(form in TEXTS[file] for file in actor["files"]), (actor["name"], form)
        for file in actor["files"]:
            assert any(form in TEXTS[file] for form in actor["forms"]), (actor["name"], file)


def test_versions_share_one_address() -> None:
    assert TRUTH["versions"]
    for version in TRUTH["versions"]:
        assert len(version["files"]) > 1
        for file in version["files"]:
            assert BY_FILE[file]["url"] == version["url"]
            assert version["url"] in (PAGES / file).read_text(encoding="utf-8")


def test_furniture_stands_outside_the_body_it_is_kept_from() -> None:
    for page in TRUTH["pages"]:
        assert not set(page["body_has"]) & set(page["body_lacks"])
        assert len(TEXTS[page["file"]].split()) >= 120


WEEKDAYS = {
    0: ("monday", "lundi", "lunes"),
    1: ("tuesday", "mardi", "martes"),
    2: ("wednesday", "mercredi", "miércoles"),
    3: ("thursday", "jeudi", "jueves"),
    4: ("friday", "vendredi", "viernes"),
    5: ("saturday", "samedi", "sábado"),
    6: ("sunday", "dimanche", "domingo"),
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "janvier", "enero"),
            ("february", "février", "febrero"),
            ("march", "mars", "marzo"),
            ("april", "avril", "abril"),
            ("may", "mai", "mayo"),
            ("june", "juin", "junio"),
        ),
        start=1,
    )
    for name in names
}
_DAY = "|".join(name for names in WEEKDAYS.values() for name in names)
_MONTH = "|".join(MONTHS)
DAY_FIRST = re.compile(
    rf"\b({_DAY}),? (\d{{1,2}})(?:er|st|nd|rd|th)?(?: de)? ({_MONTH})\b(?:(?: de)? (\d{{4}}))?",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(rf"\b({_DAY}),? ({_MONTH}) (\d{{1,2}})\b(?:, (\d{{4}}))?", re.IGNORECASE)


def named_days(text: str) -> Iterator[tuple[str, datetime.date]]:
    for match in DAY_FIRST.finditer(text):
        weekday, day, month, year = match.groups()
        yield weekday, datetime.date(int(year or 2031), MONTHS[month.lower()], int(day))
    for match in MONTH_FIRST.finditer(text):
        weekday, month, day, year = match.groups()
        yield weekday, datetime.date(int(year or 2031), MONTHS[month.lower()], int(day))


def test_weekdays_beside_dates_are_right() -> None:
    found = 0
    for file, text in TEXTS.items():
        for weekday, day in named_days(text):
            assert weekday.lower() in WEEKDAYS[day.weekday()], (file, weekday, day)
            found += 1
    assert found >= 10
