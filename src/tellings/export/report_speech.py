"""Utterances as the report shows them: one thing said once, each wording with its changed words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.export.report_cites import CiteView, Namer
from tellings.export.report_phrases import days_text
from tellings.export.report_words import WORD, Piece, differing_words
from tellings.model import Days, Utterance, Variant


@dataclass(frozen=True)
class VariantView:
    """One wording of an utterance and the pages that give it; changed words marked."""

    cites: tuple[CiteView, ...]
    pieces: tuple[Piece, ...]
    speaker: str
    said: str
    longest: bool


@dataclass(frozen=True)
class UtteranceView:
    """One thing said once."""

    speaker: str
    said: str
    variants: tuple[VariantView, ...]
    differences: tuple[str, ...]


def by_reach(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterances that most pages give first."""
    return sorted(utterances, key=lambda u: -len({v.document for v in u.variants}))


def utterance_view(utterance: Utterance, namer: Namer) -> UtteranceView:
    """Return one utterance, its fullest wording first."""
    longest = utterance.variants[utterance.longest]
    wordings: dict[tuple[str, str | None, Days | None], list[Variant]] = {}
    for variant in (longest, *utterance.variants):
        wordings.setdefault((_bare_words(variant.text), variant.speaker, variant.said), []).append(variant)
    variants = tuple(
        VariantView(
            cites=tuple(namer.cite(v) for v in dict.fromkeys(own)),
            pieces=differing_words(own[0].text, longest.text),
            speaker=own[0].speaker or "unknown",
            said=days_text(own[0].said),
            longest=own[0] is longest,
        )
        for own in wordings.values()
    )
    return UtteranceView(
        speaker=utterance.speaker or "Speaker unknown", said=days_text(utterance.said), variants=variants,
        differences=utterance.differences,
    )  # fmt: skip


def _bare_words(text: str) -> str:
    return " ".join(w.casefold() for w in WORD.findall(text) if w[0].isalnum())
