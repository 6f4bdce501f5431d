"""Make the files of models/stories: `words` (background word frequencies) and `score` (chances of pairs and forks).

usage: python training/stories.py words|score|check --data DIR
"check" trains on half of the topics of each set, twice, and prints the figures on the other half.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from tellings.model import Analysis, Article, Block, Document, Metadata, Published, Source, Vector
from tellings.models.encoder import text_vectors
from tellings.relate.stories_cluster import FORK_FEATURES, clusters, trees_of
from tellings.relate.stories_pairs import FEATURES, Pairs, pairs_of
from tellings.relate.stories_score import Trees
from tellings.relate.stories_terms import BUCKETS, bucket, terms_of, words_in

OUT = Path(__file__).parent.parent / "src/tellings/models/stories"
BACKGROUND = (
    "quotes/polnear-train.jsonl.gz",
    "quotes/ggt.jsonl",
    "times/tbaq.jsonl",
    "pages/text-lines.jsonl.gz",
    "pages/html.jsonl",
)
SETS = ("ecbplus", "g5w1h")
CORPORA = 100
FOLDS = 3
RISING = {"words", "lead", "names", "numbers", "dense", "rare", "rare_share", "chance", "chance_least", "chance_most"}
FALLING = {"days"}


class Page(NamedTuple):
    """One labelled page; `vectors` are of title and text, of the text alone and of the title or first line alone."""

    key: str
    story: str
    topic: str
    title: str | None
    text: str
    published: datetime | None
    vectors: tuple[bytes, bytes, bytes]


class Corpus(NamedTuple):
    """A drawn corpus: its candidate pairs, and story and topic of each article."""

    pairs: Pairs
    stories: list[str]
    topics: list[str]


def texts(data: Path) -> Iterator[str]:
    """Yield the texts of general news that are no story set."""
    for name in BACKGROUND:
        file = data / name
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for line in raw.decode("utf-8").splitlines():
            row = json.loads(line)
            yield row["text"] if "text" in row else "\n".join(t for role, t in row["lines"] if role != "comment")


def make_words(data: Path) -> None:
    """Count, for each bucket, the documents that hold a word of it."""
    frequencies, documents = np.zeros(BUCKETS, dtype=np.uint16), 0
    for text in texts(data):
        for at in {bucket(w) for w in words_in(text)[0]}:
            frequencies[at] += 1
        documents += 1
    OUT.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(OUT / "words.npz", frequencies=frequencies, documents=np.int64(documents))
    print(f"{documents} documents, {(frequencies > 0).sum()} buckets in use")


def load(data: Path) -> list[Page]:
    """Return the labelled pages of both sets, with vectors as the pipeline makes them."""
    pages = []
    for name in SETS:
        rows = [json.loads(line) for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").split("\n") if line]
        bodies = [" ".join(row["text"].split("\n"))[:2000] for row in rows]
        titles = [row.get("title") or row["text"].split("\n")[0][:200] for row in rows]
        whole = [f"{row.get('title') or ''}. {body}" for row, body in zip(rows, bodies, strict=True)]
        made = [_bytes(v) for v in (whole, [f". {b}" for b in bodies], titles)]
        for number, row in enumerate(rows):
            topic = f"{name}/{row.get('topic', row['story'])}"
            vectors = (made[0][number], made[1][number], made[2][number])
            key, story = f"{name}/{number}", f"{name}/{row['story']}"
            pages.append(Page(key, story, topic, row.get("title"), row["text"], _moment(row.get("published")), vectors))
    return pages


def _bytes(lines: Sequence[str]) -> list[bytes]:
    vectors = text_vectors(lines)
    if vectors is None:
        raise SystemExit("the sentence vectors' weights are missing: see `tellings check`")
    return [v.astype("<f2").tobytes() for v in vectors]


def _moment(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((value or "")[:19])
    except ValueError:
        return None


def article(page: Page, view: str, published: datetime | None, words: int) -> Article:
    """Return a page as an article, seen in one of several ways: whole, without title, cut short, as a headline alone."""
    title, text, vector = page.title, page.text, page.vectors[0]
    if view == "untitled":
        title, vector = None, page.vectors[1]
    elif view == "cut":
        text = " ".join(text.split(" ")[:words])
    elif view == "headline":
        title, text, vector = None, title or text.split("\n")[0][:200], page.vectors[2]
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(at, at + len(line), role="body"))
        at += len(line) + 1
    known = Published(value=published.isoformat(), precision="day", basis="given") if published else None
    return Article(
        Analysis(
            document=Document(id=page.key, source=Source(sha256=""), text=text, form="clean"),
            metadata=Metadata(title=title, published=known),
            blocks=tuple(blocks),
            vectors=(Vector(model="minilm-int8", dimensions=384, values=vector),),
        )
    )


def draw(pages: Sequence[Page], chance: random.Random) -> Corpus | None:
    """Draw a corpus: some stories, some pages of each, dates kept, moved into one week or left out."""
    wanted = chance.choice([*SETS, "", ""])
    stories: dict[str, list[Page]] = {}
    for page in pages:
        if page.story.startswith(wanted):
            stories.setdefault(page.story, []).append(page)
    part, most = chance.choice([0.1, 0.3, 0.6, 1, 1]), chance.choice([1, 2, 3, 3, 5, 10, 99])
    view, dates = (
        chance.choice(["whole", "whole", "untitled", "cut", "headline"]),
        chance.choice(["kept", "moved", "none", "moved"]),
    )
    chosen = []
    for own in stories.values():
        if chance.random() < part:
            start = datetime(2016, 3, 1) + timedelta(days=chance.random() * 6)
            earliest = min((p.published for p in own if p.published), default=None)
            for page in chance.sample(own, min(most, len(own))):
                seen = "whole" if view == "headline" and chance.random() < 0.5 else view
                day = _day(page, dates, start, earliest, chance)
                chosen.append((page, article(page, seen, day, chance.randint(60, 250))))
    if len(chosen) < 3:
        return None
    chance.shuffle(chosen)
    articles = [a for _, a in chosen]
    pairs = pairs_of(articles, terms_of(articles))
    return Corpus(pairs, [p.story for p, _ in chosen], [p.topic for p, _ in chosen])


def _day(page: Page, dates: str, start: datetime, earliest: datetime | None, chance: random.Random) -> datetime | None:
    if dates == "none":
        return None
    if dates == "kept":
        return page.published
    if page.published and earliest:
        return start + (page.published - earliest)
    return start + timedelta(days=min(20.0, chance.expovariate(1))) if chance.random() < 0.9 else None


def booster(names: Sequence[str], rounds: int, leaves: int, least: int) -> HistGradientBoostingClassifier:
    """Return an untrained booster that may only rise with likeness and fall with time."""
    monotonic = [1 if n in RISING else -1 if n in FALLING else 0 for n in names]
    return HistGradientBoostingClassifier(
        max_iter=rounds, max_leaf_nodes=leaves, learning_rate=0.08, min_samples_leaf=least, l2_regularization=5,
        random_state=1, monotonic_cst=monotonic,
    )  # fmt: skip


def fit_pairs(corpora: Sequence[Corpus], allowed: Callable[[str], bool]) -> HistGradientBoostingClassifier:
    """Train the pair score on pairs of allowed topics; each corpus weighs by the root of its pairs."""
    features, labels, weights = [], [], []
    for pairs, stories, topics in corpora:
        kept = np.array([allowed(topics[a]) and allowed(topics[b]) for a, b in zip(pairs.i, pairs.j, strict=True)], dtype=bool)
        if kept.any():
            features.append(pairs.features[kept])
            labels.append(np.array([stories[a] == stories[b] for a, b in zip(pairs.i, pairs.j, strict=True)])[kept])
            weights.append(np.full(kept.sum(), kept.sum() ** -0.5))
    model = booster(FEATURES, 80, 12, 60)
    return model.fit(np.concatenate(features), np.concatenate(labels), sample_weight=np.concatenate(weights))


def train(corpora: Sequence[Corpus]) -> tuple[HistGradientBoostingClassifier, HistGradientBoostingClassifier]:
    """Train the pair score, and the fork score on trees whose pair chances come from models blind to their topics."""
    topics = sorted({t for c in corpora for t in c.topics})
    random.Random(0).shuffle(topics)
    fold = {t: k % FOLDS for k, t in enumerate(topics)}
    blind = [fit_pairs(corpora, lambda t, k=k: fold[t] != k) for k in range(FOLDS)]
    features, labels, weights = [], [], []
    for pairs, stories, own in corpora:
        chance, of = np.zeros(len(pairs.i)), np.array([fold[own[a]] for a in pairs.i])
        for k, model in enumerate(blind):
            if (of == k).any():
                chance[of == k] = model.predict_proba(pairs.features[of == k])[:, 1]
        for fork in (f for tree in trees_of(pairs, chance, len(stories)) for f in tree.forks):
            left, right = Counter(stories[n] for n in fork.left), Counter(stories[n] for n in fork.right)
            same = sum(left[s] * right[s] for s in left) / (len(fork.left) * len(fork.right))
            features.append(fork.features)
            labels.append(same >= 0.5)
            weights.append(abs(same - 0.5) * 2 * min(len(fork.left), len(fork.right)) ** 0.5)
    forks = booster(FORK_FEATURES, 60, 8, 40).fit(np.array(features), np.array(labels), sample_weight=np.array(weights))
    return fit_pairs(corpora, lambda _: True), forks


def exported(model: HistGradientBoostingClassifier, names: Sequence[str]) -> dict[str, Any]:
    """Return a booster as plain lists: for each tree its nodes' feature, threshold, left, right and value."""
    trees = []
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        trees.append(
            {
                "feature": [-1 if n["is_leaf"] else int(n["feature_idx"]) for n in nodes],
                "threshold": [float(np.float32(n["num_threshold"])) if not n["is_leaf"] else 0.0 for n in nodes],
                "left": [int(n["left"]) for n in nodes],
                "right": [int(n["right"]) for n in nodes],
                "value": [round(float(n["value"]), 6) for n in nodes],
            }
        )
    return {"features": list(names), "base": float(model._baseline_prediction.ravel()[0]), "trees": trees}


