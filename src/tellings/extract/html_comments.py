"""Readers' comments of an HTML page as objects: whose, when, in answer to which, and where their text is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tellings.extract.dates import before_fetch
from tellings.extract.html_days import moment_of
from tellings.extract.html_heads import AUTHOR, ago_of, author_in, is_head, signed, stamps_of, tells_who_or_when
from tellings.extract.html_tree import Tree
from tellings.model import Comment

LEVELS, PLACE = 8, 3
"""Elements around a stretch: those that may hold one comment, those that tell its place in it."""
BEFORE = 4


@dataclass(slots=True)
class Group:
    """The stretches of one comment: those that tell who and when, and those that are its text."""

    node: int
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)


def region(tree: Tree, chosen: Sequence[int]) -> list[int]:
    """Return the stretches of comments together with the heads between and just around them that were left out."""
    if not chosen:
        return []
    own = set(chosen)
    first, last = max(0, chosen[0] - BEFORE), min(len(tree.stretches), chosen[-1] + BEFORE)
    return [
        i
        for i in range(first, last)
        if i in own or (not tree.nodes[tree.stretches[i].node].hidden and tells_who_or_when(tree, i))
    ]


def group_comments(tree: Tree, chosen: Sequence[int]) -> list[Group]:
    """Gather the stretches of the comments' region, in page order, into one group a comment."""
    heads = {i: is_head(tree, i) for i in chosen}
    signature = _item(tree, chosen, heads)
    if signature is None:
        return [g for g in _by_heads(tree, chosen, heads) if g.body]
    return [g for g in _by_element(tree, _filled(tree, chosen, heads, signature), heads, signature) if g.body]


def _filled(tree: Tree, chosen: Sequence[int], heads: dict[int, bool], signature: str) -> list[int]:
    """Return the stretches with the short ones that were passed over, in the like place of the same kind of element.

    A place counts where more of what stands there was seen to be comment than passed over: buttons repeat as comments do.
    """
    own, places = set(chosen), {_place(tree, i) for i in chosen if not heads[i]}
    passed: dict[tuple[str, ...], list[int]] = {}
    for node in tree.nodes:
        inside = range(node.first, node.last)
        if node.signature != signature or node.hidden or node.first > chosen[-1] or node.last <= chosen[0]:
            continue
        if any(heads.get(i) for i in inside):
            for i in inside:
                if i not in own and _place(tree, i) in places and not is_head(tree, i):
                    passed.setdefault(_place(tree, i), []).append(i)
    seen = Counter(_place(tree, i) for i in chosen if not heads[i])
    for place, found in passed.items():
        if seen[place] > len(set(found)):
            own.update(found)
            heads.update((i, False) for i in found)
    return sorted(own)


def _place(tree: Tree, index: int) -> tuple[str, ...]:
    kinds: list[str] = []
    node = tree.stretches[index].node
    while node >= 0 and len(kinds) < PLACE:
        kinds.append(tree.nodes[node].signature)
        node = tree.nodes[node].parent
    return tuple(kinds)


def _item(tree: Tree, chosen: Sequence[int], heads: dict[int, bool]) -> str | None:
    """Return the kind of element that holds one comment each: repeated, with text, and with a head more often than not."""
    text: dict[str, set[int]] = {}
    headed: dict[str, set[int]] = {}
    for i in chosen:
        for node in tree.lineage(tree.stretches[i].node)[:LEVELS]:
            kind = tree.nodes[node].signature
            (headed if heads[i] else text).setdefault(kind, set()).add(node)
    best, most = None, 1.0
    for kind, nodes in text.items():
        both = nodes & headed.get(kind, set())
        score = len(both) * len(both) / len(nodes)
        if score > most:
            best, most = kind, score
    return best


