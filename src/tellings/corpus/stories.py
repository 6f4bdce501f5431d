"""Stories within a frame, and how they go on from the frames before: a story keeps its name while it grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tellings.corpus.catalogue import Catalogue
from tellings.corpus.frames import Frame
from tellings.model import ArticleKey
from tellings.relate.stories_keys import Crowd, Told, stories_among
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


def grouped(catalogue: Catalogue, frame: Frame, copies: Iterable[Mapping[str, Any]]) -> Told:
    """Return the stories of a frame's articles, unnamed; `copies` are rows of that layer that touch the frame."""
    keys = zip(
        catalogue.values("document", frame.low, frame.high), catalogue.values("part", frame.low, frame.high), strict=True
    )
    shares = _shares(copies, {key: number for number, key in enumerate(keys)})
    return stories_among(_crowd(catalogue, frame), shares)


def stories_in(
    catalogue: Catalogue, frame: Frame, told: Told, named: Mapping[ArticleKey, str]
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Yield the articles decided in a frame with their stories; `named` are those of articles that were decided before."""
    columns = [catalogue.values(c, frame.low, frame.end) for c in ("document", "part")]
    keys: list[ArticleKey] = list(zip(*columns, strict=True))
    start, end = frame.start - frame.low, frame.end - frame.low
    names = names_in(told.labels.tolist(), keys, start, end, named)
    about = [catalogue.values(c, frame.start, frame.end) for c in ("outlet", "language", "published_day")]
    titles = catalogue.held(["title"], frame.start, frame.end)["title"]
    for number, title, outlet, language, day in zip(range(start, end), titles, *about, strict=True):
        document, part = keys[number]
        yield {
            "story": names[int(told.labels[number])], "document": document, "part": part,
            "confidence": round(float(told.confidence[number]), 3), "title": title, "outlet": outlet, "language": language,
            "published_day": day.isoformat() if day else None,
        }  # fmt: skip


def _crowd(catalogue: Catalogue, frame: Frame) -> Crowd:
    import numpy as np

    low, high = frame.low, frame.high
    languages = catalogue.values("language", low, high)
    known = catalogue.table.column("published_day").slice(low, high - low).is_valid().to_numpy()
    dense = _dense(catalogue.held(["vector"], low, high)["vector"], languages)
    held = catalogue.held(["terms", "counts", "length"], low, high)
    sizes = np.array([len(t) // 4 for t in held["terms"]], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    counts = np.empty((len(LAYERS), starts[-1]), dtype=np.uint8)
    for number, own in enumerate(held.pop("counts")):
        counts[:, starts[number] : starts[number + 1]] = np.frombuffer(own, dtype=np.uint8).reshape(len(LAYERS), -1)
    return Crowd(
        documents=catalogue.values("document", low, high), languages=languages,
        days=np.where(known, catalogue.days[low:high] + EPOCH, np.nan).astype(np.float32),
        terms=np.frombuffer(b"".join(held.pop("terms")), dtype="<u4"), counts=counts, starts=starts,
        lengths=np.array(held["length"], dtype=np.float32), dense=dense,
    )  # fmt: skip


def _dense(vectors: Sequence[bytes | None], languages: Sequence[str | None]) -> NDArray[np.float32] | None:
    """Return the vectors of English articles as unit rows."""
    import numpy as np

    own = [v if (language or "en") == "en" else None for v, language in zip(vectors, languages, strict=True)]
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
