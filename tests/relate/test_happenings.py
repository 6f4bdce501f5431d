"""Happenings: what is one event told twice, and what is two; votes on days; accounts counted."""

from __future__ import annotations

from tellings.model import (
    Accounts,
    Actor,
    ActorEntity,
    Analysis,
    Argument,
    Article,
    Block,
    Cite,
    Copy,
    Days,
    Document,
    Entity,
    Event,
    Happening,
    Mention,
    Metadata,
    Passage,
    Published,
    Source,
    Span,
)
from tellings.relate.happenings import merge_happenings


def on(day: str, last: str | None = None) -> Days:
    return Days(first_day=day, last_day=last or day)


def article(
    name: str, *told: tuple[str, str, str, str | None, str | None, Days | None], published: str | None = None
) -> Article:
    """Build an article whose sentences each tell one event: text, type, trigger, actor, recipient, days."""
    text, events, entities, at = "", [], {}, 0
    for sentence, kind, trigger, actor, recipient, when in told:
        at = len(text)
        text += sentence + " "

        def argument(words: str | None, text: str = text, start: int = at) -> tuple[Argument, ...]:
            if words is None:
                return ()
            place = text.index(words, start)
            entities.setdefault(words, []).append(Mention(place, place + len(words), form=words))
            return (Argument(place, place + len(words), entity=f"{name}-{words}"),)

        place = text.index(trigger, at)
        typed = kind.isupper()
        events.append(
            Event(
                type=kind if typed else None,  # type: ignore[arg-type]
                predicate=None if typed else kind,
                trigger=Span(place, place + len(trigger)),
                actors=argument(actor),
                recipients=argument(recipient),
                when=when,
                clause=Span(at, at + len(sentence)),
            )
        )
    text = text.rstrip()
    analysis = Analysis(
        document=Document(id=name, source=Source(sha256="0" * 64), text=text, form="clean"),
        metadata=Metadata(
            language="en", published=Published(value=published, precision="day", basis="given") if published else None
        ),
        blocks=(Block(0, len(text), role="body"),),
        entities=tuple(
            Entity(id=f"{name}-{n}", name=n, type="person", mentions=tuple(mentions)) for n, mentions in entities.items()
        ),
        events=tuple(events),
    )
    return Article(analysis)


def actors_of(*articles: Article) -> list[Actor]:
    names: dict[str, list[ActorEntity]] = {}
    for a in articles:
        for e in a.analysis.entities:
            names.setdefault(e.name, []).append(ActorEntity(document=a.document, entity=e.id))
    return [Actor(id=n, name=n, forms=(n,), type="person", entities=tuple(own)) for n, own in names.items()]


def merged(*articles: Article, accounts: Accounts | None = None) -> tuple[Happening, ...]:
    return merge_happenings(articles, actors_of(*articles), accounts or Accounts())


MONDAY, TUESDAY, MARCH = on("2031-05-12"), on("2031-05-13"), on("2031-03-01", "2031-03-31")


def test_one_arrest_told_twice_is_one() -> None:
    a = article("a", ("Police arrested Anna Berg in Torvik on Monday.", "COERCE", "arrested", "Police", "Anna Berg", MONDAY))
    b = article("b", ("Anna Berg was arrested by police on Monday night.", "COERCE", "arrested", "police", "Anna Berg", MONDAY))
    (found,) = merged(a, b)
    assert {(r.document, r.event) for r in found.reports} == {("a", 0), ("b", 0)}
    assert found.type == "COERCE"
    assert found.when == MONDAY
    assert "Anna Berg" in found.recipients
    assert found.accounts == 2


def test_two_phone_calls_on_two_days_stay_two() -> None:
    a = article("a", ("Berg phoned Lund on Monday.", "CONSULT", "phoned", "Berg", "Lund", MONDAY))
    b = article("b", ("Berg phoned Lund on Tuesday.", "CONSULT", "phoned", "Berg", "Lund", TUESDAY))
    found = merged(a, b)
    assert [h.when for h in found] == [MONDAY, TUESDAY]


def test_two_arrests_of_two_people_stay_two() -> None:
    a = article("a", ("Police arrested Anna Berg on Monday.", "COERCE", "arrested", "Police", "Anna Berg", MONDAY))
    b = article("b", ("Soldiers seized Olav Krog on Monday.", "COERCE", "seized", "Soldiers", "Olav Krog", MONDAY))
    assert len(merged(a, b)) == 2


def test_what_was_told_before_a_day_is_not_of_that_day() -> None:
    early = article("a", ("Berg met Lund in Torvik.", "CONSULT", "met", "Berg", "Lund", None), published="2031-05-10")
    late = article("b", ("Berg met Lund in Torvik.", "CONSULT", "met", "Berg", "Lund", MONDAY), published="2031-05-13")
    assert len(merged(early, late)) == 2


