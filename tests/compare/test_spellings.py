from __future__ import annotations

from tellings.compare.facts import compare_accounts
from tellings.model import Article, Comparison, Entity, Mention
from tests.compare.conftest import article, material, span_of


def _about(text: str, name: str, form: str) -> Article:
    made = article(text, name=name)
    span = span_of(text, form)
    entity = Entity(id="e1", name=form, type="person", mentions=(Mention(span.start, span.end, form=form),))
    import msgspec

    return Article(msgspec.structs.replace(made.analysis, entities=(entity,)))


def _compare(first: str, second: str) -> Comparison:
    one = _about(f"The judge sent {first} to prison over the dye in the river Tarn.", "a", first)
    two = _about(f"Crowds booed when {second} walked out of court in the rain.", "b", second)
    return compare_accounts(material([one, two]))


def test_two_spellings_of_a_first_name_are_wording() -> None:
    (fact,) = [f for f in _compare("Gerard Ostwick", "Gerald Ostwick").differing if f.kind == "person"]
    assert fact.relation == "wording"
    assert fact.about == "first name of Ostwick"


def test_two_people_of_one_family_name_are_not_confused() -> None:
    assert not [f for f in _compare("Gerard Ostwick", "Miriam Ostwick").differing if f.kind == "person"]
