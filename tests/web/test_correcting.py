"""What a person puts right: stories merged, split and moved, roles, speakers, relations; logged, and undone."""

from __future__ import annotations

import time
from collections.abc import Callable

from tellings import amending
from tellings.engine import InlineEngine
from tellings.library import Library
from tellings.model import Page, fact_key
from tellings.settings import Limits, Settings
from tests.web.conftest import Client, make_page


def wait_for(told: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not told() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert told()


def test_a_page_is_split_off_and_put_back(client: Client, library: Library, story_of: Callable[[str], str]) -> None:
    story = story_of("ledger")
    assert client.send(f"/stories/{story}/split", {"article": ["ledger"], "note": "another ferry"}).status == 303
    wait_for(lambda: story_of("ledger") != story_of("courier"))
    assert "another ferry" in client.get("/corrections").text
    assert client.send("/corrections/1/undo", {}).status == 303
    wait_for(lambda: story_of("ledger") == story_of("courier"))
    assert [e.what for e in library.store.audit(2)] == ["stories correction undone", "stories corrected"]


def test_stories_are_merged_by_address(client: Client, story_of: Callable[[str], str]) -> None:
    one, other = story_of("courier"), story_of("post")
    assert one != other
    assert client.send(f"/stories/{one}/merge", {"other": f"http://127.0.0.1/stories/{other}"}).status == 303
    wait_for(lambda: story_of("courier") == story_of("post"))


def test_a_page_is_moved(client: Client, story_of: Callable[[str], str]) -> None:
    source, target = story_of("wire"), story_of("post")
    assert client.send(f"/stories/{source}/move", {"article": "wire", "into": target}).status == 303
    wait_for(lambda: story_of("wire") == story_of("post"))


def test_a_correction_that_cannot_be_made_says_why(client: Client, story_of: Callable[[str], str]) -> None:
    story = story_of("courier")
    assert client.send(f"/stories/{story}/merge", {"other": "nothing"}).status == 404
    assert client.send(f"/stories/{story}/split", {}).status == 400
    assert client.send("/corrections/77/undo", {}).status == 404
    assert client.send("/corrections/x/undo", {}).status == 400
    assert client.send("/pages/courier/role", {"block": "0", "role": "emperor"}).status == 404
    assert client.send("/pages/courier/speaker", {"quote": "99", "speaker": ""}).status == 404


def roles(library: Library, page: str) -> list[str]:
    return [b.role for b in next(iter(library.analyses([page]))).blocks]


def test_a_role_is_a_persons_word_and_can_be_undone(library: Library) -> None:
    before = next(iter(library.analyses(["courier"])))
    quote = next(i for i, b in enumerate(before.blocks) if "searched all night" in b.of(before.text))
    made = amending.set_role(library, "courier", quote, "comment", by="ada")
    after = next(iter(library.analyses(["courier"])))
    assert after.blocks[quote].role == "comment"
    assert len(after.quotes) < len(before.quotes)
    for _ in library.add_pages(library.store.pages(["courier"])):
        pass
    assert roles(library, "courier")[quote] == "comment"
    amending.undo(library, made.number, by="ada")
    undone = next(iter(library.analyses(["courier"])))
    assert undone.blocks == before.blocks
    assert undone.quotes == before.quotes
    assert library.store.finished(list(library.store.pages(["courier"])), library.pipeline.recipes) == {"courier"}


def quoted(library: Library, page: str) -> list[tuple[str, str | None]]:
    analysis = next(iter(library.analyses([page])))
    called = {e.id: e.name for e in analysis.entities}
    return [(q.content.of(analysis.text)[:20], called.get(q.speaker_entity or "")) for q in analysis.quotes]


PARAGRAPHS = (
    "The ferry Petrel stays in port of Westhaven after a fire broke out in its engine room on Tuesday.",
    "“We searched all night and found nobody,” said Maria Duarte, the commander of the coastguard in Westhaven.",
    "“This is a bitter day for the islands,” said the mayor, Ada Lindqvist, who had come with Paulo Reis, the minister.",
    "Some 40 passengers were taken ashore by boats of the coastguard, and the ferry will be repaired in June.",
)


def ferry(*paragraphs: str) -> Page:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    html = f"<html><head><title>Ferry stays in port</title></head><body><article><h1>Ferry stays in port</h1>{body}</article></body></html>"
    return make_page("petrel", html, form="html", outlet="The Bell", published="2031-05-14")


def block_of(library: Library, words: str) -> int:
    analysis = next(iter(library.analyses(["petrel"])))
    return next(i for i, b in enumerate(analysis.blocks) if b.of(analysis.text).startswith(words))


def test_what_a_person_said_holds_where_a_better_stage_reads_the_page_anew(library: Library) -> None:
    list(library.add_pages([ferry(*PARAGRAPHS)]))
    before = next(iter(library.analyses(["petrel"])))
    assert [words for words, _ in quoted(library, "petrel")] == ["“We searched all nig", "“This is a bitter da"]
    other = next(e for e in before.entities if e.name == "Paulo Reis")
    speaker = amending.set_speaker(library, "petrel", 1, other.id, by="bob")
    block = block_of(library, "“We searched")
    role = amending.set_role(library, "petrel", block, "comment", by="ada")
    after = quoted(library, "petrel")
    assert after == [("“This is a bitter da", "Paulo Reis")]

    settings = Settings(limits=Limits(text_characters=1_999_999))
    with Library(library.store.path, settings=settings, engine=InlineEngine()) as better:  # type: ignore[attr-defined]
        assert better.pipeline.recipes["blocks"] != library.pipeline.recipes["blocks"]
        list(better.add_pages(better.store.pages(["petrel"])))
        assert better.tally.analysed == 1
        assert roles(better, "petrel")[block] == "comment"
        assert quoted(better, "petrel") == after
        assert better.store.finished(list(better.store.pages(["petrel"])), better.pipeline.recipes) == {"petrel"}
        amending.undo(better, role.number, by="ada")
        assert quoted(better, "petrel")[1:] == after
        amending.undo(better, speaker.number, by="ada")
        undone = next(iter(better.analyses(["petrel"])))
        assert (undone.blocks, undone.quotes) == (before.blocks, before.quotes)
        assert better.store.finished(list(better.store.pages(["petrel"])), better.pipeline.recipes) == {"petrel"}


def test_what_a_person_said_goes_with_its_words_where_a_page_changes(library: Library) -> None:
    list(library.add_pages([ferry(*PARAGRAPHS)]))
    made = amending.set_role(library, "petrel", block_of(library, "Some 40"), "caption", by="ada")
    list(
        library.add_pages([ferry(PARAGRAPHS[0], "The search went on for a second day in heavy rain and fog.", *PARAGRAPHS[1:])])
    )
    assert roles(library, "petrel")[block_of(library, "Some 40")] == "caption"
    assert roles(library, "petrel").count("caption") == 1
    list(library.add_pages([ferry(*PARAGRAPHS[:3])]))
    assert "caption" not in roles(library, "petrel")
    assert any("finds its words no more" in warning for _, warning in library.tally.warnings)
    assert library.store.audit(1)[0].what == "amendment without a place"
    amending.undo(library, made.number, by="ada")


def test_two_amendments_of_one_layer_are_undone_one_by_one(library: Library) -> None:
    before = roles(library, "commented")
    first = amending.set_role(library, "commented", 0, "furniture", by="ada")
    second = amending.set_role(library, "commented", 1, "caption", by="bob")
    amending.undo(library, first.number, by="ada")
    assert roles(library, "commented")[:2] == [before[0], "caption"]
    amending.undo(library, second.number, by="ada")
    assert roles(library, "commented") == before


def test_a_speaker_is_named_or_taken_away(client: Client, library: Library) -> None:
    analysis = next(iter(library.analyses(["courier"])))
    quote = next(i for i, q in enumerate(analysis.quotes) if "searched" in q.content.of(analysis.text))
    other = next(e for e in analysis.entities if e.name == "Paulo Reis")
    assert client.send("/pages/courier/speaker", {"quote": quote, "speaker": other.id}).status == 303
    now = next(iter(library.analyses(["courier"]))).quotes[quote]
    assert now.speaker_entity == other.id
    assert now.speaker
    assert "Reis" in now.speaker.of(analysis.text)
    assert client.send("/pages/courier/speaker", {"quote": quote, "speaker": ""}).status == 303
    assert next(iter(library.analyses(["courier"]))).quotes[quote].speaker is None
    assert "Paulo Reis" in client.get("/corrections").text
    assert client.send("/amendments/2/undo", {}).status == 303
    assert client.send("/amendments/1/undo", {}).status == 303
    assert next(iter(library.analyses(["courier"]))).quotes == analysis.quotes


def test_a_relation_is_judged_and_undone(client: Client, library: Library, story_of: Callable[[str], str]) -> None:
    story = library.story(story_of("courier"))
    assert story
    fact = story.comparison.differing[0]
    form = {"fact": fact_key(fact), "relation": "none"}
    assert client.send(f"/stories/{story.id}/relation", form).status == 303
    told = library.story(story.id)
    assert told
    assert fact_key(fact) not in {fact_key(f) for f in told.comparison.differing}
    assert client.send("/amendments/1/undo", {}).status == 303
    assert library.story(story.id) == story
    assert client.send(f"/stories/{story.id}/relation", {"fact": "0", "relation": "conflict"}).status == 404


def test_saved_searches_are_ones_own(client: Client, library: Library) -> None:
    assert client.send("/saved", {"query": "ferry", "kind": "pages", "name": "Ferries"}).status == 303
    assert "Ferries" in client.get("/saved").text
    library.store.remove_saved(1, "somebody else")
    assert "Ferries" in client.get("/saved").text
    assert client.send("/saved/1/remove", {}).status == 303
    assert "Ferries" not in client.get("/saved").text
    assert client.send("/saved", {"query": "", "kind": "pages", "name": "x"}).status == 400
    assert client.send("/saved", {"query": "x", "kind": "zebras", "name": "x"}).status == 400


def test_what_is_new_since_one_looked(client: Client, library: Library) -> None:
    assert client.send("/new/seen", {}).status == 303
    assert "Nothing new" in client.get("/new").text
    time.sleep(1.1)
    text = "Parliament in Vienna voted on the pension bill of Anna Gruber again, and unions called off the strike in Vienna."
    for _ in library.add_pages(
        [make_page("late", text, outlet="The Late", title="Pension bill returns", published="2031-05-21")]
    ):
        pass
    library.stories()
    told = client.get("/new").text
    assert "Nothing new" not in told
    assert "1 new page" in told


def test_a_corrected_speaker_reaches_the_story(client: Client, library: Library, story_of: Callable[[str], str]) -> None:
    def speakers() -> set[str | None]:
        story = library.story(story_of("courier"))
        assert story
        return {v.speaker for u in story.utterances for v in u.variants}

    assert "Maria Duarte" in speakers()
    analysis = next(iter(library.analyses(["courier"])))
    quote = next(i for i, q in enumerate(analysis.quotes) if "searched" in q.content.of(analysis.text))
    other = next(e for e in analysis.entities if e.name == "Paulo Reis")
    assert client.send("/pages/courier/speaker", {"quote": quote, "speaker": other.id}).status == 303
    wait_for(lambda: "Maria Duarte" not in speakers())  # what two people say is not one utterance
