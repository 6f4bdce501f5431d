"""Quotations and speakers beside sayswho and textacy, on the Gender Gap Tracker's annotated articles.

usage: python benchmarks/quotes.py [--score ../shared/score/score.py] [--limit N] [--command .venv/bin/tellings]
Makes a throwaway environment with the rivals (`quotes-rivals.txt`), runs the same scorer on each and prints the table of
docs/quotes.md. The annotated articles are not part of the project: skipped where the scorer is absent.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SET = "ggt"
COLUMNS = ("F1 at .3", "F1 at .8", "F1 tight", "speaker", "full name", "found", "seconds")


def environment(folder: Path) -> Path:
    """Make the environment of the rivals; return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "quotes-rivals.txt"]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    return python


def measure(score: Path, command: str, limit: int) -> dict[str, Any]:
    """Return the scorer's figures of a program."""
    run = [sys.executable, str(score), "quotes", "--command", command, "--json", "--limit", str(limit)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def row(name: str, figures: dict[str, Any]) -> str:
    """Return a program's figures as a line of the table."""
    by = figures["figures"]
    loose, firm, tight = by[f"{SET} @0.3"], by[f"{SET} @0.8"], by[f"{SET} tight 0.8"]
    cells = [loose["F1"], firm["F1"], tight["F1"], loose["speaker"], loose["full name"]]
    seconds = (figures.get("program") or {}).get("seconds", 0.0)
    shown = " | ".join("–" if c is None else f"{c:.3f}" for c in cells)
    return f"| {name} | {shown} | {loose['found']} | {seconds:.0f} |"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", type=Path, default=HERE.parent.parent / "shared" / "score" / "score.py")
    parser.add_argument("--command", default=str(HERE.parent / ".venv" / "bin" / "tellings"))
    parser.add_argument("--limit", type=int, default=0, help="articles of each set (default: all)")
    options = parser.parse_args()
    if not options.score.exists():
        print(f"quotations: skipped, there is no scorer at {options.score}")
        return 0
    print(f"| | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}")
    print(row("Tellings", measure(options.score, options.command, options.limit)), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        python = environment(Path(folder) / "rivals")
        for rival in ("sayswho", "textacy"):
            command = shlex.join([str(python), str(HERE / "quotes_rivals.py"), rival])
            print(row(rival, measure(options.score, command, options.limit)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
