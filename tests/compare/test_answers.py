from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tellings.compare.answers import Answers
from tellings.compare.contexts import Contexts
from tellings.compare.statements import Corpus
from tellings.model import Argument, Article, Event, Fact, Quantity, Span, Time
from tests.compare.conftest import article, material, span_of, told

Amount = tuple[str, float]
DAY = "2031-05-14"


def answers(*texts: str, amounts: Sequence[Sequence[Amount]] = (), days: Sequence[str] = ()) -> Answers:
    """Return what accounts of these texts answer; amounts are (words, value) of each text, in place of the quantity layer."""
    articles = []
    for i, text in enumerate(texts):
        made = article(text, name=f"p{i}", day=days[i] if days else DAY)
        own = amounts[i] if amounts else ()
        found = tuple(Quantity(*_ends(text, w), value=v, low=v, high=v, counted=_counted(text, w)) for w, v in own)
        articles.append(Article(replace(made.analysis, quantities=found)))
    corpus = Corpus(material(articles))
    return Answers(corpus, Contexts(corpus))


def _counted(text: str, words: str) -> Span | None:
    """Return the word behind a number."""
    start = span_of(text, words).end + 1
    word = text[start:].split(" ")[0].rstrip(".,")
    return Span(start, start + len(word)) if word.endswith("s") or word == "crew" else None


def _ends(text: str, words: str) -> tuple[int, int]:
    span = span_of(text, words)
    return span.start, span.end


def test_a_number_meets_its_like_in_other_words() -> None:
    found = answers(
        "Fourteen miners were brought to the surface alive from the Orm pit.",
        "At the Orm colliery, 14 of the trapped shift were saved.",
        amounts=[[("Fourteen", 14)], [("14", 14)]],
    )
    (fact,) = found.agreed()
    assert fact.values[0].accounts == 2
    assert {c.text for c in fact.values[0].evidence} == {"Fourteen", "14"}


def test_numbers_of_one_deed_that_cannot_both_hold_contradict_each_other() -> None:
    found = answers(
        "The Orm pit employs 240 people in the valley.", "The Orm pit in the valley has a workforce of 180.",
        amounts=[[("240", 240)], [("180", 180)]],
    )  # fmt: skip
    (fact,) = found.differing()
    assert (fact.relation, fact.kind) == ("conflict", "number")
    assert sorted(told(fact)) == ["180", "240"]


def test_numbers_of_two_deeds_do_not_meet() -> None:
    found = answers(
        "At the Orm pit 12 people were killed.", "At the Orm pit 15 people were arrested.",
        amounts=[[("12", 12)], [("15", 15)]],
    )  # fmt: skip
    assert not [f for f in found.differing() if f.relation == "conflict"]


def test_a_number_belongs_to_its_own_side_of_an_and() -> None:
    found = answers(
        "Three guards lost their lives and 14 miners were saved at Orm.", "At Orm four guards were killed and 14 miners were pulled out.",
        amounts=[[("Three", 3), ("14", 14)], [("four", 4), ("14", 14)]],
    )  # fmt: skip
    differing = [set(told(f)) for f in found.differing() if f.relation in ("conflict", "update")]
    assert {"Three", "four"} in differing
    assert not any("14" in values for values in differing)


def test_a_toll_of_a_later_day_is_an_update() -> None:
    found = answers(
        "The blast in Orm killed 12 guards of the depot.", "In Orm the toll of the blast at the depot rose to 19 guards killed.",
        amounts=[[("12", 12)], [("19", 19)]], days=["2031-05-14", "2031-05-16"],
    )  # fmt: skip
    assert [f.relation for f in found.differing()] == ["update"]


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("a quarter past seven", "7.15 p.m.", None),
        ("half past one", "1.30pm", None),
        ("half past one", "three in the afternoon", "conflict"),
    ],
)
def test_hours_are_one_however_they_are_told(a: str, b: str, relation: str | None) -> None:
    found = answers(f"The fire started at {a} at the Orm mill.", f"At the Orm mill the blaze broke out at {b}.")
    differing = [f.relation for f in found.differing()]
    assert differing == ([relation] if relation else [])
    assert bool(list(found.agreed())) == (relation is None)


