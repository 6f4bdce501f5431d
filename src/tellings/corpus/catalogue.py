"""The articles of a crawl in order of publication, and where each lies in the layers; columns are read for a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tellings.crawl import Crawl, shards_of
from tellings.export.layers import Ledger, unpack
from tellings.model import Analysis, Article, Block, Document, Metadata, Part, Record
from tellings.relate.versions import find_versions, superseded

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

LATER = 3_000_000
"""The day number of articles of which neither the day of publication nor that of fetching is known: they come last."""
COLUMNS = ("document", "part", "row", "outlet", "language", "published_day", "moment", "fetched", "address", "canonical")
KEPT = ("document", "part", "outlet", "language", "published_day", "order", "file", "at", "row")
"""Columns that are looked up of an article."""
READINGS = 200
"""Pages of one address that are asked whether they are readings of one article; of a front page's thousands, none is."""


class Told(Record, frozen=True):
    """What copies need of an analysis; the rest is not decoded."""

    document: Document
    metadata: Metadata = Metadata()
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()


class Catalogue:
    """Articles by number, in order of publication; `days` are day numbers of the calendar, `LATER` where not known."""

    def __init__(self, out: Path, files: Sequence[str], table: pa.Table, *, words: float = 0.0) -> None:
        self.out, self.files, self.table = out, files, table
        self.words = words
        """Words of an article, on average."""
        self.days: NDArray[np.int32] = table.column("order").to_numpy()
        self._file: NDArray[np.int32] = table.column("file").to_numpy()
        self._at: NDArray[np.int64] = table.column("at").to_numpy()
        self._row: NDArray[np.int64] = table.column("row").to_numpy()

    def save(self, file: Path) -> None:
        """Write the catalogue, so that it can be opened without being made again."""
        import pyarrow as pa

        told = {"files": msgspec.json.encode(self.files), "words": str(self.words)}
        table = self.table.select(list(KEPT)).replace_schema_metadata(told)
        aside = file.with_name(f"{file.name}.part")
        with pa.OSFile(str(aside), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        aside.replace(file)

    @classmethod
    def opened(cls, out: Path, file: Path) -> Catalogue:
        """Return a saved catalogue; it lies in its file, which several processes share, and takes no memory of its own."""
        import pyarrow as pa

        with pa.memory_map(str(file)) as source:
            table = pa.ipc.open_file(source).read_all()
        told = table.schema.metadata
        return cls(out, msgspec.json.decode(told[b"files"], type=list[str]), table, words=float(told[b"words"]))

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.days)

    def values(self, column: str, low: int, high: int) -> list[Any]:
        """Return a column of the catalogue for the articles low..high (half-open)."""
        found: list[Any] = self.table.column(column).slice(low, high - low).to_pylist()
        return found

    def held(self, columns: Sequence[str], low: int, high: int) -> dict[str, list[Any]]:
        """Return columns of the keys of the articles low..high, in order."""
        found: dict[str, list[Any]] = {c: [None] * (high - low) for c in columns}
        for numbers, table in self._read("keys", columns, range(low, high), self._at):
            for column in columns:
                own = found[column]
                for number, value in zip(numbers, table.column(column).to_pylist(), strict=True):
                    own[number - low] = value
        return found

    def sketches(self) -> Iterator[tuple[NDArray[np.int64], list[bytes]]]:
        """Yield article numbers and their sketches, file by file."""
        import numpy as np

        for numbers, table in self._read("keys", ["sketch"], range(len(self)), self._at):
            yield np.array(numbers, dtype=np.int64), table.column("sketch").to_pylist()

    def articles(self, numbers: Sequence[int]) -> dict[int, Article]:
        """Return articles with their texts and blocks, without annotations."""
        part = self.table.column("part")
        found: dict[int, Article] = {}
        for own, table in self._read("documents", ["analysis"], numbers, self._row):
            for number, packed in zip(own, table.column("analysis").to_pylist(), strict=True):
                found[number] = Article(slim(packed), part[number].as_py())
        return found

    def _read(
        self, layer: str, columns: Sequence[str], numbers: Sequence[int], at: NDArray[np.int64]
    ) -> Iterator[tuple[list[int], pa.Table]]:
        """Yield numbers and, in their order, their rows of a layer, file by file."""
        import numpy as np
        import pyarrow.parquet as pq

        asked = np.asarray(numbers, dtype=np.int64)
        order = np.argsort(self._file[asked], kind="stable")
        asked = asked[order]
        breaks = np.flatnonzero(np.diff(self._file[asked])) + 1
        for own in np.split(asked, breaks):
            if len(own):
                file = pq.ParquetFile(self.out / layer / self.files[int(self._file[own[0]])])
                rows = at[own]
                groups, starts = _groups(file, rows)
                yield own.tolist(), file.read_row_groups(groups, columns=list(columns)).take(rows - starts)


def _groups(file: Any, rows: NDArray[np.int64]) -> tuple[list[int], NDArray[np.int64]]:
    """Return the row groups that hold the rows, and for each row how many rows before it are not read."""
    import numpy as np

    sizes = np.array([file.metadata.row_group(k).num_rows for k in range(file.num_row_groups)], dtype=np.int64)
    ends = np.cumsum(sizes)
    of = np.searchsorted(ends, rows, side="right")
    groups = np.unique(of)
    read = np.zeros(len(sizes), dtype=np.int64)
    read[groups] = sizes[groups]
    return groups.tolist(), (ends - sizes)[of] - (np.cumsum(read) - read)[of]


