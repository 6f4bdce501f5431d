"""The summary: short, in the sources' own words, every sentence with its evidence."""

from __future__ import annotations

from typing import NamedTuple

from tellings.model import Comparison, Material, SummarySentence, TimelineEntry


class Summary(NamedTuple):
    """The sentences, and why there are none where there are none."""

    sentences: tuple[SummarySentence, ...]
    note: str | None


def summarise(material: Material, comparison: Comparison, timeline: tuple[TimelineEntry, ...]) -> Summary:
    """Return the summary of a story, or the reason why there is none."""
    return Summary((), "not enough to summarise")
