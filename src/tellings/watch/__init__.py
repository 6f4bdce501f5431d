"""Feeds are watched: read when they are due, the pages that they name fetched, analysed and kept, and looked at again."""

from tellings.watch.account import Account
from tellings.watch.loop import Watch

__all__ = ["Account", "Watch"]
