"""STIX 2.1: a bundle with a report a story, a note a fact and a happening, and identities of outlets and actors.

Every note names its passages as external references: the page's address, its words, and where they stand. Ids are made from
what never changes; `created` is the story's first day where that is known, `modified` the moment of the export.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tellings.export.json_text import known, with_list
from tellings.export.naming import identifier
from tellings.export.report_view import count_line
from tellings.export.selection import Labels, Selection
from tellings.export.tables_stories import fact_id, grouped_facts, title_article
from tellings.model import Actor, Cite, Fact, Happening, Passage, Story
from tellings.stage import fingerprint

CLASSES = {"person": "individual", "organisation": "organization", "group": "group"}
MAKER = f"identity--{identifier('maker', 'Tellings')}"
MADE_FIRST = "2026-01-01T00:00:00.000Z"
"""Since when the identity of the program stands."""


def bundle(selection: Selection) -> Iterator[bytes]:
    """Yield the bundle."""
    stories = "\x1f".join(s.id for s in selection.stories)
    head = {"type": "bundle", "id": f"bundle--{identifier('bundle', stories, selection.options.made)}"}
    yield from with_list(head, "objects", _objects(selection))


def _objects(selection: Selection) -> Iterator[dict[str, Any]]:
    maker = {"name": "Tellings", "identity_class": "system", "description": "Lays the accounts of news pages side by side"}
    yield _common("identity", MAKER, MADE_FIRST, MADE_FIRST) | maker
    seen: set[str] = set()
    for story in selection.stories:
        for made in _told(story, selection):
            if made["id"] not in seen:
                seen.add(made["id"])
                yield made


def _told(story: Story, selection: Selection) -> Iterator[dict[str, Any]]:
    labels = Labels(selection.of(story))
    modified = _stamp(selection.options.made)
    created = min(_stamp(story.first), modified) if story.first else modified
    times = (created, modified)
    report = f"report--{identifier('report', story.id)}"
    identities = list(_identities(story, labels))
    own = {name: made["id"] for name, made in identities}
    facts = [_fact_note(story, told, fact, report, labels, times) for told, fact in grouped_facts(story)]
    events = [_event_note(story, h, own, labels, times) for h in story.happenings if h.type and h.evidence]
    notes = [note for note in (*facts, *events) if note]
    yield from (made for _, made in identities)
    yield _report(story, report, [*own.values(), *(n["id"] for n in notes)], labels, times)
    for note in notes:
        yield note | ({"object_refs": [report]} if not note["object_refs"] else {})


def _common(kind: str, key: str, created: str, modified: str) -> dict[str, Any]:
    maker = {"created_by_ref": MAKER} if key != MAKER else {}
    return {"type": kind, "spec_version": "2.1", "id": key, "created": created, "modified": modified, **maker}


def _stamp(moment: str) -> str:
    """Return a day or a moment (UTC) as STIX writes it."""
    return f"{moment[:10]}T{moment[11:19] or '00:00:00'}.000Z"


def _identities(story: Story, labels: Labels) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield actors and outlets by name; what an identity is never changes, so its times do not either."""
    for actor in story.actors:
        if actor.type in CLASSES:
            yield actor.name, _identity(actor.name, CLASSES[actor.type], _actor_key(actor))
    for outlet in dict.fromkeys(a.outlet for a in labels.articles.values() if a.outlet):
        yield f"outlet {outlet}", _identity(outlet, "organization", ("outlet", outlet))


def _actor_key(actor: Actor) -> tuple[str, ...]:
    return ("actor", actor.type, actor.name, actor.country or "")


def _identity(name: str, kind: str, key: tuple[str, ...]) -> dict[str, Any]:
    own = f"identity--{identifier(*key)}"
    return _common("identity", own, MADE_FIRST, MADE_FIRST) | {"name": name, "identity_class": kind}


def _report(story: Story, key: str, refs: list[str], labels: Labels, times: tuple[str, str]) -> dict[str, Any]:
    summary = " ".join(s.text for s in story.summary)
    article = title_article(story, labels)
    return _common("report", key, *times) | known(
        name=story.title or "Untitled", description=f"{summary} ({count_line(story.counts)})".strip(),
        published=times[1], object_refs=list(dict.fromkeys([MAKER, *refs])), labels=["news"],
        lang=article.analysis.metadata.language if article else None,
        external_references=_pages(story, labels) + [_reference(c, labels) for s in story.summary for c in s.evidence],
    )  # fmt: skip


def _pages(story: Story, labels: Labels) -> list[dict[str, Any]]:
    found = []
    for member in story.documents:
        article = labels.articles.get((member.id, member.part))
        if article is not None:
            own = labels.of(Passage(document=member.id, start=0, end=0))
            hashes = {"SHA-256": article.analysis.document.source.sha256} if own.url else None
            about = f"{article.title or 'Untitled'}, {article.published.shown if article.published else 'undated'}"
            name = article.outlet or own.name
            found.append(known(source_name=name, description=about, url=own.url, hashes=hashes, external_id=member.id))
    return found


def _reference(cite: Cite, labels: Labels) -> dict[str, Any]:
    own = labels.of(cite)
    place = f"{cite.document}#char={cite.start},{cite.end}"
    return known(source_name=own.name, description=f"“{cite.text}”", url=own.url, external_id=place)


def _fact_note(
    story: Story, told: str, fact: Fact, report: str, labels: Labels, times: tuple[str, str]
) -> dict[str, Any] | None:
    evidence = [c for v in fact.values for c in v.evidence]
    if not evidence:
        return None
    values = "\n".join(f"{v.value} (independent accounts: {v.accounts})" for v in fact.values)
    relation = f", {fact.relation}" if fact.relation else ""
    return _common("note", f"note--{identifier('fact', fact_id(story, told, fact))}", *times) | known(
        abstract=f"{fact.about} ({fact.kind}, {told}{relation})", content=values, object_refs=[report],
        confidence=round(100 * fact.confidence), labels=[fact.kind, told],
        external_references=[_reference(c, labels) for c in dict.fromkeys(evidence)],
    )  # fmt: skip


def _event_note(
    story: Story, happening: Happening, own: dict[str, str], labels: Labels, times: tuple[str, str]
) -> dict[str, Any]:
    first = happening.evidence[0]
    key = identifier("happening", story.id, fingerprint(first.document, first.start, first.end, happening.type))
    when = f"{happening.when.first_day} to {happening.when.last_day}" if happening.when else "day unknown"
    lines = (
        f"who: {', '.join(happening.actors) or 'not told'}", f"to whom: {', '.join(happening.recipients) or 'not told'}",
        f"when: {when}", f"where: {happening.where or 'not told'}", f"told as: {happening.realis}",
        f"independent accounts: {happening.accounts}",
    )  # fmt: skip
    return _common("note", f"note--{key}", *times) | {
        "abstract": f"{happening.type}", "content": "\n".join(lines),
        "object_refs": list(dict.fromkeys(own[n] for n in (*happening.actors, *happening.recipients) if n in own)),
        "labels": ["event", str(happening.type)], "external_references": [_reference(c, labels) for c in happening.evidence],
    }  # fmt: skip
