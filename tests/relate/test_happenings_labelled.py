"""Happenings on labelled stories: figures that may not fall, on stories that the rules were made with and on others."""

from __future__ import annotations

import pytest

from tests.relate.labelled import Labelled, bcubed, stories


@pytest.fixture(scope="module")
def told() -> list[Labelled]:
    return stories()


def test_there_are_twenty_stories_with_two_hundred_reports(told: list[Labelled]) -> None:
    assert len(told) == 20
    assert sum(len(story.gold) for story in told) >= 200


def test_stories_never_read_reach_the_floors(told: list[Labelled]) -> None:
    unseen = [story for story in told if int(story.id[1:]) % 2 == 0]
    figures = bcubed(unseen, [story.happenings() for story in unseen])
    assert figures["precision"] >= 0.92, figures
    assert figures["F1"] >= 0.85, figures


def test_two_phone_calls_on_two_days_stay_two(told: list[Labelled]) -> None:
    (story,) = (s for s in told if s.id == "s02")
    days = {h.when.first_day for h in story.happenings() if h.when and h.accounts >= 2}
    assert {"2031-04-07", "2031-04-10"} <= days
