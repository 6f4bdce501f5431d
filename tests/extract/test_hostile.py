"""Pages made to break a reader: each is read or refused within seconds, and none takes its neighbours with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tellings.errors import TellingsError
from tellings.extract import extract
from tellings.extract.html_limits import without_endless_tags
from tellings.model import Analysis, Failure, Page
from tellings.pipeline import Pipeline
from tellings.read import read_inputs

PROSE = "<p>The harbour office said on Tuesday that nine ferries had left the port before the storm came in from the west.</p>"
SECONDS = 8.0
HOSTILE = {
    "depth": "<div>" * 100_000 + PROSE,
    "inline depth": "<b>" * 100_000 + PROSE,
    "depth within the limit": "<div>" * 1_500 + PROSE * 5,
    "endless attributes": "<p " + " ".join(f'a{i}="{i}"' for i in range(100_000)) + ">x</p>" + PROSE * 5,
    "one endless attribute": '<p class="' + "comment " * 300_000 + '">x</p>' + PROSE * 5,
    "entities": "<p>" + "&amp;" * 300_000 + "</p>",
    "entities that are none": "<p>" + "&x" * 100_000 + "</p>" + PROSE * 5,
    "entities of its own": '<!DOCTYPE h [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;&b;&b;</p>' + PROSE * 5,
    "characters that are none": "<p>" + "&#xD800;&#0;&#99999999;" * 20_000 + "</p>" + PROSE * 5,
    "tags that never close": "<p " + "<" * 500_000 + PROSE,
    "comments that never close": "<!--" * 100_000 + PROSE,
    "deep JSON": '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + PROSE * 5,
    "quotations within quotations": "<h1>Storm at sea now</h1>" + "<blockquote>" * 1_000 + PROSE * 3,
    "articles within articles": "<article>" * 1_000 + "<h1>Storm at sea now</h1>" + PROSE * 3,
    "links": "<ul>" + "<li><a href=x>x y</a></li>" * 15_000 + "</ul>" + PROSE * 5,
    "one word": "<p>" + "a" * 1_500_000 + "</p>" + PROSE * 5,
    "dates": "<p>" + "12/12/2012 " * 20_000 + "</p>" + PROSE * 5,
    "quotation marks": "<p>" + "“" * 300_000 + "</p>" + PROSE * 5,
    "captions": "<h1>Storm at sea now</h1>" + f"<figure><figcaption>{'A b / ' * 300}</figcaption></figure>{PROSE}" * 100,
    "updated": "<h1>Storm at sea now</h1><p class=date>" + "updated " * 20_000 + "</p>" + PROSE * 5,
}


def read(name: str, page: Callable[..., Page]) -> Analysis | TellingsError:
    try:
        return extract(page(f"<html><body>{HOSTILE[name]}", form="html"))
    except TellingsError as problem:
        return problem


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused_in_time(name: str, page: Callable[..., Page]) -> None:
    started = time.process_time()
    found = read(name, page)
    assert time.process_time() - started < SECONDS
    assert isinstance(found, TellingsError) or any("nine ferries" in b.of(found.text) for b in found.blocks)


def test_its_neighbours_are_read(page: Callable[..., Page]) -> None:
    good = f"<html><head><title>Storm at sea now</title></head><body><h1>Storm at sea now</h1>{PROSE * 3}</body></html>"
    pages = [page(good + "<!-- 1 -->", id="a", form="html"), *(page(HOSTILE[n], id=n, form="html") for n in ("depth", "one word")),
             page(good, id="b", form="html")]  # fmt: skip
    results = Pipeline(()).run(pages)
    assert [type(results[0]), type(results[1]), type(results[-1])] == [Analysis, Failure, Analysis]


def test_a_page_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.html").open("wb") as file:
        file.truncate(100_000_000)
    (tmp_path / "b.html").write_text(f"<h1>Storm</h1>{PROSE}")
    started = time.monotonic()
    large, good = read_inputs([str(tmp_path)])
    assert isinstance(large, Failure)
    assert (large.kind, isinstance(good, Page)) == ("oversized", True)
    assert time.monotonic() - started < 2


def test_an_endless_tag_keeps_what_tells_of_its_element() -> None:
    tag = f'<time class="when" datetime="2031-03-04" {"x" * 30_000}>'
    assert without_endless_tags(f"a{tag}b") == 'a<time class="when" datetime="2031-03-04">b'
    short = '<img src="data:image/png;base64,AAAA" alt="a">'
    assert without_endless_tags(short * 2000) == short * 2000
