"""The markup that is made without a template: escaped whatever is in it, each value with its key, wordings whole."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from tellings.export.report_cites import CiteView
from tellings.export.report_facts import Cell, FactRow, ValueView
from tellings.export.report_marks import Marks
from tellings.export.report_words import differing_words

MARKS = Marks(lambda anchor, start, end: f"/pages/{anchor}?from={start}&to={end}", lambda name: f"/actors/{name}")
EVIL = "\"'><script>x</script>&amp;<!--"
WORDS = st.lists(st.sampled_from(["the", "The", "ferry", "sank", "9", "men", "—", "in", "fog"]), max_size=12).map(" ".join)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def cite(name: str = "Post", words: str = "nine men", anchor: str = "a") -> CiteView:
    return CiteView(anchor, 3, 11, name, "before ", words, " after")


def row(value: str, *, relation: str = "conflict", cells: tuple[Cell | None, ...] = ()) -> FactRow:
    one = ValueView(value, 2, "only in others' words", (cite(),), "2 accounts", 3)
    return FactRow(
        "how many", "count", relation, "Conflict", "cannot both hold", (one, one), cells, "between copies of one text", None
    )


def test_nothing_of_a_page_becomes_markup() -> None:
    shown = (
        MARKS.cites([cite(EVIL, EVIL, EVIL)]) + MARKS.actor_rows([(EVIL, EVIL, EVIL, EVIL, 1)]) + MARKS.fact_items([row(EVIL)])
    )
    found = Tags(str(shown))
    assert {tag for tag, _ in found.tags} == {"span", "a", "tr", "th", "td", "li"}
    assert found.tags[1][1]["title"] == f"before {EVIL} after"
    assert EVIL in found.text


def test_a_row_says_who_has_which_value_and_who_is_silent() -> None:
    cells = (Cell(((cite(), 1),)), None)
    found = Tags(str(MARKS.fact_rows((), [])) + str(MARKS._row(["Post", "Wire"], row("nine", cells=cells))))
    assert [a.get("class") for t, a in found.tags if t == "td"] == [None, "none"]
    assert [a["data-outlet"] for t, a in found.tags if t == "td"] == ["Post", "Wire"]
    assert "between copies of one text" in found.text
    assert (
        "a",
        {"class": "cite words v1", "href": "/pages/a?from=3&to=11", "data-page": "a", "data-start": "3", "data-end": "11"},
    ) in found.tags


def test_a_long_value_is_cut_at_a_word_and_whole_on_pointing_at_it() -> None:
    long = "word " * 30
    found = Tags(str(MARKS._row([], row(long))))
    assert "word …" in found.text
    assert long in [a.get("title") for _, a in found.tags]


def test_what_is_behind_a_line_is_folded_beyond_six() -> None:
    found = Tags(str(MARKS.cites([cite(f"Paper {n}", anchor=f"page-{n}") for n in range(9)])))
    assert found.text == "".join(f"Paper {n}" for n in range(6)) + "+3" + "".join(f"Paper {n}" for n in range(6, 9))
    assert next(a for t, a in found.tags if t == "button")["aria-label"] == "3 more passages"
    assert [a.get("class") for _, a in found.tags if "hidden" in a] == ["rest"]


def test_of_many_passages_the_first_of_each_page_is_shown() -> None:
    told = [cite(f"Paper {n}", f"passage {m}", anchor=f"page-{n}") for n in range(3) for m in range(4)]
    found = Tags(str(MARKS.cites(told)))
    assert found.text.startswith("Paper 0Paper 1Paper 2+9Paper 0")
    assert sum(tag == "a" for tag, _ in found.tags) == 12


@given(WORDS, WORDS)
def test_no_word_of_a_wording_is_lost_and_what_is_alike_is_not_marked(variant: str, fullest: str) -> None:
    pieces = differing_words(variant, fullest)
    assert "".join(p.text for p in pieces) == variant
    if variant.casefold() == fullest.casefold():
        assert not any(p.changed for p in pieces)
    if len(pieces) > 1:
        left = fullest.casefold().split()
        for word in "".join(p.text for p in pieces if not p.changed).casefold().replace("—", "").split():
            assert word in left
            left = left[left.index(word) + 1 :]
