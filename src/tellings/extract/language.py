"""Which language a text is in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
"""Languages that news is told apart in; a larger set costs accuracy."""
SAMPLE = 600
SHORTEST = 20
"""Of a text with fewer letters, nothing is said but what the hint says."""
SURE = 0.5
"""A text this surely in another language overrules the page's own word."""


def detect_language(text: str, *, hint: str | None = None) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where it is too short to tell.

    `hint` is what the page says of itself (`lang="en-GB"`); it is believed unless the text is surely in another language.
    """
    named = (hint or "").strip().lower().replace("_", "-").split("-")[0]
    said = named if len(named) == 2 and named.isalpha() else None
    said = "no" if said in ("nb", "nn") else said
    if sum(map(str.isalpha, text[:200])) < SHORTEST:
        return said
    found, probability = _identifier().classify(text[:SAMPLE])
    return said if said and (said not in LANGUAGES or probability < SURE) else str(found)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
