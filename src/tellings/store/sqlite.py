"""The default store: one SQLite file in WAL mode (standard library), or one in memory.

Write-ahead logging lets other processes read while one writes; `synchronous=normal` keeps every acknowledged `put`
when the process is killed (a power cut may drop the last ones, never corrupt the file).
"""

from __future__ import annotations

from tellings.store.access import AccessTables
from tellings.store.amendments import AmendmentTables
from tellings.store.copies import CopyTables
from tellings.store.feeds import FeedTables
from tellings.store.grouping import GroupingTables
from tellings.store.hooks import HookTables
from tellings.store.pages import PageTables
from tellings.store.search import SearchTables
from tellings.store.shelf import ShelfTables
from tellings.store.stories import StoryTables


class SqliteStore(
    CopyTables,
    StoryTables,
    SearchTables,
    GroupingTables,
    PageTables,
    ShelfTables,
    AccessTables,
    AmendmentTables,
    FeedTables,
    HookTables,
):
    """A store in one file; without a path, in memory."""