def test_hours_of_two_zones_are_not_compared() -> None:
    found = answers("The fire started at 1.30 pm GMT at Orm.", "At Orm the fire started at 8.30 am EST.")
    assert list(found.differing()) == []


def _lengths(text: str, words: str, value: str) -> tuple[Time, ...]:
    return (Time(*_ends(text, words), type="DURATION", value=value),)


def test_a_year_and_a_half_is_eighteen_months() -> None:
    texts = (
        "Ann Okell got a year and a half, suspended, in prison.",
        "The sentence of Ann Okell in prison is 18 months, suspended.",
    )
    lengths = ("a year", "P1Y"), ("18 months", "P18M")
    made = [article(t, name=f"p{i}") for i, t in enumerate(texts)]
    timed = [Article(replace(a.analysis, times=_lengths(a.text, *own))) for a, own in zip(made, lengths, strict=True)]
    corpus = Corpus(material(timed))
    agreed: list[Fact] = list(Answers(corpus, Contexts(corpus)).agreed())
    assert {c.text for f in agreed for c in f.values[0].evidence} == {"a year and a half", "18 months"}


def test_words_for_those_counted_are_wording() -> None:
    found = answers(
        "Nine dissidents voted against the Civic Party.", "In the Civic Party nine rebels voted against it.",
        amounts=[[("Nine", 9)], [("nine", 9)]],
    )  # fmt: skip
    (fact,) = found.labels()
    assert (fact.kind, fact.relation) == ("label", "wording")
    assert sorted(told(fact)) == ["dissidents", "rebels"]


@pytest.mark.parametrize(
    ("words", "first", "last", "agreed"),
    [("on 12 May", "2031-05-12", "2031-05-12", True), ("this week", "2031-05-12", "2031-05-18", True), ("this year", "2031-01-01", "2031-12-31", False)],
)  # fmt: skip
def test_a_year_says_too_little_to_agree_with_a_day(words: str, first: str, last: str, agreed: bool) -> None:
    told_by = {"on 12 May": ("2031-05-12", "2031-05-12"), words: (first, last)}
    articles = []
    for i, when in enumerate(("on 12 May", words)):
        made = article(f"The Orm pit stopped its pumps {when} after the flood in the north shaft.", name=f"p{i}")
        days = told_by[when]
        time = Time(*_ends(made.text, when), type="DATE", value=days[0], first_day=days[0], last_day=days[1])
        articles.append(Article(replace(made.analysis, times=(time,))))
    corpus = Corpus(material(articles))
    found: list[Fact] = list(Answers(corpus, Contexts(corpus)).agreed())
    assert any(f.kind == "day" for f in found) is agreed


def test_an_equal_number_of_many_digits_is_of_one_thing_in_any_words() -> None:
    found = answers(
        "Some 1,150 jobs are to go.", "Notices went out to 1,150 men of the Orm works.",
        amounts=[[("1,150", 1150)], [("1,150", 1150)]],
    )  # fmt: skip
    (fact,) = found.agreed()
    assert fact.values[0].accounts == 2


def test_a_round_number_of_other_things_is_not_agreed() -> None:
    found = answers(
        "The mill bought 2,000 looms.", "Farmers in the hills lost 2,000 sheep.",
        amounts=[[("2,000", 2000)], [("2,000", 2000)]],
    )  # fmt: skip
    assert not list(found.agreed())


def test_a_number_far_off_does_not_take_the_place_of_a_near_one() -> None:
    found = answers(
        "The fair at Orm was watched by 38,000 people.", "Two watched the Orm fair from the roof, and about 35,000 watched it below.",
        amounts=[[("38,000", 38000)], [("Two", 2), ("35,000", 35000)]],
    )  # fmt: skip
    assert not [f for f in found.differing() if "Two" in told(f)]


def test_two_numbers_of_one_account_each_from_its_own_source_are_a_conflict() -> None:
    found = answers(
        "The mayor put the crowd at 60,000; the police spoke of 45,000.", "A crowd filled the square of Orm.",
        amounts=[[("60,000", 60000), ("45,000", 45000)], []],
    )  # fmt: skip
    (fact,) = found.differing()
    assert (fact.relation, sorted(told(fact))) == ("conflict", ["45,000", "60,000"])


