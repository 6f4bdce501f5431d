"""People, bodies and places of one name, or of nearly one: a hundred cases of who is one and who is two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tellings.model import Analysis, Article, Block, Document, Entity, Mention, Source
from tellings.relate.actors import merge_actors

CASES = json.loads((Path(__file__).parents[2] / "benchmarks" / "gold" / "lookalikes.json").read_text())["cases"]


def entity(number: int, row: str, at: int) -> Entity:
    kind, name, roles, country, sector, spot = (row.split("|") + [""] * 6)[:6]
    latitude, longitude = (float(x) for x in spot.split(",")) if spot else (None, None)
    return Entity(
        id=f"e{number}", name=name, type=kind, mentions=(Mention(at, at + len(name), form=name),),  # type: ignore[arg-type]
        roles=tuple(filter(None, roles.split(";"))), country=country or None, sector=sector or None, latitude=latitude,
        longitude=longitude, level="city" if spot else None,
    )  # fmt: skip


def article(document: str, rows: list[str]) -> Article:
    found, at = [], 0
    for number, row in enumerate(rows, start=1):
        found.append(entity(number, row, at))
        at += len(found[-1].name) + 1
    text = "\n".join(e.name for e in found)
    record = Document(id=document, source=Source(sha256="0" * 64), text=text, form="clean")
    return Article(Analysis(document=record, blocks=(Block(0, len(text), role="body"),), entities=tuple(found)))


@pytest.mark.parametrize("case", CASES, ids=[c["case"] for c in CASES])
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_who_is_one(case: dict[str, Any], turned: bool) -> None:
    pages = [article(f"d{i}", rows) for i, rows in enumerate(case["pages"])]
    actors = merge_actors(pages[::-1] if turned else pages)
    own = [next(a for a in actors if any((e.document, e.entity) == (d, "e1") for e in a.entities)) for d in ("d0", "d1")]
    assert (own[0] is own[1]) == case["same"], [(a.name, a.why) for a in actors]
    if case["same"] and own[0].forms[1:]:
        assert own[0].why


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 60
    assert {c["same"] for c in CASES} == {True, False}
