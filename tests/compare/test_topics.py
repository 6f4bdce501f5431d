from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tellings.compare.counting import counts_of
from tellings.compare.statements import Corpus
from tellings.compare.topics import Topics
from tellings.model import Argument, Article, Entity, Event, Fact, FactKind, Mention, Quote, Time, Value
from tests.compare.conftest import article, material, span_of

LEFT = "The ferry Orm left Kerrow harbour at 6.40 p.m. on Monday and came back at 9 p.m."


def with_events(base: Article, events: Sequence[Event], times: Sequence[Time] = (), entities: Sequence[Entity] = ()) -> Article:
    return Article(replace(base.analysis, events=tuple(events), times=tuple(times), entities=tuple(entities)))


def event(text: str, trigger: str, *, actor: str = "", clause: str = "", predicate: str = "do") -> Event:
    own = span_of(text, actor) if actor else None
    return Event(
        type=None, trigger=span_of(text, trigger), predicate=predicate, clause=span_of(text, clause or text.rstrip(".")),
        actors=(Argument(own.start, own.end),) if own else (),
    )  # fmt: skip


def named(own: Article, about: str, words: str, kind: FactKind = "day") -> str:
    cite = own.cite(span_of(own.text, words))
    fact = Fact(about=about, kind=kind, values=(Value(value=cite.text, evidence=(cite,), accounts=2),))
    return Topics(Corpus(material([own, article("Nothing else.", name="p9")]))).named([fact])[0].about


@pytest.mark.parametrize(
    ("asked", "value", "name"),
    [
        ("day: at 6.40 p m on …", "Monday", "day the ferry Orm left Kerrow harbour"),
        ("hour: Orm left Kerrow harbour at …", "6.40", "hour the ferry Orm left Kerrow harbour"),
    ],
)
def test_a_time_is_named_by_who_did_what(asked: str, value: str, name: str) -> None:
    at = span_of(LEFT, "Monday")
    own = with_events(
        article(LEFT, name="p0"),
        [event(LEFT, "left", actor="ferry Orm", clause="The ferry Orm left Kerrow harbour at 6.40 p.m. on Monday")],
        [Time(at.start, at.end, type="DATE", value="2031-05-12", first_day="2031-05-12", last_day="2031-05-12")],
    )
    assert named(own, asked, value, "day" if value == "Monday" else "number") == name


def test_a_month_is_when_and_not_a_day() -> None:
    text = "The council sold the mill in May."
    at = span_of(text, "May")
    month = Time(at.start, at.end, type="DATE", value="2031-05", first_day="2031-05-01", last_day="2031-05-31")
    own = with_events(article(text, name="p0"), [event(text, "sold", actor="council")], [month])
    assert named(own, "day: council sold the mill in …", "May") == "when the council sold the mill"


def test_a_pronoun_is_called_by_its_name() -> None:
    text = "She sold the mill on Monday."
    who = span_of(text, "She")
    bearer = Entity(id="e", name="Ann Penn", type="person", mentions=(Mention(who.start, who.end, form="She", kind="pronoun"),))
    own = with_events(article(text, name="p0"), [event(text, "sold", actor="She")], entities=[bearer])
    assert named(own, "day: she sold the mill on …", "Monday").endswith("Ann Penn sold the mill")


def test_a_pronoun_of_nobody_known_names_nothing() -> None:
    text = "She sold the mill on Monday."
    own = with_events(article(text, name="p0"), [event(text, "sold", actor="She")])
    assert named(own, "day: she sold the mill on …", "Monday") == "day: she sold the mill on …"


def test_a_saying_is_a_statement() -> None:
    text = "The mayor said on Monday that the mill was safe."
    own = with_events(article(text, name="p0"), [event(text, "said", actor="mayor", predicate="say")])
    assert named(own, "day: mayor said on …", "Monday").endswith("of a statement by the mayor")


@pytest.mark.parametrize(
    ("text", "value", "asked", "name"),
    [
        ("The vote, held at 9 a.m. in Orm, took three hours in all.", "three hours", "how long: x …", "how long: took …"),
        ("The owner, Ann Penn, 44, came late.", "44", "age: x …", "age: Ann Penn …"),
        ("The firm made an unsolicited, $40 million offer.", "$40 million", "amount of money (x …)", "amount of money: the firm made an unsolicited …"),
    ],
)  # fmt: skip
def test_where_no_deed_is_known_the_words_around_a_gap_serve(text: str, value: str, asked: str, name: str) -> None:
    assert named(article(text, name="p0"), asked, value, "number") == name


