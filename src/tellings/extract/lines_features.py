"""What the line classifier sees of each line: shape, wording, place on the page, repetition, and its neighbours."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellings.extract.cues import CATEGORIES, cover, tokens
from tellings.extract.dates import find_ago, find_stamps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = re.compile(r"\S+")
DIGIT = re.compile(r"\d")
MARK = re.compile(r"[^\w ]|_")
LETTERS = {ord(c): None for c in string.ascii_letters + string.digits + " "}
ADDRESS_MARKS = ("http", "www.", "@", ".com", ".org", ".net", ".co.uk")
SHAPED = 60
"""Words of a line, and five times as many characters, that are looked at for its shape."""
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
CLOSED = re.compile(r"[.!?…][\"'”’»)\]]*$")
ADDRESS = re.compile(r"https?://|www\.|\w@\w|\w\.(?:com|org|net|co\.uk)\b", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
HOUR = re.compile(r"(?<!\d)\d{1,2}(?:[:.]\d\d|\s*[ap]\.?m)\b", re.IGNORECASE)
MONEY = re.compile(r"[$€£¥%]|\d\.\d")
DATELINE = re.compile(
    r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'/\-]{2,40}(?:,? [A-Z][\w.]+){0,3} ?(?:\([\w .,/\-]{2,25}\))? ?(?:--?|—|–|_|:|\?) ?\S"
    r"|^.{0,40}\([A-Z]{2,}\)"
)
SAID_BY = re.compile(r"^(?:by|por|par|von|di|от)[: ]+[A-ZÀ-ÞА-Я]", re.IGNORECASE)
BULLET = "•·*»›>-–—?|◦▪+~#"
HEADING = CATEGORIES.index("comment_heading")
LOCAL = (
    "words", "characters", "word_length", "capitals", "upper", "digits", "marks", "closed", "colon", "more_mark", "sentences",
    "commas", "quotes", "opens_quote", "opens_lower", "bullet", "opens_digit", "bars", "arrows", "address", "money",
    "bracket_end", "question", "exclaim", "year", "hour", "stamp", "ago", "dateline", "said_by", "one_word",
    "all_capital_words", "unknown_marks", "copyright", "initial_caps",
)  # fmt: skip
PLACED = (
    "repeated", "shape_repeated", "dated_shape", "place", "from_top", "from_end", "prose_before", "prose_after",
    "prose_total", "to_prose_before", "to_prose_after", "nearest_prose", "overlap_prose", "overlap_first", "lines",
    "heads_near", "heading_before", "to_heading", "heads_total", "to_head_before", "to_head_after", "best_heading",
    "given_title", "echoed", "first_prose", "last_prose",
)  # fmt: skip
CUES = tuple(f"{name}:{kind}" for name in CATEGORIES for kind in ("share", "start", "whole"))
NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
SHARED = ("words", "closed", "capitals", "sentences", "digits", "bars", "function:share", "stamp")
"""Local features that each line also sees of its neighbours."""
NAMES = (*LOCAL, *CUES, *PLACED, *(f"{name}@{n:+d}" for n in NEIGHBOURS for name in SHARED), "window5", "window15", "median5")
PROSE_WORDS = 18
"""Words; a line at least this long that ends as a sentence does counts as prose."""


@dataclass(slots=True)
class Reading:
    """One line as read for its features."""

    text: str
    words: list[str]
    local: list[float]
    cues: list[float]
    signature: str
    stamped: bool
    heading: bool
    prose: bool


def read_line(text: str) -> Reading:
    """Return what one line shows by itself."""
    pieces = WORD.findall(text)
    words = tokens(text if len(text) <= 600 else text[:400] + " " + text[-200:])
    stamp = len(text) < 250 and bool(find_stamps(text, order=True))
    ago = len(text) < 250 and find_ago(text) is not None
    cues, heading = _cue_features(words)
    local = _shape(text, pieces, stamp=stamp, ago=ago)
    prose = len(pieces) >= PROSE_WORDS and local[7] > 0
    return Reading(text, words, local, cues, _signature(pieces) if len(pieces) <= 25 else "", stamp or ago, heading, prose)


def _shape(text: str, pieces: Sequence[str], *, stamp: bool, ago: bool) -> list[float]:
    n, length = len(pieces), len(text)
    short = text[: 5 * SHAPED]
    letters, capital, upper = _capitals(pieces[:SHAPED])
    numbered = DIGIT.search(short) is not None
    digits = len(DIGIT.findall(short)) if numbered else 0
    marks = len(short.translate(LETTERS)) if short.isascii() else len(MARK.findall(short))
    per = max(1, letters)
    quotes = text.count('"') + text.count("“") + text.count("”") + text.count("«")
    return [
        math.log1p(n), math.log1p(length), length / max(1, n), capital / per, upper / per, digits / len(short),
        marks / len(short),
        float(CLOSED.search(text[-6:]) is not None), float(text[-1] == ":"), float(text[-1] in ">»…›|" or text.endswith("...")),
        math.log1p(len(SENTENCE_END.findall(text))), text.count(",") / max(1, n), math.log1p(quotes),
        float(text[0] in "\"“«'‘„"),
        float(text[0].islower()), float(text[0] in BULLET), float(text[0].isdigit()), math.log1p(text.count("|")),
        math.log1p(text.count(">") + text.count("»") + text.count("›")), float(_has_address(short)),
        float(MONEY.search(short) is not None), float(text[-1] in ")]"), float(text[-1] == "?"), float("!" in text),
        float(numbered and YEAR.search(short) is not None), float(numbered and HOUR.search(short) is not None),
        float(stamp), float(ago),
        float(DATELINE.match(short[:100]) is not None), float(SAID_BY.match(short) is not None), float(n == 1),
        float(capital == per and n > 1), math.log1p(text.count("?")), float("©" in short or "(c)" in short.lower()),
        float(n > 1 and capital / per > 0.6),
    ]  # fmt: skip


def _capitals(pieces: Sequence[str]) -> tuple[int, int, int]:
    """Return how many pieces are words, how many of them begin with a capital, and how many are all capitals."""
    letters = capital = upper = 0
    for piece in pieces:
        first = piece[0]
        if not first.isalpha():
            first = piece[1:2]
            if not first.isalpha():
                continue
        letters += 1
        if first.isupper():
            capital += 1
            upper += len(piece) > 1 and piece.isupper()
    return letters, capital, upper


def _has_address(short: str) -> bool:
    lower = short.lower()
    return any(mark in lower for mark in ADDRESS_MARKS) and ADDRESS.search(short) is not None


def _cue_features(words: Sequence[str]) -> tuple[list[float], bool]:
    found = cover(words)
    values = [0.0] * (3 * len(CATEGORIES))
    n = max(1, len(words))
    for category, first, end in found:
        values[3 * category] += (end - first) / n
        if first == 0:
            values[3 * category + 1] = 1.0
            if end == n:
                values[3 * category + 2] = 1.0
    heading = n <= 7 and values[3 * HEADING] >= 0.3
    for category, _, _ in found:
        values[3 * category] = min(1.0, values[3 * category])
    return values, heading


def _signature(pieces: Sequence[str]) -> str:
    """Return the shape of a short line, in which comment heads and list entries of one page agree."""
    shape: list[str] = []
    for piece in pieces:
        first = piece[0]
        kind = "0" if first.isdigit() else "A" if first.isupper() else "a" if first.isalpha() else first
        if piece[-1] in ":|,@)":
            kind += piece[-1]
        if not shape or shape[-1] != kind:
            shape.append(kind)
    return " ".join(shape)


def _gaps(marks: Sequence[bool]) -> tuple[list[float], list[float]]:
    """Return, for each line, the log distance to the nearest mark before it and after it (itself left out; 6 where none)."""
    n = len(marks)
    before, after = [6.0] * n, [6.0] * n
    last = -1
    for i in range(n):
        if last >= 0:
            before[i] = math.log1p(i - last)
        if marks[i]:
            last = i
    last = -1
    for i in range(n - 1, -1, -1):
        if last >= 0:
            after[i] = math.log1p(last - i)
        if marks[i]:
            last = i
    return before, after


def _counts(marks: Sequence[bool], half: int) -> list[float]:
    """Return, for each line, the log of the marks up to `half` lines away."""
    summed = [0]
    for mark in marks:
        summed.append(summed[-1] + mark)
    n = len(marks)
    return [math.log1p(summed[min(n, i + half + 1)] - summed[max(0, i - half)]) for i in range(n)]


def _best_heading(readings: Sequence[Reading], count: Counter[str], first: int) -> int:
    """Return the line, of those not far above the first prose, whose words come again most in the prose; -1: none."""
    best, place = 1.5, -1
    for i in range(max(0, first - 25), first):
        r = readings[i]
        if 3 <= len(r.words) <= 25 and not r.stamped:
            met = sum(1 for w in set(r.words) if len(w) > 3 and count[w])
            score = met * met / max(1, len({w for w in r.words if len(w) > 3}))
            if score > best:
                best, place = score, i
    return place


def _echo(page: str, reading: Reading) -> float:
    """Return the log of how often a heading-like line stands elsewhere on the page, inside other lines too."""
    if not 3 <= len(reading.words) <= 25:
        return 0.0
    return math.log(max(1, page.count(reading.text.lower())))


def _placed(readings: Sequence[Reading], title: str | None) -> list[list[float]]:
    n = len(readings)
    same = Counter(r.text for r in readings)
    shapes = Counter(r.signature for r in readings if r.signature)
    dated = Counter(r.signature for r in readings if r.signature and r.stamped)
    heads = [r.stamped and dated[r.signature] > 1 for r in readings]
    prose = [r.prose for r in readings]
    prose_before, prose_after = _gaps(prose)
    head_before, head_after = _gaps(heads)
    heading_before, _ = _gaps([r.heading for r in readings])
    count = Counter(w for r in readings if r.prose for w in set(r.words) if len(w) > 3)
    opening = next((set(r.words) for r in readings if r.prose), set())
    all_heads = math.log1p(sum(heads))
    total = sum(len(r.words) for r in readings if r.prose) or 1
    first = prose.index(True) if any(prose) else n
    last = n - 1 - prose[::-1].index(True) if any(prose) else -1
    known = " ".join(tokens(title)) if title else None
    best = _best_heading(readings, count, first)
    page = "\n".join(r.text for r in readings).lower()
    near = _counts(heads, 8)
    anywhere, again = frozenset(count), frozenset(w for w, c in count.items() if c > 1)
    kept: dict[str, frozenset[str]] = {}
    done, headings, found = 0, 0, []
    for i, r in enumerate(readings):
        content = kept.get(r.text)
        if content is None:
            content = kept[r.text] = frozenset(w for w in r.words if len(w) > 3)
        own = int(r.prose)
        met = len(content & (again if own else anywhere)) / max(1, len(content))
        begun = len(content & opening) / max(1, len(content))
        found.append([
            math.log(same[r.text]), math.log(max(1, shapes[r.signature])), math.log1p(dated[r.signature] if r.stamped else 0),
            i / n, math.log1p(i), math.log1p(n - i), done / total, (total - done - len(r.words) * own) / total, math.log(total),
            prose_before[i], prose_after[i], min(prose_before[i], prose_after[i]), met, begun, math.log(n),
            near[i], float(headings > 0), heading_before[i], all_heads, head_before[i], head_after[i], float(i == best),
            float(known is not None and known == " ".join(r.words)), _echo(page, r) if i < first + 3 else 0.0,
            math.log1p(first - i) if i < first else -math.log1p(i - first),
            math.log1p(last - i) if i < last else -math.log1p(i - last),
        ])  # fmt: skip
        done += len(r.words) * own
        headings += r.heading
    return found


def read_lines(texts: Sequence[str]) -> list[Reading]:
    """Return what each line of a page shows by itself; a line that comes again is read once."""
    known: dict[str, Reading] = {}
    return [known.get(text) or known.setdefault(text, read_line(text)) for text in texts]


def features(readings: Sequence[Reading], *, title: str | None = None) -> NDArray[np.float32]:
    """Return the features of a page's lines (lines x NAMES)."""
    import numpy as np

    own = np.array(
        [r.local + r.cues + p for r, p in zip(readings, _placed(readings, title), strict=True)], dtype=np.float32
    ).reshape(len(readings), len(LOCAL) + len(CUES) + len(PLACED))
    names = (*LOCAL, *CUES, *PLACED)
    columns = own[:, [names.index(name) for name in SHARED]]
    around = [_shifted(columns, n) for n in NEIGHBOURS]
    words = own[:, 0] * (own[:, LOCAL.index("closed")] + 0.3)
    windows = [_window(words, 5), _window(words, 15), _window(own[:, 0], 5)]
    found: NDArray[np.float32] = np.concatenate([own, *around, np.stack(windows, axis=1)], axis=1)
    return found


def _shifted(columns: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """Return the rows moved so that row i holds what stood n rows further on; -1 beyond the ends."""
    import numpy as np

    moved = np.full_like(columns, -1.0)
    if n > 0:
        moved[:-n] = columns[n:]
    else:
        moved[-n:] = columns[:n]
    return moved


def _window(values: NDArray[np.float32], half: int) -> NDArray[np.float32]:
    """Return the mean over the lines up to `half` away."""
    import numpy as np

    summed = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    mean: NDArray[np.float32] = ((summed[high] - summed[low]) / (high - low)).astype(np.float32)
    return mean
