from __future__ import annotations

import msgspec

from tellings.model import (
    Analysis,
    Article,
    Block,
    Days,
    Document,
    Entity,
    Mention,
    Metadata,
    Quote,
    Source,
    Span,
    Utterance,
)
from tellings.relate.utterances import match_utterances, verify_quote

RUIZ, HALE = "Ana Ruiz", "Tom Hale"


def article(name: str, *said: tuple[str, str], language: str = "en", days: str | None = None) -> Article:
    """An article that quotes (speaker, words) directly, or indirectly where the words begin with "that"."""
    text, found, people = "", [], {}
    for speaker, words in said:
        direct = not words.startswith("that ")
        start = len(text)
        text += f"“{words}”" if direct else words
        content = Span(start, len(text))
        text += f", {speaker} said.\n"
        at = text.rindex(speaker)
        people[speaker] = Entity(
            id=speaker, name=speaker, type="person", mentions=(Mention(at, at + len(speaker), form=speaker),)
        )
        when = Days(first_day=days, last_day=days) if days else None
        kind = "direct" if direct else "indirect"
        found.append(
            Quote(content=content, kind=kind, speaker=Span(at, at + len(speaker)), speaker_entity=speaker, said=when)  # type: ignore[arg-type]
        )
    document = Document(id=name, source=Source(sha256=name, outlet=name.title()), text=text, form="clean")
    return Article(
        Analysis(
            document=document, metadata=Metadata(language=language), blocks=(Block(0, len(text), role="body"),),
            entities=tuple(people.values()), quotes=tuple(found),
        )
    )  # fmt: skip


def match(*articles: Article) -> tuple[Utterance, ...]:
    return match_utterances(articles, ())


def names(utterance: Utterance) -> list[str]:
    return [v.document for v in utterance.variants]


def test_the_same_words_in_three_wordings_are_one_utterance() -> None:
    (found,) = match(
        article("post", (RUIZ, "The old lighthouse guards a harbour that no captain remembers")),
        article("herald", (RUIZ, "The old lighthouse is guarding a harbour no captain remembers any more")),
        article("ledger", (RUIZ, "[T]he old lighthouse guards a harbour that no captain remembers")),
    )
    assert names(found) == ["post", "herald", "ledger"]
    assert found.speaker == RUIZ
    assert found.longest == 1


def test_a_variant_is_the_exact_slice_of_its_document() -> None:
    one, other = (
        article("post", (RUIZ, "The lighthouse guards a forgotten harbour. Nobody remembers why.")),
        article("herald", (RUIZ, "The lighthouse guards a forgotten harbour")),
    )
    (found,) = match(one, other)
    texts = {a.document: a.text for a in (one, other)}
    assert all(texts[v.document][v.start : v.end] == v.text for v in found.variants)


def test_a_clipped_form_says_what_it_leaves_out() -> None:
    (found,) = match(
        article("post", (RUIZ, "The harbour stays closed until the wreck is lifted")),
        article("herald", (RUIZ, "The harbour stays closed")),
    )
    assert "Herald: leaves out the end “until the wreck is lifted”" in found.differences


def test_a_changed_word_is_named() -> None:
    (found,) = match(
        article("post", (RUIZ, "The presence of the specialists at the airfield is regulated by treaty")),
        article("herald", (RUIZ, "The presence of the servicemen at the airfield is regulated by treaty")),
    )
    assert "Herald: has “servicemen” where Post has “specialists”" in found.differences


def test_two_statements_on_one_topic_stay_apart() -> None:
    assert (
        match(
            article("post", (RUIZ, "The harbour will stay closed until the wreck has been lifted from the channel")),
            article("herald", (RUIZ, "The harbour fees will rise next spring because the channel must be dredged")),
        )
        == ()
    )


def test_the_same_words_given_to_two_people_are_shown_as_that() -> None:
    (found,) = match(
        article("post", (RUIZ, "We never heard the foghorn that night")),
        article("herald", (HALE, "We never heard the foghorn that night")),
    )
    assert found.speaker is None
    assert "Speakers disagree: Ana Ruiz (Post); Tom Hale (Herald)" in found.differences


def test_alike_words_of_two_people_are_two_utterances() -> None:
    assert (
        match(
            article("post", (RUIZ, "The foghorn was silent that night and the captain knew it")),
            article("herald", (HALE, "The captain was silent about the foghorn")),
        )
        == ()
    )


def test_days_that_disagree_are_told_and_none_is_chosen() -> None:
    words = "The wreck will be lifted before the winter storms"
    (found,) = match(article("post", (RUIZ, words), days="2031-05-13"), article("herald", (RUIZ, words), days="2031-05-15"))
    assert found.said is None
    assert any(line.startswith("Days disagree: 2031-05-13 (Post); 2031-05-15 (Herald)") for line in found.differences)


def test_words_quoted_twice_in_one_article_count_once() -> None:
    words = "The wreck will be lifted before the winter storms"
    (found,) = match(article("post", (RUIZ, words), (RUIZ, words)), article("herald", (RUIZ, words)))
    assert names(found) == ["post", "herald"]


