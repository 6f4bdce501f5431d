from __future__ import annotations

import pytest
from msgspec import structs

from tellings.model import Article, Comment, Part, Time
from tellings.relate.dating import date_by_siblings
from tests.relate.articles import article


def weekday(text, word, number):
    start = text.index(word)
    return Time(start, start + len(word), type="DATE", value=f"XXXX-WXX-{number}", basis="unresolved")


def day(text, word, value):
    start = text.index(word)
    return Time(start, start + len(word), type="DATE", value=value, first_day=value, last_day=value)


DATED = "Mayor Elin Foss opened the rebuilt tram depot in Marvik on Tuesday with a brass band.\nThe first cars leave the depot next month."
UNDATED = "Opposition councillors asked on Wednesday who paid for the party.\nMayor Elin Foss opened the tram depot in Marvik on Tuesday before a brass band."


def story(**more):
    first = article("dated", DATED, published="2031-05-14", times=(day(DATED, "Tuesday", "2031-05-13"),))
    times = (weekday(UNDATED, "Wednesday", 3), weekday(UNDATED, "Tuesday", 2))
    return [first, article("undated", UNDATED, times=times, **more)]


def test_a_day_is_worked_out_from_like_words_and_weekdays():
    ((document, (dating,)),) = date_by_siblings(story()).items()
    assert (document, dating.published.value, dating.published.basis) == ("undated", "2031-05-14", "siblings")
    assert 0.8 < dating.published.confidence < 1
    assert "Tuesday" in dating.why
    assert "2031-05-13" in dating.why


def test_a_dated_page_is_left_alone():
    assert "dated" not in date_by_siblings(story())


def test_nothing_is_said_without_weekdays_or_dated_siblings():
    text = "Nobody knows who paid for the party in the new hall."
    assert date_by_siblings([story()[0], article("undated", text)]) == {}
    assert date_by_siblings(story()[1:]) == {}


def lone(text: str, word: str, number: int, *siblings: str):
    times = (weekday(text, word, number),)
    dated = [article(f"d{n}", "The depot is open again.", published=day) for n, day in enumerate(siblings)]
    return next(iter(date_by_siblings([*dated, article("lone", text, times=times)]).values()), (None,))[0]


def test_a_weekday_alone_gives_the_days_between_which_the_page_lies():
    dating = lone("The panel met on Monday about the depot.", "Monday", 1, "2031-05-13", "2031-05-12")
    published = dating.published
    assert (published.first_day, published.last_day) == ("2031-05-12", "2031-05-13")
    assert (published.value, published.precision, published.day) == ("2031-05", "month", None)
    assert published.weekdays_by == "2031-05-13"
    assert published.shown == "2031-05-12 to 2031-05-13"


def test_days_across_a_month_share_their_year_and_across_a_year_nothing():
    across = lone("The panel met on Saturday.", "Saturday", 6, "2031-05-31", "2031-06-01").published
    assert (across.value, across.precision) == ("2031", "year")
    assert lone("The panel met on Wednesday.", "Wednesday", 3, "2031-12-31", "2032-01-01") is None


def test_weekdays_are_not_read_by_the_last_day_where_the_page_tells_of_today():
    dating = lone("The panel met on Monday, and again today, about the depot.", "Monday", 1, "2031-05-13", "2031-05-12")
    assert dating is None or dating.published.weekdays_by is None


@pytest.mark.parametrize(("word", "published"), [("yesterday", "2031-05-14"), ("gestern", "2031-05-14"), ("hoy", "2031-05-13")])
def test_a_page_that_counts_from_its_own_day_is_dated_by_what_a_sibling_dates(word, published):
    text = f"Mayor Elin Foss opened the rebuilt tram depot in Marvik {word} with a brass band."
    start = text.index(word)
    own = article("own", text, times=(Time(start, start + len(word), type="DATE", value="PAST_REF", basis="vague"),))
    ((dating,),) = date_by_siblings([story()[0], own]).values()
    assert dating.published.value == published


