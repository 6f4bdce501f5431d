"""What is said about documents together: copies, stories, actors, utterances, happenings, facts."""

from __future__ import annotations

from typing import Literal

import msgspec

from tellings.model.annotations import EntityType, EventType, Realis
from tellings.model.spans import Cite, Days, Passage, Record
from tellings.model.versions import Versions

Direction = Literal["known", "likely", "unknown"]
FactKind = Literal["number", "day", "place", "person", "label", "attribution", "claim", "order"]
SlotName = Literal[
    "when", "where", "actor", "recipient", "realis", "killed", "injured", "missing", "arrested", "deployed", "money"
]
Relation = Literal["conflict", "refinement", "update", "wording"]
UNNAMED = "unnamed"
"""The common origin of texts that several outlets share and none surely owns."""


class Copy(Record, frozen=True):
    """A passage of one document that repeats a passage of another; `share` is of the target's main text."""

    origin: Passage = msgspec.field(name="from")
    target: Passage = msgspec.field(name="to")
    share: float
    direction: Direction
    evidence: tuple[str, ...] = ()
    quoted: float = 0.0
    """Share of the passage that stands inside quotation marks on both sides: speech that proves no copy by itself."""
    common_origin: str | None = None
    """What both texts rather come from, where that is not among them: an agency's name, or "unnamed"."""


class Tie(Record, frozen=True):
    """What ties an article to one other: the chance that both tell one story, and what they share.

    `days_apart` are days between their publications; `copied` is the greater share of either text that stands in the other.
    """

    document: str
    part: int
    confidence: float
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    days_apart: int | None = None
    copied: float | None = None


class Member(Record, frozen=True):
    """One article of a story and, in words, what ties it in.

    `ties` are the articles that it is surest to belong with; `nearest_outside` the likeliest article of another story.
    """

    id: str
    part: int = 0
    confidence: float = 1.0
    why: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    nearest_outside: Tie | None = None
    version_of: str | None = None
    """The newest reading of the article of which this page is an older one: listed, but neither compared nor counted."""


class Chained(Record, frozen=True):
    """Another story of the same affair: not the same happening, but tied to it by what `why` tells."""

    story: str
    confidence: float
    title: str | None = None
    first: str | None = None
    last: str | None = None
    when: Literal["earlier", "later", "same days"] | None = None
    why: tuple[str, ...] = ()


class Group(Record, frozen=True):
    """The articles that tell one story; `former` are the ids of stories that it took in, `chain` others of its affair."""

    id: str
    members: tuple[Member, ...]
    former: tuple[str, ...] = ()
    chain: tuple[Chained, ...] = ()


class Counts(Record, frozen=True):
    """Pages, different texts, independent accounts, and wire or agency origins."""

    pages: int
    texts: int
    accounts: int
    origins: int


class ActorEntity(Record, frozen=True):
    """An entity of one document that belongs to an actor."""

    document: str
    entity: str


class Actor(Record, frozen=True):
    """One person, organisation … over all documents of a story; `why` explains the merge."""

    id: str
    name: str
    forms: tuple[str, ...]
    type: EntityType
    country: str | None = None
    roles: tuple[str, ...] = ()
    entities: tuple[ActorEntity, ...] = ()
    why: tuple[str, ...] = ()


class Variant(Record, frozen=True):
    """One document's wording of an utterance; `quote` is the index of the document's quote."""

    document: str
    quote: int
    text: str
    start: int
    end: int
    speaker: str | None = None
    said: Days | None = None


class Utterance(Record, frozen=True):
    """One thing said once, with each account's wording; `longest` is the index of the fullest variant."""

    speaker: str | None
    said: Days | None
    variants: tuple[Variant, ...]
    longest: int
    differences: tuple[str, ...] = ()


class Report(Record, frozen=True):
    """One document's telling of a happening; `event` is the index of the document's event."""

    document: str
    event: int


class Happening(Record, frozen=True):
    """One event told n times; `accounts` counts independent accounts."""

    type: EventType | None
    predicate: str | None = None
    when: Days | None = None
    where: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    realis: Realis = "actual"
    reports: tuple[Report, ...] = ()
    evidence: tuple[Cite, ...] = ()
    accounts: int = 1
    slots: tuple[Slot, ...] = ()
    """What several reports say of when, where, who and how many, each value with its passages and independent accounts."""