def test_what_is_counted_must_be_a_word_for_it() -> None:
    text = "The firm sold at least six boats."
    assert named(article(text, name="p0"), "number of least", "six", "number").startswith("number: the firm sold")
    assert named(article(text, name="p0"), "number of took", "six", "number").startswith("number: the firm sold")
    assert named(article(text, name="p0"), "number of boats", "six", "number") == "number of boats"


def test_a_claim_is_named_by_its_deed_and_a_quotation_by_who_says_it() -> None:
    text = "KERROW — The council, after two days of talks, sold the old mill in the valley to a farmer from Orm."
    own = with_events(article(text, name="p0"), [event(text, "sold", actor="council")])
    assert named(own, "x", text, "claim") == "the council sold the old mill in the valley"
    plain = "KERROW — The council sold the old mill, which had stood empty for years, to a farmer from Orm."
    own = with_events(article(plain, name="p0"), [event(plain, "sold", actor="council")])
    assert named(own, "x", plain, "claim") == "the council sold the old mill"
    said = "“The mill was never ours to sell, and we told everybody so at the time,” Ann Penn said."
    words = span_of(said, "The mill was never ours to sell, and we told everybody so at the time,")
    name = span_of(said, "Ann Penn")
    bearer = Entity(
        id="e", name="Ann Penn", type="person", mentions=(Mention(name.start, name.end, form="Ann Penn", kind="name"),)
    )
    quote = Quote(content=words, kind="direct", speaker=name, speaker_entity="e", confidence=0.9)
    base = article(said, name="p0", quotes=[quote])
    assert named(with_events(base, [], entities=[bearer]), "x", said, "claim") == "words of Ann Penn: “The mill was never …”"


def test_a_name_never_holds_half_a_time() -> None:
    text = "It happened at 5.52 p.m. in the north of the island."
    assert named(article(text, name="p0"), "hour: It happened at … p m", "5.52", "number") == "hour: it happened at …"


def test_other_names_stay() -> None:
    text = "Two men were killed on Monday."
    assert named(article(text, name="p0"), "number of people killed", "Two", "number") == "number of people killed"


def test_a_time_behind_a_joining_word_is_not_of_the_deed_before_it() -> None:
    text = "The union took the blame for a strike which stopped the mill in May."
    own = with_events(article(text, name="p0"), [event(text, "took", actor="union")])
    assert named(own, "day: stopped the mill in …", "May") == "day: blame for a strike which stopped the mill in …"


def test_a_time_that_is_said_is_not_that_of_the_saying() -> None:
    text = "The mayor said the vote of the council would be on Monday."
    own = with_events(article(text, name="p0"), [event(text, "said", actor="mayor", predicate="say")])
    assert not named(own, "day: x …", "Monday").endswith("mayor")


def test_those_who_do_it_together_are_named_together() -> None:
    text = "The towns of Orm, Tarn and Kerrow sold the mill on Monday."
    own = with_events(article(text, name="p0"), [event(text, "sold", actor="Kerrow")])
    assert named(own, "day: x …", "Monday").endswith("Kerrow sold the mill")
    base = event(text, "sold", actor="Kerrow")
    others = [Argument(s.start, s.end) for s in (span_of(text, "Orm"), span_of(text, "Tarn"))]
    own = with_events(article(text, name="p0"), [replace(base, actors=(*others, *base.actors))])
    assert named(own, "day: x …", "Monday").endswith("Orm, Tarn and Kerrow sold the mill")


def test_an_aside_between_who_and_what_is_left_out() -> None:
    text = "Two barges, loaded with stone, sank off Orm on Monday."
    own = with_events(article(text, name="p0"), [event(text, "sank", actor="Two barges")])
    assert named(own, "day: x …", "Monday").endswith("two barges sank off Orm")
    inside = "Two barges, built on Monday, sank off Orm."
    own = with_events(article(inside, name="p0"), [event(inside, "sank", actor="Two barges")])
    assert "sank" not in named(own, "day: built on …", "Monday")


def test_a_day_that_opens_a_saying_is_that_of_the_statement() -> None:
    text = "On Monday, Ann Penn said Orm “has to go” by train."
    own = with_events(article(text, name="p0"), [event(text, "said", actor="Ann Penn", predicate="say")])
    assert named(own, "day: x …", "Monday").endswith("of a statement by Ann Penn")


def test_a_number_of_a_known_sort_is_named_by_it() -> None:
    text = "Police put the number of marchers at 12,000."
    own = article(text, name="p0")
    corpus = Corpus(material([own, article("Nothing else.", name="p9")]))
    cite = own.cite(span_of(text, "12,000"))
    fact = Fact(about="number: marchers at …", kind="number", values=(Value(value=cite.text, evidence=(cite,), accounts=2),))
    assert Topics(corpus, counts_of(corpus)).named([fact])[0].about == "number of people on the march"
