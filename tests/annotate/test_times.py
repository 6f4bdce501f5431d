from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate import parse
from tellings.annotate.times import Times
from tellings.model import Analysis, Block, Document, Metadata, Part, Published, Source, Time
from tellings.stage import Parse, View

DAY = "2031-05-15"  # a Thursday


def analysis(text: str, *, published: str | None = DAY, language: str = "en") -> Analysis:
    day = Published(value=published, precision="day", basis="given") if published else None
    return Analysis(
        document=Document(id="d", source=Source(sha256="0"), text=text, form="clean"),
        metadata=Metadata(published=day, language=language),
        blocks=(Block(0, len(text), role="body"),),
    )


def run(found: Analysis, parsed: Parse | None = None) -> tuple[Time, ...]:
    stage = Times()
    view = View(found, parsed or parse.parse([found])[0], frozenset(stage.reads))
    return stage.run([view])[0]


def values(text: str, **options: str | None) -> dict[str, str]:
    return {text[t.start : t.end]: t.value for t in run(analysis(text, **options))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The ferry sank on Tuesday.", "Tuesday", "2031-05-13"),
        ("The ferry sank on Thursday.", "Thursday", "2031-05-15"),
        ("The mayor is slated to meet divers on Saturday.", "Saturday", "2031-05-17"),
        ("On Monday the panel is to publish its report.", "Monday", "2031-05-19"),
        ("The panel meets on Monday week.", "Monday week", "2031-05-26"),
        ("The panel met on Monday.", "Monday", "2031-05-12"),
        ("The ferry returns a week on Saturday.", "a week on Saturday", "2031-05-24"),
        ("The ferry returns a fortnight from Saturday.", "a fortnight from Saturday", "2031-05-31"),
        ("It grew from Monday week by week.", "Monday", "2031-05-12"),
        ("The port stays shut until Monday.", "Monday", "2031-05-19"),
        ("In recent months the ferry was late.", "recent months", "PAST_REF"),
        ("Divers worked over the weekend.", "the weekend", "2031-W19-WE"),
        ("They arrived last weekend.", "last weekend", "2031-W19-WE"),
        ("Earlier this week, the mayor resigned.", "Earlier this week", "2031-W20"),
        ("Sales fell last month.", "last month", "2031-04"),
        ("The pier opened last summer.", "last summer", "2030-SU"),
        ("In January, the harbour froze.", "January", "2031-01"),
        ("The hearing will be held in August.", "August", "2031-08"),
        ("She left two weeks ago.", "two weeks ago", "2031-W18"),
        ("It was built 200 years ago.", "200 years ago", "1831"),
        ("He wrote it in the 1990s.", "the 1990s", "199"),
        ("It dates from the 19th century.", "the 19th century", "18"),
        ("They met on 3 June 2019.", "3 June 2019", "2019-06-03"),
        ("They met on June 3, 2019.", "June 3, 2019", "2019-06-03"),
        ("The temple fell in 480 BC.", "480 BC", "BC0480"),
        ("It closed in the third quarter of 2029.", "the third quarter of 2029", "2029-Q3"),
        ("The strike lasted three days.", "three days", "P3D"),
        ("They trained for two and a half years.", "two and a half years", "P2.5Y"),
        ("They trained for a year and a half.", "a year and a half", "P1.5Y"),
        ("The tunnel took an hour and a half to cross.", "an hour and a half", "PT1H30M"),
        ("They trained for half a year.", "half a year", "P0.5Y"),
        ("It opened two and a half years ago.", "two and a half years ago", "2028-11"),
        ("It opened half a year ago.", "half a year ago", "2030-11"),
        ("The boat sails every Friday.", "every Friday", "XXXX-WXX-5"),
        ("It is inspected every two years.", "every two years", "P2Y"),
        ("The police came last night.", "last night", "2031-05-14TNI"),
        ("They left at 9:30 p.m. Tuesday.", "9:30 p.m. Tuesday", "2031-05-13T21:30"),
        ("It fell between March 3 and 9, 2030.", "9, 2030", "2030-03-09"),
        ("It began in the week of April 7.", "the week of April 7", "2031-W15"),
        ("The council met in nineteen ninety-six.", "nineteen ninety-six", "1996"),
    ],
)
def test_values_in_a_report(text: str, words: str, value: str) -> None:
    assert values(text).get(words) == value


