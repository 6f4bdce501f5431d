"""The Python functions: what a newcomer writes works, and works twice."""

from __future__ import annotations

import subprocess
import sys


def test_the_functions_are_not_hidden_by_the_folders_of_their_names() -> None:
    code = (
        "import tellings, tellings.read, tellings.compare\n"
        "from tellings.read import read_inputs\n"
        "for _ in range(2):\n"
        "    (page,) = tellings.read('-c')\n"
        "    assert isinstance(page, tellings.Failure)\n"
        "assert tellings.compare.__name__ == 'compare' and callable(tellings.compare)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
