"""The contract of engines on real clusters of two nodes, on loopback: Dask (scheduler and two workers), Ray (head and a node).

Ray binds its ports to every address, so its cluster lives in a network namespace of its own, and so do the tests on it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASE = HERE / "cluster_case.py"
NOT_STARTED = 77
"""How the case ends where the cluster's own programs do not come up; a contract that does not hold ends otherwise."""


def in_namespace() -> list[str]:
    """Return the command that runs another one without a network but its own loopback; skip where there is none."""
    unshare = shutil.which("unshare")
    command = [unshare or "", "--user", "--map-root-user", "--net"]
    if unshare is None or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    return command


def finished(command: list[str], folder: Path) -> tuple[int, str]:
    """Run a case to its end and return its exit code and what it said; one that hangs fails with that.

    What it says goes into a file: a daemon that outlives its cluster would hold a pipe open, and the test with it.
    """
    environment = {**os.environ, "PYTHONPATH": str(HERE), "TMPDIR": str(folder)}
    with (folder / "said").open("w+") as said:
        case = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
        try:
            code = case.wait(timeout=480)
        except subprocess.TimeoutExpired:
            case.kill()
            pytest.fail(f"the case did not end: {(folder / 'said').read_text(errors='replace')[-4000:]}")
        return code, (folder / "said").read_text(errors="replace")


@pytest.mark.parametrize("name", ["dask", "ray"])
@pytest.mark.xdist_group("clusters")
def test_the_contract_holds_on_two_nodes(name: str) -> None:
    if importlib.util.find_spec("distributed" if name == "dask" else name) is None:
        pytest.skip(f"{name} is not installed")
    command = [*in_namespace(), sys.executable, str(CASE), name]
    # a short name: the path of a socket has 107 characters
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="t-", ignore_cleanup_errors=True) as folder:
        code, said = finished(command, Path(folder))
    if code == NOT_STARTED:
        pytest.skip(f"the cluster did not start: {said.strip().splitlines()[-1]}")
    assert code == 0, said[-4000:]
    assert "the same layers: 6 pages" in said
    assert "a node was killed: 20 shards of 20, 40 pages" in said
