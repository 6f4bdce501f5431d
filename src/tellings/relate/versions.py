"""Versions: pages of one address are one article, read more than once.

An address is the page's own or the one that it declares as canonical, without what does not name the page. Pages of one
address are versions only where their texts share enough: a section's front page, or an address that is used again every
day, holds another article each time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from tellings.lang import table
from tellings.model import READABLE_ROLES, Analysis, Metadata, Ordering, Reading, Versions
from tellings.relate.versions_diff import revise

RUN = 3
WORD = re.compile(r"\w+")
ALIKE = 0.1
"""Share of the shorter text's word runs that the other must hold: unrelated texts of one outlet share a few in a hundred."""
TITLED_ALIKE = 0.04
"""The same where the titles are alike, as with a report that was written anew."""
TITLES = 0.5


def find_versions(analyses: Sequence[Analysis], *, newest: Collection[str] | None = None) -> tuple[Versions, ...]:
    """Return the articles that were seen more than once, in the order of their first page.

    `newest` names the documents that may be the newest reading (default: all); readings after the last of them are left out.
    """
    found = []
    for own in _groups(analyses):
        readings = _ordered(own)
        allowed = [i for i, (a, _) in enumerate(readings) if newest is None or a.id in newest]
        readings = readings[: allowed[-1] + 1] if allowed else []
        if len(readings) > 1:
            found.append(_versions(readings))
    return tuple(found)


def superseded(versions: Sequence[Versions]) -> Mapping[str, str]:
    """Return, for each page of which a newer reading is at hand, the newest."""
    return {r.document: v.document for v in versions for r in v.readings if r.document != v.document}


def _versions(readings: Sequence[tuple[Analysis, Reading]]) -> Versions:
    newest = readings[-1][0]
    answers_to = sorted(addresses(newest.metadata))
    steps = [(a, b) for (a, _), (b, _) in pairwise(readings)]
    return Versions(
        document=newest.id,
        address=newest.metadata.url or answers_to[0],
        readings=tuple(r for _, r in readings),
        revisions=tuple(revise(older, newer) for older, newer in steps),
    )


@cache
def _dress() -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str], tuple[str, ...]]:
    words = table("versions", "any")
    exact = frozenset(w for w in words["trackers"] if not w.endswith("*"))
    begun = tuple(w[:-1] for w in words["trackers"] if w.endswith("*"))
    hosts = re.compile(rf"^(?:{'|'.join(map(re.escape, words['hosts']))})\.(?=[^.]+\.)")
    return exact, begun, hosts, tuple(words["endings"])


def address(url: str | None) -> str | None:
    """Return what of a URL names the page: host and path without scheme, "www." and the like, counters and fragment.

    None for a URL that cannot be read and for a host's front page, which is no article.
    """
    exact, begun, hosts, endings = _dress()
    try:
        parts = urlsplit((url or "").strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host:
        return None
    path = re.sub(r"/{2,}", "/", parts.path)
    for ending in endings:
        path = path[: -len(ending)] if path.lower().endswith(ending) else path
    path = path.rstrip("/")
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in exact and not key.lower().startswith(begun)
    ]
    if not path and not kept:
        return None
    return hosts.sub("", host.lower()) + path + (f"?{urlencode(sorted(kept))}" if kept else "")


def addresses(metadata: Metadata) -> set[str]:
    """Return the addresses that a page answers to; a canonical one on another site is that of the page it was copied from."""
    return {a for a in named_addresses(metadata) if a}


def named_addresses(metadata: Metadata) -> tuple[str | None, str | None]:
    """Return a page's own address and the one that it declares as canonical, where they are on one site."""
    own = address(metadata.url)
    canonical = address(metadata.canonical)
    if own and canonical and _site(own) != _site(canonical):
        canonical = None
    return own, canonical


def _site(name: str) -> str:
    return re.split(r"[/?]", name, maxsplit=1)[0]


