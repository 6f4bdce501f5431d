"""Clauses that may tell an event: chains of predicates with one subject, and event nouns with their arguments.

A chain is what one subject is said to do in one breath: "has agreed to lend", "announced that it would withdraw",
"made a call", "is ready to help". Dependency labels are those of spaCy's English models (ClearNLP scheme).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import compress

import msgspec

from tellings.annotate.event_signs import Signs
from tellings.annotate.event_tables import EventWords
from tellings.annotate.event_tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
CONTENT = frozenset({"VERB", "AUX"})


HEADS = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
NO_PREDICATE = frozenset({"aux", "auxpass", "amod", "compound", "case", "prep"})
"""Relations in which a verb is no predicate of its own."""
PASSIVE = frozenset({"nsubjpass", "auxpass", "agent", "csubjpass"})
SHARING = frozenset({"VB", "VBN", "VBG"})
"""Tags of the forms that need an auxiliary, so that a joined one without any shares that of the first."""
SHARED = SUBJECTS | {"aux", "auxpass"}
"""Relations of what a verb has of its own where it shares no auxiliary."""
NAMING = frozenset({"GPE", "NORP", "ORG"})
AUXILIARY = frozenset({"aux", "auxpass"})
BEHIND_BE = frozenset({"acomp", "attr", "prep"})
"""Relations of what makes "is" a predicate."""
COMPLEMENTS = frozenset({"dobj", "attr", "acomp", "oprd", "xcomp", "ccomp"})
"""Relations of what may go on with what a predicate's subject does."""
INHERITS = frozenset({"conj", "xcomp", "advcl", "ccomp", "acomp", "pcomp", "prep", "dep"})


def leader(tree: Tree, i: int) -> int:
    """Return the verb whose auxiliaries a verb shares: the first of those joined in one form ("has sold A and closed B")."""
    while tree.deps[i] == "conj" and tree.tags[i] in SHARING and SHARED.isdisjoint(tree.known[i]):
        head = tree.heads[i]
        if tree.tags[head] != tree.tags[i]:
            break
        i = head
    return i


class Unit(msgspec.Struct, frozen=True, gc=False):
    """What one subject does in one breath: the predicates from the outermost to the innermost, and who does it.

    `subjects` are the heads of the noun phrases that do it (or, in the passive, undergo it); `inherited` tells that they
    stand outside the clause; `other` is the predicate of a complement that has a subject of its own.
    """

    tree: Tree
    top: int
    chain: tuple[int, ...]
    subjects: tuple[int, ...]
    passive: bool
    nominal: bool = False
    inherited: bool = False
    other: int | None = None
    speaker: int | None = None
    links: tuple[str, ...] = ()

    @property
    def core(self) -> int:
        """Return the innermost predicate."""
        return self.chain[-1]


