"""The command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program."""
    from tellings.library import analyse, stories

    command, *rest = sys.argv[1:]
    inputs = [a for a in rest if not a.startswith("--")]
    run = {"analyse": analyse, "stories": stories}[command]
    for line in run(inputs, as_is="--as-is" in rest):
        sys.stdout.write(line + "\n")
