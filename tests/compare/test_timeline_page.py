"""Lines that are their page's own matter: captions, credits, bylines, two sentences run into one."""

from __future__ import annotations

import pytest

from tellings.compare.timeline_page import of_page
from tellings.model import Analysis, Article, Block, Document, Entity, Mention, Metadata, Source, Span, Time

PEOPLE = ("Ana Berg", "Olaf Lind")


def paged(line: str, behind: str = "", language: str = "en", *, alone: bool = False) -> bool:
    """Tell whether a line, with these words behind it, is its page's own."""
    text = ("The town was calm.\n" if alone else "The town was calm. ") + line + behind
    start = text.index(line)
    entities = tuple(
        Entity(id=name, name=name, type="person", mentions=(Mention(at, at + len(name), form=name),))
        for name in PEOPLE
        if (at := text.find(name)) >= 0
    )
    day = "Nov. 10, 2031"
    times = (Time(start, start + len(day), type="DATE", value="2031-11-10"),) if line.startswith(day) else ()
    analysis = Analysis(
        document=Document(id="a", source=Source(sha256="0" * 64), text=text, form="clean"),
        metadata=Metadata(language=language),
        blocks=(Block(0, 18, role="body"), Block(start, len(text), role="body"))
        if alone
        else (Block(0, len(text), role="body"),),
        entities=entities,
        times=times,
    )
    return of_page(Span(start, start + len(line)), Article(analysis))


@pytest.mark.parametrize(
    "line",
    [
        "GETTY Berg campaigned hard for her close ally on Monday",
        "AP:Associated Press The ministry today released pictures of the ship",
        "SWNS • PA Lind survived the crash which left seven dead",
        "The share just rose more than 30% 11:03 AM Fri, 29 Dec 2031 | 00:40",
        "Court clears harbour chief two days before vote By Karin Moen and Per Dahl TORVIK, Nov 6",
        "Court clears harbour chief two days before vote TORVIK, Nov 6 (Reuters)",
        "Nov. 10, 2031 President Moen talks with the mayor in his office.",
        "The envoy had a meeting with Ana Berg Olaf Lind flew home on Monday",
        "Rovers: Visit Torvik on Sunday.",
        "Really good meeting, great chemistry,' Lind wrote on Thursday night.",
    ],
)
def test_what_belongs_to_the_page_is_no_line(line: str) -> None:
    assert paged(line)


@pytest.mark.parametrize(
    "line",
    [
        "AP reporters saw two ships leave the harbour on Monday.",
        "Nov. 10, 2031, was the day on which the harbour was closed.",
        "By Monday the harbour was closed.",
        "'Really good meeting,' Lind wrote on Thursday night.",
        "The envoy had a meeting with Ana Berg, and Olaf Lind flew home on Monday.",
        "The dockers' union, the owners' friend, called a strike on Monday.",
    ],
)
def test_what_tells_something_is_one(line: str) -> None:
    assert not paged(line)


@pytest.mark.parametrize("credit", [" (Photo: Susan Moen, AP)", " Kari Dahl/The Torvik Post", ". (Getty Images)"])
def test_a_credit_behind_a_line_makes_it_a_caption(credit: str) -> None:
    assert paged("People gather outside the town hall on Nov. 10, 2031", credit)


def test_what_follows_a_line_is_mostly_no_credit() -> None:
    assert not paged("People gathered outside the town hall on Monday", ". (Ana Berg was not there.)")


def test_a_language_without_words_lets_lines_pass() -> None:
    assert not paged("GETTY Berg campaigned hard for her close ally on Monday", language="xx")


@pytest.mark.parametrize(("stop", "page"), [("", True), (".", False)])
def test_a_paragraph_without_a_stop_is_a_caption(stop: str, page: bool) -> None:
    line = f"Dockers sang outside the harbour office on Monday night{stop}"
    assert paged(line, alone=True) is page
