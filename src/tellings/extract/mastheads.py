"""What a text page says of itself: title, authors, outlet, agency and publication time."""

from __future__ import annotations

from collections.abc import Sequence

from tellings.extract.dates import find_stamps, given_day, month_first, settle, stamped, url_published
from tellings.extract.language import detect_language
from tellings.extract.lines import Labelled
from tellings.model import MAIN_ROLES, Comment, Metadata, Page, Published

CONFIDENCE = {"date": 0.85, "byline": 0.85, "title": 0.6, "caption": 0.5}


def page_metadata(
    page: Page, labelled: Sequence[Labelled], starts: Sequence[int], numbers: Sequence[int], comments: Sequence[Comment]
) -> Metadata:
    """Return the metadata of the page's own article."""
    own = [(x, at) for x, at, number in zip(labelled, starts, numbers, strict=True) if number == 0]
    title = page.given.title or next((x.line.text for x, _ in own if x.role == "title"), None)
    order = month_first("\n".join(x.line.text for x in labelled if len(x.line.text) < 200), language=page.given.language)
    published = given_day(page.given.published) if page.given.published else None
    published = published or url_published(page.source.url) or _printed(own, order)
    prose = "\n".join(x.line.text for x, _ in own if x.role in MAIN_ROLES)
    return Metadata(
        title=title, authors=page.given.authors, published=settle(published, page.given),
        language=page.given.language or detect_language(prose or own[0][0].line.text),
        outlet=page.source.outlet, url=page.source.url,
    )  # fmt: skip


def _printed(own: Sequence[tuple[Labelled, int]], order: bool | None) -> Published | None:
    for role, confidence in CONFIDENCE.items():
        for labelled, at in own:
            if labelled.role == role:
                for stamp in find_stamps(labelled.line.text, order=order):
                    return stamped(stamp, offset=at, confidence=confidence)
    return None
