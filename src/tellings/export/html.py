"""The report's page: one self-contained HTML file that opens from disk; no network, everything escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.export.manifest import Manifest
from tellings.export.report_marks import Marks
from tellings.export.report_view import Namer, page_views, story_view
from tellings.model import Analysis, News, Story

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the templates; everything is escaped, and an unknown name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    marks = Marks(_page_link)
    found.globals.update(
        page_link=_page_link,
        story_link=lambda story: f"#story-{story}",
        cites=marks.cites,
        fact_rows=marks.fact_rows,
        fact_items=marks.fact_items,
        actor_rows=marks.actor_rows,
    )
    return found


def _page_link(anchor: str, start: int = 0, end: int = 0) -> str:
    return f"#{anchor}"


def content_hash(script: str) -> str:
    """Return the source expression that lets exactly this inline script run (CSP level 3)."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def render(
    stories: Sequence[Story],
    analyses: Sequence[Analysis],
    *,
    manifest: Manifest,
    title: str,
    show_commenters: bool = False,
    news: Sequence[News] = (),
) -> str:
    """Return the page: stories with most independent accounts first."""
    namer = Namer(analyses)
    new = {n.story: n for n in news}
    ranked = sorted(stories, key=lambda s: (-s.counts.accounts, -s.counts.pages, s.last is None, s.last or "", s.id))
    script = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("pane.js", "report.js"))
    return environment().get_template("report.html.j2").render(
        title=title,
        stories=[story_view(s, namer, news=new.get(s.id)) for s in ranked],
        pages=page_views(analyses, namer, show_commenters=show_commenters),
        manifest=manifest,
        style=(TEMPLATES / "report.css").read_text(encoding="utf-8"),
        script=script,
        script_source=content_hash(script),
    )  # fmt: skip
