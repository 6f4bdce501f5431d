"""What a page's markup declares of itself: JSON-LD, meta elements, links, microdata. Read, not yet judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tellings.lang import table

if TYPE_CHECKING:
    from lxml.etree import _Element

ARTICLES = re.compile(
    r"article|blogposting|reportage|liveblog|posting|review|report|analysis|opinion|podcast|story", re.IGNORECASE
)
LONGEST_SCRIPT = 500_000
"""Characters; a longer JSON-LD script is data of another kind."""


@dataclass(slots=True)
class Declared:
    """Candidates in the order in which they are to be believed."""

    titles: list[str] = field(default_factory=list)
    """Headlines that stand for the article alone."""
    document_title: str = ""
    """The title element; often bears the outlet's name too."""
    descriptions: list[str] = field(default_factory=list)
    authors: list[tuple[str, ...]] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    language: str | None = None
    free: bool | None = None
    """What the page says of itself: False for an article behind a paywall."""
    live: bool = False


def declared(root: _Element) -> Declared:
    """Read everything that a page's markup says of the page."""
    found = Declared(language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    for thing in _things(root):
        _from_thing(thing, found)
    metas = _metas(root)
    named = table("markup", "any")["meta"]
    for kind in ("titles", "published", "updated", "outlets", "descriptions"):
        getattr(found, kind).extend(value for name in named[kind] for value in metas.get(name, ()))
    for name in named["authors"]:
        values = tuple(v for v in metas.get(name, ()) if not v.startswith("http"))
        if values:
            found.authors.append(values)
    canonical = next((e.get("href") for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    found.urls = [
        u for u in (canonical or "", *(v for n in named["canonical"] for v in metas.get(n, ())), *found.urls) if _absolute(u)
    ]
    if not found.language:
        found.language = next((v for n in ("content-language", "og:locale", "language") for v in metas.get(n, ())), None)
    element = next(root.iter("title"), None)
    found.document_title = " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""
    return found


def _absolute(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("http://", "https://")) and str(url).rstrip("/").count("/") > 2


def _metas(root: _Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        if content:
            for key in ("property", "name", "itemprop", "http-equiv"):
                name = element.get(key)
                if name:
                    found.setdefault(name.strip().lower(), []).append(content)
                    break
    return found


def _things(root: _Element) -> list[dict[str, Any]]:
    """Return the JSON-LD objects of a page, articles first."""
    things: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) < LONGEST_SCRIPT:
            things += _objects(_loaded(script.text))
    return sorted(things, key=lambda t: not ARTICLES.search(_type(t)))


def _loaded(script: str) -> Any:
    text = script.strip().removeprefix("<![CDATA[").removesuffix("]]>").removeprefix("//<![CDATA[").rstrip(" ;")
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    pending = [value]
    while pending and len(found) < 200:
        item = pending.pop(0)
        if isinstance(item, list):
            pending = item[:100] + pending
        elif isinstance(item, dict):
            found.append(item)
            pending += [
                item[k] for k in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if isinstance(item.get(k), dict | list)
            ]
    return found


def _type(thing: dict[str, Any]) -> str:
    kind = thing.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _from_thing(thing: dict[str, Any], found: Declared) -> None:
    kind = _type(thing)
    if not ARTICLES.search(kind):
        if re.search(r"organization|newsmedia|website", kind, re.IGNORECASE):
            found.outlets += _strings(thing.get("name"))
        elif "WebPage" in kind:
            found.published += _strings(thing.get("datePublished"))
            found.updated += _strings(thing.get("dateModified"))
        return
    found.live = found.live or "LiveBlog" in kind
    found.titles += _strings(thing.get("headline")) or _strings(thing.get("name"))
    names = tuple(_names(thing.get("author") or thing.get("creator")))
    if names:
        found.authors.append(names)
    found.published += _strings(thing.get("datePublished")) or _strings(thing.get("dateCreated"))
    found.updated += _strings(thing.get("dateModified"))
    found.outlets = [*_names(thing.get("publisher")), *found.outlets]
    found.urls += [u for u in _strings(thing.get("url")) if _absolute(u)]
    free = thing.get("isAccessibleForFree")
    if free is not None and found.free is None:
        found.free = str(free).strip().lower() not in ("false", "0", "no")


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [" ".join(value.split())] if value.strip() else []
    if isinstance(value, list):
        return [s for v in value[:20] for s in _strings(v)]
    return []


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        yield from _names(value.get("name"))
    elif isinstance(value, list):
        for item in value[:20]:
            yield from _names(item)
