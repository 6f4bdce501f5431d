"""Times beside rivals, on the same texts: relaxed span F1, value F1, seconds; and the calibration of Tellings. One command:

    .venv/bin/python benchmarks/times.py [--data ../shared/data/times] [--limit N] [--environment DIR] [--json]

The rivals (`requirements-times.txt`, pinned; HeidelTime needs Java 17 and is GPL) are installed into a throwaway environment,
or one that is kept with `--environment`. Two sets: news (TimeBank and AQUAINT as cleaned for TempEval-3) and histories
(WikiWars). HeidelTime is run twice: as a user must who does not know the genre (all as news), and with the genre told.
"Seen" and "kept" are the halves by which the rules of Tellings were written and checked. A value is right where it equals
the gold one, seconds of zero aside; where the gold has no value the pair leaves the value figures (TempEval-3).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SETS = {"news": "tbaq.jsonl", "histories": "wikiwars-train.jsonl"}
RIVALS = {"dateparser": "dateparser", "timexy": "timexy", "HeidelTime, genre not told": "heideltime:NEWS"}
NARRATIVES = "heideltime:NARRATIVES"
Row = dict[str, Any]
Found = Sequence[tuple[int, int, str]]


def normal(value: object) -> str:
    """Return a value that can be compared, "" where there is none."""
    text = re.sub(r"(T\d\d:\d\d):00(\.0+)?", r"\1", str(value or "").strip().upper())
    text = re.sub(r"(T[\d:.]+)Z$", r"\1", text)
    return "" if text in ("NULL", "NONE") else text


def pairs(gold: Found, found: Found) -> Iterator[tuple[int, int]]:
    """Yield one-to-one pairs (gold, found) that overlap: equal spans first, then the longest overlap."""
    options = []
    for i, (start, end, _) in enumerate(gold):
        for j, (low, high, _) in enumerate(found):
            shared = min(end, high) - max(start, low)
            if shared > 0:
                options.append(((start, end) != (low, high), -shared, i, j))
    left, right = set(), set()
    for _, _, i, j in sorted(options):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def counted(rows: Sequence[Row], answers: Sequence[Found]) -> Counter[str]:
    """Return the counts of a set of documents."""
    counts: Counter[str] = Counter()
    for row, found in zip(rows, answers, strict=True):
        gold = [(t["start"], t["end"], normal(t["value"])) for t in row["times"]]
        unvalued = 0
        for i, j in pairs(gold, found):
            counts["relaxed"] += 1
            counts["value"] += bool(gold[i][2]) and gold[i][2] == normal(found[j][2])
            unvalued += not gold[i][2]
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        counts["gold valued"] += sum(bool(value) for *_, value in gold)
        counts["found valued"] += len(found) - unvalued
    return counts


def f1(counts: Mapping[str, int], what: str, side: str = "") -> float:
    """Return an F1 from counts."""
    return 2 * counts[what] / max(1, counts[f"gold{side}"] + counts[f"found{side}"])


def kept(row: Row) -> bool:
    """Tell whether a document is of the half that no rule was first written from."""
    if row["set"] == "histories":
        return bool(int(row["id"][:2]) % 2)
    return bool(int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2)


def tellings(rows: Sequence[Row], calibration: dict[str, list[int]]) -> list[Found]:
    """Return what Tellings finds, and add to `calibration` right and all values by basis."""
    from tellings.annotate.parse import parse
    from tellings.annotate.times import Times
    from tellings.model import Analysis, Block, Document, Metadata, Published, Source
    from tellings.stage import View

    stage, answers = Times(), []
    for row in rows:
        text, day = row["text"], Published(value=row["published"], precision="day", basis="given")
        analysis = Analysis(
            document=Document(id=row["id"], source=Source(sha256="0"), text=text, form="clean"),
            metadata=Metadata(published=day, language="en"),
            blocks=(Block(0, len(text), role="body"),),
        )
        times = stage.run([View(analysis, parse([analysis])[0], frozenset(stage.reads))])[0]
        found = [(t.start, t.end, t.value) for t in times]
        gold = [(t["start"], t["end"], normal(t["value"])) for t in row["times"]]
        for i, j in pairs(gold, found):
            calibration[times[j].basis][0] += gold[i][2] == normal(found[j][2])
            calibration[times[j].basis][1] += 1
        answers.append(found)
    return answers


def installed(folder: Path) -> Path:
    """Return the Python of an environment with the rivals; make it where there is none."""
    python = folder / "bin" / "python"
    if not python.exists():
        sys.stderr.write("installing the rivals\n")
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements-times.txt"], check=True)
    return python


def rival(python: Path, system: str, rows: Sequence[Row]) -> list[Found]:
    """Return what a rival finds."""
    given = "".join(json.dumps({"text": r["text"], "published": r["published"]}) + "\n" for r in rows)
    run = subprocess.run(
        [python, HERE / "times_rivals.py", system], input=given, capture_output=True, text=True, check=False, cwd=python.parent
    )
    if run.returncode:
        sys.stderr.write(run.stderr[-2000:] + "\n")
        raise SystemExit(1)
    return [[tuple(t) for t in json.loads(line)] for line in run.stdout.splitlines()]  # type: ignore[misc]


def figures(rows: Sequence[Row], answers: Sequence[Found], *, seconds: float) -> dict[str, float]:
    """Return the figures of a system."""
    row: dict[str, float] = {}
    for name in SETS:
        mine = [(r, a) for r, a in zip(rows, answers, strict=True) if r["set"] == name]
        counts = counted([r for r, _ in mine], [a for _, a in mine])
        row[f"{name} span F1"], row[f"{name} value F1"] = f1(counts, "relaxed"), f1(counts, "value", " valued")
    row["mean value F1"] = sum(row[f"{name} value F1"] for name in SETS) / len(SETS)
    row["seconds"] = seconds
    return row


def measured(rows: Sequence[Row], python: Path) -> tuple[dict[str, dict[str, float]], Mapping[str, list[int]]]:
    """Return the table and the calibration of Tellings."""
    table: dict[str, dict[str, float]] = {}
    calibration: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def add(name: str, run: Callable[[], list[Found]]) -> list[Found]:
        start = time.perf_counter()
        answers = run()
        table[name] = figures(rows, answers, seconds=time.perf_counter() - start)
        return answers

    for name, system in RIVALS.items():
        answers = add(name, lambda system=system: rival(python, system, rows))  # type: ignore[misc]
    histories = iter(rival(python, NARRATIVES, [r for r in rows if r["set"] == "histories"]))
    told = [next(histories) if r["set"] == "histories" else a for r, a in zip(rows, answers, strict=True)]
    table["HeidelTime, genre told"] = figures(rows, told, seconds=table["HeidelTime, genre not told"]["seconds"])
    mine = add("Tellings, genre not told", lambda: tellings(rows, calibration))
    for name, wanted in (("its seen half", False), ("its kept half", True)):
        half = [(r, a) for r, a in zip(rows, mine, strict=True) if kept(r) is wanted]
        table[f"… {name}"] = figures([r for r, _ in half], [a for _, a in half], seconds=0)
    return table, calibration


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--data", type=Path, default=HERE.parents[1] / "shared" / "data" / "times")
    options.add_argument("--environment", type=Path, help="keep the rivals' environment here")
    options.add_argument("--limit", type=int, default=0, help="so many documents of each set")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if not given.data.is_dir():
        sys.stderr.write(f"no data at {given.data}: nothing measured\n")
        return 0
    rows: list[Row] = []
    for name, file in SETS.items():
        own = [{**json.loads(line), "set": name} for line in (given.data / file).read_text(encoding="utf-8").splitlines()]
        rows += own[: given.limit or None]
    with tempfile.TemporaryDirectory() as temporary:
        table, calibration = measured(rows, installed(given.environment or Path(temporary) / "rivals"))
    if given.json:
        sys.stdout.write(json.dumps({"table": table, "calibration": calibration}, indent=1) + "\n")
        return 0
    columns = list(next(iter(table.values())))
    sys.stdout.write(f"{'':28s}" + "".join(f"{c:>21s}" for c in columns) + "\n")
    for name, row in table.items():
        cells = [f"{row[c]:.0f}" if c == "seconds" else f"{row[c]:.3f}" for c in columns]
        sys.stdout.write(f"{name:28s}" + "".join(f"{c:>21s}" for c in cells) + "\n")
    sys.stdout.write("\nshare of right values by basis\n")
    for basis, (right, number) in sorted(calibration.items()):
        sys.stdout.write(f"{basis:20s}{right / number:8.2f}  of {number}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
