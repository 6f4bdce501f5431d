"""The walls: who may import whom, proved by planted violations; heavy libraries are imported only when used."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = (
    "spacy",
    "numpy",
    "scipy",
    "sklearn",
    "lxml",
    "trafilatura",
    "onnxruntime",
    "pyarrow",
    "fastwarc",
    "ray",
    "distributed",
)
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    environment = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(tree: Path, module: str, line: str) -> None:
    file = tree / "src" / "tellings" / module
    file.write_text(
        file.read_text().replace("from __future__ import annotations\n", f"from __future__ import annotations\n{line}\n", 1)
    )


def test_the_walls_stand(tree: Path) -> None:
    result = lint(tree)
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("annotate/times.py", "from tellings.relate import stories"),
        ("relate/stories.py", "from tellings.annotate import times"),
        ("model/pages.py", "from tellings.settings import Limits"),
        ("engine/local.py", "from tellings.store import SqliteStore"),
        ("store/sqlite.py", "from tellings.pipeline import Pipeline"),
        ("pipeline.py", "from tellings.cli import main"),
        ("compare/facts.py", "import sqlite3"),
        ("extract/page.py", "import socket"),
    ],
)
def test_a_planted_violation_is_found(tree: Path, module: str, line: str) -> None:
    plant(tree, module, line)
    result = lint(tree)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout


@pytest.mark.parametrize(
    "module", ["tellings", "tellings.cli.program", "tellings.library", "tellings.telling", "tellings.read", "tellings.api"]
)
def test_heavy_libraries_wait_until_they_are_used(module: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_no_module_is_a_drawer() -> None:
    assert not [p for p in (ROOT / "src").rglob("*.py") if p.stem in DRAWERS]


def test_the_public_names_are_those_that_exist() -> None:
    import tellings

    assert all(getattr(tellings, name) is not None for name in tellings.__all__)
    assert dir(tellings) == sorted(tellings.__all__)


SOCKETS = ("socket", "ssl", "http.client", "http.server", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib",
           "smtplib", "asyncio.streams")  # fmt: skip
MAY_CONNECT = {"read/fetch.py", "read/endpoint.py", "digest.py"}
"""The first fetches feeds and pages; the others speak with the language model and the mail server that a person names."""


def test_only_one_module_fetches() -> None:
    found = set()
    for file in (ROOT / "src" / "tellings").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
            if any(name == s or name.startswith(f"{s}.") for name in names for s in SOCKETS):
                found.add(file.relative_to(ROOT / "src" / "tellings").as_posix())
    assert {file for file in found if not file.startswith("web/")} <= MAY_CONNECT
    assert "read/fetch.py" in found
