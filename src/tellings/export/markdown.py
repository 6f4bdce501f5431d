"""Markdown: each story as a memo; every statement has footnotes with its passages.

Words of the pages are escaped, so that none of them becomes markup, a link, an image or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tellings.export.report_view import count_line, days_text
from tellings.export.selection import Labels, Selection, label
from tellings.model import UNNAMED, Cite, Copy, Days, Fact, Passage, Story, Utterance, Variant

MARKS = re.compile(r"([\\`*_{}\[\]<>|~$&@^])")
"""ASCII punctuation that Markdown or a common extension of it reads as markup wherever it stands."""
OPENERS = re.compile(r"^([#+\-=:]|\d+(?=[.)]))")
"""What begins a heading, a list, a rule or a definition where it stands first."""
BARE = re.compile(r"(?i)(?<=[a-z]):(?=/)|(?<=www)\.")
"""What makes a bare address a link."""
QUOTE = 400
"""Characters of a passage that a footnote shows; its place is given whole."""
SINGLE = 20
"""Facts told by one account that a memo lists."""


class Footnotes:
    """Numbers passages in the order in which they are cited, each once."""

    def __init__(self, labels: Labels, prefix: str) -> None:
        self.labels, self.prefix = labels, prefix
        self.cites: dict[tuple[str, int, int], tuple[int, str]] = {}

    def mark(self, passages: Iterable[Cite | Variant]) -> str:
        """Return the marks of passages."""
        marks = []
        for cite in passages:
            key = (cite.document, cite.start, cite.end)
            number, _ = self.cites.setdefault(key, (len(self.cites) + 1, cite.text))
            marks.append(f"[^{self.prefix}{number}]")
        return "".join(dict.fromkeys(marks))

    def lines(self) -> Iterator[str]:
        """Yield the footnotes."""
        for (document, start, end), (number, text) in self.cites.items():
            own = self.labels.of(Passage(document=document, start=start, end=end))
            words = text if len(text) <= QUOTE else text[:QUOTE].rsplit(" ", 1)[0] + " …"
            where = f" <{own.url}>" if own.url else ""
            place = f"page {escaped(document)}, characters {start} to {end}"
            yield f"[^{self.prefix}{number}]: {escaped(f'{own.name}, {own.shown}')}: “{escaped(words)}” ({place}){where}"


def escaped(text: str) -> str:
    """Return a text on one line, without anything that Markdown reads as markup."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    inner = BARE.sub(lambda m: f"\\{m.group()}", MARKS.sub(r"\\\1", plain))
    return OPENERS.sub(lambda m: f"{m.group()}\\" if m.group().isdigit() else f"\\{m.group()}", inner)


def memos(selection: Selection) -> Iterator[bytes]:
    """Yield the memos, one story each."""
    for number, story in enumerate(selection.stories, start=1):
        prefix = f"{number}." if len(selection.stories) > 1 else ""
        notes = Footnotes(Labels(selection.of(story)), prefix)
        lines = [*_memo(story, notes, selection)]
        yield "\n".join([*lines, *notes.lines(), "", ""]).encode("utf-8", "replace")


def _memo(story: Story, notes: Footnotes, selection: Selection) -> Iterator[str]:
    yield f"# {escaped(story.title or 'Untitled')}"
    yield ""
    days = days_text(Days(first_day=story.first, last_day=story.last))
    yield f"{days} · {count_line(story.counts)} · story {escaped(story.id)}"
    yield from _section("What the accounts say", (f"{escaped(s.text)}{notes.mark(s.evidence)}" for s in story.summary))
    if story.summary_note:
        yield from ("", f"No summary: {escaped(story.summary_note)}")
    told = story.comparison
    yield from _section("Where they differ", _facts(told.differing, notes))
    yield from _section("Where they agree", _facts(told.agreed, notes))
    yield from _section("Told by one account alone", _facts(told.single[:SINGLE], notes))
    if len(told.single) > SINGLE:
        yield f"- and {len(told.single) - SINGLE} more"
    yield from _section("Who said what", (_utterance(u, notes) for u in story.utterances))
    yield from _section("Timeline", _timeline(story, notes))
    yield from _section("Shared text", (_copy(c, notes) for c in story.copies))
    yield from _section("Pages", _pages(story, notes))
    yield ""


def _section(heading: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {item}" for item in items]
    if lines:
        yield from ("", f"## {heading}", "", *lines)


def _facts(facts: Iterable[Fact], notes: Footnotes) -> Iterator[str]:
    for fact in facts:
        values = "; ".join(
            f"{escaped(v.value)} ({_accounts(v.accounts)}){notes.mark(v.evidence)}" for v in fact.values
        )  # fmt: skip
        about = "" if len(fact.values) == 1 and fact.kind == "claim" else f"**{escaped(fact.about)}**: "
        relation = f" — {fact.relation}" if fact.relation else ""
        copies = f", {fact.among_copies}" if fact.among_copies else ""
        yield f"{about}{values}{relation}{copies}"


def _accounts(number: int) -> str:
    return f"{number} account" if number == 1 else f"{number} accounts"


def _utterance(utterance: Utterance, notes: Footnotes) -> str:
    said = f", {days_text(utterance.said)}" if utterance.said else ""
    longest = utterance.variants[utterance.longest]
    speaker = escaped(utterance.speaker or "speaker unknown")
    differ = f"; the wordings differ: {escaped('; '.join(utterance.differences))}" if utterance.differences else ""
    return f"{speaker}{said}: “{escaped(longest.text)}”{notes.mark([longest, *utterance.variants])}{differ}"


def _timeline(story: Story, notes: Footnotes) -> Iterator[str]:
    for entry in story.timeline:
        day = days_text(Days(first_day=entry.first_day, last_day=entry.last_day))
        yield f"**{day}** {escaped(entry.text)}{notes.mark(entry.evidence)}"


def _copy(copy: Copy, notes: Footnotes) -> str:
    labels = notes.labels
    texts = {d: a.text for d, a in labels.analyses.items()}
    both = [
        Cite(document=p.document, start=p.start, end=p.end, text=texts[p.document][p.start : p.end])
        for p in (copy.target, copy.origin)
        if p.document in texts
    ]
    origin = "" if copy.common_origin in (None, UNNAMED) else f"; both from {escaped(copy.common_origin or '')}"
    names = escaped(labels.of(copy.target).name), escaped(labels.of(copy.origin).name)
    arrow = "shares with" if copy.direction == "unknown" else f"repeats ({copy.direction})"
    return f"{names[0]} {arrow} {names[1]}: {copy.share:.0%} of its text{origin}{notes.mark(both)}"


def _pages(story: Story, notes: Footnotes) -> Iterator[str]:
    for member in story.documents:
        article = notes.labels.articles.get((member.id, member.part))
        if article is None:
            continue
        own = label(article)
        url = f" <{own.url}>" if own.url else ""
        title = escaped(article.title or "Untitled")
        earlier = ", an earlier reading" if member.version_of else ""
        place = f"page {escaped(member.id)}" + (f", article {member.part + 1}" if member.part else "")
        yield f"{title} — {escaped(article.outlet or 'outlet unknown')}, {own.shown}{earlier} ({place}){url}"
