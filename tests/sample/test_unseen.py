"""The unseen sample's passages must stand in its pages to the letter, once each, and its stories be told by five accounts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

UNSEEN = Path(__file__).resolve().parents[2] / "benchmarks" / "gold" / "unseen"
TRUTH: dict[str, Any] = json.loads((UNSEEN / "truth.json").read_text(encoding="utf-8"))
TEXTS = {p.name: " ".join(p.read_text(encoding="utf-8").split()) for p in sorted((UNSEEN / "pages").iterdir())}
STORY_OF = {page["file"]: page["story"] for page in TRUTH["pages"]}
RELATIONS = {"agreement", "refinement", "update", "conflict", "wording", "single"}


def test_pages_and_truth_name_the_same_files() -> None:
    assert sorted(STORY_OF) == sorted(TEXTS)
    assert Counter(STORY_OF.values()) == dict.fromkeys((s["id"] for s in TRUTH["stories"]), 5)


@pytest.mark.parametrize("page", TRUTH["pages"], ids=lambda p: p["file"])
def test_titles_and_authors_stand_in_their_page(page: dict[str, Any]) -> None:
    assert all(words in TEXTS[page["file"]] for words in (page["title"], *page["authors"]))


@pytest.mark.parametrize("fact", TRUTH["facts"], ids=lambda f: f"{f['story']}: {f['about']} ({f['relation']})")
def test_passages_stand_once_in_pages_of_the_story(fact: dict[str, Any]) -> None:
    cited = [(p["file"], p["text"]) for value in fact["values"] for p in value["pages"]]
    assert {STORY_OF[file] for file, _ in cited} == {fact["story"]}
    assert all(TEXTS[file].count(text) == 1 for file, text in cited)
    assert fact["relation"] in RELATIONS
    assert (len(fact["values"]) > 1) == (fact["relation"] not in {"agreement", "single"})
    assert fact["relation"] != "agreement" or len(cited) > 1
