"""Articles for the tests of this folder, made from plain text: one body block a line."""

from __future__ import annotations

from tellings.model import Analysis, Article, Block, Comment, Document, Metadata, Published, Sentence, Source, Time


def article(
    key: str, text: str, *, title: str | None = None, outlet: str | None = None, published: str | None = None,
    language: str = "en", roles: dict[int, str] | None = None, authors: tuple[str, ...] = (), times: tuple[Time, ...] = (),
    comments: tuple[Comment, ...] = (),
) -> Article:  # fmt: skip
    blocks, sentences, at = [], [], 0
    for number, line in enumerate(text.split("\n")):
        role = (roles or {}).get(number, "body")
        blocks.append(Block(at, at + len(line), role=role))  # type: ignore[arg-type]
        sentences.append(Sentence(at, at + len(line)))
        at += len(line) + 1
    known = Published(value=published, precision="day", basis="given") if published else None
    return Article(
        Analysis(
            document=Document(id=key, source=Source(sha256=key, outlet=outlet), text=text, form="clean"),
            metadata=Metadata(title=title, published=known, outlet=outlet, language=language, authors=authors),
            blocks=tuple(blocks), sentences=tuple(sentences), times=times, comments=comments,
        )
    )  # fmt: skip
