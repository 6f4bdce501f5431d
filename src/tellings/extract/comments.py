"""Readers' comments as objects: who wrote each, when, which one it answers, and where its text stands.

A comment is known by its head: a short line with a name and a time ("Ann On 03/28/2019 at 1:00 pm", "Posted by Ann,
3 hours ago", "Ann says:"), above or below its text. A comment area whose heads cannot be told apart gives one comment
for each run of comment lines, its author unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from tellings.extract.cues import CATEGORIES, phrases
from tellings.extract.dates import before_fetch, find_ago, find_stamps, month_first
from tellings.extract.lines import Labelled
from tellings.model import Comment, Page, Role

LONGEST_HEAD = 18
"""Words; a longer line with a date in it is prose."""
ABOUT_COMMENTS = 0.08
"""Share of a line's words that speak of forms and comments, above which it is no reader's."""
LONGEST_SENTENCE = 8
"""Words; a longer line that ends as a sentence does is a comment's text, though it names a day."""
LONGEST_NAME = 6
"""Words of a commenter's name."""
OWN_WORDS = 60
"""Words of the article above its comments, from which on prose among the comments is taken to be a reader's."""
SERIES, SERIES_GAP = 3, 12
"""So many heads of one shape, no more lines apart than this, are comments though their lines do not look it."""
SIGNED_PIECE = re.compile(r"^(?:by|por|par|von|di|от)\s", re.IGNORECASE)
PIECES = re.compile(r"\s*[|·•]\s*")
"""What parts author, outlet and day below the title of an article that somebody pasted in."""
HOUR = re.compile(r"\d{1,2}[:.h]\d\d")
EDGES = " \t•·*»›>|-–—,:;()[]{}#~+/\\."
SAYS = re.compile(
    r"^(.{2,50}?)\s+(?:says|said|wrote|writes|dijo|a écrit|schrieb|sagt|disse|ha scritto)\s*:?\s*$", re.IGNORECASE
)
LEAD = re.compile(
    r"^(?:posted|submitted|written|comment(?:ed)?|left|published|added|publicado|escrito|publié|veröffentlicht|pubblicato)?[\s:]*"
    r"(?:said|by|from|por|par|von|di|от)\b[\s:]*",
    re.IGNORECASE,
)
POSTED_ON = re.compile(r"(?:\b(?:posted|commented|written|at|on|am|um|le|el|à|il|em|в)\b[\s:]*)+$", re.IGNORECASE)
SPOKEN = re.compile(r"\b(?:says|said|wrote|writes|dijo|a écrit|schrieb|sagt|disse|ha scritto)\b[\s:]*$", re.IGNORECASE)
INITIAL = re.compile(r"(?:^|[\s.\-])[^\W\d_]$")
NUMBERED = re.compile(r"^(?:#?\d{1,4}[.):]?|comment #?\d+)\s+(?=\D)", re.IGNORECASE)
REPLY_TO = re.compile(
    r"^(?:@|in reply to |replying to |reply to |en réponse à |en respuesta a |antwort auf )\s*([^:,]{2,40}?)(?:[:,]|$)",
    re.IGNORECASE,
)
TOOL, HEADING, FORM, SHARE, LEGAL, AD, MORE = (
    CATEGORIES.index(c) for c in ("comment_tool", "comment_heading", "form", "share", "legal", "ad", "more")
)


@dataclass(slots=True)
class Remark:
    """One comment as lines: those of its head, those of its text, and what its head says."""

    heads: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    author: str | None = None
    posted: str | None = None
    answers: int | None = None
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """What a comment's head says, and the lines it stands on."""

    lines: tuple[int, ...]
    author: str | None
    posted: str | None


def find_comments(labelled: Sequence[Labelled], page: Page) -> tuple[list[Labelled], list[Remark]]:
    """Return the lines, their comment roles put right, and the comments in page order."""
    first, last = _area(labelled)
    if first is None:
        return list(labelled), []
    order = month_first(
        "\n".join(x.line.text for x in labelled if len(x.reading.words) <= LONGEST_HEAD), language=page.given.language
    )
    last = _last(labelled, first, last)
    heads = _heads(labelled, first, last, order, page.fetched)
    first = _below_heading(labelled, heads, first)
    heads = {i: h for i, h in heads.items() if i >= first or not labelled[first].reading.heading}
    lines = [_put_right(x, i, heads, first, last) for i, x in enumerate(labelled)]
    above = _above(lines, heads, first, last)
    if labelled[first].reading.heading:
        lines = _given_back(lines, first)
    elif above and heads:
        lines = _given_back(lines, min(j for h in heads.values() for j in h.lines))
    remarks = _remarks(lines, heads, first, last, above=above)
    _thread(lines, remarks)
    return lines, remarks


