"""Feeds are watched, rested and taken out from the browser, by an admin alone."""

from __future__ import annotations

from tellings import accounts
from tellings.library import Library
from tests.web.conftest import Client, served

FEED = "https://news.example/feed.xml"
OPML = """<opml version="2.0"><body><outline text="Papers"><outline text="A &lt;b&gt;" xmlUrl="https://a.example/rss"/>
<outline text="B" xmlUrl="https://b.example/atom"/><outline text="bad" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""


def test_a_feed_is_added_rested_and_removed(client: Client, library: Library) -> None:
    assert "No feed is watched yet" in client.get("/feeds").text
    assert client.send("/feeds", {"address": FEED, "title": "The News"}).status == 303
    assert "The News" in client.get("/feeds").text
    link = "/feeds/https~3A~2F~2Fnews.example~2Ffeed.xml"
    assert client.get(link).status == 200
    assert client.send("/feeds", {"address": FEED}).status == 400
    assert client.send(link, {"what": "paused"}).status == 303
    assert library.store.subscriptions()[0].state == "paused"
    assert client.send(link, {"what": "every", "minutes": "30"}).status == 303
    assert library.store.subscriptions()[0].every == 1800
    assert client.send(link, {"what": "every", "minutes": "x"}).status == 400
    assert client.send(link, {"what": "explode"}).status == 400
    assert client.send(link, {"what": "remove"}).status == 303
    assert library.store.subscriptions() == []
    assert client.get(link).status == 404


def test_a_list_is_taken_in(client: Client, library: Library) -> None:
    assert client.send("/feeds", {"opml": OPML}).status == 303
    assert [s.address for s in library.store.subscriptions()] == ["https://a.example/rss", "https://b.example/atom"]
    told = client.get("/feeds").text
    assert "A &lt;b&gt;" in told
    assert "javascript:" not in told
    assert client.send("/feeds", {"opml": "<x>"}).status == 400
    assert client.send("/feeds", {"address": "javascript:alert(1)"}).status == 400


def test_only_an_admin_keeps_feeds(library: Library) -> None:
    accounts.add(library.store, "ed", role="editor", password="a long enough phrase")
    with served(library, accounts=True) as client:
        form = {"name": "ed", "password": "a long enough phrase", "next": "/"}
        client.send("/sign-in", form, proof=client.proof("/sign-in"))
        assert client.get("/feeds").status == 200
        assert client.send("/feeds", {"address": FEED}).status == 403
    assert library.store.subscriptions() == []
