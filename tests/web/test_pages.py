"""Every page answers, with the headers that keep a reader safe, and says what to do where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.web.conftest import Client

PLAIN = ["/", "/new", "/days", "/actors", "/actors?kind=place", "/map", "/map?zoom=near", "/network", "/search", "/search?q=ferry",
         "/search?q=ferry&kind=stories", "/search?q=ferry&kind=quotes", "/search?q=ferry&kind=events", "/quotes/check",
         "/quotes/check?words=we+searched+all+night", "/saved", "/corrections", "/health", "/audit", "/users", "/about", "/compare"]  # fmt: skip


def of_story(story: str) -> list[str]:
    return [f"/stories/{story}{rest}" for rest in ("", "/compare", "/map", "/network", "/correct")]


def test_every_page_answers(client: Client, story_of: Callable[[str], str]) -> None:
    pages = [*PLAIN, *of_story(story_of("courier")), "/pages/courier", "/pages/courier/correct", "/actors/Maria%20Duarte",
             "/pages/courier?show=quotes&show=entities&show=events&show=times&show=quantities&from=3&to=40",
             "/copies?a=courier&b=wire", "/compare?a=courier&b=ledger", "/pages/~2E~2E~2F~2E~2E~2Fhostile~20~3F~23~252e"]  # fmt: skip
    answers = {path: client.get(path) for path in pages}
    assert {path: a.status for path, a in answers.items() if a.status != 200} == {}
    for path, answer in answers.items():
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        assert "require-trusted-types-for 'script'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.text.startswith("<!doctype html>")
        assert " style=" not in answer.text


def test_the_list_names_the_stories_and_filters_them(client: Client) -> None:
    whole = client.get("/").text
    assert "pension bill" in whole
    assert "Aurora" in whole
    assert "pension bill" not in client.get("/?place=Lisbon").text.partition("<main")[2]
    assert "pension bill" in client.get("/?day=2031-05-20").text.partition("<main")[2]
    assert "No story fits" in client.get("/?day=1999-01-01").text


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get("/")
    again = client.get("/", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/nothing", "/stories/nothing", "/pages/nothing", "/actors/Nobody%20At%20All", "/copies", "/stories/x/map"]
)
def test_what_is_not_there_is_told_with_what_to_do(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 404
    assert "All stories" in answer.text


def test_numbers_and_words_that_make_no_sense_are_borne(client: Client, story_of: Callable[[str], str]) -> None:
    story = story_of("courier")
    for path in ("/?page=99999999999999", "/?page=-1", "/?page=%F0%9F%A6%8A", "/?order=DROP", "/?source=%00", "/audit?before=x",
                 "/pages/courier?from=5&to=2", "/pages/courier?from=99999999&to=999999999", "/pages/courier?show=nothing",
                 "/search?q=%22", "/search?q=AND+OR", "/search?q=%00&kind=zebra", f"/stories/{story}/compare?a=x.y.z&b=%ff",
                 "/quotes/check?words=%20", "/actors?kind=zebra&q=%27", "/map?place=%22", "/?day=today"):  # fmt: skip
        assert client.get(path).status in {200, 400, 404}, path


def test_the_pane_gets_blocks_without_commenters_names(client: Client) -> None:
    answer = client.get("/pages/commented/text")
    assert answer.headers["content-type"] == "application/json"
    pane = json.loads(answer.body)
    assert any("Aurora" in b["text"] for b in pane["blocks"])
    assert "Zebedee" not in answer.text


def test_commenters_names_stay_out_of_every_page(client: Client, story_of: Callable[[str], str]) -> None:
    shown = ["/pages/commented", "/pages/commented?show=entities&show=quotes", "/pages/commented/correct", "/actors",
             *of_story(story_of("commented"))]  # fmt: skip
    assert [path for path in shown if "Zebedee" in client.get(path).text] == []


def test_a_story_is_found_by_a_former_name(client: Client, library: object, story_of: Callable[[str], str]) -> None:
    from tellings.library import Library
    from tellings.model import Naming

    assert isinstance(library, Library)
    story = story_of("courier")
    library.store.put_names([Naming(story="older", became=story)])
    answer = client.get("/stories/older")
    assert (answer.status, answer.headers["location"]) == (301, f"/stories/{story}")


def test_another_name_for_this_machine_is_refused(client: Client) -> None:
    assert client.get("/", host="evil.example").status == 421
    assert client.get("/", host=f"evil.example:{client.port}").status == 421
    assert client.get("/", host=f"localhost:{client.port}").status == 200
    assert client.get("/", host=f"[::1]:{client.port}").status == 200


def test_static_files_are_kept_for_ever_under_their_own_tag(client: Client) -> None:
    from tellings.web.layout import static_link

    answer = client.get(static_link("web.js"))
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/x/app.py").status == 404
    assert client.get("/static/x/..%2fapp.py").status == 404


def test_a_quotation_is_found_with_its_passage(client: Client) -> None:
    found = client.get("/quotes/check?words=We+searched+all+night").text
    assert "word for word" in found
    assert "Maria Duarte" in found
    assert "Not found" in client.get("/quotes/check?words=the+moon+is+made+of+green+cheese").text


def test_two_texts_are_aligned(client: Client) -> None:
    answer = client.get("/copies?a=courier&b=wire").text
    assert 'class="shared"' in answer
    assert "About 200 people were aboard" in answer


def test_the_passage_of_a_page_is_marked(client: Client) -> None:
    assert '<mark id="passage">' in client.get("/pages/courier?from=0&to=6").text
