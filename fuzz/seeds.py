"""Where fuzzing starts: one valid input or more of every kind, written for it, and the first of the sample's pages."""

from __future__ import annotations

import gzip
import io
import zlib
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


SHORT_MAIL = b"From: A <a@b.c>\r\nDate: Tue, 13 May 2031 10:00 +0200\r\nSubject: =?utf-8?q?F=20s?=\r\n\r\nThe ferry sank."
SHORT_PAGES = (
    b"<title>A ferry sank | Courier</title><nav><a href=/>Home</a></nav><h1>A ferry sank</h1>"
    b"<p class=byline>By Ana Brink, 13 May 2031"
    b"<article><p>The ferry Petrel sank on Tuesday off Brest, <b>the owner</b> said.<p>Nobody was hurt.</article>"
    b"<div class=comments><div class=comment><b>Jo</b> 2 hours ago<p>So sad</div></div>",
    b'<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"A","datePublished":"2031-05-13"}</script>'
    b"<meta property=og:title content=A><time datetime=2031-05-13T10:00Z>13 May</time><h1>A</h1>"
    b"<p>The board met on Tuesday and the owner said that nobody was hurt.<p>Two of the boats lay in the harbour.",
)
SHORT_TEXTS = (
    b"A ferry sank\nBy Ana Brink\n13 May 2031\n\nThe ferry sank on Tuesday.\nRead more: storm\n\n"
    b"Comments (1)\nJo, 2 hours ago\nSo sad",
    b"Home | News\nNobody was hurt, the owner said. Share\n(c) 2031 Courier",
)


def pdf() -> bytes:
    """Return a printed page."""
    stream = b"BT /F1 12 Tf 72 700 Td (The ferry Petrel sank.) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%b endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R/Info<</Title(Ferry)>>>>\nstartxref\n%d\n%%%%EOF"
    return body + end % (table, len(body))


def layers() -> list[bytes]:
    """Return a packed page and a packed analysis."""
    from tellings.export.layers import pack
    from tellings.extract import extract
    from tellings.model import Page, Source

    page = Page(
        id="a", source=Source(sha256="0", path="a"), form="text", text="A ferry sank\n\nBy Ana Brink\n\nIt sank on Tuesday."
    )
    return [zlib.decompress(pack(page)), zlib.decompress(pack(extract(page)))]


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
        "html": [*SHORT_PAGES, *html],
        "text": [*SHORT_TEXTS, *plain],
        "feed": [RSS.encode(), ATOM.encode(), SITEMAP.encode(), JSON_FEED.encode()],
        "mail": [SHORT_MAIL, MAIL.encode()],
        "rows": [b'{"id":"a","url":"http://a.example","text":"A page.","published":"2031-05-12"}\n{"html":"<p>b"}\n'],
        "warc": [record(), record() * 2, gzip.compress(record())],
        "table": [rows()],
        "robots": [ROBOTS.encode()],
        "address": [a.encode() for a in ADDRESSES],
        "opml": [OPML.encode()],
        "dates": lines,
        "annotated": lines,
    }
    return own[target] if target in own else others(target)


def others(target: str) -> list[bytes]:
    """Return the inputs of targets that read neither pages nor feeds."""
    body = zlib.compress(b"<p>The ferry sank.</p>" * 20)
    head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "a"\r\nCache-Control: public, max-age=60\r\n'
    wrapped = gzip.compress(record(), mtime=0)
    own: dict[str, list[bytes]] = {
        "http": [
            head + b"Content-Length: 5\r\n\r\nhello",
            head + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            head + b"Content-Encoding: deflate\r\n\r\n" + body,
            b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n",
            b"HTTP/1.1 503 No\r\nRetry-After: Tue, 13 May 2031 10:00:00 GMT\r\n\r\n",
        ],
        "fields": [
            b'text/html; charset="latin-1"',
            b"Tue, 13 May 2031 10:00:00 +0200",
            b"120",
            b"public, max-age=60",
            b"2031-05-13T10:00Z",
        ],
        "packed": [
            b"\x00\x20" + gzip.compress(b"A page.", mtime=0) * 2,
            b"\x01\x05" + body,
            b"\x02\x03plain",
            b"\x03\x01no",
            b"\x05\x01a",
        ],
        "network": [
            b"127.0.0.1",
            b"93.184.215.14",
            b"::ffff:10.0.0.1",
            b"64:ff9b::a00:1",
            b"fe80::1%eth0",
            b"../d;e?f=g#h",
            b"//other.example/",
        ],
        "feed_links": [
            b"<head><base href='/b/'><link rel=alternate type='application/rss+xml' title=A href=feed.xml></head>"
            b"<a href='/rss'>RSS</a>"
        ],
        "slices": [b"\x00" + wrapped * 2, b"\x05" + wrapped],
        "pdf": [pdf()],
        "pages_of_pdf": [b"Harbour Courier 1\nThe ferry Pe-\ntrel sank.\n\n2\fHarbour Courier 2\nIt sank on Tues-\nday.\n3"],
        "query": [
            b'ferry "sank on" (storm OR wind) -person:"Ana Brink" from:2031-05 to:2031-06-01 pet* in:comments',
            "NOT said-by:lindqvist „Sturm“ title:«la mer»".encode(),
        ],
        "settings": [
            b'workers = 2\nlibrary = "a.db"\n[limits]\npage_bytes = 1000\n[watch]\nallow = ["a.example"]\n[mail]\nhost = "h"\n'
        ],
        "asked": [
            b"/stories/a~2Eb?q=ferry&from=0&to=12&limit=5",
            b"news.example:8000",
            b"[::1]:80",
            b"/a/../b#c",
            b"//evil.example",
        ],
        "delivery": [b"1936000000\nmsg_1\nv1,AAAA v1a,BBBB"],
        "answer": [b'{"choices":[{"message":{"content":"The ferry sank."}}]}'],
        "layers": layers(),
        "quotation": [
            "Nous partons\n\n« Nous partons », a déclaré Anne Brunel, ministre de la Mer, mardi. Elle a parlé.".encode(),
            "no habrá\n\n—No habrá más barcos —dijo Lucía Ferrer—. “Es el fin”, según el alcalde de Vigo.".encode(),
        ],
    }
    return own[target]
