"""Nothing of the built site may be loaded from elsewhere: no script, style, font, picture or frame; links may lead away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc=[\"']?(?:https?:)?//[^\"'\s>]+"
    r"|<link\b(?![^>]*\brel=[\"']?canonical)[^>]*\bhref=[\"']?(?:https?:)?//[^\"'\s>]+",
    re.IGNORECASE,
)
IN_STYLES = re.compile(r"(?:@import\s+[\"']?|url\(\s*[\"']?)(?:https?:)?//[^\"')\s]+", re.IGNORECASE)


def foreign(folder: Path) -> list[str]:
    """Return what the pages and styles of a folder would load from elsewhere."""
    found = []
    for file in sorted(folder.rglob("*")):
        pattern = {".html": LOADED, ".css": IN_STYLES}.get(file.suffix)
        if pattern:
            text = file.read_text(encoding="utf-8")
            found += [f"{file.relative_to(folder)}: {m[0][:120]}" for m in pattern.finditer(text)]
    return found


def check(app: Sphinx, problem: Exception | None) -> None:
    """Fail the build where something would be loaded from elsewhere."""
    if problem is None and app.builder.format == "html" and (found := foreign(Path(app.outdir))):
        raise ExtensionError("the site would load from elsewhere:\n" + "\n".join(found[:20]))


def inward(app: Sphinx, page: str, source: list[str]) -> None:
    """Name files of the repository that are no part of the site, where a page links to them."""
    depth = "../" * (page.count("/") + 1)
    source[0] = re.sub(rf"\[([^\]]+)\]\({re.escape(depth)}([\w./-]+)\)", lambda m: f"{m[1]} (`{m[2]}`)", source[0])


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the check."""
    app.connect("source-read", inward)
    app.connect("build-finished", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