def test_no_page_is_older_than_a_statement_that_it_shares_with_a_dated_one():
    said = "The harbour board will sell its three cranes in Marvik, its chairman Odd Lie told the staff."
    dated = article("dated", f"On Thursday the board spoke. {said}", published="2031-05-16")
    told = article("told", said.replace(", its chairman", " on Thursday, its chairman"), published="2031-05-16",
                   times=(day(said.replace(", its chairman", " on Thursday, its chairman"), "Thursday", "2031-05-15"),))  # fmt: skip
    text = f"{said}\nThe union had met on Wednesday."
    own = article("own", text, times=(weekday(text, "Wednesday", 3),))
    found = date_by_siblings([dated, told, own]).get("own")
    assert found is None or (found[0].published.first_day or found[0].published.value) >= "2031-05-15"


def test_the_fetch_is_a_bound_and_never_a_day():
    pages = story()
    late = structs.replace(pages[1].analysis.document, fetched="2031-05-13T20:00:00Z")
    undated = Article(structs.replace(pages[1].analysis, document=late))
    found = date_by_siblings([pages[0], undated]).get("undated")
    assert found is None or (found[0].published.last_day or found[0].published.value) <= "2031-05-13"
    assert date_by_siblings([undated]) == {}


def test_a_comment_is_never_older_than_its_page():
    comment = Comment(0, 5, author="a", posted="2031-05-13")
    assert all(
        (d.published.last_day or d.published.value) <= "2031-05-13"
        for own in date_by_siblings(story(comments=(comment,))).values()
        for d in own
    )


def test_a_story_of_months_dates_nothing():
    old = article("old", DATED, published="2030-11-02")
    assert date_by_siblings([old, *story()]) == {}


def test_a_pasted_article_is_bounded_by_the_comment_that_holds_it():
    pages = story()
    text = f"Nice.\nPasted\n{UNDATED}"
    start = len("Nice.\nPasted\n")
    shifted = [structs.replace(t, start=t.start + start, end=t.end + start) for t in pages[1].times]
    whole = article("host", text, published="2031-05-01", times=tuple(shifted)).analysis
    blocks = tuple(structs.replace(b, part=int(b.start >= 6)) for b in whole.blocks)
    sentences = tuple(structs.replace(s, part=int(s.start >= 6)) for s in whole.sentences)
    comments = (Comment(0, 2, posted="2031-05-02"), Comment(2, 5, posted="2031-05-15"))
    part = Article(structs.replace(whole, blocks=blocks, sentences=sentences, comments=comments, parts=(Part(part=1),)), 1)
    ((dating,),) = date_by_siblings([pages[0], part]).values()
    assert (dating.part, dating.published.value) == (1, "2031-05-14")


@pytest.mark.parametrize(
    "text", ["The panel will meet again on Friday about the depot.", "Das Gremium soll am Freitag über das Depot beraten."]
)
def test_a_day_ahead_is_none_on_which_the_page_was_already_there(text):
    word = "Friday" if "Friday" in text else "Freitag"
    whole = f"{text}\nElin Foss spoke on Monday."
    times = (weekday(whole, word, 5), weekday(whole, "Monday", 1))
    dated = [article(f"d{n}", "The depot is open again.", published="2031-05-13") for n in range(2)]
    ((dating,),) = date_by_siblings([*dated, article("own", whole, times=times)]).values()
    assert (dating.published.first_day, dating.published.last_day) == ("2031-05-12", "2031-05-13")


def test_a_sibling_that_is_hardly_dated_says_less():
    def sibling(confidence):
        made = article("d", "The depot is open again.", published="2031-05-13").analysis
        known = structs.replace(made.metadata.published, confidence=confidence)
        return Article(structs.replace(made, metadata=structs.replace(made.metadata, published=known)))

    text = "The panel met on Monday."
    own = article("own", text, times=(weekday(text, "Monday", 1),))
    sure, unsure = (date_by_siblings([sibling(c), own]) for c in (1.0, 0.4))
    (told,) = sure["own"]
    assert "own" not in unsure or unsure["own"][0].published.confidence < told.published.confidence
