"""Write a CycloneDX 1.6 bill of materials: every package of the lock file with its hashes, every weight file with its checksum.

python .ci/sbom.py [-o sbom.json] [--dev]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
NAMESPACE = uuid.UUID("7b1f6a0a-5d0e-5c0e-9a55-2f6d7f7f3a11")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+))?", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pinned(lock: str) -> list[tuple[str, str, str, list[str]]]:
    """Return name, version, marker and hashes of each package of a lock file."""
    starts = list(PIN.finditer(lock))
    ends = [*(m.start() for m in starts[1:]), len(lock)]
    return [
        (m[1].lower(), m[2], (m[3] or "").strip(), HASH.findall(lock[m.start() : end]))
        for m, end in zip(starts, ends, strict=True)
    ]


def licence(name: str, version: str) -> list[dict[str, Any]]:
    """Return the licence as the installed package states it; nothing where another version or none is installed."""
    try:
        found = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return []
    if found["Version"] != version:
        return []
    stated = found.get("License-Expression")
    if stated:
        return [{"expression": stated}]
    classified = [c.rsplit(" :: ", 1)[-1] for c in found.get_all("Classifier") or [] if c.startswith("License :: ")]
    short = (found.get("License") or "").strip()
    named = classified or ([short] if short and len(short) < 60 and "\n" not in short else [])
    return [{"license": {"name": one}} for one in named]


def package(name: str, version: str, marker: str, hashes: list[str]) -> dict[str, Any]:
    """Return the entry of a package."""
    purl = f"pkg:pypi/{name}@{version}"
    files = [{"alg": "SHA-256", "content": one} for one in hashes]
    entry: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    if found := licence(name, version):
        entry["licenses"] = found
    if marker:
        entry["properties"] = [{"name": "tellings:marker", "value": marker}]
    entry["externalReferences"] = [
        {"type": "distribution", "url": f"https://pypi.org/project/{name}/{version}/", "hashes": files}
    ]
    return entry


def weights() -> list[dict[str, Any]]:
    """Return the entries of the weight files."""
    from tellings.models.weights import pins

    return [
        {
            "type": "machine-learning-model", "bom-ref": f"weights:{name}", "name": name,
            "hashes": [{"alg": "SHA-256", "content": pin.sha256}],
            "properties": [{"name": "tellings:file", "value": f"{pin.package or 'tellings/models'}/{pin.path}"}],
        }
        for name, pin in sorted(pins().items())
    ]  # fmt: skip


def bill(*, dev: bool) -> dict[str, Any]:
    """Return the whole bill; the same locks and weights give the same bill."""
    from tellings import __version__

    names = ["requirements.lock", *(["requirements-dev.lock"] if dev else [])]
    packages = {p[:2]: package(*p) for name in names for p in pinned((ROOT / name).read_text())}
    components = [*(packages[key] for key in sorted(packages)), *weights()]
    own = f"pkg:pypi/tellings@{__version__}"
    main = {"type": "application", "bom-ref": own, "name": "tellings", "version": __version__, "purl": own,
            "licenses": [{"license": {"id": "Apache-2.0"}}]}  # fmt: skip
    serial = uuid.uuid5(NAMESPACE, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {"component": main}, "components": components,
        "dependencies": [{"ref": own, "dependsOn": [c["bom-ref"] for c in components]}],
    }  # fmt: skip


def main() -> int:
    """Write the bill."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("-o", "--output", type=Path)
    asked.add_argument("--dev", action="store_true", help="with the tools of tests and documentation")
    given = asked.parse_args()
    text = json.dumps(bill(dev=given.dev), indent=1, ensure_ascii=False) + "\n"
    if given.output is None:
        sys.stdout.write(text)
    else:
        given.output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
