"""The role of every line of a page that has lost its HTML: trained classifier, else rules, then the finer roles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from tellings.extract.cues import CATEGORIES, phrases
from tellings.extract.glue import Line
from tellings.extract.lines_features import LOCAL, Reading, read_lines
from tellings.extract.lines_model import Found
from tellings.extract.lines_model import classify as classify_trained
from tellings.extract.lines_plain import read_plain
from tellings.extract.lines_rules import SUBHEADING_WORDS
from tellings.extract.lines_rules import classify as classify_by_rules
from tellings.model import Role

AGENCY = r"(?:REUTERS|Reuters|AP|AFP|EPA|PA|AAP|Getty(?: Images)?|dpa|ANSA|TASS|Xinhua|Shutterstock|Rex(?: Features)?)"
CREDITED = re.compile(
    rf"(?:\b{AGENCY}\s?/\s?[A-Z][\w.\-]+(?: [A-Z][\w.\-]+){{0,3}}|/\s?{AGENCY}|\((?:[^()]{{0,40}}[ /])?{AGENCY}\)"
    r"|\((?:AP |File )?(?:[Pp]hoto|[Ff]oto|[Bb]ild)\b[^()]{0,60}\)"
    r"|\b(?:Photo|Photograph|Image|Picture|Foto|Bild|Crédit)(?: credit| by)?\s?: ?[A-Z©][^.]{2,50})\W*$"
)
"""How the line below a picture ends: with its credit."""
PICTURED = re.compile(r"^(?:Image copyright|Image caption|Media caption|Enlarge this image|Click to enlarge|File photo)\b")
FOOT_NOTE = re.compile(r"\(?(?:additional |further )?(?:reporting|writing|editing) by [A-Z][^.]{4,250}\)?\.?$", re.IGNORECASE)
LONGEST_NOTE = 50
"""Words of the note below an article that tells who else worked on it."""
BRACKETED = re.compile(r"^\[[^\[\]]{15,150}[^.!?\]]\]$")
POST = re.compile(r"[—–-] .{2,50} \(@\w{2,20}\)")
STRAIGHT, CURLED = re.compile(r"(?<!\w)['\"]\w|\w['\"](?!\w)"), re.compile(r"[‘“”«»„]")
LONGEST_CAPTION = 80
"""Words."""
LIKELY_BODY = 0.2
"""A prose line without a cue of furniture that is this likely to be body is body: a false furniture label loses facts."""
UNSURE = 0.5
DOUBTFUL_WORDS = 12
PLAIN = 0.95
"""Confidence of the lines of a page that is plainly one clean article."""
SETTLED = 0.75
"""Confidence of a class that a rule has put in place of the classifier's."""
RULE_CONFIDENCE = 0.6
GLUED: dict[str, Role] = {"ad": "furniture", "more": "related", "caption": "caption", "date": "date"}
CLOSED, SAID_BY, CAPITALS = LOCAL.index("closed"), LOCAL.index("said_by"), LOCAL.index("capitals")
BYLINE, POSTED, CREDIT, TOOL, FUNCTION = (
    CATEGORIES.index(c) for c in ("byline", "posted", "credit", "comment_tool", "function")
)  # fmt: skip
TITLE_REACH = 15
"""Lines above the article among which a missed title is looked for."""
LEAST_ECHO = 1.3
"""Least of (words met in the article)² / words, of a line taken to be a missed title."""
TOOLS = tuple(CATEGORIES.index(c) for c in ("share", "form", "comment_tool", "ad"))
FURNITURE = tuple(CATEGORIES.index(c) for c in ("form", "share", "more", "ad", "legal", "bio", "credit", "comment_tool"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its role, how sure that is, and what was read of it."""

    line: Line
    role: Role
    confidence: float
    reading: Reading


def label(lines: Sequence[Line], *, title: str | None = None) -> list[Labelled]:
    """Return each line with its role; `title` is the page's title where the input tells it."""
    texts = [line.text for line in lines]
    plain = None if any(line.glued for line in lines) else read_plain(texts, title=title)
    if plain is not None:
        return [
            Labelled(line, "body" if i or plain[0].local[CLOSED] else "title", PLAIN, reading)
            for i, (line, reading) in enumerate(zip(lines, plain, strict=True))
        ]
    readings = read_lines(texts)
    found = classify_trained(readings, title=title)
    if found is None:
        found = [Found(c, RULE_CONFIDENCE, 0.0) for c in classify_by_rules(readings, title=title)]
    classes = _settled(readings, found, title)
    classes = [_named(readings, classes, i) for i in range(len(classes))]
    return [
        Labelled(
            line,
            _role(readings, classes, i, line),
            own.confidence if own.name == classes[i] else SETTLED,
            reading,
        )
        for i, (line, reading, own) in enumerate(zip(lines, readings, found, strict=True))
    ]


def _settled(readings: Sequence[Reading], found: Sequence[Found], title: str | None) -> list[str]:
    """Put right what the page as a whole tells: the title that the input names, prose in doubt, a page without body."""
    classes = ["body" if _prose_in_doubt(r, own) else own.name for r, own in zip(readings, found, strict=True)]
    known = " ".join(title.split()).casefold() if title else None
    first = next((i for i, r in enumerate(readings) if known and r.text.casefold() == known), None)
    if first is not None and "body" not in classes[:first]:
        classes = ["furniture" if c == "title" and i < first else c for i, c in enumerate(classes)]
        classes[first] = "title"
    if "body" not in classes and not any(r.heading for r in readings):
        alone = len(readings) == 1
        classes = ["body" if alone or (r.prose and c != "title") else c for r, c in zip(readings, classes, strict=True)]
    classes = _unspoken(readings, classes)
    return _with_posts(readings, _with_title(readings, classes))


def _unspoken(readings: Sequence[Reading], classes: list[str]) -> list[str]:
    """Return the classes, comments amid the article made body where neither a heading nor a head announces them."""
    body = [i for i, c in enumerate(classes) if c == "body"]
    inside = [i for i, c in enumerate(classes) if c == "comment" and body and body[0] < i < body[-1]]
    if not inside or any(r.heading or r.stamped for r in readings[body[0] : inside[-1] + 1]):
        return classes
    return ["body" if i in inside else c for i, c in enumerate(classes)]


def _with_title(readings: Sequence[Reading], classes: list[str]) -> list[str]:
    """Return the classes with a title above the article where none was seen: the line whose words come again most in it."""
    classes = ["furniture" if c == "title" and _tool(r) else c for r, c in zip(readings, classes, strict=True)]
    body = [i for i, c in enumerate(classes) if c == "body"]
    start = next((i for i in body if readings[i].prose and "body" in classes[i + 1 : i + 4]), None)
    if start is None:
        return classes
    if "title" in classes[:start]:
        after = {i for i, c in enumerate(classes) if c == "title" and i > start}
        return [_below(classes, i) if i in after else c for i, c in enumerate(classes)]
    count = Counter(w for i in body for w in set(readings[i].words) if len(w) > 3)
    best, place = LEAST_ECHO, None
    for i in range(max(0, start - TITLE_REACH), start):
        own = {w for w in readings[i].words if len(w) > 3}
        met = sum(1 for w in own if count[w])
        if 3 <= len(readings[i].words) <= 20 and _may_be_title(readings[i], classes[i]) and met * met / max(1, len(own)) > best:
            best, place = met * met / len(own), i
    return ["title" if i == place else c for i, c in enumerate(classes)]


def _below(classes: Sequence[str], i: int) -> str:
    """Return the class of a heading amid the article: part of it where the article goes on below."""
    return "body" if classes[i + 1 : i + 2] == ["body"] else "furniture"


def _may_be_title(own: Reading, found: str) -> bool:
    plain = not own.stamped and not own.local[SAID_BY] and not _tool(own) and not own.heading
    return plain and found in ("furniture", "supplement", "related") and own.text[-1] not in ".,;:>»|"


def _tool(own: Reading) -> bool:
    return len(own.words) <= 6 and any(own.cues[3 * c] >= 0.5 for c in TOOLS)


def _with_posts(readings: Sequence[Reading], classes: list[str]) -> list[str]:
    """Return the classes, posts of a network that the article quotes whole made body ("… — Ann Lee (@ann) May 4, 2021")."""
    body = [i for i, c in enumerate(classes) if c == "body"]
    if not body:
        return classes
    return [
        "body" if i > body[0] and c != "title" and POST.search(r.text) else c
        for i, (r, c) in enumerate(zip(readings, classes, strict=True))
    ]


def _prose_in_doubt(own: Reading, found: Found) -> bool:
    if found.name not in ("furniture", "related", "supplement") or not own.local[CLOSED] or len(own.words) < DOUBTFUL_WORDS:
        return False
    if found.body < LIKELY_BODY and found.confidence >= UNSURE:
        return False
    return own.cues[3 * FUNCTION] >= 0.2 and all(own.cues[3 * c] < 0.08 for c in FURNITURE)


def _named(readings: Sequence[Reading], classes: Sequence[str], i: int) -> str:
    """Return a line's class once more: a link is related, a credited line a caption, a bare name no second title."""
    own = readings[i]
    if classes[i] == "body" and len(own.words) <= LONGEST_CAPTION:
        if _link(own):
            return "related"
        if len(own.words) <= LONGEST_NOTE and FOOT_NOTE.match(own.text):
            return "supplement"
        if CREDITED.search(own.text[-80:]) or PICTURED.match(own.text):
            return "supplement"
    if classes[i] == "title" and CREDITED.search(own.text[-80:]):
        return "supplement"
    if classes[i] == "title" and "title" in classes[:i] and len(own.words) <= 3 and own.local[CAPITALS] == 1.0:
        return "supplement" if _told(readings, classes, i) else "title"
    return classes[i]


@cache
def _links() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = phrases("read_more")
    opens, ends = "|".join(map(re.escape, names)), "|".join(re.escape(n) for n in names if " " in n)
    return re.compile(rf"^(?:{opens})\s?:\s", re.IGNORECASE), re.compile(rf"\b(?:{ends})\W*$", re.IGNORECASE)


def _link(own: Reading) -> bool:
    """Tell whether a line is a link to another article ("Read more: …", "… Read more", "[Five things about …]")."""
    opens, ends = _links()
    if len(own.words) > 30:
        return False
    open_end = len(own.words) > 4 and not own.local[CLOSED]
    return bool(opens.match(own.text) or BRACKETED.match(own.text) or (open_end and ends.search(own.text[-40:])))


def _told(readings: Sequence[Reading], classes: Sequence[str], i: int) -> bool:
    """Tell whether a short line is a name that the article speaks of."""
    name = f" {' '.join(readings[i].words)} "
    return any(c == "body" and name in f" {' '.join(r.words)} " for r, c in zip(readings, classes, strict=True))


def _role(readings: Sequence[Reading], classes: Sequence[str], i: int, line: Line) -> Role:
    own, found = readings[i], classes[i]
    if line.glued:
        return GLUED[line.glued]
    if found == "title" and _second(classes, i) and not _typed_alike(readings, classes, i):
        return "caption"
    if found == "supplement":
        return _supplement(readings, classes, i)
    if found == "comment":
        return "comment-meta" if _comment_meta(own) else "comment"
    if found == "body":
        short = len(own.words) <= SUBHEADING_WORDS and not own.local[CLOSED] and own.text[0] not in '"“•*-–—'
        follows = i + 1 < len(readings) and classes[i + 1] == "body" and readings[i + 1].prose
        return "subheading" if short and follows and i and not own.stamped else "body"
    return next(role for role in get_args(Role) if role == found)


def _second(classes: Sequence[str], i: int) -> bool:
    """Tell whether a line stands right below the title."""
    return i > 0 and classes[i - 1] == "title"


def _typed_alike(readings: Sequence[Reading], classes: Sequence[str], i: int) -> bool:
    """Tell whether a line's quotation marks are those of the article; a video's or a teaser's title often has others."""
    own = readings[i].text
    if not STRAIGHT.search(own):
        return True
    told = " ".join(r.text for r, c in zip(readings, classes, strict=True) if c in ("body", "title") and r is not readings[i])
    return not CURLED.search(told) or bool(STRAIGHT.search(told))


def _supplement(readings: Sequence[Reading], classes: Sequence[str], i: int) -> Role:
    own = readings[i]
    if own.local[SAID_BY] or own.cues[3 * BYLINE + 1]:
        return "byline"
    if own.stamped and len(own.words) <= 15:
        return "date"
    if own.cues[3 * CREDIT] > 0 or len(own.words) > 12 or CREDITED.search(own.text[-80:]):
        return "caption"
    if own.cues[3 * POSTED + 1]:
        return "date"
    if i == 0 or classes[i - 1] != "title" or len(own.words) < 2:
        return "caption"
    return "subtitle" if len(own.words) > 4 else "caption" if _told(readings, classes, i) else "byline"


def _comment_meta(own: Reading) -> bool:
    return len(own.words) <= 18 and not own.prose and (own.stamped or own.heading or own.cues[3 * TOOL] >= 0.5)
