"""The search of the store for teams.

Vectors of words with their places serve exact words and phrases; stems in each language's configuration let "protests" find
"protested"; near in meaning is pgvector's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from tellings.model.queries import Bound, Either, FieldName, Node, Without, Words, leaves
from tellings.store.asking import TABLES, Asked
from tellings.store.indexing import ArticleRow
from tellings.store.indexing import Words as Row
from tellings.store.protocol import Found
from tellings.store.search import FOUND, NO_PASSAGE, PASSAGE, SearchTables, found_of
from tellings.store.tables import Step
from tellings.store.words import APART, words_of

LANGUAGES = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""Languages whose words are reduced to stems, and PostgreSQL's name for them."""
COLUMN: dict[FieldName | None, str] = {
    None: "said", "person": "people", "place": "places", "said-by": "speakers", "source": "source", "type": "types",
    "lang": "lang", "title": "title",
}  # fmt: skip
WIDTH = 384
LAST_PLACE, MOST_PLACES, MOST_WORDS = 16_383, 255, 60_000
"""What a vector of words holds: the last place that is told apart, places a word, different words."""
LONGEST_WORD = 500
INSERT = (
    "INSERT INTO {table} (row, said, stems, title, people, places, speakers, types, source, lang) VALUES"
    " (?, ?::tsvector, ?::tsvector, ?::tsvector, ?::tsvector, ?::tsvector, ?::tsvector, ?::tsvector, ?::tsvector, ?::tsvector)"
)


class Condition(NamedTuple):
    """An SQL condition with its values."""

    sql: str
    values: tuple[Any, ...]


def quoted(word: str) -> str:
    """Return a word as it stands in the text of a vector or query of words."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def vector_of(words: Sequence[str], *, first: int = 1) -> str:
    """Return words with their places as the text of a `tsvector`; what is beyond its limits is left out."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, first):
        if len(word) > LONGEST_WORD or (word not in places and len(places) >= MOST_WORDS):
            continue
        own = places.setdefault(word, [])
        if len(own) < MOST_PLACES and (not own or own[-1] < LAST_PLACE):
            own.append(min(place, LAST_PLACE))
    return " ".join(f"{quoted(word)}:{','.join(map(str, own))}" for word, own in places.items())


def phrase_of(node: Words) -> str:
    """Return words that follow one another as the text of a `tsquery`."""
    folded = words_of(node.text)
    alone = len(folded) == 1 and len(node.text) == 1 and not node.text.isascii()
    pieces = [quoted(word) for word in folded]
    if pieces and (node.prefix or alone):
        pieces[-1] += ":*"
    return " <-> ".join(pieces)