def sentences() -> list[tuple[str, str, str]]:
    """Return language, text and expected times of each sentence of the test set."""
    lines = (Path(__file__).parent / "time_sentences.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]  # type: ignore[misc]


@pytest.mark.parametrize(("language", "text", "expected"), sentences(), ids=lambda value: value if len(value) == 2 else "")
def test_newswire_of_six_languages(language: str, text: str, expected: str) -> None:
    found = run(analysis(text, language=language))
    assert " ¦ ".join(f"{text[t.start : t.end]} = {t.value}" for t in found) == expected


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The ferry ran aground on 4 March last year.", "4 March last year", "2030-03-04"),
        ("She left on March 4 of last year.", "March 4 of last year", "2030-03-04"),
        ("They will meet at 10.30am on Monday.", "10.30am on Monday", "2031-05-19T10:30"),
        ("It struck at 0542 GMT on Wednesday.", "0542 GMT on Wednesday", "2031-05-14T05:42"),
        ("The siren sounded at half past six.", "half past six", "2031-05-15T06:30"),
        ("The siren sounded at 7.15 p.m. on Monday.", "7.15 p.m. on Monday", "2031-05-12T19:15"),
        ("The siren sounded at 12.30 a.m. on Monday.", "12.30 a.m. on Monday", "2031-05-12T00:30"),
        ("They marched at 0600 hours.", None, None),
        ("He sang on Christmas Day 2029.", "Christmas Day 2029", "2029-12-25"),
        ("Shops were shut on Good Friday.", "Good Friday", "2031-04-11"),
        ("They have been open since Thanksgiving.", "Thanksgiving", "2030-11-28"),
        ("They met the weekend before last.", "the weekend before last", "2031-W18-WE"),
        ("The offer had been due to expire Friday.", "Friday", "2031-05-09"),
        ("The deadline was moved to July 1.", "July 1", "2031-07-01"),
        ("He was shot on Oct. 23.", "Oct. 23", "2030-10-23"),
        ("They meet every Monday and Thursday.", "Thursday", "XXXX-WXX-4"),
        ("They meet every other week.", "every other week", "P2W"),
        ("The crowd fled in the early hours of Sunday.", "the early hours of Sunday", "2031-05-11TMO"),
        ("It lasted 2 1/2 hours.", "2 1/2 hours", "PT2H30M"),
        ("It takes place in the year two thousand.", "the year two thousand", "2000"),
        ("The 1777 rules differed.", "1777", "1777"),
        ("The town was founded in 1614.", "1614", "1614"),
        ("Sparta fell in the spring of 480 BC.", "the spring of 480 BC", "BC0480-SP"),
        ("It rose in the latter half of 2029.", "the latter half of 2029", "2029-H2"),
    ],
)
def test_further_values_in_a_report(text: str, words: str | None, value: str | None) -> None:
    found = values(text)
    assert words is None or found.get(words) == value


@pytest.mark.parametrize(
    "text", ["In his 70s, he sang.", "Jan Kavan spoke.", "It imports three-quarters of its food.", "A quarter of them left."]
)
def test_what_counts_no_time(text: str) -> None:
    assert run(analysis(text)) == ()


def test_two_days_after_the_attack_is_counted_from_the_day_of_the_attack() -> None:
    found = run(analysis("Gunmen attacked the village on May 3. Two days after the attack, troops arrived."))
    assert [(t.value, t.basis) for t in found] == [("2031-05-03", "publication day"), ("2031-05-05", "event's day")]


def test_an_attack_whose_day_is_not_told_leaves_a_length_of_time() -> None:
    (found,) = run(analysis("Two days after the attack, troops arrived."))
    assert (found.type, found.value, found.first_day) == ("DURATION", "P2D", None)


HISTORY = (
    "The war began in 1914. On 7 August troops crossed the river. In March 1915 the town fell. "
    "A treaty of 1882 had promised help. On 3 May the fleet sailed. {} The war ended in 1918 and peace was signed in 1919."
)


