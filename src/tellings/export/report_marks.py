"""The markup of citations, made without a template: a story's page holds hundreds of them, more than of all else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tellings.export.report_cites import CiteView, one_a_page
from tellings.export.report_facts import VOICES, Cell, ColumnView, FactRow, ValueView
from tellings.export.report_phrases import plural

try:
    from markupsafe._speedups import _escape_inner as escape
except ImportError:  # where markupsafe was built without its faster half
    from html import escape

if TYPE_CHECKING:
    from markupsafe import Markup

SHOWN = 6
"""Citations behind one line."""
LONG = 70
"""Characters from which a passage is not set in bold."""
KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUE_COLOURS = 4
CUT, LEEWAY = 90, 5
"""Characters of a value beside a table, and how many more do no harm."""
QUOTED = VOICES["quoted"]


class Marks:
    """Lays out citations; `page_link` gives the address of a passage: (anchor, start, end), `actor_link` that of a name."""

    def __init__(self, page_link: Callable[[str, int, int], str], actor_link: Callable[[str], str] | None = None) -> None:
        self._link, self._actor_link = page_link, actor_link

    def cites(self, evidence: Sequence[CiteView]) -> Markup:
        """Return the outlets behind a line, each a link to its passage; of many, the first of each page, the rest folded."""
        if len(evidence) <= SHOWN:
            return _markup(f'<span class="cites">{"".join(map(self._named, evidence))}</span>')
        first = one_a_page(evidence)[:SHOWN]
        left = [c for c in evidence if c not in first]
        told = plural(len(left), "more passage")
        more = (
            f'<button type="button" class="more" aria-expanded="false" aria-label="{told}" title="{told}">+{len(left)}</button>'
        )
        rest = f'<span class="rest" hidden>{"".join(map(self._named, left))}</span>'
        return _markup(f'<span class="cites">{"".join(map(self._named, first))}{more}{rest}</span>')

    def _named(self, cite: CiteView) -> str:
        about = escape(cite.before + cite.words + cite.after)
        return f'<a class="cite" {self._target(cite)} title="{about}">{escape(cite.name)}</a>'

    def cell(self, cell: Cell, *, keys: bool = False) -> Markup:
        """Return what one outlet says of a fact: its passages, each with the key of its value."""
        return _markup("".join(self._told(cite, value, keys) for cite, value in cell.cites))

    def fact_rows(self, columns: Sequence[ColumnView], rows: Sequence[FactRow]) -> Markup:
        """Return the rows of a table of facts: what it is about with its values, then a cell an outlet."""
        names = [escape(c.name) for c in columns]
        return _markup("\n".join(self._row(names, row) for row in rows))

    def _row(self, names: Sequence[str], row: FactRow) -> str:
        cells = "".join(
            f'<td data-outlet="{name}" class="none"><span class="sr">silent</span></td>'
            if cell is None
            else f'<td data-outlet="{name}">{self.cell(cell, keys=True)}</td>'
            for name, cell in zip(names, row.cells, strict=True)
        )
        return f'<tr class="line"><th scope="row">{_about(row)}</th>{cells}</tr>'

    def fact_items(self, rows: Sequence[FactRow]) -> Markup:
        """Return facts as the items of a list, each value with the outlets behind it."""
        return _markup("\n".join(self._item(row) for row in rows))

    def _item(self, row: FactRow) -> str:
        claim = row.kind == "claim"
        about = "" if claim else f'<span class="about">{escape(row.about)}</span>'
        kind = "told" if claim else "value"
        told = "".join(f' <span class="{kind}">{escape(v.value)}</span>{_counted(v)} {self.cites(v.cites)}' for v in row.values)
        return f'<li class="line">{about}{told}</li>'

    def actor_rows(self, actors: Sequence[tuple[str, str, str, str, int]]) -> Markup:
        """Return the rows of a table of actors: name, type, offices, other forms, pages."""
        return _markup("\n".join(self._actor(*actor) for actor in actors))

    def _actor(self, name: str, kind: str, roles: str, forms: str, pages: int) -> str:
        shown = escape(name)
        if self._actor_link is not None:
            shown = f'<a href="{escape(self._actor_link(name))}">{shown}</a>'
        cells = "".join(f"<td>{escape(words)}</td>" for words in (kind, roles, forms))
        return f'<tr class="line"><th scope="row">{shown}</th>{cells}<td>{pages}</td></tr>'

    def _told(self, cite: CiteView, value: int, keys: bool) -> str:
        key = f'<span class="key">{KEYS[value % len(KEYS)]}</span> ' if keys else ""
        tag = "span" if len(cite.words) > LONG else "b"
        words = f"<{tag}>{escape(cite.words)}</{tag}>"
        return (
            f'<a class="cite words v{value % VALUE_COLOURS}" {self._target(cite)}>{key}<span class="dim">{escape(cite.before)}'
            f'</span>{words}<span class="dim">{escape(cite.after)}</span></a>'
        )

    def _target(self, cite: CiteView) -> str:
        link = escape(self._link(cite.anchor, cite.start, cite.end))
        return f'href="{link}" data-page="{escape(cite.anchor)}" data-start="{cite.start}" data-end="{cite.end}"'


def _about(row: FactRow) -> str:
    badge = f'<span class="badge {escape(row.relation)}" title="{escape(row.explanation)}">{escape(row.badge)}</span> '
    values = "".join(_value(n, v) for n, v in enumerate(row.values))
    copies = f' <span class="dim">{escape(row.among_copies)}</span>' if row.among_copies else ""
    why = f' <span class="dim">{escape(row.why)}</span>' if row.why else ""
    about = f'<span class="about">{escape(row.about)}</span> <span class="values">{values}</span>'
    return f"{'' if row.relation == 'wording' else badge}{about}{copies}{why}"


def _value(number: int, value: ValueView) -> str:
    """Return a value with its key and how many accounts have it; a long one is cut, and whole on pointing at it."""
    words = value.value
    whole = f' title="{escape(words)}"' if len(words) > CUT else ""
    if len(words) > CUT + LEEWAY:
        words = words[:CUT].rsplit(" ", 1)[0] + " …"
    voice = f", {escape(value.voice)}" if value.voice == QUOTED else ""
    return (
        f'<span class="value v{number % VALUE_COLOURS}"{whole}><span class="key">{KEYS[number % len(KEYS)]}</span>'
        f' {escape(words)}&nbsp;<span class="dim" title="{escape(value.counted)}">{value.accounts}{voice}</span></span>'
    )


def _counted(value: ValueView) -> str:
    if value.accounts < 2:
        return ""
    pages = f" on {value.pages} pages" if value.pages > value.accounts else ""
    return f' <span class="dim" title="{escape(value.counted)}">{value.accounts} accounts{pages}</span>'


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)
