import gzip
import io

import pytest

from tellings.model import Failure
from tellings.read import read_inputs

PAGE = "<html><body><h1>Ferry back at sea</h1><p>The ferry sailed on Tuesday.</p></body></html>"


def read(path, **options):
    return list(read_inputs([str(path)], **options))


def response(url, body, kind="text/html; charset=utf-8", status="200 OK"):
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_warc(tmp_path, packed):
    records = [
        response("https://quay.example/a", PAGE.encode()),
        response("https://quay.example/b.png", b"\x89PNG", "image/png"),
        response("https://quay.example/gone", b"<p>gone</p>", status="404 Not Found"),
        response("https://quay.example/c", "<p>Café</p>".encode("latin-1"), "text/html; charset=latin-1"),
    ]
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(r) if packed else r for r in records))
    first, second = read(path)
    assert first.source.url == "https://quay.example/a"
    assert first.fetched == "2024-03-05T10:00:00Z"
    assert first.form == "html"
    assert "Café" in second.text


def test_warc_that_is_none(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"nothing of the kind")
    (failure,) = read(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.kind in ("empty", "unreadable")


@pytest.mark.parametrize("packed", [False, True])
def test_parquet(tmp_path, packed):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = {"id": ["a", "b", "a", None], "text": ["One page.", None, "Again.", "Another."], "desk": [1, 2, 3, 4]}
    whole = io.BytesIO()
    pq.write_table(pa.table(rows), whole)
    path = tmp_path / ("a.parquet.gz" if packed else "a.parquet")
    path.write_bytes(gzip.compress(whole.getvalue()) if packed else whole.getvalue())
    found = read(path)
    assert [p.kind if isinstance(p, Failure) else p.text for p in found] == [
        "One page.",
        "malformed-row",
        "duplicate-id",
        "Another.",
    ]
    assert found[0].extra == '{"desk": 1}'


def test_parquet_that_is_none(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    (failure,) = read(tmp_path)
    assert failure.kind == "unreadable"


def test_feed_entries_become_pages(tmp_path):
    (tmp_path / "a.rss").write_text(
        '<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>'
        "<item><title>Ferry back</title><link>https://quay.example/a</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"
        "<content:encoded><![CDATA[<p>The ferry sailed.</p>]]></content:encoded></item><item><title>Bare</title></item>"
        "</channel></rss>"
    )
    page, failure = read(tmp_path)
    assert (page.source.outlet, page.given.title, page.source.url) == ("The Quay", "Ferry back", "https://quay.example/a")
    assert page.given.published == "2024-03-05T10:00:00+00:00"
    assert page.form == "html"
    assert failure.kind == "empty"


def test_feed_with_entities_of_its_own_is_harmless(tmp_path):
    bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    (tmp_path / "a.rss").write_text(f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">{bomb}]><rss><item><title>x</title>'
                                    "<description>&e11;</description></item></rss>")  # fmt: skip
    assert all(isinstance(f, Failure) or len(f.text) < 1000 for f in read(tmp_path))


def test_newsletter_and_saved_page(tmp_path):
    (tmp_path / "a.eml").write_bytes(
        b"Subject: Ferry back\r\nDate: Tue, 05 Mar 2024 10:00:00 +0000\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + PAGE.encode()
    )
    (tmp_path / "b.mhtml").write_bytes(
        b"Snapshot-Content-Location: https://quay.example/a\r\nDate: Tue, 05 Mar 2024 10:00:00 +0000\r\n"
        b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n'
        + PAGE.encode()
        + b"\r\n--x--\r\n"
    )
    mail, saved = read(tmp_path)
    assert (mail.given.title, mail.given.published) == ("Ferry back", "2024-03-05T10:00:00+00:00")
    assert (saved.source.url, saved.fetched, saved.given.published) == (
        "https://quay.example/a",
        "2024-03-05T10:00:00+00:00",
        None,
    )


def test_a_table_whose_text_is_no_utf8_is_one_failure(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "rows.parquet"
    pq.write_table(
        pa.table({"text": ["Zebra crossing"]}), file, compression="none", use_dictionary=False, write_statistics=False
    )
    file.write_bytes(file.read_bytes().replace(b"Zebra crossing", b"\xe1ebra crossing"))
    (found,) = read_inputs([str(file)])
    assert isinstance(found, Failure)
    assert found.kind == "unreadable"
