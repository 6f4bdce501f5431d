"""Hold the lock files against known vulnerabilities. Fails where one is found, and where nothing could be checked.

python .ci/audit.py ADVISORIES     # a copy of OSV's list for PyPI: a folder or zip file of its JSON records
python .ci/audit.py                # asks by the network, through `pip-audit` (installed apart from the project)
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

sys.path.insert(0, str(Path(__file__).parent))
from sbom import ROOT, pinned

LOCKS = ("requirements.lock", "requirements-dev.lock")


def records(source: Path) -> Iterator[dict[str, Any]]:
    """Yield the advisories of a folder or a zip file."""
    if source.is_dir():
        for file in sorted(source.rglob("*.json")):
            yield json.loads(file.read_bytes())
    else:
        with zipfile.ZipFile(source) as packed:
            for name in packed.namelist():
                if name.endswith(".json"):
                    yield json.loads(packed.read(name))


def concerns(affected: dict[str, Any], version: str) -> bool:
    """Tell whether an entry of an advisory speaks of a version, by its list or its ranges."""
    if version in affected.get("versions", ()):
        return True
    try:
        own = Version(version)
        for span in affected.get("ranges", ()):
            if span.get("type") != "ECOSYSTEM":
                continue
            inside = False
            for event in span.get("events", ()):
                if "introduced" in event:
                    inside = inside or own >= Version(event["introduced"])
                if "fixed" in event and own >= Version(event["fixed"]):
                    inside = False
                if "last_affected" in event and own > Version(event["last_affected"]):
                    inside = False
            if inside:
                return True
    except InvalidVersion:
        return False
    return False


def found(source: Path, packages: dict[str, set[str]]) -> list[str]:
    """Return a line for each advisory that concerns a pinned package."""
    lines = []
    for record in records(source):
        if record.get("withdrawn"):
            continue
        for affected in record.get("affected", ()):
            name = canonicalize_name(affected.get("package", {}).get("name", ""))
            for version in sorted(packages.get(name, ())):
                if affected["package"].get("ecosystem") == "PyPI" and concerns(affected, version):
                    lines.append(f"{name} {version}: {record['id']} {record.get('summary', '')}".strip())
    return sorted(set(lines))


def main() -> int:
    """Check, and say what was checked."""
    packages: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version, _, _ in pinned((ROOT / lock).read_text()):
            packages.setdefault(canonicalize_name(name), set()).add(version)
    if len(sys.argv) > 1:
        source = Path(sys.argv[1])
        number = sum(1 for _ in records(source))
        lines = found(source, packages)
        print(
            *lines,
            f"{len(packages)} packages held against {number:,} advisories of {source}: {len(lines)} concern them",
            sep="\n",
        )
        return 1 if lines or not number else 0
    tool = shutil.which("pip-audit")
    if tool is None:
        print(
            "nothing was checked: install pip-audit, or name a copy of the advisories (make audit ADVISORIES=…)",
            file=sys.stderr,
        )
        return 1
    return max(
        subprocess.run([tool, "--disable-pip", "--no-deps", "-r", str(ROOT / lock)], check=False).returncode for lock in LOCKS
    )


if __name__ == "__main__":
    sys.exit(main())
