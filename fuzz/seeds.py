"""Where fuzzing starts: one valid input or more of every kind, written for it, and the first of the sample's pages."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "sample" / "pages"
LINES = (
    "The board met on Tuesday, 13 May 2031, at 10:30 a.m. and again two days later; some 2,000 people came.",
    "Le 14 mai 2031, près de 300 personnes ont défilé. Updated 14/05/2031 09:15 GMT+2 - 3 hours ago",
    "El martes pasado, hacia las 18 h, murieron doce personas; between 1990 and 1995, the 1980s, Q3 2030, next spring.",
)
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour
Courier</title><link>http://news.example/</link><item><title>Ferry &amp; storm</title><link>/a?utm_source=x</link><guid>1</guid>
<pubDate>Tue, 13 May 2031 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>The ferry Petrel sank.</p>]]></content:encoded>
</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/"><title type="html">A &lt;b>b&lt;/b></title>
<entry><id>urn:1</id><title>One</title><updated>2031-05-13T10:00:00Z</updated><link rel="alternate" href="one"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://news.example/a</loc><news:news><news:publication_date>2031-05-13</news:publication_date><news:title>A</news:title>
</news:news></url></urlset>"""
JSON_FEED = '{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[{"id":"1","url":"http://a.example/","content_html":"<p>b</p>"}]}'
OPML = '<opml version="2.0"><body><outline text="Sea"><outline type="rss" text="A" xmlUrl="http://a.example/f"/></outline></body></opml>'
MAIL = """From: "The Harbour Courier" <news@news.example>\r\nTo: a@b.example\r\nSubject: =?utf-8?q?Ferry_sinks?=\r
Date: Tue, 13 May 2031 10:00:00 +0200\r\nList-Unsubscribe: <http://x>\r\nMIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe ferry sank.\r
--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>The ferry=20sank.</p>\r\n--b--\r\n"""
ROBOTS = "User-agent: *\nDisallow: /a*$\nAllow: /a/b\nCrawl-delay: 5\n\nUser-agent: tellings\nDisallow: /%7Ex?y=\nSitemap: http://a.example/s"
ADDRESSES = (
    "HTTP://User@Exämple.COM:80/%7ea/../b//c;d?utm_source=x&b=%c3%a4#f",
    "https://[::ffff:127.0.0.1]:8080/",
    "//a/b",
    "a b",
)


def record() -> bytes:
    """Return a record of an archive."""
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=latin1\r\n\r\n<p>The ferry sank.</p>"
    return (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/a\r\nWARC-Date: 2031-05-12T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n{http}\r\n\r\n"
    ).encode()


def rows() -> bytes:
    """Return a Parquet table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "text": ["A page."], "published": ["2031-05-12"]}), file, compression="none")
    return file.getvalue()


def seeds(target: str) -> list[bytes]:
    """Return the inputs that a target starts from."""
    html = [file.read_bytes() for file in sorted(SAMPLE.glob("*.html"))[:8]]
    plain = [file.read_bytes() for file in sorted(SAMPLE.glob("*.txt"))[:8]]
    lines = [line.encode() for line in LINES]
    own: dict[str, list[bytes]] = {
        "charset": [LINES[1].encode(codec) for codec in ("utf-8", "latin1", "utf-16", "cp1252")]
        + [b"<meta charset=koi8-r>\xf0"],
        "html": html,
        "text": plain,
        "feed": [RSS.encode(), ATOM.encode(), SITEMAP.encode(), JSON_FEED.encode()],
        "mail": [MAIL.encode()],
        "rows": [b'{"id":"a","url":"http://a.example","text":"A page.","published":"2031-05-12"}\n{"html":"<p>b"}\n'],
        "warc": [record(), record() * 2, gzip.compress(record())],
        "table": [rows()],
        "robots": [ROBOTS.encode()],
        "address": [a.encode() for a in ADDRESSES],
        "opml": [OPML.encode()],
        "dates": lines,
        "annotated": lines,
    }
    return own[target]
