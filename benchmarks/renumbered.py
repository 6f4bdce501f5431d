"""Layers of a crawl of millions of invented pages, at a fraction of a millisecond a page: a few shards told in ever new words.

A template is a shard of `stream.py` with its keys. Each further shard is a template whose words are exchanged one for one:
a common word for one about as common (the commonest stay), a story's own names and words for fresh ones, as a stream draws
them. So texts, identities, fingerprints, sketches and vectors are the shard's own, while who repeats whom, which outlet has
how many pages and how long pages are is the template's. `check` reads a shard's texts again and compares every key.

usage: python benchmarks/renumbered.py FOLDER [--size 10000000] [--days 366] [--check]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from stream import DIMENSIONS, Stream, article_of, word

from tellings import __version__
from tellings.crawl import MANIFEST, SHARDS, Crawl
from tellings.export.layers import Layout, Ledger
from tellings.model import Analysis, Article, Published
from tellings.relate.actors_names import key_of
from tellings.relate.copies_near import BINS
from tellings.relate.copies_near import RUN as NEAR_RUN
from tellings.relate.copies_prints import LEAST_OWN, RUN, WINDOW
from tellings.relate.copies_words import shingles, words_of
from tellings.relate.keys import keys_of, terms_and_counts
from tellings.relate.stories_terms import stem

LOT, TEMPLATES = 10_000, 2
"""Pages of a shard, and shards that are told at length."""
PARAGRAPHS = (1, 4)
"""Paragraphs of a page (high end excluded): some 160 words with what stands at its foot."""
FIXED = 64
"""Commonest words, which are the same in every shard."""
ID, DAY = "0000-00000", "1999-09-09"
"""What stands in a template for a page's id and its day."""
DICTIONARIES = ["outlet", "language", "part", "published_day", "moment"]
START, APART, SPREAD = date(2030, 1, 1), 30, 3
"""A shard holds what began on two groups of `SPREAD` days, `APART` days apart."""
CORE, BYTES = re.compile(r"[A-Za-z]+"), re.compile(rb"[A-Za-z]+")


@dataclass(frozen=True)
class Told:
    """A page of a template: numbers of its words and its keys."""

    words: np.ndarray
    terms: np.ndarray
    counts: bytes
    length: int
    weak: np.ndarray
    packed: bytes
    named: tuple[tuple[int, int], ...]
    """Of the two names of its title, those that stand in the text: their words, and how often the page names them."""


