"""Feeds are watched, rested and taken out from the browser, by an admin alone."""

from __future__ import annotations

import json

from tellings import accounts
from tellings.library import Library
from tellings.model import Given, Page, Source
from tellings.model.feeds import Changes, Subscription, Visit
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


def closed_page(library: Library, text: str, sha: str) -> None:
    url = "https://paper.example/closed"
    extra = '{"told_by": "feed", "feed": "https://paper.example/rss", "because": "robots.txt does not allow the page"}'
    source = Source(sha256=sha * 64, url=url, outlet="The Paper")
    page = Page(id="closed", source=source, form="clean", text=text, given=Given(title="A bridge closes"), extra=extra)
    assert [type(r).__name__ for r in library.add_pages([page])] == ["Analysis"]
    visit = Visit(
        key="paper.example/closed", address=url, feed="https://paper.example/rss", state="kept", document="closed", looks=2,
        told="feed", seen=1_900_000_000.0, fetched=1_900_003_600.0, due=1_900_090_000.0,
    )  # fmt: skip
    library.store.put_watch(Changes(feeds=(Subscription(address=visit.feed, title="The Paper's feed"),), visits=(visit,)))


def test_a_page_says_which_feed_told_it_and_whose_text_it_is(library: Library, client: Client) -> None:
    closed_page(library, "The bridge over the Lune was closed on Monday after 12 people fell, the council said.", "a")
    closed_page(library, "The bridge over the Lune was closed on Monday after 14 people fell, the council said.", "b")
    text = client.get("/pages/closed").text
    assert "This is the feed’s text, not the page’s." in text
    assert "robots.txt does not allow the page" in text
    assert ">The Paper&#39;s feed</a>" in text
    assert "<del>12</del>" in text
    assert "<ins>14</ins>" in text
    told = json.loads(client.get("/pages/closed/history.json").body)
    assert (told["told_by"], told["feed"], told["looks"]) == ("feed", "https://paper.example/rss", 2)
    assert [e["touches"] for r in told["versions"]["revisions"] for e in r["edits"]] == [["number"]]
    assert json.loads(client.get("/pages/closed.json").body)["extra"]["because"] == told["because"]


def test_a_page_that_no_feed_told_says_nothing_of_feeds(client: Client) -> None:
    assert "How it came" not in client.get("/pages/courier").text
    told = json.loads(client.get("/pages/courier/history.json").body)
    assert set(told.values()) == {None}
