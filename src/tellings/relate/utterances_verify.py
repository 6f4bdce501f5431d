"""Whether words that somebody is said to have said stand in the articles: exact, altered, given to another, or not found."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from tellings.model import Article, Cite, Quote, Record
from tellings.relate.utterances_words import Words, changes, compare, fold, rarity, said_by, same_words, words_of

Verdict = Literal["exact", "altered", "other-speaker", "not-found"]
ALIKE = 0.6
"""Share of the words' weight that a quotation must hold to count as an altered form."""


class FoundPassage(Record, frozen=True):
    """One quotation that holds the words: where it stands, who is given as its speaker, how its words differ."""

    cite: Cite
    part: int
    quote: int | None
    speaker: str | None
    exact: bool
    changes: tuple[str, ...] = ()


class Finding(Record, frozen=True):
    """What became of a check: `found` holds the passages, the best first."""

    verdict: Verdict
    words: str
    speaker: str | None
    found: tuple[FoundPassage, ...] = ()


def verify_quote(words: str, articles: Sequence[Article], *, speaker: str | None = None) -> Finding:
    """Say whether somebody is quoted with these words: exact, altered (and how), given to somebody else, or not found."""
    wanted = words_of(words, 0, len(words))
    if not wanted.stems:
        return Finding(verdict="not-found", words=words, speaker=speaker)
    passages = [p for article in articles for p in _passages(article, words, wanted)]
    fitting = [p for p in passages if speaker is None or _is_speaker(p.speaker, speaker)]
    order = sorted(passages, key=lambda p: (p not in fitting, not p.exact, len(p.changes), p.cite.document, p.cite.start))
    if not passages:
        verdict: Verdict = "not-found"
    elif any(p.exact for p in fitting):
        verdict = "exact"
    elif not fitting:
        verdict = "other-speaker"
    else:
        verdict = "other-speaker" if any(p.exact for p in passages) else "altered"
    return Finding(verdict=verdict, words=words, speaker=speaker, found=tuple(order))


def _is_speaker(given: str | None, wanted: str) -> bool:
    if given is None:
        return False
    one, other = set(fold(given).split()), set(fold(wanted).split())
    return one <= other or other <= one


def _passages(article: Article, words: str, wanted: Words) -> list[FoundPassage]:
    names = {e.id: e.name for e in article.entities}
    quotes = [(i, q, words_of(article.text, q.content.start, q.content.end)) for i, q in article.quotes]
    weights = rarity(own for *_, own in quotes)
    found = []
    for index, quote, own in quotes:
        run = _run(own, wanted)
        if (
            run is None
            and (like := compare(wanted, own, weights)).contained >= ALIKE
            and like.ordered >= ALIKE
            and like.shared >= 2
        ):
            run = _closest(own, wanted)
        if run is not None:
            found.append(_passage(article, (index, quote), own, run, words, wanted, names))
    return found


def _run(own: Words, wanted: Words) -> tuple[int, int] | None:
    size = len(wanted.folded)
    for i in range(len(own.folded) - size + 1):
        if own.folded[i : i + size] == wanted.folded:
            return i, i + size
    return None


def _closest(own: Words, wanted: Words) -> tuple[int, int]:
    """Return the words of a quotation from the first to the last run that it shares with the words asked for."""
    blocks = SequenceMatcher(None, own.stems, wanted.stems, autojunk=False).get_matching_blocks()
    shared = [(m.a, m.a + m.size) for m in blocks if any(own.content[m.a : m.a + m.size])]
    return (min(a for a, _ in shared), max(b for _, b in shared)) if shared else (0, len(own.stems))


def _passage(
    article: Article,
    numbered: tuple[int, Quote],
    own: Words,
    run: tuple[int, int],
    words: str,
    wanted: Words,
    names: dict[str, str],
) -> FoundPassage:
    index, quote = numbered
    start, end = own.spans[run[0]][0], own.spans[run[1] - 1][1]
    piece = words_of(article.text, start, end)
    speaker = names.get(quote.speaker_entity or "") or (quote.speaker.of(article.text) if quote.speaker else None)
    told = tuple(
        f"“{said_by(words, wanted, a)}” stands as “{said_by(article.text, piece, b)}”" if tag == "replace"
        else f"“{said_by(words, wanted, a)}” is not there" if tag == "delete"
        else f"“{said_by(article.text, piece, b)}” stands there too"
        for tag, a, b in changes(wanted, piece)
    )  # fmt: skip
    cite = Cite(document=article.document, start=start, end=end, text=article.text[start:end])
    return FoundPassage(
        cite=cite,
        part=quote.part,
        quote=index,
        speaker=speaker,
        exact=same_words(piece, wanted) and quote.kind != "indirect",
        changes=told,
    )
