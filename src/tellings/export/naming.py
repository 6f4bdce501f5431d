"""Addresses of pages, stories, passages and things in the formats that want one: the same in every run.

With a base they are addresses of a served library (`BASE/stories/ID`); without one they are UUIDs of version 5
(RFC 9562), made from ids that never change. A passage is named by its characters (RFC 5147).
"""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID, uuid5

from tellings.model import Analysis, Passage

NAMESPACE = UUID("6f0b2f7e-62c8-5a3f-9a51-0c1d8e7b4f21")
"""Under which the identifiers of the exports are made; it never changes."""
WEB = ("http://", "https://")


def identifier(kind: str, *parts: object) -> str:
    """Return the UUID that names a thing by its kind and what makes it that thing."""
    return str(uuid5(NAMESPACE, "\x1f".join([kind, *map(str, parts)])))


def slug(name: str) -> str:
    """Return any name as one path segment that no server or proxy rewrites: quoted, with "~" in place of "%"."""
    quoted = quote(name.encode("utf-8", "surrogatepass"), safe="")
    return quoted.replace(".", "%2E").replace("~", "%7E").replace("%", "~")


class Names:
    """Gives addresses below `base`, or URNs where there is none."""

    def __init__(self, base: str | None = None) -> None:
        self.base = base.rstrip("/") if base else None

    def page(self, document: str) -> str:
        """Return the address of a page as the library holds it."""
        return self._of("pages", document)

    def story(self, story: str) -> str:
        """Return the address of a story."""
        return self._of("stories", story)

    def passage(self, passage: Passage) -> str:
        """Return the address of a passage of a page's readable text."""
        text = f"{self.page(passage.document)}.txt" if self.base else self.page(passage.document)
        return f"{text}#char={passage.start},{passage.end}"

    def thing(self, kind: str, *parts: object) -> str:
        """Return the URN of anything else."""
        return f"urn:uuid:{identifier(kind, *parts)}"

    def _of(self, kind: str, name: str) -> str:
        return f"{self.base}/{kind}/{slug(name)}" if self.base else self.thing(kind, name)


def web_address(analysis: Analysis) -> str | None:
    """Return where the page stands on the web, or None where that is not known or is no web address."""
    metadata = analysis.metadata
    found = (metadata.url, analysis.document.source.url, metadata.canonical)
    return next((url for url in found if url and url.lower().startswith(WEB) and not _broken(url)), None)


def _broken(url: str) -> bool:
    return any(c.isspace() or ord(c) < 32 or c in '<>"\\^`{|}' for c in url)
