import json

import pytest

from tellings.extract import extract
from tellings.model import Given, Page, Source

BODY = "".join(
    f"<p>The harbour master said on day {i} that the ferry had sailed to the island again, with goods and people aboard.</p>"
    for i in range(1, 7)
)


def metadata(head="", body="", *, given=None, url=None):
    html = f"<html lang='en-GB'><head>{head}</head><body><main>{body}{BODY}</main></body></html>"
    page = Page(id="p", source=Source(sha256="0" * 64, url=url), form="html", text=html, given=given or Given())
    return extract(page).metadata


def linked(**fields):
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


ARTICLE = {
    "@type": "NewsArticle", "headline": "Ferry back at sea", "datePublished": "2024-03-05T08:30:00+01:00",
    "dateModified": "2024-03-06T09:00:00+01:00", "author": [{"@type": "Person", "name": "Ann Vale"}, {"name": "Ben Roe"}],
    "publisher": {"@type": "Organization", "name": "The Quay"}, "isAccessibleForFree": False,
}  # fmt: skip


def test_json_ld_tells_all():
    found = metadata(linked(**ARTICLE), "<h1>Ferry back at sea</h1>")
    assert (found.title, found.authors, found.outlet) == ("Ferry back at sea", ("Ann Vale", "Ben Roe"), "The Quay")
    assert found.published.value == "2024-03-05T08:30:00+01:00"
    assert (found.published.basis, found.published.day) == ("markup", "2024-03-05")
    assert found.updated.value[:10] == "2024-03-06"
    assert found.paywalled
    assert found.language == "en"


@pytest.mark.parametrize("graph", [[ARTICLE], {"@graph": [{"@type": "WebSite", "name": "Q"}, ARTICLE]}])
def test_json_ld_in_lists_and_graphs(graph):
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert metadata(script).authors == ("Ann Vale", "Ben Roe")


def test_broken_json_ld_is_passed_over():
    head = '<script type="application/ld+json">{"headline": </script><meta property="og:title" content="Ferry back at sea">'
    assert metadata(head).title == "Ferry back at sea"


def test_what_the_input_says_comes_first():
    given = Given(title="Given", published="2024-01-02", authors=("Cy Dell",), language="fr")
    found = metadata(linked(**ARTICLE), given=given)
    assert (found.title, found.authors, found.language) == ("Given", ("Cy Dell",), "fr")
    assert (found.published.value, found.published.basis) == ("2024-01-02", "given")


def test_what_is_weakly_given_counts_where_the_page_says_nothing():
    given = Given(title="Given", published="2024-01-02", authors=("Cy Dell",), outlet="The Feed", weak=True)
    found = metadata(linked(**ARTICLE), given=given)
    assert (found.title, found.published.basis) != ("Given", "given")
    assert found.authors != ("Cy Dell",)
    bare = metadata("", "<p>Nobody was hurt when the ferry ran aground off the harbour, the office said.</p>", given=given)
    assert (bare.title, bare.published.value, bare.authors, bare.outlet) == ("Given", "2024-01-02", ("Cy Dell",), "The Feed")


def test_unknown_stays_unknown():
    found = metadata()
    assert (found.published, found.updated, found.authors, found.outlet, found.url, found.agency) == (
        None,
        None,
        (),
        None,
        None,
        None,
    )
    assert not found.paywalled


def test_the_outlet_behind_a_bar_is_cut_off_the_title():
    head = '<title>Ferry back at sea | The Quay</title><meta property="og:site_name" content="The Quay">'
    assert metadata(head).title == "Ferry back at sea"


def test_the_printed_headline_wins_over_the_section_and_the_logo():
    head = "<title>Ferry back at sea - The Quay</title>"
    assert (
        metadata(head, "<h1>The Quay</h1><h2>Harbour</h2><h2 class='title'>Ferry back at sea</h2>").title == "Ferry back at sea"
    )


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p class='byline'>By Ann Vale and Ben Roe</p>", ("Ann Vale", "Ben Roe")),
        ("<p class='byline'>BY ANN VALE, THE QUAY</p>", ("Ann Vale",)),
        ("<div>posted on 2024-03-05 10:30 by Ann de Vale</div>", ("Ann de Vale",)),
        ("<p class='byline'><a href='/author/ann-vale'>Ann Vale</a> Northern desk</p>", ("Ann Vale",)),
        ("<p class='byline'>By our staff reporter</p>", ()),
        ("<p class='byline'>By Reuters</p>", ()),
    ],
)
def test_bylines(byline, names):
    head = '<title>Ferry back at sea</title><meta property="og:site_name" content="The Quay">'
    assert metadata(head, f"<h1>Ferry back at sea</h1>{byline}").authors == names


def test_agency_is_kept_apart_from_the_authors():
    found = metadata(linked(**{**ARTICLE, "author": {"name": "Reuters"}}))
    assert (found.agency, found.authors) == ("Reuters", ())


def test_a_printed_day_has_its_place_in_the_text():
    html = f"<html><body><h1>Ferry back at sea</h1><p class='date'>5 March 2024</p>{BODY}</body></html>"
    found = extract(Page(id="p", source=Source(sha256="0" * 64), form="html", text=html))
    assert found.metadata.published.value == "2024-03-05"
    assert found.metadata.published.basis == "text"
    assert found.metadata.published.span.of(found.text) == "5 March 2024"


def test_the_fetch_time_is_never_the_publication_day():
    page = Page(
        id="p", source=Source(sha256="0" * 64), form="html", text=f"<h1>Ferry</h1>{BODY}", fetched="2024-03-05T10:00:00Z"
    )
    assert extract(page).metadata.published is None


def test_url_and_host():
    found = metadata('<link rel="canonical" href="https://www.quay.example/2024/03/05/ferry-back">')
    assert found.url == "https://www.quay.example/2024/03/05/ferry-back"
    assert found.outlet == "quay.example"
    assert found.published.value == "2024-03-05"