class PostgresSearch(SearchTables):
    """Articles and their passages with their words, in PostgreSQL's indexes."""

    def _taken_out(self, article: int, row: ArticleRow) -> Iterator[Step]:
        """Yield nothing: an article's words go with it."""
        return iter(())

    def _word_steps(self, table: str, row: int, words: Row, language: str | None) -> Iterator[Step]:
        title, body = words.title.split(), words.body.split()
        said = vector_of([*title, APART, *body])
        rest = (vector_of(column.split()) for column in words[2:])
        yield INSERT.format(table=table), (row, said, self._stems(language, [*title, *body]), vector_of(title), *rest)

    def _stems(self, language: str | None, words: Sequence[str]) -> str:
        """Return the stems of words of a language, each with the language before it."""
        if language not in LANGUAGES:
            return ""
        known = self._known_stems
        fresh = sorted({w for w in words if len(w) <= LONGEST_WORD and (language, w) not in known})
        if fresh:
            asked = f"SELECT w, (ts_lexize('{LANGUAGES[language]}_stem', w))[1] FROM unnest(?::text[]) w"
            if len(known) > 500_000:
                known.clear()
            known.update({(language, word): stem for word, stem in self._query(asked, (fresh,))})
        stems = {known.get((language, w)) for w in words}
        return " ".join(quoted(f"{language}:{stem}") for stem in sorted(s for s in stems if s))

    @cached_property
    def _known_stems(self) -> dict[tuple[str, str], str | None]:
        return {}

    def _vector_step(self, article: int, vector: bytes) -> Step:
        return "INSERT INTO vectors VALUES (?, ?::halfvec)", (article, _as_text(vector))

    def find(self, asked: Asked, kind: str, limit: int, /) -> list[Found]:
        """Return what answers a query, the best first; without words, the newest first."""
        table, pages = TABLES[kind], kind == "pages"
        more = NO_PASSAGE if pages else PASSAGE
        rows = "articles a" if pages else "passages p JOIN articles a ON a.seq = p.article"
        own = "a.seq" if pages else "p.seq"
        positive = [leaf for leaf, sign in leaves(asked.root) if sign and isinstance(leaf, Words)] if asked.root else []
        held = self._held(asked.root, own) if asked.root else Condition("TRUE", ())
        rows += f" JOIN {table} w ON w.row = {own}"
        if asked.words is None:
            order = "ORDER BY a.published DESC NULLS LAST, a.seq" + ("" if pages else ", p.number")
            query = FOUND.format(more=f"{more}, 0.0", rows=rows) + f" WHERE a.newer IS NULL AND {held.sql} {order} LIMIT ?"
            return [found_of(kind, row) for row in self._query(query, (*held.values, limit))]
        wanted = " | ".join(f"({phrase_of(leaf)})" for leaf in positive if leaf.field is None)
        rank = "6 * ts_rank(w.title, ?::tsquery, 1) + ts_rank(w.said, ?::tsquery, 1)"
        query = FOUND.format(more=f"{more}, {rank} AS score", rows=rows)
        query += f" WHERE a.newer IS NULL AND {held.sql} ORDER BY score DESC, {own} LIMIT ?"
        return [found_of(kind, row) for row in self._query(query, (wanted, wanted, *held.values, limit))]

    def those(self, asked: Asked | None, articles: Sequence[int], /) -> list[Found]:
        """Return, of articles by number, those that answer a query, in the order given."""
        held = self._held(asked.root, "a.seq") if asked is not None and asked.root is not None else Condition("TRUE", ())
        marks = ", ".join("?" * len(articles))
        query = FOUND.format(more=f"{NO_PASSAGE}, 0.0", rows="articles a JOIN page_words w ON w.row = a.seq")
        query += f" WHERE a.seq IN ({marks}) AND a.newer IS NULL AND {held.sql}"
        found = {row[0]: found_of("pages", row) for row in self._query(query, (*articles, *held.values))}
        return [found[seq] for seq in articles if seq in found]

    def _held(self, node: Node, row: str) -> Condition:
        """Return a query's node as a condition on the row's words and its article."""
        if isinstance(node, Bound):
            return Condition(f"a.day {'>=' if node.side == 'from' else '<='} ?", (node.day,))
        if isinstance(node, Words):
            return self._word(node)
        if isinstance(node, Without):
            inner = self._held(node.of, row)
            return Condition(f"NOT coalesce(({inner.sql}), FALSE)", inner.values)
        own = [self._held(inner, row) for inner in node.of]
        operator = " OR " if isinstance(node, Either) else " AND "
        return Condition("(" + operator.join(c.sql for c in own) + ")", tuple(v for c in own for v in c.values))

    def _word(self, node: Words) -> Condition:
        exact = Condition(f"w.{COLUMN[node.field]} @@ ?::tsquery", (phrase_of(node),))
        folded = words_of(node.text)
        if node.field is not None or node.phrase or node.prefix or len(folded) != 1:
            return exact
        there = {language for (language,) in self._query("SELECT DISTINCT language FROM articles")}
        stems = [self._stems(language, folded) for language in sorted(there & set(LANGUAGES))]
        either = " | ".join(s for s in stems if s)
        return Condition(f"({exact.sql} OR w.stems @@ ?::tsquery)", (*exact.values, either)) if either else exact

    def vectors(self, after: int = 0, /) -> list[tuple[int, bytes]]:
        """Return number and dense vector of the articles that came after the one of a number, in order."""
        rows = self._query("SELECT article, vector::text FROM vectors WHERE article > ? ORDER BY article", (after,))
        return [(seq, _as_bytes(text)) for seq, text in rows]

    def nearest(self, vector: bytes, count: int, /) -> list[tuple[int, float]] | None:
        """Return number and cosine of the articles nearest to a vector (float16), the nearest first, by pgvector's index."""
        if len(vector) != 2 * WIDTH:
            return None
        text = _as_text(vector)
        near = f"vector::halfvec({WIDTH}) <=> ?::halfvec({WIDTH})"
        query = f"SELECT article, 1 - ({near}) FROM vectors WHERE vector_dims(vector) = {WIDTH} ORDER BY {near} LIMIT ?"
        return [(seq, float(likeness)) for seq, likeness in self._query(query, (text, text, count))]


def _as_text(vector: bytes) -> str:
    import numpy as np

    return "[" + ",".join(f"{value:.5g}" for value in np.frombuffer(vector, dtype="<f2").astype(float)) + "]"


def _as_bytes(text: str) -> bytes:
    import numpy as np

    return np.array([float(value) for value in text.strip("[]").split(",")], dtype="<f2").tobytes()
