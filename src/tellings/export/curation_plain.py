"""Explanations and corrections as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tellings.model import Chained, Correction, Explanation, Tie

DONE = {"merge": "are one story", "split": "tell another story", "move": "moved to another story"}


def explanation_lines(found: Explanation) -> Iterator[str]:
    """Yield the lines that say why an article is in its story."""
    member, names = found.member, found.sources
    part = f", part {member.part}" if member.part else ""
    yield f"{names.get(member.id, member.id)}{part}"
    yield f"  in story {found.story} ({found.title or 'no title'}, {found.pages} page{'s' if found.pages != 1 else ''})"
    if found.pages == 1:
        yield "  it stands alone: no other page is near enough"
    else:
        yield f"  {member.confidence:.0%} sure"
    for reason in member.why:
        yield f"  {reason}"
    if member.ties:
        yield "  surest with:"
    for tie in member.ties:
        yield from _tie_lines(tie, names)
    if member.nearest_outside:
        yield "  nearest page of another story:"
        yield from _tie_lines(member.nearest_outside, names)
    yield from chain_lines(found.chain)
    for correction in found.corrections:
        yield from (f"  {line}" for line in correction_lines(correction, names))


def _tie_lines(tie: Tie, names: Mapping[str, str]) -> Iterator[str]:
    yield f"    {names.get(tie.document, tie.document)}: {tie.confidence:.0%} likely to tell the same happening"
    shared = [
        f"{kind} {', '.join(own)}"
        for kind, own in (("names", tie.names), ("numbers", tie.numbers), ("words", tie.words))
        if own
    ]
    if tie.days_apart is not None:
        shared.append(
            "the same day" if not tie.days_apart else f"{tie.days_apart} day{'s' if tie.days_apart > 1 else ''} apart"
        )
    if tie.copied:
        shared.append(f"{tie.copied:.0%} copied")
    if shared:
        yield "      " + "; ".join(shared)


def chain_lines(chain: tuple[Chained, ...]) -> Iterator[str]:
    """Yield the lines that name the other stories of an affair."""
    if chain:
        yield "  other stories of the affair:"
    for link in chain:
        days = link.first or "days unknown"
        when = f", {link.when}" if link.when else ""
        yield f"    {link.title or '(no title)'} ({days}{when}; {link.story})"
        yield f"      {'; '.join(link.why)}"


def correction_lines(correction: Correction, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that tell one correction."""
    state = f", undone {correction.undone}" if correction.undone else ""
    yield f"{correction.number}. {correction.kind}, {correction.made or 'time unknown'}{state}"
    pages = ", ".join(dict.fromkeys(names.get(r.document, r.document) for r in correction.articles))
    yield f"   {pages}: {DONE[correction.kind]}"
    yield f"   stories then: {', '.join(correction.stories)}"
    if correction.note:
        yield f"   note: {correction.note}"
