"""PDF documents: paragraphs joined, running heads left out, titles; what cannot be read is a failure, and nothing hangs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import Failure, Page
from tellings.read import pdf, read_inputs
from tellings.settings import Limits

LINES = [
    "Ferry back at sea",
    "The ferry that links the island with the mainland sailed",
    "again on Tuesday, after nine days in the yard, the har-",
    "bour office said.",
    "Nobody was hurt, and the line will pay for the nights in the",
    "hotel of those who were left behind on the quay of Skarn.",
]


def document(pages: list[list[str]], *, title: str = "") -> bytes:
    """Return a PDF of these lines: the least that the format asks for, without a table of offsets."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 10 Tf 40 800 Td {shown} ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(page % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    objects.append(b"<< /Title (%s) /CreationDate (D:20310101000000) >>" % title.encode("latin-1"))
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n%%%%EOF" % (len(objects) + 1, len(objects))


def read(path: Path, raw: bytes, **limits: object) -> Page | Failure:
    path.write_bytes(raw)
    (found,) = read_inputs([str(path)], limits=Limits(**limits))  # type: ignore[arg-type]
    return found


@pytest.fixture
def pdfium() -> None:
    pytest.importorskip("pypdfium2")


@pytest.mark.usefixtures("pdfium")
def test_lines_become_paragraphs_and_the_title_is_the_printed_one(tmp_path: Path) -> None:
    page = read(tmp_path / "a.pdf", document([LINES], title="Ferry back at sea | Quay Herald"))
    assert isinstance(page, Page)
    assert page.text.split("\n") == [
        "Ferry back at sea",
        "The ferry that links the island with the mainland sailed again on Tuesday, after nine days in the yard, the harbour office said.",
        "Nobody was hurt, and the line will pay for the nights in the hotel of those who were left behind on the quay of Skarn.",
    ]  # fmt: skip
    assert page.given.title == "Ferry back at sea"
    assert (page.given.published, page.fetched, page.form) == (None, None, "text")


@pytest.mark.usefixtures("pdfium")
@pytest.mark.parametrize("raw", [b"%PDF-1.7 x", b"%PDF-1.4\n" + bytes(range(256)) * 40, document([LINES])[:300]])
def test_a_broken_document_is_a_failure(tmp_path: Path, raw: bytes) -> None:
    found = read(tmp_path / "a.pdf", raw)
    assert isinstance(found, Failure)
    assert found.kind in ("unreadable", "empty")


@pytest.mark.usefixtures("pdfium")
def test_limits_on_pages_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = read(tmp_path / "a.pdf", document([["A line."]] * (pdf.PDF_PAGES + 1)))
    assert isinstance(long, Failure)
    assert long.kind == "oversized"
    slow = read(tmp_path / "b.pdf", document([LINES]), page_seconds=0.001)
    assert isinstance(slow, Failure)
    assert "no answer" in slow.message


def test_without_the_extra_the_install_line_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    found = read(tmp_path / "a.pdf", document([LINES]))
    assert isinstance(found, Failure)
    assert "tellings[pdf]" in found.message


def test_running_heads_are_left_out() -> None:
    pages = [f"Quay Herald 12 June\nPage {n} has a story of its own.\n{n}" for n in range(1, 5)]
    assert "".join(pdf.joined(pages).split()) == "".join(f"Page{n}hasastoryofitsown." for n in range(1, 5))
    assert "Quay Herald" in pdf.joined(pages[:2])


@given(st.lists(st.text(max_size=120), max_size=5))
def test_no_word_is_lost_or_made_of_two_pages(pages: list[str]) -> None:
    joined = pdf.joined(pages[:2])
    assert not any(line != " ".join(line.split()) for line in joined.split("\n"))


def test_a_page_that_cannot_be_loaded_costs_that_page_alone(tmp_path: Path) -> None:
    whole = document([LINES, LINES[:2]])
    second = whole.index(b"/Type /Page /Parent", whole.index(b"/Type /Page /Parent") + 10)
    file = tmp_path / "a.pdf"
    file.write_bytes(whole[:second] + whole[second:].replace(b"/Type /Page /Parent", b"/Type /Pagx /Parenx", 1))
    (page,) = read_inputs([str(file)])
    assert isinstance(page, Page)
    assert "nine days in the yard" in page.text
