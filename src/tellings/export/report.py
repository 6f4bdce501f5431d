"""The report: a folder with index.html, stories.jsonl, documents.jsonl and manifest.json."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tellings import __version__
from tellings.errors import StoreError
from tellings.export.contract import document_view
from tellings.export.manifest import InputSeen, Manifest, ModelUsed, RunAccount
from tellings.model import Analysis, News, Story
from tellings.models.weights import pins, weights


def prepare(folder: Path) -> None:
    """Make the folder. Raises StoreError where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as problem:
        hint = "name a folder that you may write"
        raise StoreError(
            "the report cannot be written", where=str(folder), why=problem.strerror or str(problem), hint=hint
        ) from problem


def write_report(
    folder: Path,
    stories: Sequence[Story],
    analyses: Sequence[Analysis],
    *,
    run: RunAccount,
    title: str,
    news: Sequence[News] = (),
) -> Manifest:
    """Write the whole report and return its manifest."""
    from tellings.export.html import render

    manifest = _manifest(stories, analyses, run)
    _write(folder / "stories.jsonl", _lines(stories))
    _write(folder / "documents.jsonl", _lines(document_view(a) for a in analyses))
    _write(folder / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    _write(
        folder / "index.html", render(stories, analyses, manifest=manifest, title=title, news=news).encode("utf-8", "replace")
    )
    return manifest


def _lines(records: Iterable[Any]) -> bytes:
    return b"".join(msgspec.json.encode(record) + b"\n" for record in records)


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(content)
    temporary.replace(path)


def _manifest(stories: Sequence[Story], analyses: Sequence[Analysis], run: RunAccount) -> Manifest:
    sources = [(a.id, a.document.source) for a in analyses]
    return Manifest(
        program="tellings", version=__version__, python=platform.python_version(),
        models=tuple(ModelUsed(name=n, state=weights(n).state, sha256=p.sha256) for n, p in pins().items()),
        run=run, pages=tuple(InputSeen(id=i, path=s.path, url=s.url, sha256=s.sha256) for i, s in sources),
        documents=len(analyses), stories=len(stories),
    )  # fmt: skip
