"""Fuzz targets, guided by coverage (atheris). One command:

    python fuzz/run.py TARGET [--runs 1000000] [--seconds N]
    python fuzz/run.py --all                 # every target, until a million executions of each have been counted
    python fuzz/run.py --keep
    python fuzz/run.py --table               # the counts, into docs/hardening.md

Inputs that reach new code are kept in `fuzz/corpus/TARGET` and tried first the next time; one that breaks the target, or takes
ten seconds, is written to `fuzz/found` and the run ends with its traceback. `executions.json` counts what was run. `--keep`
leaves the fewest inputs that reach the same code and packs them into `corpus.zip`, which `tests/test_fuzz.py` replays.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
CORPUS, FOUND, KEPT, COUNTED = HERE / "corpus", HERE / "found", HERE / "corpus.zip", HERE / "executions.json"
PAGE = HERE.parent / "docs" / "hardening.md"
BEGIN, END = "<!-- executions: written by fuzz/run.py --table -->", "<!-- end -->"
LONGEST = {
    "html": 512, "text": 256, "table": 2048, "pdf": 1024, "annotated": 128, "quotation": 192, "dates": 128, "address": 96,
    "fields": 96, "network": 64, "query": 128, "delivery": 96, "settings": 192, "asked": 96, "robots": 256, "charset": 256,
    "answer": 256, "layers": 1024, "opml": 512, "pages_of_pdf": 256, "rows": 512, "mail": 256, "feed": 768, "feed_links": 512,
}  # fmt: skip
"""Bytes of an input, where 1,024 are not meant: short ones run faster and meet the same code."""
EVERY = 1.0
"""Seconds after which the count is written down."""
PACKAGES = {
    "html": ("extract.html",), "dates": ("extract.dates",),
    "text": ("extract.lines", "extract.text", "extract.glue", "extract.comments", "extract.parts"),
    "annotated": ("annotate.times", "annotate.quantities"),
    "quotation": ("annotate.quote", "annotate.entities", "relate.utterances"), "query": ("model.queries", "highlights"),
    "settings": ("settings",), "asked": ("web", "export.naming"), "delivery": ("hooks",), "layers": ("export.layers",),
}  # fmt: skip
"""Below `tellings`, what is watched for new code: `read` alone where nothing is said, since watching costs time."""


class Counted:
    """Counts executions and the seconds that they took, from run to run."""

    def __init__(self, target: str, runs: int) -> None:
        self.target, self.left, self.since, self.number = target, runs, time.monotonic(), 0

    def one(self) -> None:
        """Count one execution."""
        self.number += 1
        if self.number % 64 == 0 and time.monotonic() - self.since > EVERY:
            self.write()

    def write(self) -> None:
        """Add what was counted to the file."""
        with COUNTED.with_suffix(".lock").open("w") as lock:  # several targets may run at once
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._add()

    def _add(self) -> None:
        known = counts()
        own = known.setdefault(self.target, {"executions": 0, "seconds": 0.0})
        now = time.monotonic()
        own["executions"] += self.number
        own["seconds"] = round(own["seconds"] + now - self.since, 2)
        self.number, self.since = 0, now
        new = COUNTED.with_suffix(".new")
        new.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")
        new.replace(COUNTED)


def unwatched(target: str) -> list[str]:
    """Return the names of all modules that are not watched."""
    prefixes = tuple(f"tellings.{name}" for name in PACKAGES.get(target, ("read",)))
    files = sorted((HERE.parent / "src").glob("tellings/**/*.py"))
    names = [".".join(f.relative_to(HERE.parent / "src").with_suffix("").parts).removesuffix(".__init__") for f in files]
    return [name for name in names if not name.startswith(prefixes)]


def unpack(target: str) -> Path:
    """Return the folder of a target's inputs, filled with what is kept of it."""
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    if KEPT.exists():
        with zipfile.ZipFile(KEPT) as kept:
            for name in kept.namelist():
                if name.startswith(f"{target}/"):
                    (folder / Path(name).name).write_bytes(kept.read(name))
    return folder


