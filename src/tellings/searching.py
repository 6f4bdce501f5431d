"""Search over a library: a query becomes hits with their passages.

Words rank by BM25. Where a query is plain words and the library has dense vectors, articles that mean the same are found
too, and the two orders are fused by reciprocal ranks (Cormack, Clarke and Büttcher 2009).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tellings.errors import QueryError
from tellings.highlights import Pattern, highlight, mark, patterns_of
from tellings.meaning import Meaning
from tellings.model import Analysis, Cite, FoundBy, Hit, Hits, SearchKind, Span
from tellings.model.queries import Both, Node, Query, Words, leaves, parse
from tellings.store import Found, Store, asked

RANK = 60
"""Added to a rank before it is inverted, so that the first few do not decide alone."""
FUSED = 100
"""Articles of either order that are fused."""
NEAR = 200
"""Articles nearest in meaning that are looked at."""
OF_STORIES = 400
"""Pages that are looked at for the stories that they are in."""
MOST = 200
LAYERS = ("blocks", "sentences")
MEANING = "some were found by what they mean, not by these words"


class _Ranked(NamedTuple):
    found: Found
    score: float
    by: FoundBy


def search(
    store: Store, meaning: Meaning, text: str, *, kind: SearchKind = "pages", limit: int = 20, after: str | None = None
) -> Hits:  # fmt: skip
    """Return what answers a query, the best first. Raises QueryError."""
    query = parse(text)
    begin, limit = _begin(after), max(1, min(limit, MOST))
    patterns = patterns_of(query.root)
    notes = _notes(store)
    if query.comments and kind != "pages":
        raise QueryError("comments are no part of " + kind, where="query", hint="search pages with in:comments")
    if kind == "stories":
        ranked = _pages(store, meaning, query, max(OF_STORIES, 4 * (begin + limit)))
        hits, more = _stories(store, ranked, patterns, begin, limit)
    else:
        index, wanted = "comments" if query.comments else kind, begin + limit + 1
        whole = _pages(store, meaning, query, wanted) if index == "pages" else _passages(store, query, index, wanted)
        ranked, more = whole[begin : begin + limit], len(whole) > begin + limit
        hits = _hits(store, ranked, kind, patterns)
    if any(hit.by == "meaning" for hit in hits):
        notes = (*notes, MEANING)
    return Hits(query=text, kind=kind, hits=tuple(hits), next=str(begin + limit) if more else None, notes=notes)


def _begin(after: str | None) -> int:
    if after is None:
        return 0
    if not after.isascii() or not after.isdigit() or len(after) > 9:
        raise QueryError("no such place in the hits", where=repr(after), hint="hand back what `next` said")
    return int(after)


def _notes(store: Store) -> tuple[str, ...]:
    if store.unindexed(1):
        return ("some pages are not searched yet; `tellings update` sees to it",)
    return ()


def _passages(store: Store, query: Query, index: str, limit: int) -> list[_Ranked]:
    return [_Ranked(f, f.score, "words") for f in store.find(asked(query.root, index), index, limit)]


def _pages(store: Store, meaning: Meaning, query: Query, limit: int) -> list[_Ranked]:
    words = plain_words(query.root)
    if not words:
        return _passages(store, query, "pages", limit)
    found = store.find(asked(query.root, "pages"), "pages", max(limit, FUSED))
    near = meaning.of_query(words, NEAR)
    if not near:
        return [_Ranked(f, f.score, "words") for f in found[:limit]]
    rest = _without_plain(query.root)
    seqs = [seq for seq, _ in near]
    meant = store.those(asked(rest, "pages") if rest is not None else None, seqs)[:FUSED]
    return _fused(found, meant)[:limit]


def _fused(found: Sequence[Found], meant: Sequence[Found]) -> list[_Ranked]:
    score: dict[int, float] = {}
    rows: dict[int, Found] = {}
    for order in (found, meant):
        for rank, row in enumerate(order):
            score[row.article] = score.get(row.article, 0.0) + 1.0 / (RANK + 1 + rank)
            rows.setdefault(row.article, row)
    said, near = {f.article for f in found}, {f.article for f in meant}

    def by(article: int) -> FoundBy:
        return "both" if article in said and article in near else "words" if article in said else "meaning"

    best = sorted(rows, key=lambda article: (-score[article], article))
    return [_Ranked(rows[a], round(score[a], 6), by(a)) for a in best]


def _parts(root: Node) -> tuple[Node, ...]:
    return root.of if isinstance(root, Both) else (root,)


def _is_plain(node: Node) -> bool:
    return isinstance(node, Words) and node.field is None and not node.phrase and not node.prefix


def plain_words(root: Node) -> str:
    """Return the words by which a query is looked for by meaning; none where it asks for exact words."""
    if any(isinstance(leaf, Words) and leaf.field is None and not _is_plain(leaf) for leaf, _ in leaves(root)):
        return ""
    return " ".join(p.text for p in _parts(root) if isinstance(p, Words) and _is_plain(p))


def _without_plain(root: Node) -> Node | None:
    rest = tuple(p for p in _parts(root) if not _is_plain(p))
    return Both(of=rest) if len(rest) > 1 else rest[0] if rest else None


def _hits(store: Store, ranked: Sequence[_Ranked], kind: SearchKind, patterns: Sequence[Pattern]) -> list[Hit]:
    analyses = {a.id: a for a in store.analyses(list(dict.fromkeys(r.found.document for r in ranked)), LAYERS)}
    return [_hit(r, analyses[r.found.document], kind, patterns) for r in ranked if r.found.document in analyses]


def _hit(ranked: _Ranked, analysis: Analysis, kind: SearchKind, patterns: Sequence[Pattern]) -> Hit:
    found = ranked.found
    if found.kind == "pages":
        name = found.document if not found.part else f"{found.document}#{found.part}"
        spans, marks = highlight(analysis, found.part, patterns)
    else:
        name = f"{found.document}/{found.kind}/{found.number}"
        spans = [Span(found.first or 0, found.last or 0)]
        marks = mark(analysis.text, spans[0], patterns)
    passages = tuple(Cite(document=found.document, start=s.start, end=s.end, text=s.of(analysis.text)) for s in spans)
    return Hit(
        kind=kind, id=name, document=found.document, part=found.part, story=found.story, title=found.title,
        source=found.source, published=found.published, passages=passages, score=round(ranked.score, 6), marks=tuple(marks),
        by=ranked.by, speaker=found.speaker, type=found.type,
    )  # fmt: skip


def _stories(
    store: Store, ranked: Sequence[_Ranked], patterns: Sequence[Pattern], begin: int, limit: int
) -> tuple[list[Hit], bool]:  # fmt: skip
    """Return the stories that pages are in: ranked by their best page, more pages a little before fewer."""
    of: dict[str, list[_Ranked]] = {}
    for one in ranked:
        if one.found.story is not None:
            of.setdefault(one.found.story, []).append(one)
    order = sorted(of, key=lambda s: -(of[s][0].score * (1.0 + 0.1 * min(5, len(of[s]) - 1))))
    shown = order[begin : begin + limit]
    titles = store.titles(shown)
    hits = []
    for story in shown:
        own = _hits(store, of[story][:3], "stories", patterns)
        if own:
            best, (title, first, _) = own[0], titles.get(story, (None, None, None))
            passages = (*best.passages, *(hit.passages[0] for hit in own[1:] if hit.passages))
            by: FoundBy = "meaning" if all(r.by == "meaning" for r in of[story]) else best.by
            hits.append(Hit(
                kind="stories", id=story, document=best.document, part=best.part, story=story, title=title or best.title,
                source=best.source, published=first or best.published, passages=passages, score=best.score,
                marks=best.marks, by=by, pages=len(of[story]),
            ))  # fmt: skip
    return hits, len(order) > begin + limit
