"""What a person put right on a page or in a comparison: the role of a block, the speaker of a quotation, a relation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal, cast

from msgspec import structs

from tellings.model.spans import Record
from tellings.model.stories import Fact, Relation, Story

AmendmentKind = Literal["role", "speaker", "relation"]


class Amendment(Record, frozen=True):
    """One decision of a person; nothing deletes it, `undone` is when it was undone.

    `target` is what it is about: of a role the number of the block in its layer, of a speaker that of the quotation, of a
    relation the fact's key. `new` is a role, an entity's id or None, or a relation ("none": the values are no one fact).
    """

    number: int
    kind: AmendmentKind
    target: str
    old: str | None
    new: str | None
    words: str
    """What was amended, as a reader knows it."""
    made: str
    by: str
    document: str | None = None
    story: str | None = None
    undone: str | None = None


def fact_key(fact: Fact) -> str:
    """Return what names a fact as long as its passages are the same."""
    places = sorted({(c.document, c.start, c.end) for v in fact.values for c in v.evidence})
    return hashlib.blake2b(repr((fact.kind, places)).encode("utf-8", "replace"), digest_size=8).hexdigest()


def with_relations(story: Story, amendments: Sequence[Amendment]) -> Story:
    """Return a story whose differing facts have the relations that a person gave them; those that are none are left out."""
    given = {a.target: a.new for a in amendments if a.kind == "relation" and a.undone is None}
    if not given:
        return story
    facts = []
    for fact in story.comparison.differing:
        relation = given.get(fact_key(fact), fact.relation)
        if relation != "none":
            facts.append(fact if relation == fact.relation else structs.replace(fact, relation=cast(Relation, relation)))
    return structs.replace(story, comparison=structs.replace(story.comparison, differing=tuple(facts)))
