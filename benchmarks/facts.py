"""How many planted facts a comparison relates as their authors planted them, by relation.

A set is a folder with `pages/` and `truth.json` (the sample's form: stories are found, not given) or a file of stories with
their accounts (each story compared as one). A planted fact counts where a fact of the list that it belongs in cites the
planted passages: of an agreement two accounts' passages in one value, of a difference passages of two planted values in two
values, with the relation planted. Every conflict that is reported is counted too, and how many of them hold two planted values.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tellings.model import Analysis, Cite, Fact, Given, Page, Source, Story
from tellings.pipeline import Pipeline
from tellings.telling import compare_as_one, relate, tell

if TYPE_CHECKING:
    from tellings.library import Library

HERE = Path(__file__).parent
SETS = {
    "sample": HERE.parent / "sample",
    "development": HERE / "gold" / "planted" / "development.json",
    "held": HERE / "gold" / "planted" / "held.json",
    "fresh": HERE / "gold" / "planted" / "fresh.json",
    "later": HERE / "gold" / "planted" / "fresh-later.json",
    "third": HERE / "gold" / "planted" / "fresh-third.json",
}
Places = list[tuple[str, int, int]]


class Planted(NamedTuple):
    """A planted fact: the places of the passages of each value."""

    story: str
    relation: str
    kind: str
    about: str
    values: list[Places]


class Told(NamedTuple):
    """A set as it was compared: its planted facts and the stories that were found or given."""

    planted: list[Planted]
    stories: list[Story]


def places(text: str, document: str, words: str) -> Places:
    """Return where a passage stands in a document, whatever the white space and the form of apostrophes."""
    pattern = r"\s+".join(re.sub("['’]", "['’]", re.escape(w)) for w in words.split())
    return [(document, m.start(), m.end()) for m in re.finditer(pattern, text)]


def folder_set(folder: Path) -> Told:
    """Return a set of pages, with the stories that are found among them."""
    from tellings.library import Library

    truth = json.loads((folder / "truth.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        return _folder_told(Library(Path(scratch) / "library.db"), folder, truth)


def _folder_told(library: Library, folder: Path, truth: Mapping[str, Any]) -> Told:
    library.add_all([folder / "pages"])
    analyses = list(library.analyses(library.tally.order))
    stories, _ = tell(relate(analyses), analyses)
    named: dict[str, list[Analysis]] = {}
    for analysis in analyses:
        named.setdefault(Path(analysis.document.source.path or "").name, []).append(analysis)
    planted = []
    for fact in truth["facts"]:
        own = [
            [s for p in v["pages"] for a in named[p["file"]] for s in places(a.document.text, a.document.id, p["text"])]
            for v in fact["values"]
        ]
        planted.append(Planted(fact["story"], fact["relation"], fact["kind"], fact["about"], own))
    return Told(planted, list(stories))


def file_set(path: Path) -> Told:
    """Return a file's stories, each compared as one."""
    planted, stories = [], []
    for story in json.loads(path.read_text()):
        pages = [
            Page(
                id=a["id"], source=Source(sha256=a["id"], outlet=a["outlet"]), form="clean", text=a["text"],
                given=Given(title=a["title"], published=a["published"]),
            )
            for a in story["accounts"]
        ]  # fmt: skip
        stories.append(compare_as_one([a for a in Pipeline().run(pages) if isinstance(a, Analysis)]))
        texts = {a["id"]: a["text"] for a in story["accounts"]}
        for fact in story["facts"]:
            own = [[s for p in v["passages"] for s in places(texts[p["id"]], p["id"], p["text"])] for v in fact["values"]]
            planted.append(Planted(story["id"], fact["relation"], fact["kind"], fact["about"], own))
    return Told(planted, stories)


def hits(evidence: Iterable[Cite], spots: Places) -> list[Cite]:
    """Return the passages that overlap a planted one."""
    return [e for e in evidence if any(e.document == d and e.start < end and start < e.end for d, start, end in spots)]


def shown_as(fact: Planted, stories: Sequence[Story]) -> set[str]:
    """Return the relations under which a planted fact is shown."""
    found: set[str] = set()
    for story in stories:
        lists = {"agreement": story.comparison.agreed, "single": story.comparison.single}
        for relation, own in lists.items():
            least = 2 if relation == "agreement" else 1
            if any(len({e.document for e in hits(_cites(f), fact.values[0])}) >= least for f in own):
                found.add(relation)
        found |= {f.relation or "" for f in story.comparison.differing if _sets_apart(f, fact)}
    return found


def _cites(fact: Fact) -> list[Cite]:
    return [e for v in fact.values for e in v.evidence]


def _sets_apart(fact: Fact, planted: Planted) -> bool:
    """Tell whether two values of a fact hold passages of two planted values."""
    met = [{i for i, spots in enumerate(planted.values) if hits(v.evidence, spots)} for v in fact.values]
    return len(planted.values) > 1 and len(set().union(*met)) > 1 and sum(bool(m) for m in met) > 1


def figures(told: Told) -> dict[str, float]:
    """Return the shares of planted facts that are told right, all and by relation, and of the conflicts that were planted."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for fact in told.planted:
        total[fact.relation] += 1
        right[fact.relation] += fact.relation in shown_as(fact, told.stories)
    conflicts = [f for s in told.stories for f in s.comparison.differing if f.relation == "conflict"]
    apart = [p for p in told.planted if p.relation in ("conflict", "update")]
    found = {f"{r} {right[r]} of {n}": round(right[r] / n, 4) for r, n in sorted(total.items())}
    met = sum(any(_sets_apart(f, p) for p in apart) for f in conflicts)
    return {
        "all": round(sum(right.values()) / max(1, sum(total.values())), 4),
        **found,
        f"conflicts reported that were planted {met} of {len(conflicts)}": round(met / max(1, len(conflicts)), 4),
    }


def main() -> None:
    """Print the figures of the sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS), help=f"{', '.join(SETS)}, or a folder or file of that form")
    parser.add_argument("--json", action="store_true", help="print one line of JSON: '<set> all' and so on")
    parser.add_argument("--missed", action="store_true", help="list the planted facts that are not told as planted")
    options = parser.parse_args()
    rows: dict[str, float] = {}
    for name in options.sets:
        path = SETS.get(name, Path(name))
        told = folder_set(path) if path.is_dir() else file_set(path)
        rows.update({f"{name} {key}": value for key, value in figures(told).items()})
        for fact in told.planted if options.missed else ():
            found = shown_as(fact, told.stories)
            if fact.relation not in found:
                print(f"{fact.story}: {fact.kind} {fact.relation}: {fact.about}; shown as {sorted(found) or 'nothing'}")
    if options.json:
        print(json.dumps(rows))
    else:
        print("\n".join(f"{value:6.3f}  {key}" for key, value in rows.items()))


if __name__ == "__main__":
    main()