def make_score(data: Path) -> None:
    """Train on everything and write the score."""
    pages, chance = load(data), random.Random(7)
    corpora = [c for c in (draw(pages, chance) for _ in range(CORPORA)) if c]
    pairs, forks = train(corpora)
    OUT.mkdir(parents=True, exist_ok=True)
    score = {"pairs": exported(pairs, FEATURES), "forks": exported(forks, FORK_FEATURES)}
    (OUT / "score.json").write_bytes(msgspec.json.encode(score) + b"\n")


def check(data: Path) -> None:
    """Print B-cubed F1 on the half of the topics that training did not see, for both halves."""
    pages = load(data)
    topics = sorted({p.topic for p in pages})
    random.Random(3).shuffle(topics)
    for half in (0, 1):
        unseen, chance = set(topics[half::2]), random.Random(half)
        corpora = [c for c in (draw([p for p in pages if p.topic not in unseen], chance) for _ in range(CORPORA)) if c]
        pair, fork = (Trees.of(exported(m, n)) for m, n in zip(train(corpora), (FEATURES, FORK_FEATURES), strict=True))
        for name in SETS:
            for view in ("whole", "untitled"):
                own = [p for p in pages if p.topic in unseen and p.topic.startswith(name)]
                articles = [article(p, view, p.published, 0) for p in own]
                pairs = pairs_of(articles, terms_of(articles))
                labels = clusters(pairs, pair.chances(pairs.features), len(own), fork.chances)
                print(f"half {half} {name} {view}: {_bcubed([p.story for p in own], labels.tolist()):.3f} of {len(own)} pages")


def _bcubed(gold: Sequence[str], found: Sequence[int]) -> float:
    both, of_gold, of_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / of_found[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[g] for (g, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["words", "score", "check"])
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    {"words": make_words, "score": make_score, "check": check}[given.step](given.data)


if __name__ == "__main__":
    main()
