from __future__ import annotations

import random
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model.copying import Posting
from tellings.relate.copies import find_copies
from tellings.relate.copies_index import copies_among, copies_of, fresh, match
from tests.relate.articles import article
from tests.relate.test_copies_hard import CHESS, FERRY, QUARRY

LEXICON = ["".join(letters) for letters in product("bdfgklmnprst", "aeiou", "lmnrst", "ao")]


class Kept:
    """An index in memory, as a store keeps one."""

    def __init__(self):
        self.articles, self.postings, self.copies = {}, {}, {}

    def add(self, page):
        new = fresh(page)
        found = match(new, [p for key in new.sketch.keys for p in self.postings.get(key, ())])
        for copy in copies_of(new, [self.articles[k] for k in found.candidates], found):
            self._keep(copy)
        revealed = [self.articles[k] for k in sorted(found.revealed)]
        for one in revealed:
            for other in revealed:
                self.copies.pop((one.document, other.document), None)
        for copy in copies_among(revealed, found):
            self._keep(copy)
        for key in new.sketch.keys:
            row = Posting(
                key=key,
                document=page.document,
                part=0,
                outlet=page.outlet,
                prints=new.sketch.prints,
                foot=key in new.sketch.foot,
            )
            self.postings.setdefault(key, []).append(row)
        self.articles[page.key] = page
        return found

    def _keep(self, copy):
        self.copies.setdefault((copy.origin.document, copy.target.document), []).append(copy)

    def pairs(self):
        return {tuple(sorted(pair)) for pair in self.copies}


def pairs_of(copies):
    return {tuple(sorted((c.origin.document, c.target.document))) for c in copies}


def test_pages_that_come_one_by_one_give_the_copies_of_all_at_once():
    mixed = "\n".join(FERRY.split("\n")[:3] + CHESS.split("\n")[1:])
    pages = [article(key, text, outlet=key) for key, text in zip("abcde", (FERRY, CHESS, QUARRY, mixed, QUARRY), strict=True)]
    kept = Kept()
    for page in pages:
        kept.add(page)
    assert kept.pairs() == pairs_of(find_copies(pages)) == {("a", "d"), ("b", "d"), ("c", "e")}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_stream_one_by_one_and_at_once_agree(seed):
    chance = random.Random(seed)

    def prose(lines):
        return [" ".join(chance.choices(LEXICON, k=18)).capitalize() + "." for _ in range(lines)]

    texts = [prose(6) for _ in range(4)]
    for _ in range(6):
        one, other = chance.sample(texts, 2)
        at = chance.randrange(4)
        texts.append([*one[:3], *other[at : at + 2], *prose(2)])
    pages = [article(f"p{n}", "\n".join(lines), outlet=f"outlet {n}") for n, lines in enumerate(texts)]
    kept = Kept()
    for page in pages:
        kept.add(page)
    assert kept.pairs() == pairs_of(find_copies(pages))


def test_what_turns_out_to_be_boilerplate_is_taken_back():
    opening = (
        "This is the morning letter of the Valley Herald, which is written before dawn by whoever of the desk is awake first"
    )
    lines = [*FERRY.split("\n"), *CHESS.split("\n")]
    kept = Kept()
    for number in range(3):
        text = "\n".join([opening, *lines[3 * number : 3 * number + 3]])
        kept.add(article(f"p{number}", text, outlet="The Herald"))
    assert kept.pairs()
    found = kept.add(article("p3", opening + "\n" + QUARRY, outlet="The Herald"))
    assert found.revealed == {("p0", 0), ("p1", 0), ("p2", 0)}
    assert kept.pairs() == set()


def test_versions_of_one_page_stay_copies_when_their_outlet_repeats_all_of_them():
    kept = Kept()
    for number in range(6):
        kept.add(article(f"v{number}", QUARRY + f"\nUpdated for the {number}th time.", outlet="The Post"))
    assert len(kept.pairs()) == 15


def test_an_empty_page_has_no_keys_and_no_copies():
    assert fresh(article("a", "")).sketch.keys == ()
    assert match(fresh(article("a", "")), []).candidates == []


BACKGROUND = (
    "{c} since 1931, when two {a} travellers and the stoker drowned {b} a barge struck the landing stage at Lower Quay."
)


def test_one_sentence_of_background_in_other_words_is_no_copy_in_whichever_order():
    pages = [
        article("a", FERRY + "\n" + BACKGROUND.format(a="female", b="when", c="No ferry has been lost here"), outlet="a"),
        article("b", CHESS + "\n" + BACKGROUND.format(a="woman", b="after", c="It is the first such wreck"), outlet="b"),
    ]
    kept = Kept()
    for page in pages:
        kept.add(page)
    assert kept.pairs() == pairs_of(find_copies(pages)) == set()
