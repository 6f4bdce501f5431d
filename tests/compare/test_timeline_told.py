"""One happening is one line with all its passages, and what is none of the story's is left out."""

from __future__ import annotations

from tellings.compare.timeline import build_timeline
from tellings.compare.timeline_told import Concern, Line, distinct
from tellings.model import (
    Accounts,
    Analysis,
    Article,
    Block,
    Cite,
    Counts,
    Days,
    Document,
    Entity,
    Event,
    Happening,
    Material,
    Mention,
    Metadata,
    Published,
    Realis,
    Report,
    Sentence,
    Source,
    Span,
    TimelineEntry,
)

DAY = "2031-05-12"


def line(
    text: str, page: str, *, names: str = "", actors: str = "", last: str = DAY, realis: Realis = "actual", accounts: int = 1
) -> Line:
    """Return a line of one page; `names` and `actors` are words of those who act or suffer."""
    cite = Cite(page, 0, len(text), text=text)
    entry = TimelineEntry(first_day=DAY, last_day=last, text=text, evidence=(cite,), accounts=accounts)
    happening = Happening(
        type=None, predicate="say", when=Days(first_day=DAY, last_day=last), where=None, actors=(), recipients=(),
        realis=realis, reports=(), evidence=(cite,), accounts=accounts, slots=(),
    )  # fmt: skip
    both = frozenset(names.split())
    return Line(entry, happening, doers=both, names=both, actors=frozenset(actors.split()))


LETTER = "In a letter to the council, harbour chief Karin Moen said the office had ended its review and found nothing new."
NEWS = "Harbour chief Karin Moen said on Monday in a surprise that the office had found nothing in its review of the letters."
RIVAL = "Olaf Lind told a meeting of dockers on Monday that nobody can review the letters of ten years in eight days."


def test_one_deed_of_one_day_by_the_same_names_is_one_line_with_all_passages() -> None:
    found = distinct([line(LETTER, "a", names="karin moen"), line(NEWS, "b", names="karin moen")], Accounts())
    assert [e.text for e in found] == [LETTER]
    assert [c.document for c in found[0].evidence] == ["a", "b"]
    assert found[0].accounts == 2


def test_what_tells_the_same_as_a_line_that_was_taken_up_is_taken_up() -> None:
    third = "Nobody will be charged, Karin Moen told dockers on Monday to the surprise of many."
    lines = [line(LETTER, "a", names="karin moen"), line(NEWS, "b", names="karin moen"), line(third, "c", names="karin moen")]
    assert len(distinct([lines[0], lines[2]], Accounts())) == 2
    (found,) = distinct(lines, Accounts())
    assert [c.document for c in found.evidence] == ["a", "b", "c"]


def test_what_others_do_on_that_day_is_a_line_of_its_own() -> None:
    found = distinct([line(LETTER, "a", names="karin moen"), line(RIVAL, "b", names="olaf lind")], Accounts())
    assert len(found) == 2


BLASTED = "Dockers, like their leader Lind, blasted on Monday what harbour chief Moen had told the council of its letters."


def test_one_name_alone_is_not_enough_in_so_few_words() -> None:
    assert len(distinct([line(LETTER, "a", names="moen"), line(BLASTED, "b", names="moen lind")], Accounts())) == 2
    assert len(distinct([line(LETTER, "a", names="moen karin"), line(BLASTED, "b", names="moen karin")], Accounts())) == 1


WARNED = "Norvia warned Kellia this month that the strait would be closed if Kellia sent its ships."
THREATENED = "Kellia this month threatened to send ships, after Norvia said that it would close the strait."


def test_in_the_same_month_it_must_be_done_by_the_same() -> None:
    pair = [
        line(WARNED, "a", names="norvi kelli", actors="norvi", last="2031-05-31"),
        line(THREATENED, "b", names="norvi kelli", actors="kelli", last="2031-05-31"),
    ]
    assert len(distinct(pair, Accounts())) == 2
    again = [pair[0], pair[1]._replace(actors=frozenset(["norvi"]))]
    assert len(distinct(again, Accounts())) == 1


