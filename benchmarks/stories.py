"""Story grouping beside its rivals, on topics that neither Tellings nor a rival's cut has seen.

usage: python benchmarks/stories.py [--data ../shared/data] [--seeds 1,2]
The topics of each set are halved; Tellings is trained, and a rival's one cut chosen, on one half and read on the other, both
ways, for each seed. Prints the table of docs/copies-and-stories.md. The rivals run in benchmarks/.venv-stories, which is made
on the first run from benchmarks/requirements-stories.txt.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "training"))


def rivals(given: dict[str, Any]) -> dict[str, dict[str, list[float]]]:
    """Return the figures of the rivals, each set's pair of them by name."""
    home = HERE / ".venv-stories"
    python = home / "bin" / "python"
    if not (home / "made").exists():
        venv.create(home, with_pip=True, clear=True)
        requirements = str(HERE / "requirements-stories.txt")
        subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "-r", requirements], check=True)
        (home / "made").touch()
    result = subprocess.run(
        [python, HERE / "stories_rivals.py"], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, list[float]]] = json.loads(result.stdout)
    return found


def corpora(pages: Sequence[Any], sets: Sequence[str]) -> list[dict[str, Any]]:
    """Return the pages of each set as the rivals read them."""
    found = []
    for name in sets:
        own = [p for p in pages if p.story.startswith(name) and not p.twin]
        vectors = [np.frombuffer(p.vectors[0], dtype="<f2").astype(float).tolist() for p in own]
        texts = [f"{p.title or ''}\n{p.text}" for p in own]
        found.append({"name": name, "texts": texts, "vectors": vectors, "stories": [p.story for p in own]})
    return found


def main() -> None:
    """Measure both halves of every seed and print the means."""
    import stories as training

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    parser.add_argument("--seeds", default="1,2")
    given = parser.parse_args()
    if not (given.data / "stories").is_dir():
        sys.exit(f"the story sets are not at {given.data}: name their folder with --data")
    pages = training.load(given.data)
    table: dict[str, dict[str, list[Sequence[float]]]] = {}
    for seed in (int(s) for s in given.seeds.split(",")):
        for half, unseen in enumerate(training.halves(pages, seed)):
            seen = [p for p in pages if p.topic not in unseen]
            other = [p for p in pages if p.topic in unseen]
            model = training.trained(seen, random.Random(seed * 10 + half))
            rows = rivals({"train": corpora(seen, training.SETS), "test": corpora(other, training.SETS)})
            own = {}
            for name in training.SETS:
                f1, precision = training.read(model, [p for p in other if p.story.startswith(name) and not p.twin])
                own[name] = [f1, 1 - precision]
            for rival, figures in {"Tellings, one setting": own, **rows}.items():
                for name, values in figures.items():
                    table.setdefault(rival, {}).setdefault(name, []).append(values)
    print("| grouping | " + " | ".join(f"{n}: F1 (least) | {n}: pairs wrong" for n in training.SETS) + " |")
    print("|" + "---|" * (1 + 2 * len(training.SETS)))
    for rival, figures in table.items():
        cells = []
        for name in training.SETS:
            f1, wrong = zip(*figures[name], strict=True)
            cells.append(f"{np.mean(f1):.3f} ({min(f1):.3f}) | {np.mean(wrong):.1%}")
        print(f"| {rival} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