def _groups(analyses: Sequence[Analysis]) -> Iterator[list[Analysis]]:
    """Yield the pages of each address whose texts are alike, where there are several, in the order of the first."""
    groups: list[list[Analysis]] = []
    at: dict[str, list[list[Analysis]]] = {}
    shapes: dict[str, frozenset[tuple[str, ...]]] = {}
    by_address: dict[str, int] = {}
    for analysis in analyses:
        for name in addresses(analysis.metadata):
            by_address[name] = by_address.get(name, 0) + 1
    for analysis in analyses:
        names = [n for n in sorted(addresses(analysis.metadata)) if by_address[n] > 1]
        if not names:
            continue
        shapes[analysis.id] = _shape(analysis)
        near = [g for n in names for g in at.get(n, ())]
        home = next((g for g in near if any(_same(analysis, other, shapes) for other in g)), None)
        if home is None:
            home = []
            groups.append(home)
        home.append(analysis)
        for name in names:
            if not any(g is home for g in at.setdefault(name, [])):
                at[name].append(home)
    yield from (g for g in groups if len(g) > 1)


def _shape(analysis: Analysis) -> frozenset[tuple[str, ...]]:
    text = " ".join(b.of(analysis.text) for b in analysis.blocks if b.role in READABLE_ROLES)
    words = WORD.findall(text.casefold())
    return frozenset(zip(*(words[i:] for i in range(RUN)), strict=False))


def _same(one: Analysis, other: Analysis, shapes: Mapping[str, frozenset[tuple[str, ...]]]) -> bool:
    """Tell whether two pages of one address are one article."""
    if one.metadata.outlet and other.metadata.outlet and not _one_outlet(one, other):
        return False
    a, b = shapes[one.id], shapes[other.id]
    if not a or not b:
        return one.text == other.text
    share = len(a & b) / min(len(a), len(b))
    return share >= (TITLED_ALIKE if _titles_alike(one.metadata.title, other.metadata.title) else ALIKE)


def _one_outlet(one: Analysis, other: Analysis) -> bool:
    """Tell whether two pages are of one outlet, or share a site, whatever name each gives itself."""
    if (one.metadata.outlet or "").casefold() == (other.metadata.outlet or "").casefold():
        return True
    return bool({_site(a) for a in addresses(one.metadata)} & {_site(a) for a in addresses(other.metadata)})


def _titles_alike(one: str | None, other: str | None) -> bool:
    a, b = (set(WORD.findall((t or "").casefold())) for t in (one, other))
    return bool(a and b) and len(a & b) / len(a | b) >= TITLES


def _ordered(pages: Sequence[Analysis]) -> list[tuple[Analysis, Reading]]:
    """Return the pages from the oldest to the newest: by fetch time where all have one, by what they say, or as they came."""
    for basis in ("fetched", "updated", "published"):
        moments = [_moment(a, basis) for a in pages]
        known = [m for m, _ in moments if m is not None]
        if len(known) == len(pages) and (basis == "fetched" or len(set(known)) > 1):
            order = sorted(range(len(pages)), key=lambda i: (known[i], i))
            return [(pages[i], _reading(pages[i], moments[i][1], basis)) for i in order]
    return [(a, _reading(a, None, "arrival")) for a in pages]


def _reading(analysis: Analysis, moment: str | None, basis: Ordering) -> Reading:
    return Reading(
        document=analysis.id, moment=moment, ordered_by=basis, title=analysis.metadata.title, path=analysis.document.source.path
    )


def _moment(analysis: Analysis, basis: str) -> tuple[datetime | None, str | None]:
    """Return when a page was so, as a time to sort by and as it is written; "updated" falls back on "published"."""
    metadata = analysis.metadata
    said = metadata.updated or metadata.published if basis == "updated" else metadata.published
    written = analysis.document.fetched if basis == "fetched" else said.value if said else None
    if not written:
        return None, None
    try:
        moment = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        return None, None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), written
