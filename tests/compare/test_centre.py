from __future__ import annotations

from tellings.compare.centre import Centre
from tellings.compare.statements import Corpus
from tests.compare.conftest import article, material, span_of


def test_what_accounts_open_with_stands_nearer_than_what_one_adds() -> None:
    texts = (
        "The Orm ferry struck the Kerrow pier at noon. The cook was born in Dorrick. A tenth sentence. More of it. And more.",
        "Kerrow pier was struck by the Orm ferry. Its cook was born in Dorrick.",
    )
    pages = [article(t, name=f"p{i}") for i, t in enumerate(texts)]
    centre = Centre(Corpus(material(pages)))
    near = centre.nearness([pages[0].cite(span_of(texts[0], "The Orm ferry struck the Kerrow pier at noon."))])
    far = centre.nearness([pages[0].cite(span_of(texts[0], "And more."))])
    assert near > far == 0.0
