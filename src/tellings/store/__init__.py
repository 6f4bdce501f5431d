"""Where pages, layers and stories are kept; a store never sees a stage."""

from tellings.store.addresses import on_server
from tellings.store.asking import asked
from tellings.store.opening import check_name, is_library, open_store
from tellings.store.protocol import Entry, Found, Store
from tellings.store.sqlite import SqliteStore

__all__ = ["Entry", "Found", "SqliteStore", "Store", "asked", "check_name", "is_library", "on_server", "open_store"]
