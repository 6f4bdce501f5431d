"""How the wordings of one utterance differ, in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tellings.model import Days, Variant
from tellings.relate.utterances_words import Words, changes, said_by, same_words, words_of

MOST = 12
"""Lines; more of them say only that the wording differs throughout."""
LONGEST = 90


def differences(
    variants: Sequence[Variant], labels: Sequence[str], parties: Sequence[str | None], languages: Sequence[str], longest: int
) -> tuple[str, ...]:
    """Say who clipped or changed which words, and where days and speakers disagree.

    `labels` name the accounts; `parties` the speakers as the story knows them. Each wording is held against the longest
    one; wordings in another language are only said to be so.
    """
    words = [words_of(v.text, 0, len(v.text)) for v in variants]
    lines = [*_speakers(labels, parties, variants), *_days(labels, variants)]
    seen: dict[str, list[str]] = defaultdict(list)
    for i, variant in enumerate(variants):
        if i == longest or same_words(words[i], words[longest]):
            continue
        if languages[i] != languages[longest]:
            seen[f"quotes it in another language ({languages[i]})"].append(labels[i])
            continue
        for line in _wording(variants[longest].text, words[longest], variant.text, words[i], labels[longest]):
            seen[line].append(labels[i])
    lines += [f"{_listed(who)}: {line}" for line, who in seen.items()]
    return tuple(lines[:MOST])


def _listed(names: Sequence[str]) -> str:
    own = list(dict.fromkeys(names))
    return own[0] if len(own) == 1 else f"{', '.join(own[:-1])} and {own[-1]}"


def _clip(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST // 2].rstrip()} … {flat[-LONGEST // 2 :].lstrip()}"


def _speakers(labels: Sequence[str], parties: Sequence[str | None], variants: Sequence[Variant]) -> Iterator[str]:
    given: dict[str, list[int]] = defaultdict(list)
    for i, party in enumerate(parties):
        if party is not None:
            given[party].append(i)
    if len(given) > 1:
        who = "; ".join(f"{variants[own[0]].speaker} ({_listed([labels[i] for i in own])})" for own in given.values())
        yield f"Speakers disagree: {who}"


def _days(labels: Sequence[str], variants: Sequence[Variant]) -> Iterator[str]:
    given: dict[Days, list[str]] = {}
    for label, variant in zip(labels, variants, strict=True):
        if variant.said is not None and variant.said.first_day and variant.said.last_day:
            given.setdefault(variant.said, []).append(label)
    apart = any(a.first_day > b.last_day for a in given for b in given if a.first_day and b.last_day)
    if apart:
        yield "Days disagree: " + "; ".join(f"{_span(day)} ({_listed(who)})" for day, who in given.items())


def _span(days: Days) -> str:
    return str(days.first_day) if days.first_day == days.last_day else f"{days.first_day} to {days.last_day}"


def _wording(full: str, full_words: Words, text: str, words: Words, label: str) -> Iterator[str]:
    found = changes(full_words, words)
    equal = len(full_words.folded) - sum(a2 - a1 for _, (a1, a2), _ in found)
    if equal * 2 < min(len(full_words.folded), len(words.folded)):
        yield f"words it otherwise throughout: “{_clip(text)}”"
        return
    for tag, of_full, of_own in found:
        lost, put = said_by(full, full_words, of_full), said_by(text, words, of_own)
        if tag == "replace":
            yield f"has “{_clip(put)}” where {label} has “{_clip(lost)}”"
        elif tag == "insert":
            yield f"adds “{_clip(put)}”"
        elif of_full[0] == 0:
            yield f"leaves out the beginning “{_clip(lost)}”"
        elif of_full[1] == len(full_words.folded):
            yield f"leaves out the end “{_clip(lost)}”"
        else:
            yield f"leaves out “{_clip(lost)}”"
