"""The JSON Schema of what the program prints, generated from the types (draft 2020-12)."""

from __future__ import annotations

from typing import Any

import msgspec

from tellings.export.contract import DocumentView, ErrorView
from tellings.export.manifest import Manifest
from tellings.model import Story, Versions

SHAPES: dict[str, Any] = {
    "document": DocumentView, "story": Story, "versions": Versions, "error": ErrorView, "manifest": Manifest,
}  # fmt: skip


def schema(shape: str = "all") -> dict[str, Any]:
    """Return the schema of one shape, or of all as definitions."""
    if shape == "all":
        _, components = msgspec.json.schema_components(SHAPES.values(), ref_template="#/$defs/{name}")
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Tellings", "$defs": components}
    found = msgspec.json.schema(SHAPES[shape])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