class Template:
    """A shard told at length: its distinct words (`cores`), its pages, and for each letter which word it is of."""

    def __init__(self, seed: int, size: int) -> None:
        self.stream = Stream(size, seed=seed, paragraphs=PARAGRAPHS)
        self.core: dict[str, int] = {}
        self.pages = [self._page(n) for n in range(size)]
        self.cores = list(self.core)
        self.sizes = np.array([len(p.words) for p in self.pages])
        self.words = np.concatenate([p.words for p in self.pages])
        self.weak = np.concatenate([p.weak for p in self.pages])
        self.pools = list(self._pools())
        self._letters()
        self.groups: dict[tuple[int, int], list[int]] = {}
        for n, page in enumerate(self.stream.pages):
            begun = self.stream.story_words[page.story][2]
            group, within = divmod((begun - START).days, APART)
            self.groups.setdefault((group % 2, within % SPREAD + (page.day - begun).days), []).append(n)

    def _pools(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield words that are exchanged, and those that they are exchanged for: as long, about as common."""
        words, cores = self.stream.words.tolist(), self.cores
        rank: dict[str, int] = {}
        for n, w in enumerate(words):
            rank.setdefault(w, n)
        of = [rank.get(c, -1) for c in cores]
        pools: dict[tuple[int, int], tuple[list[int], list[str]]] = {}
        fixed = {"the", "said", "and"}
        for number, (core, n) in enumerate(zip(cores, of, strict=True)):
            if core not in fixed and not 0 <= n < FIXED:
                pools.setdefault((n.bit_length() if n >= 0 else -1, len(core)), ([], []))[0].append(number)
        known = set(cores) | set(words)
        for w, n in rank.items():
            if n >= FIXED and stem(w) == w:
                pools.setdefault((n.bit_length(), len(w)), ([], []))[1].append(w)
        chance = np.random.default_rng(5)
        for n in (*range(2 * 10**5, 9 * 10**5, 2), *chance.integers(10**6, 6 * 10**7, 3 * 10**5).tolist()):
            w = word(n)
            if w not in known and stem(w) == w:
                known.add(w)
                pools.setdefault((-1, len(w)), ([], []))[1].append(w)
        for own, found in pools.values():
            yield np.array(own[: len(found)], dtype=np.int64), np.array(found, dtype=object)

    def _letters(self) -> None:
        """Find the letters of all packed pages, and where ids and days stand in them."""
        self.ends = np.cumsum([len(p.packed) for p in self.pages])
        self.blob = np.frombuffer(b"".join(p.packed for p in self.pages), dtype=np.uint8)
        at, core, place, upper, marks = [], [], [], [], []
        for n, page in enumerate(self.pages):
            low = int(self.ends[n]) - len(page.packed)
            text, title = self.text(n), " and ".join(self.title(n))
            for own in (text.encode(), title.encode()):
                begin = page.packed.index(own)
                for match in BYTES.finditer(own):
                    w = match.group()
                    at.append(np.arange(low + begin + match.start(), low + begin + match.end()))
                    core.append(np.full(len(w), self.core[w.decode().lower()]))
                    place.append(np.arange(len(w)))
                    upper.append(np.arange(len(w)) < w[:1].isupper())
            marks.append((low + page.packed.index(ID.encode()), low + page.packed.index(DAY.encode())))
        self.letter_at, self.letter_core, self.letter_place, upper_ = (np.concatenate(x) for x in (at, core, place, upper))
        self.letter_upper = 32 * upper_.astype(np.uint8)
        self.marks = np.array(marks)

    def text(self, number: int) -> str:
        """Return a page's text; a word that would lose its last letter as a plural gets another one."""
        return CORE.sub(lambda m: singular(m.group()), self.stream.pages[number].text)

    def title(self, number: int) -> tuple[str, str]:
        """Return the two names of a page's title."""
        one, other = self.stream.story_words[self.stream.pages[number].story][0][:2]
        return singular(one), singular(other)

    def _page(self, number: int) -> Told:
        text, names, told = self.text(number), self.title(number), self.stream.pages[number]
        title = " and ".join(names)
        article = article_of(ID, text, title=title, day=DAY, outlet=f"outlet-{told.outlet}", agency=told.agency)
        found = words_of(article)
        _, counts, length = terms_and_counts(article)
        words = [w.lower() for w in CORE.findall(text)]
        assert len(words) == len(found.ids)
        order = dict.fromkeys((*words, names[0].lower(), "and", names[1].lower()))
        for core in order:
            self.core.setdefault(core, len(self.core))
        named = tuple((self.core[n.lower()], text.count(n)) for n in names if n in text)
        return Told(
            np.array([self.core[w] for w in words], dtype=np.int32), np.array([self.core[w] for w in order], dtype=np.int32),
            counts.tobytes(), length, found.weak, msgspec.msgpack.encode(article.analysis), named,
        )  # fmt: skip


def singular(name: str) -> str:
    """Return a word that loses no letter as a plural."""
    return name if stem(name) == name.lower() else name + "m"


def places(ids: np.ndarray, sizes: np.ndarray, weak: np.ndarray) -> list[bytes]:
    """Return the words at which the fingerprints of each page begin, pages end to end; none has fewer than twelve words."""
    hashes, ends, page = shingles(ids, RUN), np.cumsum(sizes), np.repeat(np.arange(len(sizes)), sizes)[: len(ids) - RUN + 1]
    at = np.arange(len(hashes))
    count = len(hashes) - WINDOW + 1
    least = hashes[:count].copy()
    for shift in range(1, WINDOW):
        np.minimum(least, hashes[shift : shift + count], out=least)
    inside = at[:count] + WINDOW - 1 + RUN <= ends[page[:count]]
    chosen = np.zeros(len(hashes), dtype=bool)
    for shift in range(WINDOW):
        chosen[shift : shift + count] |= inside & (hashes[shift : shift + count] == least)
    weigh = np.concatenate(([0], np.cumsum(weak)))
    chosen &= weigh[at + RUN] - weigh[at] <= RUN - LEAST_OWN
    at = np.flatnonzero(chosen)
    at = at[np.lexsort((hashes[at], page[at]))]
    new = np.concatenate(([True], (np.diff(page[at]) != 0) | (hashes[at][1:] != hashes[at][:-1])))
    at = at[new]
    own = (at - (ends - sizes)[page[at]]).astype("<u4")
    return [part.tobytes() for part in np.split(own, np.searchsorted(page[at], np.arange(1, len(sizes))))]


def sketches(ids: np.ndarray, sizes: np.ndarray) -> list[bytes]:
    """Return the sketch of each page, pages end to end."""
    hashes, ends = shingles(ids, NEAR_RUN), np.cumsum(sizes)
    page = np.repeat(np.arange(len(sizes)), sizes)[: len(hashes)]
    inside = np.arange(len(hashes)) + NEAR_RUN <= ends[page]
    hashes, page = hashes[inside], page[inside]
    least = np.full(len(sizes) * BINS, np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(least, page * BINS + (hashes >> np.uint64(58)).astype(np.int64), hashes)
    least = least.reshape(-1, BINS)
    filled = least != np.iinfo(np.uint64).max
    own = (least ^ (least >> np.uint64(31))).astype(np.uint16)
    found, open_ = own.copy(), ~filled
    for distance in range(1, BINS):
        if not open_.any():
            break
        here = open_ & np.roll(filled, -distance, axis=1)
        found[here] = np.roll(own, -distance, axis=1)[here] + np.uint16(distance * 0x9E37 & 0xFFFF)
        open_ &= ~here
    return [row.tobytes() for row in found]


class Renumbered:
    """A template in other words: for each of its cores the word that stands for it in a shard."""

    def __init__(self, template: Template, number: int) -> None:
        self.template, self.number = template, number
        self.chance = np.random.default_rng(1_000 + number)
        found = np.array(template.cores, dtype=object)
        for own, pool in template.pools:
            found[own] = pool[self.chance.permutation(len(pool))[: len(own)]]
        self.cores: list[str] = found.tolist()
        assert len(set(self.cores)) == len(self.cores)
        self.ids = words_of(article_of("x", " ".join(self.cores))).ids
        self.terms = np.array([zlib.crc32(c.encode()) for c in self.cores], dtype="<u4")

    @cached_property
    def packed(self) -> list[bytes]:
        """Return the packed pages."""
        t = self.template
        starts = np.concatenate(([0], np.cumsum([len(c) for c in self.cores])))
        letters = np.frombuffer("".join(self.cores).encode(), dtype=np.uint8)
        blob = t.blob.copy()
        blob[t.letter_at] = letters[starts[t.letter_core] + t.letter_place] - t.letter_upper
        for side, told in enumerate(([self.id(n) for n in range(len(t.pages))], self.days)):
            own = np.frombuffer("".join(told).encode(), dtype=np.uint8).reshape(len(told), -1)
            blob[t.marks[:, side, None] + np.arange(own.shape[1])] = own
        return [blob[end - len(p.packed) : end].tobytes() for end, p in zip(t.ends.tolist(), t.pages, strict=True)]

    def id(self, n: int) -> str:
        """Return the id of a page."""
        return f"{self.number:04d}-{n:05d}"

    @cached_property
    def days(self) -> list[str]:
        """Return the days of the pages: stories of a shard begin on a few."""
        found = [""] * len(self.template.pages)
        for (group, within), own in self.template.groups.items():
            day = START + timedelta((self.number * SPREAD + group * APART) % DAYS + within)
            for n in own:
                found[n] = day.isoformat()
        return found

    @cached_property
    def marks(self) -> tuple[list[bytes], list[bytes]]:
        """Return the places of the fingerprints and the sketch of each page, as `prints_of` and `sketch` give them."""
        ids = self.ids[self.template.words]
        return places(ids, self.template.sizes, self.template.weak), sketches(ids, self.template.sizes)

    def title(self, n: int) -> str:
        """Return a page's title."""
        return " and ".join(self.cores[self.template.core[t.lower()]].capitalize() for t in self.template.title(n))

    def keys(self, n: int) -> dict[str, Any]:
        """Return the keys of a page, from those of the template."""
        page = self.template.pages[n]
        return {
            "words": self.ids[page.words].tobytes(), "places": self.marks[0][n], "sketch": self.marks[1][n],
            "terms": self.terms[page.terms].tobytes(), "counts": page.counts, "length": page.length,
        }  # fmt: skip

    def vectors(self) -> list[bytes]:
        """Return a vector a page, around a centre a story."""
        centres = self.chance.standard_normal((len(self.template.stream.story_words), DIMENSIONS), dtype=np.float32)
        of = np.array([p.story for p in self.template.stream.pages])
        rows = centres[of] + np.float32(0.7) * self.chance.standard_normal((len(of), DIMENSIONS), dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return [row.tobytes() for row in rows.astype("<f2")]

    def write(self, out: Path) -> None:
        """Write the shard's layers and its ledger."""
        vectors = self.vectors()
        files: dict[str, int] = {}
        for own in self.template.groups.values():
            day = self.days[own[0]]
            for layer, table in self._tables(day, own, vectors):
                name = f"{layer}/day={day}/{self.number:06d}.parquet"
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                pq.write_table(table, out / name, compression="zstd", row_group_size=4_096, use_dictionary=DICTIONARIES)
                files[name] = len(table)
        size = len(self.template.pages)
        done = Ledger(read=size, analysed=size, failed=0, again=0, files=files)
        (out / SHARDS / f"{self.number:06d}.pages").write_text("{}")
        (out / SHARDS / f"{self.number:06d}.results").write_bytes(msgspec.json.encode(done))

    def _tables(self, day: str, own: list[int], vectors: list[bytes]) -> Iterator[tuple[str, pa.Table]]:
        size, nothing = len(own), pa.nulls(len(own), pa.string())
        ids = [self.id(n) for n in own]
        outlets = [f"outlet-{self.template.stream.pages[n].outlet}" for n in own]
        packed = pa.array([zlib.compress(self.packed[n], 0) for n in own], pa.binary())
        yield "documents", pa.table({"id": ids, "url": nothing, "page": pa.nulls(size, pa.binary()), "analysis": packed})
        keys = [self.keys(n) for n in own]
        columns: dict[str, Any] = {
            "document": ids, "part": np.zeros(size, dtype=np.int64), "row": np.arange(size),
            "title": [self.title(n) for n in own], "outlet": outlets, "language": ["en"] * size,
            "published_day": pa.array([date.fromisoformat(day)] * size, pa.date32()), "moment": [day] * size,
            "fetched": nothing, "address": nothing, "canonical": nothing,
        }  # fmt: skip
        columns |= {c: [k[c] for k in keys] for c in keys[0]} | {"vector": [vectors[n] for n in own]}
        yield "keys", pa.table(columns)
        yield "names", pa.Table.from_pylist(list(self._names(own, ids, outlets)), schema=NAMED)

    def _names(self, own: list[int], ids: list[str], outlets: list[str]) -> Iterator[dict[str, Any]]:
        key = cache(key_of)
        for n, document, outlet in zip(own, ids, outlets, strict=True):
            for number, (core, times) in enumerate(self.template.pages[n].named):
                name = self.cores[core].capitalize()
                yield {
                    "document": document, "entity": f"e{number}", "name": name, "type": "place", "key": key(name),
                    "country": None, "mentions": times, "outlet": outlet,
                }  # fmt: skip


NAMED = pa.schema([
    *((c, pa.string()) for c in ("document", "entity", "name", "type", "key", "country")), ("mentions", pa.int64()),
    ("outlet", pa.string()),
])  # fmt: skip
DAYS = 366


def write_template(out: Path, template: int, size: int, days: int) -> None:
    """Write all shards of one template."""
    global DAYS
    DAYS = days
    own = Template(template + 1, LOT)
    np.save(out / f"truth-{template}.npy", np.array([p.story for p in own.stream.pages], dtype=np.int32))
    for number in range(template, size // LOT, TEMPLATES):
        if not (out / SHARDS / f"{number:06d}.results").exists():
            Renumbered(own, number).write(out)


def write_crawl(out: Path, size: int, days: int, workers: int = 2) -> None:
    """Write the layers of a crawl of `size` invented pages over so many days."""
    (out / SHARDS).mkdir(parents=True, exist_ok=True)
    with multiprocessing.get_context("spawn").Pool(workers, maxtasksperchild=1) as pool:
        pool.starmap(write_template, [(out, t, size, days) for t in range(TEMPLATES)], chunksize=1)
    crawl = Crawl(__version__, {}, ("invented",), size // LOT, Layout(out=str(out)))
    (out / "renumbered.json").write_text(json.dumps({"size": size, "days": days, "lot": LOT, "templates": TEMPLATES}))
    (out / MANIFEST).write_bytes(msgspec.json.encode(crawl))


def published(day: str) -> Published:
    """Return a day as the pages of a stream have it."""
    return Published(value=day, precision="day", basis="given")


def check(size: int) -> None:
    """Compare the keys of a renumbered shard with those that its texts give."""
    own = Renumbered(Template(1, size), 7)
    for n in range(size):
        analysis = msgspec.msgpack.decode(own.packed[n], type=Analysis)
        assert (analysis.id, analysis.metadata.title, analysis.metadata.published) == (
            own.id(n),
            own.title(n),
            published(own.days[n]),
        )
        want = msgspec.structs.asdict(keys_of(Article(analysis)))
        got = own.keys(n)
        assert all(got[c] == want[c] for c in got), (n, [c for c in got if got[c] != want[c]])
    print(f"{size} pages: the same keys as from their texts")


def main() -> None:
    """Write a crawl."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=10_000_000)
    parser.add_argument("--days", type=int, default=366)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        check(500)
    else:
        write_crawl(options.folder, options.size, options.days, options.workers)


if __name__ == "__main__":
    main()
