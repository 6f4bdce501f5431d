"""What a page's blocks say of it beside title, authors and day: subtitle, captions, paywall, agency, last change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from tellings.extract.captions import captions_of
from tellings.extract.credits import agency_beside, agency_of_rights
from tellings.extract.dates import CLOCK_AFTER, find_stamps, stamped
from tellings.extract.mastheads import EARLY, LATE
from tellings.extract.paywalls import find_paywall
from tellings.model import Block, Metadata, Published, Span

HEAD = 3
"""Paragraphs of the article above which a line that dates the page's last change may stand."""
LONGEST_LINE = 220
MINUTE = 60
SURE = 0.5
"""Confidence from which an article is called paywalled."""


def supplemented(
    metadata: Metadata, text: str, blocks: Sequence[Block], *, left_out: Sequence[str] = (), free: bool | None = None
) -> Metadata:
    """Return the metadata with what the page's blocks, and the lines `left_out` of its text, add to it.

    `free` is what the markup says of the article's price.
    """
    own = sorted((b for b in blocks if b.part == 0), key=lambda b: b.start)
    body = [b.of(text) for b in own if b.role == "body"]
    notices = [*(b.of(text) for b in own if b.role in ("furniture", "related")), *left_out]
    bylines = [b.of(text) for b in own if b.role == "byline"]
    paywall = find_paywall(free, notices, body)
    subtitle = next((b.of(text) for b in own if b.role == "subtitle"), None)
    return structs.replace(
        metadata,
        subtitle=metadata.subtitle or subtitle,
        captions=captions_of(text, blocks),
        paywall=paywall,
        paywalled=paywall is not None and paywall.confidence >= SURE,
        agency=metadata.agency or agency_beside(bylines) or agency_of_rights(notices),
        updated=_later(metadata.updated or _changed(metadata.published, text, own), metadata.published),
    )


def _later(updated: Published | None, published: Published | None) -> Published | None:
    """Return the time of the last change where it tells more than the time of publication, and can be true beside it."""
    if updated is None or published is None or not published.day or not updated.day:
        return updated
    if updated.day < published.day or (updated.day == published.day and updated.precision == "day"):
        return None
    try:
        apart = datetime.fromisoformat(updated.value) - datetime.fromisoformat(published.value)
    except (ValueError, TypeError):  # one of the two has no hour or no zone
        return updated
    return updated if abs(apart.total_seconds()) >= MINUTE else None


def _changed(published: Published | None, text: str, blocks: Sequence[Block]) -> Published | None:
    """Return when a line at the page's head says that it was last changed, where that is not when it was published."""
    for block in _head(blocks):
        line = block.of(text)
        late = LATE.search(line)
        if late is None or len(line) > LONGEST_LINE:
            continue
        after = [s for s in find_stamps(line, order=True) if s.start >= late.end()]
        first = next(iter(after), None)
        if first and not EARLY.search(line, late.end(), first.start):
            changed = stamped(first, offset=block.start, confidence=0.8)
            return None if published and changed.value[:16] == published.value[:16] else changed
        return _clocked(line, late, published, block.start)
    return None


def _head(blocks: Sequence[Block]) -> list[Block]:
    bodies = [b.start for b in blocks if b.role == "body"][:HEAD]
    return [b for b in blocks if b.role in ("date", "byline", "furniture") and (not bodies or b.start < bodies[-1])]


def _clocked(line: str, late: re.Match[str], published: Published | None, offset: int) -> Published | None:
    """Return the hour that follows "Updated" on a line that also gives the day of publication."""
    stamp = next(iter(find_stamps(line[: late.start()], order=True)), None)
    clock = CLOCK_AFTER.match(line, late.end())
    if stamp is None or clock is None or published is None or published.day != stamp.day:
        return None
    hour, minute = int(clock[1]), clock[2]
    half = (clock[3] or clock[4] or "").lower()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 23 or minute is None or int(minute) > 59:
        return None
    value = f"{stamp.day}T{hour:02d}:{minute}"
    return Published(
        value=value, precision="minute", basis="text", span=Span(offset + late.start(), offset + clock.end()), confidence=0.75
    )
