"""The many ways in which feeds write a moment become ISO 8601, or nothing where it is not clear which moment is meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LIKE_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T\s]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$",
    re.IGNORECASE,
)
PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?$")
ZONES = {"CET": "+0100", "CEST": "+0200", "BST": "+0100", "WET": "+0000", "WEST": "+0100", "EET": "+0200", "EEST": "+0300",
         "MSK": "+0300", "IST": None, "JST": "+0900", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200",
         "NZDT": "+1300"}  # fmt: skip
"""Names of zones that mail does not know; those that name several zones stay unknown."""
ZONE = re.compile(r"\s([A-Z]{3,4})$")
OLDEST = 1990


def moment(text: str | None) -> str | None:
    """Return a day or moment as ISO 8601, None where the text is none; a moment without a zone stays without one."""
    words = " ".join((text or "").split())
    if not words or len(words) > 80:
        return None
    found = _iso(words) or _mail(words)
    return found if found and OLDEST <= int(found[:4]) <= 9990 else None


def seconds(value: str | None) -> float | None:
    """Return an ISO 8601 day or moment as seconds since 1970; without a zone it is read as UTC."""
    if not value or len(value) < 10:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _iso(words: str) -> str | None:
    if PARTIAL.match(words):
        return words
    found = LIKE_ISO.match(words)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        if hour is None:
            return datetime(int(year), int(month), int(day)).date().isoformat()
        base = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        return datetime.fromisoformat(base.isoformat() + _offset(zone)).isoformat()
    except ValueError:
        return None


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"


def _mail(words: str) -> str | None:
    named = ZONE.search(words)
    offset = ZONES.get(named.group(1)) if named else None
    if named and offset:
        words = words[: named.start()] + " " + offset
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
