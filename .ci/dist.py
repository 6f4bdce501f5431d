"""Build wheel and source archive twice, in two folders and at two times, and compare them; one pair is left in `dist/`."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
AGES = (0, 86_400 * 400)
"""Seconds by which the files of each build are older than now."""


def files() -> list[str]:
    """Return the files of the project: what git knows, as it lies here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def moment() -> str:
    """Return the time of the last commit, in seconds."""
    found = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True)
    return os.environ.get("SOURCE_DATE_EPOCH") or found.stdout.strip()


def built(into: Path, age: int, epoch: str) -> dict[str, str]:
    """Copy the project, make its files older, build it; return the checksum of each archive."""
    source = into / f"source-{age}"
    for name in files():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
        os.utime(target, (time.time() - age,) * 2)
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(into / str(age))]
    subprocess.run(
        command, cwd=source, check=True, capture_output=True, umask=0o022 if age else 0o077,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch},
    )  # fmt: skip
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted((into / str(age)).iterdir())}


def main() -> int:
    """Build, compare, keep."""
    epoch = moment()
    with tempfile.TemporaryDirectory() as folder:
        one, other = (built(Path(folder), age, epoch) for age in AGES)
        if one != other or len(one) != 2:
            print(f"the builds differ:\n{one}\n{other}", file=sys.stderr)
            return 1
        shutil.rmtree(ROOT / "dist", ignore_errors=True)
        shutil.copytree(Path(folder) / "0", ROOT / "dist")
    for name, checksum in one.items():
        print(f"{checksum}  dist/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
