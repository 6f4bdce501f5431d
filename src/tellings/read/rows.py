"""A row of a table or of JSON Lines becomes a page."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from tellings.errors import EmptyInput, InputError, MalformedRow
from tellings.model import Form, Given, Page, Source
from tellings.read.charset import decode, mend

KNOWN = frozenset({"id", "text", "html", "url", "outlet", "published", "title", "language", "authors", "fetched"})
STRINGS = ("url", "outlet", "title", "language", "fetched")
DAY = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?)?)?$")
HINT = 'a row is {"id"?, "text" or "html", "url"?, "outlet"?, "published"?, "title"?, "language"?, "authors"?}'


def page_of_row(row: Any, *, where: str, as_is: bool, path: str | None = None) -> Page:
    """Return the page that a row holds; its id is "" where the row has none.

    Unknown fields become `extra`. Raises MalformedRow or EmptyInput, with the row's id where it has one.
    """
    try:
        return _page(row, where=where, as_is=as_is, path=path)
    except InputError as problem:
        key = row.get("id") if isinstance(row, Mapping) else None
        problem.key = str(key) if isinstance(key, str | int) else None
        raise


def _page(row: Any, *, where: str, as_is: bool, path: str | None) -> Page:
    if not isinstance(row, Mapping):
        raise MalformedRow("the row is not an object", where=where, why=_named(row), hint=HINT)
    values = {k: _mended(v) for k, v in row.items() if k in KNOWN}
    form, text, notes = _content(row, where, as_is)
    for field in STRINGS:
        if not isinstance(values.get(field), str | None):
            raise MalformedRow(
                f"the field {field!r} is not a string", where=where, why=f"it is {_named(row[field])}", hint=HINT
            )
    published, odd = published_of(values.get("published"))
    return Page(
        id=_identity(values.get("id"), where),
        source=Source(
            sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), path=path, url=values.get("url") or None,
            outlet=values.get("outlet") or None,
        ),
        form=form,
        text=text,
        given=Given(
            title=values.get("title") or None, published=published, language=values.get("language") or None,
            authors=_authors(values.get("authors"), where),
        ),
        fetched=values.get("fetched") or None,
        extra=_extra(row),
        warnings=(*notes, *odd),
    )  # fmt: skip


def published_of(value: Any) -> tuple[str | None, tuple[str, ...]]:
    """Return a given day or moment as ISO 8601 (also from the form of mail and feeds), and a warning where it is neither."""
    if value is None or value == "":
        return None, ()
    if hasattr(value, "isoformat"):
        return str(value.isoformat()), ()
    text = str(value).strip()
    if DAY.match(text):
        return text.replace(" ", "T", 1) if len(text) > 10 else text, ()
    try:
        return parsedate_to_datetime(text).isoformat(), ()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, (f"published {text[:40]!r} is not an ISO 8601 day and was left out",)


def _content(row: Mapping[str, Any], where: str, as_is: bool) -> tuple[Form, str, tuple[str, ...]]:
    names: tuple[str, str] = ("text", "html") if as_is else ("html", "text")
    name = next((n for n in names if row.get(n) is not None), None)
    if name is None:
        raise MalformedRow("the row has neither text nor html", where=where, hint=HINT)
    value = row[name]
    if isinstance(value, bytes):
        value, notes = decode(value)
    elif isinstance(value, str):
        value, notes = mend(value)
    else:
        raise MalformedRow(f"the field {name!r} is not a string", where=where, why=_named(value), hint=HINT)
    form: Form = "html" if name == "html" else "clean" if as_is else "text"
    if form != "clean":
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        if "\x00" in value:
            notes = (*notes, f"{value.count(chr(0))} null characters taken out")
            value = value.replace("\x00", "")
    if not value.strip():
        raise EmptyInput("the row's text is empty", where=where, hint="leave such rows out")
    return form, value, notes


def _identity(value: Any, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise MalformedRow("the id is neither a string nor a whole number", where=where, why=_named(value), hint=HINT)
    return str(value)


def _authors(value: Any, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
        raise MalformedRow("the field 'authors' is not a list of strings", where=where, why=_named(value), hint=HINT)
    return tuple(mend(n)[0] for n in names if n.strip())


def _mended(value: Any) -> Any:
    return mend(value)[0] if isinstance(value, str) else value


def _extra(row: Mapping[str, Any]) -> str:
    rest = {str(k): v for k, v in row.items() if k not in KNOWN}
    return mend(json.dumps(rest, ensure_ascii=False, default=str))[0] if rest else "{}"


def _named(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return "it is " + ("null" if value is None else names.get(type(value), type(value).__name__))
