"""Each format against its public specification, and as an independent program reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tellings.export.commenters import without_commenters
from tellings.export.formats import FormatName, pieces
from tellings.export.icalendar import _folded, _text
from tellings.export.markdown import escaped
from tellings.export.ninjs import moment
from tellings.export.selection import Selection
from tellings.model import Analysis, Story

Kept = tuple[Story, list[Analysis]]
SCHEMAS = Path(__file__).parent / "schemas"


def raw(name: FormatName, selection: Selection) -> bytes:
    return b"".join(pieces(name, selection))


def check(name: str, value: Any) -> None:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(value)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.seen


def test_timelinejs(selection: Selection) -> None:
    made = json.loads(raw("timelinejs", selection))
    check("timelinejs", made)
    assert made["events"]
    for slide in made["events"]:
        own = slide["tellings"]
        assert own["passages"]
        if own["granularity"] == "year":
            assert set(slide["start_date"]) == {"year"}
        if own["granularity"] == "month":
            assert set(slide["start_date"]) == {"year", "month"}
        for tag, attributes in tags(slide["text"]["text"] + slide["text"]["headline"]):
            assert tag in {"p", "ul", "li", "a"}
            assert re.match(r"https?://", attributes.get("href") or "https://")


def test_web_annotation(selection: Selection, kept: Kept) -> None:
    made = json.loads(raw("web-annotation", selection))
    check("web-annotation", made)
    texts = {a.id: without_commenters(a).text for a in kept[1]}
    assert len({a["id"] for a in made["items"]}) == len(made["items"])
    assert {a["motivation"] for a in made["items"]} >= {"identifying", "describing", "classifying", "commenting", "linking"}
    sources = {selection.names.page(i): i for i in texts} | {
        "https://a.example/editor?x=1&y=2": "a",
        "https://b.example/berg": "b",
        "https://e.example/5": "e",
    }
    for annotation in made["items"]:
        target = annotation["target"]
        quote, position = target["selector"]
        text = texts[sources[target["source"]]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "") in text


def test_web_annotation_is_linked_data(selection: Selection) -> None:
    from pyld import jsonld

    oa = "http://www.w3.org/ns/oa#"
    made = json.loads(raw("web-annotation", selection))
    made["@context"] = {
        "id": "@id", "type": "@type", "@vocab": oa, "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@container": "@list"},
        "body": {"@id": f"{oa}hasBody"}, "target": {"@id": f"{oa}hasTarget"}, "source": {"@id": f"{oa}hasSource", "@type": "@id"},
        "selector": {"@id": f"{oa}hasSelector"}, "motivation": {"@id": f"{oa}motivatedBy", "@type": "@vocab"},
    }  # fmt: skip
    quads = jsonld.to_rdf(made)["@default"]
    assert sum(q["predicate"]["value"] == f"{oa}hasTarget" for q in quads) == len(made["items"])
    assert {q["object"]["type"] for q in quads if q["predicate"]["value"] == f"{oa}hasSource"} == {"IRI"}


def test_schema_org_uses_the_vocabulary(selection: Selection) -> None:
    import msgspec_schemaorg.models as models

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "@type" in node:
                known = set(getattr(models, node["@type"]).__struct_fields__)
                assert {k for k in node if not k.startswith("@")} <= known, node
            for key, value in node.items():
                if key != "@context":
                    walk(value)

    made = json.loads(raw("schema-org", selection))
    assert made["@context"] == "https://schema.org"
    walk(made["@graph"])
    kinds = {n["@type"] for n in made["@graph"] if "@type" in n}
    assert kinds >= {"NewsArticle", "Claim", "Quotation", "Collection"}


def test_schema_org_tells_copies_claims_and_speakers(selection: Selection, kept: Kept) -> None:
    texts = {a.id: a.text for a in kept[1]}
    names = {selection.names.page(i): i for i in texts}
    graph = json.loads(raw("schema-org", selection))["@graph"]
    based = [(names[n["@id"]], names[n["isBasedOn"]["@id"]]) for n in graph if "isBasedOn" in n and n["@id"] in names]
    directed = {(c.target.document, c.origin.document) for c in kept[0].copies if c.direction != "unknown"}
    assert set(based) == directed
    claims = [n for n in graph if n.get("@type") == "Claim"]
    assert claims
    for passage in [p for c in claims for p in c["appearance"]]:
        start, end = map(int, passage["identifier"].removeprefix("char=").split(","))
        assert texts[names[passage["isPartOf"]["@id"]]][start:end] == passage["text"]
    quoted = {n["text"]: n.get("spokenByCharacter", {}).get("name") for n in graph if n.get("@type") == "Quotation"}
    assert {name for text, name in quoted.items() if "silent" in text} == {"Anna Berg"}


def test_schema_org_is_linked_data(selection: Selection) -> None:
    from pyld import jsonld

    made = json.loads(raw("schema-org", selection))
    made["@context"] = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}
    assert len(jsonld.expand(made)) == len(made["@graph"])


def test_a_claim_that_two_pages_make_on_one_day_has_no_first_appearance(selection: Selection, kept: Kept) -> None:
    from tellings.export.schema_org import _first
    from tellings.export.selection import Labels
    from tellings.model import Cite, Value

    labels = Labels({a.id: a for a in kept[1]})

    def value(*documents: str) -> Value:
        return Value(value="x", accounts=1, evidence=tuple(Cite(document=d, start=0, end=6, text="Police") for d in documents))

    assert _first(value("b", "a", "c"), labels).document == "a"  # type: ignore[union-attr]
    assert _first(value("a", "e"), labels) is None
    assert _first(value("a", "d"), labels) is None


def test_ninjs(selection: Selection) -> None:
    lines = raw("ninjs", selection).decode().splitlines()
    assert len(lines) == 1
    item = json.loads(lines[0])
    check("ninjs", item)
    assert {a["uri"] for a in item["associations"]} == {selection.names.page(i) for i in "abcde"}
    told = [json.loads(d["value"]) for d in item["descriptions"] if d["role"].startswith("fact:")]
    assert all(cite["text"] for f in told for v in f["values"] for cite in v["evidence"])


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("2031-05-13T06:45+01:00", "2031-05-13T06:45:00+01:00"), ("2031-05-13T06:45:10Z", "2031-05-13T06:45:10Z"),
        ("2031-05-13", None), ("2031-05-13T06:45", None), ("2031", None), (None, None),
    ],
)  # fmt: skip
def test_only_a_moment_with_its_zone_is_a_moment(given: str | None, made: str | None) -> None:
    assert moment(given) == made


def test_stix(selection: Selection) -> None:
    from stix2validator import ValidationOptions, validate_string

    result = validate_string(raw("stix", selection).decode(), ValidationOptions(version="2.1", strict=False))
    assert result.is_valid, [str(e) for e in result.errors][:5]
    objects = json.loads(raw("stix", selection))["objects"]
    by_id = {o["id"]: o for o in objects}
    report = next(o for o in objects if o["type"] == "report")
    assert set(report["object_refs"]) <= set(by_id)
    assert all(ref in by_id for o in objects if o["type"] == "note" for ref in o["object_refs"])
    notes = [o for o in objects if o["type"] == "note"]
    assert all(re.fullmatch(r"\w+#char=\d+,\d+", r["external_id"]) for n in notes for r in n["external_references"])
    assert {o["identity_class"] for o in objects if o.get("name") == "Anna Berg"} == {"individual"}
    assert {o["created"] for o in objects if o["type"] == "report"} == {"2031-05-13T00:00:00.000Z"}


def test_graphml(selection: Selection, tmp_path: Path) -> None:
    import networkx

    content = raw("graphml", selection)
    etree.RelaxNG(etree.parse(SCHEMAS / "graphml.rng")).assertValid(etree.fromstring(content))
    (tmp_path / "net.graphml").write_bytes(content)
    network = networkx.read_graphml(tmp_path / "net.graphml", force_multigraph=True)
    names = dict(network.nodes(data="name"))
    told = {(names[a], d["type"], names[b]): d for a, b, d in network.edges(data=True) if "type" in d}
    aid = next(d for (_, kind, _), d in told.items() if kind == "AID")
    assert json.loads(aid["passages"])[0]["text"]
    assert aid["happenings"] == 1


def test_calendar(selection: Selection, kept: Kept) -> None:
    from icalendar import Calendar

    content = raw("ics", selection)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    events = Calendar.from_ical(content).walk("VEVENT")
    dated = [e for e in kept[0].timeline if e.first_day and e.last_day]
    assert len(events) == len(dated) > 0
    for event, entry in zip(events, dated, strict=True):
        assert event["DTSTART"].dt == date.fromisoformat(entry.first_day or "")
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert (event["DTEND"].dt - date.fromisoformat(entry.last_day or "")).days == 1
        assert str(event["SUMMARY"]) == entry.text
        assert entry.evidence[0].text.split("\n")[0] in str(event["DESCRIPTION"])
    assert len({str(e["UID"]) for e in events}) == len(events)


@given(st.text(max_size=200))
def test_a_calendar_line_folds_and_unfolds(text: str) -> None:
    value = f"SUMMARY:{_text(text)}"
    folded = _folded(value)
    assert all(len(line) <= 75 for line in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"") == value.encode("utf-8", "replace") + b"\r\n"
    assert folded.count(b"\r\n") == folded.count(b"\n")


def test_markdown_cites_every_statement(selection: Selection) -> None:
    from markdown_it import MarkdownIt

    memo = raw("markdown", selection).decode()
    marks, notes = set(re.findall(r"\[\^(\d+)\](?!:)", memo)), set(re.findall(r"^\[\^(\d+)\]:", memo, re.MULTILINE))
    assert marks == notes != set()
    for line in memo.split("## Pages")[0].splitlines():
        assert not line.startswith("- ") or "[^" in line or line.endswith(" more"), line
    html = MarkdownIt("commonmark").enable("table").render(memo)
    seen = {tag for tag, _ in tags(html)}
    assert seen <= {"h1", "h2", "p", "ul", "li", "strong", "a"}
    assert all(re.match(r"https?://[abe]\.example/", a["href"] or "") for tag, a in tags(html) if tag == "a")


@given(st.text(alphabet=st.sampled_from("<>[]()!*_`#+-=.|~&$^:/\\\n1awht p@"), max_size=30))
def test_no_words_become_markup(text: str) -> None:
    from markdown_it import MarkdownIt

    md = MarkdownIt("gfm-like", {"linkify": False})
    plain = " ".join(text.split())
    for opening in ("", "- ", "# "):
        seen = [tag for tag, _ in tags(md.render(f"{opening}x {escaped(text)}"))]
        assert set(seen) <= {"p", "ul", "li", "h1"}
    tokens = md.parse(f"- {escaped(text)}")
    assert {t.type for t in tokens} <= {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }
    inline = next((t for t in tokens if t.type == "inline"), None)
    assert (inline.children and "".join(c.content for c in inline.children) if inline else "") == plain


def test_addresses_of_a_served_library(whole: Callable[..., Selection]) -> None:
    served = whole(base="https://news.example/")
    item = json.loads(raw("ninjs", served))
    assert item["uri"] == f"https://news.example/stories/{served.stories[0].id}"
    made = json.loads(raw("web-annotation", served))
    assert made["items"][0]["target"]["id"].startswith("https://news.example/pages/a.txt#char=")
