"""The dates of five real news pages on one happening, read with their day (Thursday 28 March 2019) given.

The pages are no part of the project; where they are absent the tests are skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tellings.annotate import parse
from tellings.annotate.times import Times
from tellings.model import Analysis, Block, Document, Metadata, Published, Source
from tellings.stage import View

PAGES = Path(__file__).parents[3] / "shared" / "data" / "seeds"
DAY = "2019-03-28"
DATES = {
    "000": "Tuesday=2019-03-26 200 years ago=1819 last weekend=2019-W12-WE Wednesday=2019-03-27 Wednesday=2019-03-27"
    " Monday=2019-03-25",
    "001": "the weekend=2019-W12-WE Thursday=2019-03-28 Saturday=2019-03-23 May 2001=2001-05 recent months=PAST_REF"
    " January=2019-01 Thursday=2019-03-28",
    "002": "Thursday=2019-03-28 the weekend=2019-W12-WE Thursday=2019-03-28 Earlier this week=2019-W13",
    "003": "Thursday=2019-03-28 Wednesday=2019-03-27 Saturday=2019-03-23 this year=2019 Thursday=2019-03-28"
    " Thursday=2019-03-28 January=2019-01 2018=2018",
    "004": "Saturday=2019-03-23 January=2019-01 2018=2018 March 27, 2019=2019-03-27 Tuesday=2019-03-26 last week=2019-W12"
    " Thursday=2019-03-28 03/28/2019=2019-03-28 1:00 pm=2019-03-28T13:00 03/28/2019=2019-03-28 2:45 pm=2019-03-28T14:45"
    " 03/31/2019=2019-03-31 3:50 pm=2019-03-31T15:50 03/31/2019=2019-03-31 3:54 pm=2019-03-31T15:54"
    " 03/31/2019=2019-03-31 7:08 pm=2019-03-31T19:08 04/01/2019=2019-04-01 7:35 am=2019-04-01T07:35"
    " 04/01/2019=2019-04-01 11:48 pm=2019-04-01T23:48 Tuesday=2019-03-26 2001=2001 Saturday=2019-03-23"
    " March 25=2019-03-25 Monday=2019-03-25 Tuesday=2019-03-26 today=2019-03-28 April=2019-04 1962=1962",
}
NO_DATE = frozenset({"recently", "weekly", "hundreds of years", "a day", "now"})
"""Found beside the dates: references, lengths and sets."""


@pytest.mark.skipif(not PAGES.is_dir(), reason="the five real pages are not beside the project (../shared/data/seeds)")
@pytest.mark.parametrize("page", sorted(DATES))
def test_every_date_of_a_real_page(page: str) -> None:
    text = next(PAGES.glob(f"{page}_*.txt")).read_text(encoding="utf-8")
    found = Analysis(
        document=Document(id=page, source=Source(sha256="0"), text=text, form="clean"),
        metadata=Metadata(published=Published(value=DAY, precision="day", basis="given"), language="en"),
        blocks=(Block(0, len(text), role="body"),),
    )
    stage = Times()
    times = stage.run([View(found, parse.parse([found])[0], frozenset(stage.reads))])[0]
    dates = [f"{t.of(text)}={t.value}" for t in times if t.of(text).lower() not in NO_DATE]
    assert " ".join(dates) == DATES[page]
