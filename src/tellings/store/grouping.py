"""The part of the store that knows which pages are not in stories yet, and what puts them there."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from tellings.model import Analysis, ArticleKey, ArticleRef, Correction, Guidance, Naming
from tellings.model.grouping import Near, Trace
from tellings.stage import fingerprint
from tellings.store.tables import Step, Tables

T = TypeVar("T")
AT_ONCE = 400
"""Values in one question."""


def _code(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


class GroupingTables(Tables):
    """Pages that wait for their place; traces of those that have one."""

    def _changed(self, key: str, analysis: Analysis | None) -> Iterator[Step]:
        """Yield what makes a document wait for its place."""
        if analysis is not None:
            yield "INSERT INTO unplaced SELECT seq FROM pages WHERE id = ? ON CONFLICT DO NOTHING", (key,)
        yield from super()._changed(key, analysis)

    def _leaving(self, key: str) -> Iterator[Step]:
        """Yield what takes a page's traces out."""
        yield "DELETE FROM traces WHERE document = ?", (key,)
        yield from super()._leaving(key)

    def unplaced(self) -> list[str]:
        """Return the documents that are in no story yet, or must be put into one anew, in order of arrival."""
        return [key for (key,) in self._query("SELECT id FROM unplaced u JOIN pages ON seq = u.page ORDER BY u.page")]

    def misplace(self, documents: Collection[str], /) -> None:
        """Have documents put into stories anew."""
        query = "INSERT INTO unplaced SELECT seq FROM pages WHERE id = ? AND document IS NOT NULL ON CONFLICT DO NOTHING"
        self._write((query, (key,)) for key in documents)

    def settled(self, documents: Collection[str] | None = None, /) -> None:
        """Take documents (default: all) out of those that wait."""
        if documents is None:
            self._write([("DELETE FROM unplaced", ())])
        else:
            query = "DELETE FROM unplaced WHERE page = (SELECT seq FROM pages WHERE id = ?)"
            self._write((query, (key,)) for key in documents)

    def placed_articles(self) -> int:
        """Return how many articles have a trace."""
        return int(self._query("SELECT count(*) FROM traces")[0][0])

    def note(self, name: str, value: str | None = None, /) -> str | None:
        """Return what is noted under a name; with a value, note that."""
        if value is not None:
            self._write(
                [("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (name, value))]
            )
            return value
        row = self._one("SELECT value FROM meta WHERE key = ?", (name,))
        return row[0] if row else None

    def clear_traces(self) -> None:
        """Forget all traces and frequencies, before all articles are grouped anew."""
        self._write((f"DELETE FROM {table}", ()) for table in ("traces", "keywords", "pairs", "frequencies", "languages"))

    def put_traces(self, traces: Iterable[Trace], days: Mapping[ArticleKey, str | None], crowd: int, /) -> None:
        """Keep traces in place of what was kept of the articles; a word in more than `crowd` articles is no key."""
        self._write(self._trace_steps(list(traces), days, crowd))

    def _trace_steps(self, traces: Sequence[Trace], days: Mapping[ArticleKey, str | None], crowd: int) -> Iterator[Step]:
        common = {w for w, n in self.frequencies({w for t in traces for w, _ in t.keys}).items() if n > crowd}
        for trace in traces:
            key = (trace.document, trace.part)
            yield "DELETE FROM traces WHERE document = ? AND part = ?", key
            row = (*key, days.get(key), trace.best, trace.usual)
            yield "INSERT INTO traces (document, part, day, best, usual) VALUES (?, ?, ?, ?, ?)", row
        numbers = self._numbers({(t.document, t.part) for t in traces} | {(d, p) for t in traces for d, p, _ in t.pairs})
        words: list[tuple[int, int, float]] = []
        for trace in traces:
            own = numbers[trace.document, trace.part]
            weights = {_code(word): weight for word, weight in trace.keys if word not in common}
            words += ((word, own, weight) for word, weight in weights.items())
            for document, part, chance in trace.pairs:
                other = numbers.get((document, part))
                if other is not None:
                    for pair in ((own, other), (other, own)):
                        yield "INSERT OR REPLACE INTO pairs VALUES (?, ?, ?)", (*pair, chance)
        for keyword in sorted(words):
            yield "INSERT OR REPLACE INTO keywords VALUES (?, ?, ?)", keyword

    def _numbers(self, keys: Collection[ArticleKey]) -> dict[ArticleKey, int]:
        found = {}
        documents = sorted({document for document, _ in keys})
        for some in _parts(documents):
            rows = self._query(f"SELECT document, part, number FROM traces WHERE document IN ({_marks(some)})", some)
            found.update({(document, part): number for document, part, number in rows})
        return found

    def count_words(self, held: Iterable[tuple[frozenset[str], str | None]], /, *, sign: int = 1) -> None:
        """Count articles, given the words and the language of each, into the frequencies; out of them where sign is -1."""
        words: Counter[str] = Counter()
        languages: Counter[str] = Counter()
        for own, language in held:
            words.update(own)
            languages[language or "en"] += 1
        self._write(self._counted(words, "frequencies", "word", sign))
        self._write(self._counted(languages, "languages", "language", sign))

    def _counted(self, counts: Mapping[str, int], table: str, column: str, sign: int) -> Iterator[Step]:
        more = f"ON CONFLICT ({column}) DO UPDATE SET articles = {table}.articles + excluded.articles"
        query = f"INSERT INTO {table} VALUES (?, ?) {more}"
        for name in sorted(counts):
            yield query, (name, sign * counts[name])

    def frequencies(self, words: Collection[str], /) -> dict[str, int]:
        """Return how many grouped articles hold each of some words."""
        found: dict[str, int] = {}
        for some in _parts(sorted(words)):
            found.update(self._query(f"SELECT word, articles FROM frequencies WHERE word IN ({_marks(some)})", some))
        return found

    def language_counts(self) -> dict[str, int]:
        """Return how many grouped articles there are of each language."""
        return dict(self._query("SELECT language, articles FROM languages"))

    def near(self, keys: Mapping[str, float], /) -> list[Near]:
        """Return the grouped articles that have words of the keys among their own, with the sum of the weights' products."""
        weights = {_code(word): weight for word, weight in keys.items()}
        sums: dict[int, float] = {}
        for some in _parts(sorted(weights)):
            for word, trace, weight in self._query(
                f"SELECT word, trace, weight FROM keywords WHERE word IN ({_marks(some)})", some
            ):
                sums[trace] = sums.get(trace, 0.0) + weights[word] * weight
        best = sorted(sums, key=lambda t: (-sums[t], t))[:AT_ONCE]
        rows = self._query(f"SELECT number, document, part, day FROM traces WHERE number IN ({_marks(best)})", best)
        return [Near(document=d, part=p, likeness=sums[n], day=day) for n, d, p, day in rows]

    def standing(self, documents: Collection[str], /) -> dict[ArticleKey, tuple[float, float]]:
        """Return the traces' standing of the articles of documents."""
        found: dict[ArticleKey, tuple[float, float]] = {}
        for some in _parts(sorted(documents)):
            rows = self._query(f"SELECT document, part, best, usual FROM traces WHERE document IN ({_marks(some)})", some)
            found.update({(document, part): (best, usual) for document, part, best, usual in rows})
        return found

    def linked(self, keys: Collection[ArticleKey], least: float, /) -> set[ArticleKey]:
        """Return the articles that may tell one story with some, with at least a chance."""
        numbers = sorted(self._numbers(keys).get(k, 0) for k in keys)
        found: set[ArticleKey] = set()
        for some in _parts(numbers):
            found.update(self._query(
                f"SELECT document, part FROM pairs JOIN traces ON number = other WHERE one IN ({_marks(some)}) AND chance >= ?",
                (*some, least),
            ))  # fmt: skip
        return found

    def mates(self, keys: Collection[ArticleKey], /) -> tuple[set[str], set[ArticleKey]]:
        """Return the stories that articles are in, and all articles of those stories."""
        stories: set[str] = set()
        for some in _parts(sorted({document for document, _ in keys})):
            rows = self._query(f"SELECT document, part, story FROM named WHERE document IN ({_marks(some)})", some)
            stories |= {story for document, part, story in rows if (document, part) in keys}
        return stories, {ref.key for naming in self._namings(stories) for ref in naming.articles}

    def _namings(self, stories: Collection[str]) -> list[Naming]:
        articles: dict[str, list[ArticleRef]] = {}
        for some in _parts(sorted(stories)):
            rows = self._query(f"SELECT document, part, story FROM named WHERE story IN ({_marks(some)})", some)
            for document, part, story in rows:
                articles.setdefault(story, []).append(ArticleRef(document=document, part=part))
        order: list[tuple[int, str, str | None]] = []
        for some in _parts(sorted(stories)):
            order += self._query(
                f"SELECT seq, story, became FROM names WHERE story IN ({_marks(some)}) OR became IN ({_marks(some)})",
                (*some, *some),
            )
        return [Naming(story=s, articles=tuple(articles.get(s, ())), became=b) for _, s, b in sorted(set(order))]

    def guidance_of(self, stories: Collection[str], corrections: Sequence[Correction], /) -> Guidance:
        """Return the corrections with the names of some stories alone."""
        return Guidance(corrections=tuple(corrections), namings=tuple(self._namings(stories)))

    def hand_down(self, document: str, name: str, /) -> None:
        """Let the articles of a document have the stories of one that it takes the place of."""
        rows = self._query("SELECT part, story FROM named WHERE document = ?", (document,))
        self._write([
            ("DELETE FROM named WHERE document = ?", (document,)),
            *(("INSERT OR REPLACE INTO named VALUES (?, ?, ?)", (name, part, story)) for part, story in rows),
        ])  # fmt: skip

    def names_taken(self, names: Collection[str], /) -> set[str]:
        """Return those names that a story bears or bore."""
        found: set[str] = set()
        for some in _parts(sorted(names)):
            found |= {n for (n,) in self._query(f"SELECT story FROM names WHERE story IN ({_marks(some)})", some)}
        return found

    def supersede(self, newer: Mapping[str, str | None], /) -> None:
        """Note which documents have a newer reading; None for one that has none any more."""
        query = "UPDATE articles SET newer = ? WHERE page = (SELECT seq FROM pages WHERE id = ?)"
        self._write((query, (name, document)) for document, name in newer.items())

    def newer_of(self, documents: Collection[str], /) -> dict[str, str]:
        """Return the newest reading of those documents that have a newer one."""
        found: dict[str, str] = {}
        for some in _parts(sorted(documents)):
            query = "SELECT DISTINCT id, newer FROM articles a JOIN pages ON pages.seq = a.page WHERE newer IS NOT NULL"
            found.update(dict(self._query(f"{query} AND id IN ({_marks(some)})", some)))
        return found

    def in_order(self, documents: Collection[str], /) -> list[str]:
        """Return documents in order of arrival."""
        found: list[tuple[int, str]] = []
        for some in _parts(sorted(documents)):
            found += self._query(f"SELECT seq, id FROM pages WHERE id IN ({_marks(some)})", some)
        return [key for _, key in sorted(found)]

    def same_addresses(self, documents: Collection[str], /) -> set[str]:
        """Return all documents that answer to an address of some documents, these among them."""
        found = set(documents)
        for some in _parts(sorted(documents)):
            rows = self._query(
                "SELECT DISTINCT o.id FROM pages p JOIN addresses a ON a.page = p.seq JOIN addresses b ON b.address = a.address"
                f" JOIN pages o ON o.seq = b.page WHERE p.id IN ({_marks(some)})", some,
            )  # fmt: skip
            found |= {key for (key,) in rows}
        return found

    def shared_addresses(self) -> set[str]:
        """Return all documents that answer to an address of another one."""
        rows = self._query(
            "SELECT id FROM pages WHERE seq IN (SELECT page FROM addresses WHERE address IN"
            " (SELECT address FROM addresses GROUP BY address HAVING count(*) > 1))"
        )
        return {key for (key,) in rows}

    def states(self, documents: Sequence[str], /) -> dict[str, str]:
        """Return what names the present state of documents: their pages and every layer."""
        found = {}
        for key in documents:
            row = self._one("SELECT seq, identity, document FROM pages WHERE id = ?", (key,))
            if row is not None:
                layers = self._query("SELECT kind, recipe, items FROM layers WHERE page = ? ORDER BY kind", (row[0],))
                made = [(kind, recipe, zlib.crc32(items)) for kind, recipe, items in layers]
                found[key] = fingerprint(row[1], zlib.crc32(row[2] or b""), made)
        return found

    def arrivals(self, numbers: Sequence[int], /) -> dict[int, ArticleKey]:
        """Return the articles of some numbers, by number."""
        found: dict[int, ArticleKey] = {}
        for some in _parts(list(numbers)):
            rows = self._query(
                f"SELECT a.seq, id, part FROM articles a JOIN pages ON pages.seq = a.page WHERE a.seq IN ({_marks(some)})", some
            )
            found.update({seq: (document, part) for seq, document, part in rows})
        return found


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(values), AT_ONCE):
        yield values[at : at + AT_ONCE]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
