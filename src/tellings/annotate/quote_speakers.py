"""Which entity a speaker is, and who goes on speaking where no cue says so."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.lang import table
from tellings.model import Entity, Mention, Span

RANKS = {"person": 4, "organisation": 3, "group": 2, "country": 1, "other": 1, "place": 0}
ISSUED = re.compile(r"\b(?:by|from|of)(?:\sthe)?\s$")
ISSUERS = frozenset({"person", "organisation", "group", "country"})
NEAR = 500
"""Characters; a description is taken for the person named last only within a paragraph or two."""
FAR = 1200
"""Characters; a speaker named farther back is not taken up by a pronoun (three to four paragraphs of news)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation already attributed: where it ends and whose it is (None: somebody unknown)."""

    end: int
    entity: str | None


class Speakers:
    """The entities of one document as speakers, and who spoke last."""

    def __init__(self, entities: Sequence[Entity], subjects: frozenset[int] | None, text: str, language: str) -> None:
        """Take the entities, the characters at which subjects stand (None: not known), the text, the tables' language."""
        words = table("reporting", language)
        self._pronouns: dict[str, str] = {
            w: kind for kind in ("he", "she", "it", "they") for w in words.get("pronouns", {}).get(kind, ())
        }
        self._bodies = frozenset(words.get("bodies", ()))
        self._documents = frozenset(words.get("documents", ()))
        self._impersonal = frozenset(words.get("impersonal", ())) | self._bodies | self._documents
        self._text = text
        self._by_id = {e.id: e for e in entities}
        self._genders = {e.id: self._gender(e) for e in entities}
        self._mentions = sorted(((m, e.id) for e in entities for m in e.mentions), key=lambda p: (p[0].start, p[0].end))
        self._starts = [m.start for m, _ in self._mentions]
        self._subjects = subjects
        self._said: Said | None = None

    def _gender(self, entity: Entity) -> str | None:
        kinds = {self._pronouns.get(m.form.casefold()) for m in entity.mentions if m.kind == "pronoun"} & {"he", "she"}
        return kinds.pop() if len(kinds) == 1 else None

    def entity(
        self, speaker: Span | None, head: Span | None, form: str, *, before: int | None = None, whole: Span | None = None
    ) -> str | None:
        """Return the entity that a speaker's noun phrase names, or that its pronoun or common noun takes up.

        `before`: where the words reported begin; names in them are not who a pronoun behind them takes up. `whole`: the
        speaker with all that stands between it and the verb ("a statement sent by Ruiz").
        """
        if speaker is None or head is None:
            return None
        pronoun = self._pronouns.get(form.casefold())
        if pronoun:
            start = speaker.start if before is None else min(before, speaker.start)
            return self.named(head) or self._taken_up(start, pronoun)
        found = self.named(head)
        if form.casefold() in self._documents and (found is None or self._unnamed(found)):
            return self._author(whole or speaker, head) or found
        if found is None and form.casefold() in self._bodies:
            return self._body(speaker, form)
        if found is None or self._unnamed(found):
            return self._described(speaker, form) or found
        return found

    def _unnamed(self, entity: str) -> bool:
        return self._by_id[entity].name[:1].islower()

    def _author(self, phrase: Span, head: Span) -> str | None:
        """Return who issued a document that speaks: "a statement by Ruiz", "the union's release", "the ministry website"."""
        found = [
            (m, e)
            for m, e in self._around(phrase)
            if not m.overlaps(head) and self._by_id[e].type in ISSUERS and not self._unnamed(e)
        ]
        issued = [e for m, e in found if ISSUED.search(self._text, max(0, m.start - 12), m.start)]
        named = issued or [e for m, e in found if m.end <= head.start]
        return named[0] if named else None

    def _described(self, speaker: Span, form: str) -> str | None:
        """Return the person that a description without a name varies ("the affable skipper"): the only one named near.

        Only with something before the noun, and where nobody was brought in by the same noun without a name.
        """
        words = speaker.of(self._text).split()
        if len(words) < 3 or words[0].casefold() != "the" or not words[-1].casefold().endswith(form.casefold()):
            return None
        earlier = self._text[: speaker.start].casefold()
        if form.casefold() in self._impersonal or form[:1].isupper() or form.endswith("s") or self._brought_in(earlier, form):
            return None
        first, last = bisect_left(self._starts, speaker.start - NEAR), bisect_left(self._starts, speaker.start)
        near = {e for _, e in self._mentions[first:last] if self._by_id[e].type == "person" and not self._unnamed(e)}
        return near.pop() if len(near) == 1 else None

    def _brought_in(self, earlier: str, form: str) -> bool:
        """Tell whether a noun has been used before of somebody without a name ("a fisherman", "another passenger")."""
        introduced = rf"\b(?:an?|one|another|some)\s(?:[\w\-]+\s){{0,3}}{re.escape(form.casefold())}\b"
        return re.search(introduced, earlier) is not None

    def is_pronoun(self, form: str) -> bool:
        """Tell whether a word stands for somebody named elsewhere."""
        return form.casefold() in self._pronouns

    def _around(self, span: Span) -> list[tuple[Mention, str]]:
        """Return the mentions that overlap a span (mentions are short: those that start within 80 characters before)."""
        first, last = bisect_left(self._starts, span.start - 80), bisect_left(self._starts, span.end)
        return [(m, e) for m, e in self._mentions[first:last] if m.end > span.start]

    def named(self, head: Span) -> str | None:
        """Return the entity whose mention overlaps a span: a person before an organisation before a place."""
        found = self._around(head)
        best = max(found, key=lambda p: (RANKS.get(self._by_id[p[1]].type, 0), p[0].end - p[0].start), default=None)
        return best[1] if best else None

    def _fits(self, entity: str, pronoun: str) -> bool:
        kind = self._by_id[entity].type
        if pronoun in {"he", "she"}:
            return kind == "person" and self._genders[entity] in {None, pronoun}
        return kind in {"organisation", "group", "country"} if pronoun == "it" else kind in {"organisation", "group"}

    def _taken_up(self, at: int, pronoun: str) -> str | None:
        """Return who a pronoun at a place takes up: the subject last named since the last quotation, else the last speaker."""
        since = self._said.end if self._said else max(0, at - FAR)
        fresh = self._subject_since(max(since, at - FAR), at, pronoun)
        if fresh:
            return fresh
        said = self._said
        near = said is not None and said.entity is not None and at - said.end < FAR
        return said.entity if near and said and said.entity and self._fits(said.entity, pronoun) else None

    def _subject_since(self, start: int, end: int, pronoun: str) -> str | None:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for mention, entity in reversed(self._mentions[first:last]):
            if mention.kind == "name" and self._fits(entity, pronoun) and self._is_subject(mention):
                return entity
        return None

    def _is_subject(self, mention: Mention) -> bool:
        return self._subjects is None or any(c in self._subjects for c in range(mention.start, mention.end))

    def _body(self, speaker: Span, form: str) -> str | None:
        """Return the organisation that "the company" or "the agency" takes up: the last that spoke or was named."""
        last = bisect_right(self._starts, speaker.start)
        bodies = [
            e
            for m, e in self._mentions[max(0, last - 30) : last]
            if self._by_id[e].type == "organisation" and speaker.start - m.start < FAR
        ]
        alike = [e for e in bodies if form.casefold() in self._by_id[e].name.casefold().split()]
        found = alike or bodies
        return found[-1] if found else None

    def floating(self, start: int) -> str | None:
        """Return who goes on speaking at a place: the last speaker, unless another person has been the subject since."""
        if self._said is None:
            return None
        fresh = self._subject_since(self._said.end, start, "he") or self._subject_since(self._said.end, start, "she")
        return fresh or (self._said.entity if start - self._said.end < FAR else None)

    def note(self, end: int, entity: str | None) -> None:
        """Remember who spoke, and where the words ended."""
        self._said = Said(end, entity)

    def forget(self) -> None:
        """Begin another article: nobody has spoken."""
        self._said = None
