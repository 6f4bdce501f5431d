"""Fuzz one target, guided by coverage (atheris). One command:

    python fuzz/run.py TARGET [--runs 1000000] [--seconds N]

Inputs that reach new code are kept in `fuzz/corpus/TARGET` and tried first the next time; one that breaks the target is
written to `fuzz/found` and the run ends with its traceback. `tests/test_fuzz.py` runs every kept input.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
LONGEST = 16_384


def main() -> None:
    """Fuzz the named target until the runs or the seconds are spent."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("target")
    asked.add_argument("--runs", type=int, default=1_000_000)
    asked.add_argument("--seconds", type=int, default=0)
    given = asked.parse_args()

    import atheris

    with atheris.instrument_imports(include=["tellings.read", "tellings.extract", "tellings.annotate"]):
        sys.path.insert(0, str(HERE))
        from seeds import seeds
        from targets import TARGETS, met

        chosen = TARGETS[given.target]
        first = seeds(given.target)
        for seed in first:
            met(chosen, seed)
    corpus, found = HERE / "corpus" / given.target, HERE / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for seed in first:
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed[:LONGEST])
    options = [f"-atheris_runs={given.runs}", f"-max_len={LONGEST}", f"-artifact_prefix={found}/{given.target}-", "-timeout=20"]
    if given.seconds:
        options.append(f"-max_total_time={given.seconds}")
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: met(chosen, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