def _by_element(tree: Tree, chosen: Sequence[int], heads: dict[int, bool], signature: str) -> list[Group]:
    groups: dict[int, Group] = {}
    for i in chosen:
        line = tree.lineage(tree.stretches[i].node)
        node = next((n for n in line if tree.nodes[n].signature == signature), -1)
        group = groups.setdefault(node, Group(node))
        (group.head if heads[i] else group.body).append(i)
    parted = [part for group in groups.values() for part in _parted(tree, group, heads)]
    return sorted(parted, key=lambda g: min([*g.head, *g.body]))


def _parted(tree: Tree, group: Group, heads: dict[int, bool]) -> list[Group]:
    """Cut an element of several comments, such as one with the answers in it, where a further whole head follows a text."""
    own = sorted([*group.head, *group.body])
    names: list[str | None] = []
    found = [Group(group.node)]
    for i in own:
        name = author_in(tree.stretches[i].text) if heads[i] and signed(tree, i) else None
        if name and found[-1].body and found[-1].head and name not in names:
            found.append(Group(_outermost_after(tree, i, own[0])))
        names.append(name)
        (found[-1].head if heads[i] else found[-1].body).append(i)
    return found


def _outermost_after(tree: Tree, index: int, first: int) -> int:
    """Return the widest element around a stretch that does not reach back to `first`."""
    inside = [n for n in tree.lineage(tree.stretches[index].node) if tree.nodes[n].first > first]
    return inside[-1] if inside else tree.stretches[index].node


def _by_heads(tree: Tree, chosen: Sequence[int], heads: dict[int, bool]) -> list[Group]:
    """Without an element a comment: cut at the heads, which stand before or after what they belong to."""
    leads = next((heads[i] for i in chosen), True)
    groups: list[Group] = []
    ended = True
    for i in chosen:
        if leads and heads[i] and (not groups or groups[-1].body):
            ended = True
        if ended:
            groups.append(Group(tree.stretches[i].node))
            ended = False
        (groups[-1].head if heads[i] else groups[-1].body).append(i)
        if not leads and heads[i]:
            ended = True
    return groups


def comments_of(tree: Tree, groups: Sequence[Group], starts: Sequence[int | None], fetched: str | None) -> tuple[Comment, ...]:
    """Return the comments; `starts` are the places of the stretches in the document's text."""
    found: list[Comment] = []
    index_of: dict[int, int] = {}
    for group in groups:
        runs = _spans(tree, group, starts)
        if not runs:
            continue
        over = [n for n in tree.lineage(group.node)[1:] if n in index_of] if group.node >= 0 else []
        author, posted = _author(tree, group), _posted(tree, group, fetched)
        index_of.setdefault(group.node, len(found))
        found.append(Comment(runs[0], runs[1], author=author, posted=posted, reply_to=index_of[over[0]] if over else None))
    return tuple(found)


def _spans(tree: Tree, group: Group, starts: Sequence[int | None]) -> tuple[int, int] | None:
    """Return the comment's own text: from its first stretch to the last that follows without another comment between."""
    own = [i for i in group.body if starts[i] is not None]
    if not own:
        return None
    last = own[0]
    for i in own[1:]:
        if i - last > 4:
            break
        last = i
    start, end = starts[own[0]], starts[last]
    return (start, end + len(tree.stretches[last].text)) if start is not None and end is not None else None


def _author(tree: Tree, group: Group) -> str | None:
    for i in sorted(group.head, key=lambda i: not (tree.stretches[i].cues | tree.nodes[tree.stretches[i].node].cues) & AUTHOR):
        name = author_in(tree.stretches[i].text)
        if name:
            return name
    return None


def _posted(tree: Tree, group: Group, fetched: str | None) -> str | None:
    for i in group.head:
        stretch = tree.stretches[i]
        if stretch.moment and (moment := moment_of([stretch.moment], confidence=0.9)):
            return moment.value
        if stamps := stamps_of(stretch.text):
            return stamps[0].value
        if ago := ago_of(stretch.text):
            return before_fetch(ago[2], fetched)
    return None
