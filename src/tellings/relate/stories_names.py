"""What a story is called: its id survives while it grows, and when stories merge or part in later runs.

A story met for the first time is named after its earliest page, so that the order in which pages were read says nothing.
Afterwards its name goes where most of its articles went; where two stories have become one, the older name stays and the
other is kept as a former one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tellings.model import Article, ArticleKey, Naming
from tellings.stage import fingerprint


def names_of(groups: Sequence[Sequence[Article]], namings: Sequence[Naming] = ()) -> tuple[list[str], dict[str, str]]:
    """Return each group's id, and for each earlier story that was taken in the id of the one that took it."""
    at = {a.key: number for number, group in enumerate(groups) for a in group}
    names: dict[int, str] = {}
    became: dict[str, str] = {}
    for naming in namings:
        if naming.became is not None:
            continue
        heir = _heir(naming, at, groups)
        if heir is None:
            continue
        if heir in names:
            became[naming.story] = names[heir]
        else:
            names[heir] = naming.story
    taken = {n.story for n in namings if n.became is None}
    for number, group in enumerate(groups):
        if number not in names:
            names[number] = _fresh(group, taken)
            taken.add(names[number])
    return [names[number] for number in range(len(groups))], became


def _heir(naming: Naming, at: dict[ArticleKey, int], groups: Sequence[Sequence[Article]]) -> int | None:
    """Return the group that most of a story's articles are in; of those that tie, the one of its earliest page."""
    held = Counter(at[ref.key] for ref in naming.articles if ref.key in at)
    if not held:
        return None
    own = {ref.key for ref in naming.articles}
    return min(held, key=lambda g: (-held[g], min(earliness(a) for a in groups[g] if a.key in own)))


def earliness(article: Article) -> tuple[str, str, int]:
    """Return what orders articles: day and time of publication (unknown last), then document and part."""
    return (article.published.value if article.published else "9999", *article.key)


def _fresh(group: Sequence[Article], taken: set[str]) -> str:
    """Return an id after the earliest page whose name is not taken by a story that this one parted from."""
    for article in sorted(group, key=earliness):
        name = fingerprint("story", *article.key)
        if name not in taken:
            return name
    first, turn = min(group, key=earliness), 1
    while (name := fingerprint("story", *first.key, turn)) in taken:
        turn += 1
    return name


def former_names(namings: Sequence[Naming], became: dict[str, str], ids: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return, for each story, the ids of the stories that it took in, over all runs, but for those that are back (`ids`)."""
    into = {n.story: n.became for n in namings if n.became and n.story not in ids} | became
    found: dict[str, list[str]] = {}
    for name in into:
        heir = name
        while heir in into:
            heir = into[heir]
        found.setdefault(heir, []).append(name)
    return {heir: tuple(sorted(names)) for heir, names in found.items()}
