"""Pages, stories and a selection for the tests of the exports: two accounts, a copy, a comment, and words that mean harm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from tellings import telling
from tellings.export.selection import Options, Selection
from tellings.model import Analysis, Fact, Page, Published, Source, Story, Value
from tellings.model.pages import Given
from tellings.pipeline import Pipeline, default_stages

ARREST = (
    "Police in Torvik arrested the editor Anna Berg on Monday 12 May 2031. “I will not be silent,” Berg said outside the court. "
    "Nine people were injured when officers cleared the square, the interior minister Rolf Stein said. "
    "France sent two doctors to Chile on Tuesday, and the harbour stayed closed until the evening of that day."
)
OTHER = (
    "The editor Anna Berg was arrested by police in Torvik on Monday. Twelve people were injured on the square, doctors said. "
    "“I will not keep silent,” said Ms Berg. The harbour was closed in May 2031."
)
HOSTILE = (
    '=HYPERLINK("http://evil.example","x") said Rolf Stein. <script>alert(1)</script> [click](javascript:alert(1)) was painted on '
    "the wall in Torvik on Monday; police arrested Anna Berg, BEGIN:VEVENT and 11 people were injured."
)
COMMENTED = f"""<html><head><title>Editor arrested</title></head><body><article><h1>Editor arrested in Torvik</h1>
<p class="date">13 May 2031</p><p>{ARREST}</p></article>
<section id="comments"><h2>Comments</h2>
<div class="comment"><span class="author">Zelda Quill</span> <time datetime="2031-05-13T12:41">13 May 2031, 12:41</time>
<p>My cousin was on the square and saw it all from the window.</p></div>
<div class="comment"><span class="author">Otto Marrow</span> <time datetime="2031-05-13T13:05">13 May 2031, 13:05</time>
<p>I agree with Zelda Quill, and @Zelda is right about the window.</p></div></section></body></html>"""


def page(name: str, text: str, *, url: str | None = None, day: str | None = "2031-05-13", form: str = "clean") -> Page:
    source = Source(sha256=(name * 64)[:64], outlet=f"Outlet {name}", url=url, path=f"pages/{name}.txt")
    return Page(
        id=name, source=source, form=form, text=text, given=Given(published=day, language="en", title=f"News of {name}")
    )  # type: ignore[arg-type]


def analysed(*pages: Page) -> list[Analysis]:
    return [a for a in Pipeline(default_stages(without=("vectors",))).run(list(pages)) if isinstance(a, Analysis)]


def selected(stories: list[Story], analyses: list[Analysis], **how: object) -> Selection:
    kept = {a.id: a for a in analyses}
    options = Options(made="2031-06-01T08:00:00Z", **how)  # type: ignore[arg-type]
    return Selection(list(kept), stories, lambda ids: [kept[i] for i in ids if i in kept], options=options)


@pytest.fixture(scope="session")
def kept() -> tuple[Story, list[Analysis]]:
    analyses = analysed(
        page("a", ARREST, url="https://a.example/editor?x=1&y=2"), page("b", OTHER, url="https://b.example/berg", day="2031-05-14"),
        page("c", ARREST, day="2031-05-15"), page("d", HOSTILE, url="javascript:alert(1)", day=None),
        page("e", COMMENTED, url="https://e.example/5", form="html"),
    )  # fmt: skip
    return telling.compare_as_one(analyses), analyses


@pytest.fixture(scope="session")
def selection(kept: tuple[Story, list[Analysis]]) -> Selection:
    return selected([kept[0]], kept[1])


@pytest.fixture(scope="session")
def whole(kept: tuple[Story, list[Analysis]]) -> Callable[..., Selection]:
    """A maker of selections: whole(base="https://…", with_commenters=True)."""
    return lambda **how: selected([kept[0]], kept[1], **how)


@pytest.fixture(scope="session")
def undated(kept: tuple[Story, list[Analysis]]) -> Selection:
    """The story with pages that do not tell their day, and a fact that only they tell."""
    story, analyses = kept
    bare = [structs.replace(a, metadata=structs.replace(a.metadata, published=None)) for a in analyses]
    return selected([structs.replace(story, first=None, last=None)], bare)


def dated(day: str) -> Published:
    return Published(value=day, precision="day", basis="given")


def fact(*values: Value) -> Fact:
    return Fact(about="number of people injured", kind="number", values=values)
