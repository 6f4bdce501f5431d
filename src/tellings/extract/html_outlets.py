"""The outlet's name on an HTML page: as the markup declares it, else the words of the page that its address is made of."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tellings.extract.html_tree import Stretch, Tree
from tellings.extract.metadata_markup import Declared
from tellings.extract.outlets import LETTERS, SEPARATORS, host_of, squeezed
from tellings.lang.names import fold

EDGE = 40
"""Stretches at the page's head, and at its foot, that may print the outlet's name."""
LONGEST_NAME = 60
LEAST_LETTERS = 3
ZONES = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne"})
ARTICLES = frozenset({"the"})
"""What stands before a name and not in its address; other languages' articles are part of the address."""
LONGEST_ACRONYM = 5
BEFORE_COLON = re.compile(r"^([^:]{3,40}):\s")
COPYRIGHT = re.compile(r"©|\bcopyright\b", re.IGNORECASE)


def outlet_name(tree: Tree, declared: Declared, url: str | None) -> str | None:
    """Return the outlet's name: declared, else printed and borne out by the host name, else the host, else None."""
    names = [name for n in declared.outlets if 1 < len(name := html.unescape(n).strip()) <= LONGEST_NAME and name[0] != "@"]
    proper = next((n for n in names if not n.startswith("http") and not _is_address(n)), None)
    if proper and not SEPARATORS.search(proper):
        return proper
    host = host_of(url) or next((h for n in names if (h := host_of(n if "//" in n else f"//{n}"))), None)
    for label in _labels(host):
        own = next((p for p in SEPARATORS.split(proper or "") if squeezed(fold(p)) == label), None)
        if own or proper:
            return own or proper
        printed = _printed(tree, declared, label)
        if printed:
            return printed
    if proper:
        return proper
    return (host if host else _repeated_suffix(tree, declared)) or next(iter(names), None)


def _is_address(name: str) -> bool:
    return " " not in name and ("." in name[1:-1] or name.islower())


def _labels(host: str | None) -> list[str]:
    """Return the parts of a host name that may bear the outlet's name, the most telling first ("quay" of quay.co.uk)."""
    parts = (host or "").split(".")[:-1]
    return [label for part in reversed(parts) if part not in ZONES and len(label := squeezed(part)) >= LEAST_LETTERS]


def _printed(tree: Tree, declared: Declared, label: str) -> str | None:
    title = declared.document_title
    texts = [title, *_pieces(title), *declared.descriptions, *_edges(tree.stretches)]
    found = Counter(name for text in texts for name in _with_letters(text, label))
    names = sorted(found, key=lambda n: (n.isupper(), -found[n], -len(n)))
    if names:
        return _cased(names[0])
    return next((piece for piece in _pieces(title) if _spells(squeezed(fold(piece)), piece, label)), None)


def _with_letters(text: str, label: str) -> Iterator[str]:
    """Yield the runs of words, capital first, whose letters are those of the label; with "The" before them.

    A single word inside a longer text may be a place or a common word, and is passed over.
    """
    if label not in squeezed(fold(text)):
        return
    words = [(m.start(), m.end(), squeezed(fold(m[0]))) for m in LETTERS.finditer(text)]
    for i, (start, _, _) in enumerate(words):
        letters = ""
        for _, end, own in words[i:]:
            letters += own
            if len(letters) >= len(label):
                if (
                    letters == label
                    and text[start].isupper()
                    and (end > words[i][1] or len(words) <= 2 or _fused(text[start:end]))
                ):
                    before = words[i - 1] if i else None
                    yield text[before[0] if before and before[2] in ARTICLES and text[before[0]] == "T" else start : end]
                break


def _fused(word: str) -> bool:
    """Tell whether one word is written as several or with a number ("FreelanceSwitch", "Quay24")."""
    return (any(c.isupper() for c in word[1:]) and not word.isupper()) or any(c.isdigit() for c in word)


def _cased(name: str) -> str:
    words = name.split()
    if not name.isupper() or (len(words) == 1 and len(name) <= LONGEST_ACRONYM):
        return name
    return " ".join(w.capitalize() for w in words)


def _pieces(title: str) -> list[str]:
    """Return what may be an outlet's name before or behind a title's separators."""
    pieces = [p.strip() for p in SEPARATORS.split(title) if p.strip()]
    colon = BEFORE_COLON.match(title)
    ends = [pieces[-1], pieces[0]] if len(pieces) > 1 else []
    return [p for p in [*ends, *([colon[1]] if colon else [])] if 2 <= len(p) <= LONGEST_NAME and p[0].isupper()]


def _spells(letters: str, name: str, label: str) -> bool:
    """Tell whether a label is made of the beginnings of a name's words in order ("nytimes"), no long word left out."""
    if letters == label:
        return True
    ways = {0}
    for word in (squeezed(fold(w)) for w in name.split()):
        least = 1 if len(word) > 3 else 0
        ways = {at + n for at in ways for n in range(least, len(word) + 1) if label.startswith(word[:n], at)}
    return len(label) in ways


def _repeated_suffix(tree: Tree, declared: Declared) -> str | None:
    """Without an address: the title's end, where the page's head, or its copyright line, prints the same."""
    for piece in _pieces(declared.document_title)[:1]:
        own = squeezed(piece)
        for text in _edges(tree.stretches):
            if squeezed(text) == own or (COPYRIGHT.search(text) and piece in text):
                return piece
    return None


def _edges(stretches: Sequence[Stretch]) -> list[str]:
    """Return the texts of the page's head and foot."""
    chosen = stretches if len(stretches) <= 2 * EDGE else [*stretches[:EDGE], *stretches[-EDGE:]]
    return [s.text[:1000] for s in chosen]
