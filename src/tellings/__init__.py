"""Tellings lays the accounts of news pages side by side; every line is tied to the passage that it came from.

    import tellings

    with tellings.Library("news.db") as library:
        for result in library.add(["pages/"]):
            ...
        for story in library.stories():
            print(story.title, story.counts.accounts)

The functions `read`, `analyse`, `stories` and `compare` do the same without keeping anything. Names are imported when
they are first used, so that `import tellings` costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tellings.api import analyse, compare, read, stories
    from tellings.errors import TellingsError
    from tellings.library import Library
    from tellings.model import Analysis, Comparison, Failure, Page, Story
    from tellings.settings import Limits, Settings

__version__ = "0.1.0"

_HOMES = {
    "analyse": "tellings.api", "compare": "tellings.api", "read": "tellings.api", "stories": "tellings.api",
    "Library": "tellings.library", "Limits": "tellings.settings", "Settings": "tellings.settings",
    "TellingsError": "tellings.errors", "Analysis": "tellings.model", "Comparison": "tellings.model",
    "Failure": "tellings.model", "Page": "tellings.model", "Story": "tellings.model",
}  # fmt: skip

__all__ = [
    "Analysis", "Comparison", "Failure", "Library", "Limits", "Page", "Settings", "Story", "TellingsError", "__version__",
    "analyse", "compare", "read", "stories",
]  # fmt: skip


class _Package(ModuleType):
    """The package, whose functions `read` and `compare` are not hidden by the folders of these names once they are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'tellings' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
