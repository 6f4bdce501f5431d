"""What comes in takes the place of what was read before, in one transaction: a kill in between loses neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from tellings import laying
from tellings.model import Amendment, Analysis
from tellings.pipeline import Pipeline
from tellings.store import Entry, Store


def arrive(store: Store, pipeline: Pipeline, entries: Sequence[Entry], *, replaced: Mapping[str, str]) -> list[Amendment]:
    """Keep pages with what was found on them; what an address said before stays, under an id of its own.

    `replaced` names kept pages of other ids whose places pages take, by the id of the page that comes in. What a person
    corrected is laid over what is found now; corrections that find no place any more are returned.
    """
    with store.transaction():
        for name, old in replaced.items():
            if old != name and any(entry.page.id == name for entry in entries) and next(store.pages([old]), None):
                store.rename(old, name)
                store.hand_down(old, name)
                _hand_on_amendments(store, old, name)
        _keep_earlier(store, {entry.page.id: entry.page.source.sha256 for entry in entries})
        store.put(entries, pipeline.recipes)
        found = [entry.result for entry in entries if isinstance(entry.result, Analysis)]
        return [amendment for analysis in found for amendment in laying.renew(store, pipeline, analysis)]


def _hand_on_amendments(store: Store, old: str, name: str) -> None:
    for amendment in store.amendments(document=old):
        store.put_amendment(structs.replace(amendment, document=name))


def _keep_earlier(store: Store, shas: Mapping[str, str]) -> None:
    from tellings.relate.versions import addresses

    changed = [p.id for p in store.pages(list(shas)) if p.source.sha256 != shas[p.id]]
    for analysis in store.analyses(changed):
        if addresses(analysis.metadata):
            store.rename(analysis.id, f"{analysis.id}@{analysis.document.source.sha256[:8]}")
