"""Invented look-alikes and accounts in several languages, as articles with vectors where the encoder is at hand."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import structs

from tellings.model import Article, Vector
from tellings.models.encoder import text_vectors
from tests.relate.articles import article

HERE = Path(__file__).parent / "data"


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a file."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return found


def with_vectors(articles: Sequence[Article]) -> list[Article]:
    """Return the articles with the vectors that the pipeline would give them."""
    made = text_vectors([". " + " ".join(b.of(a.text) for b in a.main_blocks) for a in articles])
    if made is None:
        return list(articles)
    vectors = [Vector(model="minilm-int8", dimensions=384, values=row.astype("<f2").tobytes()) for row in made]
    return [Article(structs.replace(a.analysis, vectors=(v,))) for a, v in zip(articles, vectors, strict=True)]


def lookalikes() -> list[tuple[str, list[Article]]]:
    """Return (kind, [one, the same, another]) of each case."""
    found = []
    for number, case in enumerate(cases("lookalikes")):
        texts = zip(("a", "b", "x"), (*case["one"], case["other"]), case["days"], strict=True)
        found.append((str(case["kind"]), with_vectors([article(f"{number}{k}", t, published=d) for k, t, d in texts])))
    return found


def languages() -> list[list[Article]]:
    """Return [English, the same in another language, another happening in that language] of each case."""
    found = []
    for number, case in enumerate(cases("languages")):
        own = [article(f"{number}en", case["english"], published=case["day"])]
        own += [article(f"{number}{k}", case[k], published=case["day"], language=case["language"]) for k in ("told", "other")]
        found.append(with_vectors(own))
    return found
