"""Mail: a newsletter's articles, a digest's messages, saved pages; what is no mail is one failure."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import InputError
from tellings.extract import extract
from tellings.model import MAIN_ROLES, Failure, Page
from tellings.read import read_inputs
from tellings.read.mail import read_messages

STORIES = (
    ("Council votes to close the swing bridge", "Councillors voted on Wednesday night to close the swing bridge to cars for two years, which split the party."),
    ("Barges stuck at Holm lock", "Forty barges loaded with grain were waiting below Holm lock after a gate jammed, the river authority told the paper."),
    ("Fuel duty to go up in July", "Fuel duty will go up by two crowns a litre from July, the finance minister told the chamber before the benches rose."),
)  # fmt: skip


def message(body: str, subtype: str = "html", **fields: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Marvik Herald <news@marvikherald.example>"
    made["Subject"] = "Marvik this morning"
    made["Date"] = "Thu, 12 Jun 2031 06:30:00 +0200"
    for name, value in fields.items():
        made[name.replace("_", "-")] = value
    made.set_content(body, subtype=subtype)
    return made


def newsletter() -> EmailMessage:
    sections = "".join(f"<h2><a href='https://a.example/{n}'>{t}</a></h2><p>{p}</p>" for n, (t, p) in enumerate(STORIES))
    return message(f"<html><body><p>Good morning.</p>{sections}</body></html>", List_Unsubscribe="<https://a.example/u>")


def read(path: Path, raw: bytes) -> list[Page | Failure]:
    path.write_bytes(raw)
    return list(read_inputs([str(path)]))


def test_a_newsletter_is_one_page_with_an_article_a_section(tmp_path: Path) -> None:
    (page,) = read(tmp_path / "a.eml", newsletter().as_bytes())
    assert isinstance(page, Page)
    assert (page.source.outlet, page.given.published, page.given.digest) == ("Marvik Herald", "2031-06-12T06:30:00+02:00", True)
    found = extract(page)
    assert [(p.title, p.outlet, p.published.value if p.published else None) for p in found.parts] == [
        (title, "Marvik Herald", "2031-06-12") for title, _ in STORIES
    ]
    bodies = [[b.of(found.text) for b in found.blocks if b.part == n and b.role in MAIN_ROLES] for n in (1, 2, 3)]
    assert bodies == [[text] for _, text in STORIES]


def test_the_same_mail_from_one_to_one_is_no_newsletter(tmp_path: Path) -> None:
    whole = newsletter()
    del whole["List-Unsubscribe"]
    (page,) = read(tmp_path / "a.eml", whole.as_bytes())
    assert isinstance(page, Page)
    assert (page.source.outlet, page.given.digest) == (None, False)
    assert extract(page).parts == ()


def test_attached_messages_are_pages_of_their_own(tmp_path: Path) -> None:
    cover = message("The press of the day is attached.", "plain")
    for title, text in STORIES[:2]:
        inner = message(text, "plain")
        inner.replace_header("Subject", title)
        cover.add_attachment(inner)
    pages = read(tmp_path / "a.eml", cover.as_bytes())
    assert [p.given.title for p in pages if isinstance(p, Page)] == ["Marvik this morning", STORIES[0][0], STORIES[1][0]]
    assert [p.source.path for p in pages if isinstance(p, Page)][1] == f"{tmp_path / 'a.eml'}#2"
    assert STORIES[0][1] in pages[1].text  # type: ignore[union-attr]


def test_a_saved_page_has_an_address_and_a_fetch_time_and_no_day(tmp_path: Path) -> None:
    saved = message("<h1>Ferry back at sea</h1>", Snapshot_Content_Location="https://quay.example/ferry")
    (page,) = read(tmp_path / "a.mhtml", saved.as_bytes())
    assert isinstance(page, Page)
    assert (page.source.url, page.fetched, page.given.published, page.source.outlet) == (
        "https://quay.example/ferry", "2031-06-12T06:30:00+02:00", None, None,
    )  # fmt: skip


@pytest.mark.parametrize("raw", [b"Subject: nothing\r\n\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--\r\n"])
def test_a_mail_without_text_is_a_failure(tmp_path: Path, raw: bytes) -> None:
    (failure,) = read(tmp_path / "a.eml", raw)
    assert isinstance(failure, Failure)
    assert failure.kind == "empty"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_page_or_an_error(raw: bytes) -> None:
    found = list(read_messages(b"Subject: x\n" + raw, "a.eml", saved_page=False))
    assert all(isinstance(item, Page | InputError) for item in found)


def test_a_sender_that_breaks_off_costs_its_name_alone() -> None:
    raw = b'From: "The Marvik Herald" <\nSubject: Ferry\nContent-Type: text/plain\n\nThe ferry sank on Tuesday.\n'
    (page,) = read_messages(raw, "broken.eml", saved_page=False)
    assert isinstance(page, Page)
    assert page.text.strip() == "The ferry sank on Tuesday."
    assert page.given.title == "Ferry"
