"""The labelled lines that the line classifier learns from: pages whose lines are labelled, and HTML pages rendered to lines."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tellings.extract.cues import tokens
from tellings.extract.dates import find_stamps
from tellings.extract.glue import split_lines
from tellings.extract.lines_rules import CLASSES

IGNORED = -1
"""The class of a line whose gold role is not known: it is context, never an example."""
PROSE = 12
CLEAN_SHARE = 3
"""Variants without furniture made of each page with prose."""


@dataclass(frozen=True)
class Labelled:
    """A page: its lines, the class of each (index into CLASSES, or IGNORED), and the site that it is of."""

    id: str
    texts: tuple[str, ...]
    classes: tuple[int, ...]
    site: int = 0
    kind: str = "lines"


def read_lines(path: Path) -> Iterator[Labelled]:
    """Yield the pages whose lines carry roles."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            pairs = [(CLASSES.index(role), " ".join(text.split())) for role, text in row["lines"]]
            pairs = [(role, text) for role, text in pairs if text]
            yield Labelled(row["id"], tuple(t for _, t in pairs), tuple(c for c, _ in pairs))


def read_html(path: Path) -> Iterator[Labelled]:
    """Yield HTML pages rendered to lines, their classes found by comparing the lines with the gold text and comments."""
    from resiliparse.extract.html2text import extract_plain_text

    with path.open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            raw = gzip.decompress((path.parent / row["html"]).read_bytes()).decode("utf-8", "replace")
            text = extract_plain_text(
                raw, main_content=False, preserve_formatting=True, list_bullets=False, links=False, noscript=False
            )
            lines = tuple(line.text for line in split_lines(text))
            if lines:
                yield Labelled(row["id"], lines, tuple(_align(lines, row)), kind="html")


def _align(lines: tuple[str, ...], row: dict) -> list[int]:
    body, comments = (" " + " ".join(tokens(row.get(field) or "")) + " " for field in ("text", "comments"))
    title = " ".join(tokens(row.get("title") or ""))
    authors = [" ".join(tokens(a)) for a in row.get("authors") or ()]
    found = [_aligned(line, body, comments, title, authors) for line in lines]
    return _settled(lines, found)


def _settled(lines: tuple[str, ...], found: list[int]) -> list[int]:
    """Return the classes with those that rest on a few words or on their place settled by the long lines around them."""
    body, comment, furniture, supplement = map(CLASSES.index, ("body", "comment", "furniture", "supplement"))
    sure = [c if c in (body, comment) and len(t.split()) >= PROSE else None for c, t in zip(found, lines, strict=True)]
    prose = [i for i, c in enumerate(sure) if c == body] or [len(lines)]
    settled = list(found)
    for i, kind in enumerate(found):
        before = next((sure[j] for j in range(i - 1, max(-1, i - 7), -1) if sure[j] is not None), None)
        after = next((sure[j] for j in range(i + 1, min(len(lines), i + 7)) if sure[j] is not None), None)
        inside = before is not None and before == after
        if kind == supplement and not prose[0] - 12 <= i <= prose[0] + 1:
            settled[i] = furniture if before != body else IGNORED
        elif kind in (body, comment) and sure[i] is None and not (inside and before == kind):
            settled[i] = IGNORED if len(lines[i].split()) > 3 or inside else furniture
        elif kind == furniture and inside:
            stamped = before == comment and bool(find_stamps(lines[i], order=True))
            settled[i] = comment if stamped else IGNORED
        elif kind == furniture and len(lines[i].split()) >= PROSE and body in (sure[i - 1 : i] + sure[i + 1 : i + 2]):
            settled[i] = IGNORED
    return settled


def _aligned(line: str, body: str, comments: str, title: str, authors: list[str]) -> int:
    words = " ".join(tokens(line))
    inside = f" {words} "
    if not words:
        return CLASSES.index("furniture")
    if title and words == title:
        return CLASSES.index("title")
    short = len(words.split()) < PROSE
    if short and (any(" " in a and a in words for a in authors) or (authors and find_stamps(line, order=True))):
        return CLASSES.index("supplement")
    if inside in body:
        return CLASSES.index("body")
    if inside in comments:
        return CLASSES.index("comment")
    half = len(words) // 2
    cut = len(words.split()) > PROSE and (inside[:half] in body or inside[:half] in comments)
    return IGNORED if cut else CLASSES.index("furniture")


def with_sites(pages: list[Labelled]) -> list[Labelled]:
    """Return the pages with those of one site marked: pages that share eight lines which few other pages have."""
    lines = [{t for t in page.texts if 4 < len(t) < 200} for page in pages]
    spread = Counter(t for own in lines for t in own)
    holders: dict[str, list[int]] = {}
    for i, own in enumerate(lines):
        for text in own:
            if 1 < spread[text] <= max(8, len(pages) // 12):
                holders.setdefault(text, []).append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for group in holders.values():
        shared.update((a, b) for n, a in enumerate(group) for b in group[n + 1 :])
    site = list(range(len(pages)))

    def root(i: int) -> int:
        while site[i] != i:
            i = site[i]
        return i

    for (a, b), count in shared.items():
        if count >= 8:
            site[root(a)] = root(b)
    return [replace(page, site=root(i)) for i, page in enumerate(pages)]


def variants(page: Labelled, chance: random.Random) -> Iterator[Labelled]:
    """Yield the page as cleaners leave it: with little furniture, with none, its prose alone, a few paragraphs."""
    prose = CLASSES.index("body")
    words = sum(len(t.split()) for t, c in zip(page.texts, page.classes, strict=True) if c == prose)
    if words < 60:
        return
    keep = {c: i for i, c in enumerate(CLASSES)}
    some = chance.uniform(0.0, 0.15)
    yield _kept(page, [c != keep["furniture"] or chance.random() < some for c in page.classes], "few")
    near = [any(d != keep["furniture"] for d in page.classes[max(0, i - 2) : i + 3]) for i in range(len(page.classes))]
    yield _kept(page, [c != keep["furniture"] or n for c, n in zip(page.classes, near, strict=True)], "near")
    heading = chance.random() < 0.5
    yield _kept(page, [c == prose or (heading and c == keep["title"]) for c in page.classes], "clean")
    long = [c == prose and len(t.split()) > PROSE for t, c in zip(page.texts, page.classes, strict=True)]
    places = [i for i, yes in enumerate(long) if yes]
    first = chance.randrange(max(1, len(places)))
    chosen = set(places[first : first + chance.randint(1, 4)])
    if chosen:
        yield _kept(page, [i in chosen for i in range(len(long))], "short")


def _kept(page: Labelled, keep: list[bool], kind: str) -> Labelled:
    pairs = [(t, c) for t, c, yes in zip(page.texts, page.classes, keep, strict=True) if yes]
    return replace(page, texts=tuple(t for t, _ in pairs), classes=tuple(c for _, c in pairs), kind=kind)


def named(page: Labelled) -> str | None:
    """Return the page's title, where a line is one."""
    found = [t for t, c in zip(page.texts, page.classes, strict=True) if c == CLASSES.index("title")]
    return re.sub(r"\s+", " ", found[0]) if found else None
