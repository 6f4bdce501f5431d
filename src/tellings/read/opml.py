"""Lists of feeds in OPML 1.0 and 2.0, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from tellings.errors import EmptyInput, UnreadableInput
from tellings.model.feeds import Outline
from tellings.read.addresses import normalise
from tellings.read.feeds_markup import ILLEGAL, xml_text

BETWEEN = " / "


def read_opml(raw: bytes, *, where: str) -> tuple[tuple[Outline, ...], tuple[str, ...]]:
    """Return the feeds of a list, each once, and what was passed over. Raises UnreadableInput or EmptyInput."""
    from lxml import etree

    text, notes = xml_text(raw)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False)
    try:
        root: Any = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise UnreadableInput("the list is not XML", where=where, why=str(problem)) from problem
    body = None if root is None else next((e for e in root.iter() if str(e.tag).lower() == "body"), None)
    if body is None:
        raise UnreadableInput("this is no OPML list", where=where, hint="export the list from your reader as OPML")
    found: dict[str, Outline] = {}
    found_notes = list(notes)
    for outline in body.iter():
        values = {str(k).lower(): str(v) for k, v in outline.attrib.items()}
        if "xmlurl" in values:
            around = [_name(e) for e in outline.iterancestors() if e.get("text") or e.get("title")]
            _keep(values, _name(outline), tuple(n for n in reversed(around) if n), found, found_notes)
    if not found:
        raise EmptyInput("the list names no feed", where=where, why="; ".join(found_notes[:3]))
    return tuple(found.values()), tuple(found_notes)


def _name(outline: Any) -> str:
    return " ".join(str(outline.get("title") or outline.get("text") or "").split())


def _keep(values: dict[str, str], name: str, folders: tuple[str, ...], found: dict[str, Outline], notes: list[str]) -> None:
    address = normalise(values["xmlurl"].replace("feed://", "http://", 1))
    if address is None:
        notes.append(f"{values['xmlurl'][:100]!r} is no address of the web and was passed over")
        return
    home = normalise(values.get("htmlurl", "")) if values.get("htmlurl") else None
    found.setdefault(address, Outline(address=address, title=name or None, home=home, folder=BETWEEN.join(folders) or None))


def write_opml(outlines: Sequence[Outline], *, title: str = "Feeds") -> str:
    """Return a list of feeds as OPML 2.0, folders as outlines around them."""
    tree: dict[str, Any] = {}
    for outline in outlines:
        here = tree
        for name in (outline.folder or "").split(BETWEEN) if outline.folder else ():
            here = here.setdefault(name, {})
        here.setdefault("", []).append(outline)
    top = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', f"  <head><title>{_escaped(title)}</title></head>"]
    lines = [*top, "  <body>", *_written(tree, "    "), "  </body>", "</opml>"]
    return "\n".join(lines) + "\n"


def _written(tree: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for outline in tree.get("", ()):
        values = {"type": "rss", "text": outline.title or outline.address, "title": outline.title, "xmlUrl": outline.address,
                  "htmlUrl": outline.home}  # fmt: skip
        lines.append(f"{indent}<outline {' '.join(f'{k}={_quoted(v)}' for k, v in values.items() if v)}/>")
    for name, inner in tree.items():
        if name:
            lines += [f"{indent}<outline text={_quoted(name)} title={_quoted(name)}>", *_written(inner, indent + "  "),
                      f"{indent}</outline>"]  # fmt: skip
    return lines


def _quoted(value: str) -> str:
    return quoteattr(ILLEGAL.sub("", value), {"\n": "&#10;", "\t": "&#9;"})


def _escaped(value: str) -> str:
    return ILLEGAL.sub("", value).replace("&", "&amp;").replace("<", "&lt;")