@pytest.mark.parametrize(
    "text",
    [
        "The mayor put the crowd at 60,000 and said he expected 45,000 meals to be served.",
        "The mayor put the crowd at 60,000; 45,000 came by train.",
        "The mayor put the crowd at 60,000; he spoke of 45,000.",
    ],
)
def test_two_numbers_of_one_source_are_no_conflict(text: str) -> None:
    found = answers(text, "A crowd filled the square.", amounts=[[("60,000", 60000), ("45,000", 45000)], []])
    assert not list(found.differing())


def test_a_number_that_rose_from_the_other_accounts_is_an_update() -> None:
    found = answers(
        "Fourteen members of parliament have signed the motion that calls for the Orm minister to resign.",
        "The number of members who want the Orm minister to resign rose to 22, up from 14 on Monday.",
        amounts=[[("Fourteen", 14)], [("22", 22), ("14", 14)]],
    )  # fmt: skip
    (fact,) = [f for f in found.differing() if f.relation != "refinement"]
    assert (fact.relation, told(fact)) == ("update", ["Fourteen", "22"])


@pytest.mark.parametrize(("days", "values"), [((14, 16), ["12", "19"]), ((16, 14), ["12", "19"])])
def test_what_an_account_says_was_before_stands_first_whenever_it_is_told(days: tuple[int, int], values: list[str]) -> None:
    found = answers(
        "At the Orm pit 12 guards of the depot were killed.",
        "At the Orm pit the toll of guards killed rose to 19, up from 12 on Monday.",
        amounts=[[("12", 12)], [("19", 19), ("12", 12)]], days=[f"2031-05-{d}" for d in days],
    )  # fmt: skip
    (fact,) = [f for f in found.differing() if f.relation != "refinement"]
    assert (fact.relation, told(fact)) == ("update", values)


def test_a_weekday_that_may_be_past_or_to_come_contradicts_nothing() -> None:
    made = []
    for name, first in (("a", "2031-05-08"), ("b", "2031-05-15")):
        text = "Talks about the Orm pit at the arbitration service resume on Thursday."
        day = Time(*_ends(text, "Thursday"), value=first, type="DATE", first_day=first, last_day=first)
        own = article(text, name=name, day=DAY)
        made.append(Article(replace(own.analysis, times=(day,))))
    corpus = Corpus(material(made))
    found = Answers(corpus, Contexts(corpus))
    assert not list(found.differing())


def test_sums_in_a_currency_meet() -> None:
    made = []
    for name, words in (("a", "The Orm club paid a fee of £31 million."), ("b", "A fee of £31m was paid by Orm.")):
        span = span_of(words, "£31 million" if name == "a" else "£31m")
        own = article(words, name=name, day=DAY)
        paid = Quantity(span.start, span.end, value=31e6, low=31e6, high=31e6, unit="GBP")
        made.append(Article(replace(own.analysis, quantities=(paid,))))
    corpus = Corpus(material(made))
    (fact,) = Answers(corpus, Contexts(corpus)).agreed()
    assert fact.values[0].accounts == 2


def test_what_one_named_rescuer_did_does_not_grow_like_a_toll() -> None:
    found = answers(
        "Boats searched all night near Torvik. The trawler Kitty Wake lifted 14 people aboard there.",
        "The Kitty Wake brought 16 people into Torvik harbour, whom she had lifted aboard.",
        amounts=[[("14", 14)], [("16", 16)]],
        days=["2031-05-13", "2031-05-15"],
    )
    assert [f.relation for f in found.differing()] == ["conflict"]


def test_another_case_of_the_kind_is_not_this_one() -> None:
    texts = ("In the fire at the Orm mill 18 boats burned.", "In an earlier fire at the Orm mill 18 boats burned.")
    amounts = [[("18", 18)], [("18", 18)]]
    assert not list(answers(*texts, amounts=amounts).agreed())
    assert list(answers(texts[0], texts[0], amounts=amounts).agreed())


