"""Which outlet a page is of, and what its name looks like inside titles and bylines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

PREFIXES = re.compile(r"^(?:www\d?|m|mobile|edition|amp|news|en)\.(?=.+\..+)")
SEPARATORS = re.compile(r"\s+[|\-–—·•»«:/]+\s+|\s*[|•»«]\s*|\s+::\s+")
LEAD = re.compile(r"^the\s+", re.IGNORECASE)
LETTERS = re.compile(r"[^\W_]+")


def host_of(url: str | None) -> str | None:
    """Return the host of a URL without "www." and its like."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return PREFIXES.sub("", host.lower()) if host and "." in host else None


def squeezed(name: str) -> str:
    """Return a name's letters and digits alone, in lower case, as a host name bears them."""
    return "".join(LETTERS.findall(name.lower()))


def is_outlet(name: str, outlets: Sequence[str]) -> bool:
    """Tell whether a name is one of the outlet's (in words or in the form of its host name)."""
    own = squeezed(LEAD.sub("", name))
    for outlet in outlets:
        bare = LEAD.sub("", outlet)
        other = squeezed(bare.rsplit(".", 1)[0] if " " not in bare and "." in bare else bare)
        if own and other and (own == other or (len(own) > 3 and (other.startswith(own) or own.startswith(other)))):
            return True
    return False


def without_outlet(title: str, outlets: Sequence[str]) -> str:
    """Return a page title without the outlet's name, which many pages set behind (or before) a bar or a dash."""
    pieces = [p for p in SEPARATORS.split(title) if p.strip()]
    if len(pieces) < 2:
        return title.strip()
    start, end = 0, len(pieces)
    while end - start > 1 and is_outlet(pieces[end - 1], outlets):
        end -= 1
    while end - start > 1 and is_outlet(pieces[start], outlets):
        start += 1
    if (start, end) == (0, len(pieces)):
        return title.strip()
    head = title.index(pieces[start])
    tail = title.rindex(pieces[end - 1]) + len(pieces[end - 1])
    return title[head:tail].strip() if tail > head else title.strip()
