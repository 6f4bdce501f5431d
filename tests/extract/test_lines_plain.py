from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.extract.lines_plain import read_plain

TITLE = "Ferries to Skarn stay in port as crews walk out"
BODY = [
    "Ferries did not sail between Portmere and the island of Skarn on Friday, as the crew walked out over pay, the line said.",
    "The line said that it had offered the crew four per cent more, and that the union had turned this down without a vote.",
    "“Nobody wants this strike,” said Ina Holm.",
    "The two sides said late on Friday that they would meet again on Monday in the town hall, with the mayor in the chair.",
]
FRENCH = [
    "Les bacs ne sont pas partis vendredi pour l'île de Skarn, car les équipages ont cessé le travail, a dit la compagnie.",
    "La compagnie a dit qu'elle avait offert quatre pour cent de plus aux équipages, et que le syndicat avait refusé lundi.",
    "Les deux camps ont dit vendredi qu'ils se verraient encore lundi à la mairie de Portmere, avec le maire de la ville.",
]


@pytest.mark.parametrize("texts", [BODY, [TITLE, *BODY], FRENCH])
def test_a_clean_article_is_seen_at_a_glance(texts: list[str]) -> None:
    found = read_plain(texts)
    assert found is not None
    assert [r.text for r in found] == texts


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Berg",
        "Subscribe to our newsletter for the best of the island in the morning.",
        "Copyright 2031 Portmere Argus. This may not be sold or printed again.",
        "Read more about the ferries at www.argus.example in the evening.",
        "The quay in the evening. REUTERS/Ada Berg said.",
        "I have worked on the ferries for thirty years and never saw the like.",
        "Ada.",
        "3 comments",
        "{adslot}",
    ],
)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_one_line_that_may_be_something_else_is_enough_to_look_closer(line: str, place: int) -> None:
    texts = [TITLE, *BODY]
    assert read_plain([*texts[:place], line, *texts[place:]]) is None


def test_a_page_whose_title_is_told_begins_with_it() -> None:
    assert read_plain([TITLE, *BODY], title=TITLE) is not None
    assert read_plain([TITLE, *BODY], title="Ferries stay in port") is None


def test_too_little_prose_is_looked_at_closer() -> None:
    assert read_plain(BODY[:2]) is None
    assert read_plain([]) is None


@given(st.lists(st.text(min_size=1, max_size=80).map(lambda t: " ".join(t.split())).filter(bool), max_size=6))
def test_any_lines_are_survived(texts: list[str]) -> None:
    found = read_plain(texts)
    assert found is None or [r.text for r in found] == texts
