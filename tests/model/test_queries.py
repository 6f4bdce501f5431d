"""Queries: what they mean, and where they are badly formed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.errors import QueryError
from tellings.model.queries import Both, Bound, Either, Without, Words, leaves, parse, shown


def test_words_side_by_side_must_all_be_there() -> None:
    assert parse("ferry fire").root == Both(of=(Words(text="ferry"), Words(text="fire")))
    assert parse("ferry AND fire").root == parse("ferry fire").root
    assert parse("ferry and fire").root == Both(of=(Words(text="ferry"), Words(text="and"), Words(text="fire")))


def test_or_binds_less_than_and_and_not_binds_most() -> None:
    found = parse("a AND b OR c AND NOT d").root
    assert found == Either(of=(
        Both(of=(Words(text="a"), Words(text="b"))), Both(of=(Words(text="c"), Without(of=Words(text="d"))))
    ))  # fmt: skip
    assert parse("(a OR b) c").root == Both(of=(Either(of=(Words(text="a"), Words(text="b"))), Words(text="c")))
    assert parse("-a b").root == Both(of=(Without(of=Words(text="a")), Words(text="b")))


def test_fields_phrases_and_days() -> None:
    assert parse('said-by:"Ada Lindqvist"').root == Words(text="Ada Lindqvist", phrase=True, field="said-by")
    assert parse("from:2031-05 to:2031-02").root == Both(
        of=(Bound(side="from", day="2031-05-01"), Bound(side="to", day="2031-02-28"))
    )
    assert parse("-source:bell x").root == Both(of=(Without(of=Words(text="bell", field="source")), Words(text="x")))
    assert parse("harb*").root == Words(text="harb", prefix=True)
    assert parse("in:comments ferry").comments
    assert parse("“ferry fire”").root == Words(text="ferry fire", phrase=True)
    assert parse("12:30").root == Words(text="12:30")


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ('ferry "fire', 6, "quotation mark"),
        ("(ferry", 0, "not closed"),
        ("ferry)", 5, "never opened"),
        ("ferry AND", 6, "nothing follows"),
        ("OR ferry", 0, "nothing stands before"),
        ("colour:red", 0, "no field"),
        ("from:yesterday", 5, "no day"),
        ("from:2031-02-30", 5, "no day"),
        ("()", 0, "nothing in the parentheses"),
        ("", 0, "empty"),
        ("...", 0, "no word"),
        ("in:comments", 0, "no words"),
        ("in:attic ferry", 3, "nothing is kept"),
    ],
)
def test_a_bad_query_says_where(text: str, at: int, what: str) -> None:
    with pytest.raises(QueryError, match=what) as caught:
        parse(text)
    assert caught.value.at == at
    assert f"character {at + 1}" in caught.value.message


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_query_or_says_where_it_is_none(text: str) -> None:
    place: int | None
    try:
        place = -1 if list(leaves(parse(text).root)) else None
    except QueryError as problem:
        place = problem.at
    assert place is not None
    assert -1 <= place <= len(text)


PIECES = st.recursive(
    st.sampled_from(["ferry", "12", '"a fire"', "person:ada", "from:2031", "to:2031-05", "harb*", 'said-by:"A B"', "lang:en"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR "]), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        inner.map(lambda t: f"NOT {t}"),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(PIECES)
def test_what_is_shown_of_a_query_means_the_same(text: str) -> None:
    root = parse(text).root
    assert parse(shown(root)).root == root
