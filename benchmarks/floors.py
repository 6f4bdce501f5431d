"""Run the scorers and fail where a figure is under its floor in `floors.json`; `--pin` writes the figures as floors.

The gold sets are not part of the project: they lie in `../shared`, beside the checkout. Where they are absent the step
says so and is skipped. Lowering a floor is a decision for a person, with its reason in the commit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
SCORER = HERE.parent.parent / "shared" / "score" / "score.py"
FLOORS = HERE / "floors.json"
AT_ONCE = 2
"""Tasks measured side by side, each in a process of its own."""
TOLERANCE = 0.002
"""Processors round differently; a change of rules that loses more than this is a loss."""


LONGEST_FIRST = (
    "times",
    "pages",
    "quotes",
    "stories",
    "textlines",
    "facts.py",
    "summary.py",
    "events",
    "copies",
    "differences",
)
"""What takes longest begins first, so that no process is left alone with it at the end; the rest follows as it stands."""
OWN = {
    "actors": ("actors.py", "sample actors F1"),
    "people": ("actors.py", "five pages person recall"),
    "organisations": ("actors.py", "five pages organisation recall"),
    "places": ("actors.py", "five pages place recall"),
    "countries": ("places.py", "all right country"),
    "happenings": ("happenings.py", "sample"),
    "coordinates": ("places.py", "all within 161 km"),
    "facts": ("facts.py", "sample all"),
    "planted": ("facts.py", "held all"),
    "summary": ("summary.py", "all: facts told, mean of stories"),
    "proved": ("summary.py", "all: sentences proved"),
}
"""Tasks that a benchmark of this folder measures: the script and its figure."""


class Measured(NamedTuple):
    """The figures of one scorer or benchmark by task, the number of faults, and the seconds that it took."""

    figures: dict[str, float]
    faults: float
    seconds: float


def printed(command: list[str]) -> dict[str, Any]:
    """Return the JSON object that a program prints last."""
    result = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{Path(command[0]).name} failed: {result.stderr.strip()[-400:]}")
    found: dict[str, Any] = json.loads(result.stdout.strip().splitlines()[-1])
    return found


def measure(source: str, command: str) -> Measured:
    """Run the scorer of a task, or a benchmark of this folder with all the tasks that it measures."""
    begun = time.monotonic()
    if source.endswith(".py"):
        found = printed([str(HERE / source), "--json"])
        figures = {task: found[figure] for task, (script, figure) in OWN.items() if script == source}
        return Measured(figures, 0.0, time.monotonic() - begun)
    found = printed([str(SCORER), source, "--command", command, "--json"])
    faults = found.get("program", {}).get("faults") or found.get("faults") or {}
    number = sum(f["count"] for f in faults.values()) if isinstance(faults, dict) else faults
    return Measured({source: float(found["main"])}, float(number), time.monotonic() - begun)


def sources(tasks: Iterable[str]) -> list[str]:
    """Return what must be run for tasks: scorers and benchmarks, each once, the longest first."""
    named = dict.fromkeys(OWN[task][0] if task in OWN else task for task in tasks)
    return sorted(named, key=lambda one: LONGEST_FIRST.index(one) if one in LONGEST_FIRST else len(LONGEST_FIRST))


def main() -> int:
    """Measure every task that has a floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", default=str(HERE.parent / ".venv" / "bin" / "tellings"))
    parser.add_argument("--pin", action="store_true", help="write the figures as the new floors")
    parser.add_argument("--save", action="store_true", help="write the figures to results.json, for the page of benchmarks")
    options = parser.parse_args()
    if not SCORER.exists():
        print(f"quality floors: skipped, there are no gold sets at {SCORER.parent.parent.name}/ beside the checkout")
        return 0
    floors: dict[str, float] = json.loads(FLOORS.read_text())
    failed = []
    figures: dict[str, float] = {}
    named = sources(floors)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for found in pool.map(measure, named, repeat(options.command)):
            for task, figure in found.figures.items():
                if task not in floors:
                    continue
                good = figure >= floors[task] - TOLERANCE and not found.faults
                failed += [] if good else [task]
                said = f"faults {found.faults:.0f}  {found.seconds:.0f} s  {'ok' if good else 'TOO LOW'}"
                print(f"{task:<14} {figure:.4f}  floor {floors[task]:.4f}  {said}", flush=True)
                figures[task] = round(figure, 4)
    if options.save:
        (HERE / "results.json").write_text(json.dumps({t: figures[t] for t in floors}, indent=2) + "\n")
    if options.pin:
        FLOORS.write_text(json.dumps({t: figures[t] for t in floors}, indent=2) + "\n")
        return 0
    print(f"{len(floors) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