def slim(packed: bytes) -> Analysis:
    """Return an analysis with text, metadata and blocks alone."""
    told: Told = unpack(packed, Told)
    return Analysis(document=told.document, metadata=told.metadata, blocks=told.blocks, parts=told.parts)


def catalogue_of(out: Path, crawl: Crawl) -> Catalogue:
    """Return the articles of a finished crawl, each once, of several readings of one page the newest alone."""
    names = set()
    for shard in shards_of(out, crawl):
        ledger = msgspec.json.decode(Path(shard.results).read_bytes(), type=Ledger)
        names |= {name.removeprefix("keys/") for name in ledger.files if name.startswith("keys/")}
    files = sorted(names)
    table, words = _gathered(out, files)
    found = Catalogue(out, files, _once(table), words=words)
    older = _older(found)
    if older:
        import numpy as np

        kept = np.ones(len(found), dtype=bool)
        kept[older] = False
        found = Catalogue(out, files, found.table.filter(kept).combine_chunks(), words=words)
    return found


def _gathered(out: Path, files: Sequence[str]) -> tuple[pa.Table, float]:
    """Return all articles, in order of publication, and their words on average."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    tables, words = [], 0.0
    for number, name in enumerate(files):
        table = pq.ParquetFile(out / "keys" / name).read(columns=[*COLUMNS, "length"])
        words += pc.sum(table["length"]).as_py() or 0
        table = table.drop_columns(["length"])
        table = table.append_column("file", pa.array(np.full(len(table), number, dtype=np.int32)))
        tables.append(table.append_column("at", pa.array(np.arange(len(table)))))
    if not tables:
        tables = [pa.table({c: pa.array([], pa.string()) for c in COLUMNS})]
        tables = [tables[0].append_column("file", pa.array([], pa.int32())).append_column("at", pa.array([], pa.int64()))]
    table = pa.concat_tables(tables)
    seen = pc.strptime(pc.utf8_slice_codeunits(table["fetched"], 0, 10), "%Y-%m-%d", "s", error_is_null=True)
    day = pc.coalesce(table["published_day"].cast(pa.date32()), seen.cast(pa.date32())).cast(pa.int32())
    table = table.append_column("order", pc.fill_null(day, LATER))
    keys = [(name, "ascending") for name in ("order", "moment", "document", "part", "file", "at")]
    return table.take(pc.sort_indices(table, keys)).combine_chunks(), words / max(1, len(table))


def _once(table: pa.Table) -> pa.Table:
    """Return sorted articles without those that stand there again: one page may be in two shards."""
    import numpy as np
    import pyarrow.compute as pc

    if len(table) < 2:
        return table
    same = np.ones(len(table) - 1, dtype=bool)
    for column in ("document", "part"):
        equal = pc.equal(table[column].slice(1), table[column].slice(0, len(table) - 1))
        same &= equal.to_numpy(zero_copy_only=False)
    return table.filter(np.concatenate(([True], ~same)))


def _older(catalogue: Catalogue) -> list[int]:
    """Return the numbers of articles of pages of which a newer reading is at hand."""
    gone: set[str] = set()
    for numbers in _of_one_address(catalogue.table):
        read = catalogue.articles(numbers[:READINGS])
        gone |= set(superseded(find_versions([a.analysis for _, a in sorted(read.items())])))
    if not gone:
        return []
    documents = catalogue.values("document", 0, len(catalogue))
    return [number for number, name in enumerate(documents) if name in gone]


def _of_one_address(table: pa.Table) -> Iterator[list[int]]:
    """Yield the numbers of pages that answer to one address, where there are several."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    other = pc.if_else(pc.equal(table["canonical"], table["address"]), None, table["canonical"])
    names = pa.chunked_array([*table["address"].chunks, *other.chunks], pa.string())
    row = np.tile(np.arange(len(table)), 2)
    kept = (names.is_valid().to_numpy() & np.tile(table["part"].to_numpy() == 0, 2)).astype(bool)
    code = names.filter(pa.array(kept)).combine_chunks().dictionary_encode()
    code = code.indices.to_numpy() if isinstance(code, pa.DictionaryArray) else np.zeros(0, dtype=np.int64)
    row = row[kept]
    several = np.bincount(code, minlength=1)[code] > 1 if len(code) else np.zeros(0, dtype=bool)
    row, code = row[several], code[several]
    if not len(row):
        return
    pages, at = np.unique(row, return_inverse=True)
    _, name = np.unique(code, return_inverse=True)
    size = len(pages) + int(name.max()) + 1
    graph = coo_matrix((np.ones(len(at), dtype=np.int8), (at, name + len(pages))), shape=(size, size))
    label = connected_components(graph, directed=False)[1][: len(pages)]
    order = np.argsort(label, kind="stable")
    for own in np.split(pages[order], np.flatnonzero(np.diff(label[order])) + 1):
        yield own.tolist()
