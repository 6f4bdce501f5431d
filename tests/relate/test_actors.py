"""Entities of several documents merged into actors."""

from __future__ import annotations

from tellings.model import Actor, Analysis, Article, Block, Document, Entity, EntityType, Mention, Source
from tellings.relate.actors import merge_actors


def article(document: str, *names: str | tuple[str, EntityType] | Entity) -> Article:
    """Return an article whose text is the names, one a line."""
    found, at, lines = [], 0, []
    for i, given in enumerate(names, start=1):
        entity = given if isinstance(given, Entity) else None
        name, kind = (entity.name, entity.type) if entity else (given, "person") if isinstance(given, str) else given  # type: ignore[misc]
        mention = Mention(at, at + len(name), form=name)
        found.append(
            Entity(
                id=f"e{i}", name=name, type=kind, mentions=(mention,), roles=entity.roles if entity else (),
                country=entity.country if entity else None,
            )
        )  # fmt: skip
        lines.append(name)
        at += len(name) + 1
    text = "\n".join(lines)
    record = Document(id=document, source=Source(sha256="0" * 64), text=text, form="clean")
    return Article(Analysis(document=record, blocks=(Block(0, len(text), role="body"),), entities=tuple(found)))


def person(name: str, *roles: str) -> Entity:
    return Entity(id="", name=name, type="person", mentions=(), roles=roles)


def names(actors: tuple[Actor, ...]) -> list[str]:
    return [a.name for a in actors]


def test_accents_case_and_slips_are_one_and_say_why() -> None:
    (actor,) = merge_actors([article("a", "Elena Castelló"), article("b", "Elena Castello"), article("c", "Elena Castallo")])
    assert len(actor.entities) == 3
    assert any("accents" in w for w in actor.why)
    assert any("slip" in w for w in actor.why)


def test_transliterations_are_one() -> None:
    (actor,) = merge_actors([article("a", "Sergei Malkov"), article("b", "Sergey Malkov"), article("c", "Сергей Малков")])
    assert len(actor.entities) == 3
    assert any("two spellings" in w for w in actor.why)


def test_a_slip_that_changes_the_sound_is_one_still() -> None:
    (actor,) = merge_actors([article("a", "Elena Guinado"), article("b", "Elena Guniado"), article("c", "Guiñado")])
    assert len(actor.entities) == 3


def test_initials_titles_and_middle_names() -> None:
    (actor,) = merge_actors([article("a", "Jon Petter Dahl"), article("b", "J. P. Dahl"), article("c", "Petter Dahl")])
    assert actor.name == "Jon Petter Dahl"
    assert len(actor.entities) == 3


def test_two_people_of_one_surname_are_never_joined() -> None:
    actors = merge_actors([article("a", "Karin Dahl", "Peter Dahl"), article("b", "Dahl"), article("c", "Karin Dahl")])
    assert sorted(names(actors)) == ["Dahl", "Karin Dahl", "Peter Dahl"]


def test_a_role_decides_between_two_bearers() -> None:
    actors = merge_actors([
        article("a", person("Karin Dahl", "harbour minister"), person("Peter Dahl", "fisherman")),
        article("b", person("Dahl", "Danish minister")),
    ])  # fmt: skip
    assert {a.name: len(a.entities) for a in actors} == {"Karin Dahl": 2, "Peter Dahl": 1}


def test_a_bare_surname_goes_to_its_one_bearer() -> None:
    (actor,) = merge_actors(
        [article("a", "Karin Brandvold"), article("b", "Brandvold"), article("c", ("Brandvold", "organisation"))]
    )
    assert actor.name == "Karin Brandvold"
    assert any("surname" in w for w in actor.why)


def test_the_commonest_full_form_is_the_name() -> None:
    (actor,) = merge_actors([article("a", "Juan Pérez"), article("b", "Juan Perez"), article("c", "Juan Perez")])
    assert actor.name == "Juan Perez"
    assert set(actor.forms) == {"Juan Perez", "Juan Pérez"}


def test_organisations_by_acronym_and_without_their_nationality() -> None:
    land = Entity(id="", name="Danish Foreign Ministry", type="organisation", mentions=(), country="DNK")
    actors = merge_actors([
        article("a", ("Northern Fisheries Authority", "organisation"), land),
        article("b", ("NFA", "organisation"), ("Foreign Ministry", "organisation")),
    ])  # fmt: skip
    assert {a.name: len(a.entities) for a in actors} == {"Northern Fisheries Authority": 2, "Danish Foreign Ministry": 2}


def test_places_of_two_countries_stay_apart() -> None:
    def city(country: str) -> Entity:
        return Entity(id="", name="Cordoba", type="place", mentions=(), country=country)

    assert len(merge_actors([article("a", city("ESP")), article("b", city("ARG"))])) == 2


def test_documents_that_disagree_on_a_type_are_outvoted() -> None:
    (actor,) = merge_actors(
        [
            article("a", ("Blue Anchor", "organisation")),
            article("b", ("Blue Anchor", "organisation")),
            article("c", "Blue Anchor"),
        ]
    )
    assert (actor.type, len(actor.entities)) == ("organisation", 3)


def test_most_documents_first_and_ids_that_stay() -> None:
    articles = [article("a", "Karin Dahl", "Omar Haddad"), article("b", "Omar Haddad")]
    actors = merge_actors(articles)
    assert names(actors) == ["Omar Haddad", "Karin Dahl"]
    assert [a.id for a in actors] == [a.id for a in merge_actors(articles)]
    assert len({a.id for a in actors}) == 2


def test_no_articles_no_actors() -> None:
    assert merge_actors([]) == ()
