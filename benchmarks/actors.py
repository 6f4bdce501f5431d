"""People, organisations and places: what is found on a page, and who is one over many pages.

usage: python benchmarks/actors.py [--pages ../shared/data/seeds] [--json] [--errors]
Names found: recall and precision on five real pages, against offsets in `gold/people.json` (the pages are not part of the
project: skipped where they are absent). Actors: B-cubed over every name mention of the sample's pages, against `names` in
`sample/truth.json`, all pages merged at once and story by story; a name that is missed has recall 0, one that is made up
precision 0. Hard cases: `gold/lookalikes.json`, pairs of names that are or are not one.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tellings.model import Actor, Analysis, Article, articles_of
from tellings.pipeline import Pipeline, default_stages
from tellings.read import read_inputs
from tellings.relate.actors import merge_actors
from tellings.settings import Limits

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample"
KINDS = {"p": ("person",), "o": ("organisation",), "l": ("place", "country")}
READ = frozenset({"title", "subtitle", "subheading", "body", "caption"})
OVERLAP = 0.5
"""Share of the letters of both spans that a found name and a name of the gold must have in common."""

Span = tuple[int, int]


def analyse(paths: Sequence[Path], *, as_is: bool = False) -> list[Analysis]:
    """Return the analyses of pages, names only."""
    pipeline = Pipeline(default_stages(without=("vectors", "quotes", "events", "times", "quantities")))
    pages = list(read_inputs([str(p) for p in paths], as_is=as_is, limits=Limits()))
    return [a for a in pipeline.run(pages) if isinstance(a, Analysis)]  # type: ignore[arg-type]


def names_of(analysis: Analysis) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, type and entity of every name."""
    for entity in analysis.entities:
        for mention in entity.mentions:
            if mention.kind == "name":
                yield mention.start, mention.end, entity.type, entity.id


def recall(pages: Path, *, errors: bool = False) -> dict[str, float]:
    """Return recall and precision of each kind on the pages of `gold/people.json`."""
    gold = json.loads((HERE / "gold" / "people.json").read_text())["pages"]
    asked, hit, said, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for analysis in analyse([pages / f"{name}.txt" for name in gold], as_is=True):
        rows = gold[Path(analysis.document.source.path or "").stem]
        found = list(names_of(analysis))
        for start, end, kind, _ in rows:
            if kind in KINDS:
                asked[kind] += 1
                good = any(a <= start and b >= end and t in KINDS[kind] for a, b, t, _ in found)
                hit[kind] += good
                if errors and not good:
                    print(
                        "missed",
                        analysis.document.source.path,
                        kind,
                        repr(analysis.text[start:end]),
                        repr(analysis.text[start - 30 : end + 30]),
                    )
        for a, b, type_, _ in found:
            kind = next((k for k, types in KINDS.items() if type_ in types), None)
            touched = [k for s, e, k, _ in rows if s < b and a < e]
            if kind and not {"?", "-"} & set(touched):
                said[kind] += 1
                right[kind] += kind in touched
                if errors and kind not in touched:
                    print(
                        "wrong",
                        analysis.document.source.path,
                        kind,
                        repr(analysis.text[a:b]),
                        repr(analysis.text[a - 30 : b + 30]),
                    )
    names = {"p": "person", "o": "organisation", "l": "place"}
    found_ = {f"{names[k]} recall": hit[k] / asked[k] for k in KINDS}
    return found_ | {f"{names[k]} precision": right[k] / max(said[k], 1) for k in KINDS}


@dataclass(frozen=True)
class Named:
    """A name in the gold."""

    start: int
    end: int
    who: str
    optional: bool


def gold_names(analysis: Analysis, names: Sequence[dict[str, object]]) -> list[Named]:
    """Return the names of `truth.json` in a page's readable blocks, the longest form first where two begin alike."""
    file = Path(analysis.document.source.path or "").name
    forms = {f: n for n in names if file in n.get("only", [file]) for f in n["forms"]}  # type: ignore[operator, attr-defined]
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)) + r")(?![\w-])")
    return [
        Named(m.start(), m.end(), str(forms[m.group()]["id"]), bool(forms[m.group()].get("optional")))
        for block in analysis.blocks
        if block.role in READ
        for m in pattern.finditer(analysis.text, block.start, block.end)
    ]


