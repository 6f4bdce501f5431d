"""What is fuzzed: each target takes any bytes; it may answer with an error of Tellings, with no other, and keeps its word."""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from tellings.errors import InputError, TellingsError
from tellings.model import Analysis, Failure, Form, Given, Page, Source
from tellings.settings import Limits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tellings.extract.html_tree import Tree
    from tellings.extract.lines_model import Found

LIMITS = Limits(page_bytes=200_000, text_characters=100_000, line_characters=20_000, html_depth=300)
SCRATCH = Path(tempfile.mkdtemp(prefix="tellings-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def check_pages(found: Iterable[Page | InputError | Failure]) -> None:
    """Assert that what was read are pages whose text can be stored."""
    for item in found:
        if isinstance(item, Page):
            item.text.encode("utf-8")
            assert item.source.sha256


def check_analysis(analysis: Analysis) -> None:
    """Assert that everything said about a document lies inside it."""
    size = len(analysis.text)
    analysis.text.encode("utf-8")
    for block in analysis.blocks:
        assert 0 <= block.start < block.end <= size, block
    assert all(a.end <= b.start for a, b in zip(analysis.blocks, analysis.blocks[1:], strict=False)), "blocks overlap"
    for comment in analysis.comments:
        assert 0 <= comment.start <= comment.end <= size, comment


def extracted(text: str, form: Form) -> None:
    """Extract a page and check it; most are given their language, since finding it out costs more than all the rest.

    In seven pages of eight what the classifiers say of each line is drawn from the page: what follows must bear any answer.
    """
    from tellings.extract import extract, html, lines

    given = Given(language="en") if len(text) % 8 else Given()
    page = Page(id="fuzz", source=Source(sha256="0", path="fuzz"), form=form, text=text, given=given)
    drawn = random.Random(text)
    if drawn.random() < 0.125:
        check_analysis(extract(page, limits=LIMITS))
        return
    with (
        patch.object(html, "features", lambda tree, _: sizes(tree)),
        patch.object(html, "classify", lambda rows, _: shares(drawn, len(rows))),
        patch.object(lines, "classify_trained", lambda read, **_: classes(drawn, len(read))),
    ):
        check_analysis(extract(page, limits=LIMITS))


def sizes(tree: Tree) -> NDArray[np.float32]:
    """Return the first of the features of each stretch alone."""
    import numpy as np

    return np.array([[len(stretch.text.split())] for stretch in tree.stretches], dtype=np.float32)


def shares(drawn: random.Random, size: int) -> NDArray[np.float32]:
    """Return drawn probabilities of other, article and comment, shape (size, 3)."""
    import numpy as np

    found = np.full((size, 3), 0.05, dtype=np.float32)
    found[np.arange(size), drawn.choices(range(3), (1, 4, 2), k=size)] = 0.9
    return found


def classes(drawn: random.Random, size: int) -> list[Found]:
    """Return drawn classes of lines."""
    from tellings.extract.lines_model import Found
    from tellings.extract.lines_rules import CLASSES

    names = drawn.choices(CLASSES, k=size)
    return [Found(name, 0.9, 0.9 if name == "body" else 0.05) for name in names]


def charset(data: bytes) -> None:
    """Decode bytes; the result is text without halves of surrogate pairs."""
    from tellings.read.charset import decode

    text, _ = decode(data)
    text.encode("utf-8")


def html(data: bytes) -> None:
    """Extract an HTML page."""
    from tellings.read.charset import decode

    extracted(decode(data)[0], "html")


def text(data: bytes) -> None:
    """Extract a page of text."""
    extracted(data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"), "text")


def feed(data: bytes) -> None:
    """Read a saved feed of any kind."""
    from tellings.read.feeds import read_feed

    check_pages(read_feed(data, "fuzz"))


def mail(data: bytes) -> None:
    """Read a saved message or newsletter."""
    from tellings.read.mail import read_messages

    check_pages(read_messages(data, "fuzz", saved_page=bool(data[:1] == b"<")))


def rows(data: bytes) -> None:
    """Read JSON Lines."""
    from tellings.read.jsonl import read_rows

    check_pages(read_rows(io.BytesIO(data), "fuzz", as_is=False, limits=LIMITS))


def warc(data: bytes) -> None:
    """Read an archive, plain or packed."""
    from tellings.read.warc import read_archive

    file = SCRATCH / ("a.warc.gz" if data[:2] == b"\x1f\x8b" else "a.warc")
    file.write_bytes(data)
    check_pages(read_archive(file, "fuzz", limits=LIMITS))


def table(data: bytes) -> None:
    """Read a Parquet table."""
    from tellings.read.parquet import read_table

    file = SCRATCH / "a.parquet"
    file.write_bytes(data)
    check_pages(read_table(file, "fuzz", as_is=False, limits=LIMITS))


def robots(data: bytes) -> None:
    """Read a robots.txt and ask it."""
    from tellings.read.robots import allowed, parse_robots

    rules = parse_robots(data.decode("utf-8", "replace"), "tellings")
    allowed(rules, "/news/a?b=c")


def address(data: bytes) -> None:
    """Bring an address into its normal form, which is its own normal form."""
    from tellings.read.addresses import normalise

    once = normalise(data.decode("utf-8", "replace"))
    assert once is None or normalise(once) == once, once


def opml(data: bytes) -> None:
    """Read a list of feeds; what is written of it (folders behind feeds without one) is the same feeds, and stays as it is."""
    from tellings.read.opml import read_opml, write_opml

    found, _ = read_opml(data, where="fuzz")
    if found:
        again, _ = read_opml(write_opml(found).encode(), where="fuzz")
        assert sorted(o.address for o in again) == sorted(o.address for o in found)
        assert read_opml(write_opml(again).encode(), where="fuzz")[0] == again


def dates(data: bytes) -> None:
    """Find full dates in a line."""
    from tellings.extract.dates import find_stamps

    line = data.decode("utf-8", "replace")
    for stamp in find_stamps(line, order=True):
        assert 0 <= stamp.start < stamp.end <= len(line)


def annotated(data: bytes) -> None:
    """Run the rules for sentences, times and quantities over a page in a language that has tables and no model."""
    from tellings.annotate.parse import parse
    from tellings.annotate.quantities import Quantities
    from tellings.annotate.sentences import Sentences
    from tellings.annotate.times import Times
    from tellings.extract import extract
    from tellings.stage import View

    body = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    own = Given(language="es", published="2031-05-14")
    page = Page(id="fuzz", source=Source(sha256="0", path="fuzz"), form="clean", text=body, given=own)
    analysis = extract(page, limits=LIMITS)
    (parsed,) = parse([analysis])
    for stage in (Sentences(), Times(), Quantities()):
        (items,) = stage.run([View(analysis, parsed, frozenset(stage.reads))])
        analysis = analysis.with_layer(stage.writes, items)
    size = len(analysis.text)
    for item in (*analysis.sentences, *analysis.times, *analysis.quantities):
        assert 0 <= item.start < item.end <= size, item


def targets() -> dict[str, Callable[[bytes], None]]:
    """Return every target by name."""
    import targets_asked as people
    import targets_wire as wire

    own = (charset, html, text, feed, mail, rows, warc, table, robots, address, opml, dates, annotated)
    come = (wire.http, wire.fields, wire.packed, wire.network, wire.feed_links, wire.slices, wire.pdf, wire.pages_of_pdf)
    given = (people.query, people.settings, people.asked, people.delivery, people.answer, people.layers, people.quotation)
    return {f.__name__: f for f in (*own, *come, *given)}


def met(target: Callable[[bytes], None], data: bytes) -> None:
    """Run a target; an error that Tellings raises on purpose is an answer."""
    try:
        target(data)
    except TellingsError as problem:
        problem.message.encode("utf-8", "replace")
