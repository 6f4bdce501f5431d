"""Every record of the program, frozen and typed. Spans are half-open, in Unicode code points of the document's text."""

from tellings.model.access import ROLES, AccessRole, Account, AuditEntry, SavedSearch, SignIn
from tellings.model.amendments import Amendment, AmendmentKind, fact_key, with_relations
from tellings.model.annotations import (
    Argument,
    CountKind,
    Entity,
    EntityType,
    Event,
    EventCount,
    EventType,
    Mention,
    Office,
    PlaceLevel,
    Quantity,
    Quote,
    QuoteKind,
    Realis,
    Sentence,
    Standing,
    Time,
    TimeType,
    Vector,
)
from tellings.model.articles import Article, articles_of
from tellings.model.corrections import ArticleRef, Correction, CorrectionKind, Explanation, Guidance, Naming, namings, refs
from tellings.model.layers import EXTRACTED, ITEM_TYPES, Analysis, Layer, LayerKind
from tellings.model.material import Accounts, ArticleKey, Material
from tellings.model.news import NewFact, NewPage, News, NewsKind
from tellings.model.pages import (
    MAIN_ROLES,
    READABLE_ROLES,
    Basis,
    Block,
    Caption,
    Comment,
    Dating,
    Document,
    Failure,
    Form,
    Given,
    Metadata,
    Page,
    Part,
    Paywall,
    Precision,
    Published,
    Role,
    Source,
)
from tellings.model.searching import FoundBy, Hit, Hits, SearchKind
from tellings.model.shelf import Arrived, Card, FacetKind, Shelved, Spot
from tellings.model.spans import Cite, Days, Passage, Record, Span
from tellings.model.stories import (
    UNNAMED,
    Actor,
    ActorEntity,
    Chained,
    Comparison,
    Copy,
    Counts,
    Direction,
    Dispute,
    DisputeSide,
    Fact,
    FactKind,
    Group,
    Happening,
    LoadedWord,
    Member,
    Omission,
    Relation,
    Report,
    Slot,
    SlotName,
    Story,
    SummarySentence,
    Tie,
    TimelineEntry,
    Utterance,
    Value,
    Variant,
    Writing,
)
from tellings.model.versions import Edit, EditKind, Ordering, Reading, Revision, Touch, Versions, Words

__all__ = [
    "EXTRACTED", "ITEM_TYPES", "MAIN_ROLES", "READABLE_ROLES", "ROLES", "UNNAMED", "AccessRole", "Account", "Accounts",
    "Actor", "ActorEntity", "Amendment", "AmendmentKind", "Analysis", "Argument", "Arrived", "Article", "ArticleKey",
    "ArticleRef", "AuditEntry", "Basis", "Block", "Caption", "Card", "Chained", "Cite", "Comment", "Comparison", "Copy",
    "Correction", "CorrectionKind", "CountKind", "Counts", "Dating", "Days",
    "Direction", "Dispute", "DisputeSide", "Document", "Edit", "EditKind",
    "Entity", "EntityType", "Event", "EventCount", "EventType", "Explanation", "FacetKind", "Fact", "FactKind", "Failure",
    "Form", "FoundBy", "Given", "Group", "Guidance", "Happening", "Hit", "Hits", "Layer", "LayerKind", "LoadedWord",
    "Material", "Member", "Mention", "Metadata", "Naming", "NewFact", "NewPage", "News", "NewsKind", "Office", "Omission",
    "Ordering", "Page", "Part", "Passage", "Paywall", "PlaceLevel", "Precision", "Published", "Quantity", "Quote",
    "QuoteKind", "Reading", "Realis", "Record", "Relation", "Report", "Revision", "Role", "SavedSearch", "SearchKind",
    "Sentence", "Shelved", "SignIn", "Slot", "SlotName", "Source", "Span", "Spot", "Standing", "Story", "SummarySentence",
    "Tie", "Time", "TimeType", "TimelineEntry", "Touch", "Utterance", "Value", "Variant", "Vector", "Versions", "Words",
    "Writing", "articles_of", "fact_key", "namings", "refs", "with_relations",
]  # fmt: skip
