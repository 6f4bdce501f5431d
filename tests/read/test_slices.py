"""Slices of large inputs: every record is in one slice and no other, wherever the cuts fall."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import InputError
from tellings.model import Failure, Page
from tellings.read.slices import Slice, first_record, read_slice, slices_of


def record(number: int, body: str) -> bytes:
    own = body.encode()
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(own)}\r\n\r\n".encode() + own
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/{number}\r\nWARC-Date: 2031-05-12T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def urls(file: Path, size: int) -> list[str | None]:
    found = []
    for piece in slices_of([str(file)], size=size):
        assert isinstance(piece, Slice)
        found += [page.source.url for page in read_slice(piece) if isinstance(page, Page)]
    return found


@given(st.lists(st.text("<p>ab \x1f\x8b\x08", max_size=300), min_size=1, max_size=8), st.integers(min_value=40, max_value=3000))
def test_every_record_is_in_one_slice(tmp_path_factory: pytest.TempPathFactory, bodies: list[str], size: int) -> None:
    file = tmp_path_factory.mktemp("warc") / "a.warc.gz"
    file.write_bytes(b"".join(record(i, f"<p>{body}</p>") for i, body in enumerate(bodies)))
    assert urls(file, size) == [f"http://news.example/{i}" for i in range(len(bodies))]


def test_a_member_that_is_no_record_opens_no_slice() -> None:
    stray = gzip.compress(b"not a record")
    stream = io.BytesIO(stray + record(1, "<p>a</p>"))
    assert first_record(stream, 0) == len(stray)
    assert first_record(stream, len(stray) + 1) is None


def test_a_page_has_the_same_id_in_every_slice_and_run(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(record(1, "<p>one</p>") + record(2, "<p>one</p>") + record(1, "<p>one</p>"))
    (piece,) = slices_of([str(file)])
    assert isinstance(piece, Slice)
    ids = [page.id for page in read_slice(piece)]
    assert ids[0] == ids[2] != ids[1]
    assert ids == [page.id for page in read_slice(piece)]


def test_tables_are_cut_between_row_groups(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"id": [f"r{i}" for i in range(10)], "text": ["A page of news."] * 10}), file, row_group_size=2)
    pieces = list(slices_of([str(file)], rows=4))
    assert [(p.start, p.end) for p in pieces if isinstance(p, Slice)] == [(0, 2), (2, 4), (4, 5)]
    found = [page for piece in pieces if isinstance(piece, Slice) for page in read_slice(piece)]
    assert [page.id for page in found] == [f"r{i}" for i in range(10)]
    assert isinstance(found[-1], Page)
    assert found[-1].source.path == str(file)


def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing more")
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(record(1, "<p>one</p>") + record(2, "<p>two</p>" * 900)[:-40])
    found = list(slices_of([str(tmp_path / "no.warc"), str(broken), str(torn)]))
    assert [type(f).__name__ for f in found] == ["MissingInput", "UnreadableInput", "Slice"]
    assert isinstance(found[0], InputError)
    assert isinstance(found[2], Slice)
    pages = list(read_slice(found[2]))
    assert isinstance(pages[0], Page)
    assert all(isinstance(page, Page | Failure) for page in pages)


def test_folders_and_other_files_are_slices_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A page of news.\n")
    (tmp_path / "b.jsonl").write_text('{"id": "x", "text": "Another page."}\n')
    (tmp_path / "c.exe").write_text("no page")
    pieces = [p for p in slices_of([str(tmp_path)]) if isinstance(p, Slice)]
    assert [Path(p.path).name for p in pieces] == ["a.txt", "b.jsonl"]
    assert [page.id for page in read_slice(pieces[1])] == ["x"]
