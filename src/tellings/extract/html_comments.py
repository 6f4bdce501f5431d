"""Readers' comments of an HTML page as objects: whose, when, in answer to which, and where their text is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from tellings.extract.cues import CATEGORIES, cover, tokens
from tellings.extract.dates import before_fetch, find_ago, find_stamps
from tellings.extract.html_tree import CUE_BIT, Tree
from tellings.extract.metadata import moment_of
from tellings.lang import languages, table
from tellings.model import Comment

HEAD_WORDS = 22
"""A longer stretch is never taken for the head or the foot of a comment."""
LEVELS = 8
BEFORE = 4
SAYS = re.compile(r"^(.{2,40}?)\s+(?:says|said|wrote|writes|dijo|dice|a dit|schrieb|sagt)\b\s*:?", re.IGNORECASE)
CUT = "|"
EDGE = " |•·—–-:,.@#+()\t"
OPENER = re.compile(
    r"^(?:[+#-]?\d+[.):]?\s+)*(?:(?:re|posted|written|left|submitted|comment(?:ed)?|on|at|am|from)\b[\s:]*)*(?:(?:by|von|par|por)\b[\s:]+)?",
    re.IGNORECASE,
)
TAIL = re.compile(r"(?:\s*(?:[|•·—–,-]|\b(?:on|at|writes?|says?|said)\b))+\s*$", re.IGNORECASE)
AUTHOR, TIME = CUE_BIT["author"], CUE_BIT["time"]
HEADING = CATEGORIES.index("comment_heading")
ARTICLE = 50
"""Words of the article that must stand above the heading of its comments."""
SOON = 10
TOOLS = frozenset(CATEGORIES.index(name) for name in ("comment_tool", "posted", "byline", "share", "form"))


@dataclass(slots=True)
class Group:
    """The stretches of one comment: those that tell who and when, and those that are its text."""

    node: int
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)


def tells_who_or_when(tree: Tree, index: int) -> bool:
    """Tell whether a stretch is the head or the foot of a comment: who wrote it, or when."""
    stretch = tree.stretches[index]
    words = tokens(stretch.text[:200])
    if not words or len(words) > HEAD_WORDS:
        return False
    if stretch.moment or SAYS.fullmatch(stretch.text) or find_ago(stretch.text):
        return True
    cues = stretch.cues | tree.nodes[stretch.node].cues
    sentence = stretch.text[-1] in ".!?…" and len(words) > 5
    return not sentence and (bool(cues & (AUTHOR | TIME)) or bool(find_stamps(stretch.text, order=True)))


def is_head(tree: Tree, index: int) -> bool:
    """Tell whether a stretch inside the comments is a head or a button rather than what was written."""
    words = tokens(tree.stretches[index].text[:200])
    if not words or len(words) > HEAD_WORDS:
        return not words
    told = sum(end - start for category, start, end in cover(words) if category in TOOLS)
    return told >= len(words) * 0.6 or tells_who_or_when(tree, index)


def marked_start(tree: Tree, main: Sequence[float]) -> int | None:
    """Return where a heading such as "3 comments" opens the comments: below the article, with a dated head soon after it.

    `main` is, for each stretch, the probability that it is of the article.
    """
    before = 0.0
    for i, stretch in enumerate(tree.stretches):
        if before >= ARTICLE and len(stretch.text) < 60 and _is_heading(stretch.text):
            soon = range(i + 1, min(len(tree.stretches), i + 1 + SOON))
            if any(find_stamps(tree.stretches[j].text, order=True) and tells_who_or_when(tree, j) for j in soon):
                return i
        before += len(stretch.text.split()) * main[i]
    return None


def _is_heading(text: str) -> bool:
    words = tokens(text)
    told = sum(end - start for category, start, end in cover(words) if category == HEADING)
    return 0 < len(words) <= 6 and told >= len(words) * 0.5


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
    groups = _by_element(tree, chosen, heads, signature) if signature else _by_heads(tree, chosen, heads)
    return [g for g in groups if g.body]


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
    return sorted(groups.values(), key=lambda g: min([*g.head, *g.body]))


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


def author_in(text: str) -> str | None:
    """Return the name that the head of a comment bears, without day, hour, number and "says"."""
    line = text
    for stamp in reversed(find_stamps(line, order=True)):
        line = line[: stamp.start] + CUT + line[stamp.end :]
    ago = find_ago(line)
    if ago:
        line = line[: ago[0]] + CUT + line[ago[1] :]
    for piece in line.split(CUT):
        said = SAYS.match(piece)
        name = said.group(1) if said else piece
        name = TAIL.sub("", OPENER.sub("", name.strip(EDGE))).strip(EDGE)
        if _is_name(name):
            return name
    return None


def _is_name(name: str) -> bool:
    words = tokens(name)
    if not words or len(words) > 5 or len(name) > 40 or not any(c.isalpha() for c in name) or words[0] in ("http", "www"):
        return False
    told = sum(end - start for category, start, end in cover(words) if category in TOOLS)
    return told < len(words) and not all(w in weekdays() for w in words)


@cache
def weekdays() -> frozenset[str]:
    """Return the names of weekdays, long and short, in every language that has a table."""
    return frozenset(n for code in languages("dates") for names in table("dates", code)["weekdays"] for n in _forms(names))


def _forms(names: str | Sequence[str]) -> Sequence[str]:
    return (names,) if isinstance(names, str) else names


def _posted(tree: Tree, group: Group, fetched: str | None) -> str | None:
    for i in group.head:
        stretch = tree.stretches[i]
        if stretch.moment and (moment := moment_of([stretch.moment], confidence=0.9)):
            return moment.value
        if stamps := find_stamps(stretch.text, order=True):
            return stamps[0].value
        if ago := find_ago(stretch.text):
            return before_fetch(ago[2], fetched)
    return None
