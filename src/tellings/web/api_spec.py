"""The description of the interface (OpenAPI 3.1), made from its addresses and the types of its answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from tellings import __version__
from tellings.model import Record
from tellings.web.api_endpoints import Endpoint, Param

REF = "#/components/schemas/{name}"
ABOUT = (
    "Stories, the accounts that tell them, and the passage behind every line. Offsets count Unicode code points of a page's"
    " text. What is not known is null."
)
SCHEMES = {"token": {"type": "http", "scheme": "bearer"}, "password": {"type": "http", "scheme": "basic"}}
SEGMENT = re.compile(r"\{(\w+)\}")


class Problem(Record, frozen=True):
    """What went wrong (RFC 9457); `kind` is that of docs/reference/errors.md."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    kind: str


def openapi(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """Return the description of all addresses."""
    shapes = [e.shape for e in endpoints if not isinstance(e.shape, str)]
    schemas, components = msgspec.json.schema_components([Problem, *shapes], ref_template=REF)
    of = dict(zip([id(s) for s in [Problem, *shapes]], schemas, strict=True))
    paths = {e.path: {"get": _operation(e, of)} for e in endpoints}
    paths["/openapi.json"] = {"get": {
        "operationId": "openapi", "summary": "This description",
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}},
    }}  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tellings", "version": __version__, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": ABOUT,
        },
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": components, "securitySchemes": SCHEMES},
        "security": [{}, {"token": []}, {"password": []}],
    }  # fmt: skip


def _operation(endpoint: Endpoint, schemas: dict[int, Any]) -> dict[str, Any]:
    text = isinstance(endpoint.shape, str)
    media, schema = (endpoint.shape, {"type": "string"}) if text else ("application/json", schemas[id(endpoint.shape)])
    segments = [_segment(name, dict(endpoint.choices).get(name, ())) for name in SEGMENT.findall(endpoint.path)]
    wrong = {
        "description": "A problem",
        "content": {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}},
    }
    tag = {"ETag": {"schema": {"type": "string"}}}
    found: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "-", endpoint.path).strip("-"), "summary": endpoint.summary,
        "parameters": [*segments, *map(_field, endpoint.query)],
        "responses": {
            "200": {"description": "OK", "headers": tag, "content": {media: {"schema": schema}}},
            "301": {"description": "It has another address now"}, "304": {"description": "You have it already (If-None-Match)"},
            "400": wrong, "401": wrong, "403": wrong, "404": wrong, "429": wrong,
        },
    }  # fmt: skip
    return found


def _segment(name: str, values: tuple[str, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", **({"enum": list(values)} if values else {})}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _field(param: Param) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": param.kind, **({"enum": list(param.values)} if param.values else {})}
    if param.kind == "array":
        schema["items"] = {"type": "string"}
    return {"name": param.name, "in": "query", "required": param.required, "description": param.meaning, "schema": schema}
