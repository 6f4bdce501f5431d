"""Lines of the timeline: what can be read without its page, and a time that says when."""

from __future__ import annotations

import pytest
from msgspec import structs

from tellings.compare.timeline_days import dated, own_time
from tellings.compare.timeline_lines import by_itself
from tellings.model import Analysis, Article, Block, Days, Document, Event, Metadata, Published, Sentence, Source, Span, Time

YEAR = Days(first_day="2013-01-01", last_day="2013-12-31")


def told(
    line: str, clause: str, trigger: str, time: str | None = None, spoken: str | None = None, role: str = "body"
) -> Article:
    """Return an article of one line: an event with its clause and time, and one of speech where `spoken` is given."""
    text = f"The town was calm. {line}\nNothing else was known."

    def place(words: str) -> Span:
        at = text.index(words, text.index(clause) if words in clause else 0)
        return Span(at, at + len(words))

    event = Event(
        type=None,
        predicate="happen",
        trigger=place(trigger),
        clause=place(clause),
        when=YEAR if time else None,
        when_span=place(time) if time else None,
    )
    speech = (Event(type=None, predicate="say", trigger=place(spoken)),) if spoken else ()
    start = text.index(line)
    analysis = Analysis(
        document=Document(id="a", source=Source(sha256="0" * 64), text=text, form="clean"),
        metadata=Metadata(language="en"),
        blocks=(
            Block(0, start, role="body"),
            Block(start, start + len(line), role=role),  # type: ignore[arg-type]
            Block(start + len(line) + 1, len(text), role="body"),
        ),
        events=(event, *speech),
        times=(Time(start, start + len(line), type="DATE", value="2013-06-10"),) if line.endswith("PM") else (),
    )
    return Article(analysis)


def reads(line: str, clause: str, trigger: str, **given: str) -> bool:
    article = told(line, clause, trigger, **given)
    at = article.text.index(line)
    return by_itself(Span(at, at + len(line)), article.analysis.events[0], article)


@pytest.mark.parametrize(
    ("line", "trigger", "expected"),
    [
        ("Mayor Ines Berg, whose council sold the pier in 2013, says a park will follow.", "sold", False),
        ("The Reed Union, which lost its hall in 2013, says a new one will follow.", "lost", False),
        ("The Reed Union, which owned a hall, sold it in 2013.", "sold", True),
        ("In Torvik, where the fire began, the council sold the pier in 2013.", "sold", True),
    ],
)
def test_what_an_inserted_relative_clause_tells_is_no_line(line: str, trigger: str, expected: bool) -> None:
    assert reads(line, line[: line.index(" in 2013") + 8], trigger, time="in 2013") is expected


@pytest.mark.parametrize(
    ("line", "clause", "trigger"),
    [
        ("In May a storm tore off the roof.", "In May a storm tore off the roof", "tore"),
        ("The mayor has held office for ten years and was re-elected in May.", "was re-elected in May", "re-elected"),
        ("According to the harbour office, a tug sank on Monday.", "a tug sank on Monday", "sank"),
        ("Yet on Monday the pier was reopened.", "on Monday the pier was reopened", "reopened"),
    ],
)
def test_a_main_or_joined_clause_is_a_line(line: str, clause: str, trigger: str) -> None:
    assert reads(line, clause, trigger)


@pytest.mark.parametrize(
    ("line", "clause", "trigger"),
    [
        ("The town once had a guild, whose last master died in 2006.", "whose last master died in 2006", "died"),
        ("Orla Fenn, who retired in May, praised the plan.", "who retired in May", "retired"),
        ("She was also convicted of the 2005 robbery of a bank.", "the 2005 robbery of a bank", "robbery"),
        ("A guard who allegedly shot and killed two men in May will stand trial.", "killed two men in May", "killed"),
        ("The firm barred six men after troops landed on Tuesday.", "after troops landed on Tuesday", "landed"),
        ("Which was moved to Torvik in May.", "Which was moved to Torvik in May", "moved"),
        ("The old tram, built in May, runs on Sundays.", "built in May", "built"),
        ("Fenn plays the fool (or, as a critic called it in May, the sage).", "as a critic called it in May", "called"),
        ("Though Monday's raid was the worst, the town stayed calm.", "Monday's raid", "raid"),
        ("Last week, as the row grew louder in Torvik, she left.", "as the row grew louder in Torvik", "grew"),
        ("Previewing the talks in May, Fenn smiled.", "the talks in May", "talks"),
    ],
)
def test_a_clause_inside_another_is_none(line: str, clause: str, trigger: str) -> None:
    assert not reads(line, clause, trigger)


