from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate import parse
from tellings.annotate.quotes import Quotes
from tellings.model import Analysis, Block, Document, Entity, Mention, Metadata, Quote, Source, Span, Time
from tellings.stage import View

PEOPLE = {"Ana Ruiz": "person", "Tom Hale": "person", "Harbour Line": "organisation"}


def entities(text: str) -> tuple[Entity, ...]:
    made = []
    for name, kind in PEOPLE.items():
        forms = f"{name}|{name.split()[-1]}" if kind == "person" else name
        places = [Mention(m.start(), m.end(), form=m.group()) for m in re.finditer(forms, text)]
        if places:
            made.append(Entity(id=name, name=name, type=kind, mentions=tuple(places)))  # type: ignore[arg-type]
    return tuple(made)


def quotes(text: str, *, language: str = "en", times: tuple[Time, ...] = (), role: str = "body") -> tuple[Quote, ...]:
    document = Document(id="d", source=Source(sha256="0"), text=text, form="clean")
    blocks = (Block(0, len(text), role=role),) if text else ()  # type: ignore[arg-type]
    found = Analysis(
        document=document, metadata=Metadata(language=language), blocks=blocks, times=times, entities=entities(text)
    )
    stage = Quotes()
    return stage.run([View(found, parse.parse([found])[0], frozenset(stage.reads))])[0]


