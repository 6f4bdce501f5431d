import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.read.charset import binary_kind, decode, mend

FRENCH = "L’été, le bac relie l’île à la côte ; les élèves en sont ravis. " * 8
RUSSIAN = "Паром снова вышел в море, сообщил начальник порта во вторник. " * 8


@given(st.text(min_size=1).filter(lambda t: "\x00" not in t and not t.startswith("\ufeff")))
def test_valid_utf8_comes_back_as_it_was(text):
    # Markup that names a 7-bit set and short runs of zeros are the only texts that are read otherwise.
    if "charset" not in text and "encoding" not in text:
        assert decode(text.encode()) == (text, ())


@given(st.binary(max_size=400))
def test_any_bytes_become_text_that_can_be_written(raw):
    text, _ = decode(raw)
    text.encode("utf-8")


@pytest.mark.parametrize(("mark", "codec"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
                                         (b"", "utf-16-le"), (b"", "utf-16-be"), (codecs.BOM_UTF8, "utf-8")])  # fmt: skip
def test_utf16_with_and_without_a_mark(mark, codec):
    raw = mark + FRENCH.encode(codec)
    assert binary_kind(raw) is None
    assert decode(raw)[0] == FRENCH


def test_wrong_label_does_not_beat_valid_utf8():
    raw = b'<meta charset="iso-8859-1">' + FRENCH.encode()
    assert decode(raw)[0].endswith(FRENCH)


def test_latin_bytes_under_a_label_of_utf8():
    raw = b'<meta charset="utf-8"><p>' + FRENCH.encode("cp1252")
    assert FRENCH in decode(raw)[0]


def test_cyrillic_under_a_latin_label():
    raw = b'<meta charset="iso-8859-1"><p>' + RUSSIAN.encode("cp1251")
    text, warnings = decode(raw)
    assert RUSSIAN in text
    assert "cp1251" in warnings[0]


def test_label_is_believed_where_the_bytes_agree():
    assert decode(RUSSIAN.encode("koi8-r"), label="koi8-r")[0] == RUSSIAN


def test_a_stray_byte_in_utf8_is_repaired_and_told():
    text, warnings = decode(FRENCH.encode() + b"a \x93quoted\x94 word")
    assert text.endswith("a “quoted” word")
    assert warnings == ("bytes that are not valid utf-8 were repaired",)


def test_halves_of_pairs_are_mended():
    assert mend("a\udc00b") == ("a�b", ("halves of surrogate pairs replaced by U+FFFD",))
    assert mend("plain") == ("plain", ())


def test_a_text_that_is_not_utf8_says_how_it_was_read() -> None:
    text, notes = decode("Le café de la plage reste fermé, dit la mairie.".encode("cp1252"))
    assert text == "Le café de la plage reste fermé, dit la mairie."
    assert notes == ("not valid utf-8 (without a label): read as cp1252",)


def test_utf_16_says_so() -> None:
    for raw in ("The café".encode("utf-16"), "The quay is shut today".encode("utf-16-le")):
        text, notes = decode(raw)
        assert text in ("The café", "The quay is shut today")
        assert notes == ("read as utf-16-le",)


@pytest.mark.parametrize("label", ["uu", "idna", "undefined", "unicode_escape", "zlib", "rot13"])
def test_a_label_that_names_no_encoding_of_text_is_as_none(label: str) -> None:
    raw = "Un café près de la gare".encode("latin1")
    assert decode(raw, label=label) == decode(raw)
    assert decode(f'<meta charset="{label}">'.encode() + raw)[0].endswith("Un café près de la gare")


def test_utf7_that_spells_half_a_pair_becomes_text_that_can_be_written() -> None:
    text, _ = decode(b"<meta charset=utf-7>+2rE-", label="utf-7")
    text.encode("utf-8")
