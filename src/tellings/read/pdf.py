"""PDF documents: their text, read by PDFium in a process of its own, lines joined to paragraphs, running heads left out."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

import msgspec

from tellings.errors import EmptyInput, OversizedInput, UnreadableInput
from tellings.model import Given, Page, Record, Source
from tellings.settings import Limits

PDF_PAGES = 200
"""A document of more pages is no article."""
EDGE = 2
"""Lines at the head and at the foot of each page that may be its running head or number."""
RUNNING = 0.5
"""Share of the pages that a line must stand on, figures aside, to be no part of the text."""
FULL = 0.75
"""Share of a page's usual line length from which a line that ends a sentence may be in the middle of its paragraph."""
BROKEN = "\x02"
"""What PDFium puts where a hyphen broke a word at a line's end; the line goes on behind it."""
HYPHEN = re.compile(r"(\w{2,})[-\u00ad\ufffe\u2010]$")
ENDS = re.compile(r"[.!?…:][\"”’')»]*$")
DIGITS = re.compile(r"\d+")
TITLE_WORDS = 3
SEPARATOR = re.compile(r"\s+[|–—·-]\s+|\s*\|\s*")
MADE_BY = re.compile(r"^(?:microsoft word|untitled|print|layout|document\d*|.*\.(?:docx?|indd|pdf|qxp|odt))\b", re.IGNORECASE)


class Text(Record, frozen=True):
    """What the reading process answers: the text of each page, and the title that the document declares."""

    pages: tuple[str, ...] = ()
    title: str = ""
    error: str = ""


def read_pdf(raw: bytes, name: str, limits: Limits) -> Page:
    """Return the page that a PDF document holds.

    The file's own dates are those of its making, and are no day of publication. Raises UnreadableInput where PDFium is not
    installed, cannot read the file or takes longer than a page may; OversizedInput; EmptyInput for pictures of pages.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        hint = "pip install 'tellings[pdf]', or turn it into text first, e.g. with pdftotext"
        raise UnreadableInput("PDF documents need an extra", where=name, hint=hint)
    found = _asked(raw, name, limits)
    if found.error:
        raise UnreadableInput(
            "the PDF document cannot be read", where=name, why=found.error, hint="is it whole, and not locked?"
        )
    if len(found.pages) > PDF_PAGES:
        why = f"it has {len(found.pages)} pages; the limit is {PDF_PAGES}"
        raise OversizedInput("the document is too long for an article", where=name, why=why, hint="cut it into articles")
    text = joined(found.pages)
    if not text.strip():
        raise EmptyInput(
            "the PDF document holds no text", where=name, hint="it holds pictures of pages: recognise their text first"
        )
    title, text = _with_title(found.title, text)
    given = Given(title=title)
    source = Source(sha256=hashlib.sha256(raw).hexdigest(), path=name)
    return Page(id="", source=source, form="text", text=text, given=given)


def _asked(raw: bytes, name: str, limits: Limits) -> Text:
    command = [sys.executable, "-m", "tellings.read.pdf_child", str(limits.text_characters), str(PDF_PAGES + 1)]
    try:
        answer = subprocess.run(command, input=raw, capture_output=True, timeout=limits.page_seconds, check=False)
    except subprocess.TimeoutExpired:
        why = f"no answer within {limits.page_seconds:g} s"
        raise UnreadableInput(
            "the PDF document cannot be read", where=name, why=why, hint="raise limits.page_seconds"
        ) from None
    if answer.returncode:
        return Text(error=f"its reader ended with code {answer.returncode}")
    try:
        return msgspec.json.decode(answer.stdout, type=Text)
    except msgspec.DecodeError:
        return Text(error="its reader gave no answer")


def _with_title(declared: str, text: str) -> tuple[str | None, str]:
    """Return the title where the document both declares and prints it, and the text with its printed lines joined."""
    whole = " ".join(declared.split())
    for piece in (whole, *SEPARATOR.split(whole)):
        if len(piece.split()) < TITLE_WORDS or MADE_BY.match(piece):
            continue
        printed = re.search(r"\s+".join(map(re.escape, piece.split())), text)
        if printed:
            return piece, text[: printed.start()] + piece + text[printed.end() :]
    return None, text


def joined(pages: Sequence[str]) -> str:
    """Return the pages' text as paragraphs: running heads left out, lines joined, hyphens at line ends taken back."""
    kept = _without_running(
        [[line for raw in page.replace(BROKEN, "-\n").splitlines() if (line := " ".join(raw.split()))] for page in pages]
    )
    lines = [line for page in kept for line in page]
    usual = sorted(map(len, lines))[len(lines) * 3 // 4] if lines else 0
    paragraphs: list[str] = []
    open_end = False
    for line in lines:
        if open_end and paragraphs and not _opens(line):
            broken = HYPHEN.search(paragraphs[-1])
            glued = broken and line[0].islower()
            paragraphs[-1] = paragraphs[-1][: broken.end(1)] + line if broken and glued else f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
        open_end = len(line) >= FULL * usual and (not ENDS.search(line) or len(line) >= 0.95 * usual)
    return "\n".join(paragraphs)


def _opens(line: str) -> bool:
    return line[0] in "•▪‣–—*"


def _without_running(pages: Sequence[list[str]]) -> list[list[str]]:
    if len(pages) < 3:
        return list(pages)
    edges = Counter(shape for page in pages for shape in {_shape(x) for x in [*page[:EDGE], *page[-EDGE:]]})
    running = {s for s, number in edges.items() if number >= RUNNING * len(pages) and not ENDS.search(s)}
    return [
        [x for i, x in enumerate(page) if not (_shape(x) in running and (i < EDGE or i >= len(page) - EDGE))] for page in pages
    ]


def _shape(line: str) -> str:
    return DIGITS.sub("0", line.casefold())
