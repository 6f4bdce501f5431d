"""Names, coreference, roles and pronouns on short texts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.annotate.entities import Entities
from tellings.annotate.parse import parse
from tellings.model import Analysis, Block, Document, Entity, Metadata, Source
from tellings.stage import View


def entities(*paragraphs: str, language: str = "en", parts: tuple[int, ...] = ()) -> dict[str, Entity]:
    """Return the entities of a text by name."""
    text = "\n".join(paragraphs)
    blocks, at = [], 0
    for i, paragraph in enumerate(paragraphs):
        blocks.append(Block(at, at + len(paragraph), role="body", part=parts[i] if parts else 0))
        at += len(paragraph) + 1
    document = Document(id="d", source=Source(sha256="0" * 64), text=text, form="clean")
    analysis = Analysis(document=document, metadata=Metadata(language=language), blocks=tuple(blocks))
    stage = Entities()
    found = stage.run([View(analysis, parse([analysis])[0], frozenset(stage.reads))])[0]
    for entity in found:
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.form
        assert list(entity.mentions) == sorted(entity.mentions, key=lambda m: (m.start, m.end))
    assert len({e.id for e in found}) == len(found)
    return {e.name: e for e in found}


def forms(entity: Entity, kind: str | None = None) -> list[str]:
    return [m.form for m in entity.mentions if kind is None or m.kind == kind]


def test_a_surname_joins_the_full_name_whatever_the_tagger_calls_it() -> None:
    found = entities(
        "Brandvold rejects the claim",
        "Karin Brandvold, the harbour minister, spoke on Monday.",
        "Brandvold said the quay was safe.",
    )
    assert forms(found["Karin Brandvold"], "name") == ["Brandvold", "Karin Brandvold", "Brandvold"]
    assert found["Karin Brandvold"].type == "person"


def test_two_people_of_one_surname_stay_two() -> None:
    found = entities("Karin Brandvold met Peter Brandvold in Oslo on Monday. Karin Brandvold left early.")
    assert {"Karin Brandvold", "Peter Brandvold"} <= set(found)


def test_a_surname_above_both_is_the_one_whom_the_text_introduces_first() -> None:
    found = entities("Harlow tells ministers to go.", "President Ivo Harlow spoke on Friday.", "Nadia Harlow stood beside him.")
    assert [m.form for m in found["Ivo Harlow"].mentions if m.kind == "name"] == ["Harlow", "Ivo Harlow"]
    assert "Harlow" not in found


def test_a_relative_leaves_the_surname_to_the_one_it_is_told_of() -> None:
    found = entities("Karin Brandvold arrived with her husband, Peter Brandvold. The quay is safe, Brandvold told reporters.")
    assert forms(found["Karin Brandvold"], "name").count("Brandvold") == 1
    assert "Brandvold" not in forms(found["Peter Brandvold"])


def test_a_slip_in_a_surname_is_one_person() -> None:
    found = entities("Mayor Elena Castelló spoke first. Casteló said little more. Elena Castello left.")
    people = [e for e in found.values() if e.type == "person"]
    assert len(people) == 1


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "Danish foreign ministry spokeswoman Karin Brandvold spoke.",
            "Karin Brandvold",
            "Danish foreign ministry spokeswoman",
        ),
        ("Karin Brandvold, the ministry's spokeswoman, said no.", "Karin Brandvold", "ministry's spokeswoman"),
        ("His chief of staff, Karin Brandvold, was arrested.", "Karin Brandvold", "chief of staff"),
        ("Karin Brandvold is a journalist.", "Karin Brandvold", "journalist"),
        ("Secretary of State Karin Brandvold left for Rome.", "Karin Brandvold", "Secretary of State"),
    ],
)
def test_roles(text: str, name: str, role: str) -> None:
    assert role in entities(text)[name].roles


def test_a_role_gives_country_and_sector() -> None:
    found = entities(
        "Danish foreign ministry spokeswoman Karin Brandvold spoke.", "A rebel commander, Omar Haddad, was killed."
    )
    assert (found["Karin Brandvold"].country, found["Karin Brandvold"].sector) == ("DNK", "GOV")


def test_a_role_alone_means_the_one_who_has_it() -> None:
    found = entities("Ministry spokeswoman Karin Brandvold came in. Reporters waited. The spokeswoman smiled.")
    assert forms(found["Karin Brandvold"], "role") == ["The spokeswoman"]


def test_a_role_that_two_have_means_neither() -> None:
    found = entities("Senator Karin Brandvold and Senator Peter Holm met. The senator smiled.")
    assert not any("The senator" in forms(e) for e in found.values() if e.type == "person")


def test_pronouns_agree_in_gender() -> None:
    found = entities("Karin Brandvold met Peter Holm on Monday. She said the talks had failed. He said nothing.")
    assert "She" in forms(found["Karin Brandvold"], "pronoun")
    assert "He" in forms(found["Peter Holm"], "pronoun")


def test_an_object_pronoun_is_not_the_subject_of_its_clause() -> None:
    found = entities("Maria Holm told her to leave.")
    assert "her" not in forms(found["Maria Holm"])


def test_a_pronoun_between_two_equals_is_left_alone() -> None:
    found = entities("Peter Holm and Martin Dahl arrived. There, his car was stolen.")
    assert not any(forms(e, "pronoun") for e in found.values())


def test_a_pronoun_in_a_quotation_is_not_its_speaker() -> None:
    found = entities("“He will never agree to it,” Peter Holm said.")
    assert "He" not in forms(found["Peter Holm"])


def test_a_name_in_another_part_of_the_page_is_the_same() -> None:
    found = entities("Karin Brandvold spoke on Monday.", "Brandvold left on Tuesday.", parts=(0, 1))
    assert forms(found["Karin Brandvold"]) == ["Karin Brandvold", "Brandvold"]


def test_an_acronym_joins_its_name() -> None:
    found = entities("The Northern Fisheries Authority (NFA) closed the port. The NFA said it would open on Friday.")
    assert forms(found["Northern Fisheries Authority"], "name").count("NFA") == 2


def test_countries_by_code_and_adjectives_are_none() -> None:
    found = entities("The U.S. and the United States are one. Russian troops left. The Russians came back.")
    assert forms(found["United States"]) == ["U.S.", "United States"]
    assert forms(found["Russia"]) == ["Russians"]


def test_the_state_of_an_office_is_no_organisation() -> None:
    assert "State" not in entities("Secretary of State Karin Brandvold flew to Rome.")


def test_a_website_is_no_person() -> None:
    assert entities("Karin Brandvold wrote on Twitter that it was over.")["Twitter"].type == "organisation"


def test_a_vessel_is_no_person() -> None:
    found = entities("The ferry Lady Annabel sank on Monday. Divers found the Annabel in deep water.")
    assert found["Lady Annabel"].type == "other"
    assert "Annabel" in forms(found["Lady Annabel"])


def test_an_unnamed_speaker_is_kept_under_its_own_words() -> None:
    found = entities("A justice official said the case was closed. The official added that nobody would be charged.")
    speaker = found["a justice official"]
    assert speaker.type == "person"
    assert forms(speaker, "role") == ["A justice official", "The official"]


def test_the_company_means_the_one_spoken_of() -> None:
    found = entities("Holm Motors closed its plant in May. The company said 400 people would lose their jobs.")
    assert "The company" in forms(found["Holm Motors"])


def test_a_paper_speaks_for_the_one_it_names() -> None:
    found = entities(
        "The Northern Fisheries Authority met. A statement from the Northern Fisheries Authority said the port was shut."
    )
    assert any(f.startswith("A statement") for f in forms(found["Northern Fisheries Authority"], "role"))


def test_places_have_coordinates_and_context_decides() -> None:
    found = entities("Officials in Caracas said the road was open.")
    assert found["Caracas"].country == "VEN"
    assert found["Caracas"].latitude == pytest.approx(10.5, abs=0.3)


def test_other_languages_take_only_what_something_vouches_for() -> None:
    found = entities(
        "Le ministre Étienne Marchais a parlé à Lyon. Marchais a quitté l'Allemagne. Truc Machin reste.", language="fr"
    )
    assert forms(found["Étienne Marchais"]) == ["Étienne Marchais", "Marchais"]
    assert found["Lyon"].country == "FRA"
    assert found["Germany"].type == "country"
    assert "Truc Machin" not in found


def test_glued_names_are_parted() -> None:
    found = entities("Boats in DenmarkNorway said on Monday that Denmark had agreed.")
    assert forms(found["Norway"]) == ["Norway"]
    assert forms(found["Denmark"]) == ["Denmark", "Denmark"]


def test_an_office_in_small_letters_is_an_organisation() -> None:
    found = entities("The Danish foreign ministry said no. A ministry said nothing.")
    assert (found["Danish foreign ministry"].country, found["Danish foreign ministry"].sector) == ("DNK", "GOV")


def test_a_capital_stands_for_its_country_only_where_it_acts() -> None:
    found = entities("Denmark closed the port. Copenhagen rejected the offer on Monday. He was born in Copenhagen.")
    assert forms(found["Denmark"]) == ["Denmark", "Copenhagen"]
    assert forms(found["Copenhagen"]) == ["Copenhagen"]


def test_a_capital_of_a_country_that_is_not_named_is_a_city() -> None:
    found = entities("Copenhagen rejected the offer on Monday.")
    assert found["Copenhagen"].type == "place"


def test_empty_and_odd_texts_have_no_entities() -> None:
    for text in ("", " ", "…", "🙂🙂", "word"):
        assert entities(text) == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from([
            "Karin", "Brandvold", "said", "“", "”", "she", "the", "president", ",", ".", "U.S.", "-", "Mr.", "of",
            "State", "(NFA)", "'s", "it", "told", "his", "\u00a0", "🙂", "À", "Lady",
        ]),
        max_size=30,
    ),
    st.sampled_from(["en", "fr", "xx"]),
)  # fmt: skip
def test_any_words_give_sound_mentions(words: list[str], language: str) -> None:
    entities(" ".join(words), language=language)


def test_an_uncommon_first_name_that_opens_a_sentence_stays_with_its_surname() -> None:
    found = entities(
        "Moyra Baxter has run the harbour since 2019.",
        "Baxter said that the crane was safe, and Baxter was believed.",
    )
    assert forms(found["Moyra Baxter"], "name") == ["Moyra Baxter", "Baxter", "Baxter"]
