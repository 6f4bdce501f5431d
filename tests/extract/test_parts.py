from __future__ import annotations

from tellings.extract.text import extract_text
from tellings.model import Analysis, Page, Source
from tellings.settings import Limits

OWN = [
    "Ferries did not sail between Portmere and the island of Skarn on Friday, as the crew walked out over pay, the line said.",
    "The line said that it had offered the crew four per cent more, and that the union had turned this down without a vote.",
    "“Nobody wants this strike, but nobody can live on what they pay,” said Ina Holm, who speaks for the union in Portmere.",
    "The two sides said late on Friday that they would meet again on Monday in the town hall, with the mayor in the chair.",
]
PASTED_TITLE = "Island Ferries Stand Still As Crews Demand Better Pay"
PASTED_TEXT = """
The crews of the ferries to Skarn stopped work at six in the morning and gathered in front of the terminal,
where some two hundred people stood in the rain and sang. They said that they would not go back until the line
had paid what it promised last year.

The line has lost money for three years in a row, its books show, and has sold two of its five ships. Its
owners, a fund in the capital, have said that they will not put in more money before the summer, when most of
the travellers come.

Shops on the island said that they had bread for four days and milk for two. A doctor said that the sick would
be flown out by helicopter, as they were in the winter of the great ice, when no ship could sail for eleven
days.

The government said that it would not step in. The minister of transport told the parliament that wages were
for the line and the union to settle, and that the law gave her no power to order ships to sea.
"""
PASTED = [" ".join(paragraph.split()) for paragraph in PASTED_TEXT.split("\n\n")]


def extract(text: str) -> Analysis:
    return extract_text(Page(id="p", source=Source(sha256="0"), form="text", text=text), limits=Limits())


def page_with(pasted: list[str]) -> str:
    first = ["  • Per Dahl  On 03/14/2020 at 1:00 pm", "    Good for them, I say, and about time too, they work all night."]
    comments = ["Leave a Reply below", *first]
    last = ["  • Ove Lie  On 03/15/2020 at 11:48 pm", *("    " + line for line in pasted)]
    form = ["Leave a Reply", "Connecting to %s"]
    return "\n\n".join(["Ferries to Skarn stay in port as crews walk out", *OWN, *comments, *last, *form])


def test_an_article_pasted_into_a_comment_is_a_part_of_its_own() -> None:
    analysis = extract(page_with([PASTED_TITLE, "Eva Moe | Island Courier", *PASTED]))
    part = analysis.parts[0]
    assert (part.part, part.title, part.authors, part.outlet) == (1, PASTED_TITLE, ("Eva Moe",), "Island Courier")
    own = [b.of(analysis.text) for b in analysis.blocks if b.part == 0 and b.role == "body"]
    other = [b.of(analysis.text) for b in analysis.blocks if b.part == 1 and b.role == "body"]
    assert own == OWN
    assert other == PASTED


def test_a_short_article_below_a_line_of_author_and_outlet_is_a_part_of_its_own() -> None:
    analysis = extract(page_with(["Why do the crews of Skarn go unheard?", "Eva Moe | Island Courier", *PASTED[:2]]))
    assert [(p.title, p.authors, p.outlet) for p in analysis.parts] == [
        ("Why do the crews of Skarn go unheard?", ("Eva Moe",), "Island Courier")
    ]
    assert [b.of(analysis.text) for b in analysis.blocks if b.part == 1 and b.role == "body"] == PASTED[:2]
    assert [c.author for c in analysis.comments] == ["Per Dahl", "Ove Lie"]


def test_two_paragraphs_below_a_mere_address_stay_with_the_comment() -> None:
    assert not extract(page_with([PASTED_TITLE, "https://island.example/ferries", *PASTED[:2]])).parts


def test_the_comment_that_held_it_keeps_its_author_and_has_no_text() -> None:
    analysis = extract(page_with([PASTED_TITLE, "Eva Moe | Island Courier", *PASTED]))
    heads = [(c.author, c.posted) for c in analysis.comments]
    assert heads == [("Per Dahl", "2020-03-14T13:00"), ("Ove Lie", "2020-03-15T23:48")]
    assert analysis.comments[1].start == analysis.comments[1].end


def test_a_long_comment_without_a_source_stays_a_comment() -> None:
    analysis = extract(page_with(PASTED))
    assert analysis.parts == ()
    assert [b.of(analysis.text) for b in analysis.blocks if b.role == "body"] == OWN


def test_the_entries_of_a_live_blog_are_parts() -> None:
    entries = []
    for time, text in zip(("14:05", "13:40", "12:10", "11:02", "10:30"), [*OWN, PASTED[0]], strict=True):
        entries += [time, text]
    analysis = extract("\n".join(["Ferry strike: follow the day as it happens", PASTED[1], *entries]))
    assert [p.part for p in analysis.parts] == [1, 2, 3, 4, 5]
    told = [b.of(analysis.text) for b in analysis.blocks if b.part == 2 and b.role == "body"]
    assert told == [OWN[1]]


def test_an_article_with_one_time_in_it_is_one_article() -> None:
    analysis = extract("\n".join(["Ferries to Skarn stay in port as crews walk out", "14:05", *OWN]))
    assert analysis.parts == ()
    assert {b.part for b in analysis.blocks} == {0}
