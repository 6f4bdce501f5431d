from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.errors import EmptyInput, OversizedInput
from tellings.extract import extract as extract_page
from tellings.extract.text import extract_text
from tellings.model import Analysis, Dating, Given, Page, Published, Source
from tellings.settings import Limits

TITLE = "Crane falls into Portmere harbour, two divers hurt"
BODY = [
    "A crane fell into the harbour of Portmere on Monday and hurt two divers who were mending it, the port authority said.",
    "The authority closed the harbour to all ships until Thursday, and said that it would look into why the crane gave way.",
    "“We heard a loud crack, and then the whole arm came down,” said Ada Brandt, who works at the market next to the quay.",
    "Both divers were taken to hospital, where doctors said on Tuesday that they were out of danger and would soon go home.",
]
CAPTION = "Workers lift the arm of the crane out of the water in Portmere, May 4, 2021. REUTERS/Jo Lund"
COMMENTS = """Leave a comment

  • Olla Berg  On 05/05/2021 at 1:00 pm

    I said for years that this crane would fall, and nobody at the council would hear of it.

  • tim k  On 05/06/2021 at 9:15 am

    Same here. My boat is stuck in the harbour now.

    • Olla Berg  On 05/28/2021 at 8:20 pm

      You can still use the old slip behind the market, you know.

Please enter your comment!
Please enter your name here"""


def extract(text: str, **given_fields: object) -> Analysis:
    page = Page(id="p", source=Source(sha256="0"), form="text", text=text, given=Given(**given_fields))  # type: ignore[arg-type]
    return extract_text(page, limits=Limits())


def roles(analysis: Analysis) -> dict[str, str]:
    return {b.of(analysis.text): b.role for b in analysis.blocks}


def body_of(analysis: Analysis) -> str:
    return "\n".join(b.of(analysis.text) for b in analysis.blocks if b.role in ("body", "subheading") and b.part == 0)


def test_a_clean_article_is_all_body_and_comes_back_unchanged() -> None:
    text = "\n".join(BODY)
    analysis = extract(text)
    assert analysis.text == text
    assert {b.role for b in analysis.blocks} == {"body"}


def test_one_paragraph_is_body() -> None:
    assert [b.role for b in extract(BODY[0]).blocks] == ["body"]


def test_a_page_is_told_apart() -> None:
    page = "\n\n".join(["News", TITLE, *BODY[:2], CAPTION, "{mosads}" + BODY[2], BODY[3], COMMENTS])
    analysis = extract(page)
    found = roles(analysis)
    assert body_of(analysis) == "\n".join(BODY)
    assert found[TITLE] == "title"
    assert found["News"] == found["{mosads}"] == found["Please enter your name here"] == "furniture"
    assert found[CAPTION] == "caption"
    assert analysis.metadata.title == TITLE


def test_comments_are_objects_and_never_body() -> None:
    analysis = extract("\n\n".join([TITLE, *BODY, COMMENTS]))
    assert [(c.author, c.posted, c.reply_to) for c in analysis.comments] == [
        ("Olla Berg", "2021-05-05T13:00", None), ("tim k", "2021-05-06T09:15", None), ("Olla Berg", "2021-05-28T20:20", 1),
    ]  # fmt: skip
    assert analysis.comments[1].of(analysis.text) == "Same here. My boat is stuck in the harbour now."
    assert body_of(analysis) == "\n".join(BODY)


def test_the_named_title_is_the_title() -> None:
    assert roles(extract("\n".join([TITLE, *BODY]), title=TITLE))[TITLE] == "title"
    other = extract("\n".join(BODY), title=TITLE)
    assert other.metadata.title == TITLE
    assert {b.role for b in other.blocks} == {"body"}


def test_a_caption_dates_the_page_with_little_confidence_and_the_fetch_time_never_does() -> None:
    published = extract("\n".join([TITLE, *BODY[:2], CAPTION, *BODY[2:]])).metadata.published
    assert published is not None
    assert (published.value, published.basis) == ("2021-05-04", "text")
    assert published.confidence <= 0.6
    page = Page(id="p", source=Source(sha256="0"), form="text", text="\n".join(BODY), fetched="2021-05-09T10:00:00Z")
    assert extract_text(page, limits=Limits()).metadata.published is None


