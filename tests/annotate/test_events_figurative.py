"""Words of conflict and politics in other senses tell no PLOVER event; beside somebody who undergoes it they do."""

from __future__ import annotations

import pytest

from tests.annotate.test_events import analyse, some, told


@pytest.mark.parametrize(
    "text",
    [
        "The band released its new single on Monday.",
        "The goal lifted the spirits of the crowd.",
        "The tablet supports three languages.",
        "The thriller will hit the screens in autumn.",
        "The dry spell threatened the harvest.",
        "Anger is not a plan.",
        "The winger signed a longer contract with the club.",
        "The flight returned to Torvik after eight hours in the air.",
        "The video gives viewers a view of the glacier.",
        "The fog lifted the ban on slow ships by noon.",
    ],
)
def test_figures_of_speech_are_no_events(text: str) -> None:
    assert all(e.type is None for e in analyse(text).events), told(text)


@pytest.mark.parametrize(
    ("text", "kind", "recipient"),
    [
        ("The gang released two hostages on Monday.", "CONCEDE", "hostages"),
        ("The senator supports the mayor of Torvik.", "SUPPORT", "mayor"),
        ("Norvia threatened Kellia with war.", "THREATEN", "Kellia"),
        ("A mediator met the rebels on Thursday.", "CONSULT", "rebels"),
        ("A blast killed three soldiers.", "ASSAULT", "soldiers"),
    ],
)
def test_the_same_words_between_parties_are(text: str, kind: str, recipient: str) -> None:
    assert some(told(text), kind, "", recipient), told(text)


def test_a_passive_without_agent_has_no_actor() -> None:
    assert ("COERCE", [], ["cyclist"]) in told("A cyclist was arrested on suspicion of theft.")


def test_what_is_not_ruled_out_is_not_rejected() -> None:
    assert all(
        e.realis == "denied" for e in analyse("Norvia has not ruled out talks with Kellia.").events if e.type == "REJECT"
    )


@pytest.mark.parametrize(
    "text",
    ["The mayor criticised Tuesday's election.", "The envoy left after the Sunday match."],
)
def test_a_time_that_only_says_which_thing_is_meant_dates_nothing(text: str) -> None:
    assert all(e.when is None for e in analyse(text).events)


def test_a_day_behind_the_verb_dates_it() -> None:
    assert any(e.when for e in analyse("The mayor criticised the election on Tuesday.").events)
