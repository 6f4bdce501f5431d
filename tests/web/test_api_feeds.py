"""Feeds: readers read them, items keep their ids while stories grow, words of pages stay words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree
from msgspec import structs
from starlette.testclient import TestClient

from tellings.library import Library
from tellings.model import Card, Cite, Counts, SavedSearch, Story, SummarySentence
from tellings.web.api_feeds import NEVER, Feed, atom, item, json_feed
from tellings.web.app import create_app
from tellings.web.site import Site

BASE = "https://news.example"
URL = {"type": "string", "format": "uri", "pattern": "^https?://"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
JSON_FEED = {
    "$comment": "What the specification of JSON Feed 1.1 (jsonfeed.org) asks of a feed; own wording.",
    "type": "object", "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"}, "title": {"type": "string"}, "home_page_url": URL, "feed_url": URL,
        "authors": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
        "items": {"type": "array", "items": {
            "type": "object", "required": ["id"], "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
            "properties": {
                "id": {"type": "string"}, "url": URL, "title": {"type": "string"}, "content_html": {"type": "string"},
                "date_published": MOMENT, "date_modified": MOMENT, "tags": {"type": "array", "items": {"type": "string"}},
            },
            "patternProperties": {"^_": {"type": "object"}},
        }},
    },
}  # fmt: skip
CARD = Card(
    story="feedfacefeedface", title='Fire <b>& flood</b> "now"', first="2031-05-12", last="2031-05-13", types=("ASSAULT",),
    counts=Counts(pages=2, texts=2, accounts=2, origins=0), changed="2031-05-13T08:00:00Z",
)  # fmt: skip
STORY = Story(
    id=CARD.story, title=CARD.title, first=None, last=None, documents=(), counts=CARD.counts,
    summary=(SummarySentence(text="<script>x</script>\x00 ]]> burned.", evidence=(Cite(document="a.b", start=3, end=9, text="burned"),)),),
)  # fmt: skip


def feed(*cards: Card) -> Feed:
    items = tuple(item(card, STORY, base=BASE) for card in cards)
    return Feed(
        id="urn:uuid:0b1a7e1c-6f7c-5b9e-8a55-3f2f5f9f2a11",
        title="Tellings",
        link=f"{BASE}/",
        own=f"{BASE}/feeds/x",
        items=items,
    )


@pytest.fixture
def api(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(Site(), library), base_url="http://localhost") as client:
        client.app.state.front.desk.shelf.refresh(library, eager=None)  # type: ignore[attr-defined]
        yield client


def test_an_item_keeps_its_id_while_its_story_grows() -> None:
    grown = structs.replace(
        CARD, title="Another title", changed="2031-05-14T09:00:00Z", counts=Counts(pages=9, texts=9, accounts=5, origins=1)
    )
    before, after = (feedparser.parse(atom(feed(c), base=BASE)).entries[0] for c in (CARD, grown))
    assert before.id == after.id
    assert (before.updated, after.updated) == ("2031-05-13T08:00:00Z", "2031-05-14T09:00:00Z")
    assert before.link == after.link == f"{BASE}/stories/{CARD.story}"


def test_words_of_pages_stay_words() -> None:
    made = atom(feed(CARD), base=BASE)
    etree.fromstring(made)
    parsed = feedparser.parse(made, sanitize_html=False)
    assert not parsed.bozo
    content = parsed.entries[0].content[0].value
    assert "<script" not in content
    assert "&lt;script&gt;" in content
    assert f"{BASE}/pages/a~2Eb?from=3&amp;to=9#passage" in content
    assert parsed.entries[0].title_detail.type == "text/plain"
    record = json.loads(json_feed(feed(CARD), base=BASE))
    jsonschema.validate(record, JSON_FEED)
    assert record["items"][0]["_tellings"]["summary"][0]["evidence"] == [
        {"document": "a.b", "start": 3, "end": 9, "text": "burned"}
    ]


def test_an_empty_feed_is_a_feed() -> None:
    parsed = feedparser.parse(atom(feed(), base=BASE))
    assert not parsed.bozo
    assert parsed.feed.updated == NEVER
    jsonschema.validate(json.loads(json_feed(feed(), base=BASE)), JSON_FEED)


@pytest.mark.parametrize("path", ["/follow/stories", "/follow/search"])
def test_feeds_of_a_library(api: TestClient, path: str) -> None:
    query = "?q=Lisbon" if "search" in path else ""
    parsed = feedparser.parse(api.get(f"{path}.atom{query}").content)
    record: dict[str, Any] = api.get(f"{path}.json{query}").json()
    assert not parsed.bozo
    jsonschema.validate(record, JSON_FEED)
    assert [e.id for e in parsed.entries] == [i["id"] for i in record["items"]]
    assert parsed.entries
    assert [e.updated for e in parsed.entries] == sorted((e.updated for e in parsed.entries), reverse=True)
    assert parsed.feed.links[0].href == f"http://localhost{path}.atom{query and query + '&kind=pages'}"
    assert all(api.get(e.link.removeprefix("http://localhost")).status_code == 200 for e in parsed.entries)


def test_a_saved_search_is_a_feed_of_its_own(api: TestClient, library: Library) -> None:
    who = "owner" if not library.store.saved() else ""
    from tellings.web.sessions import Sessions

    visitor = Sessions(Site(), library.store.secret("sessions", "x" * 64)).visitor(library, "", "")
    assert visitor is not None
    made = SavedSearch(
        number=0,
        who=visitor.name,
        name="Ferry",
        query="Lisbon",
        kind="pages",
        made="2031-05-20T00:00:00Z",
        seen="2031-05-20T00:00:00Z",
    )
    number = library.store.put_saved(made)
    parsed = feedparser.parse(api.get(f"/follow/saved/{number}.atom").content)
    assert parsed.entries
    assert "Ferry" in parsed.feed.title
    library.store.put_saved(structs.replace(made, who=f"{visitor.name}-{who}-another"))
    assert api.get(f"/follow/saved/{number + 1}.atom").status_code == 404
