"""Datelines are no part of what a report tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate.event_datelines import cut_dateline
from tellings.annotate.event_tree import Tree
from tellings.annotate.parse import pipeline

LEADS = [
    ("TORVIK, Nov 7 (CNA) - Leaders of five river towns pledged on Friday to share the water.", "pledged", "Leaders"),
    ("ORM PRISON, West Bank — Norvia indicted a baker on Monday over the fire.", "indicted", "Norvia"),
    ("KESSEL (AP) — The Norvian navy said on Sunday that it had lost a boat.", "said", "navy"),
    ("(Ostpress) The mayor of Torvik fined the ferry company on Tuesday.", "fined", "mayor"),
]


def cut(text: str) -> Tree:
    """Return the tree of a paragraph without its dateline."""
    tree = Tree.of(pipeline("en")(text))
    for first, end in tree.paragraphs():
        cut_dateline(tree, first, end, text)
    return tree


@pytest.mark.parametrize(("text", "verb", "subject"), LEADS)
def test_the_verb_has_its_own_subject(text: str, verb: str, subject: str) -> None:
    tree = cut(text)
    at = tree.texts.index(verb)
    found = [tree.texts[k] for k in tree.children(at, "nsubj", "nsubjpass")]
    assert found[-1:] == [subject]
    begin = tree.texts.index(text.split()[0].strip("(),")) if text[0] != "(" else 0
    assert begin not in tree.under[at]


def test_a_paragraph_without_a_dateline_stays_as_it_is() -> None:
    text = "NATO said on Friday that it would send two ships to Torvik."
    tree, before = cut(text), Tree.of(pipeline("en")(text))
    assert (tree.heads, tree.deps, tree.sents) == (before.heads, before.deps, before.sents)


@given(
    st.lists(st.sampled_from(["TORVIK", "(AP)", "—", "-", "NORVIA", ",", "rose", "Ships", "4", "."]), min_size=1, max_size=9)
)
def test_any_words_leave_a_tree(words: list[str]) -> None:
    text = " ".join(words)
    tree = cut(text)
    for i, head in enumerate(tree.heads):
        seen = {i}
        while tree.heads[head] != head:
            assert head not in seen
            seen.add(head)
            head = tree.heads[head]
