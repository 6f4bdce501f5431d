"""The words of a document as the entity rules read them, one flat list over all paragraphs; and the names among them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tellings.lang.names import name_words
from tellings.model import EntityType
from tellings.stage import Parse

OPENING, CLOSING = "“„«", "”»"
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


@dataclass(slots=True)
class Word:
    """One token: place in the text, form, grammar, and whether it stands inside quotation marks."""

    at: int
    start: int
    end: int
    text: str
    lower: str
    pos: str
    tag: str
    lemma: str
    dep: str
    head: int
    sentence: int
    segment: int
    part: int
    quoted: bool
    label: str
    begins: bool
    capital: bool
    line: int = 0
    """How many sentences that are not wholly quoted have begun up to here: distances skip what is quoted."""

    @property
    def subject(self) -> bool:
        """Tell whether the word is the subject of its clause."""
        return self.dep in SUBJECTS


@dataclass(slots=True, eq=False)
class Name:
    """A name as it stands in the text: words `first` to `last` (exclusive), its type, and the title before it."""

    first: int
    last: int
    start: int
    end: int
    text: str
    type: EntityType
    title: str = ""
    known: bool = False
    weak: bool = False
    """A capitalised word that nothing but another mention of the same name makes a name."""
    full: str = ""
    """The whole name that a short one stands for, where something outside of the text tells it (the page's own outlet)."""

    @property
    def tokens(self) -> list[str]:
        """Return the name's words, folded, without initials' dots."""
        return name_words(self.text)


def read_words(parse: Parse) -> list[Word]:
    """Return the words of every paragraph in text order; `head` is an index into the list."""
    words: list[Word] = []
    columns = parse.columns
    rows = zip(
        columns.starts, columns.ends, columns.texts, columns.lows, columns.pos, columns.tags, columns.lemmas, columns.deps,
        columns.heads, columns.ents, columns.begins, columns.spaced, strict=True,
    )  # fmt: skip
    opens, sentence = {first for first, _ in columns.sents}, -1
    for number, (segment, (first, last)) in enumerate(zip(parse.segments, pairwise(columns.cuts), strict=True)):
        open_mark, part = "", segment.part
        for at, row in zip(range(first, last), rows, strict=False):
            start, end, text, lower, pos, tag, lemma, dep, head, label, begins, spaced = row
            sentence += at in opens
            before = open_mark
            open_mark = _mark(text, open_mark, not spaced)
            words.append(
                Word(
                    at, start, end, text, lower, pos, tag, lemma, dep, head, sentence, number, part,
                    bool(before and open_mark), label, begins, text[:1].isupper(),
                )
            )  # fmt: skip
    told = {w.sentence for w in words if not w.quoted and w.text[:1].isalnum()}
    line, last = 0, -1
    for word in words:
        if word.sentence != last:
            line, last = line + (word.sentence in told), word.sentence
        word.line = line
    return words


def _mark(text: str, open_mark: str, glued: bool) -> str:
    """Return the quotation mark that is open after a token."""
    if text in OPENING and text:
        return text
    if text in CLOSING and text:
        return ""
    if text in {'"', "``", "''"}:
        return "" if open_mark else text
    if text == "‘" and not open_mark:
        return text
    if text == "’" and open_mark == "‘" and not glued:
        return ""
    return open_mark
