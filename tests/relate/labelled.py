"""Labelled happenings: short invented stories and the sample, with their B-cubed figure.

`happenings_stories.txt` holds twenty, `happenings_unseen.txt` ten more (the odd numbers have been read since) and
`happenings_fresh.txt` eight more that serve for measurement and no rule.
In the stories' file `##` opens a story, `#` a page with outlet and day, its first line is the title, and `[a|…]` marks a
report of the story's happening `a`. The stories with odd numbers were read while the rules were made; the even ones were
not. A report is matched to the event of its page whose trigger lies inside it, else whose clause covers half of it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tellings.model import Analysis, Article, Happening, Page, Source, articles_of
from tellings.model.pages import Given
from tellings.pipeline import Pipeline, default_stages
from tellings.read import read_inputs
from tellings.relate.accounts import fold_accounts
from tellings.relate.actors import merge_actors
from tellings.relate.copies import find_copies
from tellings.relate.happenings import merge_happenings
from tellings.relate.utterances import match_utterances
from tellings.settings import Limits

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sample"
MARK = re.compile(r"\[(\w)\|([^\]]*)\]")
SPANISH, FRENCH = re.compile(r"\b(?:una|los|las)\b"), re.compile(r"\b(?:une|les|dans)\b", re.IGNORECASE)

Gold = tuple[str, str, int, int, str | None]
"""Name of the happening, document, start, end, and the type that the truth gives it."""


@dataclass(frozen=True)
class Labelled:
    """One story: its articles, and its labelled reports."""

    id: str
    articles: tuple[Article, ...]
    gold: tuple[Gold, ...]

    def happenings(self) -> tuple[Happening, ...]:
        """Return what the program merges."""
        copies = find_copies(self.articles)
        accounts, _ = fold_accounts(self.articles, copies)
        actors = merge_actors(self.articles)
        return merge_happenings(self.articles, actors, accounts, match_utterances(self.articles, actors))


def annotate(pages: Sequence[Page]) -> list[Analysis]:
    found = Pipeline(default_stages(without=("vectors",))).run(pages)
    return [a for a in found if isinstance(a, Analysis)]


def stories(file: str = "happenings_stories.txt") -> list[Labelled]:
    """Return the invented stories of a file, analysed."""
    marks: dict[str, list[tuple[str, str]]] = {}
    pages: list[Page] = []
    for chunk in (HERE / file).read_text("utf-8").split("## ")[1:]:
        name, *bodies = re.split(r"\n# ", "\n" + chunk)
        for n, body in enumerate(bodies):
            head, _, text = body.partition("\n")
            outlet, day = head.strip().rsplit(" ", 1)
            key = f"{name.strip()}-{n}"
            marks[key] = MARK.findall(text)
            plain = MARK.sub(r"\2", text).strip()
            language = "es" if SPANISH.search(plain) else "fr" if FRENCH.search(plain) else "en"
            given = Given(published=day, language=language)
            pages.append(
                Page(id=key, source=Source(sha256=f"{len(pages):064d}", outlet=outlet), form="text", text=plain, given=given)
            )
    own: dict[str, list[Analysis]] = defaultdict(list)
    for analysis in annotate(pages):
        own[analysis.id.partition("-")[0]].append(analysis)
    return [Labelled(name, _articles(group), tuple(_marked(group, marks))) for name, group in own.items()]


def _articles(analyses: Sequence[Analysis]) -> tuple[Article, ...]:
    return tuple(article for analysis in analyses for article in articles_of(analysis))


def _marked(analyses: Sequence[Analysis], marks: dict[str, list[tuple[str, str]]]) -> Iterator[Gold]:
    for analysis in analyses:
        for name, words in marks[analysis.id]:
            at = analysis.text.index(words)
            yield name, analysis.id, at, at + len(words), None


def sample() -> list[Labelled]:
    """Return the stories of the sample, as truth.json groups its pages."""
    truth = json.loads((SAMPLE / "truth.json").read_text("utf-8"))
    pages = [p for p in read_inputs([str(SAMPLE / "pages")], limits=Limits()) if isinstance(p, Page)]
    by_file = {Path(a.document.source.path or "").name: a for a in annotate(pages)}
    own: dict[str, list[Article]] = defaultdict(list)
    for page in truth["pages"]:
        for article in articles_of(by_file[page["file"]]):
            own[_story(page, article)].append(article)
    gold: dict[str, list[Gold]] = defaultdict(list)
    for n, happening in enumerate(truth["happenings"]):
        for report in happening["reports"]:
            analysis = by_file[report["file"]]
            at = analysis.text.find(report["text"])
            gold[happening["story"]].append((str(n), analysis.id, at, at + len(report["text"]), happening["type"]))
    return [Labelled(name, tuple(own[name]), tuple(rows)) for name, rows in gold.items()]


def _story(page: dict[str, object], article: Article) -> str:
    parts = page["parts"]
    assert isinstance(parts, list)
    own = [p for p in parts if article.part and any(p["text_has"] in b.of(article.text) for b in article.blocks)]
    return str(own[0]["story"] if own and own[0]["story"] else page["story"])


def match(analysis: Analysis, start: int, end: int, kind: str | None) -> int | None:
    """Return the index of the event that a labelled report is about, None where there is none."""
    best: tuple[tuple[bool, bool, float], int] | None = None
    for n, event in enumerate(analysis.events):
        clause = event.clause or event.trigger
        shared = max(0, min(end, clause.end) - max(start, clause.start))
        inside = start <= event.trigger.start and event.trigger.end <= end
        if inside or shared >= 0.5 * (end - start):
            key = (inside, event.type == kind, shared / (max(end, clause.end) - min(start, clause.start)))
            best = max(best, (key, n)) if best else (key, n)
    return best[1] if best else None


def bcubed(told: Sequence[Labelled], merged: Sequence[Sequence[Happening]]) -> dict[str, float]:
    """Return B-cubed precision, recall and F1 over the labelled reports; one that no event tells stands alone."""
    gold: list[tuple[str, str]] = []
    found: list[tuple[str, str]] = []
    for story, happenings in zip(told, merged, strict=True):
        analyses = {a.document: a.analysis for a in story.articles}
        home = {(r.document, r.event): n for n, h in enumerate(happenings) for r in h.reports}
        for n, (name, document, start, end, kind) in enumerate(story.gold):
            event = match(analyses[document], start, end, kind)
            group = home.get((document, event)) if event is not None else None
            gold.append((story.id, name))
            found.append((story.id, f"alone {n}" if group is None else str(group)))
    rows = range(len(gold))
    shares = []
    for i in rows:
        own, right = [j for j in rows if found[j] == found[i]], [j for j in rows if gold[j] == gold[i]]
        both = len(set(own) & set(right))
        shares.append((both / len(own), both / len(right)))
    precision, recall = (sum(s[k] for s in shares) / len(shares) for k in (0, 1))
    alone = sum(name.startswith("alone") for _, name in found)
    return {
        "reports": len(gold), "without event": alone, "precision": round(precision, 3), "recall": round(recall, 3),
        "F1": round(2 * precision * recall / (precision + recall), 3),
    }  # fmt: skip
