"""The subtitle of an HTML page where the classifier takes it for the article's first paragraph."""

from __future__ import annotations

from tellings.extract.html_tree import CUE_BIT, Tree
from tellings.model.pages import Role

BEFORE = 5
"""Stretches from the title within which a subtitle stands."""
SIGNED = 3
"""Stretches after a subtitle within which the byline or the date line follows."""
LEAST_WORDS, MOST_WORDS = 4, 60


def name_subtitle(tree: Tree, labels: list[Role | None], title: int | None) -> None:
    """Name the subtitle in `labels`: a first paragraph marked as a summary, with the byline or date line below it."""
    first = next((i for i, label in enumerate(labels) if label == "body"), None)
    if first is None or title is None or "subtitle" in labels or not title < first <= title + BEFORE:
        return
    stretch = tree.stretches[first]
    cues = stretch.cues | tree.nodes[stretch.node].cues
    words = len(stretch.text.split())
    if not cues & CUE_BIT["summary"] or cues & CUE_BIT["caption"] or not LEAST_WORDS <= words <= MOST_WORDS:
        return
    following = labels[first + 1 : first + 1 + SIGNED]
    upto = following.index("body") if "body" in following else len(following)
    if any(label in ("byline", "date") for label in following[:upto]) and "body" in labels[first + 1 :]:
        labels[first] = "subtitle"
