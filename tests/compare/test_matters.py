from __future__ import annotations

import re

import msgspec

from tellings.compare.facts import compare_accounts
from tellings.model import Article, Comparison, Entity, Mention
from tests.compare.conftest import article, material

BANK = "Harrow Mills said on Tuesday that its profit fell. The shares of Harrow Mills closed at $21.25 on the Brannock exchange, down 50 cents."
BREWER = "Vesk Brewing said on Tuesday that its profit fell. The shares of Vesk Brewing closed at $17.50 on the Brannock exchange, down 50 cents."


def named(text: str, name: str, *names: str) -> Article:
    found = article(text, name=name)
    entities = tuple(
        Entity(
            id=n, name=n, type="organisation",
            mentions=tuple(Mention(m.start(), m.end(), form=n) for m in re.finditer(n, text)),
        )
        for n in names
        if n in text
    )  # fmt: skip
    return Article(msgspec.structs.replace(found.analysis, entities=entities))


def compared(*texts: str) -> Comparison:
    names = ("Harrow Mills", "Vesk Brewing")
    return compare_accounts(material([named(t, f"p{i}", *names) for i, t in enumerate(texts)]))


def prices(found: Comparison) -> list[set[str]]:
    return [{v.value for v in f.values} for f in found.differing if f.kind == "number"]


def test_prices_of_two_companies_are_no_difference() -> None:
    assert not prices(compared(BANK, BREWER))


def test_two_prices_of_one_company_are_a_difference() -> None:
    assert prices(compared(BANK, BREWER.replace("Vesk Brewing", "Harrow Mills"))) == [{"$21.25", "$17.50"}]
