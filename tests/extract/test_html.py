import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.errors import EmptyInput, InputError, OversizedInput
from tellings.extract import extract
from tellings.extract import html as module
from tellings.extract.html_heads import author_in
from tellings.model import MAIN_ROLES, Page, Source

STORY = (
    "The ferry that links the island with the mainland sailed again on Tuesday, after nine days in the yard.",
    "“We are glad to see her back,” said Ida Brandt, who runs the grocery on the island’s only street.",
    "The harbour office counted about 400 passengers on the first crossing, more than on any day of last winter.",
    "Repairs to the hull cost 1.2 million crowns, which the county will share with the owner of the line.",
)
COMMENTS = (
    (
        "Tove",
        "March 6, 2024 at 8:15 am",
        "I was on the first boat and it was packed, but everybody was in a good mood, thank you all!",
    ),
    (
        "Per K",
        "March 6, 2024 at 9:40 am",
        "Great news. I hope they keep the old timetable, I need the early boat for my work in town.",
    ),
    (
        "islander",
        "3 hours ago",
        "Nine days was far too long in my opinion, they should have a spare boat for the winter, don't you think?",
    ),
)


def html_of():
    menu = "".join(f"<li><a href='/{s}'>{s}</a></li>" for s in ("News", "Sport", "Weather", "Culture", "Contact"))
    story = "".join(f"<p>{p}</p>" for p in STORY)
    thread = "".join(
        f"<li class='comment' id='comment-{i}'><div class='comment-author'>{who} says:</div><div class='comment-meta'>{when}</div>"
        f"<div class='comment-body'><p>{text}</p></div><div class='reply'><a href='#'>Reply</a></div>"
        + ("<ul class='children'><li class='comment' id='comment-9'><div class='comment-author'>Ann says:</div><div class='comment-meta'>"
           "March 6, 2024 at 10:00 am</div><div class='comment-body'><p>I agree with you, the early boat is the one that we all need here."
           "</p></div></li></ul>" if i == 1 else "")
        + "</li>"
        for i, (who, when, text) in enumerate(COMMENTS)
    )  # fmt: skip
    return (
        f"<html lang='en'><head><title>Ferry back at sea | The Quay</title></head><body><nav class='menu'><ul>{menu}</ul></nav>"
        "<div class='cookie-consent'><p>We use cookies to improve our service. Accept all.</p></div>"
        "<article class='post'><h1>Ferry back at sea</h1><p class='byline'>By Ann Vale</p>"
        f"<div class='entry-content'>{story}<figure><img src=x><figcaption>The ferry at the quay on Tuesday.</figcaption></figure>"
        "<p>She will sail four times a day until the end of May, the owner said in a short statement on Tuesday evening.</p></div></article>"
        "<aside class='sidebar related'><h3>Related stories</h3><ul><li><a href='/1'>Yard gets new dock</a></li></ul></aside>"
        f"<div id='comments'><h3>3 comments</h3><ol class='commentlist'>{thread}</ol><form id='respond'><label>Your name</label>"
        "<label>Leave a reply</label></form></div><footer>Copyright The Quay. All rights reserved.</footer></body></html>"
    )  # fmt: skip


def analysed(html, **fields):
    return extract(Page(id="p", source=Source(sha256="0" * 64), form="html", text=html, **fields))


@pytest.fixture(params=["trained", "rules"])
def found(request, monkeypatch):
    if request.param == "rules":
        monkeypatch.setattr(module, "classify", lambda rows, ranges: None)
    return analysed(html_of(), fetched="2024-03-06T12:30:00Z")


def pieces(found, *roles):
    return [b.of(found.text) for b in found.blocks if b.role in roles]


def test_the_article_and_nothing_else_is_main_text(found):
    main = pieces(found, *MAIN_ROLES)
    assert [p for p in STORY if p not in main] == []
    assert not any("cookies" in p or "Copyright" in p or "dock" in p for p in main)
    assert not any(text in main for _, _, text in COMMENTS)
    assert pieces(found, "title") == ["Ferry back at sea"]
    assert pieces(found, "byline") == ["By Ann Vale"]
    assert pieces(found, "caption") == ["The ferry at the quay on Tuesday."]


