"""Lines of the timeline that can be understood without their page, and days that rest on too little."""

from __future__ import annotations

import pytest
from msgspec import structs

from tellings.compare.timeline_alone import Naming
from tellings.compare.timeline_days import dated
from tellings.compare.timeline_lines import comes
from tellings.model import (
    Analysis,
    Argument,
    Article,
    Block,
    Days,
    Document,
    Entity,
    Event,
    Mention,
    Metadata,
    Published,
    Quantity,
    Quote,
    Source,
    Span,
    Time,
)  # fmt: skip

MAY = Days(first_day="2013-05-04", last_day="2013-05-04")
EARLIER = Days(first_day="2012-01-01", last_day="2012-12-31")


def told(line: str, *, actors: tuple[str, ...] = (), names: tuple[tuple[str, str], ...] = (), title: str | None = None,
         quoted: str | None = None) -> tuple[Article, Span]:  # fmt: skip
    """Return an article of one line whose event has these actors and whose page names these entities."""
    text = f"The town was calm. {line}"
    start = text.index(line)

    def place(words: str) -> Span:
        at = text.index(words, start)
        return Span(at, at + len(words))

    arguments = tuple(Argument(place(a).start, place(a).end) for a in actors)
    entities = tuple(
        Entity(id=str(n), name=name, type=kind, mentions=(Mention(place(name).start, place(name).end, form=name),))  # type: ignore[arg-type]
        for n, (name, kind) in enumerate(names)
    )
    verb = Span(len(text) - 2, len(text) - 1)
    quotes = (Quote(content=place(quoted), kind="direct", cue=None, speaker=None, confidence=1.0),) if quoted else ()
    analysis = Analysis(
        document=Document(id="a", source=Source(sha256="0" * 64), text=text, form="clean"),
        metadata=Metadata(language="en", title=title),
        blocks=(Block(0, len(text), role="body"),),
        entities=entities,
        quotes=quotes,
        events=(Event(type=None, predicate="happen", trigger=verb, clause=Span(start, len(text)), actors=arguments),),
    )
    return Article(analysis), Span(start, len(text))


def understood(line: str, **given: object) -> bool:
    article, span = told(line, **given)  # type: ignore[arg-type]
    return Naming((article,)).understood(span, article.analysis.events[0], article)


@pytest.mark.parametrize(
    ("line", "actors", "names"),
    [
        ("Orla Fenn sold her house in May.", ("Orla Fenn",), (("Orla Fenn", "person"),)),
        ("A miner was found in his cabin in May.", ("miner",), ()),
        ("The government closed the pit in May.", ("government",), ()),
        ("The owner of the mill was fined in May.", ("owner of the mill",), ()),
        ("The Torvik Herald closed in May.", ("Torvik Herald",), (("Torvik Herald", "organisation"),)),
        ("The owner sold her house in Torvik.", ("owner",), (("Torvik", "place"),)),
        ("The fire killed two miners in May.", ("fire",), ()),
        ("This week miners went home in Torvik.", ("miners",), ()),
    ],
)
def test_a_line_that_names_what_it_tells_is_understood(
    line: str, actors: tuple[str, ...], names: tuple[tuple[str, str], ...]
) -> None:
    article, span = told(line, actors=actors, names=names)
    if line.startswith("This week"):
        week = Time(span.start, span.start + 9, type="DATE", value="2013-W18")
        article = Article(article.analysis.with_layer("times", (week,)))
    assert Naming().understood(span, article.analysis.events[0], article)


@pytest.mark.parametrize(
    ("line", "actors", "names"),
    [
        ("Her guards reached Torvik in May.", ("Her guards",), (("Torvik", "place"),)),
        ("In Torvik he told miners that all was well.", ("miners",), (("Torvik", "place"),)),
        ("Miners found a rifle near his home.", ("Miners",), ()),
        ("The company lost four million crowns in May.", ("company",), ()),
        ("The men were sent home from Torvik.", (), ()),
        ("The former Torvik Sound host left in May.", ("former Torvik Sound host",), ()),
        ("Work at this plant will begin in May.", ("Work",), ()),
        ("My aunt worked in Torvik then.", ("My aunt",), ()),
        ("Fenn said that the business lost money.", ("business",), (("Fenn", "person"),)),
        ("Fenn took miners there in May.", ("Fenn",), (("Fenn", "person"),)),
        ("That was no good, Fenn told miners.", ("Fenn",), (("Fenn", "person"),)),
        ("Polling shows he won in Torvik.", ("Polling",), (("Torvik", "place"),)),
        ("In a Torvik Sound interview the actress was asked.", ("actress",), (("Torvik Sound", "organisation"),)),
        ("Fenn made that argument in Torvik.", ("Fenn",), (("Fenn", "person"),)),
        ("The pair posed in Torvik in May.", ("pair",), (("Torvik", "place"),)),
    ],
)
def test_a_line_that_points_to_its_page_is_not(line: str, actors: tuple[str, ...], names: tuple[tuple[str, str], ...]) -> None:
    assert not understood(line, actors=actors, names=names)


def test_a_noun_right_before_he_is_nobody_that_he_stands_for() -> None:
    assert not understood("The half he has will be paid out in May.", actors=("half",))
    assert understood("A sailor of Torvik said he will be paid out in May.", actors=("sailor",))