def test_a_year_told_in_passing_does_not_move_a_history() -> None:
    assert values(HISTORY.format(""))["3 May"] == "1915-05-03"


def test_a_history_goes_on_into_the_next_year() -> None:
    told = values(HISTORY.format("In December 1915 they dug in. On 4 January the frost broke."))
    assert told["4 January"] == "1916-01-04"


def test_the_same_time_of_a_history_is_the_last_time_told() -> None:
    told = values(HISTORY.format("At the same time the north revolted."))
    assert told["the same time"] == "1915-05-03"


def test_an_unknown_publication_day_leaves_a_relative_value_and_no_day() -> None:
    (found,) = run(analysis("The ferry sank on Tuesday.", published=None))
    assert (found.value, found.first_day, found.last_day, found.basis) == ("XXXX-WXX-2", None, None, "unresolved")


def test_a_year_told_in_passing_is_not_the_year_of_an_undated_report() -> None:
    found = values("They signed a pact in May 2021. The envoy phoned on March 25.", published=None)
    assert found["March 25"] == "XXXX-03-25"


def test_days_bound_the_interval() -> None:
    week, month = run(analysis("He was held last week and freed in April 2030."))
    assert (week.first_day, week.last_day) == ("2031-05-05", "2031-05-11")
    assert (month.first_day, month.last_day, month.basis) == ("2030-04-01", "2030-04-30", "stated")


def test_a_history_counts_from_its_own_years() -> None:
    text = (
        "The revolt began in 1821. In March 1822 the fort fell. On 12 September the rebels took the city. "
        "Two days later the fleet came. In 1824 the king fled. The war ended in 1825. On 3 May 1826 peace was signed."
    )
    found = values(text)
    assert found["12 September"] == "1822-09-12"
    assert found["Two days later"] == "1822-09-14"


def test_an_age_is_no_time() -> None:
    assert run(analysis("The 26-year-old pilot and her brother, 31 years old, survived.")) == ()


@pytest.mark.parametrize(
    "text", ["May I help?", "They may march.", "A second boat sank.", "Flight 1234 left.", "He paid $2000."]
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert run(analysis(text)) == ()


def test_each_part_has_its_own_publication_day() -> None:
    text = "The ferry sank on Tuesday.\nThe dam broke on Tuesday."
    cut = text.index("\n")
    other = Published(value="2031-05-30", precision="day", basis="text")
    base = analysis(text)
    found = Analysis(
        document=base.document,
        metadata=base.metadata,
        blocks=(Block(0, cut, role="body"), Block(cut + 1, len(text), role="body", part=1)),
        parts=(Part(part=1, published=other),),
    )
    assert [t.value for t in run(found)] == ["2031-05-13", "2031-05-27"]


def test_a_hard_wrapped_date_keeps_its_place() -> None:
    text = "the boats that left\nthe harbour on May\n3, 2030 were never\nseen by the men who\nkept the light there"
    (found,) = run(analysis(text))
    assert (text[found.start : found.end], found.value) == ("May\n3, 2030", "2030-05-03")


def test_tense_is_read_without_syntax() -> None:
    found = analysis("The mayor will speak on Saturday.")
    parsed = parse.parse([found])[0]
    blind = Parse(segments=parsed.segments, has_syntax=False, columns=parsed.columns)
    assert [t.value for t in run(found, blind)] == ["2031-05-17"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le bateau a coulé mardi. Arrivé le 3 mai 2030.", {"mardi": "2031-05-13", "le 3 mai 2030": "2030-05-03"}),
        ("fr", "La semaine dernière, il y a trois ans.", {"La semaine dernière": "2031-W19", "il y a trois ans": "2028"}),
        ("es", "El barco se hundió el martes.", {"el martes": "2031-05-13"}),
        ("es", "Llegó el 3 de junio de 2030 y volvió ayer.", {"el 3 de junio de 2030": "2030-06-03", "ayer": "2031-05-14"}),
        ("de", "Das Schiff sank am Dienstag, letzte Woche.", {"am Dienstag": "2031-05-13", "letzte Woche": "2031-W19"}),
        ("pt", "O navio afundou na terça-feira.", {"na terça-feira": "2031-05-13"}),
        ("it", "La nave è affondata martedì, tre anni fa.", {"martedì": "2031-05-13", "tre anni fa": "2028"}),
        (
            "ru",
            "Корабль затонул во вторник. Он пришёл 3 мая 2030 года.",
            {"вторник": "2031-05-13", "3 мая 2030 года": "2030-05-03"},
        ),
    ],
)
def test_other_languages(language: str, text: str, expected: dict[str, str]) -> None:
    found = values(text, language=language)
    assert {words: found.get(words) for words in expected} == expected


