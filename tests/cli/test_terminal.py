"""Words of pages cannot steer the terminal that shows them, nor make a formula in a spreadsheet."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.cli.program import run
from tellings.cli.terminal import STEERING, printable
from tellings.export.cells import BLANKS, FORMULA, cell

SOURCES = Path(__file__).parent.parent.parent / "src" / "tellings"
HOSTILE = "Ev\x1b[2Jil\u202egnp.exe\x07\x9b31m\r\u2028"
ROWS = (
    {"id": "a", "text": "The ferry Petrel sank off Brest on Tuesday and 12 people were rescued, the owner said.", "outlet": HOSTILE},
    {"id": "b\x1b[31m", "text": "The ferry Petrel sank\u202e off Brest on Tuesday; 14 people were rescued.", "title": HOSTILE,
     "authors": ["\u2066Ana\x1b]0;x\x07"], "outlet": "B"},
)  # fmt: skip
NAMES = st.text(st.sampled_from("aZ\u0430é中\u200b\u200d\u2060\u202a\u202e\u2066\u2069\x00\x1b\x7f\x9b\r\n\t=+-@"), max_size=12)


@given(NAMES)
def test_no_sign_that_steers_is_left_and_all_else_stays(text: str) -> None:
    shown = printable(text)
    assert not STEERING.search(shown)
    assert json.loads(json.dumps(re.sub(STEERING, "", text))) == re.sub(r"\\u[0-9a-f]{4}", "", shown)
    assert printable(shown) == shown


@given(NAMES)
def test_a_cell_with_unseen_signs_before_a_formula_is_no_formula(name: str) -> None:
    assert not cell(name).lstrip(BLANKS).startswith(FORMULA)


@pytest.mark.parametrize("command", ["analyse", "stories"])
def test_names_of_pages_do_not_steer_the_terminal(command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    assert run([command, str(file), "--as-is", "--quiet", "--workers", "1"]) == 0
    out, err = capfd.readouterr()
    assert "gnp.exe" in out
    assert not [sign for sign in STEERING.findall(out + err) if sign not in "\n\t"]


def test_commands_print_for_reading_through_one_function_alone() -> None:
    printed = re.compile(r"click\.echo\(")
    found = {p.name for p in (SOURCES / "cli").glob("*.py") if printed.search(p.read_text(encoding="utf-8"))}
    plain = {"check.py", "corpus.py", "crawl.py", "feeds.py", "library.py", "load.py", "schema.py", "terminal.py", "worker.py"}
    assert found <= plain, "use tellings.cli.terminal.say, which spells out what steers a terminal"


def test_tables_are_written_through_the_cells_that_disarm_formulas() -> None:
    found = {p.name for p in SOURCES.rglob("*.py") if re.search(r"csv\.(writer|DictWriter)\(", p.read_text(encoding="utf-8"))}
    assert found == {"cells.py"}
