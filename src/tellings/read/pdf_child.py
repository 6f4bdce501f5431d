"""The process that reads one PDF document from standard input and answers with its text in JSON on standard output.

Started as `python -m tellings.read.pdf_child CHARACTERS PAGES`: PDFium is native code and the file may be hostile, so that
whatever it breaks, it breaks this process alone.
"""

from __future__ import annotations

import contextlib
import sys

import msgspec

from tellings.read.pdf import Text

MEMORY = 2 << 30
"""Bytes of address space that the process may take."""


def serve(raw: bytes, characters: int, pages: int) -> Text:
    """Return the text of the document's first pages, no more characters than named."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as problem:
        return Text(error=str(problem))
    found: list[str] = []
    left, broken = characters, ""
    for number in range(min(len(document), pages)):
        try:
            text = document[number].get_textpage().get_text_bounded()[: left + 1]
        except pypdfium2.PdfiumError as problem:
            text, broken = "", str(problem)
        found.append(text)
        left -= len(text)
        if left < 0:
            break
    if broken and not any(found):
        return Text(error=broken)
    title = document.get_metadata_dict(skip_empty=True).get("Title", "")
    return Text(pages=tuple(found), title=str(title))


if __name__ == "__main__":
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answer = serve(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.buffer.write(msgspec.json.encode(answer))
