"""What must hold for every page: spans stay inside the text, blocks cover it, cites are verbatim, JSON validates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.engine import InlineEngine
from tellings.export.contract import document_view
from tellings.export.schema import schema
from tellings.library import Library
from tellings.model import Analysis, Page, Source, Story

pytestmark = pytest.mark.xdist_group("sample")

PROSE = st.lists(
    st.sampled_from([
        "“We will stay,” said Ana Díaz.", "On Tuesday, 5 people died.", "Read more: ferry", "{ad}", "By Jon Smith", "13 May 2031",
        "Leave a reply", "😀 é ​ zero", "Le ministre a dit « non ».", "http://x.example/y", "3 hours ago", "said", "…", "\u2028",
        "Posted by Ann on 05/13/2031 at 1:00 pm", "U.S. troops — nearly 2,000 — left.", "'", '"open', "PARIS (Wire) -",
    ]),
    max_size=14,
).flatmap(lambda pieces: st.sampled_from(["\n", "\n\n", " ", ""]).map(lambda glue: glue.join(pieces)))  # fmt: skip


def spans(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, dict):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            yield value["start"], value["end"]
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from spans(inner)


def check_document(analysis: Analysis) -> None:
    printed = json.loads(msgspec.json.encode(document_view(analysis)))
    text = printed["text"]
    for start, end in spans({k: v for k, v in printed.items() if k != "extra"}):
        assert 0 <= start <= end <= len(text)
    at = 0
    for block in sorted(printed["blocks"], key=lambda b: b["start"]):
        assert block["start"] >= at
        assert text[at : block["start"]].strip() == "", "text outside every block"
        assert block["start"] < block["end"]
        at = block["end"]
    assert text[at:].strip() == ""
    entities = {e["id"] for e in printed["entities"]}
    assert len(entities) == len(printed["entities"])
    for quote in printed["quotes"]:
        assert quote["speaker_entity"] is None or quote["speaker_entity"] in entities
    for event in printed["events"]:
        assert event["reported_by"] is None or 0 <= event["reported_by"] < len(printed["quotes"])
    jsonschema.Draft202012Validator(schema("document")).validate(printed)


def check_story(story: Story, texts: dict[str, str]) -> None:
    printed = json.loads(msgspec.json.encode(story))
    jsonschema.Draft202012Validator(schema("story")).validate(printed)

    def cites(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if {"document", "start", "end", "text"} <= value.keys():
                yield value
            for inner in value.values():
                yield from cites(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from cites(inner)

    for cite in cites(printed):
        assert texts[cite["document"]][cite["start"] : cite["end"]] == cite["text"]
    for fact in story.comparison.agreed:
        assert len(fact.values) == 1
    for fact in story.comparison.differing:
        assert len(fact.values) > 1
        assert fact.relation is not None
        if fact.relation == "conflict":
            assert all(value.evidence for value in fact.values)


def test_the_sample_holds(sample_library: Library) -> None:
    analyses = list(sample_library.analyses())
    assert len(analyses) == 33
    for analysis in analyses:
        check_document(analysis)
        assert not analysis.failures
    for story in sample_library.stories():
        check_story(story, {a.id: a.text for a in analyses})


def test_comments_leak_into_nothing(sample_library: Library) -> None:
    for analysis in sample_library.analyses():
        comments = [b for b in analysis.blocks if b.role in ("comment", "comment-meta")]
        told = [
            *(q.content for q in analysis.quotes),
            *(e.trigger for e in analysis.events),
            *analysis.times,
            *analysis.sentences,
        ]
        for block in comments:
            assert not any(block.overlaps(span) for span in told), analysis.document.source.path


@settings(max_examples=30, deadline=None)
@given(PROSE, st.sampled_from(["clean", "text", "html"]))
def test_any_text_holds(words: str, form: Any) -> None:
    text = f"<p>{words}</p>" if form == "html" else words
    page = Page(id="p", source=Source(sha256="0"), form=form, text=text)
    with Library(engine=InlineEngine()) as library:
        for result in library.add_pages([page]):
            if isinstance(result, Analysis):
                assert form != "clean" or result.text == words
                assert not result.failures
                check_document(result)
        for story in library.stories():
            check_story(story, {"p": next(library.analyses()).text})
