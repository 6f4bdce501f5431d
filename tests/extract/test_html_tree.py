import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.errors import InputError, OversizedInput
from tellings.extract.html_tree import CUE_BIT, cut, parse_html
from tellings.lang import table
from tellings.settings import Limits


def tree_of(html, **limits):
    return cut(parse_html(html, where="page"), where="page", limits=Limits(**limits))


def texts(html):
    return [s.text for s in tree_of(html).stretches]


def test_inline_elements_do_not_cut_and_block_elements_do():
    assert texts("<p>One <b>two</b> <a href='/x'>three</a>.</p><div>Four<p>five</p>six</div>") == [
        "One two three.", "Four", "five", "six",
    ]  # fmt: skip


def test_a_line_break_cuts_unless_the_sentence_goes_on():
    assert texts("<div>The ferry sailed.<br>It came back.<br><br>Nobody was</div>") == [
        "The ferry sailed.", "It came back.", "Nobody was",
    ]  # fmt: skip
    assert texts("<div>The ferry sailed and<br>came back.</div>") == ["The ferry sailed and came back."]


def test_scripts_styles_and_forms_fields_hold_no_text():
    assert texts("<script>var a</script><style>p{}</style><p>x</p><textarea>y</textarea><button>z</button>after") == [
        "x",
        "after",
    ]


def test_links_and_cues_are_counted():
    tree = tree_of("<ul class='nav-menu'><li><a href='/a'>Harbour</a></li></ul><p>By <span class='author'>Ann Vale</span></p>")
    link, byline = tree.stretches
    assert (link.link, link.links) == (7, 1)
    assert tree.nodes[tree.nodes[link.node].parent].cues & CUE_BIT["navigation"]
    assert byline.cues & CUE_BIT["author"]


@pytest.mark.parametrize("depth", [3_000, 100_000])
def test_deep_nesting_is_refused_fast(depth):
    started = time.monotonic()
    with pytest.raises(OversizedInput, match="nested too deeply"):
        tree_of("<div>" * depth + "x" + "</div>" * depth)
    assert time.monotonic() - started < 5


def test_depth_within_the_limit_is_read():
    assert texts("<div>" * 1500 + "x" + "</div>" * 1500) == ["x"]


@pytest.mark.parametrize("name", ["meta\x0b2031-05-13", "div\x0bx", "p:1-2", "a\x0b-"])
def test_an_element_of_a_broken_name_ends_where_it_began(name: str) -> None:
    tree = tree_of(f"<p>One.</p><{name}><div>Two.</div></{name}><div>Three.</div>")
    assert [s.text for s in tree.stretches] == ["One.", "Two.", "Three."]
    assert all(tree.element(n).tag == node.tag for n, node in enumerate(tree.nodes))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<div class='c1'>", "</div>", "<a href=x>", "</a>", "<br>", "<table>", "<td>", "word ",
                                 "Two. ", "<b>", "</b>", "<!-- c -->", "<script>", "</script>", "&amp;", "é", "<li>", "\x0b"])))  # fmt: skip
def test_any_soup_gives_ranges_that_hold_their_stretches(pieces):
    try:
        tree = tree_of("".join(pieces))
    except InputError:
        return
    for i, stretch in enumerate(tree.stretches):
        assert stretch.text == " ".join(stretch.text.split()) != ""
        assert all(tree.nodes[n].first <= i < tree.nodes[n].last for n in tree.lineage(stretch.node))


@given(st.text(alphabet="<>/ab&;\"'=- \n\x0b\x01é", max_size=200))
def test_nodes_stand_for_elements_of_the_page(text: str) -> None:
    tree = tree_of(f"<html><body><p class='x'>a</p>{text}<div>b</div></body></html>")
    assert all(tree.element(n).tag == node.tag for n, node in enumerate(tree.nodes))


def test_cues_are_those_of_the_table() -> None:
    cues = {name: re.compile(pattern) for name, pattern in table("markup", "any")["cues"].items()}
    for name in ("reader-comments", "ad", "ads-top", "byline", "by", "vcard fn", "headline", "commentary", "story__body", "x"):
        wanted = {cue for cue, pattern in cues.items() if any(pattern.search(part) for part in name.split())}
        tree = tree_of(f"<div class='{name}'>text</div>")
        own = next(node for node in tree.nodes if node.tag == "div")
        assert {cue for cue, bit in CUE_BIT.items() if own.cues & bit} == wanted