def test_a_thing_of_the_story_title_is_known_and_a_company_is_not() -> None:
    line = "The tunnel was opened in May."
    assert understood("The report was read in May.", actors=("report",), title="A report on the pit")
    assert not understood("The report was read in May.", actors=("report",))
    assert not understood("The company was sold in May.", actors=("company",), title="A company in Torvik")
    assert not understood(line, actors=("tunnel",))


def test_what_is_done_to_the_request_is_told_by_its_page_alone() -> None:
    article, span = told("Fenn renewed the request.", actors=("Fenn",), names=(("Fenn", "person"),))
    at = article.text.index("request")
    event = Event(type=None, predicate="renew", trigger=span, clause=span, recipients=(Argument(at, at + 7),))
    assert not Naming().understood(span, event, article)
    assert Naming((told("", title="A request of the miners")[0],)).understood(span, event, article)


def test_a_quotation_that_points_around_is_no_line_but_a_quoted_name_is() -> None:
    assert not understood("“We sat there,” said Fenn.", actors=("We",), quoted="We sat there")
    assert understood("“There Was a Pit” won in Torvik.", actors=("Pit",), names=(("Torvik", "place"),))


def test_a_day_counted_from_another_time_dates_nothing() -> None:
    line = "Fenn left Torvik a week later."
    article, span = told(line)
    at = article.text.index("a week later")
    event = Event(type=None, predicate="leave", trigger=Span(span.start + 5, span.start + 9), clause=span, when=MAY,
                  when_span=Span(at, at + 12))  # fmt: skip

    def on(basis: str, sure: float, published: str | None = "2013-06-01") -> bool:
        time = Time(at, at + 12, type="DATE", value="2013-05-04", basis=basis, confidence=sure)
        day = Published(value=published, precision="day", basis="given") if published else None
        layers = article.analysis.with_layer("times", (time,)).with_layer("metadata", (Metadata(language="en", published=day),))
        return dated(event, Article(layers))

    assert on("stated", 0.96)
    assert not on("time told before", 0.59)
    assert on("story's year", 0.87)
    assert on("stated", 0.96, published="2013-01-02")
    assert not on("story's year", 0.87, published=None)


def test_the_time_of_a_figure_or_of_an_attack_that_is_named_is_not_the_day() -> None:
    for line, words, figure in (
        ("Fenn reported sales of 9 million against 4 million a year earlier.", "a year earlier", "4 million"),
        ("Police held Fenn over the bombings in Torvik last year.", "last year", None),
    ):
        article, span = told(line)
        at, verb = article.text.index(words), article.text.index("reported" if figure else "held")
        event = Event(type=None, predicate="hold", trigger=Span(verb, verb + 4), clause=span, when=EARLIER,
                      when_span=Span(at, at + len(words)))  # fmt: skip
        if figure:
            where = article.text.index(figure)
            quantity = Quantity(where, where + len(figure), value=4e6)
            article = Article(article.analysis.with_layer("quantities", (quantity,)))
        assert not dated(event, article), line


def test_a_figure_that_something_rose_to_has_the_day_behind_it() -> None:
    article, span = told("Sales of the firm rose to 9 million in the year before.")
    figure, day = article.text.index("9 million"), article.text.index("the year before")
    when = Span(day, day + len("the year before"))
    article = Article(article.analysis.with_layer("quantities", (Quantity(figure, figure + 9, value=9e6),)))
    verb = article.text.index("rose")
    event = Event(type=None, predicate="rise", trigger=Span(verb, verb + 4), clause=span, when=EARLIER, when_span=when)
    assert dated(event, article)


@pytest.mark.parametrize(
    ("line", "cue", "day", "told_on", "expected"),
    [
        ("The pit is due to open on Friday.", "due", "2013-05-04", "2013-05-02", True),
        ("The pit had been due to open on Friday.", "due", "2013-05-04", "2013-05-02", False),
        ("The pit is likely to open on Friday.", "likely", "2013-05-04", "2013-05-02", False),
        ("The pit was to open on Friday.", "to", "2013-05-04", "2013-05-10", False),
    ],
)
def test_a_plan_is_told_while_it_is_one(line: str, cue: str, day: str, told_on: str, expected: bool) -> None:
    article, span = told(line)
    at = article.text.index(cue, span.start)
    published = Published(value=told_on, precision="day", basis="given")
    article = Article(article.analysis.with_layer("metadata", (Metadata(language="en", published=published),)))
    event = Event(type=None, predicate="open", trigger=span, clause=span, realis="planned", realis_cue=Span(at, at + len(cue)),
                  when=Days(first_day=day, last_day=day))  # fmt: skip
    assert comes(span, event, article) is expected


def test_a_line_out_of_a_post_whose_writer_it_does_not_name_is_no_line() -> None:
    line = "On Friday our camera saw the Corvane sink"
    article, span = told(line, actors=("camera",), quoted=line)
    event = article.analysis.events[0]
    own = structs.replace(article.analysis.quotes[0], kind="mixed")
    post = Article(structs.replace(article.analysis, quotes=(own,)))
    assert not Naming([post]).understood(span, event, post)
