"""What is inside, as it is listed and checked: every pinned package and weight file; a known fault is found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".ci"


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TOOLS / name), *arguments], capture_output=True, text=True, check=False)


def test_the_bill_lists_every_pinned_package_and_weight_and_is_the_same_twice() -> None:
    from tellings.models.weights import pins

    one, other = tool("sbom.py"), tool("sbom.py")
    assert one.stdout == other.stdout
    bill = json.loads(one.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = [c["name"] for c in bill["components"]]
    locked = (ROOT / "requirements.lock").read_text()
    assert {"lxml", "spacy", "onnxruntime", *pins()} <= set(named)
    pinned = {line.split()[0] for line in locked.splitlines() if "==" in line and not line.startswith((" ", "#"))}
    assert sum(c["type"] == "library" for c in bill["components"]) == len(pinned)
    assert all(c["externalReferences"][0]["hashes"] for c in bill["components"] if c["type"] == "library")


def test_a_pinned_package_with_a_known_fault_is_told(tmp_path: Path) -> None:
    def advisory(name: str, *events: dict[str, str], **more: object) -> None:
        package = {"name": name, "ecosystem": "PyPI"}
        record = {
            "id": f"X-{name}",
            "affected": [{"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}],
            **more,
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(record))

    advisory("Jinja2", {"introduced": "0"}, {"fixed": "999"})
    advisory("lxml", {"introduced": "0"}, {"fixed": "0.1"})
    advisory("numpy", {"introduced": "0"}, withdrawn="2031-05-13T00:00:00Z")
    advisory("click", {"introduced": "999"})
    found = tool("audit.py", str(tmp_path))
    assert found.returncode == 1
    assert "X-Jinja2" in found.stdout
    assert "1 concern them" in found.stdout


def test_an_audit_without_advisories_is_no_clean_bill(tmp_path: Path) -> None:
    assert tool("audit.py", str(tmp_path)).returncode == 1
