"""Readers' comments are a layer of their own: nothing of them reaches body, quotations, events, comparison or summary."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from tellings import telling
from tellings.model import MAIN_ROLES, READABLE_ROLES, Analysis, Page
from tellings.pipeline import Pipeline

STORY = (
    "The swing bridge at Marvik will be closed to cars for two years, the council decided on Monday night by 14 votes to 11.",
    "“We have patched it for thirty years and it will not be patched again,” Mayor Elin Foss told the crowd after the vote.",
    "The work will cost 42 million crowns, the council's engineer said, and will begin in May when the ferries run again.",
)
REMARKS = (
    (
        "Odd Lie",
        "3 hours ago",
        "The mayor said on Friday that “900 families will lose their way home”, and police arrested a man for laughing.",
    ),
    (
        "Ann Vik",
        "2 hours ago",
        "@Odd Lie she said “take another way”, and the army attacked nobody. Twelve people died of boredom, I think.",
    ),
)
FOREIGN = ("900", "families", "arrested", "army", "boredom", "another way", "Odd Lie", "Ann Vik")


def as_html() -> str:
    thread = "".join(
        f"<li class=comment id=c{n}><span class=author>{who}</span> <span class=time>{when}</span><p>{what}</p><button>Reply</button></li>"
        for n, (who, when, what) in enumerate(REMARKS)
    )
    story = "".join(f"<p>{p}</p>" for p in STORY)
    return (
        "<html lang=en><head><title>Council votes to close the swing bridge</title>"
        '<meta property="article:published_time" content="2031-03-04T07:15:00+00:00"></head><body><article>'
        f"<h1>Council votes to close the swing bridge</h1>{story}</article><section id=comments><h3>2 comments</h3>"
        f"<ul>{thread}</ul><form><textarea></textarea><button>Post a comment</button></form></section></body></html>"
    )


def as_text() -> str:
    thread = [line for who, when, what in REMARKS for line in (f"{who}, {when}", what)]
    return "\n\n".join(["Council votes to close the swing bridge", *STORY, "2 comments", *thread, "Leave a Reply"])


@pytest.fixture(scope="module", params=["html", "text"])
def analyses(request: pytest.FixtureRequest) -> list[Analysis]:
    from tellings.model import Given, Source

    text = as_html() if request.param == "html" else as_text()
    own = Page(
        id="own",
        source=Source(sha256="1", outlet="Marvik Herald"),
        form=request.param,
        text=text,
        given=Given(),
        fetched="2031-03-04T12:00:00Z",
    )
    other = "\n".join((STORY[0].replace("decided", "has decided"), STORY[2].replace("42", "45")))
    rival = Page(
        id="rival",
        source=Source(sha256="2", outlet="Brekka Post"),
        form="clean",
        text=other,
        given=Given(published="2031-03-04"),
    )
    return [a for a in Pipeline().run([own, rival]) if isinstance(a, Analysis)]


def clean(words: str) -> bool:
    return not any(word in words for word in FOREIGN)


def test_they_are_objects_with_author_time_and_answer(analyses: list[Analysis]) -> None:
    own = analyses[0]
    assert [(c.author, c.posted) for c in own.comments] == [("Odd Lie", "2031-03-04T09:00"), ("Ann Vik", "2031-03-04T10:00")]
    assert [c.of(own.text).strip() for c in own.comments] == [what for _, _, what in REMARKS]


def test_nothing_of_them_is_in_the_article(analyses: list[Analysis]) -> None:
    own = analyses[0]
    assert [b.of(own.text) for b in own.blocks if b.role in MAIN_ROLES] == list(STORY)
    assert clean(" ".join(b.of(own.text) for b in own.blocks if b.role in READABLE_ROLES))


def test_nothing_of_them_is_annotated(analyses: list[Analysis]) -> None:
    own = analyses[0]
    spans = [s for layer in (own.sentences, own.times, own.quantities) for s in layer]
    spans += [q.content for q in own.quotes] + [e.trigger for e in own.events] + [m for e in own.entities for m in e.mentions]
    assert own.quotes
    assert spans
    assert not any(c.overlaps(s) for c in own.comments for s in spans)


def test_nothing_of_them_is_compared_or_summed_up(analyses: list[Analysis]) -> None:
    story = telling.compare_as_one(analyses)
    told = msgspec.json.encode(
        [story.comparison, story.summary, story.timeline, story.utterances, story.happenings, story.omissions]
    )
    assert story.comparison.agreed or story.comparison.differing
    assert clean(told.decode())


def test_a_time_counted_back_is_none_without_a_fetch_time(page: Callable[..., Page]) -> None:
    from tellings.extract import extract

    for form, text in (("html", as_html()), ("text", as_text())):
        assert [c.posted for c in extract(page(text, form=form)).comments] == [None, None]
