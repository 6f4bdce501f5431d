"""Names by their other mentions in the document: said again in full, in short, or glued to the word that opens a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tellings.annotate.entities_tables import lists
from tellings.annotate.entities_words import Name, Word
from tellings.annotate.gazetteer import countries
from tellings.lang.names import fold, given_names

LONG = 3
"""Words from which a person's name may hold one that is not its own."""
SHORTEST = 4
"""Letters of the shortest word that a longer name may be called by."""
OPENERS = frozenset({"VERB", "AUX", "ADV", "ADP", "DET", "SCONJ", "CCONJ", "PRON", "INTJ"})
"""Parts of speech of a word that may open a sentence before a person's name."""


def mend_repeats(names: list[Name], words: Sequence[Word], text: str) -> None:
    """Mend names by the rest of the document; `names` is changed in place, in text order."""
    names.sort(key=lambda n: n.start)
    _drop_common(names, words)
    _said_again(names, words, text)
    _cut_openers(names, words, text)
    _cut_strangers(names, words, text)


def _opens(words: Sequence[Word], at: int) -> bool:
    return at == 0 or words[at - 1].sentence != words[at].sentence or words[at - 1].text in '“"‘:'


def _drop_common(names: list[Name], words: Sequence[Word]) -> None:
    """Drop a single word that is capital only where it opens a sentence and is a common word elsewhere ("Crabber")."""
    small = {w.text for w in words if not w.capital}
    often = Counter(fold(n.text) for n in names if n.last - n.first > 1 or not _opens(words, n.first))
    for name in list(names):
        single = name.last - name.first == 1 and not name.known and not name.title
        if single and name.text.lower() in small and _opens(words, name.first) and not often[fold(name.text)]:
            names.remove(name)


def _cut_openers(names: Sequence[Name], words: Sequence[Word], text: str) -> None:
    """Cut the word that only opens the sentence off a name that the document has without it ("Ask Belmora")."""
    alone = Counter(n.text for n in names if not n.weak)
    for name in names:
        first = words[name.first]
        if name.last - name.first < 2 or name.known or name.type == "other" or not _opens(words, name.first):
            continue
        if name.type == "person" and first.pos not in OPENERS:  # a surname stands alone, as surnames do
            continue
        rest = text[words[name.first + 1].start : name.end]
        named = fold(first.text) in given_names() or first.text in countries().names or not rest[:1].isupper()
        if alone[rest] and not named and alone[rest] >= alone[name.text] and fold(first.text) not in lists().titles:
            kind = next(n.type for n in names if n.text == rest and not n.weak)
            name.first, name.start, name.text, name.type = name.first + 1, words[name.first + 1].start, rest, kind


def _cut_strangers(names: Sequence[Name], words: Sequence[Word], text: str) -> None:
    """Cut what is no part of a person's full name where the document has the name without it ("Hire Maurice Cheeks")."""
    people = {n.text for n in names if n.type == "person" and n.last - n.first > 1}
    for name in names:
        if name.type != "person" or name.known or name.last - name.first < LONG:
            continue
        rest = text[words[name.first + 1].start : name.end]
        if rest in people and fold(words[name.first].text) not in given_names() and len(words[name.first].text) > 2:
            name.first, name.start, name.text = name.first + 1, words[name.first + 1].start, rest
        last = words[name.last - 1]
        before = text[name.start : words[name.last - 2].end]
        if before in people and last.pos in ("VERB", "ADV", "AUX") and name.last - name.first >= LONG:
            name.last, name.end, name.text = name.last - 1, words[name.last - 2].end, before


def _said_again(names: list[Name], words: Sequence[Word], text: str) -> None:
    """Find names of several words wherever they stand again, also where the tagger cut them."""
    known: dict[str, list[tuple[list[str], Name]]] = defaultdict(list)
    for name in names:
        if name.last - name.first > 1 and not name.weak and (name.type != "other" or name.known):
            form = [w.text for w in words[name.first : name.last]]
            if words[name.last - 1].end == name.end and all(form != f for f, _ in known[form[0]]):
                known[form[0]].append((form, name))
    at = {i: n for n in names for i in range(n.first, n.last)}
    for i, word in enumerate(words):
        for form, like in sorted(known.get(word.text, ()), key=lambda pair: -len(pair[0])):
            last = i + len(form)
            if last > len(words) or [w.text for w in words[i:last]] != form or words[last - 1].segment != word.segment:
                continue
            inside = list(dict.fromkeys(at[k] for k in range(i, last) if k in at))
            if any(n.first < i or n.last > last or (n.first == i and n.last == last and not n.weak) for n in inside):
                break
            for name in inside:
                names.remove(name)
            again = Name(i, last, word.start, words[last - 1].end, like.text, like.type, known=like.known)
            names.append(again)
            at |= dict.fromkeys(range(i, last), again)
            break
    names.sort(key=lambda n: n.start)


def find_outlet(names: list[Name], words: Sequence[Word], outlet: str | None) -> None:
    """Take "the Lantern" on a page of The Free Lantern for the outlet itself."""
    parts = [p for p in (outlet or "").split() if p.lower() not in lists().outlet_openers]
    if not parts or "." in parts[-1] or len(parts[-1]) < SHORTEST:
        return
    at = {i: n for n in names for i in range(n.first, n.last)}
    for i, word in enumerate(words):
        if word.text != parts[-1]:
            continue
        first = i
        while first and i - first < len(parts) - 1 and words[first - 1].text == parts[-1 - (i - first) - 1]:
            first -= 1
        if first == i and (not i or words[i - 1].lower not in lists().outlet_openers) and not _modifies(words, i):
            continue
        inside = list(dict.fromkeys(at[k] for k in range(first, i + 1) if k in at))
        if any(n.first < first or n.last > i + 1 for n in inside):
            continue
        for name in inside:
            names.remove(name)
        text = " ".join(w.text for w in words[first : i + 1])
        names.append(Name(first, i + 1, words[first].start, word.end, text, "organisation", known=True, full=" ".join(parts)))
    names.sort(key=lambda n: n.start)


def _modifies(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else words[at]
    return following.segment == words[at].segment and following.lower in lists().outlet_nouns


def find_short_forms(names: list[Name], words: Sequence[Word]) -> None:
    """Make sure a word that shortens one longer name: "the Nab" for "Black Nab", "Castleway" for "Castleway Signals"."""
    first, last = defaultdict(set), defaultdict(set)
    kinds = {}
    for name in names:
        if name.last - name.first > 1 and not name.weak and name.type in ("organisation", "place", "other"):
            if name.type == "organisation" and name.tokens[-1] in lists().heads:
                first[words[name.first].text].add(name.text)
            last[words[name.last - 1].text].add(name.text)
            kinds[name.text] = name
    taken = {i for n in names for i in range(n.first, n.last)}
    for i, word in enumerate(words[1:], start=1):
        if word.text in last and i not in taken and words[i - 1].lower == "the" and word.dep != "compound":
            names.append(Name(i, i + 1, word.start, word.end, word.text, "other", weak=True))
    for name in names:
        if not name.weak or name.last - name.first != 1 or len(name.text) < SHORTEST - 1:
            continue
        the = name.first > 0 and words[name.first - 1].lower == "the"
        found = last.get(name.text, set()) if the else first.get(name.text, set())
        if len(found) == 1 and (the or len(name.text) >= SHORTEST):
            like = kinds[next(iter(found))]
            name.type, name.weak, name.known = like.type, False, like.type == "other"
