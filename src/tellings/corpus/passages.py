"""Copies within a frame: which passages repeat which, by fingerprints and sketches, as `find_copies` finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tellings.corpus.catalogue import Catalogue
from tellings.corpus.frames import Frame
from tellings.model import Accounts, Article, Copy
from tellings.relate.copies import copies_between, read_for_copies
from tellings.relate.copies_origin import with_origins
from tellings.relate.copies_prints import Candidates, Index
from tellings.relate.copies_words import words_of_each

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import coo_matrix

COLUMNS = {
    "document": "text", "part": "int", "start": "int", "end": "int", "quote": "text", "outlet": "text", "published_day": "day",
    "from_document": "text", "from_part": "int", "from_start": "int", "from_end": "int", "from_outlet": "text",
    "share": "float", "direction": "text", "evidence": "text", "quoted": "float", "common_origin": "text",
}  # fmt: skip
"""A row is a passage that one article shares with another; start and end are code points of the page's text."""
INDEXED = 4_096
"""Articles whose words are indexed together."""
AT_ONCE = 20_000
"""Articles whose texts are in memory together."""
Shared = tuple[int, int, Copy]
"""Numbers of two articles, and a passage that they share."""


def copies_in(
    catalogue: Catalogue, frame: Frame, near: NDArray[np.int64], *, at_once: int = AT_ONCE
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Yield the passages that the articles decided in a frame share with earlier ones; `near` as `near.joined` gives it."""
    import numpy as np

    found = _candidates(catalogue, frame)
    alike = near[np.searchsorted(near[:, 1], frame.start) : np.searchsorted(near[:, 1], frame.end)]
    pairs = {(i + frame.low, j + frame.low) for i, j in found.pairs if frame.start <= j + frame.low < frame.end}
    pairs |= {(int(i), int(j)) for i, j in alike}
    shared: list[Shared] = []
    for lot in _lots(_near_each_other(sorted(pairs)), at_once):
        shared += _shared(lot, catalogue.articles(sorted({number for pair in lot for number in pair})), found, frame)
    shared.sort(key=itemgetter(0, 1))
    for own in _together(shared, at_once):
        yield from _rows(own, catalogue.articles(sorted({number for i, j, _ in own for number in (i, j)})))


def _near_each_other(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs with those of one article near each other, so that few lots read it (Cuthill and McKee 1969)."""
    import numpy as np
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    if not pairs:
        return []
    at, graph = _graph(pairs)
    place = np.empty(graph.shape[0], dtype=np.int64)
    place[reverse_cuthill_mckee((graph + graph.T).tocsr(), symmetric_mode=True)] = np.arange(len(place))
    return [pairs[k] for k in np.argsort(place[at].min(axis=1), kind="stable").tolist()]


def _graph(pairs: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], coo_matrix]:
    """Return the pairs as rows of numbered nodes, shape (pairs, 2), and their graph."""
    import numpy as np
    from scipy.sparse import coo_matrix

    ends = np.array(pairs, dtype=np.int64)
    nodes, at = np.unique(ends, return_inverse=True)
    at = at.reshape(ends.shape)
    return at, coo_matrix((np.ones(len(at), dtype=np.int8), (at[:, 0], at[:, 1])), shape=(len(nodes), len(nodes)))


def _lots(pairs: Iterable[tuple[int, int]], most: int) -> Iterator[list[tuple[int, int]]]:
    """Yield the pairs in order, in lots of some `most` articles.

    Components would be no measure: what outlets repeat on their pages chains most of a frame together.
    """
    lot: list[tuple[int, int]] = []
    seen: set[int] = set()
    for pair in pairs:
        lot.append(pair)
        seen.update(pair)
        if len(seen) >= most:
            yield lot
            lot, seen = [], set()
    if lot:
        yield lot


def _candidates(catalogue: Catalogue, frame: Frame) -> Candidates:
    import numpy as np

    index = Index()
    for low in range(frame.low, frame.high, INDEXED):
        held = catalogue.held(["words", "places"], low, min(frame.high, low + INDEXED))
        lengths, counts = (np.array([len(own) // 4 for own in held[c]], dtype=np.int64) for c in ("words", "places"))
        ids, places = (np.frombuffer(b"".join(held[c]), dtype="<u4") for c in ("words", "places"))
        index.take(ids, lengths, places.astype(np.int64), counts)
    return index.candidates(catalogue.values("outlet", frame.low, frame.high))


def _shared(
    pairs: Sequence[tuple[int, int]], read: Mapping[int, Article], found: Candidates, frame: Frame
) -> Iterator[Shared]:  # fmt: skip
    """Yield the passages that the articles of each pair share, with the pair."""
    readings = {
        n: read_for_copies(read[n], found.house.get(n - frame.low, ()), words=words)
        for n, words in zip(read, words_of_each(read.values()), strict=True)
    }
    for i, j in pairs:
        if read[i].document != read[j].document:
            version = (i - frame.low, j - frame.low) in found.versions
            yield from ((i, j, copy) for copy in copies_between(readings[i], readings[j], version=version))


def _together(shared: Sequence[Shared], most: int) -> Iterator[list[Shared]]:
    """Yield the passages in lots of whole connected components, `most` articles a lot unless one component has more."""
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    if not shared:
        return
    at, graph = _graph([(i, j) for i, j, _ in shared])
    label = connected_components(graph, directed=False)[1]
    size = np.bincount(label)
    of = label[at[:, 0]]
    order = np.argsort(of, kind="stable")
    first = np.concatenate(([True], np.diff(of[order]) != 0))
    lot = np.cumsum(np.where(first, size[of[order]], 0)) // most
    for own in np.split(order, np.flatnonzero(np.diff(lot)) + 1):
        yield [shared[k] for k in sorted(own.tolist())]


def _rows(shared: Sequence[Shared], read: Mapping[int, Article]) -> Iterator[dict[str, Any]]:
    """Yield passages as rows, with their common origin where those of their component show one."""
    articles = [read[n] for n in sorted(read)]
    blocks = {a.document: tuple((b.start, b.end, b.part) for b in a.analysis.blocks) for a in articles}
    place, by_key = Accounts(part_at=blocks), {a.key: a for a in articles}
    any_part = {a.document: a for a in reversed(articles)}
    for copy in with_origins(articles, [copy for _, _, copy in shared]):
        origin, target = (by_key.get(place.article_at(p), any_part[p.document]) for p in (copy.origin, copy.target))
        yield _row(copy, origin, target)


def _row(copy: Copy, origin: Article, target: Article) -> dict[str, Any]:
    own, other = copy.target, copy.origin
    return {
        "document": own.document, "part": target.part, "start": own.start, "end": own.end,
        "quote": target.text[own.start : own.end], "outlet": target.outlet,
        "published_day": target.published.day if target.published else None, "from_document": other.document,
        "from_part": origin.part, "from_start": other.start, "from_end": other.end, "from_outlet": origin.outlet,
        "share": copy.share, "direction": copy.direction, "evidence": "; ".join(copy.evidence), "quoted": copy.quoted,
        "common_origin": copy.common_origin,
    }  # fmt: skip
