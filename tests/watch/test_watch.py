"""A watch against a server on loopback: what is fetched, what is left alone, what is remembered, what is told."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import structs

from tellings.errors import FeedError
from tellings.extract import extract
from tellings.model.feeds import Event
from tellings.settings import Watching
from tellings.watch import Account, Watch, pages
from tellings.watch.subscribing import add_feed, export_feeds, find_feed, import_feeds, pause_feed, remove_feed
from tests.misbehaving import Asked, Server, answer, redirect
from tests.watch.shelf import Shelf

SETTINGS = Watching(allow=("127.0.0.1",), host_seconds=0.0, fetch_seconds=2, read_seconds=1, days=0)
FULL = "The whole report of the ferry that ran aground stands in the feed. " * 20


def page(title: str, more: str = "") -> bytes:
    text = "The ferry ran aground off Port Ellis on Monday and nobody was hurt, said the harbour master, Ann Lee."
    return answer(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p><p>{more or text}</p></body></html>".encode()
    )


def rss(*items: str, **fields: str) -> bytes:
    body = f"<rss version='2.0'><channel><title>Harbour</title>{''.join(items)}</channel></rss>"
    return answer(body.encode(), Content_Type="application/rss+xml", **fields)


def item(link: str, title: str = "T", extra: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{extra}</item>"


class Round:
    """A library, a server and a clock that a test sets."""

    def __init__(self, server: Server, settings: Watching = SETTINGS) -> None:
        self.server, self.shelf = server, Shelf(settings)
        self.ahead = 0.0
        self.events: list[Event] = []

    def clock(self) -> float:
        return time.time() + self.ahead

    def feed(self, path: str = "/feed", **fields: object) -> None:
        add_feed(self.shelf.store, self.server.url + path, **fields)  # type: ignore[arg-type]

    def watch(self) -> Watch:
        return Watch(self.shelf, clock=self.clock, on_event=self.events.append)

    def run(self, hours: float = 0.0) -> Account:
        self.ahead += hours * 3600
        self.events.clear()
        return self.watch().run(once=True)

    def told(self, what: str) -> list[str]:
        return [e.address.removeprefix(self.server.url) for e in self.events if e.what == what]

    def texts(self) -> list[str]:
        return [a.text for a in self.shelf.store.analyses()]


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


@pytest.fixture
def own(server: Server) -> Round:
    return Round(server)


def test_new_pages_are_kept_once(own: Round, server: Server) -> None:
    server.pages |= {
        "/feed": rss(item("/a?utm_source=rss"), item("/b")),
        "/a?utm_source=rss": page("Aground"),
        "/b": page("Afloat"),
    }
    own.feed()
    account = own.run()
    assert (account.counts["page-new"], account.counts["feed-read"], account.failed) == (2, 1, 0)
    assert sorted(server.paths()) == ["/a?utm_source=rss", "/b", "/feed", "/robots.txt"]
    assert own.run().counts == {}
    assert len(own.texts()) == 2


def test_one_page_in_two_feeds_is_fetched_once(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a?utm_source=x")), "/other": rss(item("/a?fbclid=y#top")), "/a?utm_source=x": page("Aground"),
                     "/a?fbclid=y": page("Aground")}  # fmt: skip
    own.feed()
    own.feed("/other")
    assert own.run().counts["page-new"] == 1
    assert sum(path.startswith("/a") for path in server.paths()) == 1


def test_two_links_that_lead_to_one_page_are_one_document(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/x"), item("/y")), "/x": redirect("/a"), "/y": redirect("/a"), "/a": page("Aground")}
    own.feed()
    own.run()
    assert len(own.texts()) == 1


def test_a_feed_is_asked_for_only_what_changed(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a"), ETag='"7"', Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT"), "/a": page("Aground")}
    own.feed()
    own.run()
    server.pages["/feed"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    account = own.run(hours=0.6)
    assert (account.counts["feed-unchanged"], account.counts["feed-read"]) == (1, 0)
    asked = [a for a in server.asked if a.path == "/feed"][-1]
    assert (asked.fields["if-none-match"], asked.fields["if-modified-since"]) == ('"7"', "Sun, 22 Nov 2026 10:00:00 GMT")
    own.run(hours=0.6)
    assert [a for a in server.asked if a.path == "/feed"][-1].fields["if-none-match"] == '"7"'


def test_a_changed_page_is_told_and_one_whose_text_is_the_same_is_not(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a"), item("/b")), "/a": page("Aground"), "/b": page("Afloat")}
    own.feed()
    own.run()
    server.pages["/a"] = page("Aground", "Two were hurt after all, she said on Tuesday.")
    server.pages["/b"] = answer(page("Afloat").partition(b"\r\n\r\n")[2].replace(b"<body>", b"<body><!-- ad 7 -->"))
    own.run(hours=1.1)
    assert own.told("page-changed") == ["/a"]
    assert own.told("page-unchanged") == ["/b"]
    assert own.run(hours=1.1).counts["page-changed"] == 0


def test_a_page_is_cleaned_before_its_analysis_only_where_it_changed(
    own: Round, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(pages, "extract", lambda page, **limits: seen.append(page.id) or extract(page, **limits))  # type: ignore[func-returns-value]
    server.pages |= {"/feed": rss(item("/a"), item("/b")), "/a": page("Aground"), "/b": page("Afloat")}
    own.feed()
    own.run()
    assert len(own.texts()) == 2
    assert seen == []
    server.pages["/b"] = page("Afloat", "Two were hurt after all, she said on Tuesday.")
    assert own.run(hours=1.1).counts["page-unchanged"] == 1
    assert len(seen) == 1


def test_what_the_feed_says_counts_where_the_page_says_nothing(own: Round, server: Server) -> None:
    feed = item("/a", "The feed's title", "<pubDate>Mon, 12 May 2031 10:00:00 GMT</pubDate>")
    server.pages |= {"/feed": rss(feed), "/a": page("Aground off Port Ellis")}
    own.feed()
    own.run()
    (found,) = own.shelf.store.analyses()
    assert found.metadata.title == "Aground off Port Ellis"
    assert found.metadata.published is not None
    assert found.metadata.published.value.startswith("2031-05-12")


def test_pages_are_looked_at_again_ever_more_seldom_and_then_no_more(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a")), "/a": page("Aground")}
    own.feed()
    for _ in range(30):
        own.run(hours=12)
    assert server.paths().count("/a") == 1 + len(SETTINGS.look_again_hours)


def test_an_entry_that_the_feed_updates_is_fetched_anew(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a", "First")), "/a": page("Aground")}
    own.feed()
    own.run()
    server.pages |= {"/feed": rss(item("/a", "First, corrected")), "/a": page("Aground", "A correction was made by the desk.")}
    own.run(hours=0.6)
    assert own.told("page-changed") == ["/a"]


def test_robots_are_obeyed_and_the_feeds_own_text_stands_in_marked(own: Round, server: Server) -> None:
    server.pages |= {"/robots.txt": answer(b"User-agent: Tellings\nDisallow: /closed"), "/closed/a": page("A"), "/closed/b": page("B"),
                     "/feed": rss(item("/closed/a"), item("/closed/b", extra=f"<description>{FULL}</description>"))}  # fmt: skip
    own.feed()
    account = own.run()
    assert not [path for path in server.paths() if path.startswith("/closed")]
    assert own.told("page-passed") == ["/closed/a"]
    assert account.from_feeds == 1
    (kept,) = own.shelf.store.pages()
    assert '"told_by": "feed"' in kept.extra
    assert "robots.txt" in kept.warnings[0]
    own.run(hours=30)
    assert len(list(own.shelf.store.pages())) == 1


def test_a_closed_pages_beginning_gives_way_to_the_feeds_text(own: Round, server: Server) -> None:
    closed = b"""<html><head><title>A</title><script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script></head>
    <body><h1>A</h1><p>The ferry ran aground off Port Ellis on Monday, said Ann Lee.</p><p>Subscribe to continue reading.</p></body></html>"""
    server.pages |= {
        "/feed": rss(item("/a", extra=f"<description>{FULL}</description>"), item("/b")),
        "/a": answer(closed),
        "/b": answer(closed),
    }
    own.feed()
    account = own.run()
    assert (account.from_feeds, account.stubs) == (1, 1)


def test_a_page_that_is_closed_by_now_stays_as_it_was_open(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a", extra=f"<description>{FULL}</description>")), "/a": page("Aground")}
    own.feed()
    own.run()
    before = own.texts()
    closed = page("Aground", "Subscribe to continue reading.").partition(b"\r\n\r\n")[2].replace(
        b"<title>", b'<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script><title>'
    )  # fmt: skip
    server.pages["/a"] = answer(closed)
    account = own.run(hours=1.1)
    assert account.counts["page-unchanged"] == 1
    assert own.texts() == before


def test_without_robots_nothing_is_fetched_until_they_can_be_read(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a")), "/a": page("A"), "/robots.txt": answer(b"", status="500 Broken")}
    own.feed()
    own.run()
    assert own.told("page-later") == ["/a"]
    del server.pages["/robots.txt"]
    own.run(hours=1)
    assert own.told("page-new") == ["/a"]


@pytest.mark.parametrize(("status", "what"), [("403 Forbidden", "page-failed"), ("500 Broken", "page-later"), ("429 Slow", "page-later"),
                                              ("404 Not Found", "page-later")])  # fmt: skip
def test_pages_that_fail(own: Round, server: Server, status: str, what: str) -> None:
    server.pages |= {"/feed": rss(item("/a")), "/a": answer(b"", status=status)}
    own.feed()
    own.run()
    assert own.told(what) == ["/a"]


def test_a_page_that_fails_is_tried_again_and_given_up_in_the_end(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a")), "/a": answer(b"", status="500 Broken")}
    own.feed()
    for _ in range(20):
        own.run(hours=25)
    assert server.paths().count("/a") == SETTINGS.tries
    assert own.shelf.store.visit_counts() == {"failed": 1}


def test_a_host_that_asks_for_a_rest_gets_it(own: Round, server: Server) -> None:
    server.pages |= {
        "/feed": rss(item("/a"), item("/b")),
        "/a": answer(b"", status="429 Slow", Retry_After="7200"),
        "/b": page("B"),
    }
    own.feed()
    account = own.run()
    assert account.counts["page-new"] == 0
    before = len(server.asked)
    own.run(hours=1.5)
    assert len(server.asked) == before
    own.run(hours=1)
    assert "/b" in own.told("page-new")


def test_a_feed_that_fails_rests_twice_as_long_each_time(own: Round, server: Server) -> None:
    server.pages["/feed"] = answer(b"", status="500 Broken")
    own.feed(every=3600)
    rests = []
    for _ in range(6):
        own.run(hours=25)
        feed = own.shelf.store.subscriptions()[0]
        rests.append(round((feed.due - own.clock()) / 3600))
    assert rests == [1, 2, 4, 8, 16, 24]
    assert (feed.failures, feed.state) == (6, "active")
    assert "500" in (feed.problem or "")


def test_a_feed_that_is_gone_is_asked_no_more(own: Round, server: Server) -> None:
    server.pages["/feed"] = answer(b"", status="410 Gone")
    own.feed()
    own.run()
    own.run(hours=99)
    assert server.paths().count("/feed") == 1
    assert own.shelf.store.subscriptions()[0].state == "gone"
    pause_feed(own.shelf.store, "/feed", paused=False)
    own.run()
    assert server.paths().count("/feed") == 2


def test_a_feed_that_moved_for_good_has_a_new_address(own: Round, server: Server) -> None:
    server.pages |= {"/feed": redirect("/new", "301 Moved"), "/new": rss(item("/a")), "/a": page("A")}
    own.feed(title="Mine")
    own.run()
    (feed,) = own.shelf.store.subscriptions()
    assert (feed.address, feed.title, feed.moved_from) == (server.url + "/new", "Mine", (server.url + "/feed",))
    assert find_feed(own.shelf.store, server.url + "/feed") == feed
    own.feed("/feed")
    own.run(hours=1)
    assert len(own.shelf.store.subscriptions()) == 1
    server.pages["/new"] = redirect("/feed2", "302 Found")
    server.pages["/feed2"] = rss(item("/a"))
    own.run(hours=1)
    assert own.shelf.store.subscriptions()[0].address == server.url + "/new"


def test_a_page_in_place_of_a_feed_is_told_with_the_feed_that_it_names(own: Round, server: Server) -> None:
    server.pages["/feed"] = answer(
        b"<!doctype html><html><head><link rel=alternate type='application/rss+xml' href='/real.xml'></head></html>"
    )
    own.feed()
    own.run()
    assert server.url + "/real.xml" in (own.shelf.store.subscriptions()[0].problem or "")


def test_an_index_of_sitemaps_leads_to_the_latest_of_them(own: Round, server: Server) -> None:
    maps = "".join(f"<sitemap><loc>/map{i}.xml</loc><lastmod>2026-11-{i + 1:02}</lastmod></sitemap>" for i in range(20))
    server.pages |= {"/index": answer(f"<sitemapindex>{maps}<sitemap><loc>/news.xml</loc></sitemap></sitemapindex>".encode())}
    day = time.strftime("%Y-%m-%d")
    server.pages |= {
        "/news.xml": answer(
            f"<urlset><url><loc>/a</loc><lastmod>{day}</lastmod></url><url><loc>/undated</loc></url></urlset>".encode()
        )
    }
    server.pages |= {"/a": page("A"), "/undated": page("U")}
    own.feed("/index")
    own.run()
    found = [f.address.removeprefix(server.url) for f in own.shelf.store.subscriptions()]
    assert len(found) == 11
    assert {"/index", "/news.xml", "/map19.xml"} <= set(found)
    assert own.told("page-new") == ["/a"]
    assert [f.parent for f in own.shelf.store.subscriptions() if f.address.endswith("news.xml")] == [server.url + "/index"]
    remove_feed(own.shelf.store, server.url + "/index")
    assert own.shelf.store.subscriptions() == []


def test_old_entries_are_passed_over(server: Server) -> None:
    own = Round(server, structs.replace(SETTINGS, days=7.0))
    old, new = "Sun, 01 Nov 2015 10:00:00 GMT", time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    server.pages |= {
        "/feed": rss(*(item(f"/{n}", extra=f"<pubDate>{d}</pubDate>") for n, d in (("old", old), ("new", new)))),
        "/new": page("N"),
    }
    own.feed()
    own.run()
    assert own.told("page-new") == ["/new"]
    assert "/old" not in server.paths()


def test_an_entry_without_a_page_is_its_own_text(own: Round, server: Server) -> None:
    entry = f"<item><guid isPermaLink='false'>x1</guid><title>Aground</title><description>{FULL}</description></item>"
    server.pages["/feed"] = rss(entry, "<item><title>Only a title</title></item>")
    own.feed()
    assert own.run().from_feeds == 1
    assert own.run(hours=30).counts["page-new"] == 0
    assert len(own.texts()) == 1


@pytest.mark.parametrize("body", [b"%PDF-1.7 x", b"\x89PNG\r\n", b""])
def test_what_is_no_page_is_told(own: Round, server: Server, body: bytes) -> None:
    server.pages |= {"/feed": rss(item("/a")), "/a": answer(body)}
    own.feed()
    own.run()
    assert own.told("page-failed") == ["/a"]


def test_a_dry_run_keeps_nothing(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(item("/a")), "/a": page("A")}
    own.feed()
    own.watch().preview()
    assert own.told("would-fetch") == ["/a"]
    assert server.paths() == ["/feed"]
    assert own.shelf.store.visit_counts() == {}
    assert own.run().counts["page-new"] == 1


def test_no_host_is_asked_above_its_rate_nor_twice_at_once(server: Server) -> None:
    own = Round(server, structs.replace(SETTINGS, host_seconds=0.15))
    busy, most = [0], [0]

    def slow(asked: Asked, connection: socket.socket) -> None:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        time.sleep(0.05)
        busy[0] -= 1
        connection.sendall(page(f"Page {asked.path}", f"It is the page {asked.path} and no other."))

    server.pages |= {"/feed": rss(*(item(f"/p{i}") for i in range(6)))} | {f"/p{i}": slow for i in range(6)}
    own.feed()
    assert own.run().counts["page-new"] == 6
    moments = [asked.at for asked in server.asked]
    assert min(b - a for a, b in pairwise(moments)) > 0.13
    assert most == [1]


def test_a_crawl_delay_is_kept(server: Server) -> None:
    own = Round(server)
    server.pages |= {
        "/robots.txt": answer(b"User-agent: *\nCrawl-delay: 0.3"),
        "/feed": rss(item("/a"), item("/b")),
        "/a": page("A"),
        "/b": page("B"),
    }
    own.feed()
    own.run()
    moments = [a.at for a in server.asked if a.path in ("/a", "/b")]
    assert moments[1] - moments[0] > 0.28


def test_an_interrupted_watch_goes_on_where_it_stopped(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss(*(item(f"/p{i}") for i in range(5)))} | {
        f"/p{i}": page(f"P{i}", f"Of {i}.") for i in range(5)
    }
    own.feed()
    watch = own.watch()
    told = []

    def stop(event: Event) -> None:
        told.append(event)
        if event.what == "page-new":
            raise KeyboardInterrupt

    watch.on_event = stop
    with pytest.raises(KeyboardInterrupt):
        watch.run(once=True)
    own.run()
    assert len(own.texts()) == 5
    assert own.shelf.store.visit_counts() == {"kept": 5}
    assert len({key for batch in own.shelf.batches for key in batch}) == 5


def test_a_watch_ends_after_its_time(own: Round, server: Server) -> None:
    server.pages |= {"/feed": rss()}
    own.feed()
    started = time.monotonic()
    own.watch().run(seconds=0.5)
    assert time.monotonic() - started < 3
    assert not [t for t in threading.enumerate() if t.name == "watch-0" and not t.daemon]


def test_saved_pages_of_a_folder_are_taken_in_once(own: Round, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page("Saved").partition(b"\r\n\r\n")[2])
    own.ahead = 10
    watch = Watch(own.shelf, clock=own.clock, on_event=own.events.append, folder=tmp_path)
    watch.run(once=True)
    own.ahead = 20
    watch.run(once=True)
    assert [e.detail for e in own.events] == ["Saved"]


def test_the_list_of_feeds(own: Round) -> None:
    store = own.shelf.store
    opml = b"<opml><body><outline text='F'><outline text='A' xmlUrl='https://a.example/x'/></outline></body></opml>"
    assert import_feeds(store, opml, where="it").added[0].folder == "F"
    assert import_feeds(store, opml, where="it").known == 1
    add_feed(store, "https://a.example/x", every=60)
    assert find_feed(store, "a.example").every == 60
    add_feed(store, "feed://b.example/y", title="B")
    assert [f.address for f in store.subscriptions()] == ["http://b.example/y", "https://a.example/x"]
    assert 'xmlUrl="https://a.example/x"' in export_feeds(store.subscriptions())
    for name in ("nothing", "example"):
        with pytest.raises(FeedError):
            find_feed(store, name)
    remove_feed(store, "B")
    assert len(store.subscriptions()) == 1
