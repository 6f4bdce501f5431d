"""How much of a story its summary tells, and whether every sentence of it is proved by the passages that it cites.

usage: python benchmarks/summary.py [--shared ../shared] [--show] [--json] [--long] [--garbled 1000]
A fact of three independent accounts or more is told where a sentence cites a passage of it and holds the words that most
accounts share in telling it. Planted facts are those of the sample's and of the unseen sample's authors that three accounts or
more tell. A sentence is proved where each number, name, negation and quotation in it stands in a passage that it cites or is an
outlet's name. `--garbled` tells as many invented stories instead, mangled and hostile ones, by seed.
The stories are given, not found. The real pages are not part of the project: skipped where absent.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tellings.compare.coverage import tells
from tellings.compare.lexicon import fold, lexicon
from tellings.model import Analysis, Fact, Given, Page, Source, Story, SummarySentence
from tellings.pipeline import Pipeline
from tellings.read import read_inputs
from tellings.settings import Limits
from tellings.telling import compare_as_one

HERE = Path(__file__).parent
LEAST_ACCOUNTS, MOST_WORDS = 3, 120
OWN = {"sample": HERE.parent / "sample", "unseen": HERE / "gold" / "unseen"}
GIVEN = ("g5w1h", "ecbplus")
FRAME = frozenset({"accounts", "also", "some", "only", "the", "it", "told", "an", "independent", "one", "account"})


class Told(NamedTuple):
    """One story: its outlets' names, and what its authors planted (a document and the words), where anything was."""

    group: str
    name: str
    story: Story
    outlets: frozenset[str]
    planted: tuple[tuple[tuple[str, str], ...], ...]


def stories(shared: Path, *, long: bool = False) -> Iterator[Told]:
    """Yield every story that can be had, compared; those of ECB+ (some 500 pages) only where `long`."""
    pipeline = Pipeline()
    for group, folder in OWN.items():
        truth = json.loads((folder / "truth.json").read_text())
        own = {p["file"]: p["story"] for p in truth["pages"]}
        for name, analyses in sorted(_by_story(_read(folder / "pages"), own, pipeline).items()):
            ids = {Path(a.document.source.path or "").name: a.id for a in analyses}
            facts = [f for f in truth["facts"] if f["story"] == name]
            planted = [
                tuple((ids[p["file"]], p["text"]) for v in f["values"] for p in v["pages"] if p["file"] in ids) for f in facts
            ]
            several = tuple(p for p in planted if len({document for document, _ in p}) >= LEAST_ACCOUNTS)
            yield _told(group, name, analyses, several)
    seeds = shared / "data" / "seeds"
    if seeds.is_dir():
        yield _told("five pages", "five pages", _analyse(_read(seeds), pipeline), ())
    for group in GIVEN if long else GIVEN[:1]:
        rows = shared / "data" / "stories" / f"{group}.jsonl"
        by_story: dict[str, list[Page]] = defaultdict(list)
        for row in map(json.loads, rows.read_text().splitlines() if rows.is_file() else ()):
            by_story[row["story"]].append(_page(row))
        for name, pages in sorted(by_story.items()):
            if len(pages) > 1:
                yield _told(group, name, _analyse(pages, pipeline), ())


def _page(row: dict[str, str]) -> Page:
    key = str(row["id"])
    given = Given(title=row.get("title"), published=row.get("published"))
    return Page(id=key, source=Source(sha256=key, outlet=row.get("outlet")), form="clean", text=row["text"], given=given)


def _read(folder: Path) -> list[Page]:
    return [p for p in read_inputs([str(folder)], limits=Limits()) if isinstance(p, Page)]


def _analyse(pages: Sequence[Page], pipeline: Pipeline) -> list[Analysis]:
    return [a for a in pipeline.run(pages) if isinstance(a, Analysis)]


def _by_story(pages: Sequence[Page], own: dict[str, str], pipeline: Pipeline) -> dict[str, list[Analysis]]:
    found: dict[str, list[Analysis]] = defaultdict(list)
    for analysis in _analyse(pages, pipeline):
        found[own[Path(analysis.document.source.path or "").name] or ""].append(analysis)
    return {name: analyses for name, analyses in found.items() if name}


def _told(group: str, name: str, analyses: Sequence[Analysis], planted: tuple[tuple[tuple[str, str], ...], ...]) -> Told:
    outlets = frozenset(
        fold(w) for a in analyses for w in re.findall(r"\w+", a.metadata.outlet or a.document.source.outlet or "")
    )
    return Told(group, name, compare_as_one(analyses), outlets, planted)


def several(story: Story) -> list[Fact]:
    """Return the facts that at least three independent accounts tell in one way."""
    facts = (*story.comparison.agreed, *story.comparison.differing)
    return [f for f in facts if max(v.accounts for v in f.values) >= LEAST_ACCOUNTS]