def told(text: str, **options: str) -> list[tuple[str, str, str | None]]:
    """(words, kind, speaker's entity) of each quotation."""
    return [(q.content.of(text), q.kind, q.speaker_entity) for q in quotes(text, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We sail at dawn,” Ana Ruiz said.", [("“We sail at dawn,”", "direct", "Ana Ruiz")]),
        ("“We sail at dawn,” said Ana Ruiz.", [("“We sail at dawn,”", "direct", "Ana Ruiz")]),
        ("Ana Ruiz said: “We sail at dawn. Nobody stays.”", [("“We sail at dawn. Nobody stays.”", "direct", "Ana Ruiz")]),
        ("Ana Ruiz said that the boats would sail at dawn.", [("that the boats would sail at dawn", "indirect", "Ana Ruiz")]),
        ("The boats will sail at dawn, Ana Ruiz said.", [("The boats will sail at dawn", "indirect", "Ana Ruiz")]),
        ("Ana Ruiz said the boats were “ready for anything.”", [("the boats were “ready for anything.”", "mixed", "Ana Ruiz")]),
        (
            "According to Ana Ruiz, the boats will sail at dawn.",
            [("the boats will sail at dawn", "indirect", "Ana Ruiz")],
        ),
        (
            "“We sail at dawn,” Ana Ruiz said, “and we come back at noon.”",
            [("“We sail at dawn,”", "direct", "Ana Ruiz"), ("“and we come back at noon.”", "direct", "Ana Ruiz")],
        ),
        (
            "Ana Ruiz said the boats would sail at dawn, adding that nobody would stay behind.",
            [
                ("the boats would sail at dawn", "indirect", "Ana Ruiz"),
                ("that nobody would stay behind", "indirect", "Ana Ruiz"),
            ],
        ),
    ],
)
def test_the_words_their_kind_and_their_speaker(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


def test_a_run_of_quoted_sentences_goes_on_with_the_speaker() -> None:
    text = "“We sail at dawn,” Ana Ruiz said.\n\n“Nobody stays behind. Nobody is left on the quay.”"
    (_, second) = quotes(text)
    assert second.speaker is None
    assert second.cue is None
    assert second.speaker_entity == "Ana Ruiz"


def test_a_pronoun_takes_up_the_last_speaker() -> None:
    text = "Ana Ruiz said the boats were ready.\n\n“We sail at dawn,” she said."
    assert [entity for *_, entity in told(text)] == ["Ana Ruiz", "Ana Ruiz"]


def test_an_unnamed_speaker_stays_unknown() -> None:
    text = "Ana Ruiz said the boats were ready. “Nobody asked us,” a fisherman said."
    assert told(text)[-1] == ("“Nobody asked us,”", "direct", None)


@pytest.mark.parametrize(
    "text",
    [
        "The “ghost fleet” lay at anchor for a year.",
        "She sang in “The Drowned Bell” at the opera house.",
        "Ana Ruiz did not say whether the boats would sail.",
        "Ana Ruiz declined to say when the boats would sail.",
        "READ MORE: Ana Ruiz says the boats will sail at dawn",
    ],
)
def test_scare_quotes_titles_silence_and_pointers_are_no_speech(text: str) -> None:
    assert quotes(text) == ()


def test_relayed_speech_keeps_speaker_and_relay() -> None:
    text = "Ana Ruiz was quoted by Harbour Line as saying that the boats would sail at dawn."
    (quote,) = quotes(text)
    assert quote.speaker_entity == "Ana Ruiz"
    assert quote.relay is not None
    assert quote.relay.of(text) == "Harbour Line"


def test_words_before_was_quoted_as_saying() -> None:
    assert told("“We sail at dawn,” Ana Ruiz was quoted as saying.") == [("“We sail at dawn,”", "direct", "Ana Ruiz")]


def test_the_day_and_the_occasion_of_the_reporting_clause() -> None:
    text = "In a statement on Thursday, Ana Ruiz said the boats would sail on Friday."
    at, later = text.index("Thursday"), text.index("Friday")
    times = (
        Time(at, at + 8, type="DATE", value="2031-05-15", first_day="2031-05-15", last_day="2031-05-15"),
        Time(later, later + 6, type="DATE", value="2031-05-16", first_day="2031-05-16", last_day="2031-05-16"),
    )
    (quote,) = quotes(text, times=times)
    assert quote.said is not None
    assert quote.said.first_day == "2031-05-15"
    assert quote.setting is not None
    assert quote.setting.of(text) == "a statement"


def test_no_day_is_invented() -> None:
    (quote,) = quotes("“We sail at dawn,” Ana Ruiz said.")
    assert quote.said is None


def test_a_quoted_heading_is_no_speech_but_an_attributed_one_is() -> None:
    assert quotes("“They came back at last.”", role="title") == ()
    assert [k for _, k, _ in told("Ana Ruiz says the boats came back", role="title")] == ["indirect"]


def test_a_pull_quote_has_the_speaker_of_the_words_it_repeats() -> None:
    text = (
        "“We sail at dawn and nobody stays,” Ana Ruiz said.\n\nTom Hale watched the boats.\n\n"
        "“We sail at dawn and nobody stays.”"
    )
    assert told(text)[-1][2] == "Ana Ruiz"


def test_comments_are_never_read() -> None:
    assert quotes("“We sail at dawn,” Ana Ruiz said.", role="comment") == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "« Nous partons demain matin », a déclaré Ana Ruiz.", ("« Nous partons demain matin »", "direct", "Ana Ruiz")),
        ("fr", "« Nous partons demain matin », a-t-elle déclaré.", ("« Nous partons demain matin »", "direct", None)),
        ("es", "«Salimos al amanecer», dijo Ana Ruiz.", ("«Salimos al amanecer»", "direct", "Ana Ruiz")),
        (
            "es",
            "Ana Ruiz dijo que los barcos saldrán al amanecer.",
            ("que los barcos saldrán al amanecer", "indirect", "Ana Ruiz"),
        ),
        ("de", "„Wir fahren im Morgengrauen“, sagte Ana Ruiz.", ("„Wir fahren im Morgengrauen“", "direct", "Ana Ruiz")),
    ],
)
def test_other_languages_by_position(language: str, text: str, expected: tuple[str, str, str | None]) -> None:
    assert told(text, language=language) == [expected]


def test_every_confidence_is_a_probability_and_differs() -> None:
    sure, unsure = quotes("“We sail at dawn,” Ana Ruiz said. A guide calls the bay “a graveyard.”")
    assert 0 < unsure.confidence < sure.confidence < 1


PIECES = [*"ab.,:'\"“”‘’«»—() \n", "said ", "Ana Ruiz ", "he ", "that ", "😀"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for quote in quotes(text):
        for span in (quote.content, quote.cue, quote.speaker, quote.relay, quote.setting):
            assert span is None or 0 <= span.start < span.end <= len(text)


def test_direct_words_stand_between_marks() -> None:
    text = "“We sail,” Ana Ruiz said. Tom Hale called it “madness.” “Nobody will come with you.”"
    direct = [q.content for q in quotes(text) if q.kind == "direct"]
    assert len(direct) == 3
    assert all(Span(c.start, c.end).of(text)[0] == "“" for c in direct)
