"""Another's article inside a page: pasted into a comment, or quoted whole; entries and briefs of a page without headings."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tellings.extract import extract
from tellings.extract.pasted import find_pasted, piece_of, signature_in
from tellings.model import MAIN_ROLES, Analysis, Page

PASTED = (
    "A ferry of thirty-eight years is not old because of the number. She is old because nobody has looked behind her panels.",
    "The inspectors of Sund found, in a survey, that eleven of nineteen ferries had bulkheads which could be pushed in with a thumb.",
    "What follows is arithmetic. A hull that floods through one bulkhead has forty minutes; one that floods through three has twelve.",
)
OWN = (
    "For a week now the company has said nothing about the night of the fog, and on the quay they say that it will go on so.",
    "I asked the harbour master on Tuesday whether the lights were on, and he looked at his boots and then at the lawyers' car.",
)


def of_part(found: Analysis, number: int) -> list[str]:
    return [b.of(found.text) for b in found.blocks if b.part == number and b.role in MAIN_ROLES]


def test_lines_that_tell_author_and_outlet() -> None:
    for text, authors, outlet in (
        ("By Piers Ostrander | The Naval Review | 16 May 2031", ("Piers Ostrander",), "The Naval Review"),
        ("By Tamsin Oduya, The Northgate Post, 14 May 2031", ("Tamsin Oduya",), "The Northgate Post"),
        ("https://www.navalreview.example/2031/05/16/ferries", (), "navalreview.example"),
    ):
        signature = signature_in(piece_of(text))
        assert signature is not None
        assert (signature.authors, signature.outlet) == (authors, outlet)
    for text in (
        "By now, nobody on the quay believed it, and so the band went home.",
        "Piers Ostrander",
        "By hook or by crook",
    ):
        assert signature_in(piece_of(text)) is None


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_lines_survive(lines: list[str]) -> None:
    found = find_pasted([piece_of(line) for line in lines])
    assert found is None or found.title < found.source < len(lines)


def test_an_article_pasted_below_counted_comments_leaves_the_page_its_own_byline(page: Callable[..., Page]) -> None:
    text = "\n\n".join([
        "The owners have some explaining to do", "By Wilf Penhale", "15 May 2031", *OWN, "3 comments",
        "Ann Vik\n16 May 2031 at 9:15 am\nNothing new under the sun. My father said the same of the owners.",
        "Odd Lie\n17 May 2031 at 11:02 am\nYou should all read this:", "Why Old Ferries Drown In The Sound",
        "By Piers Ostrander | The Naval Review | 16 May 2031", *PASTED, "Tor Halvorsen\n18 May 2031 at 8:00 am\nThumb indeed.",
    ])  # fmt: skip
    found = extract(page(text, form="text"))
    assert found.metadata.authors == ("Wilf Penhale",)
    assert of_part(found, 0) == list(OWN)
    (part,) = found.parts
    assert (part.title, part.authors, part.outlet) == (
        "Why Old Ferries Drown In The Sound",
        ("Piers Ostrander",),
        "The Naval Review",
    )
    assert part.published is not None
    assert part.published.value == "2031-05-16"
    assert part.published.span is not None
    assert part.published.span.of(found.text) == "16 May 2031"
    assert of_part(found, 1) == list(PASTED)
    assert [c.author for c in found.comments] == ["Ann Vik", "Odd Lie", "Tor Halvorsen"]
    assert [c.of(found.text) for c in found.comments][1] == "You should all read this:"


def html(body: str, head: str = "") -> str:
    return (
        f"<html lang=en><head><title>Down on the quay - Tideline</title>{head}</head><body><article><h1>Down on the quay</h1>"
        f"<p class=byline>By Wilf Penhale</p>{body}</article></body></html>"
    )


def test_an_article_quoted_whole_is_a_part_of_its_own(page: Callable[..., Page]) -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in PASTED)
    quoted = f"<blockquote><h3>Kerrow mourns and keeps silent</h3><p>By Tamsin Oduya, The Northgate Post, 14 May 2031</p>{paragraphs}</blockquote>"
    day = '<meta property="article:published_time" content="2031-05-15T10:00:00+00:00">'
    found = extract(page(html(f"<p>{OWN[0]}</p>{quoted}<p>{OWN[1]}</p>", day), form="html"))
    assert found.metadata.published is not None
    assert found.metadata.published.day == "2031-05-15"
    (part,) = found.parts
    assert (part.title, part.authors, part.outlet) == (
        "Kerrow mourns and keeps silent",
        ("Tamsin Oduya",),
        "The Northgate Post",
    )
    assert part.published is not None
    assert part.published.value == "2031-05-14"
    assert of_part(found, 1) == list(PASTED)
    assert not set(PASTED) & set(of_part(found, 0))


def test_a_long_quotation_without_a_source_line_stays_with_the_page(page: Callable[..., Page]) -> None:
    quoted = "<blockquote>" + "".join(f"<p>{p}</p>" for p in PASTED) + "</blockquote>"
    found = extract(page(html(f"<p>{OWN[0]}</p>{quoted}<p>{OWN[1]}</p>"), form="html"))
    assert found.parts == ()


def test_entries_without_headings_and_with_the_time_above_them(page: Callable[..., Page]) -> None:
    day = '<meta property="article:published_time" content="2031-03-04T13:50:00">'
    times = ("3.05pm", "2.40pm", "2.10pm", "1.55pm")
    texts = (*PASTED, OWN[0])
    bare = "".join(f"<div class=post><div class=time>{t}</div><p>{p}</p></div>" for t, p in zip(times, texts, strict=True))
    found = extract(page(html(bare, day), form="html"))
    assert [p.published.value for p in found.parts if p.published] == [
        f"2031-03-04T{c}" for c in ("15:05", "14:40", "14:10", "13:55")
    ]
    headed = "".join(
        f"<div class=entry><time datetime='2031-03-04T{c}:00'>{c}</time><h2>Update {n}</h2><p>{p}</p></div>"
        for n, (c, p) in enumerate(zip(("15:05", "14:40", "14:10"), PASTED, strict=True))
    )
    found = extract(page(html(headed), form="html"))
    assert [(p.title, p.published.value if p.published else None) for p in found.parts] == [
        ("Update 0", "2031-03-04T15:05:00"), ("Update 1", "2031-03-04T14:40:00"), ("Update 2", "2031-03-04T14:10:00"),
    ]  # fmt: skip
    assert [of_part(found, n) for n in (1, 2, 3)] == [[p] for p in PASTED]


BRIEFS = (
    ("Barges stuck at Holm lock", "HOLM - Forty barges loaded with grain were waiting below Holm lock on Thursday after a gate jammed."),
    ("Marvik picks new mayor", "MARVIK - Elin Foss was elected mayor of Marvik on Wednesday night by 14 votes to 11 after a recount."),
    ("Fire at the Brekka mill", "BREKKA (Reuters) - A fire destroyed the old paper mill at Brekka early on Thursday; nobody was hurt."),
)  # fmt: skip


def test_briefs_below_headings_with_datelines(page: Callable[..., Page]) -> None:
    day = '<meta property="article:published_time" content="2031-06-12T09:00:00">'
    found = extract(page(html("".join(f"<h2>{t}</h2><p>{p}</p>" for t, p in BRIEFS), day), form="html"))
    assert [(p.title, p.published.value if p.published else None) for p in found.parts] == [
        (t, "2031-06-12") for t, _ in BRIEFS
    ]
    text = "\n\n".join(["News in brief", "12 June 2031", *(line for brief in BRIEFS for line in brief)])
    plain = extract(page(text, form="text"))
    assert plain.metadata.title == "News in brief"
    assert [(p.title, p.published.value if p.published else None) for p in plain.parts] == [
        (t, "2031-06-12") for t, _ in BRIEFS
    ]
    assert [of_part(plain, n) for n in (1, 2, 3)] == [[p] for _, p in BRIEFS]


def test_an_article_pasted_into_a_comment_of_an_html_page(page: Callable[..., Page]) -> None:
    pasted = "".join(
        f"<p>{line}</p>"
        for line in ("Why Old Ferries Drown In The Sound", "By Piers Ostrander | The Naval Review | 16 May 2031", *PASTED)
    )
    written = (
        (
            "Ann Vik",
            "16 May 2031 at 9:15 am",
            "<p>Nothing new under the sun. My father said the same of the owners in 1988.</p>",
        ),
        ("Odd Lie", "17 May 2031 at 11:02 am", f"<p>You should all read this:</p>{pasted}"),
        ("Tor Moe", "18 May 2031 at 8:00 am", "<p>Thumb indeed, as the inspectors say, and I would push it.</p>"),
    )
    items = "".join(
        f"<li class=comment><div><b class=author>{a}</b> <span class=date>{d}</span></div>{t}</li>" for a, d, t in written
    )
    story = "".join(f"<p>{p}</p>" for p in OWN * 2)
    found = extract(page(html(f"{story}</article><div id=comments><h3>3 comments</h3><ol>{items}</ol></div>"), form="html"))
    (part,) = found.parts
    assert (part.title, part.authors, part.outlet) == (
        "Why Old Ferries Drown In The Sound",
        ("Piers Ostrander",),
        "The Naval Review",
    )
    assert part.published is not None
    assert part.published.value == "2031-05-16"
    assert of_part(found, 1) == list(PASTED)
    assert [c.author for c in found.comments] == ["Ann Vik", "Odd Lie", "Tor Moe"]
    assert found.comments[1].of(found.text) == "You should all read this:"
