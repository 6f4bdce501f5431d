"""Which role each stretch of an HTML page has, given what the classifier says and what the markup declares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tellings.extract.cues import CATEGORIES, cover, tokens
from tellings.extract.html_comments import Group, group_comments, region
from tellings.extract.html_heads import ago_of, stamps_of, tells_who_or_when
from tellings.extract.html_model import COMMENT, MAIN, OTHER
from tellings.extract.html_tree import CUE_BIT, Stretch, Tree
from tellings.extract.html_wording import wording
from tellings.extract.metadata import Heading, is_byline
from tellings.extract.metadata_markup import Declared
from tellings.model.pages import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NEAR = 12
"""Stretches from the title within which its subtitle, byline and date line stand."""
KEPT = 0.15
"""What is left out is kept as furniture all the same where it may, this probably, be of the article or a comment."""
LONGEST_HEADING = 16
LONGEST_LEAD = 250
LONGEST_SUBTITLE, LINKED = 400, 20
"""Characters, and those of them inside links."""
FILLED = 0.6
"""Confidence of a short line that is a comment by its place alone."""
MORE = CATEGORIES.index("more")
CREDIT = CATEGORIES.index("credit")

FREE = (None, "furniture", "comment")

Labels = list[Role | None]


def assign(
    tree: Tree, said: NDArray[np.float32], heading: Heading, declared: Declared
) -> tuple[Labels, list[float], list[Group]]:
    """Return the role of each stretch (None: left out), its confidence, and the stretches of each comment."""
    labels: Labels = []
    sure: list[float] = []
    kinds: list[int] = said.argmax(axis=1).tolist()
    for index, (kind, row) in enumerate(zip(kinds, said.tolist(), strict=True)):
        label: Role | None = "body" if kind == MAIN else "comment" if kind == COMMENT else None
        if kind == MAIN:
            label = _main_role(tree, index)
        elif kind == OTHER and 1 - row[OTHER] >= KEPT and len(tree.stretches[index].text) > 40:
            label = "related" if _is_related(tree, index) else "furniture"
        labels.append(label)
        sure.append(round(row[kind], 3))
    _head_matter(tree, labels, sure, heading, declared)
    spoken = [i for i, label in enumerate(labels) if label == "comment"]
    groups = group_comments(tree, [i for i in region(tree, spoken) if labels[i] in FREE])
    grouped = {i for group in groups for i in group.body}
    heads = {i for group in groups for i in group.head}
    for i in grouped:
        if labels[i] in FREE and labels[i] != "comment":
            labels[i], sure[i] = "comment", FILLED
    for i, label in enumerate(labels):
        if (label == "comment" and i not in grouped) or (i in heads and tells_who_or_when(tree, i)):
            labels[i] = "comment-meta"
    _open_ends(tree, labels)
    return labels, sure, groups


def _main_role(tree: Tree, index: int) -> Role:
    stretch = tree.stretches[index]
    node = tree.nodes[stretch.node]
    over = tree.nodes[node.parent].tag if node.parent >= 0 else ""
    words = len(stretch.text.split())
    if _leads_away(stretch):
        return "related"
    if node.tag in ("figcaption", "caption") or over == "figcaption":
        return "caption"
    if words <= 12 and _credit(stretch.text):
        return "caption"
    if words <= LONGEST_HEADING and stretch.text[-1] not in ".,;…":
        if node.tag in HEADINGS or over in HEADINGS:
            return "subheading"
        if stretch.bold >= len(stretch.text) * 0.9 and stretch.text[-1] not in '!?"”:':
            return "subheading"
    return "body"


def _leads_away(stretch: Stretch) -> bool:
    """Tell whether a line inside the article only leads to another page ("Read more: …"), all of it but the phrase a link."""
    if not stretch.links or len(stretch.text) > LONGEST_LEAD:
        return False
    words = tokens(stretch.text)
    size = max((end for category, start, end in cover(words) if category == MORE and start == 0), default=0)
    return 0 < size < len(words) and stretch.link >= 0.8 * (len(stretch.text) - len(" ".join(words[:size])) - 2)


def _credit(text: str) -> bool:
    return wording(text).phrases[CREDIT] >= 0.6


def _is_related(tree: Tree, index: int) -> bool:
    stretch = tree.stretches[index]
    if stretch.link >= len(stretch.text) * 0.8:
        return True
    return any(category == MORE and start == 0 for category, start, _ in cover(tokens(stretch.text[:80])))


def _head_matter(tree: Tree, labels: Labels, sure: list[float], heading: Heading, declared: Declared) -> None:
    """Name the title, subtitle, bylines, date lines and captions, which the classifier does not tell apart."""
    title = heading.index
    if title is not None:
        labels[title], sure[title] = "title", 0.97
        same = tree.stretches[title].text
        for i, stretch in enumerate(tree.stretches[: title + NEAR]):
            if i != title and stretch.text == same:
                labels[i] = None
    first = next((i for i, label in enumerate(labels) if label == "body"), len(labels))
    descriptions = {" ".join(tokens(d)) for d in declared.descriptions}
    start = title if title is not None else max(0, first - NEAR)
    spoken = next((i for i, label in enumerate(labels) if label == "comment"), None)
    spoken = len(labels) if spoken is None else 1 + max((i for i in range(spoken) if labels[i] == "body"), default=spoken)
    for i in range(max(0, start - 4), min(spoken, start + NEAR)):
        answer = any(tree.nodes[n].cues & CUE_BIT["comment"] for n in tree.lineage(tree.stretches[i].node)[:3])
        if not (answer and i > first) and labels[i] in (None, "furniture", "related", "body", "subheading") and i != title:
            role = _head_role(tree, i, descriptions, before_body=i < first)
            if role:
                labels[i], sure[i] = role, 0.8
    for i, node in ((i, tree.nodes[s.node]) for i, s in enumerate(tree.stretches)):
        if labels[i] in (None, "furniture") and node.tag == "figcaption" and min(first, start) <= i <= _last(labels):
            labels[i], sure[i] = "caption", 0.85


def _last(labels: Labels) -> int:
    return max((i for i, label in enumerate(labels) if label == "body"), default=-1)


def _head_role(tree: Tree, index: int, descriptions: set[str], *, before_body: bool) -> Role | None:
    stretch = tree.stretches[index]
    node = tree.nodes[stretch.node]
    words = wording(stretch.text).words
    if node.hidden or not words:
        return None
    if len(words) <= 25 and is_byline(tree, index) and not stretch.text.endswith("."):
        return "byline"
    if len(words) <= 15 and (stamps_of(stretch.text) or ago_of(stretch.text) or stretch.moment):
        return "date"
    said_before = any(d and len(words) >= 6 and " ".join(words).startswith(d[:60]) for d in descriptions)
    leads = before_body and stretch.link < LINKED and len(words) >= 4 and len(stretch.text) <= LONGEST_SUBTITLE
    return "subtitle" if leads and (said_before or node.cues & CUE_BIT["summary"]) else None


def _open_ends(tree: Tree, labels: Labels) -> None:
    """A heading that nothing follows heads something that was left out; it is no part of the article."""
    following = False
    for i in range(len(labels) - 1, -1, -1):
        if labels[i] == "body":
            following = True
        elif labels[i] == "subheading" and not following:
            labels[i] = "furniture"
        elif labels[i] in ("comment", "title"):
            following = False


def covered(labels: Sequence[Role | None]) -> bool:
    """Tell whether anything readable is left."""
    return any(label in ("body", "comment", "title", "subheading", "caption") for label in labels)
