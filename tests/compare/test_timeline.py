"""The timeline: ordered by when things happened, in the sources' words, never on the publication day."""

from __future__ import annotations

from tellings.compare.timeline import MOST, build_timeline
from tellings.model import (
    Accounts,
    Analysis,
    Article,
    Block,
    Cite,
    Counts,
    Days,
    Document,
    Event,
    Happening,
    Material,
    Metadata,
    Published,
    Realis,
    Report,
    Sentence,
    Source,
    Span,
)


def material(sentences: list[tuple[str, Days | None, Realis]], published: str | None = "2031-05-14") -> Material:
    """Return a story of one page whose sentences each tell one happening."""
    text, marks, events, happenings = "", [], [], []
    for sentence, when, realis in sentences:
        start = len(text)
        text += sentence
        span = Span(start, len(text))
        marks.append(Sentence(span.start, span.end))
        events.append(
            Event(
                type=None,
                predicate="happen",
                trigger=Span(span.start, span.start + 3),
                clause=span,
                when=when,
                realis=realis,
                realis_cue=cue(text, span),
            )
        )
        text += " "
    text = text.rstrip()
    for n, event in enumerate(events):
        assert event.clause is not None
        cite = Cite(document="a", start=event.clause.start, end=event.clause.end, text=event.clause.of(text))
        happenings.append(
            Happening(
                type=None,
                predicate="happen",
                when=event.when,
                realis=event.realis,
                reports=(Report(document="a", event=n),),
                evidence=(cite,),
            )
        )
    date = Published(value=published, precision="day", basis="given") if published else None
    analysis = Analysis(
        document=Document(id="a", source=Source(sha256="0" * 64), text=text, form="clean"),
        metadata=Metadata(language="en", published=date),
        blocks=(Block(0, len(text), role="body"),),
        sentences=tuple(marks),
        events=tuple(events),
    )
    return Material(
        id="s", articles=(Article(analysis),), copies=(), accounts=Accounts(), counts=Counts(pages=1, texts=1, accounts=1, origins=0),
        actors=(), utterances=(), happenings=tuple(happenings),
    )  # fmt: skip


def cue(text: str, span: Span) -> Span | None:
    """Return where "will" stands, as the events layer gives the word that tells a plan."""
    at = text.find("will", span.start, span.end)
    return Span(at, at + 4) if at >= 0 else None


def days(first: str | None, last: str | None = None) -> Days:
    return Days(first_day=first, last_day=last or first)


ARREST = "Police arrested the owner of the mill at her house in Torvik."
FIRE = "The mill at Torvik burned down during the night, killing two."
TRIAL = "The trial of the owner will open at the court in Lund."


def test_lines_stand_in_the_order_of_what_happened() -> None:
    found = build_timeline(material([(ARREST, days("2031-05-12"), "actual"), (FIRE, days("2031-05-10"), "actual")]))
    assert [e.text for e in found] == [FIRE, ARREST]
    assert [e.first_day for e in found] == ["2031-05-10", "2031-05-12"]


def test_what_has_no_day_is_left_out_whatever_the_page_is_dated() -> None:
    assert build_timeline(material([(ARREST, None, "actual")])) == ()


def test_the_grain_of_time_is_kept() -> None:
    (line,) = build_timeline(material([(FIRE, days("2031-03-01", "2031-03-31"), "actual")]))
    assert (line.first_day, line.last_day) == ("2031-03-01", "2031-03-31")


def test_an_end_alone_is_enough_to_be_placed() -> None:
    (line,) = build_timeline(material([(FIRE, Days(first_day=None, last_day="2031-05-11"), "actual")]))
    assert (line.first_day, line.last_day) == (None, "2031-05-11")


def test_background_is_set_apart() -> None:
    found = build_timeline(material([(ARREST, days("2031-05-12"), "actual"), (FIRE, days("1999-05-10"), "past-background")]))
    assert [e.background for e in found] == [True, False]


def test_what_is_denied_or_only_thought_of_is_no_line() -> None:
    unreal: list[tuple[str, Days | None, Realis]] = [
        (ARREST, days("2031-05-12"), "denied"),
        (FIRE, days("2031-05-12"), "hypothetical"),
    ]
    assert build_timeline(material(unreal)) == ()