def test_a_url_dates_the_page() -> None:
    source = Source(sha256="0", url="https://example.org/2021/05/04/crane")
    page = Page(id="p", source=source, form="text", text="\n".join(BODY))
    published = extract_text(page, limits=Limits()).metadata.published
    assert published is not None
    assert (published.value, published.basis) == ("2021-05-04", "markup")


def test_a_date_line_and_a_byline_are_read() -> None:
    analysis = extract("\n".join([TITLE, "By Ada Brandt and Jo Lund", "Published: May 5, 2021 10:15 am", *BODY]))
    assert analysis.metadata.authors == ("Ada Brandt", "Jo Lund")
    assert analysis.metadata.published is not None
    assert analysis.metadata.published.value == "2021-05-05T10:15"


def test_limits_hold() -> None:
    page = Page(id="p", source=Source(sha256="0"), form="text", text="\n".join(BODY))
    with pytest.raises(OversizedInput):
        extract_text(page, limits=Limits(text_characters=100))
    with pytest.raises(OversizedInput):
        extract_text(page, limits=Limits(line_characters=50))
    with pytest.raises(EmptyInput):
        extract(" \n\x00\u200b ")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("aB e.\n\t:|“”é中🙂1/@{}\x00\u200b")), min_size=1, max_size=400))
def test_blocks_cover_any_text(text: str) -> None:
    try:
        analysis = extract(text)
    except EmptyInput:
        return
    assert "\n".join(b.of(analysis.text) for b in analysis.blocks) == analysis.text
    at = 0
    for block in analysis.blocks:
        assert block.start == at
        assert block.end > block.start
        at = block.end + 1
    for comment in analysis.comments:
        assert 0 <= comment.start <= comment.end <= len(analysis.text)


def test_a_second_title_with_other_quotation_marks_than_the_page_is_a_caption() -> None:
    body = [
        "The crew said on Friday that they would “stay ashore until it is paid”, and the ferries to Skarn did not sail at all.",
        "The line said that it had offered the crew four per cent more, and that the union had turned this down without a vote.",
        "“Nobody wants this strike,” said Ina Holm, who speaks for the union in Portmere, on the quay where the crews had met.",
        "The two sides said late on Friday that they would meet again on Monday in the town hall, with the mayor in the chair.",
    ]
    other = "Union says line wants to 'starve' the crews of Skarn into work"
    found = extract("\n\n".join(["Ferries to Skarn Stay in Port as Crews Walk Out ‘For as Long as It Takes’", other, *body]))
    assert [b.role for b in found.blocks if b.of(found.text) == other] in (["caption"], ["related"])
    assert found.metadata.title == found.text.split("\n")[0]


def test_the_note_of_who_reported_and_edited_is_no_body() -> None:
    body = [
        "PORTMERE, May 4, 2031 (Northern Wire) - The ferries to Skarn did not sail on Friday, as the crew walked out over pay.",
        "The line said that it had offered the crew four per cent more, and that the union had turned this down without a vote.",
        "The two sides said late on Friday that they would meet again on Monday in the town hall, with the mayor in the chair.",
    ]
    note = "(Reporting by Ada Berg in Portmere; additional reporting by Bo Ek on Skarn; editing by Cy Dahl)"
    found = extract(
        "\n\n".join(
            ["Ferries to Skarn stay in port as crews walk out", "By Ada Berg", *body, note, "desk@northernwire.example"]
        )
    )
    assert [b.role for b in found.blocks if b.of(found.text) == note] == ["byline"]
    assert (found.metadata.outlet, found.metadata.agency, found.metadata.authors) == (
        "Northern Wire",
        "Northern Wire",
        ("Ada Berg",),
    )


def test_a_day_worked_out_from_siblings_reaches_pages_of_every_form_and_their_parts() -> None:
    found = Published(value="2031-05-14", precision="day", basis="siblings", confidence=0.9)
    told = Given(datings=(Dating(part=0, published=found, why="test"),))
    for form, text in (
        ("clean", "The ferry sailed."),
        ("text", "The ferry sailed on Tuesday."),
        ("html", "<h1>Ferry</h1><p>The ferry sailed on Tuesday.</p>"),
    ):
        page = Page(id="p", source=Source(sha256="0"), form=form, text=text, given=told)  # type: ignore[arg-type]
        assert extract_page(page).metadata.published == found
