from __future__ import annotations

from tellings.model import Comment, Time
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
    assert 0.5 < dating.published.confidence < 1
    assert "Tuesday" in dating.why
    assert "2031-05-13" in dating.why


def test_a_dated_page_is_left_alone():
    assert "dated" not in date_by_siblings(story())


def test_nothing_is_said_without_weekdays_or_dated_siblings():
    assert date_by_siblings([story()[0], article("undated", UNDATED)]) == {}
    assert date_by_siblings(story()[1:]) == {}


def test_nothing_is_said_when_a_single_weekday_lies_days_off():
    text = "The panel met on Monday about the depot."
    lone = article("lone", text, times=(weekday(text, "Monday", 1),))
    assert date_by_siblings([story()[0], lone]) == {}


def test_a_comment_is_never_older_than_its_page():
    comment = Comment(0, 5, author="a", posted="2031-05-13")
    assert all(d.published.value <= "2031-05-13" for own in date_by_siblings(story(comments=(comment,))).values() for d in own)


def test_a_story_of_months_dates_nothing():
    old = article("old", DATED, published="2030-11-02")
    assert date_by_siblings([old, *story()]) == {}
