"""The report's page: self-contained, escaped, silent about commenters' names."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from tellings.export.html import content_hash, render
from tellings.export.manifest import Manifest
from tellings.export.report_words import differing_words, snippet
from tellings.library import Library

pytestmark = pytest.mark.xdist_group("sample")
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Tree(HTMLParser):
    """Collects what a browser would act on, and checks that tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.scripts: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.addresses.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)


def manifest_of(library: Library) -> Manifest:
    return Manifest(
        program="tellings",
        version="0",
        python="3",
        models=(),
        run=library.run_account(["sample"]),
        pages=(),
        documents=0,
        stories=0,
    )


@pytest.fixture(scope="module")
def markup(sample_library: Library) -> str:
    return render(
        sample_library.stories(), list(sample_library.analyses()), manifest=manifest_of(sample_library), title="A <b>title</b>"
    )


@pytest.fixture(scope="module")
def tree(markup: str) -> Tree:
    found = Tree()
    found.feed(markup)
    return found


def test_nothing_is_fetched(tree: Tree, markup: str) -> None:
    outside = [a for a in tree.addresses if not a.startswith(("#", "data:,"))]
    originals = re.findall(r'<a href="(https?://[^"]+)" rel="noreferrer noopener external">', markup)
    assert sorted(outside) == sorted(a.replace("&amp;", "&") for a in originals)
    assert "default-src 'none'" in markup


def test_only_our_script_may_run(tree: Tree, markup: str) -> None:
    assert len(tree.scripts) == 1
    source = re.search(r"script-src ([^;]+);", unescape(markup))
    assert source
    assert source.group(1) == content_hash(tree.scripts[0])
    assert tree.handlers == []


def test_titles_are_escaped(markup: str) -> None:
    assert "<title>A &lt;b&gt;title&lt;/b&gt;</title>" in markup


def test_ids_are_unique_and_links_inside_lead_somewhere(tree: Tree) -> None:
    assert len(tree.ids) == len(set(tree.ids))
    assert {a[1:] for a in tree.addresses if a.startswith("#")} <= set(tree.ids)


def test_every_story_and_page_is_there(sample_library: Library, tree: Tree) -> None:
    assert {f"story-{s.id}" for s in sample_library.stories()} <= set(tree.ids)
    assert sum(i.startswith("page-") for i in tree.ids) == len(list(sample_library.analyses()))


def test_commenters_are_not_named_unless_asked(sample_library: Library, markup: str) -> None:
    analyses = list(sample_library.analyses())
    names = {c.author for a in analyses for c in a.comments if c.author and " " in c.author}
    assert names
    metas = {b.of(a.text) for a in analyses for b in a.blocks if b.role == "comment-meta"}
    hidden = re.findall(r'class="b comment-meta[^>]*>(.*?)</p>', markup, re.DOTALL)
    assert len(hidden) == sum(1 for a in analyses for b in a.blocks if b.role == "comment-meta")
    assert all("left out" in h for h in hidden)
    asked = render(sample_library.stories(), analyses, manifest=manifest_of(sample_library), title="t", show_commenters=True)
    assert metas
    assert "left out</i>" not in asked


def test_differing_words_are_marked_and_none_is_lost() -> None:
    pieces = differing_words("We will keep the specialists here", "We will keep the servicemen here, for now")
    assert "".join(p.text for p in pieces) == "We will keep the specialists here"
    assert [p.text for p in pieces if p.changed] == ["specialists"]


def test_changed_words_side_by_side_are_one_piece() -> None:
    pieces = differing_words("They sent ground troops to the port", "They sent civil specialists to the port")
    assert [p.text for p in pieces if p.changed] == ["ground troops"]


def test_a_translation_is_not_marked() -> None:
    assert differing_words("La vimos salir de la niebla", "We saw her come out of the fog") == (
        ("La vimos salir de la niebla", False),
    )


def test_a_snippet_stays_in_its_paragraph() -> None:
    text = "First paragraph.\nNearly 200 people were aboard.\nLast."
    start = text.index("200")
    assert snippet(text, start, start + 3) == ("Nearly ", "200", " people were aboard.")


def test_a_long_passage_is_cut_in_its_middle() -> None:
    text = "word " * 200
    before, words, after = snippet(text, 0, 900)
    assert (before, after) == ("", "")
    assert " … " in words
    assert len(words) < 200


def test_no_python_value_shows_through(markup: str) -> None:
    assert ">None<" not in re.sub(
        r"<script>.*?</script>", "", re.sub(r'class="text">.*?</div>', "", markup, flags=re.DOTALL), flags=re.DOTALL
    )
