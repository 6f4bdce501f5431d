"""Where a copied text comes from when its origin is not among the pages: an agency, a press release.

Two outlets that both credit one agency share its text; neither is the other's source, whichever came first. The same is
likely where three outlets print a passage and none credits another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from tellings.model import Article, Copy, Passage
from tellings.relate.copies_direction import agency_of, is_agency, is_credited

OUTLETS = 3
"""Outlets that share a passage which none of them surely owns: a text whose origin is not at hand."""
UNNAMED = "unnamed"


def with_origins(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """Return the copies with their common origin where there is one outside of the two pages.

    A direction that only the hours of publication speak for is no longer "known" then.
    """
    of = {a.document: a for a in reversed(articles)}
    between: dict[str, list[tuple[Passage, str]]] = {}
    for copy in copies:
        if _outlet(of[copy.origin.document]) != _outlet(of[copy.target.document]):
            between.setdefault(copy.origin.document, []).append((copy.origin, copy.target.document))
            between.setdefault(copy.target.document, []).append((copy.target, copy.origin.document))
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


def _printing(copy: Copy, of: Mapping[str, Article], between: Mapping[str, list[tuple[Passage, str]]]) -> list[str]:
    """Return the documents, one an outlet, that hold most of the passage; no more than decide."""
    found = {_outlet(of[d]): d for d in (copy.origin.document, copy.target.document)}
    for place in (copy.origin, copy.target):
        for shared, document in between.get(place.document, ()):
            common = min(shared.end, place.end) - max(shared.start, place.start)
            if 2 * common >= place.end - place.start:
                found.setdefault(_outlet(of[document]), document)
            if len(found) > OUTLETS:
                break
    return list(found.values())


def _lessened(copy: Copy, origin: str, why: str) -> Copy:
    direction = "likely" if copy.direction == "known" else copy.direction
    evidence = tuple(e for e in copy.evidence if not e.startswith("nothing tells"))
    return replace(copy, direction=direction, evidence=(*evidence, why), common_origin=origin)
