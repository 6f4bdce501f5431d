"""Stories within a frame, and how they go on from the frames before: a story keeps its name while it grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tellings.corpus.catalogue import Catalogue
from tellings.corpus.frames import Frame
from tellings.model import ArticleKey
from tellings.relate.stories_keys import Crowd, stories_among
from tellings.relate.stories_members import Shares
from tellings.relate.stories_terms import LAYERS
from tellings.stage import fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = {
    "story": "text", "document": "text", "part": "int", "confidence": "float", "title": "text", "outlet": "text",
    "language": "text", "published_day": "day",
}  # fmt: skip
"""A row is an article in its story."""
EPOCH = 719_163 - 700_000
"""Day number, as stories count days, of the first of January 1970."""


def stories_in(
    catalogue: Catalogue, frame: Frame, copies: Iterable[Mapping[str, Any]], named: Mapping[ArticleKey, str]
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Yield the articles decided in a frame with their stories.

    `copies` are rows of that layer that touch the frame, `named` the stories of articles that were decided before.
    """
    articles = _listed(catalogue, frame)
    at = {(a["document"], a["part"]): number for number, a in enumerate(articles)}
    told = stories_among(_crowd(catalogue, frame, articles), _shares(copies, at))
    start, end = frame.start - frame.low, frame.end - frame.low
    names = names_in(told.labels.tolist(), list(at), start, end, named)
    for number in range(start, end):
        article, day = articles[number], articles[number]["published_day"]
        yield {
            "story": names[int(told.labels[number])], "document": article["document"], "part": article["part"],
            "confidence": round(float(told.confidence[number]), 3), "title": article["title"], "outlet": article["outlet"],
            "language": article["language"], "published_day": day.isoformat() if day else None,
        }  # fmt: skip


def _listed(catalogue: Catalogue, frame: Frame) -> list[dict[str, Any]]:
    columns = ["document", "part", "outlet", "language", "published_day"]
    own: list[dict[str, Any]] = catalogue.table.select(columns).slice(frame.low, frame.high - frame.low).to_pylist()
    for article, title in zip(own, catalogue.held(["title"], frame.low, frame.high)["title"], strict=True):
        article["title"] = title
    return own


def _crowd(catalogue: Catalogue, frame: Frame, articles: Sequence[Mapping[str, Any]]) -> Crowd:
    import numpy as np

    held = catalogue.held(["terms", "counts", "length", "vector"], frame.low, frame.high)
    sizes = np.array([len(t) // 4 for t in held["terms"]], dtype=np.int64)
    terms = np.frombuffer(b"".join(held.pop("terms")), dtype="<u4")
    counts = [np.frombuffer(c, dtype=np.uint8).reshape(len(LAYERS), -1) for c in held.pop("counts")]
    known = [a["published_day"] is not None for a in articles]
    days = np.where(known, catalogue.days[frame.low : frame.high] + EPOCH, np.nan).astype(np.float32)
    return Crowd(
        documents=[a["document"] for a in articles], languages=[a["language"] for a in articles], days=days, terms=terms,
        counts=np.concatenate(counts, axis=1), starts=np.concatenate(([0], np.cumsum(sizes))),
        lengths=np.array(held["length"], dtype=np.float32), dense=_dense(held["vector"], articles),
    )  # fmt: skip


def _dense(vectors: Sequence[bytes | None], articles: Sequence[Mapping[str, Any]]) -> NDArray[np.float32] | None:
    """Return the vectors of English articles as unit rows."""
    import numpy as np

    own = [v if (a["language"] or "en") == "en" else None for v, a in zip(vectors, articles, strict=True)]
    width = next((len(v) for v in own if v), 0)
    if not width:
        return None
    rows = np.zeros((len(own), width // 2), dtype=np.float32)
    for number, vector in enumerate(own):
        if vector and len(vector) == width:
            rows[number] = np.frombuffer(vector, dtype="<f2")
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return rows


def _shares(copies: Iterable[Mapping[str, Any]], at: Mapping[ArticleKey, int]) -> Shares:
    share: dict[tuple[int, int], float] = {}
    for copy in copies:
        one, other = at.get((copy["from_document"], copy["from_part"])), at.get((copy["document"], copy["part"]))
        if one is not None and other is not None and one != other:
            pair = (min(one, other), max(one, other))
            share[pair] = share.get(pair, 0.0) + copy["share"]
    return {pair: min(1.0, total) for pair, total in share.items()}


def names_in(
    labels: Sequence[int], keys: Sequence[ArticleKey], start: int, end: int, named: Mapping[ArticleKey, str]
) -> dict[int, str]:  # fmt: skip
    """Return a name for each label among start..end: that of the earlier story that most of its articles before `start` bear.

    Where several groups have articles of one earlier story, the one with most bears its name; a new story is named after its
    earliest article.
    """
    held: dict[int, Counter[str]] = {}
    for number in range(start):
        name = named.get(keys[number])
        if name is not None:
            held.setdefault(labels[number], Counter())[name] += 1
    claims = sorted((-count, label, name) for label, names in held.items() for name, count in names.items())
    found: dict[int, str] = {}
    given: set[str] = set()
    for _, label, name in claims:
        if label not in found and name not in given:
            found[label] = name
            given.add(name)
    for number in range(start, end):
        if labels[number] not in found:
            found[labels[number]] = fingerprint("story", *keys[number])
    return found
