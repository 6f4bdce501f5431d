"""A Sphinx directive that runs what a page shows and prints what came out, so that no page shows what the program does not say.

    ```{shown}
    :holds: EXACT
    $ tellings verify-quote "we never heard a horn" sample/pages
    ```

Lines behind `$ ` are commands; `| head -n N` cuts what is printed; `{shown} python` runs its lines as one program. A page has
one folder of its own, in which the sample lies. `<story of FILE>` stands for the id, shortened, of the story that a page tells
in `news.db`. A command that fails, or an answer without every text of `:holds:` (parted by ` | `), is a warning.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)
ROOT = Path(__file__).parent.parent.parent
HEAD = re.compile(r"\s*\|\s*head -n (\d+)$")
FIRST: dict[str, tuple[Path, str]] = {}
"""What the first command of a page printed, with the folder as it left it: pages that begin alike share the work."""
FOLDERS: dict[str, Path] = {}
STORY = re.compile(r"<story of ([\w./-]+)>")


def folder_of(page: str) -> Path:
    """Return the folder in which a page's commands run."""
    if page not in FOLDERS:
        FOLDERS[page] = Path(tempfile.mkdtemp(prefix="tellings-docs-"))
        (FOLDERS[page] / "sample").symlink_to(ROOT / "sample")
    return FOLDERS[page]


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[io.TextIOWrapper]:
    """Run in a folder; what is printed goes to what is given."""
    before, out = Path.cwd(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            yield out
    finally:
        os.chdir(before)


def printed(out: io.TextIOWrapper) -> str:
    """Return what was printed."""
    buffer = out.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def command(line: str, folder: Path) -> tuple[int, str]:
    """Run one line of a terminal; return its exit code and what it printed."""
    cut = HEAD.search(line)
    bare = line[: cut.start()] if cut else line
    words = shlex.split(bare)
    if words[0] == "tellings" and not {"|", ">"} & set(words):
        from tellings.cli.program import run

        with inside(folder) as out:
            code = run(words[1:])
        said = printed(out)
    else:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(bare, shell=True, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)
        code, said = done.returncode, done.stdout + done.stderr
    lines = said.splitlines()
    return code, "\n".join(lines[: int(cut[1])] if cut else lines)


def with_ids(line: str, folder: Path) -> str:
    """Return a line with the ids of the stories that it names by a page."""
    if not STORY.search(line):
        return line
    table = folder / "pages.tmp.csv"
    command(f"tellings --library news.db export --format csv --table pages -o {table.name}", folder)
    with table.open(encoding="utf-8", newline="") as rows:
        known = {Path(row["path"]).name: row["story"] for row in csv.DictReader(rows) if row.get("path")}
    table.unlink()
    return STORY.sub(lambda found: known[found[1]][:8], line)


def first(line: str, folder: Path) -> tuple[int, str]:
    """Run the first line of a page, or take over what the same line left on another page."""
    if line in FIRST:
        known, said = FIRST[line]
        shutil.copytree(known, folder, dirs_exist_ok=True)
        return 0, said
    code, said = command(line, folder)
    kept = Path(tempfile.mkdtemp(prefix="tellings-docs-"))
    shutil.copytree(folder, kept, dirs_exist_ok=True, ignore=shutil.ignore_patterns("sample"))
    FIRST[line] = (kept, said)
    return code, said


def program(code: str, folder: Path) -> tuple[int, str]:
    """Run lines of Python."""
    with inside(folder) as out:
        try:
            exec(compile(code, "example", "exec"), {"__name__": "__main__"})
        except Exception:
            return 1, printed(out) + traceback.format_exc()
    return 0, printed(out).rstrip()


class Shown(SphinxDirective):
    """What is run while the page is built."""

    has_content = True
    optional_arguments = 1
    option_spec: ClassVar = {"holds": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the lines with what they printed."""
        begun = self.env.docname in FOLDERS
        folder = folder_of(self.env.docname)
        if self.arguments == ["python"]:
            source = "\n".join(self.content)
            shown, said = source, self._good(program(source, folder), source)
            return [self._block(shown, "python"), *([self._block(said, "text")] if said else [])]
        found, answers = [], ""
        for line in self.content:
            if not line.startswith("$ "):
                continue
            line = with_ids(line, folder)
            own = re.sub(r"\s{2,}#.*", "", line[2:])
            said = self._good(command(own, folder) if begun else first(own, folder), own)
            begun, answers = True, answers + said
            found += [line, *([said] if said else [])]
        for text in filter(None, self.options.get("holds", "").split(" | ")):
            if text not in answers:
                self._warn(f"{text!r} is not in what was printed")
        return [self._block("\n".join(found), "console")]

    def _good(self, answer: tuple[int, str], line: str) -> str:
        code, said = answer
        logger.info("  ran: %s", line.splitlines()[-1][:100])
        if code:
            self._warn(f"exit code {code} of {line[:80]!r}: {said[-600:]}")
        return said

    def _warn(self, words: str) -> None:
        self.state.document.reporter.warning(words, line=self.lineno)

    def _block(self, text: str, language: str) -> nodes.literal_block:
        block = nodes.literal_block(text, text)
        block["language"] = language
        block["classes"] = ["shown", f"shown-{language}"]
        return block


def swept(*_: Any) -> None:
    """Take the folders away."""
    for folder in [*FOLDERS.values(), *(kept for kept, _ in FIRST.values())]:
        shutil.rmtree(folder, ignore_errors=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the directive."""
    app.add_directive("shown", Shown)
    app.connect("build-finished", swept)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
