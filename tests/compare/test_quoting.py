from __future__ import annotations

from tellings.compare.facts import compare_accounts
from tellings.model import Comparison, Quote, Span, Utterance, Variant
from tests.compare.conftest import article, material, span_of


def _compare(*wordings: str, speaker: str | None = "Ada Frost") -> Comparison:
    articles, variants = [], []
    for n, wording in enumerate(wordings):
        text = f"“{wording},” Ada Frost said in the harbour office number {n}."
        span = span_of(text, wording)
        quote = Quote(content=Span(span.start - 1, span.end + 2), kind="direct")
        articles.append(article(text, name=f"p{n}", quotes=[quote]))
        variants.append(Variant(document=f"p{n}", quote=0, text=wording, start=span.start, end=span.end, speaker=speaker))
    said = Utterance(speaker=speaker, said=None, variants=tuple(variants), longest=0)
    return compare_accounts(material(articles, utterances=[said]))


def _worded(found: Comparison) -> list[str]:
    return sorted(v.value for f in found.differing if f.about == "words of Ada Frost" for v in f.values)


def test_one_saying_in_other_words_is_wording() -> None:
    found = _compare("They should fold their tents and sail home", "They ought to strike camp, fold those tents and row home")
    assert len(_worded(found)) == 2


def test_a_clipped_quotation_is_no_other_wording() -> None:
    assert not _worded(_compare("They should fold their tents and sail home", "fold their tents and sail"))


def test_another_spelling_is_no_other_wording() -> None:
    found = _compare("No one admires the harbour organisation", "No-one admires the harbor organization")
    assert not _worded(found)


def test_two_statements_on_one_matter_that_share_its_names_alone_are_no_wording() -> None:
    found = _compare(
        "The Port of Kerrow and Sound Line have kept the Harbour Council informed",
        "The Harbour Council fined Sound Line and the Port of Kerrow twice",
    )
    assert not _worded(found)
