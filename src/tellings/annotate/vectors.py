"""Dense vectors: one for each article on the page, from its title and first words (all-MiniLM-L6-v2, int8).

64 word pieces group stories nearly as well as 128 (B-cubed F1 .973 against .974) for half the time. Without the pinned
weights the layer is empty and story grouping uses words alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tellings.model import Article, Vector, articles_of
from tellings.models.weights import weights
from tellings.stage import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "minilm-int8"
DIMENSIONS = 384
PIECES = 64
BATCH = 16


@cache
def _session() -> tuple[Any, Any] | None:
    model, tokenizer = weights(MODEL), weights("minilm-tokenizer")
    if model.path is None or tokenizer.path is None:
        return None
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model.path), options, providers=["CPUExecutionProvider"])
    pieces = Tokenizer.from_file(str(tokenizer.path))
    pieces.enable_truncation(PIECES)
    pieces.enable_padding()
    return session, pieces


def embed(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """Return one unit vector a text, shape (n, 384); None without the pinned weights."""
    import numpy as np

    loaded = _session()
    if loaded is None:
        return None
    session, pieces = loaded
    wanted = {i.name for i in session.get_inputs()}
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for at in range(0, len(order), BATCH):
        rows = order[at : at + BATCH]
        encoded = pieces.encode_batch([texts[i] for i in rows])
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        given = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        output = session.run(None, {k: v for k, v in given.items() if k in wanted})[0]
        if output.ndim == 3:
            weight = mask[:, :, None].astype(np.float32)
            output = (output * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
        vectors[rows] = output / np.maximum(np.linalg.norm(output, axis=1, keepdims=True), 1e-9)
    return vectors


class Vectors:
    """Write one dense vector for each article on the page."""

    name, version = "vectors", 2
    reads = ("metadata", "blocks", "parts")
    writes = "vectors"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        found = [weights(MODEL), weights("minilm-tokenizer")]
        return {w.pin.name: w.pin.sha256 for w in found} if all(w.state == "ok" for w in found) else {}

    def run(self, views: Sequence[View], /) -> list[tuple[Vector, ...]]:
        """Return the vectors of each document's articles."""
        import numpy as np

        wanted = [(n, part, text) for n, view in enumerate(views) for part, text in _leads(view)]
        found: list[list[Vector]] = [[] for _ in views]
        vectors = embed([text for _, _, text in wanted]) if wanted else None
        if vectors is not None:
            for (n, part, _), row in zip(wanted, vectors, strict=True):
                values = row.astype(np.dtype("<f2")).tobytes()
                found[n].append(Vector(model=MODEL, dimensions=DIMENSIONS, values=values, part=part))
        return [tuple(own) for own in found]


def _leads(view: View) -> list[tuple[int, str]]:
    from tellings.model import Analysis

    analysis = Analysis(document=view.document, metadata=view.metadata, blocks=view.blocks, parts=view.parts)
    leads = []
    for article in articles_of(analysis):
        text = _lead(article)
        if text:
            leads.append((article.part, text))
    return leads


def _lead(article: Article) -> str:
    body = " ".join(b.of(article.text) for b in article.main_blocks)[:2000]
    return f"{article.title or ''}. {body}" if body else ""
