"""The part of the store that answers searches: articles, quotations, events and comments with their words and vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from tellings.model import Analysis
from tellings.relate.versions import addresses
from tellings.store import indexing
from tellings.store.asking import TABLES, Asked, all_of
from tellings.store.indexing import COLUMNS, ArticleRow, Words
from tellings.store.protocol import Found
from tellings.store.tables import Step, Tables

RANK = "bm25({table}, 6.0, 1.0, 0.3, 0.3, 0.3, 0.1, 0.1, 0.1)"
"""BM25 (Robertson and Zaragoza 2009); a word of the title counts as six of the text, a field little."""
RANKED = 2_000
"""Rows that are ranked, those that came last; words that more hold than these say little about which of them is meant."""
COMMON, LEAST_COMMON = 5, 5_000
"""Of one row in so many, and no fewer than these: a word that more rows hold does not weigh."""
KNOWN = 5_000
"""Words of which it is remembered whether they are common."""
SPARE = 3
"""Rows asked for beyond those wanted, as a multiple, since some are of pages that have gone or were read anew."""
FOUND = (
    "SELECT a.seq, pages.id, a.part, a.title, a.source, a.published, n.story, {more} FROM {rows}"
    " JOIN pages ON pages.seq = a.page LEFT JOIN named n ON n.document = pages.id AND n.part = a.part"
)
ROWS = {True: "articles a", False: "passages p JOIN articles a ON a.seq = p.article"}
"""Where pages, and where passages are."""
PASSAGE = "p.kind, p.number, p.first, p.last, p.speaker, p.type"
NO_PASSAGE = "NULL, 0, 0, 0, NULL, NULL"


class SearchTables(Tables):
    """Articles and their passages, with their words; what a `put` writes is found at once."""

    def unindexed(self, limit: int, /) -> list[str]:
        """Return documents whose words are not in the indexes, or stand there as an older version wrote them."""
        rows = self._query(
            "SELECT id FROM pages WHERE seq IN (SELECT page FROM unindexed UNION SELECT page FROM articles WHERE made < ?)"
            " ORDER BY seq LIMIT ?",
            (indexing.VERSION, limit),
        )
        return [key for (key,) in rows]

    def index(self, analyses: Iterable[Analysis], /) -> None:
        """Write the words of documents anew."""
        with self._transaction():
            for analysis in analyses:
                self._write(self._changing(analysis.id))
                self._write(self._changed(analysis.id, analysis))

    def _changing(self, key: str) -> Iterator[Step]:
        """Yield what takes a document's words out of the indexes, before its layers change."""
        rows = self._query("SELECT seq, part, made FROM articles WHERE page = (SELECT seq FROM pages WHERE id = ?)", (key,))
        if rows and all(made == indexing.VERSION for _, _, made in rows):
            written = {row.part: row for analysis in self._kept_analyses([key]) for row in indexing.rows_of(analysis)}
            for seq, part, _ in rows:
                if part in written:
                    yield from self._taken_out(seq, written[part])
        yield "DELETE FROM articles WHERE page = (SELECT seq FROM pages WHERE id = ?)", (key,)
        yield "DELETE FROM addresses WHERE page = (SELECT seq FROM pages WHERE id = ?)", (key,)
        yield from super()._changing(key)

    def _taken_out(self, article: int, row: ArticleRow) -> Iterator[Step]:
        yield _drop("page_words", article, row.words)
        passages = self._query("SELECT seq, kind, number FROM passages WHERE article = ?", (article,))
        words = {(p.kind, p.number): p.words for p in row.passages}
        for seq, kind, number in passages:
            if (kind, number) in words:
                yield _drop(TABLES[kind], seq, words[kind, number])

    def _changed(self, key: str, analysis: Analysis | None) -> Iterator[Step]:
        """Yield what writes a document's words."""
        if analysis is not None:
            page = self._query("SELECT seq FROM pages WHERE id = ?", (key,))[0][0]
            for row in indexing.rows_of(analysis):
                yield from self._put_in(page, row)
            for address in sorted(addresses(analysis.metadata)):
                yield "INSERT OR IGNORE INTO addresses VALUES (?, ?)", (address, page)
            yield "DELETE FROM unindexed WHERE page = ?", (page,)
        yield from super()._changed(key, analysis)

    def _put_in(self, page: int, row: ArticleRow) -> Iterator[Step]:
        values = (page, row.part, row.title, row.source, row.published, row.day, row.language, indexing.VERSION)
        columns = "page, part, title, source, published, day, language, made"
        yield f"INSERT INTO articles ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
        ((article,),) = self._query("SELECT seq FROM articles WHERE page = ? AND part = ?", (page, row.part))
        yield from self._word_steps("page_words", article, row.words, row.language)
        if row.vector is not None:
            yield self._vector_step(article, row.vector)
        for passage in row.passages:
            span = passage.span
            own = (article, passage.kind, passage.number, span.start, span.end, passage.speaker, passage.type)
            columns = "article, kind, number, first, last, speaker, type"
            yield f"INSERT INTO passages ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", own
            ((seq,),) = self._query("SELECT last_insert_rowid()")
            yield from self._word_steps(TABLES[passage.kind], seq, passage.words, row.language)

    def _word_steps(self, table: str, row: int, words: Words, language: str | None) -> Iterator[Step]:
        """Yield what writes the words of one row into an index."""
        names = ", ".join(COLUMNS)
        yield f"INSERT INTO {table} (rowid, {names}) VALUES (?{', ?' * len(COLUMNS)})", (row, *words)

    def _vector_step(self, article: int, vector: bytes) -> Step:
        """Return what writes the dense vector of an article (float16)."""
        return "INSERT INTO vectors VALUES (?, ?)", (article, vector)

    def find(self, asked: Asked, kind: str, limit: int, /) -> list[Found]:
        """Return what answers a query, the best first; without words, the newest first.

        Ranked are the rows that came last, `RANKED` of them, by those words that do not stand in most; the others follow.
        """
        if asked.words is None:
            return self._newest(asked, kind, limit)
        rows = self._matching(asked, kind, max(RANKED, SPARE * limit))
        scores = self._scores(asked, kind, rows[:RANKED])
        best = [*sorted(scores, key=lambda row: (-scores[row], row)), *rows[RANKED:]][: SPARE * limit]
        own = "a.seq" if kind == "pages" else "p.seq"
        more = NO_PASSAGE if kind == "pages" else PASSAGE
        query = FOUND.format(more=f"{more}, {own}", rows=ROWS[kind == "pages"])
        query += f" WHERE {own} IN ({', '.join(map(str, best))}) AND a.newer IS NULL"
        found = {row[-1]: found_of(kind, (*row[:-1], scores.get(row[-1], 0.0))) for row in self._query(query)}
        return [found[row] for row in best if row in found][:limit]

    def _newest(self, asked: Asked, kind: str, limit: int) -> list[Found]:
        """Return what meets conditions alone, the latest days first."""
        pages = kind == "pages"
        where = ["a.newer IS NULL", *(c.sql for c in asked.conditions), *([] if pages else [f"p.kind = '{kind}'"])]
        values = [v for c in asked.conditions for v in c.values]
        order = "ORDER BY a.published DESC, a.seq" + ("" if pages else ", p.number")
        query = FOUND.format(more=f"{NO_PASSAGE if pages else PASSAGE}, 0.0", rows=ROWS[pages])
        query += f" WHERE {' AND '.join(where)} {order} LIMIT ?"
        return [found_of(kind, row) for row in self._query(query, (*values, limit))]

    def _matching(self, asked: Asked, kind: str, most: int) -> list[int]:
        """Return the rows of an index that a query matches, those that came last first."""
        table, rows = TABLES[kind], TABLES[kind]
        if asked.conditions:
            rows += "" if kind == "pages" else f" CROSS JOIN passages p ON p.seq = {table}.rowid"
            rows += f" CROSS JOIN articles a ON a.seq = {f'{table}.rowid' if kind == 'pages' else 'p.article'}"
        where = " AND ".join([f"{table} MATCH ?", *(c.sql for c in asked.conditions)])
        query = f"SELECT {table}.rowid FROM {rows} WHERE {where} ORDER BY {table}.rowid DESC LIMIT ?"
        return [row for (row,) in self._query(query, (asked.words, *(v for c in asked.conditions for v in c.values), most))]

    def _scores(self, asked: Asked, kind: str, rows: Sequence[int]) -> dict[int, float]:
        """Return how well rows (the latest first) answer a query; where its words stand in most rows, the later the better."""
        table = TABLES[kind]
        telling = [part for part in asked.parts if not self._is_common(table, part)]
        words = asked.words if len(telling) == len(asked.parts) else all_of(telling)
        if words is None or not rows:
            return {row: 1e-3 * (1 - place / len(rows)) for place, row in enumerate(rows)}
        query = f"SELECT rowid, -{RANK.format(table=table)} FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
        if words != asked.words or asked.conditions:
            query += f" AND +rowid IN ({', '.join(map(str, rows))})"
        return dict(self._query(query, (words, rows[-1], rows[0])))

    def _is_common(self, table: str, part: str) -> bool:
        """Tell whether so many rows hold an expression that it does not tell them apart."""
        own = "articles" if table == TABLES["pages"] else "passages"
        found = self._one(f"SELECT max(seq) FROM {own}")
        size = int(found[0] or 0) if found else 0
        known = self._known_common.get((table, part))
        if known is not None and known[0] <= size <= 1.1 * known[0]:
            return known[1]
        if len(self._known_common) > KNOWN:
            self._known_common.clear()
        least = max(LEAST_COMMON, size // COMMON)
        common = (
            size > least
            and self._one(f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1 OFFSET ?", (part, least)) is not None
        )
        self._known_common[table, part] = size, common
        return common

    @cached_property
    def _known_common(self) -> dict[tuple[str, str], tuple[int, bool]]:
        return {}

    def those(self, asked: Asked | None, articles: Sequence[int], /) -> list[Found]:
        """Return, of articles by number, those that answer a query, in the order given."""
        asked = asked or Asked(None, ())
        found: dict[int, Found] = {}
        marks = ", ".join("?" * len(articles))
        where = [f"a.seq IN ({marks})", "a.newer IS NULL", *(c.sql for c in asked.conditions)]
        values: list[Any] = [*articles, *(v for c in asked.conditions for v in c.values)]
        if asked.words:
            where.append("a.seq IN (SELECT rowid FROM page_words WHERE page_words MATCH ?)")
            values.append(asked.words)
        query = FOUND.format(more=f"{NO_PASSAGE}, 0.0", rows="articles a") + f" WHERE {' AND '.join(where)}"
        for row in self._query(query, values):
            found[row[0]] = found_of("pages", row)
        return [found[seq] for seq in articles if seq in found]

    def nearest(self, vector: bytes, count: int, /) -> list[tuple[int, float]] | None:
        """Return None: the vectors are searched in memory."""
        return None

    def vectors(self, after: int = 0, /) -> list[tuple[int, bytes]]:
        """Return number and dense vector of the articles that came after the one of a number, in order."""
        return [(seq, vector) for seq, vector in self._query(
            "SELECT article, vector FROM vectors WHERE article > ? ORDER BY article", (after,)
        )]  # fmt: skip


def _drop(table: str, row: int, words: Words) -> Step:
    names = ", ".join(COLUMNS)
    return f"INSERT INTO {table} ({table}, rowid, {names}) VALUES ('delete', ?{', ?' * len(COLUMNS)})", (row, *words)


def found_of(kind: str, row: Sequence[Any]) -> Found:
    """Return a row of FOUND as a record."""
    seq, document, part, title, source, published, story, _, number, first, last, speaker, type_, score = row
    return Found(
        article=seq, kind=kind, document=document, part=part, title=title, source=source, published=published, story=story,
        number=number, first=first, last=last, speaker=speaker, type=type_, score=score,
    )  # fmt: skip
