"""What a person said of a page is laid over what stages say of it: roles of blocks, speakers of quotations.

A correction is known by the words that it was made on, so that it holds where a page is read anew and its blocks or
quotations stand at other places.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import structs

from tellings.model import EXTRACTED, Amendment, Analysis, Block, Entity, Layer, LayerKind, Quote
from tellings.pipeline import Pipeline
from tellings.store import Store

LAYERS: dict[str, LayerKind] = {"role": "blocks", "speaker": "quotes"}
NAMED = 80
MARKS = "\"“”„«»‘’'"


def words_of(item: Block | Quote, text: str) -> str:
    """Return the words by which a block or a quotation is known in the log."""
    if isinstance(item, Quote):
        return f"“{item.content.of(text).strip(MARKS)[:NAMED]}”"
    return f"“{item.of(text)[:NAMED]}”"


def standing(store: Store, document: str) -> list[Amendment]:
    """Return the corrections of a page that were not undone."""
    return [a for a in store.amendments(document=document) if a.undone is None and a.kind in LAYERS]


def original(store: Store, document: str, kind: LayerKind) -> Layer:
    """Return a layer as it was before anybody corrected it."""
    return store.original(document, kind) or Layer(kind=kind, recipe="", items=())


def lay(store: Store, pipeline: Pipeline, document: str, what: str) -> list[Amendment]:
    """Lay the standing corrections of one kind over the layer as it was; return those whose words stand nowhere any more.

    A page whose blocks are corrected is read anew by them.
    """
    analysis, kind = next(iter(store.analyses([document]))), LAYERS[what]
    before = original(store, document, kind)
    items: list[Any] = list(before.items)
    told = [words_of(item, analysis.text) for item in items]
    laid: list[Amendment] = []
    lost: list[Amendment] = []
    for amendment in (a for a in standing(store, document) if a.kind == what):
        at = _place(told, amendment)
        made = None if at is None else _amended(items[at], amendment, analysis.entities)
        if at is None or made is None:
            lost.append(amendment)
        else:
            items[at] = made
            laid.append(amendment)
    store.put_original(document, before if laid else None, kind)
    recipe = f"human:{','.join(str(a.number) for a in laid)}" if laid else before.recipe
    store.put_layer(document, Layer(kind=kind, recipe=recipe, items=tuple(items)))
    return [*lost, *(_read_anew(store, pipeline, document) if what == "role" else ())]


def renew(store: Store, pipeline: Pipeline, analysis: Analysis) -> list[Amendment]:
    """Lay the standing corrections over a page that stages read anew; return (and log) those that find no place there."""
    kinds = {a.kind for a in standing(store, analysis.id)}
    if not kinds:
        return []
    for what in kinds:
        _put_fresh(store, pipeline, analysis, LAYERS[what])
    lost = lay(store, pipeline, analysis.id, "role" if "role" in kinds else "speaker")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for amendment in lost:
        store.put_audit(
            now, amendment.by, "amendment without a place", f"{amendment.number}: {amendment.kind} of {amendment.words}"
        )
    return lost


def _put_fresh(store: Store, pipeline: Pipeline, analysis: Analysis, kind: LayerKind) -> None:
    store.put_original(analysis.id, None, kind)
    store.put_layer(analysis.id, Layer(kind=kind, recipe=pipeline.recipes[kind], items=analysis.layer(kind)))


def _place(told: Sequence[str], amendment: Amendment) -> int | None:
    at = int(amendment.target)
    return min((n for n, words in enumerate(told) if words == amendment.words), key=lambda n: abs(n - at), default=None)


def _amended(item: Any, amendment: Amendment, entities: Sequence[Entity]) -> Block | Quote | None:
    if amendment.kind == "role":
        changed: Block = structs.replace(item, role=amendment.new, confidence=1.0)
        return changed
    quote: Quote = item
    if not amendment.new:
        return structs.replace(quote, speaker=None, speaker_entity=None, confidence=1.0)
    key, _, name = amendment.new.partition(" ")
    same = [e for e in entities if e.name == name]
    entity = next((e for e in same if e.id == key), same[0] if len(same) == 1 else None)
    if entity is None:
        return None
    named = next((m for m in entity.mentions if m.kind == "name"), entity.mentions[0])
    return structs.replace(quote, speaker=named.bare(), speaker_entity=entity.id, confidence=1.0)


def _read_anew(store: Store, pipeline: Pipeline, document: str) -> list[Amendment]:
    """Run the stages over a page whose blocks a person corrected, and lay what was said of its quotations over theirs."""
    fresh = pipeline.annotate(list(store.analyses([document])))[0]
    for kind in pipeline.recipes:
        if kind not in EXTRACTED:
            _put_fresh(store, pipeline, fresh, kind)  # type: ignore[arg-type]
    spoken = any(a.kind == "speaker" for a in standing(store, document))
    return lay(store, pipeline, document, "speaker") if spoken else []