class Value(Record, frozen=True):
    """One value of a fact, the passages that give it and how many independent accounts do."""

    value: str
    evidence: tuple[Cite, ...]
    accounts: int
    voice: Literal["own", "quoted", "both"] | None = None
    """Of a label: whether the accounts use the word themselves or only as the words of others, quoted or told."""
    counts: Counts | None = None
    """Of the evidence: pages, different texts, independent accounts, origins."""


class Slot(Record, frozen=True):
    """One question about a happening and every answer that its reports give, the best supported first."""

    name: SlotName
    values: tuple[Value, ...]


class Fact(Record, frozen=True):
    """Something that accounts tell: agreed (one value), differing (several) or told by one alone."""

    about: str
    kind: FactKind
    values: tuple[Value, ...]
    relation: Relation | None = None
    confidence: float = 1.0
    between_copies: bool = False
    why: str | None = None

    @property
    def among_copies(self) -> str:
        """Return what is to be said of copies of one text that bear several of the values, "" where none do."""
        if not self.between_copies:
            return ""
        others = any(value.accounts > 1 for value in self.values)
        return "also between copies of one text" if others else "between copies of one text"


class LoadedWord(Record, frozen=True):
    """A word that judges and that one independent account alone uses itself; `beside` tells the same without it."""

    word: str
    evidence: tuple[Cite, ...]
    beside: tuple[Cite, ...]
    confidence: float


class DisputeSide(Record, frozen=True):
    """One side of a dispute: its passages, who is given as saying so (nobody where an account says it itself), its accounts."""

    evidence: tuple[Cite, ...]
    accounts: int
    speakers: tuple[str, ...] = ()


class Dispute(Record, frozen=True):
    """A claim and what is said against it; `silent` are the documents of which no passage tells either."""

    about: str
    claimed: DisputeSide
    denied: DisputeSide
    silent: tuple[str, ...] = ()
    confidence: float = 1.0


class Comparison(Record, frozen=True):
    """Where the accounts of a story agree, differ, or one stands alone; what is disputed; which words one alone judges with."""

    agreed: tuple[Fact, ...] = ()
    differing: tuple[Fact, ...] = ()
    single: tuple[Fact, ...] = ()
    loaded: tuple[LoadedWord, ...] = ()
    disputes: tuple[Dispute, ...] = ()


class Omission(Record, frozen=True):
    """A fact that `told_by` other accounts tell and this document does not."""

    document: str
    fact: str
    told_by: int


class TimelineEntry(Record, frozen=True):
    """A line of the timeline, in the sources' own words."""

    first_day: str | None
    last_day: str | None
    text: str
    evidence: tuple[Cite, ...]
    accounts: int
    background: bool = False


class SummarySentence(Record, frozen=True):
    """A sentence of the summary; it cannot exist without evidence."""

    text: str
    evidence: tuple[Cite, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a summary sentence needs evidence")


class Writing(Record, frozen=True):
    """What a language model was asked for a summary: how many of its sentences were proved, and why the others were dropped."""

    model: str
    kept: int = 0
    dropped: tuple[str, ...] = ()
    failure: str | None = None
    """Why there is no answer, where there is none; the summary is Tellings' own then."""


class Story(Record, frozen=True):
    """A story as it is printed: its pages, counts, copies, actors, comparison, timeline and summary."""

    id: str
    title: str | None
    first: str | None
    last: str | None
    documents: tuple[Member, ...]
    counts: Counts
    copies: tuple[Copy, ...] = ()
    versions: tuple[Versions, ...] = ()
    """Articles of the story that were seen more than once, with what changed."""
    actors: tuple[Actor, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    happenings: tuple[Happening, ...] = ()
    comparison: Comparison = Comparison()
    omissions: tuple[Omission, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    summary: tuple[SummarySentence, ...] = ()
    summary_note: str | None = None
    """Why there is no summary, where there is none."""
    writing: Writing | None = None
    """What a language model did for the summary; none was asked where this is null."""
    former: tuple[str, ...] = ()
    """Ids of stories that were found to be this one."""
    chain: tuple[Chained, ...] = ()
    """Other stories of the same affair, in order of time."""
