"""Statements as events: "X said that …", made from the quotations that a page attributes to somebody, in any language."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from tellings.model import Argument, Days, Event, Quote, Sentence, Span
from tellings.stage import View

SAY = "say"
"""The predicate of every statement, whatever the verb."""
CONFIDENCE = 0.5
OLDEST = 60
"""Days before publication to which the day of a statement may lie back."""
LONGEST = 300
"""Characters of what was said that a statement's clause holds beyond its own sentence."""


def statements(view: View, told: Sequence[Event]) -> Iterator[Event]:
    """Yield an event for each quotation with cue and speaker whose telling verb tells no event yet.

    Sentences that tell another typed event outside the quotation are left to that event.
    """
    quotes, sentences = view.quotes, view.sentences
    if not quotes:
        return
    entities = {e.id: e for e in view.entities}
    told = sorted(told, key=lambda e: e.trigger.start)
    triggers = [e.trigger.start for e in told]
    starts = [s.start for s in sentences]
    cues: set[Span] = set()
    for quote in quotes:
        cue, speaker = quote.cue, quote.speaker
        if cue is None or speaker is None or cue in cues:
            continue
        cues.add(cue)
        at = bisect_right(starts, cue.start) - 1
        sentence = sentences[at] if at >= 0 and sentences[at].contains(cue) else None
        if sentence is None:
            continue
        near = told[bisect_left(triggers, sentence.start) : bisect_left(triggers, sentence.end)]
        if any(e.trigger.overlaps(cue) or _instead(e, quote, sentence) for e in near):
            continue
        entity = entities.get(quote.speaker_entity or "")
        yield Event(
            type=None,
            predicate=SAY,
            trigger=cue,
            actors=(
                Argument(
                    speaker.start, speaker.end, entity=entity.id if entity else None,
                    country=entity.country if entity else None, sector=entity.sector if entity else None,
                ),
            ),
            when=_recent(quote.said, view.published_day(quote.part)),
            clause=_clause(quote, sentence, speaker),
            confidence=CONFIDENCE,
            part=quote.part,
        )  # fmt: skip


def _recent(said: Days | None, published: str | None) -> Days | None:
    """Return when something was said, unless the day is after publication or further before it than news reaches back."""
    if said is None or published is None or said.first_day is None:
        return said
    age = (date.fromisoformat(published) - date.fromisoformat(said.first_day)).days
    return said if 0 <= age <= OLDEST else None


def _instead(event: Event, quote: Quote, sentence: Sentence) -> bool:
    """Tell whether a typed event of the sentence stands for the statement.

    What stands in quotation marks, or is not told as real, is the speaker's own and stands for nothing.
    """
    if event.type is None or not sentence.contains(event.trigger):
        return False
    own = quote.kind != "indirect" or event.realis in ("denied", "hypothetical")
    return not (own and quote.content.contains(event.trigger))


def _clause(quote: Quote, sentence: Sentence, speaker: Span) -> Span:
    """Return speaker, cue and words, within their sentence and the paragraph's sentence in which the words begin."""
    cue = quote.cue or quote.content
    start = min(quote.content.start, cue.start, speaker.start)
    end = max(quote.content.end, cue.end, speaker.end)
    if quote.content.end > sentence.end:
        end = max(sentence.end, min(quote.content.end, quote.content.start + LONGEST))
    return Span(start, end)
