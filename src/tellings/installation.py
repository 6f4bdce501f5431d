"""What is installed: models and their fallbacks, languages, optional extras."""

from __future__ import annotations

import os
import platform

from tellings import __version__
from tellings.lang import languages, table
from tellings.model import Record
from tellings.models.weights import pins, weights

NOT_INSTALLED = "not installed"
"""State of an optional weight file whose extra is not there."""


class ModelState(Record, frozen=True):
    """One weight file: ok, missing, altered or (where optional) not installed, and what serves in its stead."""

    name: str
    purpose: str
    state: str
    sha256: str
    licence: str
    fallback: str


class LanguageState(Record, frozen=True):
    """What the program can do with pages in one language."""

    code: str
    can: str


class ExtraState(Record, frozen=True):
    """One optional extra."""

    name: str
    adds: str
    installed: bool


class Installation(Record, frozen=True):
    """Everything that `tellings check` tells."""

    version: str
    python: str
    cores: int
    models: tuple[ModelState, ...]
    languages: tuple[LanguageState, ...]
    extras: tuple[ExtraState, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every pinned model is in use."""
        return all(model.state in ("ok", NOT_INSTALLED) for model in self.models)


def model_states() -> tuple[ModelState, ...]:
    """Check every pinned weight file."""
    found = []
    for name, pin in pins().items():
        state: str = weights(name).state
        if pin.extra and state == "missing":
            state = NOT_INSTALLED
        found.append(
            ModelState(
                name=name, purpose=pin.purpose, state=state, sha256=pin.sha256, licence=pin.licence, fallback=pin.fallback
            )
        )
    return tuple(found)


def inspect_installation() -> Installation:
    """Look at what is installed."""
    full = "everything" if weights("spacy-en").state == "ok" else "rules only"
    known = [LanguageState(code="en", can=full)]
    for code in sorted(set(languages("times")) - {"en"}):
        told = "events by tables" if table("events", code) else "no events but what was said"
        known.append(LanguageState(code=code, can=f"cleaning, days, quantities and quotations by rules; copies; {told}"))
    extras = tuple(
        ExtraState(name=pin.extra, adds=f"{pin.purpose}, {pin.licence}", installed=weights(name).state == "ok")
        for name, pin in pins().items()
        if pin.extra
    )
    return Installation(
        version=__version__, python=platform.python_version(), cores=os.cpu_count() or 1, models=model_states(),
        languages=tuple(known), extras=extras,
    )  # fmt: skip
