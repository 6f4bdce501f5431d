"""Dense vectors: one for each article on the page, from its title and first words (all-MiniLM-L6-v2, int8).

64 word pieces group stories nearly as well as 128 (B-cubed F1 .973 against .974) for half the time. Without the pinned
weights the layer is empty and story grouping uses words alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tellings.model import Article, Vector, articles_of
from tellings.models.encoder import DIMENSIONS, MODEL, encoder_models, text_vectors
from tellings.stage import View


class Vectors:
    """Write one dense vector for each article on the page."""

    name, version = "vectors", 2
    reads = ("metadata", "blocks", "parts")
    writes = "vectors"

    def models(self) -> Mapping[str, str]:
        """Return the weight files in use."""
        return encoder_models()

    def run(self, views: Sequence[View], /) -> list[tuple[Vector, ...]]:
        """Return the vectors of each document's articles."""
        import numpy as np

        wanted = [(n, part, text) for n, view in enumerate(views) for part, text in _leads(view)]
        found: list[list[Vector]] = [[] for _ in views]
        vectors = text_vectors([text for _, _, text in wanted]) if wanted else None
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