def test_two_numbers_that_stand_together_in_both_are_of_one_thing() -> None:
    texts = ("The bill went through: 53 voted for it and 44 against.", "By evening the board lit up, 53 green, 44 red.")
    pairs = [[("53", 53), ("44", 44)]] * 2
    alone = [[("53", 53)], [("53", 53)]]
    assert {c.text for f in answers(*texts, amounts=pairs).agreed() for v in f.values for c in v.evidence} >= {"53"}
    assert not list(answers(*texts, amounts=alone).agreed())


def test_what_a_price_rose_from_is_no_rival_of_another_price() -> None:
    found = answers(
        "Orm Lines offers 214 crowns for a share of the ferry line; the share closed at 162 crowns.",
        "Orm Lines raised its offer for a share of the ferry line to 223 crowns from 214.",
        amounts=[[("214 crowns", 214), ("162 crowns", 162)], [("223 crowns", 223), ("214", 214)]],
    )
    assert all("162 crowns" not in told(f) for f in found.differing())


def test_three_counts_of_one_crowd_are_one_contradiction() -> None:
    found = answers(
        "The mayor put the crowd in Orm at 60,000; the police spoke of 45,000; the council said it was 30,000.",
        "Nothing else.",
        amounts=[[("60,000", 60000), ("45,000", 45000), ("30,000", 30000)], []],
    )
    assert [told(f) for f in found.differing()] == [["60,000", "45,000", "30,000"]]


def test_one_day_of_two_deeds_is_no_agreement() -> None:
    def told(text: str, trigger: str, name: str) -> Article:
        at, word, who = span_of(text, "Tuesday"), span_of(text, trigger), span_of(text, "ferry Lady Orme")
        day = Time(at.start, at.end, type="DATE", value="2031-05-13", first_day="2031-05-13", last_day="2031-05-13")
        deed = Event(
            type=None, trigger=word, predicate=trigger, clause=Span(0, len(text) - 1), when_span=at,
            actors=(Argument(who.start, who.end),),
        )  # fmt: skip
        return Article(replace(article(text, name=name).analysis, times=(day,), events=(deed,)))

    def agreed(one: str, other: str) -> list[Fact]:
        texts = (f"The ferry Lady Orme {w} on Tuesday in the old harbour of Kerrow near Tarn." for w in (one, other))
        pages = [told(t, w, f"p{i}") for i, (t, w) in enumerate(zip(texts, (one, other), strict=True))]
        corpus = Corpus(material(pages))
        return [f for f in Answers(corpus, Contexts(corpus)).agreed() if f.kind == "day"]

    assert agreed("sank", "sank")
    assert not agreed("sank", "arrived")


@pytest.mark.parametrize(("values", "relation"), [((214, 238), "update"), ((214, 241), "conflict"), ((238, 214), "conflict")])
def test_a_toll_of_a_later_hour_is_an_update_and_swapped_digits_are_none(values: tuple[int, int], relation: str) -> None:
    one, other = values
    found = answers(
        f"The blast in Orm killed {one} guards of the depot.", f"In Orm the toll of the blast at the depot rose to {other} guards killed.",
        amounts=[[(str(one), one)], [(str(other), other)]], days=["2031-05-14T08:00", "2031-05-14T21:35"],
    )  # fmt: skip
    assert [f.relation for f in found.differing()] == [relation]


@pytest.mark.parametrize(("what", "relation"), [("guards", "update"), ("crew", "conflict")])
def test_a_crew_does_not_grow(what: str, relation: str) -> None:
    found = answers(
        f"The police in Orm arrested 14 {what} of the trawler at the depot.", f"In Orm police arrested 17 {what} of the trawler.",
        amounts=[[("14", 14)], [("17", 17)]], days=["2031-05-13", "2031-05-14"],
    )  # fmt: skip
    assert [f.relation for f in found.differing()] == [relation]


@pytest.mark.parametrize(("last", "relation"), [("2031-05-13", "update"), ("2031-05-16", "conflict")])
def test_what_a_later_page_still_tells_has_not_changed(last: str, relation: str) -> None:
    found = answers(
        "The blast in Orm killed 14 guards of the depot.", "In Orm the blast at the depot killed 19 guards.",
        "Of the depot in Orm, 14 guards were killed in the blast.",
        amounts=[[("14", 14)], [("19", 19)], [("14", 14)]], days=["2031-05-13", "2031-05-14", last],
    )  # fmt: skip
    assert [f.relation for f in found.differing()] == [relation]


