"""HTML pages: readable text in blocks with roles, metadata, and readers' comments apart from the article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from tellings.errors import EmptyInput, OversizedInput
from tellings.extract.credits import agency_of
from tellings.extract.html_comments import comments_of
from tellings.extract.html_features import features
from tellings.extract.html_leads import name_subtitle
from tellings.extract.html_limits import without_endless_tags
from tellings.extract.html_model import LEVELS, classify, ordered
from tellings.extract.html_notices import without_notices
from tellings.extract.html_parts import find_parts, with_days
from tellings.extract.html_roles import Labels, assign, covered
from tellings.extract.html_rules import by_rule
from tellings.extract.html_threads import sentences, settle_threads, unsigned
from tellings.extract.html_tree import Tree, cut, parse_html
from tellings.extract.language import detect_language
from tellings.extract.metadata import find_heading, page_metadata
from tellings.extract.metadata_markup import declared
from tellings.extract.paywalls import tier_of
from tellings.extract.supplement import supplemented
from tellings.model import Analysis, Block, Document, Page
from tellings.settings import Limits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def extract_html(page: Page, *, limits: Limits) -> Analysis:
    """Return the document of an HTML page with its metadata, blocks and comments.

    Raises OversizedInput where elements are nested too deeply or too much text is left, EmptyInput where none is.
    """
    where = page.source.path or page.source.url or page.id
    tree = cut(parse_html(without_endless_tags(page.text), where=where), where=where, limits=limits)
    if not tree.stretches:
        raise EmptyInput(
            "the page holds no readable text", where=where, hint="it may build its text by script: save it rendered"
        )
    found = declared(tree.root)
    heading = find_heading(tree, found)
    said = probabilities(tree, heading.title or found.document_title)
    labels, sure, groups = assign(tree, said, heading, found)
    if not covered(labels):
        raise EmptyInput("the page holds no article", where=where, hint="it may be a list of links or build its text by script")
    name_subtitle(tree, labels, heading.index)
    division = find_parts(tree, labels, heading, found, groups, digest=page.given.digest)
    text, starts = _lay_out(tree, labels)
    if len(text) > limits.text_characters:
        raise OversizedInput("the text is too long", where=where, why=f"{len(text):,} characters")
    prose = "\n".join(s.text for s, label in zip(tree.stretches, labels, strict=True) if label in ("title", "body"))
    language = page.given.settled(page.given.language, detect_language(prose or text, hint=found.language))
    further = next((i for i, number in enumerate(division.numbers) if number), len(labels))
    metadata = page_metadata(page, found, heading, tree, starts, min(further, _opening(tree, labels)))
    agency = metadata.agency or agency_of(
        [s.text for s, label in zip(tree.stretches, labels, strict=True) if label == "body"], ()
    )
    metadata = msgspec.structs.replace(metadata, language=language, agency=agency)
    blocks = _blocks(tree, labels, sure, starts, division.numbers)
    left_out = [s.text for s, label in zip(tree.stretches, labels, strict=True) if label is None]
    free = tier_of(tree.root) if found.free is None else found.free
    metadata = supplemented(metadata, text, blocks, left_out=left_out, free=free)
    document = Document(
        id=page.id, source=page.source, text=text, form=page.form, given=page.given, fetched=page.fetched, extra=page.extra
    )
    return Analysis(
        document=document,
        metadata=metadata,
        blocks=blocks,
        parts=with_days(division, metadata, page.given),
        comments=comments_of(tree, groups, starts, page.fetched),
    )


def _opening(tree: Tree, labels: Labels) -> int:
    """Return where the article's paragraphs begin; day and byline may stand between a lead and them."""
    prose = [label == "body" and sentences(s) > 0 for s, label in zip(tree.stretches, labels, strict=True)]
    run = next((i for i, (own, after) in enumerate(pairwise(prose)) if own and after), None)
    return run if run is not None else next((i for i, label in enumerate(labels) if label == "body"), len(labels))


def probabilities(tree: Tree, title: str) -> NDArray[np.float32]:
    """Return the probability of other, article and comment for each stretch, the comments cut off from the article."""
    rows = features(tree, title)
    said = classify(rows, ranges(tree))
    said = by_rule(tree) if said is None else said
    said = without_notices(tree, said, rows[:, 0])
    return unsigned(tree, ordered(settle_threads(tree, said), rows[:, 0]))


def ranges(tree: Tree) -> list[NDArray[np.int64]]:
    """Return, for each of the nearest elements around each stretch, the range of stretches inside it."""
    import numpy as np

    count = len(tree.stretches)
    nodes = np.array([(n.first, n.last, n.parent) for n in tree.nodes] + [(0, count, -1)], dtype=np.int64)
    own = np.array([s.node for s in tree.stretches], dtype=np.int64)
    found = []
    for _ in range(LEVELS):
        found.append(nodes[own, :2])
        own = nodes[own, 2]
    return found


def _lay_out(tree: Tree, labels: Labels) -> tuple[str, list[int | None]]:
    starts: list[int | None] = []
    pieces, at = [], 0
    for stretch, label in zip(tree.stretches, labels, strict=True):
        starts.append(None if label is None else at)
        if label is not None:
            pieces.append(stretch.text)
            at += len(stretch.text) + 1
    return "\n".join(pieces), starts


def _blocks(
    tree: Tree, labels: Labels, sure: Sequence[float], starts: Sequence[int | None], numbers: Sequence[int]
) -> tuple[Block, ...]:
    return tuple(
        Block(start, start + len(stretch.text), role=label, confidence=confidence, part=number)
        for stretch, label, confidence, start, number in zip(tree.stretches, labels, sure, starts, numbers, strict=True)
        if label is not None and start is not None
    )