def test_the_vote_takes_the_day_of_most_accounts_and_narrow_ones_before_wide_ones() -> None:
    told = [
        article(name, ("Berg fined the brewery.", "COERCE", "fined", "Berg", "brewery", when))
        for name, when in (("a", on("2031-03-04")), ("b", MARCH), ("c", MARCH))
    ]
    (found,) = merged(*told)
    assert found.when == on("2031-03-04")


def test_a_copy_is_no_second_account() -> None:
    sentence = "Police arrested Anna Berg in Torvik on Monday."
    a = article("a", (sentence, "COERCE", "arrested", "Police", "Anna Berg", MONDAY))
    b = article("b", (sentence, "COERCE", "arrested", "Police", "Anna Berg", MONDAY))
    copy = Copy(
        origin=Passage(document="a", start=0, end=len(sentence)),
        target=Passage(document="b", start=0, end=len(sentence)),
        share=1.0,
        direction="known",
    )
    (found,) = merged(a, b, accounts=Accounts(copies=(copy,)))
    assert len(found.reports) == 2
    assert found.accounts == 1


def test_families_join_different_verbs_of_one_accident() -> None:
    a = article("a", ("The ferry Lady Ann collided with a dredger in fog.", "collide", "collided", "ferry", "dredger", MONDAY))
    b = article("b", ("The ferry Lady Ann was struck by a dredger in fog.", "strike", "struck", "dredger", "ferry", MONDAY))
    assert len(merged(a, b)) == 1


def test_every_report_is_in_one_happening_and_cited_in_its_own_words() -> None:
    a = article(
        "a",
        ("Police arrested Anna Berg on Monday.", "COERCE", "arrested", "Police", "Anna Berg", MONDAY),
        ("Nine people died.", "die", "died", "people", None, None),
    )
    found = merged(a)
    assert sorted(r.event for h in found for r in h.reports) == [0, 1]
    for cite in (c for h in found for c in h.evidence):
        assert isinstance(cite, Cite)
        assert cite.text == a.text[cite.start : cite.end]


def test_those_without_a_day_come_last() -> None:
    a = article(
        "a",
        ("Nine people died.", "die", "died", "people", None, None),
        ("Police arrested Anna Berg on Monday.", "COERCE", "arrested", "Police", "Anna Berg", MONDAY),
    )
    assert [h.when for h in merged(a)] == [MONDAY, None]


def test_nothing_told_is_nothing_merged() -> None:
    assert merged() == ()


def test_every_slot_keeps_all_values_with_their_accounts() -> None:
    a = article("a", ("Police arrested Anna Berg on Monday.", "COERCE", "arrested", "Police", "Anna Berg", MONDAY))
    b = article("b", ("Soldiers arrested Anna Berg on Monday.", "COERCE", "arrested", "Soldiers", "Anna Berg", MONDAY))
    c = article("c", ("Police arrested Anna Berg in the evening.", "COERCE", "arrested", "Police", "Anna Berg", None))
    (found,) = merged(a, b, c)
    slots = {slot.name: slot.values for slot in found.slots}
    assert [(v.value, v.accounts) for v in slots["actor"]] == [("Police", 2), ("Soldiers", 1)]
    assert [(v.value, v.accounts) for v in slots["when"]] == [("2031-05-12", 2)]
    assert all(cite.text for values in slots.values() for v in values for cite in v.evidence)


def test_two_people_who_undergo_it_are_two_happenings() -> None:
    a = article("a", ("Anna Berg was arrested in Torvik.", "COERCE", "arrested", None, "Anna Berg", None))
    b = article("b", ("Olav Krog was arrested in Torvik.", "COERCE", "arrested", None, "Olav Krog", None))
    assert len(merged(a, b)) == 2


def test_two_things_that_one_speaker_said_are_two() -> None:
    a = article("a", ("Berg said the harbour was closed.", "say", "said", "Berg", None, None))
    b = article("b", ("Berg said her mother had liked figs.", "say", "said", "Berg", None, None))
    assert len(merged(a, b)) == 2


def test_a_plan_is_not_what_lies_far_back() -> None:
    from msgspec.structs import replace

    a = article("a", ("Members elected Anna Berg.", "elect", "elected", "Members", "Anna Berg", None))
    b = article("b", ("Members will elect Anna Berg.", "elect", "elect", "Members", "Anna Berg", None))
    for one, realis in ((a, "past-background"), (b, "planned")):
        (event,) = one.analysis.events
        one.analysis = one.analysis.with_layer("events", (replace(event, realis=realis),))
    assert len(merged(a, b)) == 2


def test_what_a_thing_went_through_long_ago_is_not_what_pages_open_with() -> None:
    opening = ("The Marwen Star sank off Orrin.", "sink", "sank", "Marwen Star", None, None)
    past = ("The Marwen Star was built in 1993.", "build", "built", None, "Marwen Star", on("1993-01-01", "1993-12-31"))
    found = merged(article("a", opening, published="2031-05-13"), article("b", past, published="2031-05-13"))
    assert [len(h.reports) for h in found] == [1, 1]
