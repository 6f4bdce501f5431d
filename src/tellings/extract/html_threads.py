"""Readers' comments that a heading opens and signed lines part, whatever their markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tellings.extract.cues import CATEGORIES, tokens
from tellings.extract.html_heads import cue_phrases, is_head, signed, stamps_of, tells_who_or_when
from tellings.extract.html_model import COMMENT, MAIN, OTHER
from tellings.extract.html_tree import DIGITS, Stretch, Tree
from tellings.extract.html_wording import wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ARTICLE = 50
"""Words of the article that must stand above the heading of its comments."""
SOON = 10
"""Stretches from the heading, or from a signed line, within which the next signed line stands."""
LONGEST_HEADING, LONGEST_PHRASE = 60, 8
"""Characters and words of the heading of comments."""
SENTENCES = 80
"""Characters of a paragraph that is taken for prose by its shape alone."""
LEAST_WORDS = 6
"""A shorter stretch does not show whether the classifier has seen comments."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LINKED = 0.5
LEGAL = CATEGORIES.index("legal")


@dataclass(frozen=True, slots=True)
class Thread:
    """Where comments begin (their heading), the signed lines, and the stretches that readers wrote."""

    start: int
    heads: tuple[int, ...]
    texts: tuple[int, ...]


def settle_threads(tree: Tree, said: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities with what stands below the heading of the comments taken from the article.

    Below a heading that signed lines follow, what stands between them is comment however the classifier sees it.
    """
    openings = headings(tree, said[:, MAIN].tolist())
    start, thread = marked_start(tree, openings), find_thread(tree, openings)
    if thread and not _agrees(tree, thread, said):
        thread = None
    if start is None and thread is None:
        return said
    said = said.copy()
    if start is not None:
        said[start:, COMMENT] += said[start:, MAIN]
        said[start:, MAIN] = 0
    if thread:
        for i in thread.texts:
            said[i] = (0.05, 0.0, 0.95)
        inside = slice(thread.start, max(*thread.texts, *thread.heads) + 1)
        said[inside, OTHER] += said[inside, MAIN]
        said[inside, MAIN] = 0
    return said


def unsigned(tree: Tree, said: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities with comments made the article where the page has no other and nobody signs any of them."""
    kinds = said.argmax(1).tolist()
    spoken = [i for i, kind in enumerate(kinds) if kind == COMMENT]
    if not spoken or any(kind == MAIN and sentences(tree.stretches[i]) for i, kind in enumerate(kinds)):
        return said
    told = sum(sentences(tree.stretches[i]) for i in spoken)
    if told < ARTICLE or any(tells_who_or_when(tree, i) for i in range(spoken[0], spoken[-1] + 1)):
        return said
    said = said.copy()
    said[:, MAIN] += said[:, COMMENT]
    said[:, COMMENT] = 0
    return said


def _agrees(tree: Tree, thread: Thread, said: NDArray[np.float32]) -> bool:
    """Tell whether the classifier has found no comments, or only such as the thread holds, and most of what it holds."""
    size = {i: len(tree.stretches[i].text.split()) for i in range(len(said))}
    seen = {i for i in range(len(said)) if said[i, COMMENT] > max(said[i, MAIN], said[i, OTHER]) and size[i] >= LEAST_WORDS}
    own = set(thread.texts)
    return not seen or (seen <= own and 2 * sum(size[i] for i in seen) >= sum(size[i] for i in own))


def marked_start(tree: Tree, openings: Sequence[int]) -> int | None:
    """Return the first heading that opens the comments, with a dated head soon after it."""
    for i in openings:
        soon = range(i + 1, min(len(tree.stretches), i + 1 + SOON))
        if any(tells_who_or_when(tree, j) and stamps_of(tree.stretches[j].text) for j in soon):
            return i
    return None


def headings(tree: Tree, main: Sequence[float]) -> list[int]:
    """Return the lines below the article that may open its comments; one that comes thrice counts those of other articles.

    `main` is, for each stretch, the probability that it is of the article.
    """
    before: float = 0.0
    found: list[int] = []
    for i, stretch in enumerate(tree.stretches):
        if before >= ARTICLE and len(stretch.text) < LONGEST_HEADING and is_comment_heading(stretch.text):
            found.append(i)
        if before < ARTICLE:
            before += max(len(stretch.text.split()) * main[i], sentences(stretch))
    kinds = [DIGITS.sub("", tree.stretches[i].text) for i in found]
    return [i for i, kind in zip(found, kinds, strict=True) if kinds.count(kind) < 3]


def sentences(stretch: Stretch) -> int:
    """Return the words of a paragraph of whole sentences, which may be all of a short article; 0 for other lines."""
    if len(stretch.text) < SENTENCES or stretch.text[-1] not in ".!?…" or stretch.link > len(stretch.text) * LINKED:
        return 0
    return len(stretch.text.split())


@cache
def _heading_phrases() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(tokens(p)) for p in cue_phrases("heading"))


