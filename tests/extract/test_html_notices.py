"""Consent texts stay out of the article, unless the page is called after them."""

from __future__ import annotations

from tellings.extract import extract
from tellings.model import Page, Source

PROSE = "The harbour stayed shut on Monday while the crews looked for the anchor that the barge had lost. "
NOTICE = "We store cookies on your device so that the pages work, and we tell our partners what you have read here. "


def body(html: str) -> str:
    found = extract(Page(id="a", source=Source(sha256="a", path="a.html"), form="html", text=html))
    return "\n".join(b.of(found.text) for b in found.blocks if b.role == "body")


def page(notice: str, *, article: str = "story") -> str:
    story = (
        f"<div class='{article}'><h1>Harbour stays shut on Monday</h1>{''.join(f'<p>{PROSE * 3}</p>' for _ in range(5))}</div>"
    )
    return f"<html><head><title>Harbour stays shut on Monday</title></head><body>{story}{notice}</body></html>"


def test_an_element_named_after_consent_is_no_article() -> None:
    found = body(page(f"<div class='privacy-modal'>{''.join(f'<p>{NOTICE * 3}</p>' for _ in range(3))}</div>"))
    assert "looked for the anchor" in found
    assert "cookies on your device" not in found


def test_a_page_named_after_consent_keeps_its_article() -> None:
    assert "looked for the anchor" in body(page("<p>All rights reserved.</p>", article="story cookie-consent-given"))
