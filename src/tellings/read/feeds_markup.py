"""What feeds get wrong before they are XML at all is mended here; and titles, whatever they are written in, become plain."""

from __future__ import annotations

import html
import re
from html.entities import html5

from tellings.read.charset import decode

CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
LOOSE = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
OPEN = re.compile(r"<(?![A-Za-z_:/!?])")
OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
ROOT = re.compile(r"<(?:\?xml\b|(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex|opml)\b)", re.IGNORECASE)
ELEMENT = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex|opml)\b", re.IGNORECASE)
HTML = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!DOCTYPE\s+html|html)\b", re.DOTALL | re.IGNORECASE)
OPENED = re.compile(r"<(?:\w+:)?(?:item|entry|url|sitemap)[\s>]")
CLOSED = re.compile(r"</(?:\w+:)?(?:item|entry|url|sitemap|channel|rss|feed|RDF|urlset|sitemapindex)\s*>")
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
HEAD = 4096
PROLOGUE = 1 << 20


def xml_text(raw: bytes, *, label: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return a feed's bytes as XML text without declaration or document type, and what had to be mended.

    No entity that a feed declares is ever known to the parser; those of HTML are characters already.
    """
    text, notes = decode(raw, label=label)
    found = list(notes)
    declared, element = DOCTYPE.search(text[:PROLOGUE]), ELEMENT.search(text[:PROLOGUE])
    if declared and (element is None or declared.start() < element.start()):
        if "<!ENTITY" in declared.group(0):
            found.append("entities that the feed declares are not used")
        text = text[: declared.start()] + text[declared.end() :]
    start = ROOT.search(text[:PROLOGUE])
    if start and text[: start.start()].strip("\ufeff \t\r\n"):
        before = text[: start.start()]
        if not before.lstrip("\ufeff \t\r\n").startswith("<!"):
            found.append("what stood before the feed was left out")
    text = text[start.start() :] if start else text
    text = DECLARATION.sub("", text, count=1)
    cleaned, number = ILLEGAL.subn("", text)
    if number:
        found.append(f"{number} characters that XML forbids were left out")
    return "".join(p if p.startswith("<![CDATA[") else _entities(p) for p in CDATA.split(cleaned)), tuple(found)


def _entities(text: str) -> str:
    text = OPEN.sub("&lt;", text)
    if "&" not in text:
        return text
    return NAMED.sub(_character, LOOSE.sub("&amp;", text))


def _character(found: re.Match[str]) -> str:
    name = found.group(1)
    if name in OWN:
        return found.group(0)
    value = html5.get(f"{name};")
    return f"&amp;{name};" if value is None else value.replace("&", "&amp;").replace("<", "&lt;")


def breaks_off(text: str) -> bool:
    """Tell whether a feed ends within an entry: what that says last, such as its address, may be cut."""
    opened = [m.start() for m in OPENED.finditer(text)]
    return bool(opened) and not CLOSED.search(text, opened[-1])


def is_html(raw: bytes) -> bool:
    """Tell whether what was served as a feed is a page."""
    head = raw[:HEAD].decode("utf-8", "replace").lstrip("\ufeff")
    return bool(HTML.match(head)) and "<rss" not in head and "<feed" not in head


def plain(text: str | None) -> str | None:
    """Return a title as plain text: markup taken out, entities as characters, white space as one blank each."""
    if text is None:
        return None
    if "<" in text:
        text = TAG.sub("", text)
    if "&" in text and ENTITY.search(text):
        text = html.unescape(text)
    return " ".join(text.split()) or None


def length(text: str | None) -> int:
    """Return how many characters of text a piece of markup holds, roughly."""
    return len(" ".join(TAG.sub(" ", text or "").split()))
