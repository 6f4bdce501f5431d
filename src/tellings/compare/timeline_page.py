"""Whether a line of the timeline is its page's own matter: a caption, a credit, a byline, or two sentences run into one.

Such lines have words and a day, and tell nothing; what gives them away are their edges and what stands beside them.
"""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import pairwise

from tellings.lang import listed
from tellings.model import Article, Span

_listed = partial(listed, "timeline")
WORD = re.compile(r"[^\W_]+")
BARRED = re.compile(r"[•·|►▶]")
"""Marks that part the entries of a list and the fields of a video's title."""
BEHIND_CREDIT = re.compile(r"\s?(?:[:•/|–—-]|\s[A-ZÀ-Þ])")
BRACKETED = re.compile(r"[.\s]*\(\s?([^\W\d_]+)")
CLOSING_BRACKET = re.compile(r"\(([^\W\d_]+)\)\W*$")
SLASHED = re.compile(r"\s*(?:[A-Z][\w.'’-]+ ){1,2}[A-Z][\w'’-]+\s?/\s?(?:[Tt]he )?[A-Z]")
"""A photographer and his agency: "Ana Berg/The Norvian Post"."""
NAMES = r"(?: [A-ZÀ-Þ][\w.'’-]+){2}"
DATE_RUN_ON = re.compile(r" [A-ZÀ-Þ][a-zà-ÿ]+ ")
YEAR = re.compile(r"\d{4}$")
LABELLED = re.compile(r"^(?:[A-ZÀ-Þ][\w’'-]*\s?){1,3}:\s[A-ZÀ-Þ][a-zà-ÿ]")
"""A label before a colon: "Rovers: Visit Torvik on Sunday"."""
STOPS = tuple(".!?…\"'”’»)")
HALF_QUOTED = re.compile(r"[,.!?]['’](?=\s)")
OPENED = re.compile(r"(?:^|[\s(“\"])['‘](?=\w)")


@cache
def _byline(language: str) -> re.Pattern[str] | None:
    by = "|".join(re.escape(w.capitalize()) for w in _listed("byline", language))
    return re.compile(rf"[a-zà-ÿ0-9] (?:{by}){NAMES}") if by else None


def of_page(span: Span, article: Article) -> bool:
    """Tell whether a line is a caption, a credit or a byline, or holds one."""
    language = article.analysis.metadata.language or "en"
    signed = _listed("credits", language)
    if not signed:
        return False
    text = span.of(article.text)
    behind = article.text[span.end : span.end + 60]
    byline = _byline(language)
    return (
        BARRED.search(text) is not None
        or LABELLED.match(text) is not None
        or _without_stop(span, article)
        or _credited(text, signed)
        or (byline is not None and byline.search(text) is not None)
        or _captioned(behind, signed | _listed("picture", language))
        or _dated_caption(span, article)
        or _run_on(span, article)
        or _half_quoted(text)
    )


def _without_stop(span: Span, article: Article) -> bool:
    """Tell whether a paragraph ends with a line and without a stop, as captions do and no sentence; titles have none."""
    text = article.text
    if text[span.end : span.end + 1] not in ("", "\n") or text[: span.end].endswith(STOPS):
        return False
    block = next((b for b in article.blocks if b.contains(span)), None)
    lines = text[block.start : block.end].count("\n") if block is not None else 0
    return block is not None and block.role == "body" and lines == 0 and block.start > 0


def _credited(text: str, signed: frozenset[str]) -> bool:
    """Tell whether a line opens with an agency and goes on with something else, or ends with an agency in brackets."""
    first = WORD.search(text)
    closing = CLOSING_BRACKET.search(text)
    if closing is not None and closing.group(1).lower() in signed:
        return True
    opens = first is not None and first.group()[:1].isupper() and first.group().lower() in signed
    return opens and first is not None and BEHIND_CREDIT.match(text, first.end()) is not None


def _captioned(behind: str, pictured: frozenset[str]) -> bool:
    """Tell whether the credit of a picture follows a line."""
    bracket = BRACKETED.match(behind)
    if bracket is not None and bracket.group(1).lower() in pictured:
        return True
    return SLASHED.match(behind) is not None


def _dated_caption(span: Span, article: Article) -> bool:
    """Tell whether a line opens with a day and its year, and goes on without a comma: "Nov. 10, 2016 Two boys watch …"."""
    opening = (t for t in article.times if t.start == span.start and YEAR.search(t.of(article.text)))
    return any(DATE_RUN_ON.match(article.text, t.end) for t in opening)


def _run_on(span: Span, article: Article) -> bool:
    """Tell whether the full names of two people stand side by side: a stop was lost between two sentences."""
    names = sorted(
        (m.start, m.end, e.id) for e in article.entities if e.type == "person"
        for m in e.mentions if m.kind == "name" and span.contains(m)
    )  # fmt: skip
    pairs = pairwise(names)
    return any(b[0] - a[1] == 1 and a[2] != b[2] and article.text[a[1]] == " " for a, b in pairs)


def _half_quoted(text: str) -> bool:
    """Tell whether a line closes a quotation in single marks that it does not open."""
    closing = HALF_QUOTED.search(text)
    return closing is not None and OPENED.search(text, 0, closing.start()) is None and "''" not in text
