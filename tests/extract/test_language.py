import pytest

from tellings.extract.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour master said on Tuesday that the ferry would sail again.", "en"),
        ("Le maire a dit mardi que le bac reprendrait la mer dans la semaine.", "fr"),
        ("El alcalde dijo el martes que el transbordador zarpará de nuevo.", "es"),
        ("Начальник порта сообщил, что паром снова выйдет в море.", "ru"),
    ],
)
def test_sentences(text, language):
    assert detect_language(text) == language


def test_too_short_to_tell_is_unknown_unless_the_page_says():
    assert detect_language("12 34 ok") is None
    assert detect_language("12 34 ok", hint="pt_BR") == "pt"
    assert detect_language("", hint="nonsense") is None


def test_a_plain_text_overrules_a_wrong_hint():
    assert detect_language("Le maire a dit mardi que le bac reprendrait la mer dans la semaine.", hint="en-US") == "fr"
