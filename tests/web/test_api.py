"""The interface for programs: what it says of itself is what it does, tags, cursors, problems, passages, no commenters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from starlette.routing import Route
from starlette.testclient import TestClient

from tellings.export.schema import schema
from tellings.library import Library
from tellings.model import Story
from tellings.web.api_endpoints import OWN, STORY_FORMATS, STORY_TABLES
from tellings.web.app import create_app
from tellings.web.routes import VIEWS
from tellings.web.site import Site

TOKEN = "a-token-that-is-long-enough-for-all"


@pytest.fixture
def api(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(Site(), library), base_url="http://localhost") as client:
        client.app.state.front.desk.shelf.refresh(library, eager=None)  # type: ignore[attr-defined]
        yield client


@pytest.fixture
def spec(api: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = api.get("/openapi.json").json()
    return found


def largest(api: TestClient) -> str:
    found = max(api.get("/stories.json").json()["stories"], key=lambda s: s["counts"]["pages"])
    return str(found["story"])


def filled(path: str, story: str) -> str:
    given = {"story": story, "page": "courier", "table": "facts", "format": "markdown", "actor": "Henrik~20Lund", "number": "1"}
    for name, value in given.items():
        path = path.replace(f"{{{name}}}", value)
    return path


ASKED = {
    "/search.json": "?q=ferry", "/search.csv": "?q=ferry", "/quotes/check.json": "?words=searched+all+night",
    "/compare.json": "?a=courier&b=ledger", "/copies.json": "?a=courier&b=wire", "/stories/{story}/compare.json": "?a=courier&b=ledger",
    "/follow/search.atom": "?q=ferry", "/follow/search.json": "?q=ferry",
}  # fmt: skip


def test_the_description_names_every_route_and_nothing_else(api: TestClient, spec: dict[str, Any]) -> None:
    from openapi_spec_validator import validate

    validate(spec)
    routes = {r.path for r in api.app.routes if isinstance(r, Route)}  # type: ignore[attr-defined]
    ends = (".json", ".csv", ".txt", ".atom", "/export/{format}")
    assert set(spec["paths"]) == {p for p in routes if p.endswith(ends)} - {"/{rest:path}.json"}
    assert {f"{v.path.rstrip('/') or '/index'}.json" for v in VIEWS} <= set(spec["paths"])


def test_every_answer_is_what_the_description_says(api: TestClient, spec: dict[str, Any]) -> None:
    story = largest(api)
    for path, item in spec["paths"].items():
        answer = api.get(filled(path, story) + ASKED.get(path, ""))
        if "/saved/" in path or "{feed}" in path:  # there is none
            assert answer.status_code == 404
            continue
        assert answer.status_code == 200, (path, answer.text)
        media, content = next(iter(item["get"]["responses"]["200"]["content"].items()))
        assert media == "*/*" or answer.headers["content-type"].startswith(media), path
        if media == "application/json":
            jsonschema.validate(answer.json(), {**content["schema"], "components": spec["components"]})
        else:
            assert answer.text


def test_stories_and_pages_are_those_of_the_contract(api: TestClient) -> None:
    story = api.get(f"/stories/{largest(api)}.json").json()
    jsonschema.validate(story, schema("story"))
    texts = {}
    for member in story["documents"]:
        page = api.get(f"/pages/{member['id']}.json").json()
        jsonschema.validate(page, schema("document"))
        texts[member["id"]] = page["text"]
        assert api.get(f"/pages/{member['id']}.txt").text == page["text"]
    facts = [f for told in ("agreed", "differing", "single") for f in story["comparison"][told]]
    cites = [c for f in facts for v in f["values"] for c in v["evidence"]]
    assert cites
    assert all(texts[c["document"]][c["start"] : c["end"]] == c["text"] for c in cites)


def test_an_unchanged_answer_is_not_sent_again(api: TestClient) -> None:
    story = largest(api)
    for path in ("/stories.json", f"/stories/{story}.json", f"/stories/{story}/facts.csv", "/follow/stories.atom", "/pages/courier.txt",
                 f"/stories/{story}/export/stix", "/openapi.json"):  # fmt: skip
        tag = api.get(path).headers["etag"]
        for given_tag in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = api.get(path, headers={"if-none-match": given_tag})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), path
        assert api.get(path, headers={"if-none-match": '"other"'}).status_code == 200
        assert api.head(path).headers["etag"] == tag


def test_cursors_lead_through_all_stories_once(api: TestClient) -> None:
    every = [s["story"] for s in api.get("/stories.json?limit=200").json()["stories"]]
    seen: list[str] = []
    after = ""
    for _ in range(len(every) + 1):
        page = api.get("/stories.json", params={"limit": 1, "after": after}).json()
        seen += [s["story"] for s in page["stories"]]
        after = page["next"] or ""
        if not after:
            break
    assert seen == every
    assert len(every) > 1
    assert api.get("/stories.json?source=Nobody").json() == {"stories": [], "total": 0, "next": None}


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/stories/nothing.json", 404, "not-found"), ("/pages/nothing.json", 404, "not-found"), ("/nothing.json", 404, "not-found"),
        ("/stories.json?after=%21", 400, "input"), ("/search.json", 400, "input"), ("/search.json?q=(a", 400, "query"),
        ("/quotes/check.json", 400, "input"), ("/compare.json?a=courier", 400, "input"), ("/tables/nothing.csv", 404, "not-found"),
        ("/compare.json?a=courier&b=nothing", 404, "not-found"), ("/follow/saved/9.atom", 404, "not-found"),
    ],
)  # fmt: skip
def test_a_problem_is_a_record(api: TestClient, path: str, status: int, kind: str) -> None:
    answer = api.get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    record = answer.json()
    assert (answer.status_code, record["status"], record["kind"]) == (status, status, kind)
    assert record["detail"]


def test_who_must_sign_in_is_told_so_and_a_token_lets_in(library: Library) -> None:
    with TestClient(create_app(Site(token=TOKEN), library), base_url="http://localhost") as client:
        for path in ("/stories.json", "/openapi.json", "/nothing.json", "/tables/pages.csv", "/follow/stories.atom"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (
                401,
                'Bearer, Basic realm="Tellings", charset="UTF-8"',
            )
            assert "ferry" not in answer.text.lower()
        client.headers["authorization"] = f"Bearer {TOKEN}"
        assert client.get("/stories.json").status_code == 200
        assert client.get("/audit.json").status_code == 403


def test_commenters_are_named_only_where_the_application_names_them(library: Library) -> None:
    for shown in (False, True):
        with TestClient(create_app(Site(show_commenters=shown), library), base_url="http://localhost") as client:
            page = client.get("/pages/commented.json").json()
            assert ("Zebedee Quill" in json.dumps(page)) is shown
            assert ("Zebedee Quill" in client.get("/pages/commented.txt").text) is shown
            assert len(page["comments"]) == 1
            for query in ("in:comments rafts", "in:comments Zebedee"):
                found = client.get("/search.json", params={"q": query}).text
                assert shown or "Zebedee Quill" not in found.replace(query, "")


def test_every_table_reads_back(api: TestClient) -> None:
    story = largest(api)
    for name in STORY_TABLES:
        whole = list(csv.DictReader(io.StringIO(api.get(f"/tables/{name}.csv").text, newline="")))
        own = list(csv.DictReader(io.StringIO(api.get(f"/stories/{story}/{name}.csv").text, newline="")))
        assert {r["id"] for r in own} <= {r["id"] for r in whole}
        assert all(r["quote"] for r in own)
    assert len(list(csv.DictReader(io.StringIO(api.get("/tables/pages.csv").text, newline="")))) >= 8


def test_a_long_table_is_sent_while_it_is_read(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = api.get("/tables/events.csv")
    monkeypatch.setattr("tellings.web.api.WHOLE", 500)
    streamed = api.get("/tables/events.csv")
    assert streamed.content == whole.content
    assert "etag" in whole.headers
    assert "etag" not in streamed.headers


def test_no_data_of_a_view_holds_a_secret(library: Library) -> None:
    from tellings import accounts

    accounts.add(library.store, "ada", role="admin", password="a-password-of-twenty-words")
    kept = library.store.account("ada")
    assert kept
    with TestClient(create_app(Site(), library), base_url="http://localhost") as client:
        for view in VIEWS:
            if "{" not in view.path:
                text = client.get(f"{view.path.rstrip('/') or '/index'}.json").text
                assert kept.password not in text
                assert json.dumps(kept.password) not in text


def test_every_export_of_a_story_is_served(api: TestClient) -> None:
    story = largest(api)
    for name in STORY_FORMATS:
        answer = api.get(f"/stories/{story}/export/{name}")
        assert answer.status_code == 200
        assert answer.content
    item = json.loads(api.get(f"/stories/{story}/export/ninjs").text)
    assert item["uri"] == f"http://localhost/stories/{story}"


def test_a_story_that_was_merged_leads_to_its_address(api: TestClient, library: Library) -> None:
    from msgspec import structs

    story = library.stories()[0]
    library.store.put_stories([structs.replace(story, former=("0123456789abcdef",))], "test")
    answer = api.get("/stories/0123456789abcdef.json", follow_redirects=False)
    if answer.status_code != 404:  # a store may forget former names with the stories that it replaces
        assert (answer.status_code, answer.headers["location"]) == (301, f"/stories/{story.id}.json")


def test_ids_with_dots_and_slashes_have_an_address(api: TestClient) -> None:
    from tellings.web.addresses import slug, unslug

    hostile = "../../hostile ?#%2e"
    assert unslug(slug(hostile)) == hostile
    assert api.get(f"/pages/{slug(hostile)}.json").json()["id"] == hostile
    assert "." not in slug("report.json")


@pytest.mark.slow
def test_no_question_makes_it_fail(api: TestClient, spec: dict[str, Any]) -> None:
    """Whatever is asked, the answer is one that the description names."""
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    described = schemathesis.openapi.from_asgi("/openapi.json", api.app, headers={"host": "localhost"})
    own = {e.path for e in OWN}
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path not in own:
            continue

        @given(case=operation.as_strategy())
        @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            case.call_and_validate(
                checks=[not_a_server_error, status_code_conformance, response_schema_conformance], headers={"host": "localhost"}
            )

        ask()


def test_a_table_of_pages_reads_stories_as_it_goes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from tellings.export.selection import Options, Selection
    from tellings.export.tables import rows_of
    from tellings.exporting import KeptStories, stories_holding

    read: list[str] = []

    def story(name: str) -> Story | None:
        read.append(name)
        return library.story(name)

    ids, kept = library.store.document_ids(), KeptStories(library.store.story_ids(), story)
    how = Options(made="2031-05-13T00:00:00Z")
    streamed = Selection(ids, kept, library.analyses, options=how, holding=lambda some: stories_holding(library, some))
    monkeypatch.setattr("tellings.export.selection.AT_ONCE", 2)
    for name in ("pages", "quotations", "events"):
        rows = list(rows_of(name, streamed))  # type: ignore[arg-type]
        assert not read
        assert rows == list(rows_of(name, Selection(ids, library.stories(), library.analyses, options=how)))  # type: ignore[arg-type]