def test_comments_are_objects(found):
    texts = [c.of(found.text) for c in found.comments]
    assert [t for _, _, t in COMMENTS if t not in texts] == []
    by_author = {c.author: c for c in found.comments}
    assert set(by_author) == {"Tove", "Per K", "Ann", "islander"}
    assert by_author["Tove"].posted == "2024-03-06T08:15"
    assert by_author["islander"].posted == "2024-03-06T09:30"
    assert found.comments[by_author["Ann"].reply_to].author == "Per K"
    assert by_author["Per K"].reply_to is None
    assert not any("Leave a reply" in b.of(found.text) for b in found.blocks if b.role == "comment")


def test_blocks_cover_the_text(found):
    assert "\n".join(b.of(found.text) for b in found.blocks) == found.text
    assert all(0 <= b.confidence <= 1 for b in found.blocks)


def test_ago_without_a_fetch_time_is_unknown():
    found = analysed(html_of())
    assert next(c.posted for c in found.comments if c.author == "islander") is None


@pytest.mark.parametrize("html", ["<html></html>", "<p> </p>", "<script>x</script>", "<!-- nothing -->"])
def test_pages_without_text(html):
    with pytest.raises(EmptyInput):
        analysed(html)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<h1>", "<div class='comment'>", "</div>", "<ul><li>", "<br>", "<table><tr><td>",
                                 "The ferry sailed on Tuesday, the owner said. ", "5 March 2024 ", "Ann says: ", "<time datetime='x'>",
                                 "😀 ", "<figcaption>", "Reply ", "<a href='/author/x'>"]), min_size=1))  # fmt: skip
def test_any_page_gives_blocks_that_cover_its_text(parts):
    try:
        found = analysed("".join(parts))
    except InputError:
        return
    assert "\n".join(b.of(found.text) for b in found.blocks) == found.text
    for comment in found.comments:
        assert 0 <= comment.start < comment.end <= len(found.text)
        assert comment.reply_to is None or 0 <= comment.reply_to < len(found.comments)


def article(title, day, lines):
    story = "".join(f"<p>{line} The owner of the line told the harbour office so on the quay.</p>" for line in lines)
    return f"<article><h2>{title}</h2><p class='byline'>By Ann Vale</p><time datetime='{day}'>{day}</time>{story}</article>"


def test_a_second_article_below_the_first_is_a_part_of_its_own():
    other = article("Yard gets new dock", "2024-03-01", [s.replace("ferry", "dock") for s in STORY])
    html = f"<html><head><title>Ferry back at sea</title></head><body>{article('Ferry back at sea', '2024-03-05', STORY)}{other}</body></html>"
    found = analysed(html)
    assert [(p.part, p.title, p.authors) for p in found.parts] == [(1, "Yard gets new dock", ("Ann Vale",))]
    assert found.parts[0].published.value == "2024-03-01"
    assert found.metadata.published.value == "2024-03-05"
    main = [(b.part, b.of(found.text)[:9]) for b in found.blocks if b.role == "body"]
    assert {part for part, _ in main} == {0, 1}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Tove on March 6, 2024 at 8:15 am", "Tove"),
        ("On March 6, 2024 at 1:00 pm Per Krog said:", "Per Krog"),
        ("Thu, 03/07/2024 - 13:16 | 269157 Sea Dog", "Sea Dog"),
        ("Posted by: Tove | March 6, 2024 01:35 PM", "Tove"),
        ("by Per Krog on March 6, 2024 at 4:29 am. Reply #", "Per Krog"),
        ("12 Tove March 6, 2024 at 10:24 AM", "Tove"),
        ("3 hours ago", None),
        ("March 6, 2024 at 9:40 am", None),
        ("Reply", None),
    ],
)
def test_names_in_the_heads_of_comments(head, name):
    assert author_in(head) == name


def test_plain_threads_begin_at_their_heading_and_lend_no_author_to_the_article():
    thread = "".join(f"<p>{text}</p><p>Posted by {who}, 6 March 2024, 8.15</p>" for who, _, text in COMMENTS)
    story = "".join(f"<p>{p}</p>" for p in STORY)
    found = analysed(f"<html><body><h1>Ferry back at sea</h1>{story}<h3>3 comments</h3>{thread}</body></html>")
    assert found.metadata.authors == ()
    assert found.metadata.published is None
    assert {c.author for c in found.comments} == {"Tove", "Per K", "islander"}
    assert not any(text in pieces(found, "body") for _, _, text in COMMENTS)


def test_a_dump_of_pieces_is_refused_fast():
    with pytest.raises(OversizedInput, match="too many pieces"):
        analysed("<p>Some words here, he said.</p>" * 70_000)