def test_what_somebody_says_there_is_a_line() -> None:
    line = "Berg told the council that a fault was reported on Friday."
    assert reads(line, "that a fault was reported on Friday", "reported", spoken="told the council")
    assert not reads(line, "that a fault was reported on Friday", "reported")


@pytest.mark.parametrize(
    "line",
    [
        "The judge reflected in May on Mr.",
        "A plea was entered by Judge Philip H .",
        "The crowd left (apart from the band and",
        "Fenn was arrested early on Jan .",
        "LAST STOP Harbour The tram left in May.",
        "10 June 2013 Last updated at 14:00",
        "10 June 2013 4:24 PM",
        "Image caption The tram left in May",
        "Areas that Berg named in May include:",
        "In May Torvik was told that a new kind of...",
        '"The tram left in May, he wrote.',
    ],
)
def test_a_piece_of_a_page_is_none(line: str) -> None:
    assert not reads(line, line, line.split()[-1])


def test_what_is_said_of_a_noun_is_none_even_when_cut_out() -> None:
    article = told("It quoted a speech Fenn held in Torvik in May.", "Fenn held in Torvik in May", "held")
    at = article.text.index("Fenn held")
    assert not by_itself(Span(at, at + 26), article.analysis.events[0], article)


def test_what_a_happening_is_or_stays_is_no_line() -> None:
    assert not reads("Monday's crash is the worst since 2004.", "Monday's crash is the worst since 2004", "crash")
    assert reads("Monday's crash killed two people there.", "Monday's crash killed two people there", "crash")


def test_the_day_of_what_somebody_planned_is_not_that_of_planning_it() -> None:
    assert not reads("Fenn had planned to speak on Monday.", "Fenn had planned to speak on Monday", "planned")


def test_a_caption_is_none() -> None:
    assert not reads("The tram leaves the harbour in May.", "The tram leaves the harbour in May", "leaves", role="caption")


@pytest.mark.parametrize(
    ("line", "time", "says"),
    [
        ("Berg has refused since May 2013 to open the books.", "May 2013", False),
        ("Fares rose through June 2013 by a tenth.", "June 2013", False),
        ("Fenn was named guest of the week for Dec. 31 - Jan. 6 there.", "Dec. 31", False),
        ("Player Fenn lost the title of Guest of the Year there.", "the Year", False),
        ("A grant, EMSW-2013, was given to Torvik.", "2013", False),
        ("The tram will run in 2013-2014 at last.", "2013", False),
        ("Fenn filmed 2013's worst flood in Torvik.", "2013", False),
        ("Fans cursed Fenn's May 2013 move to Lund.", "May 2013", False),
        ("Her rating rose to the low 50s there.", "the low 50s", False),
        ("Torvik (23-20-6) lost at home there.", "23-20-6", False),
        ("Miners sued over the fire two years ago there.", "two years ago", False),
        ("Fenn spoke on 'This Week' of the pit.", "This Week", False),
        ("Sales fell in the fiscal first quarter there.", "the fiscal first quarter", False),
        ("A loss was booked in the financial year ended May.", "the financial year", False),
        ("On 4 May 2013 Berg, who lives there, spoke.", "4 May 2013", True),
        ("In 2013 a tram hit a wall.", "2013", True),
        ("She was hit by a grey 2013 saloon.", "2013", False),
        ("He was a star of the 1940s and died.", "the 1940s", False),
        ("The pier burnt down years ago.", "years ago", False),
        ("The pier burnt down two years ago.", "two years ago", True),
        ("The pier burnt down on 4 May 2013.", "4 May 2013", True),
        ("He was held for the April 2013 raid on a bank.", "April 2013", False),
        ("They saw the fall of a climber.", "the fall", False),
        ("He was chairman from 2013 to 2015.", "2013", False),
    ],
)
def test_a_time_that_says_which_dates_nothing(line: str, time: str, says: bool) -> None:
    article = told(line, line.rstrip("."), line.split()[1], time=time)
    assert dated(article.analysis.events[0], article) is says


def test_a_time_in_what_is_said_of_a_noun_dates_nothing() -> None:
    line = "Berg, who left in May 2013, said that all was well."
    assert not dated((article := told(line, line.rstrip("."), "said", time="May 2013")).analysis.events[0], article)


