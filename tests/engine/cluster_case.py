"""Starts a cluster of two nodes on loopback, kills one of them in the middle of a run, and runs the contract of engines on it.

Run as `python cluster_case.py dask|ray`; the network is that of the caller, who should have none but loopback.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "sample" / "pages"
SCRIPTS = Path(sys.executable).parent
UP, SET_FLAGS, GET_FLAGS = 1, 0x8914, 0x8913


def loopback_up() -> None:
    """Bring up this namespace's loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        ask = struct.pack("16sh14s", b"lo", 0, b"")
        flags = struct.unpack("16sh14s", fcntl.ioctl(s, GET_FLAGS, ask))[1]
        fcntl.ioctl(s, SET_FLAGS, struct.pack("16sh14s", b"lo", flags | UP, b""))


def started(*command: str) -> subprocess.Popen[bytes]:
    """Start a node, in a session of its own, so that all of it can be killed."""
    return subprocess.Popen([str(SCRIPTS / command[0]), *command[1:]], start_new_session=True, stdout=subprocess.DEVNULL)


def killed(node: subprocess.Popen[bytes]) -> None:
    """Kill a node with everything that it started."""
    with suppress(ProcessLookupError):
        os.killpg(node.pid, signal.SIGKILL)
    node.wait()


def listening(host: str, port: int, *, seconds: float = 180.0) -> None:
    """Wait until a port answers; where none does, the cluster is at fault, not the engine."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.1)
    print(f"nothing listens on {host}:{port}", file=sys.stderr)  # noqa: T201
    sys.exit(77)


@contextmanager
def dask() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yield the address and the two worker nodes of a Dask cluster."""
    head = started("dask", "scheduler", "--host", "127.0.0.1", "--port", "8786", "--no-dashboard", "--no-show")
    listening("127.0.0.1", 8786)
    address = "tcp://127.0.0.1:8786"
    nodes = [
        started("dask", "worker", address, "--host", host, "--nthreads", "1", "--no-dashboard")
        for host in ("127.0.0.1", "127.0.0.2")
    ]
    try:
        yield address, nodes
    finally:
        for node in (*nodes, head):
            killed(node)


def alive(nodes: int, *, seconds: float = 120.0) -> None:
    """Wait until so many nodes of the Ray cluster have joined: a port answers before its node is known, and a node that comes
    earlier than the head gives up."""
    asked = (
        f"import ray; ray.init('127.0.0.1:6399', log_to_driver=False); assert sum(n['Alive'] for n in ray.nodes()) >= {nodes}"
    )
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(subprocess.TimeoutExpired):  # a head that hangs in its start is no cluster
            if not subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True, timeout=seconds).returncode:
                return
        time.sleep(1)
    print(f"{nodes} nodes did not join", file=sys.stderr)  # noqa: T201
    sys.exit(77)


@contextmanager
def ray() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yield the address and the second node of a Ray cluster (the first is the head, which also works)."""
    quick = {
        "RAY_health_check_initial_delay_ms": "1000",
        "RAY_health_check_period_ms": "1000",
        "RAY_health_check_failure_threshold": "12",  # twelve seconds: a busy machine is no dead node
    }
    os.environ.update({"RAY_AUTH_MODE": "disabled", **quick})
    # A node gives its agent half a minute to begin, which a first import beside other work may take.
    subprocess.run([sys.executable, "-c", "import ray.dashboard.agent"], check=False, stderr=subprocess.DEVNULL)
    common = ("--num-cpus=1", "--block", "--object-store-memory=100000000", "--disable-usage-stats")
    head = started("ray", "start", "--head", "--node-ip-address=127.0.0.1", "--port=6399", "--include-dashboard=false", *common)
    listening("127.0.0.1", 6399)
    alive(1)
    node = started("ray", "start", "--address=127.0.0.1:6399", "--node-ip-address=127.0.0.2", *common)
    alive(2)
    try:
        yield "127.0.0.1:6399", [node]
    finally:
        for one in (node, head):
            killed(one)


def survives_a_lost_node(name: str, address: str, nodes: list[subprocess.Popen[bytes]]) -> None:
    """Run shards while the last node is killed; every page must have its result."""
    from tellings.engine import Task, check_ledger, write_pages
    from tellings.engine.named import engine_named
    from tellings.model import Page, Source

    folder = Path(tempfile.mkdtemp())
    pages = [Page(id=f"p{i}", source=Source(sha256=str(i)), form="clean", text="slow") for i in range(40)]
    shards = [write_pages(folder, i, pages[i * 2 : i * 2 + 2]) for i in range(20)]
    engine = engine_named(name, address=address)
    done = 0
    for _ in engine.run(shards, Task(factory="workers:plain", page_seconds=20)):
        done += 1
        if done == 3:
            killed(nodes[-1])
    engine.close()
    assert check_ledger(shards) == len(pages), "pages were lost with their node"
    print(f"a node was killed: {done} shards of {len(shards)}, {len(pages)} pages")  # noqa: T201


def gives_the_same_layers_and_stories(name: str, address: str) -> None:
    """Run a crawl and its corpus job on the cluster and in this process; every row must be the same."""
    import pyarrow.parquet as pq

    from tellings.corpus import STEPS, run_corpus
    from tellings.crawl import prepare, run
    from tellings.engine import InlineEngine
    from tellings.engine.named import engine_named
    from tellings.settings import Settings

    folder, settings, found = Path(tempfile.mkdtemp()), Settings(), []
    inputs = sorted(str(f) for f in SAMPLE.iterdir() if f.suffix == ".html")[:6]
    for out, engine in ((folder / "one", InlineEngine()), (folder / "two", engine_named(name, address=address))):
        run(out, prepare(inputs, out, settings=settings), engine=engine, settings=settings)
        engine.close()
        run_corpus(out)
        layers = ("pages", "quotations", "events", "documents", "keys", "names", *STEPS)
        rows = (
            [r for f in sorted((out / layer).rglob("*.parquet")) for r in pq.ParquetFile(f).read().to_pylist()]
            for layer in layers
        )
        found.append([sorted(own, key=lambda row: [str(v) for v in row.values()]) for own in rows])
    assert found[0] == found[1], "the cluster gave other layers"
    print(f"the same layers: {len(found[0][0])} pages, {len(found[0][8])} articles in stories")  # noqa: T201


def main(name: str) -> int:
    """Run the contract, a crawl with its corpus job, then the loss of a node; return the exit code."""
    loopback_up()
    with {"dask": dask, "ray": ray}[name]() as (address, nodes):
        os.environ["TELLINGS_TEST_CLUSTER"] = f"{name} {address}"
        contract = pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(HERE / "test_engines.py")])
        if contract:
            return int(contract)
        gives_the_same_layers_and_stories(name, address)
        survives_a_lost_node(name, address, nodes)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main(sys.argv[1]))