def pack() -> None:
    """Write all inputs into one archive, the same bytes from the same inputs."""
    with zipfile.ZipFile(KEPT, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as kept:
        for file in sorted(CORPUS.glob("*/*")):
            entry = zipfile.ZipInfo(f"{file.parent.name}/{file.name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, file.read_bytes(), compresslevel=9)


def minimise(target: str) -> None:
    """Leave the fewest inputs of a target that reach the same code."""
    old, new = CORPUS / target, CORPUS / f".{target}"
    new.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # The merge starts itself anew by the name of its program, which is why it needs one that is a file of its own.
        itself = Path(folder) / "itself"
        itself.write_text(f'#!/bin/sh\nITSELF="$0" exec "{sys.executable}" "{__file__}" {target} --flags "$@"\n')
        itself.chmod(0o755)
        longest = LONGEST.get(target, 1024)
        subprocess.run([itself, "-merge=1", f"-max_len={longest}", "-timeout=10", str(new), str(old)], check=True)
    if list(new.iterdir()):  # what is watched of a few targets is too little to tell inputs apart: theirs are all kept
        for file in old.iterdir():
            file.unlink()
    for file in new.iterdir():
        file.rename(old / file.name)
    new.rmdir()


def fuzz(target: str, runs: int, seconds: int, flags: list[str]) -> None:
    """Fuzz the named target until the runs or the seconds are spent; with `flags`, as these say, uncounted."""
    import atheris

    sys.path.insert(0, str(HERE))
    with atheris.instrument_imports(include=["tellings"], exclude=unwatched(target), enable_loader_override=False):
        from seeds import seeds
        from targets import met, targets

        chosen = targets()[target]
        first = seeds(target)
        for seed in first:
            for more in range(6):  # the length chooses the language: all are loaded before time is taken
                met(chosen, seed + b" " * more)
    counted = Counted(target, runs)

    def once(data: bytes) -> None:
        if not flags:
            counted.one()
        met(chosen, data)

    name = str(Path(sys.argv[0]).resolve()) if not flags else os.environ.get("ITSELF", sys.argv[0])
    atheris.Setup([name, *(flags or options(target, first, runs, seconds))], once)
    atheris.Fuzz()


def options(target: str, first: list[bytes], runs: int, seconds: int) -> list[str]:
    """Return libFuzzer's flags for a run from the kept inputs and the seeds."""
    longest, folder = LONGEST.get(target, 1024), unpack(target)
    FOUND.mkdir(exist_ok=True)
    for seed in first:
        (folder / hashlib.sha1(seed[:longest], usedforsecurity=False).hexdigest()).write_bytes(seed[:longest])
    given = [f"-atheris_runs={runs}", f"-max_len={longest}", f"-artifact_prefix={FOUND}/{target}-"]
    given += ["-timeout=10", "-rss_limit_mb=4096", *([f"-max_total_time={seconds}"] if seconds else [])]
    return [*given, str(folder)]


def counts() -> dict[str, dict[str, float]]:
    """Return what was counted of each target."""
    found: dict[str, dict[str, float]] = json.loads(COUNTED.read_text()) if COUNTED.exists() else {}
    return found


def fuzz_all(runs: int) -> None:
    """Fuzz each target in a process of its own until it has so many executions; one that broke is left to be looked at."""
    sys.path.insert(0, str(HERE))
    from targets import targets

    for target in targets():
        while (left := runs - int(counts().get(target, {}).get("executions", 0))) > 0 and not list(FOUND.glob(f"{target}-*")):
            spare = left + runs // 100  # the last second of a run is not counted
            if subprocess.run([sys.executable, __file__, target, "--runs", str(spare)], check=False).returncode:
                break


def table() -> None:
    """Write the counts into the page of hardening."""
    sys.path.insert(0, str(HERE))
    from targets import targets

    known = counts()
    with zipfile.ZipFile(KEPT) as kept:
        names = [name.split("/")[0] for name in kept.namelist()]
    lines = ["| target | what it does | executions | kept inputs |", "|---|---|---|---|"]
    for name, function in targets().items():
        what = (function.__doc__ or "").strip().split("\n")[0].rstrip(".")
        executions = int(known.get(name, {}).get("executions", 0))
        lines.append(f"| `{name}` | {what} | {executions:,} | {names.count(name)} |")
    text = PAGE.read_text(encoding="utf-8")
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    PAGE.write_text(text[:begin] + "\n" + "\n".join(lines) + "\n" + text[end:], encoding="utf-8")


def main() -> None:
    """Fuzz, keep, or tell."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("target", nargs="?")
    asked.add_argument("--runs", type=int, default=1_000_000)
    asked.add_argument("--seconds", type=int, default=0)
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--keep", action="store_true")
    asked.add_argument("--table", action="store_true")
    asked.add_argument("--flags", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.keep:
        for folder in sorted(CORPUS.glob("[!.]*")):
            minimise(folder.name)
        pack()
    elif given.table:
        table()
    elif given.all:
        fuzz_all(given.runs)
    else:
        fuzz(given.target, given.runs, given.seconds, given.flags)


if __name__ == "__main__":
    main()
