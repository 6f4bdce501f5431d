import pytest

from tellings.extract import extract
from tellings.model import MAIN_ROLES, Page, Source

TEXTS = (
    "The county says that the bridge will stay shut for the night and that the engineers are on their way from the city.",
    "Two buses take the pupils home by the long road round the lake, and the school asks their parents not to come by car.",
    "The first of the engineers has looked at the pillar and says that the ice has not reached the iron inside it so far.",
    "A lorry driver saw the crack at four and rang the police, who closed the road on both banks within twenty minutes.",
)
NAMES = ("Ida Lund", "Per Holm", "Ida Lund", "Siri Aas")
TIMES = ("21.40", "20.15", "18.05", "16.30")


def analysed(sections, day="<p><em>Monday 4 March 2030, last updated 21.50</em></p>"):
    html = (
        "<html><head><title>Bridge at Nes shut</title><link rel=canonical href='https://nesposten.example/bridge'></head><body>"
        f"<p>Nes Posten · <a href=/>News</a></p><div id=main><h1>Bridge at Nes shut</h1>{day}{sections}</div></body></html>"
    )
    return extract(Page(id="p", source=Source(sha256="0" * 64), form="html", text=html))


def of_part(found, number):
    return [found.document.text[b.start : b.end] for b in found.blocks if b.part == number and b.role in MAIN_ROLES]


def test_a_live_blog_is_one_part_an_entry():
    sections = "".join(
        f"<div class=e><h3>{time} Update {n}</h3><p class=w>{name}, at the bridge</p><p>{text}</p></div>"
        for n, (time, name, text) in enumerate(zip(TIMES, NAMES, TEXTS, strict=True))
    )
    found = analysed(sections)
    assert [p.title for p in found.parts] == [f"{t} Update {n}" for n, t in enumerate(TIMES)]
    assert [p.authors for p in found.parts] == [(n,) for n in NAMES]
    assert [p.published.value for p in found.parts] == [f"2030-03-04T{t.replace('.', ':')}" for t in TIMES]
    assert {p.outlet for p in found.parts} == {"Nes Posten"}
    assert [of_part(found, n) for n in range(1, 5)] == [[t] for t in TEXTS]
    assert of_part(found, 0) == []


def test_after_midnight_the_day_of_an_entry_is_unknown():
    times = ("0.40", "23.15", "22.05", "21.30")
    sections = "".join(f"<h2>{time} Update</h2><p>{text}</p>" for time, text in zip(times, TEXTS, strict=True))
    found = analysed(sections)
    assert [p.published for p in found.parts] == [None] * 4


def test_signed_briefs_are_articles():
    sections = "".join(
        f"<h3>Place {n}</h3><p>{text} <i>{name}</i></p>" for n, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True))
    )
    found = analysed(sections)
    assert [(p.title, p.authors) for p in found.parts] == [(f"Place {n}", (name,)) for n, name in enumerate(NAMES)]
    assert {p.published.value for p in found.parts} == {"2030-03-04"}


@pytest.mark.parametrize(
    "sections",
    [
        "".join(f"<h2>What we know {n}</h2><p>{t}</p>" for n, t in enumerate(TEXTS)),
        "".join(f"<h2>{n}. The bridge</h2><p>Photo: Ida Lund</p><p>{t}</p>" for n, t in enumerate(TEXTS)),
        "".join(f"<h2>Part {n}</h2><p>{t} <i>Morgenbladet</i></p>" for n, t in enumerate(TEXTS)),
        f"<h2>16.30</h2><p>{TEXTS[0]}</p><h2>Home by bus</h2><p>{TEXTS[1]}</p><h2>The pillar</h2><p>{TEXTS[2]}</p>",
    ],
)
def test_subheadings_never_divide_an_article(sections):
    assert analysed(sections).parts == ()
