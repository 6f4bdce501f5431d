from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tellings.models.weights import weights

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def stock() -> Language:
    """The trained English pipeline as it comes, nothing in the place of anything."""
    import spacy

    path = weights("spacy-en").path
    if path is None:
        pytest.skip("the English pipeline is not installed")
    return spacy.load(path)
