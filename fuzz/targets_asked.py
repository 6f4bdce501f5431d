"""What people and programs hand in: queries, settings, addresses, deliveries, a model's answer, kept layers, quotations."""

from __future__ import annotations

import zlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tellings.model import Analysis, Given, Page, Source, articles_of

SECRET = "whsec_" + "QUJD" * 8


def query(data: bytes) -> None:
    """Read a query, show it, and mark its words in a text."""
    from tellings.highlights import mark, patterns_of
    from tellings.model.queries import leaves, parse, shown
    from tellings.model.spans import Span

    text = data.decode("utf-8", "replace")
    found = parse(text)
    shown(found.root)
    list(leaves(found.root))
    body = "The ferry Petrel sank on Tuesday; the board met. " + text[:200]
    for span in mark(body, Span(0, len(body)), patterns_of(found.root)):
        assert 0 <= span.start < span.end <= len(body)


def settings(data: bytes) -> None:
    """Read a settings file, and the same lines as variables of the environment."""
    from targets import SCRATCH

    from tellings.errors import TellingsError
    from tellings.settings import PREFIX, load

    pairs = [line.partition("=")[::2] for line in data.decode("utf-8", "replace").splitlines()]
    with suppress(TellingsError):
        load(environment={PREFIX + k.strip().upper().replace(".", "_"): v.strip() for k, v in pairs})
    file = Path(SCRATCH) / "settings.toml"
    file.write_bytes(data)
    load(file=file, environment={})


def asked(data: bytes) -> None:
    """Read what a browser or a program asks: path, query, form, cookie, Host, cursor; a location stays on this host."""
    from starlette.datastructures import QueryParams

    from tellings.export.naming import slug
    from tellings.web import addresses, front, guard
    from tellings.web.asked import Asked, Visitor

    text = data.decode("utf-8", "replace")
    assert addresses.unslug(slug(text)) == text
    one = Asked(
        path="/", visitor=Visitor(name="", role="reader"), query=tuple(QueryParams(text).multi_items()), params=(("a", text),)
    )
    for name in dict.fromkeys(k for k, _ in one.query):
        assert 0 <= one.number(name, 5, high=100) <= 100
        one.many(name)
    one.param("a")
    guard.host_of(data.decode("latin-1"))
    there = front.local(text)
    assert there.startswith("/")
    assert not there.startswith(("//", "/\\"))
    with suppress(ValueError):
        assert not urlsplit(there).netloc
    parse_qsl(text, keep_blank_values=True)


def delivery(data: bytes) -> None:
    """Check a delivery of a webhook that nobody signed: never genuine."""
    from tellings.hooks import verify

    stamp, _, rest = data.decode("utf-8", "replace").partition("\n")
    name, _, signed = rest.partition("\n")
    fields = {"webhook-timestamp": stamp, "webhook-id": name, "webhook-signature": signed}
    assert not verify(SECRET, fields, b"{}", now=1_936_000_000.0)


def answer(data: bytes) -> None:
    """Read what a language model's interface answered."""
    from tellings.read.endpoint import _words

    with suppress(ValueError, RecursionError):
        assert isinstance(_words(data), str)


def layers(data: bytes) -> None:
    """Read a page and an analysis that were packed for a crawl, as they may lie in a folder that others can write to."""
    import msgspec

    from tellings.export.layers import unpack

    for kind in (Page, Analysis):
        for raw in (data, zlib.compress(data, 1)):
            with suppress(zlib.error, msgspec.DecodeError, ValueError):
                unpack(raw, kind)


def quotation(data: bytes) -> None:
    """Find names and quotations by rules in a language without a model, then look for any words among them."""
    from targets import LIMITS

    from tellings.annotate.entities import Entities
    from tellings.annotate.parse import parse
    from tellings.annotate.quotes import Quotes
    from tellings.annotate.sentences import Sentences
    from tellings.extract import extract
    from tellings.relate.utterances_verify import verify_quote
    from tellings.stage import View

    words, _, body = data.decode("utf-8", "replace").replace("\r", "\n").partition("\n\n")
    given = Given(language=("fr", "es", "de", "it", "pt", "ru")[len(data) % 6])
    page = Page(id="fuzz", source=Source(sha256="0", path="fuzz"), form="clean", text=body, given=given)
    analysis = extract(page, limits=LIMITS)
    (parsed,) = parse([analysis])
    for stage in (Sentences(), Entities(), Quotes()):
        (items,) = stage.run([View(analysis, parsed, frozenset(stage.reads))])
        analysis = analysis.with_layer(stage.writes, items)
    size = len(analysis.text)
    for item in (*(m for e in analysis.entities for m in e.mentions), *(q.content for q in analysis.quotes)):
        assert 0 <= item.start <= item.end <= size, item
    verify_quote(words, list(articles_of(analysis)), speaker="Lindqvist")
