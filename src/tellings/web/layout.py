"""The templates: those of the report, and those of the application, which give the report's pieces their links."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tellings import __version__
from tellings.export.html import TEMPLATES as REPORT
from tellings.export.report_marks import Marks
from tellings.web import addresses

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
STATIC = {
    "report.css": (REPORT / "report.css", "text/css"),
    "web.css": (HERE / "static" / "web.css", "text/css"),
    "pane.js": (REPORT / "pane.js", "text/javascript"),
    "web.js": (HERE / "static" / "web.js", "text/javascript"),
    "icon.svg": (HERE / "static" / "icon.svg", "image/svg+xml"),
}
"""What is served as it lies: name, file and type."""


@cache
def static_bytes(name: str) -> tuple[bytes, str, str]:
    """Return a file that is served as it lies: its bytes, its type and a tag that changes with it. Raises KeyError."""
    file, kind = STATIC[name]
    content = file.read_bytes()
    return content, kind, hashlib.sha256(content).hexdigest()[:12]


def static_link(name: str) -> str:
    """Return the address of a file that is served as it lies; it changes with the file, so that it may be kept for ever."""
    return f"/static/{static_bytes(name)[2]}/{name}"


@cache
def world() -> tuple[str, str]:
    """Return the outlines of the world's land and borders as SVG paths, in degrees (Natural Earth, public domain)."""
    import re

    found = re.findall(r' d="([^"]+)"', (HERE / "static" / "world.svg").read_text(encoding="utf-8"))
    return found[0], found[1]


@cache
def environment() -> Environment:
    """Return the templates; everything is escaped, and an unknown name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader([HERE / "templates", REPORT]), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    marks = Marks(addresses.page_link, addresses.actor_link)
    found.globals.update(
        cites=marks.cites, fact_rows=marks.fact_rows, fact_items=marks.fact_items, actor_rows=marks.actor_rows,
        page_link=addresses.page_link, story_link=addresses.story_link,
        copies_link=addresses.copies_link, actor_link=addresses.actor_link, with_query=addresses.with_query,
        slug=addresses.slug, static=static_link, version=__version__, world=world,
    )  # fmt: skip
    return found


def render(template: str, **values: Any) -> str:
    """Return a template laid out."""
    return environment().get_template(template).render(**values)
