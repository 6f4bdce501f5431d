"""Events: figures on marked sentences and records, beside a baseline, and speed.

usage: python benchmarks/events.py [--data ../shared/data/events] [--score ../shared/score]

PLV sentences and PLOVER records: five folds, whole sentences in one fold, the type and role models trained anew in each; the
metrics are those of the scorer. The baseline codes subject, verb and object of the same parse with the verbs of the same
tables, each under its first type. Where data or scorer are absent those rows are left out. Speed: the event stage (realis
is part of it; happenings are not, they have a benchmark of their own), the parse that it reads, and the stock pipeline.
"""
# ruff: noqa: E402 (the labelled stories lie in the tests, which are no package of the installation)

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from tests.relate.labelled import SAMPLE, annotate, stories

from tellings.annotate import parse as parsing
from tellings.annotate.event_arguments import phrase
from tellings.annotate.event_coding import Coded, code
from tellings.annotate.event_selection import select
from tellings.annotate.event_tables import EventWords, event_words
from tellings.annotate.event_tree import Tree
from tellings.annotate.events import Events
from tellings.lang import table
from tellings.model import Analysis
from tellings.stage import Parse, View

FOLDS = 5
PROCESSES = 3
Answer = dict[str, Any]


def training() -> ModuleType:
    """Return the training script as a module."""
    spec = importlib.util.spec_from_file_location("training_events", ROOT / "training" / "events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def argument(tree: Tree, head: int) -> dict[str, int]:
    """Return the span of a head's noun phrase."""
    first, last = phrase(tree, head)
    return {"start": tree.starts[first], "end": tree.ends[last]}


def answer(tree: Tree, found: Sequence[tuple[str | None, Sequence[int], Sequence[int]]]) -> Answer:
    """Return what the scorer reads of one sentence."""
    events = [
        {"type": kind or "", "actors": [argument(tree, i) for i in a], "recipients": [argument(tree, i) for i in r]}
        for kind, a, r in found
    ]
    return {"events": events}


def baseline(tree: Tree, verbs: Mapping[str, str]) -> list[tuple[str | None, list[int], list[int]]]:
    """Return subject, type and object of every listed verb."""
    found: list[tuple[str | None, list[int], list[int]]] = []
    for i, lemma in enumerate(tree.lemmas):
        if tree.pos[i] == "VERB" and lemma in verbs:
            agents = [m for k in tree.children(i, "agent") for m in tree.children(k, "pobj")]
            passive = tree.children(i, "nsubjpass")
            subjects, objects = tree.children(i, "nsubj"), tree.children(i, "dobj")
            found.append((verbs[lemma], agents, passive) if passive else (verbs[lemma], subjects, objects))
    return found


def folds(data: Path, words: EventWords, trees: Mapping[str, Tree]) -> dict[str, list[Coded]]:
    """Return the events of every sentence, coded by models that have not seen it."""
    script = training()
    read: dict[str, Any] = script.read(data)
    texts = sorted(read)
    docs = parsing.pipeline("en").pipe([t.replace("\n", " ") for t in texts], batch_size=64)
    items = {text: script.Item(doc, *read[text], words) for text, doc in zip(texts, docs, strict=True)}
    order = [i % FOLDS for i in range(len(texts))]
    random.Random(0).shuffle(order)
    fold = dict(zip(texts, order, strict=True))
    found: dict[str, list[Coded]] = {}
    for n in range(FOLDS):
        models = script.train([items[t] for t in texts if fold[t] != n], words)
        for text in (t for t in texts if fold[t] == n and t in trees):
            units = items[text].units
            found[text] = select(units, code(units, words, models), words) if units else []
    return found


def sentences(data: Path, score: Path) -> dict[str, dict[str, Any]]:
    """Return the scorer's figures of Tellings and of the baseline, on both sets."""
    sys.path.insert(0, str(score))
    from common import report
    from tasks import events_plv, events_records

    words = event_words("en")
    rows = {name: [json.loads(line) for line in (data / f"{name}.jsonl").open()] for name in ("plv-train", "plover-gsr")}
    marked, records = events_plv.load("plv-train", rows["plv-train"], 0), events_records.load_gsr("gsr", rows["plover-gsr"], 0)
    texts = sorted({item["text"] for item in [*marked, *records]})
    docs = parsing.pipeline("en").pipe([t.replace("\n", " ") for t in texts], batch_size=64)
    trees = {text: Tree.of(doc) for text, doc in zip(texts, docs, strict=True)}
    verbs: dict[str, str] = {}
    for kind, text in table("events", "en")["verbs"].items():
        for verb in [w for w in text.split() if "_" not in w]:
            verbs.setdefault(verb, kind)
    coded = folds(data, words, trees)
    systems: dict[str, Callable[[str], Answer]] = {
        "Tellings": lambda text: answer(
            coded[text][0].unit.tree if coded.get(text) else trees[text],
            [(c.type, c.actors, c.recipients) for c in coded.get(text, ())],
        ),
        "subject–verb–object, verbs of the tables": lambda text: answer(trees[text], baseline(trees[text], verbs)),
    }
    found = {}
    for name, system in systems.items():
        result = report.Result("events", None)
        answers = {item["id"]: system(item["text"]) for item in [*marked, *records]}
        events_plv.score(marked, answers, result, "plv")
        events_records.score_gsr(records, answers, result, "gsr")
        found[name] = dict(result.figures)
    return found


def speed() -> dict[str, float]:
    """Return the processor seconds of parse, event stage and stock pipeline on the sample, the least of several processes.

    Each process first reads other pages, so that what remembers words is neither empty nor knows these very pages.
    """
    from tellings.model import Page
    from tellings.read import read_inputs
    from tellings.settings import Limits

    pages = [p for p in read_inputs([str(SAMPLE / "pages")], limits=Limits()) if isinstance(p, Page)]
    kept = {
        "pages": [a for a in annotate(pages) if a.metadata.language == "en"],
        "others": [x.analysis for s in stories() for x in s.articles if x.analysis.metadata.language == "en"],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages.json"
        file.write_bytes(msgspec.json.encode(kept))
        command = [sys.executable, __file__, "--time", str(file)]
        runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(PROCESSES)]
    return {name: min(run[name] for run in runs) for name in runs[0]}


def timed(run: Callable[[], Any]) -> float:
    """Return the processor seconds of one call."""
    started = time.process_time()
    run()
    return time.process_time() - started


def time_once(file: Path) -> dict[str, float]:
    """Return the processor seconds of one process that has read the other pages, and the number of pages and words."""
    import spacy

    from tellings.models.weights import weights

    kept = msgspec.json.decode(file.read_bytes(), type=dict[str, list[Analysis]])
    stage, reads, stock = Events(), frozenset(Events.reads), spacy.load(weights("spacy-en").path or "")
    before = parsing.parse(kept["others"])
    stage.run([View(a, p, reads) for a, p in zip(kept["others"], before, strict=True)])
    list(stock.pipe([s.doc.text for p in before for s in p.segments], batch_size=parsing.BATCH))
    parses: list[Parse] = []
    found = {"parse": timed(lambda: parses.extend(parsing.parse(kept["pages"])))}
    views = [View(a, p, reads) for a, p in zip(kept["pages"], parses, strict=True)]
    found["events"] = timed(lambda: stage.run(views))
    found["again"] = min(timed(lambda: stage.run(views)) for _ in range(3))
    words = [s.doc.text for p in parses for s in p.segments]
    found["stock"] = timed(lambda: list(stock.pipe(words, batch_size=parsing.BATCH)))
    return found | {"pages": len(views), "tokens": sum(len(s.doc) for p in parses for s in p.segments)}


def show(rows: Sequence[Sequence[Any]]) -> None:
    """Print rows of a table."""
    for row in rows:
        print("| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")


def main() -> None:
    """Measure and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "events")
    options.add_argument("--score", type=Path, default=ROOT.parent / "shared" / "score")
    options.add_argument("--time", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.time:
        print(json.dumps(time_once(given.time)))
        return
    if given.data.is_dir() and given.score.is_dir():
        print("| system | PLV pair recall | type given pair | macro-F1 | records F1 |\n|---|---|---|---|---|")
        for name, figures in sentences(given.data, given.score).items():
            plv, gsr = figures["plv"], figures["gsr"]
            show([(name, plv["pair recall"], plv["type given pair"], plv["macro F1"], gsr["F1"])])
    else:
        print(f"sentences: left out, there are no data at {given.data} or no scorer at {given.score}")
    found = speed()
    events, pages = found["events"], f"{found['pages']:.0f} pages of {found['tokens'] / found['pages']:.0f} words and marks"
    print(f"\nspeed, {pages}, met for the first time: events with realis {events:.3f} s (once more: {found['again']:.3f} s)")
    print(f"stock pipeline of the same model {found['stock']:.2f} s: {found['stock'] / events:.1f} times that")
    print(f"the parse as it is read {found['parse']:.2f} s: {found['parse'] / events:.1f} times that")


if __name__ == "__main__":
    main()