def quotes(sentence: SummarySentence, document: str, words: str) -> bool:
    """Tell whether a sentence cites a passage around (or inside) planted words and holds most of them."""
    wanted = {fold(w) for w in re.findall(r"\w+", words)} - lexicon("en").stop
    held = {fold(w) for w in re.findall(r"\w+", sentence.text)}
    text = " ".join(words.split())
    near = any(c.document == document and (text in " ".join(c.text.split()) or c.text in text) for c in sentence.evidence)
    return near and 2 * len(wanted & held) >= len(wanted)


def unproved(sentence: SummarySentence, outlets: frozenset[str]) -> list[str]:
    """Return the numbers, names, negations and quotations that no cited passage holds, read by plain patterns."""
    held = " ".join(" ".join(c.text.split()) for c in sentence.evidence)
    own = {fold(w) for w in re.findall(r"\w+", held)} | outlets | FRAME
    negations = lexicon("en").negations
    missing = []
    for found in re.finditer(r"\w+", re.sub(r"“[^”]*”", " ", sentence.text)):
        word = found.group()
        bears = word[0].isdigit() or (found.start() > 0 and word[0].isupper()) or fold(word) in negations
        missing += [word] if bears and fold(word) not in own else []
    pieces = [p.strip() for q in re.findall(r"“([^”]*)”", sentence.text) for p in q.split("…")]
    return missing + [p for p in pieces if p and p not in held]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--show", action="store_true", help="print the summaries and what they leave out")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--long", action="store_true", help="read the stories of ECB+ too")
    parser.add_argument("--garbled", type=int, metavar="N", help="tell N mangled stories and check each sentence")
    options = parser.parse_args()
    if options.garbled:
        return _garbled(options.garbled)
    found = list(stories(options.shared, long=options.long))
    if options.show:
        _show([t for t in found if t.group != "unseen"])
    figures: dict[str, float] = {}
    for group in (*dict.fromkeys(t.group for t in found), "all"):
        figures |= _figures(group, [t for t in found if group in (t.group, "all")])
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, figure in figures.items():
        print(f"{name:<48} {figure:.3f}")
    return 0


def _garbled(count: int) -> int:
    """Tell mangled stories through the whole pipeline; print what no passage holds."""
    sys.path.insert(0, str(HERE.parent))
    from tests.compare import garbled

    pages = {(seed, n): page for seed in range(count) for n, page in enumerate(garbled.story(seed))}
    names = {f"{seed}-{n}": (seed, n) for seed, n in pages}
    read = [
        Page(id=k, source=Source(sha256=k, outlet=pages[p].outlet), form="clean", text=pages[p].text) for k, p in names.items()
    ]
    by_story: dict[int, list[Analysis]] = defaultdict(list)
    for analysis in _analyse(read, Pipeline()):
        by_story[names[analysis.id][0]].append(analysis)
    told = faults = 0
    for seed, analyses in by_story.items():
        summary = compare_as_one(analyses).summary
        kept = {a.id: garbled.Page(a.document.text, pages[names[a.id]].outlet) for a in analyses}
        found = garbled.faults(summary, kept)
        told, faults = told + len(summary), faults + len(found)
        for fault in found:
            print(f"story {seed}: {fault}")
    print(f"{count} stories, {told} sentences, {faults} faults")
    return 1 if faults else 0


def _figures(group: str, own: Sequence[Told]) -> dict[str, float]:
    counted = [(sum(tells(t.story.summary, f) for f in several(t.story)), len(several(t.story))) for t in own]
    shares = [told / of for told, of in counted if of]
    planted = [any(quotes(s, d, w) for s in t.story.summary for d, w in p) for t in own for p in t.planted]
    sentences = [not unproved(s, t.outlets) for t in own for s in t.story.summary]
    words = [sum(len(s.text.split()) for s in t.story.summary) for t in own]
    figures = {
        f"{group}: facts told, mean of stories": sum(shares) / (len(shares) or 1),
        f"{group}: facts told, of all": sum(told for told, _ in counted) / (sum(of for _, of in counted) or 1),
        f"{group}: sentences proved": sum(sentences) / (len(sentences) or 1),
        f"{group}: within {MOST_WORDS} words": sum(w <= MOST_WORDS for w in words) / (len(words) or 1),
    }
    if planted:
        figures[f"{group}: planted facts told"] = sum(planted) / len(planted)
    return {name: round(figure, 4) for name, figure in figures.items()}


def _show(own: Sequence[Told]) -> None:
    for told in own:
        print(f"## {told.group}: {told.name}")
        for sentence in told.story.summary:
            print("   ", sentence.text, unproved(sentence, told.outlets) or "")
        for fact in several(told.story):
            if not tells(told.story.summary, fact):
                print("    not told:", fact.kind, fact.about)


if __name__ == "__main__":
    sys.exit(main())
