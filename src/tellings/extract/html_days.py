"""When an HTML page was published: as declared, as its address tells, as printed; the day in the zone that the page prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from msgspec import structs

from tellings.extract.dates import Stamp, find_stamps, iso_day, month_first, stamped, url_published
from tellings.extract.html_tree import CUE_BIT, Tree
from tellings.extract.html_wording import STAMPED, wording
from tellings.extract.mastheads import EARLY, LATE
from tellings.extract.metadata_markup import Declared
from tellings.model import Published

MOMENT = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")
LONGEST = 200
"""Characters of a line that may print the day of publication."""
BESIDE = 6
"""Words beside the day on a line that is one of dates."""
WEST, EAST, STEP = timedelta(hours=-12), timedelta(hours=14), 900
"""The zones of the world, and the seconds that every one of them is a multiple of."""
PRINTED, CUED, GUESSED, CHANGED = 0.75, 0.85, 0.6, 0.5
"""Confidence in a printed day; in one marked as such; where day and month are told apart by the language; of a last change."""


class Printed(NamedTuple):
    """A day that a line near the title prints; `late`: as that of the last change."""

    stretch: int
    stamp: Stamp
    late: bool


def publication(
    tree: Tree, near: Sequence[int], starts: Sequence[int | None], declared: Declared, url: str | None
) -> Published | None:
    """Return when the page was published: declared, in a time element, in the address, printed near the title; else None.

    `starts` are the places of the stretches in the document's text. What the page calls its last change serves last, with
    the confidence that the two fall on one day.
    """
    order, sure = _order(tree, declared)
    printed = list(_printed(tree, near, order))
    elements = [(i, m) for i in near if (m := tree.stretches[i].moment)]
    early = [m for i, m in elements if not _is_late(tree.stretches[i].text)]
    found = moment_of(declared.published, confidence=0.95) or moment_of(early, confidence=0.9) or url_published(url)
    if found:
        return _in_printed_zone(tree, found, printed, starts, declared)
    for one in sorted(printed, key=lambda p: p.late):
        confidence = CHANGED if one.late else CUED if _cued(tree, one.stretch) else PRINTED
        return _placed(one, starts, confidence if sure else min(confidence, GUESSED))
    return moment_of([m for _, m in elements], confidence=CHANGED)


def moment_of(values: Sequence[str], *, confidence: float) -> Published | None:
    """Return the first of the declared moments that can be read, as ISO 8601."""
    for value in values:
        m = MOMENT.match(value)
        day = iso_day(int(m[1]), int(m[2]), int(m[3])) if m else None
        if m and day:
            hour, minute, second, zone = m.group(4, 5, 6, 7)
            timed = hour is not None and (hour, minute, second or "00") != ("00", "00", "00")
            clock = f"T{hour}:{minute}" + (f":{second}" if second else "") + (zone or "") if timed else ""
            precision: Literal["second", "minute", "day"] = "day" if not timed else "second" if second else "minute"
            return Published(value=day + clock, precision=precision, basis="markup", confidence=confidence)
        if stamps := find_stamps(value, order=True):
            return Published(value=stamps[0].value, precision="minute" if stamps[0].minute else "day", basis="markup",
                             confidence=confidence - 0.05)  # fmt: skip
    return None


def _order(tree: Tree, declared: Declared) -> tuple[bool | None, bool]:
    """Return how the page writes 03/04/2019 (True: month first), and whether its own dates or its region show it."""
    shown = month_first("\n".join(s.text for s in tree.stretches if len(s.text) <= LONGEST and "/" in s.text))
    if shown is not None:
        return shown, True
    language = (declared.language or "").lower().replace("_", "-")
    if language == "en-us":
        return True, True
    return (True, False) if language == "en" else (False, True) if language else (None, False)


def _printed(tree: Tree, near: Sequence[int], order: bool | None) -> Iterator[Printed]:
    for i in near:
        text = tree.stretches[i].text
        if len(text) <= LONGEST and wording(text).digits >= STAMPED:
            for stamp in find_stamps(text, order=order) or _glued(tree, i, order):
                yield Printed(i, stamp, _is_late(text[: stamp.start]))


def _glued(tree: Tree, index: int, order: bool | None) -> Iterator[Stamp]:
    """Yield the days of a line whose elements stand side by side without a blank ("Ann LeeOct 17, 20235 shares")."""
    text, at = tree.stretches[index].text, 0
    for piece in tree.element(tree.stretches[index].node).itertext():
        own = " ".join(str(piece).split())
        place = text.find(own, at) if own else -1
        if place >= 0:
            at = place + len(own)
            for stamp in find_stamps(own, order=order):
                yield Stamp(place + stamp.start, place + stamp.end, stamp.day, stamp.minute)


def _is_late(text: str) -> bool:
    """Tell whether the last word on what a day is the day of says that it is that of a change."""
    late, early = list(LATE.finditer(text)), list(EARLY.finditer(text))
    return bool(late) and (not early or early[-1].start() < late[-1].start())


def _cued(tree: Tree, index: int) -> bool:
    own = tree.stretches[index]
    node = tree.nodes[own.node]
    over = tree.nodes[node.parent].cues if node.parent >= 0 else 0
    return bool((own.cues | node.cues | over) & CUE_BIT["time"])


def _placed(one: Printed, starts: Sequence[int | None], confidence: float) -> Published:
    start, stamp = starts[one.stretch], one.stamp
    if start is not None:
        return stamped(stamp, offset=start, confidence=confidence)
    precision: Literal["minute", "day"] = "minute" if stamp.minute else "day"
    return Published(value=stamp.value, precision=precision, basis="text", confidence=min(confidence, PRINTED))


def _in_printed_zone(
    tree: Tree, found: Published, printed: Sequence[Printed], starts: Sequence[int | None], declared: Declared
) -> Published:
    """Return a declared moment with the day that the page itself prints for it, where that is another one in another zone."""
    moment = _moment(found)
    lines = [p for p in printed if not p.late and _dates_alone(tree, p)]
    if moment is None or any(p.stamp.day == found.day for p in lines):
        return found
    changed = moment_of(declared.updated, confidence=1)
    for one in lines:
        if one.stamp.minute:
            apart = datetime.fromisoformat(one.stamp.value) - moment.replace(second=0, microsecond=0, tzinfo=None)
            if WEST <= apart <= EAST and apart.total_seconds() % STEP == 0:
                hours, minutes = divmod(abs(int(apart.total_seconds())) // 60, 60)
                zone = f"{'-' if apart < timedelta() else '+'}{hours:02d}:{minutes:02d}"
                return structs.replace(found, value=f"{one.stamp.value}:{moment:%S}{zone}", precision="second")
        elif _can_be(one.stamp.day, moment) and (changed is None or changed.day == found.day):
            return _placed(one, starts, CUED)
    return found


def _moment(found: Published) -> datetime | None:
    """Return a moment of known zone as that of UTC, None where its zone is not known."""
    if found.precision == "day":
        return None
    try:
        moment = datetime.fromisoformat(found.value)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _can_be(day: str, moment: datetime) -> bool:
    return (moment + WEST).date().isoformat() <= day <= (moment + EAST).date().isoformat()


def _dates_alone(tree: Tree, one: Printed) -> bool:
    text = tree.stretches[one.stretch].text
    return len((text[: one.stamp.start] + " " + text[one.stamp.end :]).split()) <= BESIDE
