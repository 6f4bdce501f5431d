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


def finished(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a case to its end; one that hangs fails with what it had said."""
    try:
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=480, check=False)
    except subprocess.TimeoutExpired as late:
        said = b"\n".join(s for s in (late.stdout, late.stderr) if isinstance(s, bytes)).decode(errors="replace")
        pytest.fail(f"the case did not end within {late.timeout:.0f} seconds:\n{said[-4000:]}")


@pytest.mark.parametrize("name", ["dask", "ray"])
@pytest.mark.xdist_group("clusters")
def test_the_contract_holds_on_two_nodes(name: str) -> None:
    if importlib.util.find_spec("distributed" if name == "dask" else name) is None:
        pytest.skip(f"{name} is not installed")
    command = [*in_namespace(), sys.executable, str(CASE), name]
    with tempfile.TemporaryDirectory(
        dir="/tmp", prefix="t-"
    ) as folder:  # a short name: the path of a socket has 107 characters
        environment = {**os.environ, "PYTHONPATH": str(HERE), "TMPDIR": folder}
        done = finished(command, environment)
    if done.returncode == NOT_STARTED:
        pytest.skip(f"the cluster did not start: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    assert "the same layers: 6 pages" in done.stdout
    assert "a node was killed: 20 shards of 20, 40 pages" in done.stdout
