"""Events: who did what to whom, in clauses of many shapes; happenings beyond PLOVER; other languages by forms alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tellings.annotate import event_coding
from tellings.annotate.columns import columns_of
from tellings.annotate.event_coding import code, units_of
from tellings.annotate.event_tables import event_words
from tellings.annotate.event_tree import Tree
from tellings.annotate.event_types import models
from tellings.annotate.events import events_of
from tellings.annotate.parse import pipeline
from tellings.model import Analysis, Argument, Event, Page, Source
from tellings.model.pages import Given
from tellings.pipeline import Pipeline

PIPELINE = Pipeline()


def analyse(text: str, language: str = "en", published: str | None = "2031-05-14") -> Analysis:
    page = Page(
        id="p", source=Source(sha256="0" * 64), form="clean", text=text, given=Given(published=published, language=language)
    )
    (analysis,) = PIPELINE.run([page])
    assert isinstance(analysis, Analysis)
    return analysis


def told(text: str, **options: str) -> list[tuple[str | None, list[str], list[str]]]:
    analysis = analyse(text, **options)
    return [(e.type, words(analysis, e.actors), words(analysis, e.recipients)) for e in analysis.events]


def words(analysis: Analysis, arguments: Sequence[Argument]) -> list[str]:
    return [a.of(analysis.text) for a in arguments]


def some(rows: list[tuple[str | None, list[str], list[str]]], kind: str, actor: str, recipient: str | None) -> bool:
    return any(
        t == kind and any(actor in a for a in actors) and (recipient is None or any(recipient in r for r in recipients))
        for t, actors, recipients in rows
    )


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("Police arrested two editors in Torvik on Monday.", "COERCE", "Police", "editors"),
        ("Two editors were arrested by soldiers on Monday.", "COERCE", "soldiers", "editors"),
        ("The ministry withdrew its soldiers from Kessel.", "RETREAT", "ministry", None),
        ("Rebels withdrew from the city of Arden.", "RETREAT", "Rebels", None),
        ("Norvia withdrew its diplomats from Sarn.", "SANCTION", "Norvia", None),
        ("Norway rejected a request from Sweden to extend the fishing pact.", "REJECT", "Norway", "Sweden"),
        ("France has accused Italy of blocking the port.", "ACCUSE", "France", "Italy"),
        ("Rebels attacked an army base near the border.", "ASSAULT", "Rebels", "army base"),
        ("Germany said it would hold talks with Poland next week.", "AGREE", "Germany", "Poland"),
        ("The United States imposed sanctions on two Iranian generals.", "COERCE", "United States", "generals"),
        ("The government demanded that Chile apologise.", "REQUEST", "government", "Chile"),
        ("The army freed three hostages.", "CONCEDE", "army", "hostages"),
        ("Canada sent medicine and food to Haiti.", "AID", "Canada", "Haiti"),
    ],
)
def test_who_did_what_to_whom(text: str, kind: str, actor: str, recipient: str) -> None:
    assert some(told(text), kind, actor, recipient), told(text)


def test_modality_decides_the_type() -> None:
    assert {t for t, *_ in told("Russia threatened to cut off gas supplies to Ukraine.")} == {"THREATEN"}
    assert {t for t, *_ in told("Russia is refusing to withdraw its troops from Ukraine.")} == {"REJECT"}


def test_a_country_adjective_gives_the_country_and_a_noun_the_sector() -> None:
    analysis = analyse("Russian troops attacked a village in Georgia.")
    actor = analysis.events[0].actors[0]
    assert (actor.country, actor.sector) == ("RUS", "MIL")


def test_the_day_is_the_clauses_own() -> None:
    analysis = analyse("Police arrested two editors on Monday.")
    event = analysis.events[0]
    assert event.when is not None
    assert (event.when.first_day, event.when.last_day) == ("2031-05-12", "2031-05-12")
    assert event.when_span is not None
    assert "Monday" in event.when_span.of(analysis.text)


def test_an_event_without_a_day_has_none() -> None:
    assert all(e.when is None for e in analyse("Police arrested two editors.").events)


def test_what_a_speaker_tells_names_the_quote() -> None:
    analysis = analyse('"Rebels attacked our village," said Anna Berg, a teacher.')
    quoted = [e for e in analysis.events if e.type == "ASSAULT"]
    assert quoted
    assert quoted[0].reported_by == 0


def test_happenings_beyond_plover_have_a_predicate() -> None:
    analysis = analyse("A ferry ran aground off the coast on Monday. Nine people died.")
    assert [(e.type, e.predicate) for e in analysis.events] == [(None, "run aground"), (None, "die")]


@pytest.mark.parametrize(
    "text",
    ["Rain fell on the northern hills.", "The novel tells of a boy at sea.", "Shares rose 4 per cent.", "🙂", "Yes."],
)
def test_ordinary_clauses_tell_no_event(text: str) -> None:
    assert all(e.type is None for e in analyse(text).events)


def test_a_wrong_lemma_is_put_right() -> None:
    assert event_words("en").lemma("fin", "fined") == "fine"
    assert event_words("en").lemma("zork", "zorked") == "zork"


def test_spanish_and_french_go_by_their_tables() -> None:
    assert some(told("La policía dijo que Ana Pérez rechazó la oferta.", language="es"), "REJECT", "Ana Pérez", None)
    french = analyse("Le ferry a heurté un rocher lundi soir.", language="fr")
    assert [(e.type, e.predicate) for e in french.events] == [(None, "collide")]
    assert told("Поезд сошёл с рельсов в понедельник.", language="ru") == []


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient", "realis"),
    [
        ("La policía detuvo el lunes a 40 manifestantes en Almagra.", "COERCE", "policía", "manifestantes", "actual"),
        ("El alcalde fue detenido por la policía el martes.", "COERCE", "policía", "alcalde", "actual"),
        ("El juez ha condenado al empresario Luis Mora.", "COERCE", "juez", "Luis Mora", "actual"),
        ("El ejército no bombardeó el mercado.", "ASSAULT", "ejército", None, "denied"),
        ("Los mineros marcharán sobre la capital.", "PROTEST", "mineros", None, "planned"),
        ("Quizá el gobierno retiró a sus soldados.", "RETREAT", "gobierno", "soldados", "hypothetical"),
        ("El gobierno firmó el tratado en 1975.", "SUPPORT", "gobierno", None, "past-background"),
    ],
)
def test_spanish_by_tables_alone(text: str, kind: str, actor: str, recipient: str | None, realis: str) -> None:
    analysis = analyse(text, language="es")
    assert [e.realis for e in analysis.events if e.type == kind] == [realis]
    assert some(told(text, language="es"), kind, actor, recipient)


def test_a_spanish_place_is_no_recipient_and_counts_are_read() -> None:
    (event,) = analyse("La policía arrestó a 40 manifestantes en Lisboa.", language="es").events
    assert event.where is not None
    assert [(c.kind, c.value) for c in event.counts] == [("arrested", 40.0)]
    assert event.mode == "arrest"


def counted(text: str) -> list[tuple[str, float | None, str | None]]:
    return [(c.kind, c.value, c.unit) for e in analyse(text).events for c in e.counts]


def test_counts_say_what_became_of_those_counted() -> None:
    assert counted("Gunmen killed 12 soldiers and wounded 30 people.") == [
        ("killed", 12.0, "soldiers"),
        ("injured", 30.0, "people"),
    ]
    assert counted("The bank gave the charity a grant of 4 million crowns.") == [("money", 4_000_000.0, "crowns")]
    assert counted("The company fined its drivers after 12 weeks.") == []


def test_modes_and_contexts_come_from_the_clause() -> None:
    (event,) = (e for e in analyse("The president phoned the premier on Monday.").events if e.type == "CONSULT")
    assert event.mode == "phone"
    (event,) = (e for e in analyse("Norvia expelled two diplomats.").events if e.type)
    assert "diplomatic" in event.contexts


def test_a_statement_is_an_event_of_its_speaker() -> None:
    analysis = analyse('"The road is safe," Anna Berg said on Monday. The weather was fine.')
    (event,) = analysis.events
    assert (event.type, event.predicate) == (None, "say")
    assert words(analysis, event.actors) == ["Anna Berg"]


def test_an_accident_is_no_assault() -> None:
    assert all(e.type != "ASSAULT" for e in analyse("The ferry hit a rock. An earthquake struck the town.").events)


def test_an_open_class_verb_tells_a_happening_a_state_does_not() -> None:
    assert [e.predicate for e in analyse("The mayor unplugged the fountain.").events] == ["unplug fountain"]
    assert analyse("The mayor resembled her aunt. She owned a boat.").events == ()


def test_a_day_after_publication_is_not_the_day_of_what_was_done() -> None:
    events = analyse("Norvia agreed to hold talks with Kellia on 3 June.", published="2031-05-14").events
    assert events
    assert all(e.when is None for e in events if e.realis == "actual")


def test_tables_serve_where_the_weights_are_missing() -> None:
    tree = Tree.of(pipeline("en")("Police arrested two editors."))
    units = units_of(tree, event_words("en"))
    coded = code(units, event_words("en"), None)
    assert [(c.type, [tree.texts[i] for i in c.actors], [tree.texts[i] for i in c.recipients]) for c in coded] == [
        ("COERCE", ["Police"], ["editors"])
    ]


def test_the_models_name_every_role() -> None:
    found = models()
    assert found is not None
    assert {event_coding.ACTOR, event_coding.RECIPIENT} <= set(found[1].labels)


def inside(analysis: Analysis, event: Event) -> bool:
    spans = [event.trigger, event.clause, event.when_span, event.realis_cue, *event.actors, *event.recipients]
    return all(0 <= s.start < s.end <= len(analysis.text) for s in spans if s is not None) and 0 <= event.confidence <= 1


PIECES = [
    "Police",
    "arrested",
    "the",
    "rebels",
    "said",
    "will",
    "not",
    "attack",
    "Norway",
    ",",
    "and",
    "to",
    "that",
    ".",
    "“",
    "”",
    "🙂",
    "\n",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map(" ".join), st.sampled_from(["en", "es"]))
def test_every_span_lies_in_the_text(text: str, language: str) -> None:
    assume(text.strip())
    analysis = analyse(text, language=language)
    assert all(inside(analysis, e) for e in analysis.events)
    assert list(analysis.events) == sorted(analysis.events, key=lambda e: (e.trigger.start, e.trigger.end))
    assert not any(f.stage == "events" for f in analysis.failures)


def test_the_stage_is_pure() -> None:
    assert events_of.__module__ == "tellings.annotate.events"
    text = "Police arrested two editors. Norway rejected the offer."
    assert analyse(text).events == analyse(text).events


def predicates(text: str) -> list[tuple[str | None, str | None]]:
    return [(e.type, e.predicate) for e in analyse(text).events]


@pytest.mark.parametrize(
    ("title", "predicate", "realis"),
    [
        ("Probe lands on comet", "land", "actual"),
        ("Lisse buries Ugo Salt", "bury", "actual"),
        ("Pool roof caves in at Oldcastle", "cave in", "actual"),
        ("Kestrel to cut 2,200 jobs", "cut job", "planned"),
    ],
)
def test_a_title_whose_verb_looks_like_a_noun_tells_its_event(title: str, predicate: str, realis: str) -> None:
    found = analyse(f"{title}\n\nIt was a quiet day in the town, and nobody spoke. The sun shone.").events
    assert (predicate, realis) in [(e.predicate, e.realis) for e in found]


def test_a_title_of_nouns_alone_has_no_verb_read_into_it() -> None:
    assert predicates("Five tips for better sales\n\nIt was a quiet day.") == []


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("The mayor closed the pools after the collapse of the roof.", "collapse"),
        ("Sorland recalled its ambassador after Kasted unplugged the fountain.", "unplug fountain"),
        ("The arrest of the editor by police angered Norvia, which condemned Kellia.", "arrest"),
    ],
)
def test_a_further_happening_stands_beside_the_typed_event(text: str, predicate: str) -> None:
    found = predicates(text)
    assert len(found) >= 2
    assert any(predicate in (p or "") for _, p in found), found


def test_who_announces_an_event_is_no_further_event() -> None:
    found = predicates("Norvia and Kellia agreed to lift the embargo, the ministry announced.")
    assert all(p != "announce" for _, p in found)


def examples() -> list[tuple[str, str]]:
    """Return the types and examples of the page on events."""
    page = Path(__file__).parents[2] / "docs" / "events.md"
    rows = [line.split("|") for line in page.read_text("utf-8").splitlines() if re.match(r"\| (?:[A-Z]+|null[^|]*) \|", line)]
    return [(row[1].strip(), example) for row in rows for example in re.findall(r'"([^"]+)"', row[2])]


def test_the_examples_of_the_documentation_hold() -> None:
    rows = examples()
    meta = Given(published="2031-05-14", language="en")
    pages = [
        Page(id=str(n), source=Source(sha256=f"{n:064d}"), form="clean", text=f"{e[0].upper()}{e[1:]}.", given=meta)
        for n, (_, e) in enumerate(rows)
    ]
    found = PIPELINE.run(pages)
    assert len(found) >= 40
    for (kind, example), analysis in zip(rows, found, strict=True):
        assert isinstance(analysis, Analysis)
        types = {event.type for event in analysis.events}
        assert (kind if kind.isupper() else None) in types, (example, types)


def test_what_somebody_says_happened_is_one_event_with_its_saying() -> None:
    rows = told("The rebels said on Tuesday their fighters had completed their withdrawal from the town of Arden.")
    assert sum(kind == "RETREAT" for kind, _, _ in rows) == 1


def test_the_tree_of_a_page_is_that_of_its_paragraphs() -> None:
    texts = ("Police arrested two editors. Nobody spoke.", "", "Rain.", "\U0001f600 It\u2019s so")
    docs, offsets = [pipeline("en")(text) for text in texts], (0, 50, 60, 70)
    tree = Tree(columns_of(docs, offsets))
    assert [b - a for a, b in tree.paragraphs()] == [len(doc) for doc in docs]
    assert tree.sents == [(s.start + at, s.end + at) for doc, at in zip(docs, tree.cuts, strict=False) for s in doc.sents]
    for (first, end), doc, start in zip(tree.paragraphs(), docs, offsets, strict=True):
        assert tree.texts[first:end] == [t.text for t in doc]
        assert tree.starts[first:end] == [start + t.idx for t in doc]
        assert tree.heads[first:end] == [first + t.head.i for t in doc]
        assert [tree.under[i] for i in range(first, end)] == [sorted(first + k.i for k in t.subtree) for t in doc]
    assert Tree(columns_of([])).sents == []


def test_the_columns_of_a_page_are_what_the_parser_says() -> None:
    doc = pipeline("en")("Mary Berg of Norvia\u2019s coast guard WARNED them.")
    columns = columns_of([doc], [7])
    assert columns.texts == [t.text for t in doc]
    assert columns.lows == [t.lower_ for t in doc]
    assert columns.lemmas == [t.lemma_.lower() for t in doc]
    assert [columns.pos, columns.tags] == [[t.pos_ for t in doc], [t.tag_ for t in doc]]
    assert [columns.deps, columns.ents] == [[t.dep_ for t in doc], [t.ent_type_ for t in doc]]
    assert columns.begins == [t.ent_iob_ == "B" for t in doc]
    assert columns.spaced == [bool(t.whitespace_) for t in doc]
    assert (columns.starts[0], columns.ends[-1]) == (7, 7 + len(doc.text))


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        ("Norvia recalled its ambassador and closed the border.", {"recall", "close border"}),
        ("The judge fined him and gave him a suspended sentence.", {"fine", "sentence"}),
        (
            "The court jailed the owner, Piet Hollen, and gave his bookkeeper, J. Maas, a suspended sentence.",
            {"jail", "sentence"},
        ),
        ("Protesters marched to the palace, burned two cars and threw stones at police.", {"march", "burn car", "throw stone"}),
        ("The mayor praised the miners and will sell the plant in Ottel.", {"praise", "sell plant"}),
        ("The army shot one soldier and wounded two others.", {"shoot"}),
        ("The bishop condemned the raid and described the town as calm.", {"condemn"}),
    ],
)
def test_further_deeds_of_one_subject_are_told_beside_the_first(text: str, predicates: set[str]) -> None:
    assert {event.predicate for event in analyse(text).events} == predicates


def test_a_joined_verb_shares_the_auxiliary_of_the_first() -> None:
    def realis(text: str, word: str) -> set[str]:
        analysis = analyse(text)
        return {event.realis for event in analysis.events if word in event.trigger.of(analysis.text)}

    assert realis("The government has sacked the director and closed the plant.", "closed") == {"actual"}
    assert realis("The company will sack the director and sue the union.", "sue") == {"planned"}
    assert not realis("The court did not jail the owner or fine his firm.", "fine") & {"actual", "planned"}


@pytest.mark.parametrize(
    "text",
    [
        "The missile travelled 1,600 miles before it broke up.",
        "They lifted 14 people aboard.",
        "He will appeal the sentence.",
    ],
)
def test_a_clause_of_no_sure_type_is_told_without_one(text: str) -> None:
    rows = told(text)
    assert rows
    assert {kind for kind, _, _ in rows} == {None}