WORDS = [
    "the",
    "last",
    "May",
    "3",
    ",",
    "2030",
    "1990s",
    "ago",
    "two",
    "years",
    "Monday",
    "noon",
    "BC",
    "99",
    ".",
    "-",
    "'",
    "31",
    "é",
    "😀",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = run(analysis(text))
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all((t.first_day or "") <= (t.last_day or "") for t in found)


@pytest.mark.parametrize("text", ["", "😀", "x", "\n\n", "99999999999999999999", "0000-00-00", "31 February 2030"])
def test_odd_texts_break_nothing(text: str) -> None:
    assert all(t.first_day is None or t.first_day.startswith("2030") for t in run(analysis(text)))


@pytest.mark.parametrize(
    ("language", "text", "words", "value"),
    [
        ("es", "Las delegaciones se verán el lunes 26 en Lisboa.", "el lunes 26", "2031-05-26"),
        ("fr", "Ils se verront lundi 26 à Lisbonne.", "lundi 26", "2031-05-26"),
        ("es", "Las delegaciones se reunirán el lunes.", "el lunes", "2031-05-19"),
        ("es", "Pidió que acuda al Congreso antes del viernes.", "viernes", "2031-05-16"),
        ("es", "Llegaron el martes.", "el martes", "2031-05-13"),
        ("it", "Si vedranno il lunedì 27 a Lisbona.", "lunedì 27", "XXXX-WXX-1"),
    ],
)
def test_weekdays_with_numbers_and_futures_in_other_languages(language: str, text: str, words: str, value: str) -> None:
    found = values(text, language=language)
    assert {v for k, v in found.items() if words in k} == {value}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Norvia and Kellia meet on Monday for the first of three talks.", "Monday", "2031-05-19"),
        ("Norvia and Kellia met on Monday for the first of three talks.", "Monday", "2031-05-12"),
        ("The medals, to be awarded in the castle on June 10, are of silver.", "June 10", "2031-06-10"),
        ("The fair opens on Friday.", "Friday", "2031-05-16"),
        ("The talks resume on Thursday.", "Thursday", "2031-05-15"),
        ("The hall was booked for July.", "July", "2031-07"),
        ("The trial was rescheduled for August 4.", "August 4", "2031-08-04"),
    ],
)
def test_what_is_on_the_calendar_lies_ahead(text: str, words: str, value: str) -> None:
    assert {v for k, v in values(text).items() if words in k} == {value}


def test_a_percentage_behind_a_possessive_is_no_year() -> None:
    assert not any("15" in words for words in values("She did not meet the courts’ 15 percent hurdle."))


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("He told the council more than a week ago.", "more than a week ago", None, "2031-05-08"),
        ("She left over two years ago.", "over two years ago", None, "2029-05-15"),
        ("The dog ran off less than a fortnight ago.", "less than a fortnight ago", "2031-05-01", "2031-05-15"),
        ("Voters queued over the last week.", "the last week", "2031-05-09", "2031-05-15"),
        ("He bought three boats within the last year.", "the last year", "2030-05-16", "2031-05-15"),
        ("She came last week.", "last week", "2031-05-05", "2031-05-11"),
        ("She left two years ago.", "two years ago", "2029-01-01", "2029-12-31"),
        ("It was dug more than two centuries ago.", "more than two centuries ago", None, "1831-05-15"),
    ],
)
def test_words_bound_the_days_otherwise_than_the_calendar_does(text: str, words: str, first: str | None, last: str) -> None:
    found = {text[t.start : t.end]: (t.first_day, t.last_day) for t in run(analysis(text))}
    assert found[words] == (first, last)
