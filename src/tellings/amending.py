"""A person puts right what was read: the role of a block, the speaker of a quotation, the relation of a fact's values.

What a page says is kept as a layer with the recipe `human:…`, which no run overwrites; a relation is laid over the story
when it is read. Everything is logged and can be undone.
"""

from __future__ import annotations

from typing import get_args

from msgspec import structs

from tellings import accounts, laying
from tellings.errors import StoryError
from tellings.library import Library
from tellings.model import (
    Amendment,
    Analysis,
    Relation,
    Role,
    fact_key,
)

ROLES: tuple[Role, ...] = get_args(Role)
RELATIONS: tuple[str, ...] = (*get_args(Relation), "none")


def set_role(library: Library, document: str, block: int, role: str, *, by: str) -> Amendment:
    """Give a block another role and read the page anew by it. Raises StoryError."""
    if role not in ROLES:
        raise StoryError(f"{role!r} is no role", hint=f"roles are {', '.join(ROLES)}")
    analysis = _page(library, document)
    items = laying.original(library.store, document, "blocks").items
    if not 0 <= block < len(items):
        raise StoryError(f"the page has no block {block}", where=document)
    old = next((b.role for b in analysis.blocks if b.start == items[block].start), items[block].role)
    words = laying.words_of(items[block], analysis.text)
    amendment = Amendment(
        number=0, kind="role", target=str(block), old=old, new=role, words=words, made=accounts.now(), by=by,
        document=document,
    )  # fmt: skip
    return _record(library, amendment)


def set_speaker(library: Library, document: str, quote: int, entity: str, *, by: str) -> Amendment:
    """Give a quotation another speaker, an entity of the page by its id, or (empty) none. Raises StoryError."""
    analysis = _page(library, document)
    items = laying.original(library.store, document, "quotes").items
    known = {e.id: e for e in analysis.entities}
    if not 0 <= quote < len(items):
        raise StoryError(f"the page has no quotation {quote}", where=document)
    if entity and entity not in known:
        raise StoryError(f"the page names nobody {entity!r}", where=document)
    current = next((q.speaker_entity for q in analysis.quotes if q.content == items[quote].content), None)
    old = known[current].name if current in known else None
    new = f"{entity} {known[entity].name}" if entity else None
    words = laying.words_of(items[quote], analysis.text)
    amendment = Amendment(
        number=0, kind="speaker", target=str(quote), old=old, new=new, words=words, made=accounts.now(), by=by,
        document=document,
    )  # fmt: skip
    return _record(library, amendment)


def set_relation(library: Library, story: str, fact: str, relation: str, *, by: str) -> Amendment:
    """Say how the values of a differing fact stand to each other; "none": they are no one fact. Raises StoryError."""
    if relation not in RELATIONS:
        raise StoryError(f"{relation!r} is no relation", hint=f"relations are {', '.join(RELATIONS)}")
    found = library.story(story)
    own = next((f for f in found.comparison.differing if fact_key(f) == fact), None) if found else None
    if found is None or own is None:
        raise StoryError(
            "the story has no such difference", where=story, hint="it may have been told anew; load the page again"
        )
    amendment = Amendment(
        number=0, kind="relation", target=fact, old=own.relation, new=relation, words=own.about[: laying.NAMED],
        made=accounts.now(), by=by, story=found.id,
    )  # fmt: skip
    return _record(library, amendment)


def undo(library: Library, number: int, *, by: str) -> Amendment:
    """Mark an amendment as undone and put back what was. Raises StoryError."""
    found = next((a for a in library.store.amendments() if a.number == number), None)
    if found is None:
        raise StoryError(f"no amendment {number}")
    if found.undone is not None:
        raise StoryError(f"amendment {number} was undone before", why=found.undone)
    done = structs.replace(found, undone=accounts.now())
    library.store.put_amendment(done)
    library.store.put_audit(done.undone or "", by, "amendment undone", f"{number}: {found.kind} of {found.words}")
    if done.document is not None:
        laying.lay(library.store, library.pipeline, done.document, done.kind)
    return done


def _record(library: Library, amendment: Amendment) -> Amendment:
    kept = library.store.put_amendment(amendment)
    detail = f"{kept.number}: {kept.kind} of {kept.words}: {kept.old or 'unknown'} → {kept.new or 'unknown'}"
    library.store.put_audit(kept.made, kept.by, "amended", detail)
    if kept.document is not None:
        laying.lay(library.store, library.pipeline, kept.document, kept.kind)
    return kept


def _page(library: Library, document: str) -> Analysis:
    found = next(iter(library.analyses([document])), None)
    if found is None:
        raise StoryError(f"there is no page {document!r}")
    return found