def spans(remarks: Sequence[Remark], labelled: Sequence[Labelled], starts: Sequence[int]) -> tuple[Comment, ...]:
    """Return the comments with their places; one whose text is an article of its own has an empty span after its head."""
    found = []
    for remark in remarks:
        if remark.texts:
            start, end = starts[remark.texts[0]], starts[remark.texts[-1]] + len(labelled[remark.texts[-1]].line.text)
        else:
            start = end = starts[remark.heads[-1]] + len(labelled[remark.heads[-1]].line.text)
        found.append(Comment(start, end, author=remark.author, posted=remark.posted, reply_to=remark.answers))
    return tuple(found)


def _area(labelled: Sequence[Labelled]) -> tuple[int | None, int]:
    """Return the first and last line of the comment area: comment lines, those of the article left out."""
    body = [i for i, x in enumerate(labelled) if x.role == "body"]
    comments = [i for i, x in enumerate(labelled) if x.role in ("comment", "comment-meta")]
    if not comments:
        return _series(labelled, body)
    opened = next((i for i in comments if not body or i > body[0]), comments[0])
    counted = _counted(labelled, opened)
    if counted is not None:
        return counted, max(comments[-1], counted)
    heading = next((i for i in range(max(0, opened - 3), opened + 1) if labelled[i].reading.heading), None)
    return heading if heading is not None and not body[-1:] > [heading] else opened, comments[-1]


def _counted(labelled: Sequence[Labelled], opened: int) -> int | None:
    """Return a heading below the first comment line that counts the comments below it ("3 comments"): those above are none."""
    for i in range(opened + 1, len(labelled)):
        number = re.match(r"\D{0,12}(\d{1,4})\b", labelled[i].line.text) if labelled[i].reading.heading else None
        if number and not any(_maybe_head(x) and HOUR.search(x.line.text) for x in labelled[opened:i]):
            heads = sum(x.reading.stamped and len(x.line.text.split()) <= LONGEST_HEAD for x in labelled[i + 1 :])
            return i if int(number[1]) > 1 and abs(heads - int(number[1])) <= 1 else None
    return None


def _series(labelled: Sequence[Labelled], body: Sequence[int]) -> tuple[int | None, int]:
    """Return the area of comments that only their heads tell: lines of one shape with day and time, below a comment heading."""
    shapes = Counter(x.reading.signature for x in labelled if x.reading.stamped and x.reading.signature)
    for opened in range(body[-1] + 1 if body else 0, len(labelled)):
        number = re.search(r"\d+", labelled[opened].line.text)
        if not labelled[opened].reading.heading or not number:
            continue
        heads: list[int] = []
        for i in range(opened + 1, len(labelled)):
            own = labelled[i].reading
            if own.stamped and shapes[own.signature] >= SERIES and HOUR.search(own.text):
                heads.append(i)
            elif i - (heads[-1] if heads else opened) > SERIES_GAP:
                break
        apart = all(b - a > 1 for a, b in pairwise(heads))
        if len(heads) >= SERIES and apart and abs(len(heads) - int(number[0][:6])) <= 2:
            return opened, heads[-1]
    return None, -1


def _last(labelled: Sequence[Labelled], first: int, last: int) -> int:
    """Return the area's last line, with the paragraphs below its last head: whatever they look like, a reader sent them."""
    stamped = [i for i in range(first, last + 1) if _maybe_head(labelled[i])]
    told = sum(len(x.reading.words) for x in labelled[:first] if x.role in ("body", "subheading"))
    if not stamped or told < OWN_WORDS:
        return last
    end = last
    while end + 1 < len(labelled) and labelled[end + 1].role in ("body", "subheading", "comment"):
        end += 1
    return end


def _maybe_head(own: Labelled) -> bool:
    return own.reading.stamped and own.role in ("comment", "comment-meta") and len(own.line.text.split()) <= LONGEST_HEAD


def _heads(labelled: Sequence[Labelled], first: int, last: int, order: bool | None, fetched: str | None) -> dict[int, Head]:
    """Return the comment heads by their main line."""
    found: dict[int, Head] = {}
    start = first if labelled[first].reading.heading else max(0, first - 2)
    for i in range(start, min(len(labelled), last + 3)):
        own = labelled[i]
        text = own.line.text
        if len(text.split()) > LONGEST_HEAD or (i < first and own.role not in ("furniture", "byline", "date", "comment-meta")):
            continue
        head = _head(labelled, i, order, fetched, {j for h in found.values() for j in h.lines})
        if head and (i >= first or own.role != "byline" or head.author):
            found[i] = head
    return found if found else _undated(labelled, first, last)


