"""Search over a library: a query becomes hits with their passages."""

from __future__ import annotations

from tellings.model import Cite, Hit, Hits, SearchKind
from tellings.store import Store


def search(store: Store, text: str, *, kind: SearchKind = "pages", limit: int = 20, after: str | None = None) -> Hits:
    """Return what answers a query, the best first."""
    words = text.casefold().split()
    found = []
    for analysis in store.analyses(None, ("metadata",)):
        folded = analysis.text.casefold()
        if words and all(word in folded for word in words):
            at = folded.index(words[0])
            cite = Cite(document=analysis.id, start=at, end=at + len(words[0]), text=analysis.text[at : at + len(words[0])])
            found.append(Hit(kind=kind, id=analysis.id, document=analysis.id, title=analysis.metadata.title, passages=(cite,)))
    begin = int(after or 0)
    more = str(begin + limit) if len(found) > begin + limit else None
    return Hits(query=text, kind=kind, hits=tuple(found[begin : begin + limit]), next=more)