@pytest.mark.parametrize(
    ("line", "clause", "trigger", "time", "whole"),
    [
        ("A boat that sank in May was raised.", "that sank in May", "sank", "May", False),
        ("The pier, rebuilt in May.", "The pier, rebuilt in May", "rebuilt", "May", False),
        ("The pier, a wooden one, burnt down in May.", "The pier, a wooden one, burnt down in May", "burnt", "May", True),
        ("In May, striking dockers closed the port.", "In May, striking dockers closed the port", "striking", "May", True),
        ("The halftime show in May is widely praised.", "The halftime show in May is widely praised", "praised", "May", False),
        ("In May the show is opening.", "In May the show is opening", "opening", "May", True),
        ("Yet Friday's launch has widened the rift.", "Friday's launch", "launch", "Friday", False),
        ("The firm called it chance although it asked and got them in May.", "got them in May", "got", "May", False),
    ],
)
def test_a_deed_beside_what_the_line_tells_is_no_line(line: str, clause: str, trigger: str, time: str, whole: bool) -> None:
    assert reads(line, clause, trigger, time=time) is whole


def test_the_clause_before_the_main_one_is_half_a_sentence() -> None:
    text = "A day after the paper asked the harbour office in May, the chief resigned."
    article = told(text, text.rstrip("."), "asked", time="May")
    at = article.text.index(text)
    cut = Span(at, at + len("A day after the paper asked the harbour office in May"))
    assert not by_itself(cut, article.analysis.events[0], article)


def test_a_participle_leaves_its_day_to_itself() -> None:
    text = "Opening the fair in May, the mayor said on 10 June 2013 PM"
    article = told(text, "Opening the fair in May", "Opening", time="May")
    at = article.text.index(text)
    assert not by_itself(Span(at, at + len(text)), article.analysis.events[0], article)


@pytest.mark.parametrize(
    ("line", "time", "says"),
    [
        ("The boat passed the pier at 7.06am local time.", "7.06am local time", False),
        ("Filming ended at the end of the day.", "the end of the day", False),
        ("The boat passed the pier at 7.06am on 4 May.", "7.06am on 4 May", True),
        ("Berg was charged againJuly 23, 2013.", "July 23, 2013", False),
        ("2013 saw many fires.", "2013", True),
        ("They struck the post in reprisal for airstrikes in Lund last May.", "last May", False),
        ("They struck the post near the harbour last May.", "last May", True),
        ("Berg, the 1950s skater, died in his sleep.", "the 1950s", False),
    ],
)
def test_a_clock_and_the_day_itself_date_nothing(line: str, time: str, says: bool) -> None:
    article = told(line, line.rstrip("."), line.split()[1], time=time)
    assert dated(article.analysis.events[0], article) is says


@pytest.mark.parametrize(("time", "day", "says"), [("Tuesday", "2013-05-07", False), ("7 May", "2013-05-07", True)])
def test_a_weekday_of_the_morrow_is_not_that_of_the_week_before(time: str, day: str, says: bool) -> None:
    line = f"A rocket flew over the town on {time}."
    analysis = told(line, line.rstrip("."), "flew", time=time).analysis
    event = structs.replace(analysis.events[0], when=Days(first_day=day, last_day=day))
    written = Published(value="2013-05-13", precision="day", basis="given")
    made = structs.replace(analysis, events=(event,), metadata=Metadata(language="en", published=written))
    assert dated(event, Article(made)) is says


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The pier will be rebuilt, the harbour office reported in May.", True),
        (
            "The pier will be rebuilt before the fair, the harbour office reported, and a great many of the dockers hoped by May.",
            False,
        ),
    ],
)
def test_what_is_said_is_dated_by_a_time_beside_the_verb(line: str, found: bool) -> None:
    analysis = told(line, line.split(" reported")[0] + " reported", "reported").analysis
    at = analysis.document.text.index("May")
    time = Time(at, at + 3, type="DATE", value="2013", first_day=YEAR.first_day, last_day=YEAR.last_day)
    event = structs.replace(analysis.events[0], predicate="say", when=YEAR)
    start = analysis.document.text.index(line)
    sentence = Sentence(start, start + len(line))
    article = Article(structs.replace(analysis, events=(event,), times=(time,), sentences=(sentence,)))
    assert (own_time(event, article) is not None) is found
