from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tellings.model import Accounts, Comparison, Copy, Counts, Fact, Part, Passage, Span, Value, articles_of
from tellings.relate.accounts import count_facts, fold_accounts
from tellings.relate.copies import find_copies
from tests.relate.articles import article
from tests.relate.test_copies import BAKERY, HARBOUR


def copy(origin, target, start=0, end=100, share=0.5):
    return Copy(origin=Passage(document=origin, start=start, end=end), target=Passage(document=target, start=start, end=end),
                share=share, direction="known")  # fmt: skip


def folded(*articles):
    return fold_accounts(articles, find_copies(articles))


def test_a_text_printed_three_times_is_one_account_and_one_text():
    _, counts = folded(*(article(n, HARBOUR, outlet=f"outlet {n}") for n in "abc"), article("d", BAKERY, outlet="other"))
    assert (counts.pages, counts.texts, counts.accounts) == (4, 2, 2)


def test_a_passage_alone_leaves_two_accounts():
    mixed = BAKERY + "\n" + HARBOUR.split("\n")[1]
    accounts, counts = folded(article("a", HARBOUR, outlet="one"), article("b", mixed, outlet="two"))
    assert (counts.texts, counts.accounts) == (2, 2)
    inside = Passage(document="b", start=len(BAKERY) + 10, end=len(BAKERY) + 60)
    own = Passage(document="b", start=0, end=40)
    first = Passage(document="a", start=100, end=150)
    assert accounts.count([first, inside]) == 1
    assert accounts.count([first, own]) == 2


def test_pages_of_one_outlet_do_not_confirm_each_other():
    _, counts = folded(article("a", HARBOUR, outlet="The Post"), article("b", BAKERY, outlet="The Post"))
    assert (counts.texts, counts.accounts) == (2, 1)


def test_a_text_that_three_outlets_share_unowned_has_an_origin():
    _, counts = folded(*(article(n, HARBOUR, outlet=f"outlet {n}") for n in "abc"))
    assert (counts.accounts, counts.origins) == (1, 1)


def test_a_credited_agency_is_an_origin():
    _, counts = folded(article("a", "TOLLEN (Reuters) - " + HARBOUR, outlet="one"), article("b", BAKERY, outlet="two"))
    assert counts.origins == 1


def test_a_chain_of_copies_leads_to_its_head():
    accounts = Accounts(account_of={("a", 0): "A", ("b", 0): "B", ("c", 0): "C"}, copies=(copy("a", "b"), copy("b", "c")))
    assert accounts.account_at(Passage(document="c", start=10, end=40)) == "A"


def test_copies_in_a_circle_end():
    accounts = Accounts(copies=(copy("a", "b"), copy("b", "c"), copy("c", "a")))
    assert len({accounts.account_at(Passage(document=d, start=0, end=50)) for d in "abc"}) == 1


PASSAGES = st.lists(
    st.builds(
        lambda d, s, n: Passage(document=d, start=s, end=s + n),
        st.sampled_from("abcd"),
        st.integers(0, 200),
        st.integers(1, 60),
    ),
    max_size=8,
)
COPIES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(0, 100), st.integers(1, 100)).filter(
        lambda c: c[0] != c[1]
    ),
    max_size=6,
).map(lambda found: tuple(copy(o, t, s, s + n) for o, t, s, n in found))


@given(PASSAGES, COPIES)
def test_counting_is_bounded_and_blind_to_order(passages, copies):
    accounts = Accounts(copies=copies)
    count = accounts.count(passages)
    assert count <= len({p.document for p in passages})
    assert count == accounts.count(reversed(passages)) == accounts.count(passages + passages)
    assert (count == 0) == (not passages)


@given(PASSAGES, COPIES, st.integers(0, 7))
def test_more_evidence_never_lowers_the_count(passages, copies, kept):
    accounts = Accounts(copies=copies)
    assert accounts.count(passages[:kept]) <= accounts.count(passages)


def passage_of(page, words):
    at = page.text.index(words)
    return Passage(document=page.document, start=at, end=at + len(words))


def test_a_fact_is_counted_by_its_own_evidence():
    wire = "HESK (AP) - " + HARBOUR
    pages = [article("w", wire, outlet="AP"), article("a", wire, outlet="one"), article("b", wire, outlet="two"),
             article("m", BAKERY + "\n" + HARBOUR.split("\n")[1], outlet="three"), article("o", BAKERY, outlet="four")]  # fmt: skip
    accounts, counts = folded(*pages)
    assert (counts.pages, counts.texts, counts.accounts, counts.origins) == (5, 2 + 1, 2, 1)
    stones = [passage_of(p, "1,400 cracked stones") for p in pages[:4]]
    told = accounts.counts(stones)
    assert (told.pages, told.texts, told.accounts, told.origins) == (4, 2, 1, 1)
    own = accounts.counts([passage_of(pages[3], "deliver bread by sledge")])
    assert (own.pages, own.texts, own.accounts, own.origins) == (1, 1, 1, 0)
    assert accounts.counts([]).accounts == 0


def test_the_counts_of_values_are_written_into_the_comparison():
    pages = [article(n, HARBOUR, outlet=f"outlet {n}") for n in "ab"]
    accounts, _ = folded(*pages)
    evidence = tuple(p.cite(Span(place.start, place.end)) for p in pages for place in [passage_of(p, "12 percent of the wall")])
    value = Value(value="12 percent", evidence=evidence, accounts=1)
    fact = Fact(about="the wall", kind="number", values=(value,))
    (counted,) = count_facts(Comparison(agreed=(fact,)), accounts).agreed
    assert counted.values[0].counts == Counts(pages=2, texts=1, accounts=1, origins=0)


def parted(key, texts, *, outlets=()):
    page = article(key, "\n".join(texts), outlet="The Post").analysis
    blocks = tuple(replace(b, part=n) for n, b in enumerate(page.blocks))
    parts = tuple(Part(part=n, outlet=outlet) for n, outlet in enumerate(outlets) if outlet)
    return articles_of(replace(page, blocks=blocks, parts=parts))


def test_entries_of_a_live_blog_are_one_text_and_one_account_and_a_pasted_article_is_its_own():
    entries = parted("live", HARBOUR.split("\n"))
    _, counts = folded(*entries)
    assert (counts.pages, counts.texts, counts.accounts) == (1, 1, 1)
    _, counts = folded(*entries[2:])
    assert (counts.pages, counts.texts, counts.accounts) == (1, 1, 1)
    _, counts = folded(*parted("mixed", [HARBOUR.replace("\n", " "), BAKERY.replace("\n", " ")], outlets=(None, "The Echo")))
    assert (counts.pages, counts.texts, counts.accounts) == (1, 2, 2)
