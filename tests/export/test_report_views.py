"""What the report shows of a fact, of a copied column, of what is new, and of what a language model did."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from msgspec import structs

from tellings.export.html import render
from tellings.export.manifest import Manifest
from tellings.export.report_facts import fact_columns
from tellings.export.report_sources import OWN, SourceView
from tellings.export.report_view import Namer, story_view
from tellings.library import Library
from tellings.model import Analysis, Story, Writing
from tellings.telling import news

pytestmark = pytest.mark.xdist_group("sample")
PAGES = {
    "one.txt": "Ferry sinks off Black Nab\n\nHolm Voice, 12 May 2031\n\nThe ferry Lady Orme sank off Black Nab on Monday with 200 people aboard. "
    "Transport minister Marit Halloran promised an independent inquiry into the sinking of the ferry.\n",
    "two.txt": "Lady Orme lost\n\nSkell Post, 14 May 2031\n\nThere were 340 people aboard the Lady Orme when the ferry went down. "
    "Divers from Kerrow have found her off Black Nab. Marit Halloran, who answers for transport, wants the sinking looked into.\n",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, list[Analysis], Manifest]:
    folder: Path = tmp_path_factory.mktemp("pages")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Library() as library:
        library.add_all([folder])
        analyses = list(library.analyses(library.tally.order))
        story = max(library.stories(), key=lambda s: len(s.documents))
        manifest = Manifest(
            program="tellings", version="0", python="3", models=(), run=library.run_account([folder]), pages=(), documents=2,
            stories=1,
        )  # fmt: skip
    return story, analyses, manifest


def test_every_cell_bears_the_letter_of_its_value(told: tuple[Story, list[Analysis], Manifest]) -> None:
    story, analyses, manifest = told
    shown = story_view(story, Namer(analyses))
    row = next(r for r in shown.differing if "aboard" in r.about)
    assert [v.value for v in row.values] == ["200 people", "340 people"]
    assert [n for cell in row.cells if cell for _, n in cell.cites] in ([0, 1], [1, 0])
    page = render([story], analyses, manifest=manifest, title="x")
    assert page.count('<span class="key">A</span>') >= 2
    assert page.count('<span class="key">B</span>') >= 2
    assert "values that cannot both hold" in page


def test_what_is_new_is_shown_with_its_passages(told: tuple[Story, list[Analysis], Manifest]) -> None:
    story, analyses, manifest = told
    fresh = news(story, analyses, datetime(2031, 5, 14))
    shown = story_view(story, Namer(analyses), news=fresh)
    assert shown.news is not None
    assert [p.kind for p in shown.news.pages] == ["a new account"]
    assert any(f.kind == "changed" for f in shown.news.facts)
    assert "New since 2031-05-14" in render([story], analyses, manifest=manifest, title="x", news=[fresh])
    assert "New since" not in render([story], analyses, manifest=manifest, title="x")
    assert story_view(story, Namer(analyses), news=news(story, analyses, datetime(2031, 6, 1))).news is None


@pytest.mark.parametrize(
    ("writing", "words"),
    [
        (Writing(model="small", kept=2, dropped=("it names no passage",)), "1 were dropped: 1 because it names no passage"),
        (Writing(model="small", failure="HTTP 500"), "gave no answer (HTTP 500)"),
    ],
)
def test_a_language_model_s_part_is_told(told: tuple[Story, list[Analysis], Manifest], writing: Writing, words: str) -> None:
    story, analyses, manifest = told
    page = render([structs.replace(story, writing=writing)], analyses, manifest=manifest, title="x")
    assert words in page
    assert "No language model wrote any of this" not in page
    assert "No language model wrote any of this" in render([story], analyses, manifest=manifest, title="x")


def test_a_page_is_cited_once_behind_a_sentence(told: tuple[Story, list[Analysis], Manifest]) -> None:
    story, analyses, _ = told
    for _, cites in story_view(story, Namer(analyses)).summary:
        assert len({c.anchor for c in cites}) == len(cites)


def test_a_column_says_what_it_is_copied_from_but_not_that_it_is_its_own_copy() -> None:
    def page(name: str, note: str, *, copied: bool) -> SourceView:
        return SourceView(
            key=("d", 0), anchor="page-1", name=name, title="Ferry sinks", day="2031-05-13", day_note="", language="en", authors="",
            url=None, copy_note=note, readings=1, closed=False, why=(), confidence=1.0, copied=copied,
        )  # fmt: skip

    wire, own = "92% shared with Meridian Wire", f"82% shared with {OWN}"
    columns = fact_columns(
        [
            page("Courier", own, copied=True),
            page("Post", own, copied=True),
            page("Post", wire, copied=True),
            page("Lantern", wire, copied=True),
            page("Lantern", "", copied=False),
        ]
    )
    assert {c.name: c.copy_note for c in columns} == {"Courier": "", "Post": wire, "Lantern": ""}
