"""The documentation: what it shows runs, what it names exists, what is generated is up to date."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tellings.cli.program import COMMANDS, program

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```(?:console|\{shown\}(?! python))\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def examples() -> list[tuple[str, str]]:
    return [(p.name, "\n".join(found)) for p in PAGES if (found := PYTHON.findall(p.read_text(encoding="utf-8")))]


@pytest.mark.parametrize(("name", "code"), examples(), ids=[name for name, _ in examples()])
def test_the_python_of_a_page_runs(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "sample").symlink_to(ROOT / "sample")
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, f"{name}: {result.stderr[-2000:]}"
    assert result.stdout.strip(), f"{name} prints nothing"


def command_lines() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
            found += [(page.name, line[2:].split("  #")[0]) for line in block.splitlines() if line.startswith("$ ")]
    return found


@pytest.mark.parametrize(("page", "line"), command_lines())
def test_the_commands_of_a_page_exist_with_their_options(page: str, line: str) -> None:
    for one in line.split("|"):
        words = shlex.split(one)
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), one
        if Path(words[0]).name != "tellings":
            continue
        if words[1] == "--library":
            words = [words[0], *words[3:]]
        if words[1].startswith("-"):
            continue
        assert words[1] in COMMANDS, f"{page}: {one}"
        command = program.get_command(click.Context(program), words[1])
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words[2])
        assert command, f"{page}: {one}"
        known = {option for parameter in command.params for option in parameter.opts}
        assert {w for w in words[2:] if re.match(r"--?[a-z]", w)} <= known | {"--help"}, f"{page}: {one}"


def test_every_link_leads_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith(("http", "#")) and not (page.parent / target).exists()
    ]
    assert not dead


def test_the_references_are_what_the_code_says() -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "references.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_every_page_of_the_site_is_in_its_list() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    named = {m[1] for m in re.finditer(r"^(?:.*<)?([a-z/-]+)>?$", index, re.MULTILINE)}
    pages = {str(p.relative_to(ROOT / "docs").with_suffix("")) for p in (ROOT / "docs").rglob("*.md")} - {"index"}
    assert pages <= named


def test_every_dependency_has_its_reason() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = re.findall(r'^  "([a-z0-9-]+)[>=]', project.split("dependencies = [")[1].split("]")[0], re.MULTILINE)
    assert names
    assert [n for n in names if n not in design] == []


def test_every_trained_weight_file_has_its_card() -> None:
    from tellings.models.weights import pins

    own = {pin.path.split("/")[0] for pin in pins().values() if not pin.package and pin.path.split("/")[0] != "minilm"}
    cards = {p.stem for p in (ROOT / "training").glob("*.md")}
    assert [folder for folder in own if not any(card.startswith(folder) for card in cards)] == []