def test_what_is_planned_is_told_in_words_that_say_so() -> None:
    (line,) = build_timeline(material([(TRIAL, days("2031-06-02"), "planned")]))
    assert "will" in line.text


def test_what_is_planned_without_saying_so_is_no_line() -> None:
    assert build_timeline(material([(ARREST, days("2031-06-02"), "planned")])) == ()


def test_every_line_is_cited_in_its_own_words() -> None:
    story = material([(ARREST, days("2031-05-12"), "actual"), (FIRE, days("2031-05-10"), "actual")])
    text = story.articles[0].text
    for line in build_timeline(story):
        assert line.evidence
        assert all(text[c.start : c.end] == c.text for c in line.evidence)
        assert line.text.lower() == line.evidence[0].text.lower()


def test_a_long_story_is_cut() -> None:
    rows: list[tuple[str, Days | None, Realis]] = [
        (f"The council of the town met for the {n}th time in the corn hall.", days(f"2031-05-{1 + n % 28:02}"), "actual")
        for n in range(60)
    ]
    assert len(build_timeline(material(rows))) == MOST


def test_no_happenings_no_lines() -> None:
    assert build_timeline(material([("Rain fell.", None, "actual")])) == ()


def test_what_lies_long_before_the_first_page_is_background_whatever_its_status() -> None:
    (old, new) = build_timeline(
        material([
            ("The bridge over the Till was opened by the old queen.", days("1998-06-01"), "actual"),
            ("The bridge over the Till was closed for good.", days("2031-05-12"), "actual"),
        ])
    )  # fmt: skip
    assert (old.background, new.background) == (True, False)


def test_page_furniture_is_no_line_and_a_dateline_is_cut_off() -> None:
    lines = build_timeline(
        material([
            ("This article was first published on 13 May and changed later.", days("2031-05-13"), "actual"),
            ("TORVIK, May 14, 2031 (Wire North) - The ferry from Lisse ran aground.", days("2031-05-12"), "actual"),
        ])
    )  # fmt: skip
    assert [line.text for line in lines] == ["The ferry from Lisse ran aground."]


def test_two_tellings_of_one_day_in_the_same_words_are_one_line() -> None:
    lines = build_timeline(
        material([
            ("Nine people died when the ferry sank in the fog.", days("2031-05-12"), "actual"),
            ("Nine people died when the ferry sank in fog on Monday.", days("2031-05-12"), "actual"),
            ("Divers raised the bell of the ferry before noon.", days("2031-05-12"), "actual"),
        ])
    )  # fmt: skip
    assert len(lines) == 2


def test_a_line_that_opens_with_a_pronoun_is_left_out() -> None:
    days = Days("2031-05-12", "2031-05-12")
    told = build_timeline(
        material([("She was taken to the court in Torvik.", days, "actual"), ("Karin Berg was taken to Lund.", days, "actual")])
    )
    assert [line.text for line in told] == ["Karin Berg was taken to Lund."]


def test_a_menu_is_no_line() -> None:
    days = Days("2031-05-12", "2031-05-12")
    menu = "NEWS SPORT MONEY VIDEO PHOTOS QUIZ Daily Report TRAVEL HEALTH ESSAY CULTURE OPINION ARCHIVE SHOP"
    assert build_timeline(material([(menu, days, "actual")])) == ()


def test_one_line_under_two_days_is_told_once() -> None:
    again = FIRE.replace("during", "in")
    found = build_timeline(material([(FIRE, days("2031-05-10"), "actual"), (again, days("2031-05-09"), "actual")]))
    assert len(found) == 1


def test_a_plan_that_came_true_is_told_as_the_deed() -> None:
    opened = "A full house saw how the owner of the mill entered the court in Lund as her trial was opened by three judges."
    found = build_timeline(material([(TRIAL, days("2031-06-02"), "planned"), (opened, days("2031-06-02"), "actual")]))
    assert [line.text for line in found] == [opened]


def test_a_page_that_gives_no_day_tells_no_happening_of_long_ago() -> None:
    from msgspec.structs import replace

    story = material([(FIRE, days("1999-05-10"), "actual"), (ARREST, days("2031-05-12"), "actual")])
    (article,) = story.articles
    events = tuple(replace(e, when=None) for e in article.analysis.events)
    article.analysis = article.analysis.with_layer("events", events)
    assert [line.text for line in build_timeline(story)] == [ARREST]
