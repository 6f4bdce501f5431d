"""Plain text for a terminal: pages are called by outlet or file, never by a fingerprint."""

from __future__ import annotations

import pytest

from tellings.export.plain import document_lines, page_names, story_lines
from tellings.library import Library

pytestmark = pytest.mark.xdist_group("sample")


def test_pages_are_called_by_outlet_or_file(sample_library: Library) -> None:
    names = page_names(sample_library.analyses())
    assert "Harbour Courier" in names.values()
    assert not set(names) & set(names.values())


def test_a_story_is_told_in_lines(sample_library: Library) -> None:
    names = page_names(sample_library.analyses())
    story = max(sample_library.stories(), key=lambda s: s.counts.pages)
    lines = list(story_lines(story, names))
    assert lines[0] == story.title
    assert "independent accounts" in lines[1]
    assert not any(document in line for document in names for line in lines)


def test_each_line_of_the_timeline_names_its_pages_and_background_stands_apart(sample_library: Library) -> None:
    names = page_names(sample_library.analyses())
    told = [s for s in sample_library.stories() if {e.background for e in s.timeline} == {False, True}]
    lines = list(story_lines(told[0], names))
    what, background = lines.index("  what happened:"), lines.index("  background:")
    entries = [*lines[what + 1 : background], *lines[background + 1 : -1]]
    assert entries
    assert all(line.endswith("]") and " before to " not in line for line in entries)


def test_a_page_is_told_in_lines(sample_library: Library) -> None:
    analysis = next(a for a in sample_library.analyses() if a.comments)
    lines = list(document_lines(analysis))
    assert any("reader comments" in line for line in lines)
    assert not any(c.author in line for c in analysis.comments if c.author for line in lines)
