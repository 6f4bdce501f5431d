"""Make the files of models/stories: `words` (background word frequencies) and `score` (chances of pairs and forks).

usage: python training/stories.py words|score|check --data DIR
"check" trains on half of the topics of each set and reads the other half, for some seeds; it prints B-cubed F1, pairs wrongly
joined, small and mixed corpora, and how often memberships of each confidence are right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from msgspec import structs
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from tellings.model import Analysis, Article, Block, Document, Metadata, Published, Source, Vector
from tellings.models.encoder import text_vectors
from tellings.relate.stories_cluster import clusters, scored, trees_of
from tellings.relate.stories_forks import FORK_FEATURES, fork_features
from tellings.relate.stories_members import membership_features
from tellings.relate.stories_pairs import FEATURES, Pairs, pairs_of
from tellings.relate.stories_score import Logistic, Trees, aged, careful
from tellings.relate.stories_terms import BUCKETS, bucket, stem, terms_of, words_in

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
NAMES_TAKEN = 4
TWINS = 0.35
"""Share of drawn stories that appear with the names of another one."""
BARE = 0.15
"""Share of corpora without vectors, as where the encoder is missing or the pages are not English."""
LATE = 0.03
"""Share of pages that come long after their story, where days are invented."""
SEASON = 90
"""Days over which the stories of a corpus are spread, where they are not of one week."""
SEEDS = (1, 2, 3)
SIZES = {5: 40, 20: 15, 60: 6}
"""Sizes of small corpora, and how many of each are drawn for a check."""
STRICT = 0.02
"""Inverse strength of the regularisation of the fork score: swept over .02, .1, .3 on unseen topics."""
RISING = {"words", "lead", "names", "numbers", "plain", "dense", "rare", "rare_share"}
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
    twin: str = ""
    """The story whose names this page's story was given, where it was: the same people in another affair."""


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
    """Return the labelled pages of both sets and their twins, with vectors as the pipeline makes them."""
    pages = []
    for name in SETS:
        rows = [json.loads(line) for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").split("\n") if line]
        for number, row in enumerate(rows):
            topic = f"{name}/{row.get('topic', row['story'])}"
            key, story = f"{name}/{number}", f"{name}/{row['story']}"
            pages.append(Page(key, story, topic, row.get("title"), row["text"], _moment(row.get("published")), (b"", b"", b"")))
    return with_vectors([*pages, *twins(pages)])


def with_vectors(pages: Sequence[Page]) -> list[Page]:
    """Return the pages with vectors of title and text, of the text alone and of the title or first line alone."""
    bodies = [" ".join(page.text.split("\n"))[:2000] for page in pages]
    titles = [page.title or page.text.split("\n")[0][:200] for page in pages]
    whole = [f"{page.title or ''}. {body}" for page, body in zip(pages, bodies, strict=True)]
    made = zip(*(_bytes(v) for v in (whole, [f". {b}" for b in bodies], titles)), strict=True)
    return [page._replace(vectors=vectors) for page, vectors in zip(pages, made, strict=True)]


def twins(pages: Sequence[Page]) -> list[Page]:
    """Return every story again with the names of another story of its set: the same people or place, another happening."""
    chance, stories, found = random.Random(5), {}, []
    for page in pages:
        stories.setdefault(page.story, []).append(page)
    for story, own in stories.items():
        others = [s for s in stories if s.split("/")[0] == story.split("/")[0] and s != story]
        other = chance.choice(others)
        renamed = dict(zip(_called(own), _called(stories[other]), strict=False))
        form = re.compile(r"\b(?:" + "|".join(map(re.escape, renamed)) + r")\b") if renamed else re.compile(r"(?!)")
        for page in own:
            title, text = (form.sub(lambda m, to=renamed: to[m.group()], t) if t else t for t in (page.title, page.text))
            found.append(page._replace(key=page.key + "/twin", story=story + "/twin", title=title, text=text or "", twin=other))
    return found


def _called(pages: Sequence[Page]) -> list[str]:
    """Return the names that most of a story's pages give, the commonest first, at most four."""
    seen: Counter[str] = Counter()
    for page in pages:
        known = set(words_in(page.text)[1])
        seen.update({m.group() for m in re.finditer(r"\b[A-Z][a-z]+\b", page.text) if stem(m.group()) in known})
    return [name for name, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:NAMES_TAKEN]]


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
    """Draw a corpus: some stories, some pages of each, dates kept, moved into one week or one season, or left out."""
    wanted = chance.choice([*SETS, "", ""])
    stories: dict[str, list[Page]] = {}
    for page in pages:
        if page.story.startswith(wanted):
            stories.setdefault(page.story, []).append(page)
    part, most = chance.choice([0.1, 0.3, 0.6, 1, 1]), chance.choice([1, 2, 3, 3, 5, 10, 99])
    views = ["whole", "whole", "untitled", "cut", "cut", "cut", "headline"]
    view, dates = chance.choice(views), chance.choice(["kept", "week", "season", "season", "season", "none"])
    bare = chance.random() < BARE
    chosen = []
    for own in _told(stories, part, chance):
        start = datetime(2016, 3, 1) + timedelta(days=chance.random() * (SEASON if dates == "season" else 6))
        earliest = min((p.published for p in own if p.published), default=None)
        for page in chance.sample(own, min(most, len(own))):
            seen = "whole" if view == "headline" and chance.random() < 0.5 else view
            day = _day(page, dates, start, earliest, chance)
            made = article(page, seen, day, chance.randint(30, 200))
            chosen.append((page, Article(structs.replace(made.analysis, vectors=())) if bare else made))
    if len(chosen) < 3:
        return None
    chance.shuffle(chosen)
    articles = [a for _, a in chosen]
    pairs = pairs_of(articles, terms_of(articles))
    return Corpus(pairs, [p.story for p, _ in chosen], [p.topic for p, _ in chosen])


