from __future__ import annotations

import pytest

from tellings.compare.particulars import Particular
from tellings.compare.statements import Corpus
from tellings.compare.valued import comparable
from tests.compare.conftest import article, material, span_of


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("soldiers", "journalists", False),
        ("soldiers", "people", True),
        ("workers", "miners", True),
        ("soldiers", "troops", True),
    ],
)
def test_people_of_other_trades_are_not_compared(one: str, other: str, alike: bool) -> None:
    texts = [f"7 {one} were killed near the mill.", f"4 {other} were killed near the mill."]
    corpus = Corpus(material([article(t, name=f"p{i}") for i, t in enumerate(texts)]))
    values = [
        Particular("count", n, n, "", corpus.tellings[i].statements[0], 0, 1, span_of(texts[i], str(n)), head=head)
        for i, (n, head) in enumerate(((7, one), (4, other)))
    ]
    assert comparable(*values) is alike
