from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tellings.compare.facts import compare_accounts
from tellings.compare.since import new_since
from tellings.model import Accounts, Member, News, Story
from tests.compare.conftest import article, material

FIRST = "A fire at the Dorrick mill killed two people on Monday, the fire brigade said."
LATER = "A fire at the Dorrick mill killed five people on Monday, the fire brigade said. The mill made rope for the navy since 1911."


def news(
    since: datetime, days: Mapping[str, str | None], *, texts: tuple[str, ...] = (FIRST, LATER), one_account: bool = False
) -> News:
    articles = [article(t, name=n, day=d) for t, (n, d) in zip(texts, days.items(), strict=True)]
    own = material(articles)
    accounts = Accounts(account_of=dict.fromkeys((a.key for a in articles), "one")) if one_account else own.accounts
    story = Story(
        id="story", title="Fire", first=None, last=None, documents=tuple(Member(id=a.document) for a in articles),
        counts=own.counts, comparison=compare_accounts(own),
    )  # fmt: skip
    return new_since(story, articles, accounts, since)


TUESDAY, THURSDAY = datetime(2031, 5, 13), datetime(2031, 5, 15)
DAYS = {"early": "2031-05-13", "late": "2031-05-15"}


def test_a_new_value_of_a_known_fact_is_a_change() -> None:
    found = news(THURSDAY, DAYS)
    assert [(p.document, p.account_of) for p in found.pages] == [("late", None)]
    (changed,) = [f for f in found.facts if f.kind == "changed"]
    assert changed.fact.kind == "number"
    assert [changed.fact.values[n].evidence[0].document for n in changed.fresh] == ["late"]


def test_all_is_new_since_before_the_first_page_and_nothing_since_after_the_last() -> None:
    assert {f.kind for f in news(TUESDAY, DAYS).facts} == {"new"}
    after = news(THURSDAY + timedelta(days=1), DAYS)
    assert (after.pages, after.facts) == ((), ())


def test_a_second_account_of_the_same_confirms_it() -> None:
    found = news(THURSDAY, DAYS, texts=(FIRST, FIRST.replace("A fire at", "Fire in")))
    assert "confirmed" in {f.kind for f in found.facts}


def test_a_copy_is_no_new_account() -> None:
    assert news(THURSDAY, DAYS, one_account=True).pages[0].account_of == "early"


def test_an_undated_page_is_neither_old_nor_new() -> None:
    found = news(THURSDAY, {"early": "2031-05-13", "late": None})
    assert found.undated == ("late",)
    assert found.pages == ()


@pytest.mark.parametrize(("hour", "new"), [(19, True), (20, True), (22, False)])
def test_moments_of_different_zones_are_compared_as_moments(hour: int, new: bool) -> None:
    since = datetime(2031, 5, 15, hour, tzinfo=UTC).astimezone(timezone(timedelta(hours=-5)))
    found = news(since, {"early": "2031-05-13", "late": "2031-05-15T23:00+02:00"})
    assert bool(found.pages) == new
