"""Where pages, layers and stories are kept; a store never sees a stage."""

from tellings.store.protocol import Entry, Store
from tellings.store.sqlite import SqliteStore

__all__ = ["Entry", "SqliteStore", "Store"]
