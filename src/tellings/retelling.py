"""The stories of a library brought up to date: pages that wait are put into stories, and the stories that change are told.

A batch of pages is placed and its stories told in one transaction: a run that is killed leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import structs

from tellings import __version__, reuse, telling
from tellings.growing import LAYERS, Growth, full, told_copies
from tellings.meaning import Meaning
from tellings.model import Analysis, Chained, Dating, Failure, Group, Member, Story, articles_of, namings
from tellings.relate.stories_terms import words_held
from tellings.relate.versions import find_versions, superseded
from tellings.stage import fingerprint
from tellings.store import Store
from tellings.telling import Corpus

FEW, SHARE = 60, 0.34
"""So many waiting pages, and more than this share of the library, are grouped with all others anew: it is quicker then."""
TOLD = 50
"""Stories that are told and kept at once when all are."""
CHAINED = 6
"""Other stories of its affair that a story lists."""
Redate = Callable[[list[Analysis], dict[str, tuple[Dating, ...]]], list[Analysis]]


class Retelling:
    """Brings stories up to date; `failures` are those that could not be told."""

    def __init__(self, store: Store, meaning: Meaning, redate: Redate) -> None:
        self.store, self.meaning, self._redate = store, meaning, redate
        self.failures: list[Failure] = []
        self._gone: frozenset[str] = frozenset()

    def run(self, *, anew: bool = False) -> list[str]:
        """Return the ids of stories that came, changed or went; with `anew` all pages are grouped again."""
        store = self.store
        made = f"{__version__}/{telling.VERSION}"
        self._note_corrections()
        waiting, known = len(store.unplaced()), store.placed_articles()
        if not anew and not waiting and store.note("stories_made") == made:
            return []
        reuse.search(store)
        if anew or not known or store.note("stories_made") != made or (waiting > FEW and waiting > SHARE * known):
            changed = self._all()
        else:
            changed = self._waiting()
        store.note("stories_made", made)
        return changed

    def _note_corrections(self) -> None:
        """Have the articles of corrections that were made or undone put into stories anew."""
        store = self.store
        standing = {str(c.number): c for c in store.corrections()}
        state = {n: fingerprint(c.number, c.undone, [r.key for r in c.articles]) for n, c in standing.items()}
        before = dict(part.split("=") for part in (store.note("corrections_placed") or "").split() if "=" in part)
        changed = [n for n in {*state, *before} if state.get(n) != before.get(n)]
        if changed:
            own = [standing[n] for n in changed if n in standing]
            store.misplace({r.document for c in own for r in (*c.articles, *c.joins, *c.leaves)})
            store.note("corrections_placed", " ".join(f"{n}={s}" for n, s in sorted(state.items())))

    def _waiting(self) -> list[str]:
        changed: list[str] = []
        steps = Growth(self.store, self.meaning).steps()
        while True:
            with self.store.transaction():
                grown = next(steps, None)
                if grown is None:
                    return changed
                changed += self._tell(grown.groups, grown.gone)

    def _all(self) -> list[str]:
        """Group all pages anew, and tell the stories that are not what they were."""
        store = self.store
        alike = store.shared_addresses()
        older = superseded(find_versions(list(store.analyses(store.in_order(alike))))) if alike else {}
        analyses = [a for a in store.analyses(None, LAYERS) if a.id not in older]
        corpus = telling.relate(analyses, guidance=store.guidance().renamed(older), copies=tuple(store.copies()))
        before = set(store.story_ids())
        gone = before - {g.id for g in corpus.groups}
        with store.transaction():
            store.supersede({document: older.get(document) for document in alike})
            full(store, corpus)
            store.put_names(namings(corpus.groups))
            store.put_some({}, sorted(gone))
        changed = [*gone]
        for at in range(0, len(corpus.groups), TOLD):
            changed += self._tell(corpus.groups[at : at + TOLD], ())
        store.settled()
        self._call_chains([g for g in corpus.groups if g.chain])
        return changed

    def _call_chains(self, groups: Sequence[Group]) -> None:
        """Call the stories of chains by title and days, once all are told."""
        for group in groups:
            kept = self.store.made(group.id)
            if kept is not None:
                titles = self.store.titles([c.story for c in kept[0].chain])
                chain = tuple(_called(c, titles.get(c.story)) for c in group.chain)
                if chain != kept[0].chain:
                    story = structs.replace(kept[0], chain=chain)
                    self.store.put_some({story.id: (story, kept[1] or "")}, ())

    def _tell(self, groups: Sequence[Group], gone: Sequence[str]) -> list[str]:
        """Tell the stories that are not what they were, and return their ids with those that are gone."""
        told: dict[str, tuple[Story, str]] = {}
        changed, self._gone = [], frozenset(gone)
        for group in groups:
            kept, failures = self.store.made(group.id), len(self.failures)
            if kept is not None and kept[1] == self._made(group, self._documents(group)):
                same = self._with_group(structs.replace(kept[0], documents=_listed(kept[0], group)), group)
                if same != kept[0]:
                    told[group.id] = (same, kept[1])
            else:
                story, made = self._told(group)
                told[group.id] = (story, made if len(self.failures) == failures else "")
                changed.append(group.id)
        beside = self._beside({name: story for name, (story, _) in told.items()}, gone)
        self.store.put_some({**beside, **told}, gone)
        return [*changed, *gone]

    def drop(self, documents: Sequence[str]) -> list[str]:
        """Take documents out and tell the stories that held them, or copies of them, without; return which were there."""
        store = self.store
        with store.transaction():
            touched = {story for document in documents for story in store.stories_of(document)}
            ends = {p.document for c in store.copies(list(documents)) for p in (c.origin, c.target)}
            touched |= {story for document in ends for story in store.stories_of(document)}
            self._uncount(documents)
            there = store.remove(documents)
            refs = {n.story: n.articles for n in store.guidance_of(touched, ()).namings if n.became is None}
            empty = sorted(story for story in touched if not refs.get(story))
            store.misplace({own[0].document for own in refs.values() if own})
            store.put_some(self._beside({}, empty), empty)
        return there

    def _uncount(self, documents: Sequence[str]) -> None:
        """Take the words of documents out of the frequencies."""
        known = self.store.standing(documents)
        kept = (a for one in self.store.analyses(list(documents), LAYERS) for a in articles_of(one) if a.key in known)
        self.store.count_words(((words_held(a), a.analysis.metadata.language) for a in kept), sign=-1)

    def _documents(self, group: Group) -> list[str]:
        """Return the documents of a story, older readings of its pages among them, in order of arrival."""
        own = {m.id for m in group.members}
        return self.store.in_order(self.store.same_addresses(own))

    def _made(self, group: Group, documents: Sequence[str]) -> str:
        members = [(m.id, m.part) for m in group.members]
        copies = [(c.origin, c.target, c.share) for c in self.store.copies(sorted({m.id for m in group.members}))]
        return fingerprint(__version__, telling.VERSION, members, self.store.states(documents), repr(copies))

    def _told(self, group: Group) -> tuple[Story, str]:
        """Return a story told in full, and what names what it was made from."""
        documents, own = self._documents(group), {m.id for m in group.members}
        analyses = list(self.store.analyses(documents))
        dated = self._dated(group, [a for a in analyses if a.id in own])
        rest = [a for a in analyses if a.id not in own]
        versions = find_versions([*rest, *dated], newest=own) if rest else ()
        corpus = Corpus({}, tuple(told_copies(self.store, own)), (structs.replace(group, chain=()),), versions)
        (story,), failures = telling.tell(corpus, dated)
        self.failures.extend(failures)
        return self._with_group(story, group), self._made(group, documents)

    def _dated(self, group: Group, analyses: list[Analysis]) -> list[Analysis]:
        """Return the analyses with the days that undated pages get from the others of their story."""
        articles = {a.key: a for one in analyses for a in articles_of(one)}
        found = telling.datings(Corpus(articles, (), (group,)))
        if not found:
            return analyses
        waited = set(self.store.unplaced())
        newer = self._redate(analyses, found)
        self.store.settled(set(found) - waited)
        return newer

    def _with_group(self, story: Story, group: Group) -> Story:
        """Return the story with its former names and its chain, the others called by title and days."""
        kept = self.store.made(group.id)
        linked = (*(kept[0].chain if kept else ()), *group.chain)
        chain = {c.story: c for c in linked if c.story != story.id and c.story not in self._gone}
        titles = self.store.titles(list(chain))
        given = {c.story for c in group.chain}
        named = [_called(c, titles.get(c.story)) for c in chain.values() if c.story in titles or c.story in given]
        best = sorted(named, key=lambda c: (-c.confidence, c.story))[:CHAINED]
        return structs.replace(story, former=group.former, chain=tuple(sorted(best, key=lambda c: (c.first or "", c.story))))

    def _beside(self, told: Mapping[str, Story], gone: Sequence[str]) -> dict[str, tuple[Story, str]]:
        """Return the stories that others were chained to, with their own end of the chain."""
        found: dict[str, tuple[Story, str]] = {}
        for name in gone:
            dead = self.store.made(name)
            for link in dead[0].chain if dead else ():
                kept = found.get(link.story) or (None if link.story in told else self.store.made(link.story))
                if kept is not None and link.story not in gone:
                    chain = tuple(c for c in kept[0].chain if c.story not in gone)
                    found[link.story] = (structs.replace(kept[0], chain=chain), kept[1] or "")
        turned = {"earlier": "later", "later": "earlier"}
        for story in told.values():
            for link in story.chain:
                kept = found.get(link.story) or (None if link.story in told else self.store.made(link.story))
                if kept is None or link.story in gone:
                    continue
                back = Chained(
                    story=story.id, confidence=link.confidence, title=story.title, first=story.first, last=story.last,
                    when=turned.get(link.when or "", link.when), why=link.why,  # type: ignore[arg-type]
                )  # fmt: skip
                rest = [c for c in kept[0].chain if c.story != story.id and c.story not in gone]
                best = sorted([*rest, back], key=lambda c: (-c.confidence, c.story))[:CHAINED]
                chain = tuple(sorted(best, key=lambda c: (c.first or "", c.story)))
                found[link.story] = (structs.replace(kept[0], chain=chain), kept[1] or "")
        return found


def _listed(story: Story, group: Group) -> tuple[Member, ...]:
    """Return the members as the group has them, with the older readings that the story lists."""
    older = [m for m in story.documents if m.version_of is not None]
    return tuple(m for own in group.members for m in (own, *(o for o in older if o.version_of == own.id and not own.part)))


def _called(link: Chained, title: tuple[str | None, str | None, str | None] | None) -> Chained:
    return structs.replace(link, title=title[0], first=title[1], last=title[2]) if title else link
