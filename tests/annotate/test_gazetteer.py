"""Countries and cities by name."""

from __future__ import annotations

import pytest

from tellings.annotate import gazetteer
from tellings.annotate.gazetteer import also_called, areas, cities, countries, is_city, no_city
from tellings.models.weights import Weights, pins


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


def test_a_city_has_its_coordinates_region_and_size() -> None:
    kyiv = cities("Kiev")[0]
    assert (kyiv.country, kyiv.region) == ("UKR", "Kyiv")
    assert kyiv.latitude == pytest.approx(50.4, abs=0.3)
    assert kyiv.population == pytest.approx(2_800_000, rel=0.1)


def test_namesakes_come_with_the_largest_first() -> None:
    found = cities("Cambridge")
    assert [(p.country, p.region) for p in found[:3]] == [("GBR", "England"), ("CAN", "Ontario"), ("USA", "Massachusetts")]


def test_another_name_of_a_large_city() -> None:
    assert also_called("Lisboa")[0].country == "PRT"
    assert also_called("Nowhereville") == cities("Nowhereville") == ()


def test_states_by_name_and_abbreviation() -> None:
    assert areas()["Tex."][0].region == areas()["Texas"][0].region == "Texas"
    assert areas()["Texas"][0].latitude == pytest.approx(31, abs=2)


def test_common_words_are_no_cities() -> None:
    assert not is_city("Media")
    assert no_city("Mars")
    assert is_city("Lyon", 300_000)


def test_without_the_packed_file_no_town_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Weights(pin=pins()["gazetteer"], state="missing", path=None)
    monkeypatch.setattr(gazetteer, "weights", lambda name: missing)
    gazetteer._gazetteer.cache_clear()
    gazetteer.cities.cache_clear()
    try:
        assert cities("Lyon") == ()
    finally:
        gazetteer._gazetteer.cache_clear()
        gazetteer.cities.cache_clear()
