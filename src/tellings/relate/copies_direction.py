"""Who copied whom: the direction of a copy, how surely it is known, and the evidence in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from tellings.lang import table
from tellings.model import Article, Direction, Published

UNCREDITED = frozenset({"comment", "comment-meta", "caption"})
DATELINE = re.compile(r"\(([A-Z][^()\n]{1,40})\)\s*[-–—]")
HEAD = frozenset({"byline", "date", "furniture"})
FOOT, HEAD_LENGTH = 300, 200
"""Characters of an article's end, and of its beginning, in which an agency is credited."""
KEPT = 512
"""Answers about articles that are remembered: few, since each holds on to its article."""
NAMED = 8_192
"""Patterns of outlets' names that are remembered."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`forward`: the first article is the origin."""

    forward: bool
    direction: Direction
    evidence: tuple[str, ...]


def direct(one: Article, other: Article, share_one: float, share_other: float) -> Verdict:
    """Return the direction of a copy between two articles; the shares are the copied parts of their main texts.

    "known" needs both publication times; a credit line, containment or size of the text alone make it "likely".
    """
    later = _later(one.published, other.published)
    credit = _credit(one, other) - _credit(other, one)
    evidence = []
    if credit:
        evidence.append(_credit_words(*((one, other) if credit > 0 else (other, one))))
    if later:
        first, second = (one, other) if later > 0 else (other, one)
        evidence.insert(0, f"{_name(first)} published it earlier ({_moment(first)}) than {_name(second)} ({_moment(second)})")
    inside = _containment(share_one, share_other)
    if inside:
        whole, part = (one, other) if inside > 0 else (other, one)
        evidence.append(f"the whole text of {_name(part)} stands in the longer one of {_name(whole)}")
    if later and credit * later >= 0:
        return Verdict(later > 0, "known", tuple(evidence))
    if credit:
        return Verdict(credit > 0, "likely", tuple(evidence))
    if inside:
        return Verdict(inside > 0, "likely", tuple(evidence))
    return Verdict(True, "unknown", ("nothing tells which of the two was first",))


def _name(article: Article) -> str:
    return article.outlet or article.document


def _moment(article: Article) -> str:
    published = article.published
    return published.value[:16].replace("T", " ") if published else "undated"


def _read(published: Published | None) -> tuple[datetime, bool, bool] | None:
    """Return the moment, whether its hour is known, and whether its time zone is."""
    if published is None or published.day is None:
        return None
    try:
        moment = datetime.fromisoformat(published.value)
    except ValueError:
        return None
    exact = len(published.value) > 10
    zoned = moment.tzinfo is not None
    return (moment if zoned else moment.replace(tzinfo=UTC)), exact, zoned


def _later(one: Published | None, other: Published | None) -> int:
    """Return 1 where the first is surely the earlier, -1 where the second is, 0 where that is not known."""
    a, b = _read(one), _read(other)
    if a is None or b is None:
        return 0
    if not (a[1] and b[1]):
        days = (b[0].date() - a[0].date()).days
        return (days > 0) - (days < 0)
    slack = timedelta(0) if a[2] == b[2] else timedelta(hours=14)
    gap = b[0] - a[0]
    return int(gap > slack) - int(gap < -slack)


def _containment(share_one: float, share_other: float) -> int:
    if share_other >= 0.9 and share_one <= 0.8:
        return 1
    return -1 if share_one >= 0.9 and share_other <= 0.8 else 0


@cache
def _agencies() -> tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the agencies' names with the one each goes by, and what credits them: as outlet, at the head, at the foot."""
    names: tuple[str, ...] = tuple(table("agencies", "en").get("names", ()))
    known = {name: name for name in names}
    for same in table("agencies", "en").get("same", ()):
        known |= dict.fromkeys(same, same[0])
    any_of = "|".join(re.escape(n) for n in sorted(known, key=len, reverse=True)) or r"(?!)"
    head = rf"\(({any_of})\)\s*[-–—:]|\bBy ({any_of})\b|^({any_of})\s*[-–—]"
    foot = (
        rf"\b(?:Reporting by|Source:|Agency:|Agencies:|with|©|Copyright)[^\n]{{0,40}}?\b({any_of})\b"
        rf"|^[-–—(\[]*({any_of})[)\].]*\s*$"
    )
    site = re.compile(rf"(?:www\.)?({any_of})(?:\.\w+)*", re.IGNORECASE)
    return known, site, re.compile(head, re.MULTILINE), re.compile(foot, re.MULTILINE)


def agency_name(name: str) -> str:
    """Return the name that an agency goes by: "AP" and "The Associated Press" are one."""
    known = _agencies()[0]
    return known.get(name) or next((goes_by for n, goes_by in known.items() if n.casefold() == name.casefold()), name)


