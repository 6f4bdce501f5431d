"""Workers for the engine tests; they are named to the engine as "workers:NAME"."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tellings.model import Analysis, Document, Page

Work = Callable[[Sequence[Page]], list[Analysis]]


def plain(options: dict[str, Any]) -> Work:
    """Give each page a document; misbehave on the pages that ask for it."""

    def work(pages: Sequence[Page]) -> list[Analysis]:
        found = []
        for page in pages:
            if page.text == "segfault":
                os.kill(os.getpid(), signal.SIGSEGV)
            if page.text.startswith("wait for "):
                started = Path(page.text.removeprefix("wait for "))
                started.with_suffix(f".{len(list(started.parent.glob('*.try')))}.try").write_text(str(os.getpid()))
                time.sleep(0.6)
            if page.text == "suicide":
                os.kill(os.getpid(), signal.SIGKILL)
            if page.text == "slow":
                time.sleep(0.3)
            if page.text == "hang":
                time.sleep(60)
            if page.text == "hoard":
                bytearray(3_000_000_000)
            if page.text == "print":
                print("noise on stdout")  # noqa: T201
            text = page.text + str(options.get("suffix", ""))
            found.append(Analysis(document=Document(id=page.id, source=page.source, text=text, form=page.form)))
        return found

    return work


def lossy(options: dict[str, Any]) -> Work:
    """Lose the last page."""
    return lambda pages: plain(options)(pages)[:-1]
