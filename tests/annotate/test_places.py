"""Where places lie, and names that are places by what stands around them."""

from __future__ import annotations

import pytest

from tellings.annotate.places import home_of
from tests.annotate.test_entities import entities


@pytest.mark.parametrize(
    ("text", "name", "country", "region"),
    [
        ("The fire in Paris, Texas, killed two people on Monday.", "Paris", "USA", "Texas"),
        ("The fire in Paris killed two people on Monday.", "Paris", "FRA", "Île-de-France"),
        ("Police in Birmingham, Ala., arrested a man.", "Birmingham", "USA", "Alabama"),
        ("Police in Cambridge, Mass., arrested a man.", "Cambridge", "USA", "Massachusetts"),
        ("The mayor of San José, Costa Rica, resigned.", "San José", "CRI", None),
        ("Protesters marched in Santiago on Friday, and Chile closed its parks.", "Santiago", "CHL", None),
        ("The Syrian province of Idlib was shelled on Friday.", "Idlib", "SYR", "Idlib"),
        ("A plane landed at Tempelhurst, a village that nobody knows.", "Tempelhurst", None, None),
    ],
)
def test_what_stands_beside_a_name_decides(text: str, name: str, country: str | None, region: str | None) -> None:
    found = entities(text)[name]
    assert (found.country, found.region) == (country, region)
    assert (found.latitude is None) == (country is None)


def test_a_state_that_bears_a_country_s_name() -> None:
    state = entities(
        "Voters in Georgia queued on Tuesday, as in Florida and Ohio.", "The U.S. Senate waits. The U.S. is split."
    )
    assert (state["Georgia"].country, state["Georgia"].level) == ("USA", "region")
    land = entities("Russia and Georgia signed the paper in Tbilisi.", "Georgian officials said so.")
    assert (land["Georgia"].country, land["Georgia"].level) == ("GEO", "country")


def test_washington_is_the_capital_unless_the_text_says_more() -> None:
    america = "The U.S. envoy returned. The U.S. Treasury and the United States Senate waited."
    capital = entities("The two ministers met in Washington on Friday.", america)["Washington"]
    assert (capital.region, capital.level) == ("District of Columbia", "city")
    state = entities("Wildfires crossed Washington state on Friday.", america)["Washington"]
    assert (state.region, state.level) == ("Washington", "region")


def test_a_name_that_the_gazetteer_lacks_lies_where_the_text_says() -> None:
    found = entities(
        "The Marrowby stop in Croydon was shut. Trams passed near Marrowby again on Friday, in London and in Leeds."
    )
    assert found["Marrowby"].type == "place"
    assert found["Marrowby"].country == "GBR"


def test_surroundings_make_a_place_of_an_unknown_name() -> None:
    found = entities("The ship struck a rock two miles off Black Fennet.", "The people of Dorrick heard the horn.")
    assert found["Black Fennet"].type == found["Dorrick"].type == "place"


def test_the_home_of_an_outlet() -> None:
    assert home_of(("https://www.bbc.co.uk/news/1", None)) == "GBR"
    assert home_of((None, "www.nytimes.com")) == "USA"
    assert home_of(("https://example.org/a", "The Post")) is None
