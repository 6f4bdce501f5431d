"""Where a copied text comes from when its origin is not among the pages: an agency, a press release.

Two outlets that both credit one agency share its text; neither is the other's source, whichever came first. The same is
likely where three outlets print a passage and none credits another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from tellings.model import UNNAMED, Article, Copy, Direction, Passage
from tellings.relate.copies_direction import agency_of, is_agency, is_credited

OUTLETS = 3
"""Outlets that share a passage which none of them surely owns: a text whose origin is not at hand."""
MOST = 64
"""Copies of one page that are looked at for a common origin: of a text with more prints the first ones tell."""


def with_origins(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """Return the copies with their common origin where there is one outside of the two pages.

    A direction that only the hours of publication speak for is no longer "known" then.
    """
    of = {a.document: a for a in reversed(articles)}
    between: dict[str, list[tuple[Passage, str]]] = {}
    for copy in copies:
        if _outlet(of[copy.origin.document]) != _outlet(of[copy.target.document]):
            for own, document in ((copy.origin, copy.target.document), (copy.target, copy.origin.document)):
                held = between.setdefault(own.document, [])
                if len(held) < MOST:
                    held.append((own, document))
    return tuple(_with_origin(copy, of, between) for copy in copies)


def _outlet(article: Article) -> str:
    return (article.outlet or article.document).casefold()


def _with_origin(copy: Copy, of: Mapping[str, Article], between: Mapping[str, list[tuple[Passage, str]]]) -> Copy:
    one, other = of[copy.origin.document], of[copy.target.document]
    if _outlet(one) == _outlet(other):
        return copy
    agency = _both_credit(one, other)
    if agency:
        why = f"both credit {agency}: they rather share its text than copy one another"
        return _lessened(copy, agency, why)
    source = _source(copy, of, between)
    if source:
        name = of[source].outlet or source
        return _lessened(copy, name, f"both repeat {name}, which one of them credits")
    documents = _printing(copy, of, between)
    if len(documents) >= OUTLETS and not any(is_credited(of[a], of[b]) for a in documents for b in documents if a != b):
        why = f"{len(documents)} outlets print it and none credits another: an agency's text, or a press release"
        return _lessened(copy, UNNAMED, why)
    return copy


def _both_credit(one: Article, other: Article) -> str | None:
    if is_agency(one) or is_agency(other):
        return None
    agency = agency_of(one)
    return agency if agency and agency == agency_of(other) else None


def _source(copy: Copy, of: Mapping[str, Article], between: Mapping[str, list[tuple[Passage, str]]]) -> str | None:
    """Return a third document that holds most of the passage in both places and that one of the two credits."""
    one, other = copy.origin, copy.target
    if is_credited(of[one.document], of[other.document]) or is_credited(of[other.document], of[one.document]):
        return None
    thirds = set(_holding(one, between)) & set(_holding(other, between)) - {one.document, other.document}
    credited = (d for d in sorted(thirds) if any(is_credited(of[d], of[p.document]) for p in (one, other)))
    return next(credited, None)


def _holding(place: Passage, between: Mapping[str, list[tuple[Passage, str]]]) -> Iterator[str]:
    for shared, document in between.get(place.document, ()):
        if 2 * (min(shared.end, place.end) - max(shared.start, place.start)) >= place.end - place.start:
            yield document


def _printing(copy: Copy, of: Mapping[str, Article], between: Mapping[str, list[tuple[Passage, str]]]) -> list[str]:
    """Return the documents, one an outlet, that hold most of the passage; no more than decide."""
    found = {_outlet(of[d]): d for d in (copy.origin.document, copy.target.document)}
    for place in (copy.origin, copy.target):
        for document in _holding(place, between):
            found.setdefault(_outlet(of[document]), document)
            if len(found) > OUTLETS:
                break
    return list(found.values())


def _lessened(copy: Copy, origin: str, why: str) -> Copy:
    """Return the copy with its common origin; what is longer tells nothing of the direction then, what came earlier little."""
    direction: Direction = "likely" if copy.direction == "known" else "unknown"
    evidence = tuple(e for e in copy.evidence if not e.startswith(("nothing tells", "the whole text")))
    return replace(copy, direction=direction, evidence=(*evidence, why), common_origin=origin)
