"""Run the scorers and fail where a figure is under its floor in `floors.json`; `--pin` writes the figures as floors.

The gold sets are not part of the project: they lie in `../shared`, beside the checkout. Where they are absent the step
says so and is skipped. Lowering a floor is a decision for a person, with its reason in the commit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import repeat
from pathlib import Path
from threading import Lock

HERE = Path(__file__).parent
SCORER = HERE.parent.parent / "shared" / "score" / "score.py"
FLOORS = HERE / "floors.json"
AT_ONCE = 2
"""Tasks measured side by side, each in a process of its own."""
TOLERANCE = 0.002
"""Processors round differently; a change of rules that loses more than this is a loss."""


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
}
"""Tasks that a benchmark of this folder measures: the script and its figure."""


ONE_AT_A_TIME = Lock()


@cache
def benchmark(script: str) -> dict[str, float]:
    """Return the figures of one of the project's own benchmarks."""
    result = subprocess.run([sys.executable, str(HERE / script), "--json"], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{script} failed: {result.stderr.strip()[-400:]}")
    found: dict[str, float] = json.loads(result.stdout.strip().splitlines()[-1])
    return found


def measure(task: str, command: str) -> dict[str, float]:
    """Return the main figure of a task and the number of faults (crashes, missing documents, unread lines)."""
    if task in OWN:
        script, figure = OWN[task]
        with ONE_AT_A_TIME:
            return {"main": benchmark(script)[figure], "faults": 0.0}
    run = [sys.executable, str(SCORER), task, "--command", command, "--json"]
    result = subprocess.run(run, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"the scorer of {task} failed: {result.stderr.strip()[-400:]}")
    found = json.loads(result.stdout.strip().splitlines()[-1])
    faults = found.get("program", {}).get("faults") or found.get("faults") or {}
    number = sum(f["count"] for f in faults.values()) if isinstance(faults, dict) else faults
    return {"main": float(found["main"]), "faults": float(number)}


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
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (task, floor), figure in zip(list(floors.items()), pool.map(measure, floors, repeat(options.command)), strict=True):
            good = figure["main"] >= floor - TOLERANCE and not figure["faults"]
            failed += [] if good else [task]
            said = "ok" if good else "TOO LOW"
            print(f"{task:<14} {figure['main']:.4f}  floor {floor:.4f}  faults {figure['faults']:.0f}  {said}", flush=True)
            figures[task] = round(figure["main"], 4)
            floors[task] = figures[task] if options.pin else floor
    if options.save:
        (HERE / "results.json").write_text(json.dumps(figures, indent=2) + "\n")
    if options.pin:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n")
        return 0
    print(f"{len(floors) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
