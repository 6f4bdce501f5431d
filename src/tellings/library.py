"""A first library: everything in one process, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from tellings.export.contract import document_view
from tellings.model import Analysis, Failure, Page, articles_of
from tellings.pipeline import Pipeline, tell_story
from tellings.read import read_inputs
from tellings.relate.copies import find_copies
from tellings.relate.dating import date_by_siblings
from tellings.relate.stories import group_stories


def _analyses(inputs: Sequence[str], as_is: bool) -> Iterator[Analysis]:
    pipeline, batch = Pipeline(), []
    for page in read_inputs(inputs, as_is=as_is):
        if isinstance(page, Page):
            batch.append(page)
        if len(batch) == 16:
            yield from (a for a in pipeline.run(batch) if not isinstance(a, Failure))
            batch = []
    yield from (a for a in pipeline.run(batch) if not isinstance(a, Failure))


def analyse(inputs: Sequence[str], *, as_is: bool = False) -> Iterator[str]:
    """Yield one line a document."""
    for analysis in _analyses(inputs, as_is):
        yield msgspec.json.encode(document_view(analysis)).decode()


def stories(inputs: Sequence[str], *, as_is: bool = False) -> Iterator[str]:
    """Yield one line a story."""
    pages = {}
    analyses = {}
    pipeline = Pipeline()
    batch = []
    for page in read_inputs(inputs, as_is=as_is):
        if isinstance(page, Page):
            pages[page.id] = page
            batch.append(page)
    for i in range(0, len(batch), 16):
        analyses.update({a.id: a for a in pipeline.run(batch[i : i + 16]) if isinstance(a, Analysis)})
    articles = [x for a in analyses.values() for x in articles_of(a)]
    copies = find_copies(articles)
    groups = group_stories(articles, copies)
    by_key = {a.key: a for a in articles}
    redo = []
    for group in groups:
        if len(group.members) > 1:
            for document, datings in date_by_siblings([by_key[m.id, m.part] for m in group.members]).items():
                given = msgspec.structs.replace(pages[document].given, datings=datings)
                redo.append(msgspec.structs.replace(pages[document], given=given))
    analyses.update({a.id: a for a in pipeline.run(redo) if isinstance(a, Analysis)})
    articles = [x for a in analyses.values() for x in articles_of(a)]
    by_key = {a.key: a for a in articles}
    touching: dict[str, list] = {}  # type: ignore[type-arg]
    for c in copies:
        for d in {c.origin.document, c.target.document}:
            touching.setdefault(d, []).append(c)
    for group in groups:
        own = [by_key[m.id, m.part] for m in group.members]
        near = list({id(c): c for a in own for c in touching.get(a.document, ())}.values())
        yield msgspec.json.encode(tell_story(group, own, near)).decode()
