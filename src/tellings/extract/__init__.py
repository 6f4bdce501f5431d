"""From a page to a document with its first layers: blocks with roles, metadata, parts, comments."""

from tellings.extract.page import VERSION, extract

__all__ = ["VERSION", "extract"]
