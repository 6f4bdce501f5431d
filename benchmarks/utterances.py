"""One thing said, over many pages: which quotations of a story are wordings of one utterance.

usage: python benchmarks/utterances.py [--pages ../shared/data/seeds] [--errors]
Pairs of pages: a pair of variants found is right where both overlap variants of one utterance of the gold
(`sample/truth.json` and `gold/utterances.json`). The five real pages are not part of the project: skipped where absent.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from tellings.model import Analysis, Utterance, Variant, articles_of
from tellings.pipeline import Pipeline, default_stages
from tellings.read import read_inputs
from tellings.relate.actors import merge_actors
from tellings.relate.utterances import match_utterances
from tellings.settings import Limits

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample"
GOLD = HERE / "gold" / "utterances.json"

Place = tuple[str, int, int]
Pair = tuple[int, str, str]


@dataclass(slots=True)
class Count:
    """Pairs asked for, found rightly, and found wrongly."""

    gold: set[Pair] = field(default_factory=set)
    right: set[Pair] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return the figures as a line of a table."""
        precision = len(self.right) / (len(self.right) + len(self.wrong) or 1)
        recall = len(self.right & self.gold) / (len(self.gold) or 1)
        f1 = 2 * precision * recall / (precision + recall or 1)
        return f"| {name} | {len(self.gold)} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"


def analyse(paths: Sequence[Path]) -> dict[str, Analysis]:
    """Return the analysis of each page by its file's name; what extraction refuses is read as it is."""
    pipeline = Pipeline(default_stages(without=("vectors", "events")))
    found: dict[str, Analysis] = {}
    for as_is in (False, True):
        left = [str(p) for p in paths if p.name not in found]
        pages = [p for p in read_inputs(left, as_is=as_is, limits=Limits()) if not hasattr(p, "message")] if left else []
        for analysis in pipeline.run(pages):  # type: ignore[arg-type]
            if isinstance(analysis, Analysis):
                found[Path(analysis.document.source.path or "").name] = analysis
    return found


def places(analyses: dict[str, Analysis], variants: Sequence[Sequence[str]]) -> list[Place]:
    """Return where variants given by their first words stand: everywhere they do."""
    found = []
    for name, words in variants:
        text = analyses[name].text.replace("’", "'")
        at = text.find(words.replace("’", "'"))
        while at >= 0:
            found.append((name, at, at + len(words)))
            at = text.find(words.replace("’", "'"), at + 1)
    return found


def matched(analyses: dict[str, Analysis], group: Sequence[str]) -> tuple[Utterance, ...]:
    """Return the utterances of one story."""
    articles = [article for name in group for article in articles_of(analyses[name])]
    return match_utterances(articles, merge_actors(articles))


def score(
    found: Sequence[Utterance], gold: Sequence[list[Place]], related: Sequence[list[Place]], names: dict[str, str]
) -> Count:
    """Hold the pairs found against the gold."""
    count = Count()
    for number, group in enumerate(gold):
        count.gold.update((number, *sorted(pair)) for pair in combinations({p[0] for p in group}, 2))
    for utterance in found:
        for a, b in combinations(utterance.variants, 2):
            if a.document == b.document:
                continue
            both = set(_holding(a, gold, names)) & set(_holding(b, gold, names))
            first, second = sorted((names[a.document], names[b.document]))
            if both:
                count.right.update((number, first, second) for number in both)
            elif not set(_holding(a, related, names)) & set(_holding(b, related, names)):
                count.wrong.append(f"{first} {a.text[:70]!r} | {second} {b.text[:70]!r}")
    return count


def _holding(variant: Variant, groups: Sequence[list[Place]], names: dict[str, str]) -> Iterator[int]:
    for number, group in enumerate(groups):
        if any(name == names[variant.document] and variant.start < end and start < variant.end for name, start, end in group):
            yield number


def on_sample(saved: dict[str, dict[str, object]]) -> Count:
    """Measure the sample, story by story."""
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    own: dict[str, list[list[list[str]]]] = saved["sample"]  # type: ignore[assignment]
    analyses = analyse(sorted((SAMPLE / "pages").iterdir()))
    gold = []
    for number, planted in enumerate(truth["utterances"]):
        further: list[list[str]] = own["further"].get(str(number), [])  # type: ignore[attr-defined]
        gold.append(places(analyses, [*([v["file"], v["text"]] for v in planted["variants"]), *further]))
    gold += [places(analyses, group) for group in own["utterances"]]
    related = [places(analyses, group) for group in own["related"]]
    names = {a.id: name for name, a in analyses.items()}
    found = [u for story in truth["stories"] for u in matched(analyses, story["pages"])]
    return score(found, gold, related, names)


def on_pages(saved: dict[str, dict[str, object]], folder: Path) -> Count:
    """Measure the five real pages; offsets of the raw files are carried to the text that was extracted."""
    own: dict[str, list[list[list[int | str]]]] = saved["pages"]  # type: ignore[assignment]
    paths = sorted(folder.glob("*.txt"))
    analyses = analyse(paths)
    raw = {p.name[:3]: (p.name, p.read_text(encoding="utf-8")) for p in paths}

    def placed(group: list[list[int | str]]) -> list[Place]:
        return places(analyses, [(raw[str(key)][0], raw[str(key)][1][int(a) : int(b)]) for key, a, b in group])

    names = {a.id: name for name, a in analyses.items()}
    found = matched(analyses, sorted(analyses))
    return score(found, [placed(g) for g in own["utterances"]], [placed(g) for g in own["related"]], names)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=HERE.parent.parent / "shared" / "data" / "seeds")
    parser.add_argument("--errors", action="store_true", help="print the pairs missed and those found wrongly")
    options = parser.parse_args()
    saved = json.loads(GOLD.read_text(encoding="utf-8"))
    counts = {"sample, 33 pages in five stories": on_sample(saved)}
    if options.pages.is_dir():
        counts["five real pages"] = on_pages(saved, options.pages)
    else:
        print(f"real pages: skipped, there is no {options.pages}", file=sys.stderr)
    print("| pages | pairs | precision | recall | F1 |\n|---|---|---|---|---|")
    for name, count in counts.items():
        print(count.row(name))
    if options.errors:
        for count in counts.values():
            print("\n".join(f"missed {pair}" for pair in sorted(count.gold - count.right)))
            print("\n".join(f"wrong  {line}" for line in count.wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