def test_in_the_same_year_three_words_of_names_are_enough() -> None:
    film = "In 2031 Norvia Films showed The Notorious Karin Moen, a film of her years as a skater, in every town."
    again = "A film called The Notorious Karin Moen was shown, which told of the years of the skater before the war."
    pair = [
        line(film, "a", names="notor karin moen", last="2031-12-31"),
        line(again, "b", names="notor karin moen", last="2031-12-31"),
    ]
    assert len(distinct(pair, Accounts())) == 1


def test_two_plans_for_the_same_days_are_one() -> None:
    plans = [
        line("The new ferry Corvane will sail from the harbour later this month", "a", realis="planned"),
        line("Owner Lind has said the harbour's new ferry will sail this month with his car aboard", "b", realis="planned"),
    ]
    assert len(distinct(plans, Accounts())) == 1


def page(name: str, title: str, text: str, when: Days, *, status: Realis = "actual") -> tuple[Article, Happening]:
    """Return a page that tells one happening and names the Corvane, and that happening."""
    at = text.find("Corvane")
    named = (
        (Entity(id="e", name="Corvane", type="organisation", mentions=(Mention(at, at + 7, form="Corvane"),)),)
        if at >= 0
        else ()
    )
    event = Event(type=None, predicate="happen", trigger=Span(at + 8, at + 12), clause=Span(0, len(text)), when=when)
    written = Published(value="2031-05-14", precision="day", basis="given")
    analysis = Analysis(
        document=Document(id=name, source=Source(sha256="0" * 64), text=text, form="clean"),
        metadata=Metadata(language="en", title=title, published=written),
        blocks=(Block(0, len(text), role="body"),),
        sentences=(Sentence(0, len(text)),),
        entities=named,
        events=(event,),
    )
    article = Article(analysis)
    happening = Happening(
        type=None, predicate="happen", when=when, where=None, actors=(), recipients=(), realis=status,
        reports=(Report(document=name, event=0),), evidence=(article.cite(Span(0, len(text))),), accounts=1, slots=(),
    )  # fmt: skip
    return article, happening


def story(*pages: tuple[Article, Happening]) -> Material:
    return Material(
        id="s", articles=tuple(a for a, _ in pages), copies=(), accounts=Accounts(),
        counts=Counts(pages=len(pages), texts=len(pages), accounts=len(pages), origins=0), actors=(), utterances=(),
        happenings=tuple(h for _, h in pages),
    )  # fmt: skip


MONDAY = Days(first_day=DAY, last_day=DAY)


def test_what_one_account_tells_of_nobody_in_the_story_is_left_out() -> None:
    told = story(
        page("a", "Ferry runs aground", "The Corvane struck the rocks below the old light.", MONDAY),
        page("b", "Ferry runs aground", "Two tugs pulled the Corvane free in the evening.", MONDAY),
        page("c", "Ferry runs aground", "Shares slipped across the markets of the continent.", MONDAY),
    )
    assert [e.evidence[0].document for e in build_timeline(told)] == ["a", "b"]


def test_what_lies_far_back_is_done_by_somebody_of_the_story() -> None:
    old = Days(first_day="1985-01-01", last_day="1985-12-31")
    told = story(
        page("a", "Ferry runs aground", "The Corvane struck the rocks below the old light.", MONDAY),
        page("b", "Ferry runs aground", "Two tugs pulled the Corvane free in the evening.", MONDAY),
        page("c", "Ferry runs aground", "A schoolboy slept on his way to Lund, wrote the Corvane Post.", old),
    )
    assert [e.evidence[0].document for e in build_timeline(told)] == ["a", "b"]


def test_of_two_accounts_nobody_can_tell_what_is_the_story() -> None:
    told = story(
        page("a", "Ferry runs aground", "The Corvane struck the rocks below the old light.", MONDAY),
        page("c", "Ferry runs aground", "Shares slipped across the markets of the continent.", MONDAY),
    )
    assert not Concern(told).many
    assert len(build_timeline(told)) == 2


def test_what_came_after_the_first_page_is_no_background_of_the_story() -> None:
    early, late = Days(first_day="2031-01-10", last_day="2031-01-10"), Days(first_day="2031-05-14", last_day="2031-05-14")
    told = story(
        page("a", "Ferry", "The Corvane struck the rocks below the old light.", early, status="past-background"),
        page("b", "Ferry", "Two tugs pulled the Corvane free in the evening.", late, status="past-background"),
    )
    assert [e.background for e in build_timeline(told)] == [True, False]
