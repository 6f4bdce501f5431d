"""The stories of a library, kept up to date: a page that comes in costs itself and its story, not the library.

Its nearest articles are found by the words that they say most of and by their dense vectors; those that may tell one story
with it, and whatever may with those, are grouped anew together, by the word frequencies of the whole library. Articles
beyond that cannot change their story through it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from tellings.meaning import Meaning
from tellings.model import Analysis, Article, ArticleKey, Copy, Group, articles_of, namings
from tellings.model.grouping import Known
from tellings.stage import fingerprint
from tellings.store import Store
from tellings.telling import Corpus, relate

LAYERS = ("metadata", "blocks", "parts", "entities", "times", "vectors")
"""What stories are grouped by; the other layers of a kept page are not read for it."""
READINGS = ("metadata", "blocks", "parts")
EDGE = 0.06
"""Chance from which articles are grouped together; a little below that which links them, since weights shift."""
NEIGHBOURS = 20
"""Articles, by words and vectors together, that one that came in is compared with."""
DENSE = 25
MOST = 400
"""Articles that are grouped at once; those beyond keep their stories."""
BATCH = 40
"""Pages that came in which are put into stories together."""
COPIED = 0.5
"""Share of a text that must be copied for the copy to tie it to its origin's story."""
ROUNDS = 3
"""Times that the circle of articles is widened where a story draws in one from outside of it."""


class Grown(NamedTuple):
    """What a grouping changed: the corpus around it, its stories to be told, and the ids of stories that are no more."""

    corpus: Corpus
    groups: tuple[Group, ...]
    gone: tuple[str, ...]


def full(store: Store, corpus: Corpus) -> None:
    """Keep the traces of a corpus that was grouped as a whole, in place of all that were kept."""
    from tellings.relate.stories_terms import words_held
    from tellings.relate.stories_traces import CROWD, rare_from, traces_of

    store.clear_traces()
    if corpus.placed is None:
        return
    articles = list(corpus.articles.values())
    store.count_words((words_held(a), a.analysis.metadata.language) for a in articles)
    store.note("rare_from", json.dumps(rare_from(corpus.placed.pairs.material.terms)))
    store.put_traces(traces_of(corpus.placed), _days(articles), CROWD)


