import pytest

from tellings.extract import extract
from tellings.model import Page, Source

BODY = "".join(
    f"<p>{p}</p>"
    for p in (
        "The market hall in Vik opens again on Saturday, two years after the flood that filled its cellar with mud.",
        "All the stalls are let, said Nils Eide, who keeps the hall, and a dozen fishmongers wait for a place of their own.",
        "The roof was paid for by the county, and the floor by the stallholders, who gave a tenth of what they took in a year.",
    )
)


def metadata(head="", before="", after="", *, url="https://www.vikdaily.example/a/hall", byline="", first=""):
    link = f"<link rel=canonical href='{url}'>" if url else ""
    html = (
        f"<html lang=en><head>{link}{head}</head><body>{before}<h1>Market hall opens again</h1>{byline}<div>{first}{BODY}</div>{after}"
        "</body></html>"
    )
    return extract(Page(id="p", source=Source(sha256="0" * 64), form="html", text=html)).metadata


@pytest.mark.parametrize(
    ("place", "outlet"),
    [
        ({"head": "<title>Market hall opens again | The Vik Daily</title>"}, "The Vik Daily"),
        ({"before": "<b>VIK DAILY</b>"}, "Vik Daily"),
        ({"after": "<p>The Vik Daily is told by its readers. All rights reserved.</p>"}, "The Vik Daily"),
        ({"before": "<p>Ví­k Daily</p>", "url": "https://vik-daily.co.example/x/y"}, "Ví­k Daily"),
        ({"head": "<title>Market hall opens again - Vik Daily News</title>", "url": "https://vdn.example/x/y"}, "Vik Daily News"),
        ({"head": "<meta property='og:site_name' content='Vik Daily | Vik, Norway'>"}, "Vik Daily"),
        ({"head": "<meta property='og:site_name' content='vikdaily.example'>", "before": "<p>Vik Daily</p>"}, "Vik Daily"),
        ({"head": "<title>Market hall opens again | Vik Daily</title>", "before": "<p>Vik Daily</p>", "url": None}, "Vik Daily"),
        ({"head": "<title>Market hall opens again | Business</title>"}, "vikdaily.example"),
        ({"head": "<title>Market hall opens again | Business</title>", "url": None}, None),
        ({"before": "<p>News from Vik and all the world</p>", "url": "https://vik.example/a/b"}, "vik.example"),
    ],
)  # fmt: skip
def test_the_outlet_by_the_letters_of_its_address(place, outlet):
    assert metadata(**place).outlet == outlet


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p><em>Nils Aas · Saturday 5 March 2030, 18.05</em></p>", ("Nils Aas",)),
        ("<p>5 March 2030 | Nils Aas and Eva Moe</p>", ("Nils Aas", "Eva Moe")),
        ("<p class=by>Nils Aas, Saturday 5 March 2030</p>", ("Nils Aas",)),
        ("<p>New York, 5 March 2030</p>", ()),
        ("<p>Business · 5 March 2030</p>", ()),
        ("<p>Vik Daily · 5 March 2030</p>", ()),
        ("<p>Local News Desk · 5 March 2030</p>", ()),
    ],
)
def test_authors_beside_the_day(byline, names):
    assert metadata(byline=byline, before="<p>Vik Daily</p>").authors == names


@pytest.mark.parametrize(
    ("told", "agency"),
    [
        ({"byline": "<p class=byline>By Northern Wire</p>"}, "Northern Wire"),
        (
            {"first": "<p>VIK, March 5 (Northern Wire) - The hall in Vik was let on Friday, the county said.</p>"},
            "Northern Wire",
        ),
        ({"first": "<p>VIK (Reuters) - The hall in Vik was let on Friday, the county said in a statement.</p>"}, "Reuters"),
        ({"byline": "<p class=byline>By Eva Moe</p>"}, None),
        ({"byline": "<p class=byline>By The Vik Daily Press</p>", "url": "https://vikdailypress.example/x/y"}, None),
    ],
)
def test_agencies(told, agency):
    found = metadata(**told)
    assert found.agency == agency
    assert agency not in found.authors
