"""What a text page says of itself: title, authors, outlet, agency, when it was published and updated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from tellings.extract.bylines import Credit, authors_of_notes, is_name, read_byline
from tellings.extract.credits import agency_of, authors_of_date_line, desks_of
from tellings.extract.dates import Stamp, find_stamps, given_day, month_first, settle, stamped, url_published
from tellings.extract.language import detect_language
from tellings.extract.lines import Labelled
from tellings.extract.nameplates import outlet_of_text
from tellings.model import MAIN_ROLES, Comment, Metadata, Page, Published

CONFIDENCE = {"date": 0.85, "byline": 0.85, "caption": 0.5}
"""How sure a full date in a line of each role is the day of publication (a caption's picture may be older)."""
DATELINE = 0.8
TITLE_WORDS = 4
LATE = re.compile(
    r"\b(?:updated?|modified|aktualisiert|actualizad[oa]|mis à jour|atualizad[oa]|aggiornat[oa]|обновлено)\b", re.IGNORECASE
)
EARLY = re.compile(r"\b(?:posted|published|publi\w+|veröffentlicht|pubblicat[oa]|опубликовано|created)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Own:
    """The lines of the page's own article with their places in the text."""

    lines: tuple[Labelled, ...]
    starts: tuple[int, ...]

    def texts(self, *roles: str) -> list[str]:
        """Return the lines of some roles."""
        return [x.line.text for x in self.lines if x.role in roles]


def page_metadata(
    page: Page, labelled: Sequence[Labelled], starts: Sequence[int], numbers: Sequence[int], comments: Sequence[Comment]
) -> Metadata:
    """Return the metadata of the page's own article; a comment's day bounds its day from above."""
    kept = [(x, at) for x, at, number in zip(labelled, starts, numbers, strict=True) if number == 0]
    own = Own(tuple(x for x, _ in kept), tuple(at for _, at in kept))
    prose = "\n".join(own.texts(*MAIN_ROLES))
    given = page.given
    language = given.settled(given.language, detect_language(prose or "\n".join(x.line.text for x in labelled)))
    credit = _credit(own)
    published, updated = _times(page, own, _bound(comments), language)
    return Metadata(
        title=given.settled(given.title, _title(own.texts("title"))),
        authors=given.settled(given.authors, credit.authors),
        published=settle(published, given),
        updated=updated,
        language=language,
        outlet=page.source.outlet or credit.outlet or given.outlet,
        url=page.source.url,
        agency=credit.agency,
    )


def _title(lines: Sequence[str]) -> str | None:
    """Return the first title line that is more than a kicker above the title ("Sports")."""
    return next((line for line in lines if len(line.split()) >= TITLE_WORDS), next(iter(lines), None))


def _credit(own: Own) -> Credit:
    bylines = _bylines(own)
    found = [read_byline(text) for text in bylines]
    authors = tuple(dict.fromkeys(a for text, c in zip(bylines, found, strict=True) for a in (*c.authors, *desks_of(text))))
    body = own.texts("body")
    notes = own.texts("furniture", "caption", "byline")
    if not authors:
        authors = next((a for text in own.texts("date")[:2] if (a := authors_of_date_line(text, "\n".join(body)))), ())
    authors = authors or authors_of_notes(notes + body[-2:])
    persons = [a for a in authors if is_name(a)]
    outlet = outlet_of_text(own.lines, authors=persons, bylined=next((c.outlet for c in found if c.outlet), None))
    agency = next((c.agency for c in found if c.agency), None) or agency_of(body, notes)
    return Credit(authors, outlet, agency)


def _bylines(own: Own) -> list[str]:
    """Return the bylines above the article's second paragraph, else those that stand elsewhere."""
    body = [i for i, x in enumerate(own.lines) if x.role == "body"]
    near = [x.line.text for x in own.lines[: body[1] if len(body) > 1 else None] if x.role == "byline"]
    return near[-2:] or own.texts("byline")[:1]


def _bound(comments: Sequence[Comment]) -> str | None:
    return min((c.posted[:10] for c in comments if c.posted), default=None)


def _times(page: Page, own: Own, bound: str | None, language: str | None) -> tuple[Published | None, Published | None]:
    """Return when the page was published and updated: as given, by its URL, as it prints it; never when it was fetched."""
    short = "\n".join(x.line.text for x in own.lines if len(x.reading.words) < 40)
    order = month_first(short, language=language)
    printed, updated = _printed(own, order, bound)
    told = given_day(page.given.published) if page.given.published else None
    found = url_published(page.source.url) or printed or _in_dateline(own, order, bound)
    return page.given.settled(told, found), updated


def _printed(own: Own, order: bool | None, bound: str | None) -> tuple[Published | None, Published | None]:
    published: Published | None = None
    updated: Published | None = None
    for role, confidence in CONFIDENCE.items():
        for labelled, at in zip(own.lines, own.starts, strict=True):
            if labelled.role != role:
                continue
            for stamp in find_stamps(labelled.line.text, order=order):
                if bound and stamp.day > bound:
                    continue
                if role != "caption" and _is_update(labelled.line.text, stamp):
                    updated = updated or stamped(stamp, offset=at, confidence=confidence)
                else:
                    published = published or stamped(stamp, offset=at, confidence=confidence)
        if published or updated:
            break
    if published is None and updated is not None:
        return structs.replace(updated, confidence=0.6), updated
    return published, updated


def _is_update(text: str, stamp: Stamp) -> bool:
    before = text[: stamp.start]
    late, early = list(LATE.finditer(before)), list(EARLY.finditer(before))
    return bool(late) and (not early or early[-1].start() < late[-1].start())


def _in_dateline(own: Own, order: bool | None, bound: str | None) -> Published | None:
    """Return the full date in the first paragraph's opening ("CARACAS, March 28, 2019 –"), else None."""
    for labelled, at in zip(own.lines, own.starts, strict=True):
        if labelled.role == "body":
            opening = labelled.line.text[:70]
            for stamp in find_stamps(opening, order=order):
                rest = opening[stamp.end :].lstrip(" .")
                if rest[:1] in "(-–—:/|" and opening[:1].isupper() and not (bound and stamp.day > bound):
                    return stamped(stamp, offset=at, confidence=DATELINE)
            return None
    return None