def _below_heading(labelled: Sequence[Labelled], heads: dict[int, Head], first: int) -> int:
    """Return the area's first line: a bare "Comments" just below the first head shows that head to be the article's own."""
    opening = min(heads, default=None)
    if opening is None:
        return first
    for i in range(opening + 1, min(len(labelled), opening + 5)):
        own = labelled[i].reading
        if i not in heads and len(own.words) <= 2 and own.cues[3 * HEADING + 2]:
            return i
    return first


def _head(labelled: Sequence[Labelled], i: int, order: bool | None, fetched: str | None, taken: set[int]) -> Head | None:
    text = labelled[i].line.text
    stamps = find_stamps(text, order=order)
    ago = find_ago(text) if not stamps else None
    posted: str | None
    if SIGNED_PIECE.match(text) and len(PIECES.split(text)) > 2:
        return None
    if len(text.split()) > LONGEST_SENTENCE and text.rstrip("\"”’')")[-1:] in (".", "!", "?", "…"):
        return None
    if stamps:
        start, end, posted = stamps[0].start, stamps[0].end, stamps[0].value
    elif ago:
        start, end, posted = ago[0], ago[1], before_fetch(ago[2], fetched)
    elif labelled[i].reading.stamped:
        return Head((i,), _name(_without_numbers(text)), None)
    else:
        return None
    author = _name(text[:start]) or _name(text[end:])
    if author is None and _is_alone(text, start, end):
        above = i - 1
        if above >= 0 and above not in taken and (name := _name_above(labelled[above])):
            return Head((above, i), name, posted)
    return Head((i,), author, posted)


def _without_numbers(text: str) -> str:
    return re.split(r"\s(?=\S*\d)", text, maxsplit=1)[0]


def _is_alone(text: str, start: int, end: int) -> bool:
    rest = (text[:start] + " " + text[end:]).strip(EDGES)
    return len(rest.split()) <= 3


def _name_above(above: Labelled) -> str | None:
    if above.role in ("body", "title") or len(above.reading.words) > LONGEST_NAME + 1 or above.reading.cues[3 * TOOL + 2]:
        return None
    if above.reading.heading or any(above.reading.cues[3 * c + 2] for c in (FORM, SHARE, AD, MORE, LEGAL)):
        return None
    said = SAYS.match(above.line.text)
    return _name(said[1]) if said else None if above.line.text[-1] in ".!?…" else _name(above.line.text)


def _name(text: str) -> str | None:
    """Return the commenter's name that is left of a head without its time and place ("Ann B., Leeds"), or None."""
    whole = text
    text = NUMBERED.sub("", text.strip(EDGES))
    text = LEAD.sub("", text)
    text = POSTED_ON.sub("", text).strip(EDGES)
    text = SPOKEN.sub("", POSTED_ON.sub("", text)).strip(EDGES)
    text = LEAD.sub("", text).strip(EDGES)
    weekday = re.compile(r"\W*\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?$", re.IGNORECASE)
    text = weekday.sub("", text).strip(EDGES)
    if len(text.split()) > LONGEST_NAME or len(text) > 50:
        return None
    text = _with_stop(text.split(",")[0].strip(EDGES), whole)
    words = text.split()
    if not any(c.isalnum() for c in text):
        return None
    lower = text.lower()
    if lower in _not_names() or (len(words) > 1 and not _speakers().isdisjoint(lower.split())):
        return None
    return text


def _with_stop(name: str, text: str) -> str:
    """Return a name with the full stop of its last initial, where the text has one ("Ann B.")."""
    return f"{name}." if INITIAL.search(name) and f"{name}." in text else name


@cache
def _speakers() -> frozenset[str]:
    """Return the words by which a commenter speaks of himself; a head that holds one is prose."""
    return frozenset(phrases("first_person"))


def _not_names() -> frozenset[str]:
    return frozenset(
        p for c in ("comment_tool", "comment_heading", "form", "share", "posted", "more", "ad") for p in phrases(c)
    )


def _undated(labelled: Sequence[Labelled], first: int, last: int) -> dict[int, Head]:
    """Return heads without a time: "Ann says:", or short signatures of one shape below each text ("Ann, Leeds")."""
    found = {}
    for i in range(first, last + 1):
        said = SAYS.match(labelled[i].line.text)
        if said and (name := _name(said[1])):
            found[i] = Head((i,), name, None)
    if found:
        return found
    signed = [
        i for i in range(first + 1, last + 1) if _signed(labelled[i].line.text) and len(labelled[i - 1].reading.words) > 5
    ]
    if len(signed) >= 2:
        found = {i: Head((i,), _name(labelled[i].line.text.split(",")[0]), None) for i in signed}
    return found


def _signed(text: str) -> bool:
    words = text.strip(" ,").split()
    return (
        2 <= len(words) <= 7
        and "," in text
        and text[-1] not in '.!?…:"”'
        and sum(w[0].isupper() for w in words) * 2 >= len(words)
    )


