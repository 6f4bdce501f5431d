"""The lines of a page's text, white space made plain, and the cuts where pieces of a page were glued together.

A line keeps every visible character. Only a piece that is surely glued (an ad mark, a caption or date line run into the
first sentence, a link run into a paragraph's end) is cut off as a line of its own, so that clean prose stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tellings.extract.cues import phrases

BREAKS = re.compile(r"\r\n?|[\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\u200b\u2060\ufeff]")
"""Control characters, zero-width spaces and byte-order marks; joiners and soft hyphens belong to words and stay."""
TEMPLATE_MARK = re.compile(
    r"\{\{?(?!sic\})[a-z%#/][\w.:\-]{2,40}\}\}?|\{%[^{}]{1,60}%\}"
    r"|\[/?(?:ads?|advert(?:isement|s)?|anzeige|werbung|publicidad|publicit[eé]|pubblicit[aà]|реклама)"
    r"(?:[_\- :=][^\[\]]{0,60})?\]"
    r"|\[/?[a-z\-]+_[a-z0-9_\-]+\]|\[/?[a-z_\-]+(?: [a-z_]+=[^\[\] ]{1,40}){1,6}\]",
    re.IGNORECASE,
)
"""What a template leaves where it set an advertisement or another piece: "{ad_slot}", "{{promo}}", "[ad]", "[in-line-ad]"."""
JOIN = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")
SIDES = re.compile(r"([^\W\d_]*[^\W\d_A-ZÀ-ÞА-Я]{2})([A-ZÀ-ÞА-Я][^\W\d_]*)")
DATE_GLUED = re.compile(r"((?:19|20)\d\d|\b\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?)(?=[A-ZÀ-ÞА-Я“\"][^\W\d_]*[a-z ])")
CREDIT_OPENS = (
    r"(?i:photo|photograph|picture|image|graphic|file photo|file picture|foto|fotografía|imagen|bild|crédit|immagine|фото)s?"
)
JOINED = r"(?=[“\"«]?[A-ZÀ-ÞА-Я](?:[a-zß-ÿа-я’']|\s\S))"
CREDIT_GLUED = re.compile(
    rf"\b{CREDIT_OPENS}(?: by| credit)?\s?: ?(?:[^.!?]|(?<=\b[A-Z])\.){{2,60}}[^\W\d_A-ZÀ-ÞА-Я]{JOINED}"
    rf"|[.,;|/–—\-] {CREDIT_OPENS}{JOINED}"
    rf"|(?<=\s)/ ?[A-ZÀ-Þ]{{2,6}}(?=[“\"«]?[A-ZÀ-Þ] ?[a-zß-ÿ])"
    rf"|(?i:getty images|shutterstock|reuters){JOINED}"
    r"|\([^()]{0,60}(?:/|\b(?i:photo|picture|foto|image)\b)[^()]{0,60}\)(?=[“\"«]?[A-ZÀ-ÞА-Я])"
)
"""A picture's credit with the first sentence run into it: the caption ends where the match does."""
RUN_IN = re.compile(r"[^\W\d_][“\"«]?[A-ZÀ-ÞА-Я][^\W\d_A-ZÀ-ÞА-Я’']|[^\W\d_][“\"«]?[A-ZÀ-ÞА-Я]\s|\)[“\"«]?[A-ZÀ-ÞА-Я]")
"""What every glued credit has: a capital word right behind a letter or a bracket."""
LONGEST_CAPTION = 160
"""Characters; a longer run before a join is prose with a missing blank, not a caption."""
SHORTEST_PROSE = 60
"""Characters after a join: what follows a caption is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: its words with single blanks, the blank lines before it, and its indent (columns).

    `glued` names why the line was cut off its neighbour ("ad", "caption", "date", "more"), empty for a line as it came.
    """

    text: str
    blanks: int = 0
    indent: int = 0
    glued: str = ""


def split_lines(text: str) -> list[Line]:
    """Return the page's lines that hold something visible, as they came, white space made plain."""
    found: list[Line] = []
    blanks = 0
    for raw in BREAKS.sub("\n", INVISIBLE.sub("", text)).split("\n"):
        words = " ".join(raw.split())
        if not words:
            blanks += 1
            continue
        lead = raw.expandtabs(4)
        found.append(Line(words, blanks, len(lead) - len(lead.lstrip())))
        blanks = 0
    return found


def cut_glue(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with glued pieces cut off where they join."""
    words = Counter(re.findall(r"[^\W\d_]+", " ".join(line.text for line in lines)))
    found: list[Line] = []
    for number, line in enumerate(lines):
        found.extend(_pieces(line, words, opening=number < 6))
    return found


def _pieces(line: Line, words: Counter[str], *, opening: bool) -> Iterator[Line]:
    at = 0
    for m in TEMPLATE_MARK.finditer(line.text):
        yield from _prose_pieces(line.text[at : m.start()].strip(), line if at == 0 else None, words, opening=opening)
        yield Line(m.group(), glued="ad") if m.start() else replace(line, text=m.group(), glued="ad")
        at = m.end()
    yield from _prose_pieces(line.text[at:].strip(), line if at == 0 else None, words, opening=opening)


def _prose_pieces(text: str, line: Line | None, words: Counter[str], *, opening: bool) -> Iterator[Line]:
    if not text:
        return
    first = Line(text) if line is None else line if line.text == text else replace(line, text=text)
    cut = _cut_at(text, words, opening=opening) if len(text) > SHORTEST_PROSE else None
    if cut:
        place, why = cut
        yield replace(first, text=text[:place].rstrip(), glued=why)
        first = Line(text[place:].lstrip())
    tail = _link_at_end(first.text)
    if tail:
        yield replace(first, text=first.text[:tail].rstrip())
        first = Line(first.text[tail:].lstrip(), glued="more")
    yield first


def _cut_at(text: str, words: Counter[str], *, opening: bool) -> tuple[int, str] | None:
    head = text[: LONGEST_CAPTION + 20]
    credit = CREDIT_GLUED.search(head) if RUN_IN.search(head) else None
    if credit and len(text) - credit.end() >= SHORTEST_PROSE:
        return credit.end(), "caption"
    return _opening_cut(text, words) if opening else None


def _opening_cut(text: str, words: Counter[str]) -> tuple[int, str] | None:
    head = text[: LONGEST_CAPTION + 20]
    m = DATE_GLUED.search(head[:80])
    if m and len(text) - m.end() >= SHORTEST_PROSE:
        return m.end(), "date"
    for m in SIDES.finditer(head):
        left, right = m.groups()
        place = m.start(2)
        before = text[:place]
        if place > LONGEST_CAPTION or len(text) - place < SHORTEST_PROSE or len(before.split()) < 3:
            continue
        if re.search(r"[.!?]\s", before) or words[left + right] > 1:
            continue
        if words[right] and words[left] and text[place + len(right) : place + len(right) + 1] == " ":
            return place, "caption"
    return None


def _link_at_end(text: str) -> int | None:
    """Return where a "Read more: …" begins that was run into the end of a paragraph."""
    if ":" not in text:
        return None
    lower = text.lower()
    for phrase in phrases("read_more"):
        place = lower.rfind(phrase + ":")
        before = text[:place].rstrip()
        if place > 40 and before[-1:] in '.!?”"»' and len(text) - place < 200 and not re.search(r"[.!?]\s", text[place:]):
            return place
    return None