@pytest.mark.parametrize(
    ("one", "other"), [("took train 14 to Orm", "took the train with 19"), ("levelled on 14", "scored 19")]
)
def test_the_name_of_a_train_and_a_minute_count_nothing(one: str, other: str) -> None:
    found = answers(f"The guard Ann Lee {one}.", f"The guard Ann Lee {other}.", amounts=[[("14", 14)], [("19", 19)]])
    assert not list(found.differing())
    assert all(p.mid != 14 for p in found.particulars) == ("on" in one)


@pytest.mark.parametrize(("now", "relation"), [("now ", "update"), ("", "conflict")])
def test_what_now_stands_at_a_sum_has_changed(now: str, relation: str) -> None:
    found = answers(
        "The blast in Orm cost 60,000 crowns, the owner of the depot at Orm said.",
        f"In Orm the owner of the depot {now}says that the blast cost 50,000 crowns.",
        amounts=[[("60,000 crowns", 60000)], [("50,000 crowns", 50000)]],
        days=("2031-05-13T08:00", "2031-05-13T12:00"),
    )
    assert [f.relation for f in found.differing()] == [relation]


def test_a_counted_thing_is_no_source_of_a_number() -> None:
    found = answers(
        "The men left at two and the count was at 30, as laid down. There was a second count at 20.", "Nothing else.",
        amounts=[[("30", 30), ("20", 20)], []],
    )  # fmt: skip
    assert not list(found.differing())


@pytest.mark.parametrize(("part", "relations"), [("evening", []), ("afternoon", []), ("morning", ["conflict"])])
def test_a_morning_hour_is_not_set_against_a_later_part_of_the_day(part: str, relations: list[str]) -> None:
    found = answers(
        "The fire started at half past one that morning at the Orm mill.",
        f"At the Orm mill the blaze broke out at three that {part}.",
    )
    assert [f.relation for f in found.differing()] == relations


@pytest.mark.parametrize(("more", "relations"), [("", ["conflict"]), (", of whom 60 are women", [])])
def test_an_account_that_gives_both_numbers_has_two_to_tell(more: str, relations: list[str]) -> None:
    found = answers(
        f"The blast in Orm killed 90 guards of the depot{more}.", "The blast in Orm killed 60 guards of the depot.",
        amounts=[[("90", 90), *([("60", 60)] if more else [])], [("60", 60)]],
    )  # fmt: skip
    assert [f.relation for f in found.differing()] == relations


@pytest.mark.parametrize(("hour", "relation"), [("3 p.m.", "update"), ("9 a.m.", "conflict")])
def test_amounts_of_two_hours_are_an_update_where_they_rise_with_them(hour: str, relation: str) -> None:
    found = answers(
        "In the Orm pit 17 bodies of miners were found by midday.", f"In the Orm pit 19 bodies of miners were found by {hour}",
        amounts=[[("17", 17)], [("19", 19)]],
    )  # fmt: skip
    assert [f.relation for f in found.differing() if "19" in told(f)] == [relation]


@pytest.mark.parametrize(("days", "agreed"), [(("2031-05-14", "2031-05-14"), True), (("2031-05-13", "2031-05-15"), False)])
def test_an_exact_toll_of_later_does_not_agree_with_at_least(days: tuple[str, str], agreed: bool) -> None:
    texts = ("The blast in Orm killed at least 80 guards of the depot.", "The blast in Orm killed 90 guards of the depot.")
    pages = []
    for i, (text, low, high) in enumerate(zip(texts, (80.0, 90.0), (None, 90.0), strict=True)):
        start, end = _ends(text, f"{low:g}")
        number = Quantity(start, end, value=low, low=low, high=high, counted=_counted(text, f"{low:g}"))
        pages.append(Article(replace(article(text, name=f"p{i}", day=days[i]).analysis, quantities=(number,))))
    corpus = Corpus(material(pages))
    assert bool([f for f in Answers(corpus, Contexts(corpus)).agreed() if f.kind == "number"]) == agreed
