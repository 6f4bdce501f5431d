"""Feeds of every format, whole and broken; lists of feeds; feeds that a page names."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import InputError
from tellings.model.feeds import Feed, Item, Outline
from tellings.read.feed_links import find_feeds
from tellings.read.feeds import full_text, parse_feed, read_feed
from tellings.read.feeds_dates import moment
from tellings.read.opml import read_opml, write_opml

AT = "https://harbour.example/feeds/all.xml"
RSS2 = """<?xml version="1.0"?>
<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour &amp; Hill</title><link>https://harbour.example/</link><ttl>15</ttl><language>en-GB</language>
<image><title>logo</title><link>https://harbour.example/logo</link></image>
<item><title><![CDATA[A <b>ferry</b> ran aground &amp; nobody was hurt]]></title><link>../2026/ferry?id=7&amp;utm_source=rss</link>
<guid isPermaLink="false">7</guid><pubDate>Sun, 22 Nov 2026 10:00:00 CET</pubDate><dc:creator>Ann Lee</dc:creator>
<author>desk@harbour.example (Bo Marsh)</author><description>In short.</description>
<c:encoded><![CDATA[<p>The ferry&nbsp;ran aground.</p>]]></c:encoded></item>
<item><guid>https://harbour.example/pier</guid><title>Pier &lt;i&gt;closed&lt;/i&gt;</title><pubDate>yesterday</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/x/"><title type="html">Hill &amp;amp; Dale</title>
<link href="./"/><link rel="self" href="self.atom"/>
<entry xml:base="y/"><title>a &lt;b&gt; in a text title</title><link rel="enclosure" href="a.mp3"/><link href="z.html"/>
<id>urn:1</id><published>2026-11-21T09:00:00Z</published><updated>2026-11-22T10:00:00+01:00</updated>
<author><name>Cy Dun</name><email>c@x</email></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <b>you</b></p></div></content></entry></feed>"""
RSS1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="x"><title>Old</title><link>https://old.example</link><sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://old.example/1"><title>One</title><dc:date>2026-11-22T10:00+01:00</dc:date></item></rdf:RDF>"""
RSS09 = """<rss version="0.91"><channel><title>Older</title><link>https://older.example</link><description>d</description>
<item><title>First</title><link>https://older.example/1</link></item></channel></rss>"""
ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Three</title>
<entry><title>E</title><link rel="alternate" type="text/html" href="https://three.example/e"/>
<issued>2026-11-20T08:00:00Z</issued><modified>2026-11-22T08:00:00Z</modified>
<content type="text/html" mode="escaped">&lt;p&gt;Text&lt;/p&gt;</content></entry></feed>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://map.example/1</loc><lastmod>2026-11-22</lastmod><n:news><n:publication><n:name>The Map</n:name>
<n:language>en</n:language></n:publication><n:publication_date>2026-11-21T10:00:00Z</n:publication_date>
<n:title>Mapped</n:title></n:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://map.example/news.xml</loc>
<lastmod>2026-11-22T10:00:00Z</lastmod></sitemap><sitemap><loc>/old.xml</loc></sitemap></sitemapindex>"""
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Jay", "home_page_url": "https://jay.example/", "language": "en",
    "authors": [{"name": "Everyone"}],
    "items": [
        {"id": 1, "url": "/q", "content_html": "<p>x</p>", "date_published": "2026-11-22T10:00:00+01:00"},
        {"id": "https://jay.example/2", "content_text": "plain", "title": ["no", "string"], "authors": [{"name": "D"}]}, "nothing",
    ],
})  # fmt: skip


def feed_of(text: str | bytes, **options: object) -> Feed:
    raw = text.encode() if isinstance(text, str) else text
    return parse_feed(raw, where="it", address=AT, **options)  # type: ignore[arg-type]


def test_rss_2() -> None:
    feed = feed_of(RSS2)
    assert (feed.kind, feed.title, feed.home, feed.every, feed.language) == (
        "rss", "The Harbour & Hill", "https://harbour.example/", 900, "en-GB")  # fmt: skip
    first, second = feed.items
    assert first == Item(
        link="https://harbour.example/2026/ferry?id=7&utm_source=rss", guid="7", html=True, summary="In short.",
        title="A ferry ran aground & nobody was hurt", published="2026-11-22T10:00:00+01:00", authors=("Ann Lee", "Bo Marsh"),
        content="<p>The ferry&nbsp;ran aground.</p>".replace("&nbsp;", first.content[12:18] if first.content else ""),
    )  # fmt: skip
    assert (second.link, second.title, second.published) == ("https://harbour.example/pier", "Pier closed", None)


def test_atom_1_with_bases_and_xhtml() -> None:
    feed = feed_of(ATOM)
    assert (feed.kind, feed.title, feed.home) == ("atom", "Hill & Dale", "https://harbour.example/x/")
    (item,) = feed.items
    assert (item.link, item.title, item.authors) == ("https://harbour.example/x/y/z.html", "a <b> in a text title", ("Cy Dun",))
    assert (item.published, item.updated) == ("2026-11-21T09:00:00+00:00", "2026-11-22T10:00:00+01:00")
    assert "<p>Hi <b>you</b></p>" in (item.content or "")


@pytest.mark.parametrize(
    ("text", "kind", "link", "published"),
    [
        (RSS1, "rss", "https://old.example/1", "2026-11-22T10:00:00+01:00"),
        (RSS09, "rss", "https://older.example/1", None),
        (ATOM03, "atom", "https://three.example/e", "2026-11-20T08:00:00+00:00"),
        (NEWS, "sitemap", "https://map.example/1", "2026-11-21T10:00:00+00:00"),
        (JSON, "json", "https://harbour.example/q", "2026-11-22T10:00:00+01:00"),
    ],
)
def test_every_format_names_its_pages(text: str, kind: str, link: str, published: str | None) -> None:
    feed = feed_of(text)
    assert (feed.kind, feed.items[0].link, feed.items[0].published) == (kind, link, published)


def test_what_only_one_format_has() -> None:
    assert feed_of(RSS1).every == 1800
    news = feed_of(NEWS).items[0]
    assert (news.title, news.outlet, news.language, news.updated) == ("Mapped", "The Map", "en", "2026-11-22")
    assert [c.address for c in feed_of(INDEX).children] == ["https://map.example/news.xml", "https://harbour.example/old.xml"]
    jay = feed_of(JSON)
    assert [i.authors for i in jay.items] == [("Everyone",), ("D",)]
    assert jay.items[1].link == "https://jay.example/2"
    assert jay.items[1].title is None
    assert "1 entries are no objects" in jay.notes[0]


def test_broken_xml_is_read_as_far_as_it_goes_and_the_place_is_told() -> None:
    feed = feed_of("PHP Warning: x\n" + RSS2.replace("</title><link>../", "</tilte><link>../").replace("</channel></rss>", ""))
    assert [i.link for i in feed.items][-1] == "https://harbour.example/pier"
    assert "what stood before the feed was left out" in feed.notes
    assert any("broken XML at line" in note for note in feed.notes)


@pytest.mark.parametrize(("title", "plain"), [
    ("AT&T", "AT&T"), ("caf&eacute; &amp;amp; bar", "café & bar"), ("5 < 6 & 7", "5 < 6 & 7"), ("a\x0b\x00b", "ab"),
    ("&unknown; x", "&unknown; x"), ("&#8217;&#xe9;", "’é"), ("<![CDATA[a & b <i>c</i>]]>", "a & b c"), ("x &nbsp; y", "x y"),
])  # fmt: skip
def test_titles_are_plain_however_they_are_written(title: str, plain: str) -> None:
    assert feed_of(f"<rss><channel><item><title>{title}</title><link>https://a.example/</link></item></channel></rss>").items[
        0
    ].title == plain  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso-8859-15"])
@pytest.mark.parametrize("said", ["utf-8", "utf-16", "windows-1252", "nonsense"])
def test_a_wrong_name_of_the_encoding_does_no_harm(encoding: str, said: str) -> None:
    text = f'<?xml version="1.0" encoding="{said}"?><rss><channel><title>Wörter über Fähren</title><item><title>größer</title></item></channel></rss>'
    assert feed_of(text.encode(encoding)).title == "Wörter über Fähren"


@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY x "yyyyyyyyyy"><!ENTITY z "&x;&x;&x;">',
                                    '<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;'])  # fmt: skip
def test_entities_that_a_feed_declares_are_never_used(entity: str) -> None:
    feed = feed_of(f"<!DOCTYPE rss [{entity}]><rss><channel><title>T</title><item><title>&x;&z;</title></item></channel></rss>")
    assert feed.items[0].title == "&x;&z;"
    assert "entities that the feed declares are not used" in feed.notes


@pytest.mark.parametrize("text", ["", "hello", "{}", "[1]", '{"items": 5}', "<html><body>x", "<!doctype html><p>x", "<opml/>", "{" * 9999,
                                  "<rss><channel>" + "<a>" * 99_999, "\x00\x01"])  # fmt: skip
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        feed_of(text)


def test_a_page_in_place_of_a_feed_names_the_feed() -> None:
    with pytest.raises(InputError, match=r"https://harbour\.example/news\.rss"):
        feed_of('<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/news.rss"></head></html>')


def test_no_more_entries_are_read_than_asked_for() -> None:
    items = "".join(f"<item><link>https://a.example/{i}</link></item>" for i in range(100))
    feed = feed_of(f"<rss><channel>{items}</channel></rss>", limit=10)
    assert len(feed.items) == 10
    assert "only the first 10 entries were read" in feed.notes


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_refused(raw: bytes) -> None:
    for prefix in (b"", b"<rss><channel><item>", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", b'{"items":['):
        with suppress(InputError):
            assert parse_feed(prefix + raw, where="it", address=AT).kind


@given(st.integers(0, len(RSS2)), st.integers(0, len(ATOM)))
def test_a_feed_cut_off_anywhere_is_read_or_refused(one: int, other: int) -> None:
    for text in (RSS2[:one], ATOM[:other]):
        try:
            feed = feed_of(text)
        except InputError:
            continue
        assert all(i.link is None or i.link.startswith("https://harbour.example/") for i in feed.items)


text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


@given(st.lists(st.tuples(text, text), max_size=8))
def test_titles_and_texts_survive_the_way_through_a_feed(entries: list[tuple[str, str]]) -> None:
    from xml.sax.saxutils import escape

    items = "".join(f"<entry><title>{escape(t)}</title><summary>{escape(s)}</summary></entry>" for t, s in entries)
    feed = feed_of(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{items}</feed>")
    kept = [(t, s) for t, s in entries if t.strip() or s.strip()]
    assert [i.title for i in feed.items] == [
        " ".join(_legal(t).split()) or None for t, _ in kept if _legal(t).strip() or _legal(_).strip()
    ]


def _legal(value: str) -> str:
    return value.replace("\ufffe", "").replace("\uffff", "")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Sun, 22 Nov 2026 10:00:00 GMT", "2026-11-22T10:00:00+00:00"), ("22 Nov 26 10:00 EST", "2026-11-22T10:00:00-05:00"),
        ("Sun, 22 Nov 2026 10:00:00 CEST", "2026-11-22T10:00:00+02:00"), ("2026-11-22", "2026-11-22"),
        ("2026-11-22 10:00:00 +0100", "2026-11-22T10:00:00+01:00"), ("2026-11-22T10:00:00.123Z", "2026-11-22T10:00:00+00:00"),
        ("20261122T1000Z", "2026-11-22T10:00:00+00:00"), ("2026-11-22T10:00", "2026-11-22T10:00:00"), ("2026-11", "2026-11"),
        ("1970-01-01T00:00:00Z", None), ("0001-01-01", None), ("2026-13-45", None), ("tomorrow", None), ("", None),
        ("Sun, 22 Nov 2026 25:00:00 GMT", None),
    ],
)  # fmt: skip
def test_moments_however_they_are_written(written: str, iso: str | None) -> None:
    assert moment(written) == iso


def test_a_saved_feed_is_pages_where_it_carries_text(tmp_path: Path) -> None:
    found = list(read_feed(RSS2.encode(), "saved.xml"))
    assert [type(p).__name__ for p in found] == ["Page", "EmptyInput"]
    page = found[0]
    assert not isinstance(page, InputError)
    assert (page.source.url, page.source.outlet) == (None, "The Harbour & Hill") or page.source.url
    assert (page.given.title, page.given.language) == ("A ferry ran aground & nobody was hurt", "en")


def test_a_long_summary_is_the_text_and_a_short_one_is_not() -> None:
    assert full_text(Item(summary="short")) is None
    assert full_text(Item(summary="A sentence of a report. " * 50))
    assert full_text(Item(content="<p>Short but whole.</p>")) == "<p>Short but whole.</p>"
    assert full_text(Item(content="<p></p>")) is None


OPML = """<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
<outline text="Papers"><outline text="North"><outline text="A" type="rss" XMLURL="https://a.example/rss" htmlUrl="https://a.example/"/>
</outline><outline title="B" xmlUrl="feed://b.example/atom"/></outline><outline xmlUrl="javascript:1" text="C"/>
<outline text="again" xmlUrl="https://A.example:443/rss"/></body></opml>"""


def test_lists_of_feeds_are_read() -> None:
    outlines, notes = read_opml(OPML.encode(), where="it")
    assert outlines == (
        Outline(address="https://a.example/rss", title="A", home="https://a.example/", folder="Papers / North"),
        Outline(address="http://b.example/atom", title="B", folder="Papers"),
    )
    assert len(notes) == 1
    for bad in (b"", b"<rss/>", b"<opml><body/></opml>", b"no"):
        with pytest.raises(InputError):
            read_opml(bad, where="it")


name = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), blacklist_characters="/\ufffe\uffff"),
    min_size=1,
    max_size=12,
)


@given(
    st.lists(st.tuples(st.integers(0, 99), name, st.lists(name, max_size=3)), min_size=1, max_size=12, unique_by=lambda t: t[0])
)
def test_a_list_that_is_written_is_read_again(feeds: list[tuple[int, str, list[str]]]) -> None:
    listed = {Outline(address=f"https://a.example/{n}", title=t, folder=" / ".join(f) or None) for n, t, f in feeds}
    assert set(read_opml(write_opml(list(listed)).encode(), where="it")[0]) == listed


def test_a_page_names_its_feeds_once_those_in_its_head_first() -> None:
    page = b"""<html><head><base href="https://harbour.example/news/"><link rel="alternate" type="application/atom+xml" href="a.atom" title="All">
    <link rel="alternate" type="application/json" href="/api"><link rel="alternate" hreflang="de" href="/de"></head>
    <body><a href="/rss">RSS</a> <a href="a.atom">again</a> <a href="/feedback">tell us</a> <a href="javascript:feed()">x</a></body></html>"""
    links = find_feeds(page, address="https://harbour.example/")
    assert [(link.address, link.declared) for link in links] == [
        ("https://harbour.example/news/a.atom", True), ("https://harbour.example/rss", False),
    ]  # fmt: skip
    assert find_feeds(b"") == find_feeds(b"\x00") == ()
