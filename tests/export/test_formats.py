"""Every format: its passages are the pages' own words, its ids stay, nothing unknown is made up, nothing hostile gets out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tellings.export.cells import BLANKS, FORMULA, cell
from tellings.export.commenters import without_commenters
from tellings.export.formats import FORMATS, FormatName, pieces, write
from tellings.export.selection import Selection
from tellings.export.tables import TABLES, TableName, rows_of
from tellings.model import Analysis, Story

Kept = tuple[Story, list[Analysis]]
SINGLE = [name for name, form in FORMATS.items() if not form.parts]


def text_of(name: FormatName, selection: Selection, part: str | None = None) -> str:
    return b"".join(pieces(name, selection, part=part)).decode()


@pytest.mark.parametrize("name", TABLES)
def test_every_row_carries_its_passage(name: TableName, selection: Selection, kept: Kept) -> None:
    texts = {a.id: without_commenters(a).text for a in kept[1]}
    rows = list(rows_of(name, selection))
    assert rows
    for row in rows:
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"] != ""
        assert list(row) == list(TABLES[name].columns)
    assert len({r["id"] for r in rows}) == len(rows)


def test_a_copy_carries_both_passages(selection: Selection, kept: Kept) -> None:
    texts = {a.id: a.text for a in kept[1]}
    rows = list(rows_of("copies", selection))
    assert {frozenset((r["document"], r["from_document"])) for r in rows} >= {frozenset("ac")}
    assert all(texts[r["from_document"]][r["from_start"] : r["from_end"]] == r["from_quote"] for r in rows)


@pytest.mark.parametrize("name", FORMATS)
def test_two_runs_write_the_same(
    name: FormatName, selection: Selection, whole: Callable[..., Selection], tmp_path: Path
) -> None:
    first = write(name, selection, tmp_path / "one")
    second = write(name, whole(), tmp_path / "two")
    assert [f.read_bytes() for f in first] == [f.read_bytes() for f in second]
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("name", FORMATS)
def test_commenters_stay_out_unless_asked_for(
    name: FormatName, selection: Selection, whole: Callable[..., Selection], tmp_path: Path
) -> None:
    for file in write(name, selection, tmp_path / "out"):
        content = (
            "\n".join(map(str, pq.read_table(file).to_pylist())) if name == "parquet" else file.read_text(encoding="utf-8")
        )
        assert "Quill" not in content
        assert "Marrow" not in content
    if name == "jsonl":
        assert "Zelda Quill" in text_of("jsonl", whole(with_commenters=True), "documents")


def test_a_page_keeps_its_length_without_its_commenters(kept: Kept) -> None:
    analysis = next(a for a in kept[1] if a.id == "e")
    assert {c.author for c in analysis.comments} == {"Zelda Quill", "Otto Marrow"}
    bare = without_commenters(analysis)
    assert len(bare.text) == len(analysis.text)
    assert "@Zelda" not in bare.text
    assert "Anna Berg" in bare.text
    assert [c.posted for c in bare.comments] == [c.posted for c in analysis.comments]


def test_an_unknown_day_is_never_the_day_of_publication(undated: Selection) -> None:
    assert {r["published_day"] for r in rows_of("pages", undated)} == {None}
    assert {r["first_day"] for r in rows_of("stories", undated)} == {None}
    events = {r["id"]: r for r in rows_of("events", undated)}
    assert all(r["granularity"] is None for r in events.values() if r["first_day"] is None and r["last_day"] is None)
    for item in map(json.loads, text_of("ninjs", undated).splitlines()):
        assert "firstCreated" not in json.dumps(item)
    graph = json.loads(text_of("schema-org", undated))["@graph"]
    assert not any("datePublished" in n or "firstAppearance" in n for n in graph)


def test_csv_reads_back_and_no_cell_is_a_formula(selection: Selection) -> None:
    for name in TABLES:
        read = list(csv.DictReader(io.StringIO(text_of("csv", selection, name), newline="")))
        assert len(read) == len(list(rows_of(name, selection)))
        assert not [
            v for row in read for v in row.values() if v.lstrip(BLANKS).startswith(FORMULA) and not re.fullmatch(r"-?[\d.]+", v)
        ]


@given(st.text(alphabet=[*FORMULA, *BLANKS, "a", "1", "'"], max_size=6))
def test_a_text_cell_never_begins_a_formula(text: str) -> None:
    made = cell(text)
    assert not made.lstrip(BLANKS).startswith(FORMULA)
    assert made in (text, f"'{text}")


def test_numbers_truth_and_nothing_are_cells_as_they_are() -> None:
    assert [cell(v) for v in (-1, -0.5, True, None)] == [-1, -0.5, "true", None]


def test_parquet_has_types_and_the_rows_of_the_tables(selection: Selection, tmp_path: Path) -> None:
    written = {f.stem: pq.read_table(f) for f in write("parquet", selection, tmp_path / "tables")}
    assert set(written) == set(TABLES)
    for name in TABLES:
        assert written[name].num_rows == len(list(rows_of(name, selection)))
    pages = written["pages"].to_pylist()
    assert {p["published_day"] for p in pages} == {date(2031, 5, 13), date(2031, 5, 14), date(2031, 5, 15), None}
    assert str(written["facts"].schema.field("confidence").type) == "double"
    assert written["facts"].schema.metadata[b"row"].decode() == TABLES["facts"].meaning


def test_pages_are_read_a_few_at_a_time(kept: Kept) -> None:
    analyses = {
        f"p{n}": structs.replace(kept[1][0], document=structs.replace(kept[1][0].document, id=f"p{n}")) for n in range(300)
    }
    asked: list[int] = []

    def read(ids: Any) -> Iterator[Analysis]:
        asked.append(len(ids))
        return (analyses[i] for i in ids)

    big = Selection(list(analyses), [], read, options=selection_options(kept))
    lines = iter(pieces("csv", big, part="quotations"))
    next(lines), next(lines)
    assert len(asked) == 1
    assert sum(1 for _ in lines) > 300
    assert max(asked) < 100
    assert sum(asked) == 300


def selection_options(kept: Kept) -> Any:
    from tellings.export.selection import Options

    return Options(made="2031-06-01T08:00:00Z")


def test_the_contract_is_what_jsonl_holds(selection: Selection, kept: Kept) -> None:
    import jsonschema

    from tellings.export.schema import schema

    for part, shape in (("documents", "document"), ("stories", "story")):
        for line in text_of("jsonl", selection, part).splitlines():
            jsonschema.validate(json.loads(line), schema(shape))


def test_plover_records_have_their_reports(selection: Selection, kept: Kept) -> None:
    texts = {a.id: a.text for a in kept[1]}
    rows = [json.loads(line) for line in text_of("plover", selection).splitlines()]
    assert rows
    assert all(texts[t["document"]][t["start"] : t["end"]] == t["text"] for r in rows for t in r["reports"])


@pytest.mark.parametrize("name", SINGLE)
def test_a_failed_write_leaves_nothing(name: FormatName, kept: Kept, tmp_path: Path) -> None:
    def fail(_: Any) -> Iterator[Analysis]:
        raise OSError("gone")

    broken = Selection(["a"], [kept[0]], fail, options=selection_options(kept))
    with pytest.raises(OSError, match="gone"):
        write(name, broken, tmp_path / "file")
    assert not list(tmp_path.iterdir())


def test_no_stories_make_an_empty_file_of_each_format(tmp_path: Path) -> None:
    from tellings.export.selection import Options

    empty = Selection([], [], lambda _: [], options=Options(made="2031-06-01T08:00:00Z"))
    for name in FORMATS:
        assert write(name, empty, tmp_path / name)
