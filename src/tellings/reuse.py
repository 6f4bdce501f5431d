"""The copies of a library, kept up to date: each page that came in is compared with what was there before it.

What is done is written with the page it was done for; a run that is killed goes on with the pages that are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tellings.model import Analysis, Article, Copy, articles_of
from tellings.model.copying import Arrival
from tellings.relate.copies import find_copies
from tellings.relate.copies_index import VERSION_OF_KEYS, Fresh, Matches, copies_among, copies_of, fresh, match
from tellings.stage import fingerprint
from tellings.store import Store

MANY = 5_000
"""From so many unsearched pages on the whole library is gone through at once, which is quicker."""
BATCH = 5_000
"""Pages written at a time when the whole library is gone through."""
LAYERS = ("metadata", "blocks", "parts")
"""What copies are found by; the other layers of a kept page are not read."""


def recipe() -> str:
    """Return what names the way in which copies are found."""
    return fingerprint("copies", VERSION_OF_KEYS)


def search(store: Store) -> int:
    """Look for the copies of every page that has not been gone through; return how many pages those were."""
    waiting = store.unsearched(recipe())
    if len(waiting) >= MANY:
        _search_all(store)
    else:
        for document in waiting:
            store.put_arrivals([_arrived(store, a) for a in store.analyses([document], LAYERS)])
    return len(waiting)


def _search_all(store: Store) -> None:
    analyses = list(store.analyses(None, LAYERS))
    articles = [a for analysis in analyses for a in articles_of(analysis)]
    order = {analysis.id: n for n, analysis in enumerate(analyses)}
    with_later: dict[str, list[Copy]] = {}
    for copy in find_copies(articles):
        later = max(copy.origin.document, copy.target.document, key=lambda d: order[d])
        with_later.setdefault(later, []).append(copy)
    for at in range(0, len(analyses), BATCH):
        part = analyses[at : at + BATCH]
        store.put_arrivals([_written(analysis, with_later.get(analysis.id, ())) for analysis in part])


def _written(analysis: Analysis, copies: Iterable[Copy]) -> Arrival:
    sketches = tuple(fresh(article).sketch for article in articles_of(analysis))
    return Arrival(document=analysis.id, sketches=sketches, copies=tuple(copies))


def _arrived(store: Store, analysis: Analysis) -> Arrival:
    copies: list[Copy] = []
    renewed: list[tuple[str, str]] = []
    own = [fresh(article) for article in articles_of(analysis)]
    for new in own:
        found = match(new, store.postings(new.sketch.keys))
        copies += copies_of(new, _articles(store, found.candidates), found)
        pairs, again = _revealed(store, new, found)
        renewed += pairs
        copies += again
    return Arrival(document=analysis.id, sketches=tuple(n.sketch for n in own), copies=tuple(copies), renewed=tuple(renewed))


def _revealed(store: Store, new: Fresh, found: Matches) -> tuple[list[tuple[str, str]], list[Copy]]:
    """Return pairs of kept articles that share what has just turned out to be boilerplate, and what is left of their copies."""
    articles = _articles(store, sorted(found.revealed - {new.article.key}))
    names = [a.document for a in articles]
    pairs = [(one, other) for n, one in enumerate(names) for other in names[n + 1 :] if one != other]
    return pairs, copies_among(articles, found)


def _articles(store: Store, keys: Sequence[tuple[str, int]]) -> list[Article]:
    analyses = {a.id: a for a in store.analyses(sorted({document for document, _ in keys}), LAYERS)}
    return [Article(analyses[document], part) for document, part in keys if document in analyses]
