from __future__ import annotations

import pytest

from tellings.compare.statements import Corpus
from tellings.compare.uncounted import of_age
from tests.compare.conftest import article, material


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A man of 34 was held.", True),
        ("Ann Lee, aged 34, fled.", True),
        ("A crew of 34 was saved.", False),
        ("In all 34 fled.", False),
    ],
)
def test_a_person_has_years_and_a_body_members(text: str, found: bool) -> None:
    (statement,) = Corpus(material([article(text, name="p0"), article("", name="p1")])).tellings[0].statements
    assert of_age(statement, next(i for i, a in enumerate(statement.atoms) if a.value == 34)) == found