class Clauses:
    """Finds the units of a parsed document."""

    def __init__(self, tree: Tree, words: EventWords) -> None:
        self.tree, self.words = tree, words
        self.absorbed: set[int] = set()
        self.verbs: list[int] = []
        self.nouns: list[int] = []
        pos, known, lemmas = tree.pos, tree.known, tree.lemmas
        telling = words.event_nouns
        for i in compress(range(len(pos)), map(HEADS.__contains__, pos)):
            own = pos[i]
            if own == "NOUN":
                if lemmas[i] in telling and self._event_noun(i):
                    self.nouns.append(i)
            elif own == "VERB" or (own == "ADJ" and "auxpass" in known[i]):
                if own == "ADJ":
                    pos[i], tree.tags[i] = "VERB", "VBN"
                if lemmas[i] not in words.known:
                    lemmas[i] = words.lemma(lemmas[i], tree.lows[i])
                if tree.deps[i] not in NO_PREDICATE:
                    self.verbs.append(i)
            elif own == "AUX" and tree.deps[i] not in AUXILIARY and not BEHIND_BE.isdisjoint(known[i]):
                self.verbs.append(i)
        tree.signs = Signs(tree, words)

    def units(self) -> Iterator[Unit]:
        """Yield the units, outer clauses first."""
        tree, verbs, nouns, absorbed = self.tree, self.verbs, self.nouns, self.absorbed
        for start, end in tree.sents:
            for i in self._by_depth(verbs[bisect_left(verbs, start) : bisect_left(verbs, end)]):
                if i not in absorbed:
                    yield self._unit(i)
            for i in self._by_depth(nouns[bisect_left(nouns, start) : bisect_left(nouns, end)]) if nouns else ():
                if i not in absorbed:
                    yield Unit(tree, i, (i,), (), passive=False, nominal=True, links=("noun",))

    def _by_depth(self, found: list[int]) -> list[int]:
        return sorted(found, key=self._depth) if len(found) > 1 else found

    def _depth(self, i: int) -> int:
        heads, depth = self.tree.heads, 0
        while heads[i] != i:
            i, depth = heads[i], depth + 1
        return depth

    def _event_noun(self, i: int) -> bool:
        """Tell whether a noun of the tables has what it is an event of."""
        tree, own = self.tree, self.tree.known[i]
        if not own or tree.deps[i] == "compound":
            return False
        return (
            "poss" in own or "prep" in own or any(tree.ents[k] in NAMING for k in tree.children(i, "amod", "compound", "nmod"))
        )

    def _unit(self, i: int) -> Unit:
        tree, chain, links = self.tree, [i], ["v"]
        other = self._extend(i, chain, links, 0)
        subjects, inherited = self.subjects(i)
        self.absorbed.update(chain)
        speaker = tree.heads[i] if tree.deps[i] == "ccomp" and tree.pos[tree.heads[i]] in CONTENT else None
        return Unit(tree, i, tuple(chain), subjects, self.passive(i), False, inherited, other, speaker, tuple(links))

    def passive(self, i: int) -> bool:
        """Tell whether a verb is in the passive (or a bare past participle after a noun)."""
        tree = self.tree
        return not PASSIVE.isdisjoint(tree.known[i]) or (tree.deps[i] == "acl" and tree.tags[i] == "VBN")

    def _extend(self, i: int, chain: list[int], links: list[str], level: int) -> int | None:
        """Add to the chain what the predicate's subject does in its complements; return a complement with another subject."""
        tree, words, other = self.tree, self.words, None
        if level > 4 or COMPLEMENTS.isdisjoint(tree.known[i]):
            return None
        objects, deps = tree.child(i, "dobj"), tree.deps
        for k in tree.kids[i]:
            dep, link = deps[k], ""
            if dep not in COMPLEMENTS:
                continue
            if dep == "dobj" and tree.lemmas[i] in words.light:
                k = self._given(k)
            if dep == "acomp" or (dep == "oprd" and tree.pos[k] in ("ADJ", "VERB")):
                link = "a"
            elif dep == "xcomp" and tree.pos[k] in ("VERB", "AUX", "ADJ") and not tree.children(k, "nsubj", "nsubjpass"):
                link = (
                    "x"
                    if not objects or tree.lemmas[i] in words.subject_control or tree.lemmas[i] not in words.object_control
                    else ""
                )
                other = k if not link else other
            elif dep in ("ccomp", "xcomp") and tree.pos[k] in CONTENT:
                link = "c" if self._same_subject(k) else ""
                other = k if not link else other
            elif dep in ("dobj", "attr") and tree.pos[k] == "NOUN":
                link = "n" if dep == "attr" or self._tells(i, k) else ""
                if not link:
                    self._infinitives(k, chain, links, level)
            if link:
                chain.append(k)
                links.append(link)
                if link == "n":
                    self._infinitives(k, chain, links, level)
                else:
                    other = self._extend(k, chain, links, level + 1) or other
        return other

    def _tells(self, verb: int, noun: int) -> bool:
        """Tell whether a verb's object tells what was done ("made a call"), rather than whom it was done to."""
        lemma = self.tree.lemmas[noun]
        if lemma in self.words.sectors:
            return False
        return lemma in self.words.nouns or self.tree.lemmas[verb] in self.words.light

    def _given(self, noun: int) -> int:
        """Return what a light verb gives, where the parser hung it on the receiver: "gave the clerk, Maas, a sentence"."""
        tree, words = self.tree, self.words
        if tree.lemmas[noun] in words.nouns:
            return noun
        near = [k for head in (noun, *tree.children(noun, "appos", "conj")) for k in tree.child(head, "appos")]
        return next((k for k in near if tree.lemmas[k] in words.nouns or tree.lemmas[k] in words.happening_nouns), noun)

    def _infinitives(self, noun: int, chain: list[int], links: list[str], level: int) -> None:
        for k in self.tree.child(noun, "acl"):
            if self.tree.tags[k] == "VB":
                chain.append(k)
                links.append("i")
                self._extend(k, chain, links, level + 1)

    def _same_subject(self, i: int) -> bool:
        tree = self.tree
        own = tree.children(i, *SUBJECTS)
        if not own:
            return not tree.child(i, "expl")
        return all(tree.pos[k] == "PRON" and tree.tags[k] == "PRP" and tree.lemmas[k] in self.words.third for k in own)

    def subjects(self, i: int, level: int = 0) -> tuple[tuple[int, ...], bool]:
        """Return the heads of a predicate's subject, coordinated ones apart, and whether they stand outside its clause."""
        tree = self.tree
        by = tree.known[i]
        own = tree.children(i, "nsubj", "nsubjpass") if by else ()
        for host in by.get("auxpass", ()):
            if tree.known[host]:
                own = own + tree.children(host, "nsubj", "nsubjpass")
        if own and not (tree.deps[i] in ("relcl", "acl") and tree.tags[own[0]] in ("WDT", "WP")):
            return tuple(own), False
        if level > 6 or tree.heads[i] == i:
            return (), False
        head, dep = tree.heads[i], tree.deps[i]
        if dep in ("relcl", "acl") and tree.pos[head] in NOMINAL:
            if tree.tags[i] == "VB" and dep == "acl":
                return self.subjects(tree.heads[head], level + 1)[0], True
            return (head,), True
        if dep in INHERITS or tree.pos[head] in CONTENT:
            if dep == "xcomp" and tree.lemmas[head] in self.words.object_control and tree.child(head, "dobj"):
                return tuple(tree.child(head, "dobj")), True
            return self.subjects(head, level + 1)[0], True
        return (), False