def _told(stories: Mapping[str, list[Page]], part: float, chance: random.Random) -> Iterator[list[Page]]:
    """Yield the pages of the drawn stories, some of them as twins, each with the story whose names it took."""
    first = [s for s in stories if not stories[s][0].twin and chance.random() < part]
    as_twins = {s for s in first if f"{s}/twin" in stories and chance.random() < TWINS}
    named = {stories[f"{s}/twin"][0].twin for s in as_twins}
    for story in sorted({*first, *named} & set(stories)):
        yield stories[f"{story}/twin"] if story in as_twins - named else stories[story]


def _day(page: Page, dates: str, start: datetime, earliest: datetime | None, chance: random.Random) -> datetime | None:
    if dates == "none":
        return None
    if dates == "kept":
        return page.published
    if dates == "week" and page.published and earliest:
        return start + (page.published - earliest)
    late = chance.random() * SEASON / 2 if chance.random() < LATE else min(20.0, chance.expovariate(1))
    return start + timedelta(days=late) if chance.random() < 0.9 else None


class Model(NamedTuple):
    """Trained scores of pairs, forks and memberships, as they are stored."""

    pairs: dict[str, Any]
    forks: dict[str, Any]
    members: dict[str, Any]


def booster() -> HistGradientBoostingClassifier:
    """Return an untrained booster that may only rise with likeness and fall with time."""
    monotonic = [1 if n in RISING else -1 if n in FALLING else 0 for n in FEATURES]
    return HistGradientBoostingClassifier(
        max_iter=80, max_leaf_nodes=12, learning_rate=0.08, min_samples_leaf=60, l2_regularization=5,
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
    return booster().fit(np.concatenate(features), np.concatenate(labels), sample_weight=np.concatenate(weights))


def trained(pages: Sequence[Page], chance: random.Random) -> Model:
    """Draw corpora from the pages and train on them."""
    return train([c for c in (draw(pages, chance) for _ in range(CORPORA)) if c])


def train(corpora: Sequence[Corpus]) -> Model:
    """Train the pair score, and the fork and membership scores on trees whose pair chances are blind to their topics."""
    topics = sorted({t for c in corpora for t in c.topics})
    random.Random(0).shuffle(topics)
    fold = {t: k % FOLDS for k, t in enumerate(topics)}
    blind = [Trees.of(exported(fit_pairs(corpora, lambda t, k=k: fold[t] != k))) for k in range(FOLDS)]
    read = [(*_blindly(c, blind, np.array([fold[t] for t in c.topics])), c.stories) for c in corpora]
    features, labels, weights = [], [], []
    for pairs, chance, stories in read:
        trees = trees_of(pairs, chance, len(stories))
        features.extend(fork_features([tree.forks for tree in trees]) if trees else ())
        for tree in trees:
            for sides in zip(tree.forks.left, tree.forks.right, strict=True):
                left, right = (Counter(stories[int(tree.members[n])] for n in side) for side in sides)
                small, large = sorted(map(len, sides))
                same = sum(left[s] * right[s] for s in left) / (small * large)
                labels.append(same >= 0.5)
                weights.append(abs(same - 0.5) * 2 * small**0.5)
    forks = regression(np.array(features), np.array(labels), np.array(weights), STRICT, FORK_FEATURES)
    members, right = zip(*(_memberships(*one, Logistic.of(forks)) for one in read), strict=True)
    placed = np.concatenate(right)
    sure = regression(np.concatenate(members), placed, np.ones(len(placed)), 1.0, ("best", "mean", "outside", "size"))
    return Model(exported(fit_pairs(corpora, lambda _: True)), forks, sure)


def _blindly(corpus: Corpus, models: Sequence[Trees], fold: np.ndarray[Any, Any]) -> tuple[Pairs, np.ndarray[Any, Any]]:
    """Return a corpus's pairs and chances, each from the model that did not see the topic of its first article."""

    def chances(pairs: Pairs) -> np.ndarray[Any, Any]:
        found, of = np.zeros(len(pairs.i)), fold[pairs.i]
        for k, model in enumerate(models):
            found[of == k] = aged(model.chances(pairs.features[of == k]), pairs.features[of == k])
        return found

    return scored(corpus.pairs, chances, len(corpus.stories))


def _memberships(
    pairs: Pairs, chance: np.ndarray[Any, Any], stories: Sequence[str], forks: Logistic
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return features of the articles in company, and whether each is of the story that most of its cluster tells."""
    labels = clusters(pairs, chance, len(stories), lambda f: careful(forks.odds(f), f))
    told: dict[int, Counter[str]] = {}
    for label, story in zip(labels.tolist(), stories, strict=True):
        told.setdefault(label, Counter())[story] += 1
    right = np.array([told[n].most_common(1)[0][0] == s for n, s in zip(labels.tolist(), stories, strict=True)])
    company = np.array([sum(told[n].values()) > 1 for n in labels.tolist()])
    return membership_features(pairs, chance, labels)[company], right[company]


def regression(
    features: np.ndarray[Any, Any],
    labels: np.ndarray[Any, Any],
    weights: np.ndarray[Any, Any],
    strict: float,
    names: Sequence[str],
) -> dict[str, Any]:
    """Fit a logistic regression over scaled features and return it as plain lists."""
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=strict, max_iter=1000).fit(scaler.transform(features), labels, sample_weight=weights)
    lists = {"mean": scaler.mean_, "scale": scaler.scale_, "weights": model.coef_[0]}
    return {
        "features": list(names),
        "base": float(model.intercept_[0]),
        **{k: [round(float(x), 6) for x in v] for k, v in lists.items()},
    }


def exported(model: HistGradientBoostingClassifier) -> dict[str, Any]:
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
    return {"features": list(FEATURES), "base": float(model._baseline_prediction.ravel()[0]), "trees": trees}


def make_score(data: Path) -> None:
    """Train on everything and write the score."""
    model = trained(load(data), random.Random(7))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "score.json").write_bytes(msgspec.json.encode(model._asdict()) + b"\n")


def check(data: Path) -> None:
    """Print the figures on topics that training did not see."""
    check_pages(load(data), SEEDS)


def check_pages(pages: Sequence[Page], seeds: Sequence[int]) -> None:
    """Print the figures on halves of the topics that training on the other half did not see."""
    figures: dict[str, list[tuple[float, float]]] = {}
    sure: list[tuple[float, bool]] = []
    for seed in seeds:
        for half, unseen in enumerate(halves(pages, seed)):
            chance = random.Random(seed * 10 + half)
            model = trained([p for p in pages if p.topic not in unseen], chance)
            for name, own, view, dated in _trials([p for p in pages if p.topic in unseen], chance):
                figures.setdefault(name, []).append(read(model, own, view, dated, sure))
            print(f"seed {seed} half {half}: " + ", ".join(f"{n} {v[-1][0]:.3f}" for n, v in figures.items()), flush=True)
    for name, values in figures.items():
        mean, least = (fn([v[0] for v in values]) for fn in (np.mean, np.min))
        print(
            f"{name}: B-cubed F1 {mean:.3f} (least {least:.3f}), pairs wrongly joined {1 - np.mean([v[1] for v in values]):.3f}"
        )
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1)):
        own = [right for value, right in sure if low < value <= high]
        said = [value for value, _ in sure if low < value <= high]
        if own:
            print(f"confidence {low} to {high}: {len(own)} memberships, mean {np.mean(said):.3f}, right {np.mean(own):.3f}")


def halves(pages: Sequence[Page], seed: int) -> list[set[str]]:
    """Return both halves of the topics, each set cut in half by itself."""
    found: list[set[str]] = [set(), set()]
    for name in SETS:
        own = sorted({p.topic for p in pages if p.topic.startswith(name)})
        random.Random(seed).shuffle(own)
        for half in (0, 1):
            found[half] |= set(own[half::2])
    return found


def _trials(pages: Sequence[Page], chance: random.Random) -> Iterator[tuple[str, list[Page], str, bool]]:
    """Yield (name, pages, view, dated): both sets whole and bare, both together, and small corpora with lone pages."""
    for name in SETS:
        own = [p for p in pages if p.story.startswith(name) and not p.twin]
        yield name, own, "whole", True
        yield f"{name} without titles and days", own, "untitled", False
    twinned, pages = pages, [p for p in pages if not p.twin]
    yield "both sets together", list(pages), "whole", True
    stories: dict[str, list[Page]] = {}
    for page in twinned:
        stories.setdefault(page.story, []).append(page)
    yield "a quarter under the names of others", [p for own in _told(stories, 1.0, chance) for p in own], "whole", False
    stories = {story: own for story, own in stories.items() if not own[0].twin}
    for size, times in SIZES.items():
        for _ in range(times):
            wanted = chance.choice([*SETS, "", ""])
            names = [s for s in stories if s.startswith(wanted)]
            chance.shuffle(names)
            own = [
                p for s in names for p in chance.sample(stories[s], min(len(stories[s]), chance.choice([1, 1, 1, 2, 2, 3, 4])))
            ]
            yield f"{size} pages", own[:size], chance.choice(["whole", "untitled"]), chance.random() < 0.5


def read(
    model: Model, own: Sequence[Page], view: str = "whole", dated: bool = True, sure: list[tuple[float, bool]] | None = None
) -> tuple[float, float]:
    """Return B-cubed F1 and pair precision of a trained model's stories, and note how sure each membership was."""
    trees, forks, members = Trees.of(model.pairs), Logistic.of(model.forks), Logistic.of(model.members)
    articles = [article(p, view, p.published if dated else None, 0) for p in own]
    pairs, chance = scored(
        pairs_of(articles, terms_of(articles)), lambda p: aged(trees.chances(p.features), p.features), len(own)
    )
    gold = [p.story for p in own]
    features, right = _memberships(pairs, chance, gold, forks)
    if len(features) and sure is not None:
        sure += zip((1 / (1 + np.exp(-members.odds(features)))).tolist(), right.tolist(), strict=True)
    labels = clusters(pairs, chance, len(own), lambda f: careful(forks.odds(f), f)).tolist()
    joined = sum(n * (n - 1) for n in Counter(labels).values())
    both = sum(n * (n - 1) for n in Counter(zip(gold, labels, strict=True)).values())
    return _bcubed(gold, labels), both / joined if joined else 1.0


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
