import gzip
import io
import json
import os
import random
import sys
import time
import zlib

import pytest

from tellings.model import Failure, Page
from tellings.read import read_inputs
from tellings.read.rows import published_of
from tellings.settings import Limits

LINE = "The harbour office counted nine ferries on Monday."


def read(*inputs, **options):
    return list(read_inputs([str(i) for i in inputs], **options))


def stdin(monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return read("-")


def only_failure(found, kind):
    (failure,) = found
    assert isinstance(failure, Failure)
    assert failure.kind == kind
    assert "\n" not in failure.message
    return failure


def test_folder_is_read_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a.html", "c/d.md", "c/e.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name} {LINE}")
    found = read(tmp_path)
    assert [p.source.path for p in found] == [str(tmp_path / n) for n in ("a.html", "b.txt", "c/d.md")]
    assert [p.form for p in found] == ["html", "text", "text"]


def test_a_file_named_twice_is_read_once_but_equal_files_are_two_pages(tmp_path):
    (tmp_path / "a.txt").write_text(LINE)
    (tmp_path / "b.txt").write_text(LINE)
    found = read(tmp_path / "a.txt", tmp_path, tmp_path / "a.txt")
    assert len(found) == 2
    assert found[0].source.sha256 == found[1].source.sha256
    assert found[0].id != found[1].id
    assert [p.id for p in read(tmp_path)] == [p.id for p in found]


def test_as_is_takes_text_unchanged(tmp_path):
    raw = "One\r\n two \n\n\nthree  "
    (tmp_path / "a.txt").write_bytes(raw.encode())
    (page,) = read(tmp_path, as_is=True)
    assert page.text == raw
    assert page.form == "clean"


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_json_lines_go_on_after_a_bad_row(tmp_path, ending):
    rows = [
        json.dumps({"id": "one", "text": LINE, "outlet": "The Quay", "desk": 7}),
        "{not json",
        json.dumps([1]),
        json.dumps({"id": "two"}),
        json.dumps({"id": "three", "text": 5}),
        json.dumps({"id": "four", "text": LINE, "url": 9}),
        json.dumps({"id": "one", "text": "Again."}),
        "",
        json.dumps({"id": "five", "html": "<p>x</p>", "text": None, "published": "Mon, 04 Mar 2024 10:00:00 +0100"}),
        json.dumps({"id": "six", "text": "  "}),
        json.dumps({"id": "seven", "text": LINE, "published": "soon"}),
    ]
    raw = "\n".join(rows).encode()
    path = tmp_path / ("rows.jsonl" + ending)
    path.write_bytes(gzip.compress(raw) if ending else raw)
    found = read(path)
    assert [p.kind if isinstance(p, Failure) else p.id for p in found] == [
        "one", "malformed-row", "malformed-row", "malformed-row", "malformed-row", "malformed-row", "duplicate-id", "five",
        "empty", "seven",
    ]  # fmt: skip
    assert found[1].message.startswith(f"{path}:2:")
    assert json.loads(found[0].extra) == {"desk": 7}
    assert found[7].form == "html"
    assert found[7].given.published == "2024-03-04T10:00:00+01:00"
    assert found[9].given.published is None
    assert "soon" in found[9].warnings[0]


def test_rows_on_standard_input(monkeypatch):
    (page,) = stdin(monkeypatch, json.dumps({"text": LINE, "authors": ["Ann Vale"], "language": "en"}).encode())
    assert page.given.authors == ("Ann Vale",)
    assert len(page.id) == 16


def test_lone_surrogates_are_mended(monkeypatch):
    (page,) = stdin(monkeypatch, b'{"text": "broken \\ud83d here \\ud83d\\ude00"}')
    assert page.text == "broken � here \U0001f600"
    assert page.warnings


def test_missing_path_and_folder_without_pages(tmp_path):
    only_failure(read(tmp_path / "nowhere.txt"), "missing")
    assert "pages end in" in only_failure(read(tmp_path), "empty").message


def test_empty_files(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.html").write_bytes(b" \n\t ")
    assert [f.kind for f in read(tmp_path)] == ["empty", "empty"]


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n", bytes(range(1, 32)) * 40, random.Random(1).randbytes(4096)])
def test_binary_files(tmp_path, raw):
    (tmp_path / "a.txt").write_bytes(raw)
    only_failure(read(tmp_path), "binary")


def test_unreadable_file(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(LINE)
    (tmp_path / "b.txt").write_text(LINE)
    if os.geteuid() == 0:
        os.mkfifo(tmp_path / "c.txt")
        found = read(tmp_path / "c.txt", tmp_path / "a.txt")
    else:
        (tmp_path / "b.txt").chmod(0)
        found = read(tmp_path / "b.txt", tmp_path / "a.txt")
    assert found[0].kind == "unreadable"
    assert isinstance(found[1], Page)


def test_a_page_of_200_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.html"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    started = time.monotonic()
    only_failure(read(path), "oversized")
    assert time.monotonic() - started < 1


def test_archive_bomb_stops_at_the_limit(tmp_path):
    packer = zlib.compressobj(9, wbits=31)
    piece = b"a" * 1_000_000
    (tmp_path / "a.html.gz").write_bytes(b"".join(packer.compress(piece) for _ in range(60)) + packer.flush())
    only_failure(read(tmp_path), "oversized")


def test_bomb_in_json_lines_ends_the_file(tmp_path):
    packer = zlib.compressobj(9, wbits=31)
    rows = json.dumps({"text": LINE}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(packer.compress(rows + b"a" * 30_000_000) + packer.flush())
    found = read(tmp_path, limits=Limits(page_bytes=1_000_000))
    assert isinstance(found[0], Page)
    only_failure(found[1:], "oversized")


def test_truncated_gzip_is_read_as_far_as_it_goes(tmp_path):
    whole = gzip.compress("".join(f"{LINE} {i}\n" for i in range(20_000)).encode())
    (tmp_path / "a.txt.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.txt.gz").write_bytes(whole[:12])
    page, failure = read(tmp_path)
    assert page.text.startswith(LINE)
    assert "breaks off" in page.warnings[0]
    assert failure.kind == "unreadable"


def test_one_line_of_ten_megabytes(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("a " * 5_000_000)
    assert "characters" in only_failure(read(tmp_path), "oversized").message
    only_failure(stdin(monkeypatch, json.dumps({"text": "b" * 300_000}).encode()), "oversized")


def test_null_bytes_are_taken_out(tmp_path):
    (tmp_path / "a.txt").write_bytes(LINE.encode() + b"\x00\n" + b"More lines of plain text follow here." * 5)
    (page,) = read(tmp_path)
    assert "\x00" not in page.text
    assert "null" in page.warnings[0]


def test_reading_is_lazy(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": f"{LINE} {i}"}) for i in range(50_000)))
    found = read_inputs([str(tmp_path)])
    started = time.monotonic()
    assert isinstance(next(found), Page)
    assert time.monotonic() - started < 0.5


def test_a_day_with_too_many_digits_is_left_out_and_said() -> None:
    found, notes = published_of("Tue, 99999999999913 May 2031 10:00:00")
    assert found is None
    assert "was left out" in notes[0]
