from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate import parse
from tellings.annotate.quantities import Quantities
from tellings.annotate.times import Times
from tellings.model import Analysis, Block, Document, Metadata, Published, Quantity, Source
from tellings.stage import View


def run(text: str, language: str = "en") -> tuple[Quantity, ...]:
    found = Analysis(
        document=Document(id="d", source=Source(sha256="0"), text=text, form="clean"),
        metadata=Metadata(published=Published(value="2031-05-15", precision="day", basis="given"), language=language),
        blocks=(Block(0, len(text), role="body"),),
    )
    parsed = parse.parse([found])[0]
    times, amounts = Times(), Quantities()
    found = found.with_layer("times", times.run([View(found, parsed, frozenset(times.reads))])[0])
    return amounts.run([View(found, parsed, frozenset(amounts.reads))])[0]


def read(text: str, language: str = "en") -> list[tuple[str, float | None, str | None, str, str | None]]:
    return [
        (text[q.start : q.end], q.value, q.unit, q.modifier, q.counted.of(text) if q.counted else None)
        for q in run(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nearly 100 grey seals were counted.", ("Nearly 100", 100, None, "nearly", "grey seals")),
        ("At least 40 people died.", ("At least 40", 40, None, "at least", "people")),
        ("The divers raised 35 tonnes of cargo.", ("35 tonnes", 35, "tonne", "exact", "cargo")),
        ("The pier cost $2.3 million.", ("$2.3 million", 2_300_000, "USD", "exact", None)),
        ("The pier cost £45bn.", ("£45bn", 45e9, "GBP", "exact", None)),
        ("Prices rose 12 percent.", ("12 percent", 12, "%", "exact", None)),
        ("Two thousand boats sailed.", ("Two thousand", 2000, None, "exact", "boats")),
        ("Half a million euros were lost.", ("Half a million euros", 500_000, "EUR", "exact", None)),
        ("A quarter of a million gulls left.", ("A quarter of a million", 250_000, None, "exact", "gulls")),
        ("A half-million gulls left.", ("A half-million", 500_000, None, "exact", "gulls")),
        ("A million and a half gulls left.", ("A million and a half", 1_500_000, None, "exact", "gulls")),
        ("The pier cost two-and-a-half million dollars.", ("two-and-a-half million dollars", 2_500_000, "USD", "exact", None)),
        ("Several hundred thousand gulls left.", ("Several hundred thousand", None, None, "vague", "gulls")),
        ("Half a tonne of nets was lost.", ("Half a tonne", 0.5, "tonne", "exact", "nets")),
        ("The wreck lay a third of a mile away.", ("a third of a mile", 0.33, "mile", "exact", None)),
        ("Three quarters of the crews stayed at home.", ("Three quarters", 75, "%", "exact", "crews")),
        ("A dozen and a half boats sank.", ("A dozen and a half", 18, None, "exact", "boats")),
        ("A dozen boats sailed.", ("A dozen", 12, None, "exact", "boats")),
        ("Up to 300 guests came.", ("Up to 300", 300, None, "up to", "guests")),
        ("The 26-year-old pilot survived.", ("26-year-old", 26, "year-old", "exact", "pilot")),
        ("Dozens of boats sank.", ("Dozens", None, None, "vague", "boats")),
        ("Between 10 and 20 boats sank.", ("Between 10 and 20", None, None, "range", "boats")),
    ],
)
def test_amounts(text: str, expected: tuple[object, ...]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "Medio millón de gaviotas.", ("Medio millón", 500_000)),
        ("es", "Un millón y medio de euros.", ("Un millón y medio de euros", 1_500_000)),
        ("es", "Más de medio centenar de barcos.", ("Más de medio centenar", 50)),
        ("es", "Cientos de miles de gaviotas.", ("Cientos de miles", None)),
        ("fr", "Un demi-million de mouettes.", ("Un demi-million", 500_000)),
        ("fr", "Un million et demi d'euros.", ("Un million et demi d'euros", 1_500_000)),
        ("fr", "Des centaines de milliers de mouettes.", ("centaines de milliers", None)),
    ],
)
def test_halves_and_multiples_in_other_languages(language: str, text: str, expected: tuple[str, float | None]) -> None:
    assert [found[:2] for found in read(text, language)] == [expected]


def shown(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


def sentences() -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return each sentence of the test set with its amounts."""
    found = []
    for line in (Path(__file__).parent / "quantity_sentences.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            text, amounts = line.split("\t")
            found.append((text, [tuple(p.strip() for p in a.split(";")) for a in amounts.split("¦") if a.strip()]))
    return found


@pytest.mark.parametrize(("text", "expected"), sentences(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_sentence_of_the_test_set(text: str, expected: list[tuple[str, ...]]) -> None:
    found = []
    for q in run(text):
        exact = q.value is not None and q.low == q.value == q.high
        reading = shown(q.value) if exact else f"{shown(q.low)}..{shown(q.high)}"
        counted = q.counted.of(text) if q.counted else ""
        found.append((text[q.start : q.end], reading, q.unit or "", q.modifier, counted))
    assert found == expected


def test_bounds_let_different_words_agree() -> None:
    ranges = [(q.low, q.high) for q in run("Roughly 100 guards came; nearly 100 guards came; around 100 guards came.")]
    assert len(ranges) == 3
    low, high = max(r[0] or 0 for r in ranges), min(r[1] or 0 for r in ranges)
    assert low <= high


def test_open_and_vague_bounds() -> None:
    assert [(q.low, q.high) for q in run("More than 50 men, fewer than 9 women and hundreds of birds.")] == [
        (50, None),
        (None, 9),
        (200, 999),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 it closed.",
        "It left on 3 June at 9:30.",
        "An Antonov-124 and an Il-62 landed.",
        "Flight MH17 fell.",
        "He read Article 350.",
        "She came 47th.",
        "Call 555-1234-222.",
        "One of them left.",
        "Follow @user_99 now.",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert run(text) == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Près de 2 500 marins sont venus.", ("Près de 2 500", 2500, None, "nearly", "marins")),
        ("fr", "Une douzaine de bateaux.", ("Une douzaine", 12, None, "exact", "bateaux")),
        ("es", "Más de 1,5 millones de euros.", ("Más de 1,5 millones de euros", 1_500_000, "EUR", "more than", None)),
        ("es", "El 20 por ciento.", ("20 por ciento", 20, "%", "exact", None)),
    ],
)
def test_other_languages(language: str, text: str, expected: tuple[object, ...]) -> None:
    assert read(text, language) == [expected]


WORDS = [
    "about",
    "2",
    "million",
    "$",
    "%",
    "people",
    "of",
    "dozens",
    "between",
    "and",
    "3.5",
    "-",
    "to",
    "a",
    "hundred",
    "one",
    ".",
    "é",
    "😀",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_spans_lie_in_the_text_and_bounds_hold_the_value(text: str) -> None:
    for q in run(text):
        assert 0 <= q.start < q.end <= len(text)
        assert q.value is None or ((q.low is None or q.low <= q.value) and (q.high is None or q.value <= q.high))
        assert q.counted is None or 0 <= q.counted.start < q.counted.end <= len(text)
