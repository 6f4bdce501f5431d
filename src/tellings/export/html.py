"""The report's page: one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tellings.export.manifest import Manifest
from tellings.model import Analysis, Story


def render(stories: Sequence[Story], analyses: Sequence[Analysis], *, manifest: Manifest, title: str) -> str:
    """Return the page."""
    items = "".join(f"<li>{escape(s.title or s.id)}</li>" for s in stories)
    return f"<!doctype html><title>{escape(title)}</title><ul>{items}</ul>"
