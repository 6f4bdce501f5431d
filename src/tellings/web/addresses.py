"""Addresses of the application: what a page, a story or an actor is called in a URL, and back."""

from __future__ import annotations

from urllib.parse import unquote, urlencode

from tellings.export.naming import slug as slug


def unslug(segment: str) -> str:
    """Return the name that a path segment stands for."""
    return unquote(segment.replace("~", "%"), errors="replace")


def page_link(anchor: str, start: int = 0, end: int = 0) -> str:
    """Return the address of a page, at a passage where one is given; `anchor` is the slug of its id."""
    return f"/pages/{anchor}" + (f"?from={start}&to={end}#passage" if end else "")


def story_link(story: str) -> str:
    """Return the address of a story."""
    return f"/stories/{slug(story)}"


def actor_link(name: str) -> str:
    """Return the address of whoever bears a name."""
    return f"/actors/{slug(name)}"


def copies_link(one: str, other: str) -> str:
    """Return the address of two pages, by their slugs, with their shared passages side by side."""
    return f"/copies?a={one.replace('.', '~2E')}&b={other.replace('.', '~2E')}"


def with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    """Return a path with a query; empty values are left out."""
    kept = [(k, v) for k, v in pairs if v]
    return f"{path}?{urlencode(kept)}" if kept else path
