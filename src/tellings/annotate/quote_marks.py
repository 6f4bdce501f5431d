"""Where quotation marks open and close in a paragraph: straight, curly, single, French and German, and dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENERS = {"“": '”"“', "„": '“”"', "‟": '”"', "«": "»", "‹": "›", "»": "«", "「": "」", "『": "』"}
"""Each opening mark with the marks that may close it; pages mix curly and straight ones."""
CLOSERS = frozenset("”»›「」』“«")
BEFORE_OPEN = frozenset(" \u00a0\u202f\t\n([{—–-/:;,")
AFTER_CLOSE = re.compile(r"[\s.,;:!?)\]}—–\-/…'’\u00a0\u202f]|$")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+")
DASH = re.compile(r"^[—–―]\s*(?=\S)")
PAIRED = re.compile(r"(?<!\w)(?:``|‘’|‘‘|''|’’)(?=[\w\[])|(?:''|’’)(?!\w)")
"""Two single marks that stand for a double one."""
DOUBLED = frozenset({"``", "‘’", "‘‘", "''", "’’"})
LONGEST = 1_500
"""Characters of a stretch that lacks a mark; a longer one is a page's slip in a text without paragraphs, not speech."""
SINGLE_OPENER, SINGLE_CLOSER = re.compile("[‘']"), re.compile("[’']")
BLANKS = " \u00a0\u202f\t"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks; the range covers the marks. `opened` or `closed` is false where that mark is missing."""

    start: int
    end: int
    opened: bool = True
    closed: bool = True
    single: bool = False
    dash: bool = False

    def words(self, text: str) -> str:
        """Return the words without their marks and the blanks beside these."""
        start = self.start + (_width(text[self.start : self.start + 2]) if self.opened else 0)
        end = self.end - (_width(text[self.end - 2 : self.end]) if self.closed and not self.dash else 0)
        return text[start:end].strip(BLANKS)


def _width(mark: str) -> int:
    """Return how many characters a mark takes: two single ones stand for a double one."""
    return 2 if mark in DOUBLED else 1


def find_marked(text: str, *, dashes: bool = False) -> list[Marked]:
    """Return the outermost stretches between quotation marks, in order.

    `dashes`: a dash at the start of the paragraph opens speech, as French, Spanish and Russian dialogue has it.
    """
    found = _doubles(PAIRED.sub(_as_double, text))
    if not any(mark in text for mark in "‘’'"):
        singles: list[Marked] = []
    else:
        singles = [m for m in _singles(text) if not any(d.start < m.end and m.start < d.end for d in found)]
    spans = sorted([*found, *singles], key=lambda m: m.start)
    if dashes and not spans:
        return _dashed(text)
    return spans


def _as_double(pair: re.Match[str]) -> str:
    after = pair.string[pair.end() : pair.end() + 1]
    return '"\u2060' if after.isalnum() or after == "[" else '\u2060"'


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return before in BEFORE_OPEN and not after.isspace()


def _closes(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    return not before.isspace() and AFTER_CLOSE.match(text, at + 1) is not None


def _doubles(text: str) -> list[Marked]:
    found: list[Marked] = []
    opened: int | None = None
    closers, depth = "", 0
    for at, mark in ((m.start(), m.group()) for m in re.finditer(r"[\"“”„‟«»‹›「」『』]", text)):
        if opened is None:
            opened, closers, unopened = _first(text, at, mark, found)
            depth = 0
            if unopened is not None:
                found.append(unopened)
        elif mark in "«" and closers == "»":
            depth += 1
        elif mark in closers and _is_close(text, at, mark):
            if depth:
                depth -= 1
                continue
            found.append(Marked(opened, at + 1))
            opened = None
    end = len(text.rstrip())
    if opened is not None and opened + 1 < end <= opened + LONGEST:
        found.append(Marked(opened, end, closed=False))
    return found


def _first(text: str, at: int, mark: str, found: list[Marked]) -> tuple[int | None, str, Marked | None]:
    """Judge a mark met while none is open: (where it opens, what closes it, a stretch that it closes unopened)."""
    if mark == '"':
        if _opens(text, at) or (at + 1 < len(text) and text[at + 1].isalnum() and not _closes(text, at)):
            return at, '"”“', None
        measured = at and text[at - 1].isdigit()
        return None, "", None if measured or not _closes(text, at) else _unopened(text, at, found)
    if mark in OPENERS and not (mark in "“»" and _closes(text, at) and not _opens(text, at)):
        return at, OPENERS[mark], None
    if mark == "”" and _opens(text, at):
        return at, '”"', None
    return None, "", _unopened(text, at, found) if _closes(text, at) else None


def _is_close(text: str, at: int, mark: str) -> bool:
    """Tell whether a mark that could close does: one that only opens again is a slip or a nested quotation."""
    if mark in '"“':
        return _closes(text, at) or not _opens(text, at)
    return True


def _unopened(text: str, at: int, found: list[Marked]) -> Marked | None:
    start = 0
    if found:
        after = SENTENCE_END.search(text, found[-1].end)
        if after is None or after.end() >= at:
            return None
        start = after.end()
    return Marked(start, at + 1, opened=False) if at < start + LONGEST else None


def _singles(text: str) -> list[Marked]:
    found: list[Marked] = []
    free = 0
    for mark in SINGLE_OPENER.finditer(text):
        at = mark.start()
        if at >= free and _opens(text, at) and (text[at + 1].isalpha() or text[at + 1] in "[("):
            end = _single_end(text, at)
            if end is not None:
                found.append(Marked(at, end, single=True))
                free = end
    return found


def _single_end(text: str, at: int) -> int | None:
    """Return where a single-marked stretch ends: a mark after punctuation is surer than one after an s (a possessive)."""
    doubtful = None
    for mark in SINGLE_CLOSER.finditer(text, at + 2, min(len(text), at + LONGEST)):
        i = mark.start()
        if text[i - 1].isspace() or (i + 1 < len(text) and text[i + 1].isalnum()):
            continue
        if text[i - 1] in "sS" and i + 1 < len(text) and text[i + 1] == " ":
            doubtful = doubtful or i + 1
            continue
        return i + 1
    return doubtful


def _dashed(text: str) -> list[Marked]:
    opening = DASH.match(text)
    if opening is None:
        return []
    inner = re.search(r"\s[—–―]\s?|,\s[—–―]", text[opening.end() :])
    end = opening.end() + inner.start() if inner else len(text.rstrip())
    return [Marked(0, end, dash=True)]
