"""Run page extractors over the pages of `html.jsonl` and write what each finds and the CPU time that it took, as JSON Lines.

`pages.py` starts this in a throwaway environment where the rivals are installed. All run in one process; the order in which
they meet a page turns from page to page, and each page is met once, as a crawler meets it.
Usage: `python pages_systems.py FOLDER OUT [--limit N]`.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import logging
import re
import socket
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
"""`text`, and where a system tells them `comments`, `title`, `day`, `authors`."""
PARAGRAPH = (
    "<p>The harbour stayed shut on Monday, the port said, while crews looked for the anchor that the barge had lost.</p>"
)
REMARK = "<div class=comment><b>Ann, 5 May 2031 at 10:15</b><p>I have lived here for years and never saw the like.</p></div>"
FIRST = (
    "<html lang=en><head><title>Harbour shut | The Quay</title></head><body><h1>Harbour shut</h1><p>By Ann Vale, 4 May 2031</p>"
    f"{PARAGRAPH * 6}<h3>2 comments</h3>{REMARK * 2}<p>Subscribe to read more. © 2031 The Quay</p></body></html>"
)
"""Read by every system before the clock starts, so that libraries, tables and models are loaded."""
TAGS = re.compile(r"</(?:p|div|li|h\d|td|tr|blockquote|pre)>|<br\s*/?>", re.IGNORECASE)


def plain(html: str) -> str:
    """Return the text of a piece of HTML."""
    from lxml.html import fromstring

    return str(fromstring(TAGS.sub("\\g<0>\n", html)).text_content()) if html.strip() else ""


def _page(html: str) -> Any:
    from tellings.model import Page, Source

    return Page(id="page", source=Source(sha256="page", path="page.html"), form="html", text=html)


def _tellings(html: str) -> Answer:
    from tellings.extract import extract

    extract(_page(html))
    return {}


def _tellings_text(html: str) -> Answer:
    """Do what the text and the comments need, and leave out metadata, parts, language."""
    from tellings.extract.html import probabilities
    from tellings.extract.html_roles import assign
    from tellings.extract.html_tree import cut, parse_html
    from tellings.extract.metadata import find_heading
    from tellings.extract.metadata_markup import declared
    from tellings.settings import Limits

    tree = cut(parse_html(html, where="page"), where="page", limits=Limits())
    found = declared(tree.root)
    heading = find_heading(tree, found)
    assign(tree, probabilities(tree, heading.title or found.document_title), heading, found)
    return {}


def _trafilatura(html: str, **options: bool) -> Answer:
    from trafilatura import bare_extraction

    found = bare_extraction(html, include_comments=True, with_metadata=True, **options)
    if found is None:
        return {"text": ""}
    return {
        "text": found.text or "", "comments": found.comments or "", "title": found.title, "day": found.date,
        "authors": [a.strip() for a in (found.author or "").split(";") if a.strip()],
    }  # fmt: skip


def _trafilatura_precise(html: str) -> Answer:
    return _trafilatura(html, favor_precision=True)


def _trafilatura_default(html: str) -> Answer:
    return _trafilatura(html)


def _trafilatura_fast(html: str) -> Answer:
    from trafilatura import extract

    return {"text": extract(html, fast=True, include_comments=False) or ""}


def _resiliparse(html: str) -> Answer:
    from resiliparse.extract.html2text import extract_plain_text

    return {"text": extract_plain_text(html, main_content=True, comments=False, links=False, alt_texts=False)}


def _readability(html: str) -> Answer:
    from readability import Document

    page = Document(html)
    return {"text": plain(page.summary(html_partial=True)), "title": page.short_title()}


def _justext(html: str) -> Answer:
    import justext as jt

    return {"text": "\n".join(p.text for p in jt.justext(html.encode(), jt.get_stoplist("English")) if not p.is_boilerplate)}


def _boilerpy3(html: str) -> Answer:
    from boilerpy3.extractors import ArticleExtractor

    return {"text": ArticleExtractor(raise_on_failure=False).get_content(html)}


def _newspaper4k(html: str) -> Answer:
    from newspaper import Article

    page = Article("http://localhost/")
    page.download(input_html=html)
    page.parse()
    day = page.publish_date
    return {"text": page.text, "title": page.title, "day": day.date().isoformat() if day else None, "authors": page.authors}


def _goose3(html: str) -> Answer:
    from goose3 import Goose

    with Goose({"enable_image_fetching": False}) as goose:
        found = goose.extract(raw_html=html)
    day = (found.publish_date or "")[:10] or None
    return {"text": found.cleaned_text, "title": found.title, "day": day, "authors": found.authors}


def _htmldate(html: str) -> Answer:
    from htmldate import find_date

    return {"day": find_date(html, original_date=True)}


SYSTEMS: dict[str, Callable[[str], Answer]] = {
    "Tellings": _tellings,
    "Tellings, text and comments alone": _tellings_text,
    "trafilatura, favor_precision": _trafilatura_precise,
    "trafilatura, defaults": _trafilatura_default,
    "trafilatura, fast, text alone": _trafilatura_fast,
    "resiliparse": _resiliparse,
    "readability-lxml": _readability,
    "jusText": _justext,
    "boilerpy3": _boilerpy3,
    "newspaper4k": _newspaper4k,
    "goose3": _goose3,
    "htmldate": _htmldate,
}


def decoded(raw: bytes) -> str:
    """Return a page's text: the label of UTF-8 where it fits, else Latin-1; every system is handed the same characters."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def timed(system: Callable[[str], Answer], html: str) -> tuple[Answer, float]:
    """Return what a system finds and its CPU seconds; one that fails on a page has found nothing there."""
    started = time.process_time()
    try:
        found = system(html)
    except Exception as problem:
        found = {"text": "", "failed": f"{type(problem).__name__}: {problem}"[:200]}
    return found, time.process_time() - started


def refuse(*_: object, **__: object) -> None:
    """Refuse a connection: some rivals look things up in the network and wait for it, page after page."""
    raise OSError("the benchmark reads saved pages alone")


def main() -> None:
    """Run every system on every page."""
    vars(socket)["getaddrinfo"] = refuse
    vars(socket)["create_connection"] = refuse
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    rows = [json.loads(line) for line in (options.folder / "html.jsonl").read_text(encoding="utf-8").splitlines()]
    step = max(1, len(rows) // options.limit) if options.limit else 1
    names = list(SYSTEMS)
    for system in SYSTEMS.values():
        timed(system, FIRST)
    gc.collect()
    gc.freeze()
    with options.out.open("w", encoding="utf-8") as out:
        for turn, row in enumerate(rows[::step]):
            html = decoded(gzip.decompress((options.folder / row["html"]).read_bytes()))
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                found, seconds = timed(SYSTEMS[name], html)
                out.write(json.dumps({"id": row["id"], "system": name, "seconds": seconds, **found}, default=str) + "\n")


if __name__ == "__main__":
    main()
