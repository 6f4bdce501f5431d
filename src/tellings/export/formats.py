"""Every export format by name: what it is, the kind of its files, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from tellings.export.jsonl import SHAPES, Shape
from tellings.export.selection import Selection
from tellings.export.tables import TableName

FormatName = Literal[
    "jsonl", "csv", "parquet", "plover", "timelinejs", "web-annotation", "schema-org", "ninjs", "stix", "graphml", "ics",
    "markdown",
]  # fmt: skip
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)


class Format(NamedTuple):
    """One format; `parts` are the files of a format that is several, `maker` is "module:function" of one that is one."""

    meaning: str
    suffix: str
    media_type: str
    parts: tuple[str, ...] = ()
    maker: str = ""


FORMATS: Mapping[FormatName, Format] = {
    "jsonl": Format("documents and stories in the shapes of the contract", ".jsonl", "application/jsonl", SHAPES),
    "csv": Format("tables for spreadsheets", ".csv", "text/csv; charset=utf-8", TABLE_NAMES),
    "parquet": Format("the same tables with their types", ".parquet", "application/vnd.apache.parquet", TABLE_NAMES),
    "plover": Format("happenings as PLOVER records", ".jsonl", "application/jsonl", maker="plover:exported"),
    "timelinejs": Format("timelines as slides (TimelineJS 3)", ".json", "application/json", maker="timelinejs:timeline"),
    "web-annotation": Format(
        "what is said about each passage (W3C)", ".jsonld", "application/ld+json", maker="annotations:annotation_page"
    ),
    "schema-org": Format("articles, claims, quotations", ".jsonld", "application/ld+json", maker="schema_org:graph"),
    "ninjs": Format("stories as IPTC ninjs 3.1 items", ".jsonl", "application/jsonl", maker="ninjs:items"),
    "stix": Format("reports and notes (STIX 2.1)", ".json", "application/stix+json;version=2.1", maker="stix:bundle"),
    "graphml": Format("who did what to whom, as a network", ".graphml", "application/graphml+xml", maker="graphml:graph"),
    "ics": Format("timelines as a calendar (RFC 5545)", ".ics", "text/calendar; charset=utf-8", maker="icalendar:calendar"),
    "markdown": Format("stories as memos with footnotes", ".md", "text/markdown; charset=utf-8", maker="markdown:memos"),
}  # fmt: skip
"""Every format, in the order in which help lists them."""


def pieces(name: FormatName, selection: Selection, *, part: str | None = None) -> Iterable[bytes]:
    """Return the bytes of a format (or of one of its parts), piece by piece; Parquet is written to files alone."""
    if name == "jsonl":
        from tellings.export.jsonl import json_lines

        return json_lines(_shape(part), selection)
    if name == "csv":
        from tellings.export.csv_tables import csv_lines

        return csv_lines(_table(part), selection)
    module, function = FORMATS[name].maker.split(":")
    make: Callable[[Selection], Any] = getattr(import_module(f"tellings.export.{module}"), function)
    made = make(selection)
    return (made,) if isinstance(made, bytes) else made


def write(name: FormatName, selection: Selection, output: Path, *, part: str | None = None) -> list[Path]:
    """Write a format to a file, or all parts of one that has several to a folder; return what was written.

    A file appears whole or not at all.
    """
    form = FORMATS[name]
    if not form.parts or part is not None:
        return [_write_one(name, selection, output, part)]
    output.mkdir(parents=True, exist_ok=True)
    return [_write_one(name, selection, output / f"{own}{form.suffix}", own) for own in form.parts]


def _write_one(name: FormatName, selection: Selection, file: Path, part: str | None) -> Path:
    temporary = file.with_name(file.name + ".part")
    try:
        if name == "parquet":
            from tellings.export.parquet_tables import write_parquet

            write_parquet(_table(part), selection, temporary)
        else:
            with temporary.open("wb") as sink:
                sink.writelines(pieces(name, selection, part=part))
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    return file


def _shape(part: str | None) -> Shape:
    return next(s for s in SHAPES if s == part)


def _table(part: str | None) -> TableName:
    return next(t for t in TABLE_NAMES if t == part)
