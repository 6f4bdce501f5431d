"""What is known of every stretch of a page: its words, its place in the tree, its neighbours and its repetitions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tellings.extract.cues import CATEGORIES, tokens
from tellings.extract.html_tree import CUE_BIT, CUES, TAG_CODE, Node, Stretch, Tree
from tellings.extract.html_wording import HEAD, wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Vector = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Columns = list[NDArray[Any]]

LEVELS = 9
FAR = 12.0
AUTHOR, TIME, COMMENT = CUE_BIT["author"], CUE_BIT["time"], CUE_BIT["comment"]
TAG_GROUPS = (
    ("article",), ("main",), ("aside",), ("nav", "header"), ("footer",), ("form",), ("ul", "ol", "dl"), ("li", "dd", "dt"),
    ("table",), ("blockquote",), ("figure", "figcaption"), ("section",),
)  # fmt: skip
NEAR_BY = (
    "words", "ends", "link_share", "function", "day", "dated", "comment_tool", "comment_heading", "byline", "cue_author",
    "cue_time", "more", "capitals",
)  # fmt: skip
"""Columns that each stretch also sees of its neighbours."""
SHAPE = (
    "words", "characters", "word_length", "commas", "ends", "lower_start", "capitals", "all_capitals", "digit_share",
    "link_share", "links", "bold_share", "moment", "day", "dated", "question", "quote_marks", "colon_end", "cue_author",
    "cue_time", "cue_comment", "broken", "copies", "title_overlap", "images", "at_sign",
)  # fmt: skip
TEXT_NAMES = (*SHAPE, *CATEGORIES)
COLUMN = {name: i for i, name in enumerate(TEXT_NAMES)}


def features(tree: Tree, title: str) -> Matrix:
    """Return one row a stretch; the columns are always the same ones."""
    import numpy as np

    text = _text_features(tree, title)
    place = _place_features(tree, text)
    near = _neighbour_features(text)
    return np.nan_to_num(np.hstack([text, place, near])).astype(np.float32)


def _text_features(tree: Tree, title: str) -> Matrix:
    import numpy as np

    copies = Counter(s.text for s in tree.stretches)
    headline = frozenset(tokens(title))
    rows = [_text_row(s, copies[s.text], headline) for s in tree.stretches]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(TEXT_NAMES))


def _text_row(stretch: Stretch, copies: int, headline: frozenset[str]) -> tuple[float, ...]:
    told = wording(stretch.text)
    size = len(stretch.text)
    shared = len(headline & told.title)
    cues = stretch.cues
    return (
        *told.shape, min(1.0, stretch.link / size), stretch.links, min(1.0, stretch.bold / size), stretch.moment is not None,
        *told.signs, cues & AUTHOR != 0, cues & TIME != 0, cues & COMMENT != 0, stretch.broken, copies,
        shared / max(1, len(headline) + max(1, len(told.words)) - shared), stretch.images, "@" in stretch.text[:HEAD],
        *told.phrases,
    )  # fmt: skip


def _place_features(tree: Tree, text: Matrix) -> Matrix:
    import numpy as np

    nodes, count = tree.nodes, len(tree.stretches)
    parent = np.array([n.parent for n in nodes])
    cues = np.array([n.cues for n in nodes])
    first = np.array([n.first for n in nodes])
    last = np.array([n.last for n in nodes])
    tags = np.array([TAG_CODE.get(n.tag, -1) for n in nodes])
    depth = np.array([n.depth for n in nodes])
    own = np.array([s.node for s in tree.stretches], dtype=np.int64)
    lines = [own]
    for _ in range(LEVELS):
        lines.append(np.where(lines[-1] >= 0, parent[lines[-1]], -1))
    columns = [depth[own], np.array([nodes[i].hidden for i in own])]
    codes = np.arange(len(TAG_CODE))
    columns += [tags[own][:, None] == codes, tags[lines[1]][:, None] == codes]
    columns += _cue_nearness(lines, cues)
    columns += _tag_nearness(lines, tags)
    columns += _containers(lines, first, last, text)
    columns += _repetition(tree, lines, (first, last), text)
    columns += _dated_lines(tree, text)
    columns += _positions(text, count)
    columns += _best_container(tree, lines, first, last, text)
    return np.column_stack(columns).astype(np.float32).reshape(count, -1)


def _cue_nearness(lines: list[Indices], cues: Indices) -> Columns:
    """How near above the nearest element with each cue is: 1 for the own one, 1/2 for its parent …, 0 where there is none."""
    import numpy as np

    near = np.zeros((len(lines[0]), len(CUES)))
    bits = np.array([CUE_BIT[name] for name in CUES])
    for level in range(len(lines) - 1, -1, -1):
        over = np.where(lines[level] >= 0, cues[lines[level]], 0)
        near[(over[:, None] & bits) != 0] = 1 / (1 + level)
    return [near]


def _tag_nearness(lines: list[Indices], tags: Indices) -> Columns:
    import numpy as np

    near = np.zeros((len(lines[0]), len(TAG_GROUPS)))
    wanted = np.zeros((len(TAG_CODE) + 2, len(TAG_GROUPS)), dtype=bool)
    for group, names in enumerate(TAG_GROUPS):
        wanted[[TAG_CODE[n] for n in names], group] = True
    for level in range(len(lines) - 1, -1, -1):
        over = np.where(lines[level] >= 0, tags[lines[level]], -2)
        near[wanted[over]] = 1 / (1 + level)
    return [near]


def _sums(values: Matrix, first: Indices, last: Indices) -> Vector:
    import numpy as np

    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    result: Vector = total[last] - total[first]
    return result


def _containers(lines: list[Indices], first: Indices, last: Indices, text: Matrix) -> Columns:
    """What the elements around a stretch hold: words, share of links, of full sentences, and their part of the page."""
    import numpy as np

    words = _sums(text[:, 0], first, last)
    linked = _sums(text[:, 0] * text[:, 9], first, last)
    full = _sums((text[:, 0] > 12) * text[:, 4] * text[:, 0], first, last)
    common = _sums(text[:, COLUMN["function"]] * text[:, 0], first, last)
    commas = _sums(text[:, 3], first, last)
    pieces = last - first
    whole = max(1.0, float(text[:, 0].sum()))
    found: Columns = []
    for level in range(7):
        at = lines[level]
        here = at >= 0
        size = np.where(here, words[at], whole)
        found += [size, np.where(here, linked[at], 0) / np.maximum(size, 1), np.where(here, pieces[at], 999)]
        if level in (0, 1, 2, 4, 6):
            most = np.maximum(size, 1)
            found += [np.where(here, full[at], 0) / most, size / whole, np.where(here, common[at], 0) / most]
            found.append(np.where(here, commas[at], 0) / most)
    return found


def _repetition(tree: Tree, lines: list[Indices], ranges: tuple[Indices, Indices], text: Matrix) -> Columns:
    """Siblings of one kind: how many there are of the nearest repeated element, how long, and how they look."""
    import numpy as np

    nodes = tree.nodes
    first, last = ranges
    numbers: dict[tuple[int, str], int] = {}
    group = np.array([numbers.setdefault((n.parent, n.signature), len(numbers)) if n.last > n.first else -1 for n in nodes])
    filled = np.flatnonzero(group >= 0)
    own = group[filled]
    counts = np.bincount(own, minlength=1)
    words = np.concatenate([[0.0], np.cumsum(text[:, 0])])
    marks = (text[:, COLUMN["day"]] + text[:, COLUMN["dated"]] + text[:, COLUMN["cue_time"]]) > 0
    days = np.concatenate([[0.0], np.cumsum(marks)])
    size, mean, dated, several = np.ones(len(nodes)), *np.zeros((3, len(nodes)))
    size[filled] = counts[own]
    starts, ends = first[filled], last[filled]
    for target, values in ((mean, words[ends] - words[starts]), (dated, days[ends] > days[starts]), (several, ends - starts)):
        average = np.bincount(own, weights=values, minlength=1) / np.maximum(counts, 1)
        target[filled] = np.where(counts[own] > 1, average[own], 0)
    found: Columns = []
    distance = np.full(len(lines[0]), FAR)
    best = np.full(len(lines[0]), -1)
    for level in range(len(lines) - 1, -1, -1):
        at = lines[level]
        here = (at >= 0) & (size[at] >= 3) & (several[at] >= 1.5)
        distance[here], best[here] = level, at[here]
    for values in (size, mean, dated, several):
        found.append(np.where(best >= 0, values[best], 0))
    found.append(distance)
    at = lines[0]
    found += [size[at], mean[at], size[lines[1]], mean[lines[1]]]
    paths = [_path(nodes, s.node) for s in tree.stretches]
    alike = Counter(paths)
    found.append(np.array([alike[path] for path in paths]))
    return found


def _path(nodes: list[Node], node: int) -> tuple[str, str]:
    """Return the kinds of an element and of its parent."""
    own = nodes[node]
    return own.signature, nodes[own.parent].signature if own.parent >= 0 else ""


def _dated_lines(tree: Tree, text: Matrix) -> Columns:
    """Short lines with a day that look alike, as heads or feet of comments do: how many, and how near before and after."""
    import numpy as np

    nodes = tree.nodes
    count = len(tree.stretches)
    stamped = (text[:, COLUMN["day"]] + text[:, COLUMN["dated"]] + text[:, COLUMN["moment"]] > 0) & (text[:, 0] < 25)
    keys: dict[object, list[int]] = {}
    for i in np.flatnonzero(stamped).tolist():
        stretch = tree.stretches[i]
        keys.setdefault(tuple(tokens(stretch.text[:40])[:2]), []).append(i)
        keys.setdefault(("path", *_path(nodes, stretch.node)), []).append(i)
    alike = np.zeros(count)
    spread = np.zeros(count)
    for members in keys.values():
        if len(members) > 1:
            alike[members] = np.maximum(alike[members], len(members))
            between = (text[members[0] : members[-1] + 1, 0].sum()) / len(members)
            spread[members] = np.maximum(spread[members], between)
    order = np.arange(count)
    found = [alike]
    marked = np.where(alike > 1, order, -1000)
    before = np.maximum.accumulate(marked) if count else marked
    after = np.minimum.accumulate(np.where(alike > 1, order, count + 1000)[::-1])[::-1] if count else marked
    for near, gap in ((before, order - before), (after, after - order)):
        close = (gap < 15) & (near >= 0) & (near < count)
        at = np.clip(near, 0, max(0, count - 1))
        found += [np.where(close, alike[at], 0), np.where(close, spread[at], 0), np.where(close, 1 / (1 + gap), 0)]
    return found


def _positions(text: Matrix, count: int) -> Columns:
    import numpy as np

    words = np.cumsum(text[:, 0])
    total = max(1.0, float(words[-1])) if count else 1.0
    order = np.arange(count)
    found = [order / max(1, count), order, words / total, words, np.full(count, total), np.full(count, count)]
    short = text[:, 0] < 15
    for name in ("comment_heading", "comment_tool", "form", "legal", "more", "day"):
        said = (text[:, COLUMN[name]] > 0.15) & short
        hits = np.where(said, order, -10_000)
        before = np.maximum.accumulate(hits) if count else hits
        found.append(np.minimum(order - before, 500))
        found.append(np.cumsum(said))
    return found


def _best_container(tree: Tree, lines: list[Indices], first: Indices, last: Indices, text: Matrix) -> Columns:
    """The element that most of the unlinked running text stands in (in the manner of Arc90's readability)."""
    import numpy as np

    score = np.zeros(len(tree.nodes))
    weight = (
        (text[:, 0] > 8)
        * (1 - text[:, 9])
        * (1 + np.minimum(text[:, 1] / 100, 3) + np.minimum(text[:, 3], 8))
        * (text[:, COLUMN["function"]] > 0.1)
    )
    for level, share in ((1, 1.0), (2, 0.5), (3, 0.25)):
        at = lines[level]
        np.add.at(score, at[at >= 0], (weight * share)[at >= 0])
    if not len(score):
        return []
    top = int(score.argmax())
    inside = np.zeros(len(lines[0]))
    inside[first[top] : last[top]] = 1
    chain = tree.lineage(top)
    rank = np.full(len(tree.nodes) + 1, -1)
    rank[chain] = np.arange(len(chain))
    distance = np.full(len(lines[0]), 30.0)
    for line in reversed(lines):
        here = rank[line] >= 0
        distance[here] = rank[line][here]
    order = np.arange(len(lines[0]))
    start, end = int(first[top]), int(last[top])
    past = np.where(order < start, order - start, np.where(order >= end, order - end + 1, 0))
    return [inside, distance, past, np.full(len(order), score[top]), score[lines[1]] / max(1e-6, score[top])]


def _neighbour_features(text: Matrix) -> Matrix:
    """The wording of the stretches before and after, two each way, and sums over wider windows."""
    import numpy as np

    picked = text[:, [COLUMN[n] for n in NEAR_BY]]
    found: Columns = []
    for step in (-2, -1, 1, 2):
        moved = np.zeros_like(picked)
        if step < 0:
            moved[-step:] = picked[:step]
        else:
            moved[:-step] = picked[step:]
        found.append(moved)
    summed = (
        text[:, [COLUMN[n] for n in ("words", "link_share", "function", "day", "dated", "comment_tool", "first_person")]] * 1.0
    )
    total = np.vstack([np.zeros((1, summed.shape[1])), np.cumsum(summed, axis=0)])
    order = np.arange(len(text))
    for reach in (4, 10):
        low, high = np.maximum(order - reach, 0), np.minimum(order + reach + 1, len(text))
        found.append((total[high] - total[low]) / (high - low)[:, None])
        found.append((total[order] - total[low]) / (reach))
        found.append((total[high] - total[order]) / (reach))
    return np.hstack(found).astype(np.float32)
