"""What blocks say of a page: subtitle, whose pictures, paywall, agency of origin, last change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.extract import extract
from tellings.extract.captions import credit_in
from tellings.extract.credits import agency_beside, agency_of_rights
from tellings.extract.paywalls import find_paywall
from tellings.model import Analysis, Page

PROSE = (
    "<p>Councillors voted on Monday night to close the swing bridge to cars for two years, a decision that split the ruling party.</p>"
    "<p>The work will cost 42 million crowns, the council's engineer said, and it will begin in May once the ferries have started.</p>"
)


def read(page: Callable[..., Page], body: str, head: str = "") -> Analysis:
    title = "Council votes to close the swing bridge"
    return extract(
        page(
            f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>",
            form="html",
        )
    )


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The bridge on Monday evening. Photo: Tor Halvorsen/AFP", "Photo: Tor Halvorsen/AFP"),
        ("The bridge at dusk (Ann Vik / Brekka Post)", "Ann Vik / Brekka Post"),
        ("Mayor Foss in the town hall, Marvik, March 3, 2031. REUTERS/Tor Halvorsen", "REUTERS/Tor Halvorsen"),
        ("La maire devant le pont. Crédit photo : Odile Marchand", "Crédit photo : Odile Marchand"),
        ("© Tor Halvorsen", "© Tor Halvorsen"),
        ("The photo that the mayor showed to the council on Monday night", None),
        ("Photo finish: the ferry and the barge reach the quay", None),
        ("Reuters said that the bridge creaks", None),
    ],
)  # fmt: skip
def test_the_credit_of_a_caption(caption: str, credit: str | None) -> None:
    found = credit_in(caption, 100)
    assert (caption[found.start - 100 : found.end - 100] if found else None) == credit


@given(st.text(max_size=120))
def test_a_credit_lies_inside_its_caption(caption: str) -> None:
    found = credit_in(caption)
    assert found is None or 0 <= found.start < found.end <= len(caption)


def test_subtitle_and_captions_are_told(page: Callable[..., Page]) -> None:
    lead = "<p class='standfirst'>The bridge will shut for two years after a vote that split the party.</p><p class='byline'>By Ilse Brandt</p>"
    figure = "<figure><img src='b.jpg'><figcaption>The bridge on Monday. Photo: Tor Halvorsen</figcaption></figure>"
    found = read(page, lead + figure + PROSE)
    assert found.metadata.subtitle == "The bridge will shut for two years after a vote that split the party."
    (caption,) = found.metadata.captions
    assert caption.credit is not None
    assert caption.credit.of(found.text) == "Photo: Tor Halvorsen"
    assert not any(
        "standfirst" in b.role or b.of(found.text).startswith("The bridge will") for b in found.blocks if b.role == "body"
    )


def test_paywall_by_markup_and_by_notice(page: Callable[..., Page]) -> None:
    markup = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Council votes","isAccessibleForFree":"False"}</script>'
    closed = read(page, PROSE, markup).metadata
    assert closed.paywalled
    assert closed.paywall is not None
    assert (closed.paywall.basis, closed.paywall.stub) == ("markup", False)
    noticed = read(page, PROSE + "<div><p>Subscribe to read the full story. <a href='/s'>Subscribe now</a></p></div>").metadata
    assert noticed.paywall is not None
    assert (noticed.paywalled, noticed.paywall.basis, noticed.paywall.stub) == (True, "text", True)
    tier = read(page, PROSE, '<meta property="article:content_tier" content="locked">').metadata
    assert tier.paywalled
    assert not read(page, PROSE + "<p><a href='/s'>Already a subscriber? Log in</a></p>").metadata.paywalled


def test_a_page_that_calls_itself_free_has_no_paywall() -> None:
    assert find_paywall(True, ["Subscribe to read the full story."], ["A short text."]) is None
    assert find_paywall(None, ["Subscribe to read the full story."], []) is None
    long = "The council said that articles for subscribers only had cost it readers. " * 12
    assert find_paywall(None, [long], ["A short text."]) is None


@pytest.mark.parametrize("notice", ["Cet article est réservé aux abonnés.", "Exclusivo para suscriptores", "Um weiterzulesen, melden Sie sich an",
                                    "Conteúdo exclusivo para assinantes", "Articolo riservato agli abbonati", "Только для подписчиков"])  # fmt: skip
def test_notices_of_seven_languages(notice: str) -> None:
    found = find_paywall(None, [notice], ["Ein kurzer Text."])
    assert found is not None
    assert found.notice == notice


def test_the_agency_beside_an_author_and_of_the_rights() -> None:
    assert agency_beside(["By Ilse Brandt and Reuters"]) == "Reuters"
    assert agency_beside(["Par Odile Marchand avec AFP"]) == "AFP"
    assert agency_beside(["By Ilse Brandt and Ann Reuterson"]) is None
    assert agency_of_rights(["© 2031 AP. All rights reserved."]) == "AP"
    assert agency_of_rights(["Copyright 2031 by The Associated Press"]) == "Associated Press"
    assert agency_of_rights(["Market data © Brekka Exchange", "The AP has © signs"]) is None


def test_published_and_updated_stay_apart(page: Callable[..., Page]) -> None:
    found = read(page, "<p>Published 12 June 2031 · Updated 13 June 2031 09:20</p>" + PROSE).metadata
    assert found.published is not None
    assert found.updated is not None
    assert (found.published.value, found.updated.value, found.updated.basis) == ("2031-06-12", "2031-06-13T09:20", "text")
    clock = read(page, "<p class='date'>4 March 2031, 07.15 · Updated 11.40</p>" + PROSE).metadata
    assert clock.updated is not None
    assert clock.updated.value == "2031-03-04T11:40"


def test_a_change_that_tells_nothing_or_cannot_be_is_left_out(page: Callable[..., Page]) -> None:
    head = '<meta property="article:published_time" content="2031-03-04T07:15:00+00:00"><meta property="article:modified_time" content="{}">'
    assert read(page, PROSE, head.format("2031-03-02T07:15:00+00:00")).metadata.updated is None
    assert read(page, PROSE, head.format("2031-03-04T08:15:20+01:00")).metadata.updated is None
    assert read(page, PROSE, head.format("2031-03-04T09:15:00+00:00")).metadata.updated is not None
