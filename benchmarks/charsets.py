"""Check the character sets of the development pages: every accented word of the gold text must stand in the decoded page.

A page is right where no character was lost (U+FFFD), nothing reads as UTF-8 taken for a Latin set ("Ã©", "â€™"), and the gold's
words with characters outside ASCII are found. Pages that were broken before they were saved are told apart: their bytes hold
the broken characters themselves. Each such page is also saved anew in other character sets, unlabelled and mislabelled, and
must be read the same. Prints one line a page that is wrong and the totals; exit code 1 where one is wrong.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import sys
from collections import Counter
from pathlib import Path

from tellings.read.charset import decode

HERE = Path(__file__).parent
LABEL = re.compile(r"""charset\s*=\s*["']?[\w-]+["']?""", re.IGNORECASE)
GARBLED = re.compile("Ã[\u0080-\u00bf©¨ª«¢¡¤¥§¼¶±³]|â€[™œ\u009d\u0098\u0099“”˜¦]|Â[\u00a0«»°©®·]|Ð[\u0080-\u00bf]Ñ")
WORD = re.compile(r"[^\W\d_]+")
FOUND = 0.95
LEAST = 3


def outside(text: str) -> Counter[str]:
    """Return the words of a text that hold a letter outside ASCII."""
    return Counter(w for w in WORD.findall(text) if not w.isascii())


def fault(raw: bytes, gold: str) -> tuple[str | None, tuple[str, ...]]:
    """Return what is wrong with a decoded page, None where nothing is, and what reading it had to repair."""
    text, notes = decode(raw)
    shown = html.unescape(text)
    wanted, have = outside(gold), outside(shown)
    lost = shown.count("\ufffd") - html.unescape(raw.decode("latin-1")).count("\ufffd") - raw.count("\ufffd".encode())
    if lost > 0:
        return f"{lost} characters lost", notes
    if garbled := GARBLED.search(shown):
        saved = garbled[0].encode("utf-8") in raw or garbled[0] in html.unescape(raw.decode("ascii", "ignore"))
        return None if saved else f"garbled: {garbled[0]!r}", notes
    number = sum(wanted.values())
    found = sum(min(n, have[w]) for w, n in wanted.items())
    if number >= LEAST and found < FOUND * number:
        missing = ", ".join(w for w in wanted if w not in have)[:80]
        return f"{number - found} of {number} words not found: {missing}", notes
    return None, notes


def misread(text: str) -> list[str]:
    """Return the character sets in which a page, saved anew without a label or with a wrong one, is not read as it was."""
    bare = LABEL.sub("", text)
    dressed = {
        "windows-1252 without a label": bare.encode("cp1252", "xmlcharrefreplace"),
        "windows-1252 labelled utf-8": text.encode("cp1252", "xmlcharrefreplace"),
        "utf-8 labelled iso-8859-1": LABEL.sub("charset=iso-8859-1", text).encode(),
        "utf-16 without a label": bare.encode("utf-16-le"),
    }
    wanted = outside(html.unescape(text))
    return [name for name, raw in dressed.items() if outside(html.unescape(decode(raw)[0])) != wanted]


def main() -> int:
    """Check every page that has a gold text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "pages")
    folder: Path = parser.parse_args().data
    if not folder.exists():
        print(f"charsets: skipped, there are no gold pages at {folder}")
        return 0
    pages = accented = repaired = wrong = 0
    dressed: Counter[str] = Counter()
    for line in (folder / "html.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        file = folder / row["html"]
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        gold = " ".join(str(row.get(key) or "") for key in ("title", "text", "comments"))
        problem, notes = fault(raw, gold)
        for name in misread(decode(raw)[0]) if outside(gold) else ():
            print(f"{file.name}: not read right as {name}")
            dressed[name] += 1
        pages += 1
        accented += bool(outside(gold))
        repaired += bool(notes)
        if problem:
            wrong += 1
            print(f"{file.name}: {problem}{' (' + '; '.join(notes) + ')' if notes else ''}")
    print(f"{pages} pages, {accented} with letters outside ASCII in their gold text, {repaired} repaired, {wrong} wrong")
    print("saved anew in another set, read wrong: " + (", ".join(f"{n} {name}" for name, n in dressed.items()) or "none"))
    return 1 if wrong or dressed else 0


if __name__ == "__main__":
    sys.exit(main())
