"""Countries and cities by name."""

from __future__ import annotations

from collections import Counter

import pytest

from tellings.annotate.gazetteer import cities, countries, locate


def test_every_country_has_one_code_a_name() -> None:
    found = countries()
    assert found.names["Britain"] == found.names["U.K."] == "GBR"
    assert found.adjectives["Dutch"] == "NLD"
    assert found.people["Filipinos"] == "PHL"
    assert all(len(code) == 3 and code.isupper() for code in found.names.values())


def test_names_in_another_language() -> None:
    assert countries("es").names["Alemania"] == "DEU"
    assert "Alemania" not in countries("en").names


def test_a_language_without_names_is_as_english() -> None:
    assert countries("xx").names == countries("en").names


@pytest.mark.parametrize(
    ("name", "spoken", "country"),
    [
        ("Paris", {}, "FRA"),
        ("Paris", {"USA": 3}, "FRA"),
        ("Cordoba", {"ARG": 2}, "ARG"),
        ("Florida", {}, "USA"),
        ("Georgia", {"USA": 2}, "USA"),
        ("Nowhereville", {}, None),
        ("Palm Beach", {"USA": 2}, None),
    ],
)
def test_context_decides_between_namesakes(name: str, spoken: dict[str, int], country: str | None) -> None:
    found = locate(name, Counter(spoken))
    assert (found.country if found else None) == country


def test_a_city_has_its_coordinates() -> None:
    found = locate("Kiev", {})
    assert found is not None
    assert found.latitude == pytest.approx(50.4, abs=0.3)
    assert cities()["kyiv"][0].countrycode == "UA"
