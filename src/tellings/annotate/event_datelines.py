"""Datelines in the parse: "VIENTIANE, Nov 7 (CNA) - Leaders pledged" has no Vientiane that pledges."""

from __future__ import annotations

from tellings.annotate.event_clauses import CONTENT, NOMINAL
from tellings.annotate.event_tree import Tree
from tellings.lang.datelines import behind_dateline
from tellings.model import Span

SUBJECT, PASSIVE = "nsubj", "nsubjpass"


def cut_dateline(tree: Tree, first: int, end: int, text: str) -> bool:
    """Take the dateline that a paragraph opens with out of its clauses, in place; tell whether there was one.

    The paragraph are the tree's tokens from `first` to `end`. What hung on the dateline hangs on the verb behind it, a noun
    before that verb as its subject where it has none.
    """
    if not (end - first > 1 and (tree.texts[first].isupper() or tree.texts[first] == "(")):
        return False
    whole = Span(tree.starts[first], tree.ends[end - 1])
    begin = behind_dateline(text, whole).start
    cut = next((i for i in range(first, end) if tree.starts[i] >= begin), first)
    if cut == first:
        return False
    last = next((e for s, e in tree.sents if s <= cut < e), end)
    _rehang(tree, first, cut, last)
    for i in range(first, cut):
        tree.heads[i], tree.deps[i], tree.pos[i], tree.tags[i], tree.ents[i] = i, "punct", "X", "", ""
    tree.sents = [(max(s, cut), e) if first <= s < cut else (s, e) for s, e in tree.sents if not (first <= s and e <= cut)]
    tree.grow(first, end)
    return True


def _rehang(tree: Tree, first: int, cut: int, last: int) -> None:
    """Hang what hangs on a dateline on the verb behind it, which is the sentence's root if that was in the dateline."""
    heads, deps = tree.heads, tree.deps
    loose = [i for i in range(cut, last) if first <= heads[i] < cut]
    root = next((i for i in range(cut, last) if heads[i] == i), None)
    above = next((heads[i] for i in range(first, cut) if cut <= heads[i] < last), root)
    verb = above if above is not None else next((i for i in loose if tree.pos[i] in CONTENT), loose[0] if loose else None)
    if verb is None:
        return
    if root is None:
        heads[verb], deps[verb] = verb, "ROOT"
    has_subject = any(heads[i] == verb and deps[i] in (SUBJECT, PASSIVE) for i in range(cut, last))
    passive = any(heads[i] == verb and deps[i] == "auxpass" for i in range(cut, last))
    for i in loose:
        if i == verb:
            continue
        heads[i] = verb
        chief = not has_subject and i < verb and tree.pos[i] in NOMINAL
        deps[i] = (PASSIVE if passive else SUBJECT) if chief else deps[i] if deps[i] in ("punct", "advcl", "conj") else "dep"
        has_subject = has_subject or chief
