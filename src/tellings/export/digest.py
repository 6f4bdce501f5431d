"""The digest: what is new in the stories of some days, as HTML, as text, and as a message to send; every line cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape

from tellings.export.report_view import count_line, days_text, plural
from tellings.export.selection import Labels
from tellings.model import Cite, Counts, Days, Fact, Record

SHOWN = 5
"""Facts of one story that a digest tells."""
PASSAGES = 4
KINDS = {"new": "new", "changed": "new value", "confirmed": "now told by several"}
STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:42rem;margin:1.5rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.2rem;margin:2rem 0 .2rem}p,ul{margin:.4rem 0}"
    ".d,cite{color:#595959;font-size:.9rem;font-style:normal}a{color:#1d4e89}li{margin:.3rem 0}"
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Source(Record, frozen=True):
    """A passage as a digest cites it."""

    name: str
    day: str
    words: str
    document: str
    start: int
    end: int
    url: str | None = None


class Line(Record, frozen=True):
    """A line of a digest with its passages; `more` are passages that are left out."""

    text: str
    sources: tuple[Source, ...]
    more: int = 0


class StoryDigest(Record, frozen=True):
    """One story: what it is about, and what is new in it."""

    story: str
    title: str
    days: str
    counts: Counts
    pages: tuple[str, ...]
    summary: tuple[Line, ...]
    facts: tuple[Line, ...]
    link: str | None = None


class Digest(Record, frozen=True):
    """What is new since a moment (ISO 8601, UTC), the stories with most independent accounts first; `more` were left out."""

    title: str
    since: str
    until: str
    stories: tuple[StoryDigest, ...]
    more: int = 0


def line(text: str, evidence: Sequence[Cite], labels: Labels) -> Line:
    """Return a line with its first passages."""
    found = []
    for cite in evidence[:PASSAGES]:
        own = labels.of(cite)
        found.append(
            Source(
                name=own.name,
                day=own.shown,
                words=cite.text,
                document=cite.document,
                start=cite.start,
                end=cite.end,
                url=own.url,
            )
        )
    return Line(text=text, sources=tuple(found), more=max(0, len(evidence) - PASSAGES))


def fact_line(kind: str, fact: Fact, labels: Labels) -> Line:
    """Return a fact as a line: what it is about, every value, how the values relate."""
    values = "; ".join(f"{v.value} ({plural(v.accounts, 'account')})" for v in fact.values)
    text = values if fact.kind == "claim" and len(fact.values) == 1 else f"{fact.about}: {values}"
    relation = f", {fact.relation}" if fact.relation else ""
    evidence = [v.evidence[0] for v in fact.values if v.evidence]
    return line(f"{text} [{KINDS[kind]}{relation}]", evidence, labels)


def story_days(first: str | None, last: str | None) -> str:
    """Return a story's days in words."""
    return days_text(Days(first_day=first, last_day=last))


def _heading(digest: Digest) -> str:
    number = len(digest.stories)
    return f"{digest.title}: {number} {'story' if number == 1 else 'stories'}"


def text(digest: Digest) -> str:
    """Return the digest as plain text."""
    return "\n".join(_clean(one) for one in _text_lines(digest)) + "\n"


def _clean(value: str) -> str:
    return CONTROL.sub(" ", value)


def _text_lines(digest: Digest) -> Iterator[str]:
    yield _heading(digest)
    yield f"New since {digest.since}, as of {digest.until}"
    for story in digest.stories:
        yield from ("", "", story.title, "=" * min(78, len(story.title)))
        yield f"{story.days} · {count_line(story.counts)}"
        yield f"New pages: {', '.join(story.pages)}" if story.pages else "No new pages"
        for heading, lines in (("", story.summary), ("New in it:", story.facts)):
            if lines and heading:
                yield from ("", heading)
            for one in lines:
                yield from ("", f"* {one.text}", *(f"    {_source(s)}" for s in one.sources))
                if one.more:
                    yield f"    and {one.more} more"
        if story.link:
            yield from ("", story.link)
    if digest.more:
        yield from ("", f"{digest.more} more stories changed.")


def _source(source: Source) -> str:
    words = " ".join(source.words.split())
    return f"{source.name}, {source.day}: “{words}” ({source.document} {source.start}–{source.end})"


def html(digest: Digest) -> str:
    """Return the digest as one page without script, picture or anything that is fetched."""
    return "\n".join(_html_lines(digest)) + "\n"


def _html_lines(digest: Digest) -> Iterator[str]:
    title = escape(_clean(_heading(digest)))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    yield '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>"
    yield f'<p class="d">New since {escape(digest.since)}, as of {escape(digest.until)}</p>'
    for story in digest.stories:
        name = escape(_clean(story.title))
        yield f'<h2><a href="{escape(story.link)}">{name}</a></h2>' if story.link else f"<h2>{name}</h2>"
        pages = f"new: {escape(', '.join(story.pages))}" if story.pages else "no new pages"
        yield f'<p class="d">{escape(story.days)} · {escape(count_line(story.counts))} · {pages}</p>'
        for lines in (story.summary, story.facts):
            if lines:
                yield "<ul>" + "".join(f"<li>{_item(one)}</li>" for one in lines) + "</ul>"
    if digest.more:
        yield f"<p>{digest.more} more stories changed.</p>"
    yield "</body></html>"


def _item(one: Line) -> str:
    cites = "".join(f"<br><cite>{_linked(s)}</cite>" for s in one.sources)
    return escape(_clean(one.text)) + cites + (f'<br><span class="d">and {one.more} more</span>' if one.more else "")


def _linked(source: Source) -> str:
    shown = escape(_clean(_source(source)))
    return f'<a href="{escape(source.url)}">{shown}</a>' if source.url else shown


def message(digest: Digest, *, sender: str, to: Sequence[str]) -> EmailMessage:
    """Return the digest as a message: text, and HTML beside it. Raises ValueError where an address holds a line end."""
    from datetime import datetime

    found = EmailMessage()
    found["Subject"] = " ".join(_clean(_heading(digest)).split())
    found["From"], found["To"] = sender, ", ".join(to)
    found["Date"] = format_datetime(datetime.fromisoformat(digest.until))
    found["Message-ID"] = make_msgid(domain="tellings.invalid")
    found["Auto-Submitted"] = "auto-generated"
    found.set_content(text(digest))
    found.add_alternative(html(digest), subtype="html")
    return found
