"""What an HTML page says of itself as a whole: title, authors, times, outlet, agency, paywall; each by its best witness."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.extract.cues import tokens
from tellings.extract.dates import find_stamps, given_day, settle
from tellings.extract.html_days import moment_of, publication
from tellings.extract.html_outlets import outlet_name
from tellings.extract.html_tree import CUE_BIT, Tree
from tellings.extract.metadata_markup import Declared
from tellings.extract.metadata_names import agency_in, date_line_names, person_names
from tellings.extract.outlets import host_of, is_outlet, without_outlet
from tellings.model import Metadata, Page

HEADINGS = {"h1": 3, "h2": 2, "h3": 1}
AUTHOR_PAGE = re.compile(
    r"/(?:authors?|staff|contributors?|writers?|reporters?|people|journalists?|columnists?|profiles?|by|bio|auteurs?|autor(?:es)?)"
    r"/[^/?#]",
    re.IGNORECASE,
)
BY = re.compile(
    r"(?:^|\d\W*|\b(?:posted|written|published|reported|submitted|story|words)\s+(?:on\s.{0,40}?\s)?)(?:by|par|por|von)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
NAMED = re.compile(r"author.?name|byline.?name|^author$|\bfn\b", re.IGNORECASE)
NEAR = 14
"""Stretches from the title within which bylines and date lines are looked for."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The page's title, and the stretch that prints it (None where none does)."""

    title: str | None
    index: int | None


def find_heading(tree: Tree, declared: Declared) -> Heading:
    """Return the title: the printed heading that agrees best with what the markup declares, else what it declares."""
    outlets = own_names(declared)
    wanted = [without_outlet(html.unescape(t), outlets) for t in (*declared.titles, declared.document_title) if t.strip()]
    wanted = [t for t in wanted if t and not is_outlet(t, outlets)]
    sets = [set(tokens(t)) for t in wanted]
    best, index = 0.0, None
    for i, stretch in enumerate(tree.stretches):
        node = tree.nodes[stretch.node]
        over = tree.nodes[node.parent] if node.parent >= 0 else node
        rank = HEADINGS.get(node.tag) or HEADINGS.get(over.tag, 0)
        if (rank or node.cues & CUE_BIT["title"]) and len(stretch.text) < 300 and not node.hidden:
            words = set(tokens(stretch.text))
            overlap = max((len(words & s) / len(words | s) for s in sets if words | s), default=0.0)
            score = overlap + 0.1 * rank + 0.05 * bool(node.cues & CUE_BIT["title"]) - min(0.1, i / 5000)
            lone = not sets and rank == 3
            if (overlap >= 0.5 or lone) and score > best and not is_outlet(stretch.text, outlets):
                best, index = score, i
    if index is not None:
        return Heading(tree.stretches[index].text, index)
    printed = next((s.text for s in tree.stretches if tree.nodes[s.node].tag == "h1" and len(s.text.split()) > 2), None)
    return Heading((wanted[0] if wanted else None) or printed, None)


def own_names(declared: Declared) -> list[str]:
    """Return the outlet's names, as declared and as its host name has them."""
    host = host_of(next(iter(declared.urls), None))
    return [*(html.unescape(n) for n in declared.outlets), *([host] if host else [])]


def page_metadata(
    page: Page, declared: Declared, heading: Heading, tree: Tree, starts: Sequence[int | None], body: int
) -> Metadata:
    """Return the page's metadata; what the input says of it comes first, then the markup, then what is printed.

    `starts` are the places of the stretches in the document's text, None for those that are left out; `body` is the first
    of the article's own text: bylines and days printed below it are those of comments or of other articles.
    """
    given = page.given
    url = page.source.url or next(iter(declared.urls), None)
    near = _near(tree, heading)
    if body > (heading.index or 0):
        near = [i for i in near if i < body]
    bylines = [name_line(tree.stretches[i].text) for i in near if is_byline(tree, i)]
    told = given_day(given.published) if given.published else None
    own = None if told and not given.weak else publication(tree, near, starts, declared, url)
    published = given.settled(told, own)
    updated = moment_of(declared.updated, confidence=0.9)
    agency = agency_in([*(n for names in declared.authors for n in names), *bylines], own_names(declared))
    return Metadata(
        title=given.settled(given.title, heading.title),
        authors=given.settled(given.authors, _authors(declared, bylines, tree, near)),
        published=settle(published, given),
        updated=updated if updated and (not published or updated.value[:16] != published.value[:16]) else None,
        outlet=page.source.outlet or outlet_name(tree, declared, url) or given.outlet,
        url=url,
        canonical=next(iter(declared.urls), None),
        agency=agency,
        paywalled=declared.free is False,
    )  # fmt: skip


def _near(tree: Tree, heading: Heading) -> list[int]:
    """Return the stretches around the title, the nearest first; without a printed title, those at the page's head."""
    count = len(tree.stretches)
    if heading.index is None:
        return list(range(min(count, 3 * NEAR)))
    around = range(max(0, heading.index - NEAR // 2), min(count, heading.index + NEAR))
    return sorted(around, key=lambda i: (abs(i - heading.index) + (3 if i < heading.index else 0), i))  # type: ignore[operator]


def _cued(tree: Tree, index: int, cue: str, *, levels: int = 2) -> bool:
    stretch = tree.stretches[index]
    found, node = stretch.cues, stretch.node
    for _ in range(levels):
        if node >= 0:
            found |= tree.nodes[node].cues
            node = tree.nodes[node].parent
    return bool(found & CUE_BIT[cue])


def is_byline(tree: Tree, index: int) -> bool:
    """Tell whether a stretch near the title says who wrote the article."""
    text = tree.stretches[index].text
    if len(text) > 160 or tree.nodes[tree.stretches[index].node].tag in HEADINGS:
        return False
    if _cued(tree, index, "caption") or (text[0].islower() and not BY.search(text)):
        return False
    return bool(BY.search(text)) or _cued(tree, index, "author")


def name_line(text: str) -> str:
    """Return a byline from its "by" on, without the days and hours printed in it."""
    opener = BY.search(text)
    line = text[opener.end() :] if opener else text
    for stamp in reversed(find_stamps(line, order=True)):
        line = line[: stamp.start] + "|" + line[stamp.end :]
    return line


def _authors(declared: Declared, bylines: Sequence[str], tree: Tree, near: Sequence[int]) -> tuple[str, ...]:
    outlets = own_names(declared)
    for names in declared.authors:
        found = person_names(names, outlets)
        if found:
            return found
    for i in sorted(near, key=lambda i: not is_byline(tree, i)):
        found = person_names(_author_links(tree, i), outlets)
        if found:
            return found
    for line in bylines:
        found = person_names([line], outlets, printed=True)
        if found:
            return found
    return next((found for i in near if (found := date_line_names(tree.stretches[i].text, outlets))), ())


def _author_links(tree: Tree, index: int) -> list[str]:
    """Return the texts of the elements around a stretch that are marked as an author's name or lead to an author's page."""
    stretch = tree.stretches[index]
    if len(stretch.text) > 200 or (not stretch.links and not stretch.cues & CUE_BIT["author"]):
        return []
    found = []
    for inner in tree.element(stretch.node).iter("a", "span", "strong", "b", "cite"):
        marked = (inner.get("rel") or "") == "author" or AUTHOR_PAGE.search(inner.get("href") or "")
        if marked or (inner.tag != "a" and NAMED.search(inner.get("itemprop") or inner.get("class") or "")):
            found.append(" ".join("".join(map(str, inner.itertext())).split()))
    return [name for name in found if name]
