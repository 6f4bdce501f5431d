from __future__ import annotations

from tellings.extract.comments import find_comments, spans
from tellings.extract.glue import split_lines
from tellings.extract.lines import Labelled
from tellings.extract.lines_features import read_line
from tellings.model import Comment, Page, Role, Source

BODY = (
    "The council of Portmere said on Monday that it would buy a new crane for the harbour, and that the old one would be sold."
)
FIRST = "I have worked on that quay for thirty years and never saw anything like it."
SECOND = "Who is going to pay for the new one? Not the people who let the old one rot, I bet."
THIRD = "Thank you for telling us."


def comments(rows: list[tuple[Role, str]], fetched: str | None = None) -> tuple[tuple[Comment, ...], list[Labelled], str]:
    lines = [split_lines(text)[0] for _, text in rows]
    labelled = [Labelled(line, role, 1.0, read_line(line.text)) for (role, _), line in zip(rows, lines, strict=True)]
    text = "\n".join(line.text for line in lines)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line.text) + 1)
    page = Page(id="p", source=Source(sha256="0"), form="text", text=text, fetched=fetched)
    labelled, remarks = find_comments(labelled, page)
    return spans(remarks, labelled, starts), labelled, text


def told(rows: list[tuple[Role, str]], fetched: str | None = None) -> list[tuple[str | None, str | None, str]]:
    found, _, text = comments(rows, fetched)
    return [(c.author, c.posted, c.of(text)) for c in found]


def test_heads_above_their_text() -> None:
    rows: list[tuple[Role, str]] = [
        ("body", BODY),
        ("comment", "Ada B. On 05/30/2021 at 1:00 pm"),
        ("comment", FIRST),
        ("comment", "Jo L. On 05/31/2021 at 2:00 am"),
        ("comment", SECOND),
        ("comment", THIRD),
    ]
    assert told(rows) == [("Ada B.", "2021-05-30T13:00", FIRST), ("Jo L.", "2021-05-31T02:00", f"{SECOND}\n{THIRD}")]


def test_heads_below_their_text() -> None:
    rows: list[tuple[Role, str]] = [
        ("body", BODY),
        ("comment", FIRST),
        ("comment", "Posted by Ada on May 5, 2021 5:58 PM"),
        ("comment-meta", "Report this comment"),
        ("comment", SECOND),
        ("comment", "Posted by: Jo of Skarn 9:49pm May 06, 2021"),
    ]
    assert told(rows) == [("Ada", "2021-05-05T17:58", FIRST), ("Jo of Skarn", "2021-05-06T21:49", SECOND)]


def test_a_name_on_the_line_above_its_time() -> None:
    rows: list[tuple[Role, str]] = [
        ("body", BODY),
        ("comment-meta", "Ada says:"),
        ("comment-meta", "May 5, 2021 at 4:55 pm"),
        ("comment", FIRST),
        ("comment-meta", "Jo Lund"),
        ("comment-meta", "3 hours ago"),
        ("comment", SECOND),
    ]
    assert told(rows, "2021-05-09T12:30:00Z") == [("Ada", "2021-05-05T16:55", FIRST), ("Jo Lund", "2021-05-09T09:30", SECOND)]


def test_an_age_without_a_fetch_time_is_no_time() -> None:
    rows: list[tuple[Role, str]] = [("body", BODY), ("comment-meta", "Jo Lund · 3 hours ago"), ("comment", SECOND)]
    assert told(rows) == [("Jo Lund", None, SECOND)]


def test_signatures_of_one_shape_are_heads() -> None:
    rows: list[tuple[Role, str]] = [
        ("body", BODY),
        ("comment", FIRST),
        ("comment", "Ada Brandt, Portmere, Skarn"),
        ("comment", SECOND),
        ("comment", "Jo, Leeds, UK"),
    ]
    assert told(rows) == [("Ada Brandt", None, FIRST), ("Jo", None, SECOND)]


def test_comments_without_heads_have_no_author() -> None:
    rows: list[tuple[Role, str]] = [("body", BODY), ("comment", FIRST), ("comment-meta", "Reply"), ("comment", SECOND)]
    assert told(rows) == [(None, None, FIRST), (None, None, SECOND)]


def test_indents_and_names_tell_who_answers_whom() -> None:
    rows: list[tuple[Role, str]] = [
        ("body", BODY),
        ("comment", "  • Ada On 05/30/2021 at 1:00 pm"),
        ("comment", FIRST),
        ("comment", "    • Jo On 05/30/2021 at 2:00 pm"),
        ("comment", SECOND),
        ("comment", "  • Per On 05/30/2021 at 3:00 pm"),
        ("comment", "@Jo: " + THIRD),
    ]
    found, _, _ = comments(rows)
    assert [c.reply_to for c in found] == [None, 0, 1]


def test_prose_below_a_readers_head_is_the_readers_whatever_it_looks_like() -> None:
    own: list[tuple[Role, str]] = [("body", BODY)] * 3
    rows: list[tuple[Role, str]] = [
        *own,
        ("comment", "Ada On 05/30/2021 at 1:00 pm"),
        ("body", BODY + " So they say."),
        ("furniture", "Submit"),
    ]
    _, labelled, _ = comments(rows)
    assert [x.role for x in labelled] == ["body", "body", "body", "comment-meta", "comment", "furniture"]


def test_a_page_without_comments_has_none() -> None:
    assert told([("title", "A crane is bought"), ("date", "May 5, 2021"), ("body", BODY), ("furniture", "Comments")]) == []


def test_heads_of_one_shape_below_a_comment_heading_are_enough() -> None:
    rows: list[tuple[Role, str]] = [("body", BODY), ("furniture", "3 comments posted")]
    for text, time in ((FIRST, "16:50"), (SECOND, "18:42"), (THIRD, "19:36")):
        rows += [("furniture", text), ("furniture", f"Posted: {time} 8th January 2021")]
    found, labelled, _ = comments(rows)
    assert [c.posted for c in found] == ["2021-01-08T16:50", "2021-01-08T18:42", "2021-01-08T19:36"]
    assert [x.role for x in labelled[2:4]] == ["comment", "comment-meta"]


def test_a_list_of_dated_links_is_no_comment_area() -> None:
    rows: list[tuple[Role, str]] = [("body", BODY), ("furniture", "3 comments")]
    rows += [("related", f"A crane fell {n} years ago (4 January 201{n})") for n in range(4)]
    assert told(rows) == []


def test_a_place_after_a_name_is_no_part_of_it() -> None:
    rows: list[tuple[Role, str]] = [
        ("body", BODY),
        ("comment", FIRST),
        ("comment", "Posted by Ada B., Portmere, 30 May 2021, 18.02"),
        ("comment", SECOND),
        ("comment", "Posted by Jo, Skarn, 31 May 2021, 18.40"),
    ]
    assert [who for who, _, _ in told(rows)] == ["Ada B.", "Jo"]


def test_tags_between_the_article_and_the_comments_are_nobodys_comment() -> None:
    rows: list[tuple[Role, str]] = [
        ("body", BODY),
        ("comment", "Posted in: cranes, quays"),
        ("comment-meta", "COMMENTS (1)"),
        ("comment-meta", "Ada -- 30 May 2021, 15:12"),
        ("comment", FIRST),
    ]
    _, lines, _ = comments(rows)
    assert [x.role for x in lines] == ["body", "furniture", "comment-meta", "comment-meta", "comment"]