def overlap(a: Span, b: Span) -> float:
    """Return the share of the letters of two spans that both hold."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(both, 0) / (max(a[1], b[1]) - min(a[0], b[0]))


class BCubed:
    """B-cubed over mentions that need not be the same on both sides."""

    def __init__(self) -> None:
        self.gold: dict[tuple[str, Span], str] = {}
        self.system: dict[tuple[str, Span], tuple[str, str | None]] = {}
        self.of: dict[tuple[str, Span], str] = {}

    def add(self, analysis: Analysis, gold: Sequence[Named], actor: dict[tuple[str, str], str]) -> None:
        """Take one page in."""
        page = Path(analysis.document.source.path or "").name
        open_ = {(n.start, n.end): n for n in gold}
        self.gold |= {(page, s): n.who for s, n in open_.items() if not n.optional}
        spans = sorted({(a, b, e) for a, b, _, e in names_of(analysis) if (analysis.id, e) in actor})
        readable = [b for b in analysis.blocks if b.role in READ]
        for start, end, entity in spans:
            if not any(b.start <= start < b.end for b in readable):
                continue
            best = max(open_, key=lambda s: overlap(s, (start, end)), default=None)
            own = open_.pop(best) if best and overlap(best, (start, end)) >= OVERLAP else None
            if own is not None and own.optional:
                continue
            cluster = actor[analysis.id, entity]
            self.system[page, (start, end)] = (cluster, own.who if own else None)
            if own is not None:
                self.of[page, (own.start, own.end)] = cluster

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        size, size_gold = Counter(c for c, _ in self.system.values()), Counter(self.gold.values())
        both = Counter((c, g) for c, g in self.system.values() if g)
        precision = sum(both[c, g] / size[c] for c, g in self.system.values() if g) / max(len(self.system), 1)
        recall_ = sum(both[self.of[m], g] / size_gold[g] for m, g in self.gold.items() if m in self.of) / max(len(self.gold), 1)
        return precision, recall_, 2 * precision * recall_ / max(precision + recall_, 1e-9)


def clusters(actors: Iterable[Actor], prefix: str = "") -> dict[tuple[str, str], str]:
    """Return the actor of every entity."""
    return {(e.document, e.entity): prefix + a.id for a in actors for e in a.entities}


def sample_actors(*, errors: bool = False) -> dict[str, float]:
    """Return B-cubed figures on the sample, all pages at once and story by story."""
    truth = json.loads((SAMPLE / "truth.json").read_text())
    analyses = analyse([SAMPLE / "pages"])
    named = {a.id: gold_names(a, truth["names"]) for a in analyses}
    whole = BCubed()
    actors = merge_actors([x for a in analyses for x in articles_of(a)])
    for a in analyses:
        whole.add(a, named[a.id], clusters(actors))
    stories: list[tuple[float, float, float]] = []
    for story in truth["stories"]:
        own = [a for a in analyses if Path(a.document.source.path or "").name in story["pages"]]
        merged = merge_actors([Article(a, x.part) for a in own for x in articles_of(a)])
        one = BCubed()
        for a in own:
            one.add(a, named[a.id], clusters(merged))
        stories.append(one.figures())
    if errors:
        show(whole, {a.id: a.name for a in actors})
    p, r, f = whole.figures()
    return {"precision": p, "recall": r, "F1": f, "F1 by story": sum(f for _, _, f in stories) / len(stories)}


def show(found: BCubed, called: dict[str, str]) -> None:
    """Print what was missed, made up, split and mixed."""
    print("missed", Counter(g for m, g in found.gold.items() if m not in found.of).most_common())
    print("made up", [(m[0], called[c]) for m, (c, g) in found.system.items() if g is None])
    parts, mixed = defaultdict(Counter), defaultdict(Counter)
    for c, g in found.system.values():
        parts[g][c] += 1
        mixed[c][g] += 1
    print("split", {g: {f"{called[c]}": n for c, n in own.items()} for g, own in parts.items() if g and len(own) > 1})
    print("mixed", {called[c]: dict(own) for c, own in mixed.items() if len(own) > 1})


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=HERE.parent.parent / "shared" / "data" / "seeds")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    found = {f"sample actors {k}": v for k, v in sample_actors(errors=options.errors).items()}
    if options.pages.exists():
        found |= {f"five pages {k}": v for k, v in recall(options.pages, errors=options.errors).items()}
    else:
        print("names on five pages: skipped, the pages are not here (--pages)", file=sys.stderr)
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<36} {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