def is_agency(article: Article) -> bool:
    """Tell whether the article's outlet is a wire agency."""
    return bool(_agencies()[1].fullmatch(article.outlet or ""))


@lru_cache(maxsize=KEPT)
def agency_of(article: Article) -> str | None:
    """Return the wire agency that the article credits at its head or foot, or that it was published by."""
    own = _agencies()[1].fullmatch(article.outlet or "")
    if own:
        return agency_name(own[1])
    metadata = article.analysis.metadata
    if article.part == 0 and metadata.agency:
        return agency_name(metadata.agency)
    return _credited(article)


def _credited(article: Article) -> str | None:
    blocks = [b for b in article.analysis.blocks if b.part == article.part and b.role not in UNCREDITED]
    if not blocks:
        return None
    _, _, at_head, at_foot = _agencies()
    text, start, end = article.text, blocks[0].start, blocks[-1].end
    body = next((b.start for b in blocks if b.role in ("body", "subheading")), start)
    found = at_head.search(text[start : body + HEAD_LENGTH]) or at_foot.search(text[max(start, end - FOOT) : end])
    return agency_name(next(g for g in found.groups() if g)) if found else None


def is_credited(origin: Article, copy: Article) -> bool:
    """Tell whether one of two articles is marked as the other's source: by a credit, or as a wire agency."""
    return _credit(origin, copy) > 0


@lru_cache(maxsize=KEPT)
def _credit(origin: Article, copy: Article) -> int:
    """Return 2 where the copy credits the origin's outlet, 1 where only the origin is an agency, else 0."""
    if _signs_for(origin, copy):
        return 2
    if not origin.outlet or origin.outlet == copy.outlet:
        return 0
    agency = agency_of(copy)
    if agency and agency_of(origin) == agency and is_agency(origin):
        return 2
    if _named_in_head(origin.outlet, copy) or _speaks_of_itself(origin, copy):
        return 2
    return 1 if is_agency(origin) and not is_agency(copy) else 0


def _dateline(article: Article) -> str | None:
    """Return whose report the text says it is at its head: "TOLLEN, May 3 (Fjord Press) - "."""
    start = min((b.start for b in article.main_blocks), default=0)
    found = DATELINE.search(article.text, start, start + 120)
    return found[1] if found else None


def _bears(article: Article, name: str) -> bool:
    blocks = (b for b in article.analysis.blocks if b.part == article.part and b.role == "byline")
    return name in article.authors or name == _dateline(article) or any(name in b.of(article.text) for b in blocks)


def _signs_for(origin: Article, copy: Article) -> bool:
    """Tell whether the copy bears the origin's name: in its dateline, or as author or agency what the origin's head says."""
    name = _dateline(origin)
    if name and copy.outlet and origin.outlet in (None, name) and name != copy.outlet and _bears(copy, name):
        return True
    named = {*copy.authors, *((copy.analysis.metadata.agency or "",) if copy.part == 0 else ())} - {"", *origin.authors}
    blocks = [b for b in origin.analysis.blocks if b.part == origin.part and b.role in HEAD]
    return any(name in b.of(origin.text) for name in named for b in blocks)


def _speaks_of_itself(origin: Article, copy: Article) -> bool:
    """Tell whether the origin's words about itself ("told the Herald") were left standing in the copy."""
    outlet = origin.outlet or ""
    if not outlet or not _names(outlet, copy) or not _names(outlet, origin):
        return False
    cue = _saying(outlet, "itself")
    return bool(cue.search(origin.text) and cue.search(copy.text))


def _named_in_head(outlet: str, copy: Article) -> bool:
    if outlet.casefold() in {a.casefold() for a in copy.authors}:
        return True
    return _names(outlet, copy) and bool(_saying(outlet, "taken").search(copy.text))


def _names(outlet: str, article: Article) -> bool:
    """Tell whether the outlet's name stands in the text at all: quicker to see than what is said of it."""
    return outlet.casefold() in _folded(article)


@lru_cache(maxsize=KEPT)
def _folded(article: Article) -> str:
    return article.text.casefold()


@lru_cache(maxsize=NAMED)
def _saying(outlet: str, topic: str) -> re.Pattern[str]:
    """Return what names the outlet as a text's source ("taken") or as its speaker ("itself")."""
    name = re.escape(outlet)
    cues = [rf"(?<!\w){cue.replace('{name}', name)}\b" for cue in table("credits", "en").get(topic, ())]
    bracketed = [rf"\((?:via |from |with )?{name}\)"] if topic == "taken" else []
    return re.compile("|".join([*bracketed, *cues]) or r"(?!)", re.IGNORECASE)


def _credit_words(origin: Article, copy: Article) -> str:
    if _credit(origin, copy) == 2:
        return f"{_name(copy)} credits {_name(origin)}"
    return f"{_name(origin)} is a wire agency"
