"""Where reported words begin and end, in sentences of many shapes."""

from __future__ import annotations

import pytest

from tests.annotate.test_quotes import quotes, told

RUIZ = "Ana Ruiz"


def words(text: str) -> list[str]:
    return [content for content, *_ in told(text)]


def speakers(text: str) -> list[str | None]:
    return [q.speaker.of(text) if q.speaker else None for q in quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The museum, Ana Ruiz said, would open in May.", ["The museum", "would open in May"]),
        ("Too often, Ana Ruiz said, the debate is about money.", ["the debate is about money"]),
        (
            "Ana Ruiz said on Friday the boats would sail at dawn.",
            ["the boats would sail at dawn"],
        ),
        (
            "Ana Ruiz said the boats would sail, citing the forecast of the harbour office.",
            ["the boats would sail"],
        ),
        (
            "Ana Ruiz said the boats would sail at dawn, though she warned that the fog was thick.",
            ["the boats would sail at dawn", "that the fog was thick"],
        ),
        (
            "When Ana Ruiz said that the boats would sail, Tom Hale left the room.",
            ["that the boats would sail"],
        ),
        ("Ana Ruiz said, without a smile, that the boats would sail.", ["that the boats would sail"]),
        ("Asked whether the boats would sail, Ana Ruiz said no.", ["no"]),
        ("Ana Ruiz said if the fog lifted she could sail at noon.", ["if the fog lifted she could sail at noon"]),
        (
            "“We sail at dawn,” Ana Ruiz said during a walk along the quay, “and nobody will stop us.”",
            ["“We sail at dawn,”", "“and nobody will stop us.”"],
        ),
        ("“We sail at dawn,” Ana Ruiz said, and the boats left the harbour.", ["“We sail at dawn,”"]),
        (
            "Ana Ruiz said the law was “a ruin.” She added, “We sail at dawn.”",
            ["the law was “a ruin.”", "“We sail at dawn.”"],
        ),
        ("On Friday's edition of “Harbour Tonight,” Ana Ruiz said the boats would sail.", ["the boats would sail"]),
        ("Ana Ruiz told the “Harbour Tonight” programme that the boats would sail.", ["that the boats would sail"]),
        ("Ana Ruiz shouted, “Nobody sails today,” when the fog came in.", ["“Nobody sails today,”"]),
        ("It goes without saying that the boats will sail.", []),
        ("The Harbour Line announced the end of a strike that closed the port.", []),
    ],
)
def test_where_reported_words_begin_and_end(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We sail at dawn,” Port Chief Ana Ruiz said Monday.", "Port Chief Ana Ruiz"),
        ("“We sail at dawn,” Ana Ruiz, a friend of the mayor, told Harbour Line.", "Ana Ruiz"),
        ("“We sail at dawn,” says the skipper's sister, Ana Ruiz.", "the skipper's sister, Ana Ruiz"),
        ("WESTHAVEN (Meridian) – Harbour pilot Ana Ruiz said the boats would sail.", "Harbour pilot Ana Ruiz"),
        ("A spokesman for Harbour Line saying the boats would sail had no name.", "A spokesman for Harbour Line"),
    ],
)
def test_the_speaker_as_the_sentence_names_it(text: str, expected: str) -> None:
    assert (speakers(text)[0] or "").startswith(expected)


def test_a_statement_speaks_for_the_one_who_gave_it() -> None:
    (quote,) = quotes("A statement sent to reporters by Ana Ruiz said the boats would sail at dawn.")
    assert quote.speaker_entity == RUIZ


def test_a_name_in_the_words_reported_is_not_who_a_pronoun_behind_them_means() -> None:
    text = "“We waited for hours,” Ana Ruiz said. Tom Hale hid under the nets, she said."
    assert [entity for *_, entity in told(text)] == [RUIZ, RUIZ]


def test_a_description_is_the_only_person_named_near() -> None:
    text = "Ana Ruiz mends nets at the quay.\n\n“Nobody sails today,” said the sharp-tongued islander."
    assert told(text)[0][2] == RUIZ
    two = "Ana Ruiz and Tom Hale mend nets at the quay.\n\n“Nobody sails today,” said the sharp-tongued islander."
    assert told(two)[0][2] is None


def test_turns_of_a_transcript_are_their_speakers() -> None:
    text = "HOST: How high was the water?\nRUIZ: Ana Ruiz measured it twice. It was high.\nHOST: And now?"
    assert [(q.content.of(text), q.speaker_entity) for q in quotes(text)][1] == (
        "Ana Ruiz measured it twice. It was high.",
        RUIZ,
    )


def test_lines_with_a_colon_are_no_transcript() -> None:
    assert quotes("Where: the harbour\nWhen: Friday\nWho: everybody") == ()


def test_single_marks_are_speech_where_the_page_quotes_with_them() -> None:
    text = "‘The quay was full of glass,’ said Ana Ruiz. ‘I thought it was thunder. I was wrong.’"
    assert [(kind, entity) for _, kind, entity in told(text)] == [("direct", RUIZ), ("direct", RUIZ)]


def test_a_placard_is_no_speech() -> None:
    assert quotes("Ana Ruiz held a placard that read “Boats not bridges.”") == ()


def test_the_agency_behind_the_words_is_their_relay() -> None:
    text = "“We sail at dawn,” Ana Ruiz was quoted as saying by Harbour Line."
    (quote,) = quotes(text)
    assert quote.relay is not None
    assert quote.relay.of(text) == "Harbour Line"
