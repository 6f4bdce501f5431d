from __future__ import annotations

import pytest

from tellings.lang.datelines import behind_dateline
from tellings.model import Span

NEWS = "Korvania told its critics that the men would stay."


@pytest.mark.parametrize(
    "dateline",
    [
        "KERROW — ",
        "DORRICK (MW) - ",
        "DORRICK/KERROW, May 15, 2031 (Meridian Wire) - ",
        "PORT-AUREL, 15 May 2031 – ",
        "ST. ANSEL, Aldmere (MW) -- ",
        "(MW) ",
        "",
    ],
)
def test_a_dateline_is_cut_off(dateline: str) -> None:
    text = f"Page. {dateline}{NEWS}"
    assert behind_dateline(text, Span(6, len(text))).of(text) == NEWS


@pytest.mark.parametrize(
    "text",
    [
        "The NATO-led force left.",
        "UNESCO said no.",
        "A man - the mayor - spoke.",
        "BBC staff (all of them) went on strike - again.",
    ],
)
def test_words_of_the_news_are_kept(text: str) -> None:
    assert behind_dateline(text, Span(0, len(text))).of(text) == text