class Growth:
    """Puts documents that wait into stories, a batch at a time."""

    def __init__(self, store: Store, meaning: Meaning) -> None:
        self.store, self.meaning = store, meaning

    def steps(self) -> Iterator[Grown]:
        """Yield what each batch of waiting documents changed; it waits no more once the next is asked for."""
        waiting = self.store.unplaced()
        for at in range(0, len(waiting), BATCH):
            batch = waiting[at : at + BATCH]
            yield self._grow(batch)
            self.store.settled(batch)

    def _grow(self, batch: Sequence[str]) -> Grown:
        fresh = self._current(batch)
        new = [a for analysis in fresh for a in articles_of(analysis)]
        self._count(new)
        near = self._candidates(new)
        wanted = {a.key for a in new} | self._linked(new, near) | self._around(batch)
        for _ in range(ROUNDS):
            old, closure = self._closure(wanted)
            corpus = self._related(closure | near, old, near - closure)
            groups = tuple(g for g in corpus.groups if any((m.id, m.part) in closure for m in g.members))
            drawn = {(m.id, m.part) for g in groups for m in g.members} - closure
            if not drawn:
                break
            wanted |= drawn
        self._keep(corpus, closure)
        self.store.put_names(namings(groups))
        return Grown(corpus, groups, tuple(sorted(old - {g.id for g in groups})))

    def _current(self, batch: Sequence[str]) -> list[Analysis]:
        """Return the documents' light analyses, but for those of which a newer reading is at hand; note which those are."""
        from tellings.relate.versions import find_versions, superseded

        alike = self.store.same_addresses(batch)
        older: Mapping[str, str] = {}
        if len(alike) > len(set(batch)) or len(batch) > 1:
            older = superseded(find_versions(list(self.store.analyses(self.store.in_order(alike), READINGS))))
            self.store.supersede({document: older.get(document) for document in alike})
        return [a for a in self.store.analyses(list(batch), LAYERS) if a.id not in older]

    def _around(self, batch: Sequence[str]) -> set[ArticleKey]:
        """Return the articles that corrections, copies and earlier readings tie to documents, whatever they say."""
        own = set(batch)
        found = {(copy.origin.document, 0) for copy in self.store.copies(batch) if copy.share >= COPIED}
        found |= {(copy.target.document, 0) for copy in self.store.copies(batch) if copy.share >= COPIED}
        found |= {(document, 0) for document in self.store.same_addresses(batch)}
        for correction in self.store.corrections():
            refs = (*correction.articles, *correction.joins, *correction.leaves)
            if own & {ref.document for ref in refs}:
                found |= {ref.key for ref in refs}
        return found | {(document, 0) for document in batch}

    def _count(self, new: Sequence[Article]) -> None:
        from tellings.relate.stories_terms import words_held

        known = self.store.standing({a.document for a in new})
        self.store.count_words((words_held(a), a.analysis.metadata.language) for a in new if a.key not in known)

    def _known(self, documents: Collection[str]) -> Known:
        noted = self.store.note("rare_from")
        languages = self.store.language_counts()

        def seen(words: Sequence[str]) -> list[int]:
            found = self.store.frequencies(set(words))
            return [found.get(word, 0) for word in words]

        return Known(
            documents=sum(languages.values()), seen=seen, languages=languages,
            rare_from=json.loads(noted) if noted else None, standing=self.store.standing(documents),
        )  # fmt: skip

    def _candidates(self, new: Sequence[Article]) -> set[ArticleKey]:
        """Return the grouped articles nearest to those that came in."""
        from tellings.relate.stories_blocking import FRESH, LEAST_WORDS, STALE
        from tellings.relate.stories_pairs import DENSE_WEIGHT, dense_of
        from tellings.relate.stories_terms import terms_of
        from tellings.relate.stories_traces import days_between, keys_of

        if not new:
            return set()
        own = {a.key for a in new}
        dense = dense_of(new)
        found: set[ArticleKey] = set()
        terms = terms_of(new, self._known(()))
        for number, (article, keys) in enumerate(zip(new, keys_of(terms, most=400), strict=True)):
            rated: dict[ArticleKey, float] = {}
            for one in self.store.near(dict(keys)):
                if one.likeness > LEAST_WORDS:
                    gap = days_between(article, one.day)
                    rated[one.document, one.part] = one.likeness * max(STALE, 1.0 - 0.01 * max(0.0, gap - FRESH))
            if dense is not None and dense[number].any():
                near = [(seq, cosine) for seq, cosine in self.meaning.nearest(dense[number], DENSE) if cosine > 0.3]
                places = self.store.arrivals([seq for seq, _ in near])
                for seq, cosine in near:
                    if seq in places:
                        rated[places[seq]] = rated.get(places[seq], 0.0) + DENSE_WEIGHT * cosine
            best = sorted((k for k in rated if k not in own), key=lambda k: (-rated[k], k))
            found |= set(best[:NEIGHBOURS])
        return found & set(self.store.standing({document for document, _ in found}))

    def _linked(self, new: Sequence[Article], near: Collection[ArticleKey]) -> set[ArticleKey]:
        """Return those of the nearest that may tell one story with one that came in."""
        from tellings.relate.stories import place

        if not near:
            return set()
        kept = self.store.analyses(sorted({document for document, _ in near}), LAYERS)
        articles = [*(a for one in kept for a in articles_of(one) if a.key in near), *new]
        placed = place(articles, (), None, self._known({a.document for a in articles}))
        if placed is None:
            return set()
        pairs, own = placed.pairs, {a.key for a in new}
        found: set[ArticleKey] = set()
        for k in (placed.chance >= EDGE).nonzero()[0].tolist():
            one, other = articles[int(pairs.i[k])].key, articles[int(pairs.j[k])].key
            if one in own or other in own:
                found |= {one, other}
        return found - own

    def _closure(self, keys: set[ArticleKey]) -> tuple[set[str], set[ArticleKey]]:
        """Return the stories that may change, and all articles that are grouped anew."""
        found, border, stories = set(keys), set(keys), set[str]()
        while border and len(found) < MOST:
            own, mates = self.store.mates(border)
            stories |= own
            border = (mates | self.store.linked(border, EDGE)) - found
            found |= border
        own, mates = self.store.mates(found)
        return stories | own, found | mates

    def _related(self, keys: Collection[ArticleKey], old: Collection[str], context: Collection[ArticleKey]) -> Corpus:
        """Return the corpus of the articles that are grouped anew, with those that stand around them."""
        store = self.store
        asked = {document for document, _ in keys}
        copies = list(store.copies(sorted(asked)))
        beyond = sorted({p.document for c in copies for p in (c.origin, c.target)} - asked)[:MOST]
        newer = store.newer_of([*asked, *beyond])
        documents = store.in_order([d for d in (*asked, *beyond) if d not in newer])
        own_names = {fingerprint("story", *key) for key in keys}
        stories = set(old) | store.mates({*context, *((d, 0) for d in beyond)})[0] | store.names_taken(own_names)
        guidance = store.guidance_of(stories, store.corrections()).renamed(newer)
        analyses = list(store.analyses(documents, LAYERS))
        return relate(analyses, guidance=guidance, copies=copies, known=self._known(documents))

    def _keep(self, corpus: Corpus, closure: Collection[ArticleKey]) -> None:
        from tellings.relate.stories_traces import CROWD, traces_of

        if corpus.placed is not None:
            traces = [t for t in traces_of(corpus.placed) if (t.document, t.part) in closure]
            self.store.put_traces(traces, _days(list(corpus.articles.values())), CROWD)


def _days(articles: Sequence[Article]) -> dict[ArticleKey, str | None]:
    return {a.key: a.published.day if a.published else None for a in articles}


def told_copies(store: Store, documents: Collection[str]) -> list[Copy]:
    """Return the copies that touch documents, with their common origins."""
    from tellings.relate.copies_origin import with_origins

    copies = list(store.copies(sorted(documents)))
    touched = {p.document for c in copies for p in (c.origin, c.target)}
    articles = [a for one in store.analyses(store.in_order(touched), ("metadata", "blocks", "parts")) for a in articles_of(one)]
    return list(with_origins(articles, copies))