@cache
def _heading_words() -> frozenset[str]:
    return frozenset(w for phrase in _heading_phrases() for w in phrase)


def is_comment_heading(text: str) -> bool:
    """Tell whether a short line is one that opens comments: a known phrase with at most a number and two words beside it."""
    words = wording(text).words
    if len(words) > LONGEST_PHRASE or _heading_words().isdisjoint(words):
        return False
    words = tuple(w for w in words if not w.isdigit())
    known = _heading_phrases()
    return any(
        words[i:j] in known and 2 * (j - i) >= len(words) for i in range(len(words)) for j in range(i + 1, len(words) + 1)
    )


def find_thread(tree: Tree, openings: Sequence[int]) -> Thread | None:
    """Return the comments below the first heading that signed lines with texts of their own follow, else None."""
    for start in openings:
        heads: list[int] = []
        for i in range(start + 1, len(tree.stretches)):
            if i - (heads[-1] if heads else start) > SOON:
                break
            if signed(tree, i) and not tree.nodes[tree.stretches[i].node].hidden:
                heads.append(i)
        texts = _texts(tree, start, heads) if heads else ()
        if texts:
            return Thread(start, tuple(heads), texts)
    return None


def _texts(tree: Tree, start: int, heads: list[int]) -> tuple[int, ...]:
    """Return the stretches that readers wrote; none where a signed line has no text of its own, as in a list of links."""
    between = [_written(tree, a, b) for a, b in zip([start, *heads[:-1]], heads, strict=True)]
    if all(between):
        return tuple(i for run in between for i in run)
    last = _written(tree, heads[-1], _end(tree, heads[-1]))
    runs = [*between[1:], last]
    return tuple(i for run in runs for i in run) if not between[0] and all(runs) else ()


def _written(tree: Tree, after: int, before: int) -> list[int]:
    return [i for i in range(after + 1, before) if _is_prose(tree, i)]


def _is_prose(tree: Tree, index: int) -> bool:
    stretch = tree.stretches[index]
    node = tree.nodes[stretch.node]
    if node.hidden or node.tag in HEADINGS or stretch.link > len(stretch.text) * LINKED or is_head(tree, index):
        return False
    told = wording(stretch.text)
    return len(told.words) >= 2 and told.phrases[LEGAL] < 1 / 4 and not is_about(stretch.text)


@cache
def _about() -> tuple[str, ...]:
    return tuple(f" {' '.join(tokens(p))} " for p in cue_phrases("about"))


def is_about(text: str) -> bool:
    """Tell whether a line speaks of commenting itself ("This discussion is closed")."""
    words = f" {' '.join(wording(text).words)} "
    return is_comment_heading(text) or any(phrase in words for phrase in _about())


def _end(tree: Tree, head: int) -> int:
    """Return where the text below the last signed line ends: with the nearest element around both, or at what is no text."""
    last = len(tree.stretches)
    for node in tree.lineage(tree.stretches[head].node):
        if tree.nodes[node].last > head + 1 and _written(tree, head, tree.nodes[node].last):
            last = tree.nodes[node].last
            break
    begun = False
    for i in range(head + 1, last):
        prose = _is_prose(tree, i)
        if begun and not prose:
            return i
        begun = begun or prose
    return last