def test_words_of_one_article_alone_are_no_utterance() -> None:
    words = "The wreck will be lifted before the winter storms"
    assert match(article("post", (RUIZ, words), (RUIZ, words))) == ()


def test_a_translation_meets_the_original() -> None:
    (found,) = match(
        article("post", (RUIZ, "The soldiers did not come to measure the salt")),
        article("vigie", (RUIZ, "Les soldats ne sont pas venus mesurer le sel"), language="fr"),
    )
    assert names(found) == ["post", "vigie"]
    assert "Vigie: quotes it in another language (fr)" in found.differences or found.longest == 1


def test_spellings_of_a_name_are_one_speaker() -> None:
    words = "An invited guest need not ask the neighbours for leave"
    (found,) = match(article("post", ("Sergei Velkov", words)), article("herald", ("Sergey Velkov", words)))
    assert not any(line.startswith("Speakers") for line in found.differences)


def test_common_words_that_one_speaker_is_given_with_twice_are_one_utterance() -> None:
    (found,) = match(article("post", (RUIZ, "has to get out")), article("herald", (RUIZ, "Korvania has to get out")))
    assert names(found) == ["post", "herald"]


def test_condolences_in_like_words_stay_apart() -> None:
    assert (
        match(
            article("post", (RUIZ, "Our thoughts are with the families of the drowned and with those who were hurt")),
            article("herald", (RUIZ, "I am shaken for the friends and families of all who lost their lives or were hurt")),
        )
        == ()
    )


def test_another_translation_next_to_a_matched_sentence_is_matched() -> None:
    one = "Perhaps people of this part of the world will be thankful when the capital moves its lighthouse. "
    other = "Maybe in their part of the world people should be grateful if the capital moves lights at will. "
    same = "The old lighthouse guards a harbour that no captain remembers."
    (found,) = match(article("post", (RUIZ, one + same)), article("herald", (RUIZ, other + same)))
    assert all(v.text.startswith(("Perhaps", "Maybe")) for v in found.variants)


def test_words_are_verified_against_the_articles() -> None:
    library = [article("post", (RUIZ, "The harbour stays closed until the wreck is lifted"), (HALE, "We never heard a horn"))]
    assert verify_quote("The harbour stays closed", library, speaker=RUIZ).verdict == "exact"
    altered = verify_quote("The harbour stays shut until the wreck is lifted", library, speaker=RUIZ)
    assert altered.verdict == "altered"
    assert altered.found[0].changes == ("“shut” stands as “closed”",)
    assert verify_quote("We never heard a horn", library, speaker=RUIZ).verdict == "other-speaker"
    assert verify_quote("The mayor owns four yachts", library).verdict == "not-found"
    assert verify_quote("", library).verdict == "not-found"


SPLIT = article("post", (RUIZ, "We sail at dawn"), (RUIZ, "and nobody on this quay will stop us"))


def test_a_quotation_split_by_its_cue_is_verified_as_one() -> None:
    found = verify_quote("We sail at dawn and nobody on this quay will stop us", [SPLIT], speaker=RUIZ)
    assert found.verdict == "exact"
    assert len(found.found) == 1


def test_gaps_and_brackets_stand_for_any_words() -> None:
    found = verify_quote("We sail at dawn […] nobody […] will stop us", [SPLIT])
    assert found.verdict == "exact"
    assert "“…” stands for “on this quay”" in found.found[0].changes
    assert verify_quote("[W]e sail at dawn", [SPLIT]).verdict == "exact"
    assert verify_quote("nobody [in Westhaven] will stop us", [SPLIT]).verdict == "exact"


def test_words_told_in_indirect_speech_are_not_exact() -> None:
    found = verify_quote("the harbour stays closed", [article("post", (RUIZ, "that the harbour stays closed"))])
    assert found.verdict == "altered"
    assert found.found[0].changes == ("told in indirect speech",)


def test_a_title_before_the_name_is_no_other_speaker() -> None:
    library = [article("post", (RUIZ, "We never heard a horn"))]
    assert verify_quote("We never heard a horn", library, speaker="Mayor Ruiz").verdict == "exact"
    assert verify_quote("We never heard a horn", library, speaker="ruiz").verdict == "exact"
    assert verify_quote("We never heard a horn", library, speaker=HALE).verdict == "other-speaker"


def test_the_nearest_words_are_shown_where_nothing_is_found() -> None:
    library = [article("post", (RUIZ, "The harbour stays closed until the wreck of the trawler is lifted"))]
    found = verify_quote("The harbour will reopen once divers have raised the wreck of the trawler", library)
    assert found.verdict == "not-found"
    assert found.found[0].speaker == RUIZ


def test_words_of_the_page_itself_are_told_apart_from_quotations() -> None:
    page = article("post", (RUIZ, "We sail at dawn")).analysis
    text = page.text + "The fleet left the old harbour on Friday.\n"
    document = msgspec.structs.replace(page.document, text=text)
    whole = msgspec.structs.replace(page, document=document, blocks=(Block(0, len(text), role="body"),))
    (found,) = verify_quote("the fleet left the old harbour", [Article(whole)]).found
    assert (found.quote, found.changes) == (None, ("not given as a quotation",))
