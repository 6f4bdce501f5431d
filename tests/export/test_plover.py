"""Event rows: ids that stay, lists and dyads, what PLOVER asks for, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tellings import telling
from tellings.export.plover import COLUMNS, Row, csv_lines, granularity, json_lines, rows_of, write_parquet
from tellings.model import Analysis, Page, Source, Story
from tellings.model.pages import Given
from tellings.pipeline import Pipeline, default_stages

PAGES = {
    "a": "Police in Torvik arrested the editor Anna Berg on Monday. France and Italy sent medicine to Chile and Peru.",
    "b": "The editor Anna Berg was arrested by police in Torvik on Monday. Nine people died in the fire.",
    "c": '=SUM(1) Rolf Stein was arrested on Monday. "The army shot two nurses," said Ida Holt.',
}


def analysed(*names: str) -> list[Analysis]:
    pages = [
        Page(
            id=name, source=Source(sha256=name * 64, outlet=f"Outlet {name}"), form="clean", text=PAGES[name],
            given=Given(published="2031-05-14", language="en"),
        )
        for name in names
    ]  # fmt: skip
    found = Pipeline(default_stages(without=("vectors",))).run(pages)
    return [a for a in found if isinstance(a, Analysis)]


@pytest.fixture(scope="module")
def told() -> tuple[Story, list[Analysis]]:
    analyses = analysed("a", "b", "c")
    return telling.compare_as_one(analyses), analyses


def arrest(rows: list[Row]) -> Row:
    return next(r for r in rows if r.type == "COERCE" and any(p.name == "Anna Berg" for p in r.recipients))


def test_one_row_a_happening_lists_its_reports(told: tuple[Story, list[Analysis]]) -> None:
    story, analyses = told
    row = arrest(list(rows_of([story], analyses)))
    assert {t.document for t in row.reports} == {"a", "b"}
    assert row.accounts == 2
    assert (row.first_day, row.granularity, row.quad, row.mode) == ("2031-05-12", "day", "material conflict", "arrest")
    texts = {a.id: a.text for a in analyses}
    assert all(texts[t.document][t.start : t.end] == t.text for t in row.reports)


def test_one_row_a_report_and_every_id_once(told: tuple[Story, list[Analysis]]) -> None:
    rows = list(rows_of([told[0]], told[1], by="report"))
    assert len({r.id for r in rows}) == len(rows) == sum(len(h.reports) for h in told[0].happenings)
    assert all(len(r.reports) == r.accounts == 1 for r in rows)


def test_ids_stay_when_a_report_arrives(told: tuple[Story, list[Analysis]]) -> None:
    early = analysed("a")
    before = arrest(list(rows_of([telling.compare_as_one(early)], early)))
    after = arrest(list(rows_of([told[0]], told[1])))
    assert before.id in {t.id for t in after.reports}


def test_dyads_pair_every_actor_with_every_recipient(told: tuple[Story, list[Analysis]]) -> None:
    rows = [r for r in rows_of([told[0]], told[1], dyads=True) if r.type == "AID"]
    assert {(r.actors[0].name, r.recipients[0].name) for r in rows} >= {
        ("France", "Chile"),
        ("Italy", "Chile"),
        ("France", "Peru"),
    }
    assert len({r.id for r in rows}) == len(rows)


def test_plover_rows_have_plover_types_and_the_recipient_it_asks_for(told: tuple[Story, list[Analysis]]) -> None:
    rows = list(rows_of([told[0]], told[1], plover=True))
    assert rows
    assert all(r.type is not None for r in rows)
    everything = list(rows_of([told[0]], told[1]))
    assert any(r.type is None and r.predicate == "die" and r.counts == {"killed": "Nine"} for r in everything)


def test_a_quoted_speaker_is_told_apart_from_the_outlets_voice(told: tuple[Story, list[Analysis]]) -> None:
    shot = next(r for r in rows_of([told[0]], told[1]) if r.type == "ASSAULT")
    assert not shot.own_voice
    assert shot.reports[0].speaker == "Ida Holt"


def test_csv_has_one_header_and_no_cell_begins_a_formula(told: tuple[Story, list[Analysis]]) -> None:
    data = b"".join(csv_lines(rows_of([told[0]], told[1], by="report"))).decode()
    rows = list(csv.DictReader(io.StringIO(data)))
    assert rows
    assert list(rows[0]) == list(COLUMNS)
    text = [value for row in rows for name, value in row.items() if name != "score"]
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in text)
    assert any(value.startswith("'=SUM(1)") for value in text)


def test_parquet_and_json_hold_the_same_rows(told: tuple[Story, list[Analysis]], tmp_path: Path) -> None:
    rows = list(rows_of([told[0]], told[1]))
    assert write_parquet(rows, tmp_path / "events.parquet") == len(rows)
    table = pq.read_table(tmp_path / "events.parquet")
    assert table.column_names == list(COLUMNS)
    lines = [json.loads(line) for line in json_lines(rows)]
    assert [line["id"] for line in lines] == table.column("id").to_pylist()
    assert isinstance(lines[0]["actors"], list)


@pytest.mark.parametrize(
    ("first", "last", "grain"),
    [
        ("2031-05-12", "2031-05-12", "day"),
        ("2031-05-01", "2031-05-31", "month"),
        ("2031-01-01", "2031-12-31", "year"),
        ("2031-05-12", "2031-05-18", "interval"),
        (None, "2031-03-27", "before"),
        ("2031-03-27", None, "after"),
    ],
)
def test_granularity(first: str | None, last: str | None, grain: str) -> None:
    assert granularity(first, last) == grain
