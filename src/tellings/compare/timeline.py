"""The timeline: happenings in the order in which they happened, cited."""

from __future__ import annotations

from tellings.model import Material, TimelineEntry


def build_timeline(material: Material) -> tuple[TimelineEntry, ...]:
    """Return the timeline of a story; never the publication day as a stand-in."""
    return ()