def _put_right(own: Labelled, i: int, heads: dict[int, Head], first: int, last: int) -> Labelled:
    role: Role = own.role
    if any(i in h.lines for h in heads.values()):
        role = "comment-meta"
    elif first < i < last and heads and role in ("furniture", "related", "byline", "date", "caption") and not _is_tool(own):
        lowest, highest = min(heads), max(heads)
        if lowest < i < highest or len(own.reading.words) > 8:
            role = "comment"
    elif role in ("body", "subheading", "title") and first < i <= last and heads and min(heads) < i:
        role = "comment"
    elif role in ("comment", "comment-meta") and _is_form(own):
        role = "furniture"
    elif role == "comment" and _is_tool(own):
        role = "comment-meta"
    return own if role == own.role else replace(own, role=role)


def _is_tool(own: Labelled) -> bool:
    cues = own.reading.cues
    whole = any(cues[3 * c + 2] or cues[3 * c] >= 0.6 for c in (TOOL, HEADING, FORM, SHARE, LEGAL, AD, MORE))
    return len(own.reading.words) <= 12 and (whole or not own.reading.words)


def _is_form(own: Labelled) -> bool:
    return len(own.reading.words) <= 14 and own.reading.cues[3 * FORM] >= 0.4 and own.reading.cues[3 * TOOL] < 0.4


def _texts(labelled: Sequence[Labelled], heads: dict[int, Head], first: int, last: int) -> list[int]:
    owned = {j for head in heads.values() for j in head.lines}
    return [i for i in range(first, last + 1) if labelled[i].role == "comment" and i not in owned]


def _above(labelled: Sequence[Labelled], heads: dict[int, Head], first: int, last: int) -> bool:
    """Tell whether each head stands above its text: there is text below the last, none above the first or no "posted by"."""
    texts = _texts(labelled, heads, first, last)
    if not heads or not texts:
        return True
    below, over = max(heads) < texts[-1], texts[0] < min(heads)
    posted = sum(LEAD.match(labelled[i].line.text.strip(EDGES)) is not None for i in heads)
    return below and not (over and 2 * posted > len(heads))


def _given_back(labelled: Sequence[Labelled], end: int) -> list[Labelled]:
    """Return the lines above the comments' heading or first head: the article's last paragraphs body again, tags furniture."""
    found = list(labelled)
    for i in range(1, end):
        if found[i].role == "comment" and found[i - 1].role in ("body", "subheading") and len(found[i].reading.words) > 5:
            found[i] = replace(found[i], role="body")
        elif found[i].role == "comment" and len(found[i].reading.words) <= 5:
            found[i] = replace(found[i], role="furniture")
    return found


def _remarks(labelled: Sequence[Labelled], heads: dict[int, Head], first: int, last: int, *, above: bool) -> list[Remark]:
    texts = _texts(labelled, heads, first, last)
    if not heads:
        return _runs(labelled, texts)
    found = [
        Remark(list(h.lines), [], h.author, h.posted, indent=labelled[h.lines[0]].line.indent) for _, h in sorted(heads.items())
    ]
    places = [r.heads[-1] for r in found]
    for i in texts:
        if above:
            owner = max((n for n, p in enumerate(places) if p < i), default=None)
        else:
            owner = min((n for n, p in enumerate(places) if p > i), default=None)
        if owner is not None:
            found[owner].texts.append(i)
    return [r for r in found if r.texts or (r.author and r.posted)]


def _runs(labelled: Sequence[Labelled], texts: Sequence[int]) -> list[Remark]:
    """Return one remark for each run of comment lines; what speaks of commenting is no comment."""
    found: list[Remark] = []
    for i in texts:
        own = labelled[i].reading
        if len(own.words) < 4 or sum(own.cues[3 * c] for c in (FORM, HEADING, TOOL, LEGAL)) > ABOUT_COMMENTS:
            continue
        if found and found[-1].texts[-1] == i - 1:
            found[-1].texts.append(i)
        else:
            found.append(Remark(texts=[i]))
    return found


def _thread(labelled: Sequence[Labelled], remarks: Sequence[Remark]) -> None:
    """Set which comment each answers: the nearest one above that is indented less, or the last by the one it names."""
    levels = Counter(r.indent for r in remarks)
    for n, remark in enumerate(remarks):
        if len(levels) > 1 and remark.heads:
            remark.answers = next((m for m in range(n - 1, -1, -1) if remarks[m].indent < remark.indent), None)
        opening = labelled[remark.texts[0]].line.text if remark.texts else ""
        named = REPLY_TO.match(opening)
        if remark.answers is None and named:
            name = named[1].strip().casefold()
            remark.answers = next((m for m in range(n - 1, -1, -1) if (remarks[m].author or "").casefold() == name), None)
