"""What the head of a reader's comment says: whose it is and when, by words of tables in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from tellings.extract.cues import CATEGORIES, cover, tokens
from tellings.extract.dates import Stamp, find_ago, find_stamps
from tellings.extract.html_tree import CUE_BIT, Stretch, Tree
from tellings.extract.html_wording import HEAD, STAMPED, Wording, wording
from tellings.lang import languages, table

HEAD_WORDS = 22
"""A longer stretch is never taken for the head or the foot of a comment."""
CUT = "|"
EDGE = " |•·—–-:,@#+()\t"
CLOCK = re.compile(r"\d{1,2}[:.h]\d\d")
AUTHOR, TIME = CUE_BIT["author"], CUE_BIT["time"]
OPENING = CATEGORIES.index("comment_heading")
TOOLS = frozenset(CATEGORIES.index(name) for name in ("comment_tool", "posted", "byline", "share", "form"))


@cache
def cue_phrases(kind: str) -> tuple[str, ...]:
    """Return the phrases of one kind (`lang/comments`) in all languages, the longer first."""
    found = {p for language in languages("comments") for p in table("comments", language).get(kind, ())}
    return tuple(sorted(found, key=lambda p: (-len(p), p)))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)


@cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"^(.{{2,40}}?)\s+(?:{_either(cue_phrases('says'))})\b\s*:?", re.IGNORECASE)


@cache
def _opener() -> re.Pattern[str]:
    lead, joint = _either(cue_phrases("lead")), _either(cue_phrases("joint"))
    return re.compile(
        rf"^(?:[+#-]?\d+[.):]?\s+)*(?:(?:re|posted|written|left|submitted|comment(?:ed)?|am|{joint})\b[\s:]*)*(?:(?:{lead})\b[\s:]+)*",
        re.IGNORECASE,
    )


@cache
def _tail() -> re.Pattern[str]:
    words = _either((*cue_phrases("joint"), *cue_phrases("says"), *sorted(weekdays(), key=len, reverse=True)))
    return re.compile(rf"(?:\s*(?:[|•·—–,-]|(?<!\w)(?:{words})\b))+\s*$", re.IGNORECASE)


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(rf"\s+\(?(?:{_either(cue_phrases('answers'))})\s.*$", re.IGNORECASE | re.DOTALL)


def stamps_of(text: str) -> tuple[Stamp, ...]:
    """Return the full dates of a line."""
    return () if len(text) <= HEAD and wording(text).digits < STAMPED else _stamps_of(text)


@lru_cache(maxsize=4096)
def _stamps_of(text: str) -> tuple[Stamp, ...]:
    return tuple(find_stamps(text, order=True))


def ago_of(text: str) -> tuple[int, int, int] | None:
    """Return the first "3 hours ago" of a line."""
    return None if len(text) <= HEAD and not wording(text).dated else _ago_of(text)


@lru_cache(maxsize=4096)
def _ago_of(text: str) -> tuple[int, int, int] | None:
    return find_ago(text)


def tells_who_or_when(tree: Tree, index: int) -> bool:
    """Tell whether a stretch is the head or the foot of a comment: who wrote it, or when."""
    stretch = tree.stretches[index]
    told = wording(stretch.text)
    if not told.words or len(told.words) > HEAD_WORDS:
        return False
    if stretch.moment or _is_said(stretch.text, told) or ago_of(stretch.text):
        return True
    cues = stretch.cues | tree.nodes[stretch.node].cues
    sentence = stretch.text[-1] in ".!?…" and len(told.words) > 5
    return not sentence and (bool(cues & (AUTHOR | TIME)) or bool(stamps_of(stretch.text)))


def _is_said(text: str, told: Wording) -> bool:
    return not _saying().isdisjoint(told.words) and _says().fullmatch(text) is not None


@cache
def _saying() -> frozenset[str]:
    return frozenset(w for phrase in cue_phrases("says") for w in tokens(phrase))


def is_head(tree: Tree, index: int) -> bool:
    """Tell whether a stretch inside the comments is a head or a button rather than what was written."""
    told = wording(tree.stretches[index].text)
    words = told.words
    if not words or len(words) > HEAD_WORDS:
        return not words
    return told.told(TOOLS) >= len(words) * 0.6 or _buttons().issuperset(words) or tells_who_or_when(tree, index)


@cache
def _buttons() -> frozenset[str]:
    return frozenset(w for phrase in cue_phrases("tools") for w in tokens(phrase))


def signed(tree: Tree, index: int) -> bool:
    """Tell whether a stretch is a whole head: it names a day, or how long ago, and somebody (perhaps in the line before)."""
    stretch = tree.stretches[index]
    if len(stretch.text) > 200 or not tells_who_or_when(tree, index):
        return False
    before = tree.stretches[index - 1] if index else None
    if not _tells_when(stretch):
        return before is not None and _is_said(stretch.text, wording(stretch.text)) and _tells_when(before)
    if author_in(stretch.text):
        return True
    name = before.text if before else ""
    if not name or len(name) > 40 or name[-1] in ".!?…:" or wording(name).phrases[OPENING] >= 0.6:
        return False
    return author_in(name) is not None


def _tells_when(stretch: Stretch) -> bool:
    return len(stretch.text) <= 200 and bool(stretch.moment or ago_of(stretch.text) or stamps_of(stretch.text))


@lru_cache(maxsize=4096)
def author_in(text: str) -> str | None:
    """Return the name that the head of a comment bears, without day, hour, number and "says"."""
    line = text
    for stamp in reversed(stamps_of(line)):
        line = line[: stamp.start] + CUT + line[stamp.end :]
    ago = ago_of(line)
    if ago:
        line = line[: ago[0]] + CUT + line[ago[1] :]
    for piece in line.split(CUT):
        said = _says().match(piece)
        name = _answer().sub("", said.group(1) if said else piece).strip(EDGE)
        name = _tail().sub("", _opener().sub("", name)).strip(EDGE)
        if _is_name(name):
            return name if re.search(r"(?:^|\s)\w\.$", name) else name.strip(".")
    return None


def _is_name(name: str) -> bool:
    words = tokens(name)
    if not words or len(words) > 5 or len(name) > 40 or not any(c.isalpha() for c in name) or words[0] in ("http", "www"):
        return False
    told = sum(end - start for category, start, end in cover(words) if category in TOOLS)
    if told == len(words) or CLOCK.search(name):
        return False
    dated = any(c.isdigit() for c in name)
    return not all(w in weekdays() or (dated and (w.isdigit() or w in _months())) for w in words)


@cache
def weekdays() -> frozenset[str]:
    """Return the names of weekdays, long and short, in every language that has a table."""
    return frozenset(n for code in languages("dates") for names in table("dates", code)["weekdays"] for n in _forms(names))


@cache
def _months() -> frozenset[str]:
    return frozenset(n for code in languages("dates") for names in table("dates", code)["months"] for n in _forms(names))


def _forms(names: str | Sequence[str]) -> Sequence[str]:
    return (names,) if isinstance(names, str) else names
