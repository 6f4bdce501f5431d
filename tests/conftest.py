"""What tests share: pages made on the spot, and the sample, analysed once."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tellings.library import Library
from tellings.model import Given, Page, Source
from tests.postgres import Databases, serving

SAMPLE = Path(__file__).parent.parent / "sample" / "pages"


@pytest.fixture
def page() -> Callable[..., Page]:
    """A maker of pages: page("text", id="a", form="clean", published="2031-05-13", outlet="…")."""

    def make(text: str, *, id: str | None = None, form: str = "clean", outlet: str | None = None, **given: object) -> Page:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        source = Source(sha256=digest, path=f"{id or digest[:8]}.txt", outlet=outlet)
        return Page(id=id or digest[:16], source=source, form=form, text=text, given=Given(**given))  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample, analysed once a session; tests that use it belong to the xdist group "sample"."""
    with Library(tmp_path_factory.mktemp("sample") / "library.db") as library:
        library.add_all([SAMPLE])
        library.stories(library.tally.order)
        yield library


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A maker of empty PostgreSQL databases on a server that lives as long as the tests.

    Its folder is not pytest's: a further session closes that to every user but its own, and the server has another.
    """
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder, serving(Path(folder)) as found:
        yield found
