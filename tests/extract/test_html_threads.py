import numpy as np
import pytest

from tellings.extract import extract
from tellings.extract.html_heads import author_in
from tellings.extract.html_model import MAIN
from tellings.extract.html_threads import find_thread, headings, is_comment_heading, unsigned
from tellings.extract.html_tree import cut, parse_html
from tellings.model import MAIN_ROLES, Page, Source
from tellings.settings import Limits

STORY = "".join(
    f"<p>{p}</p>"
    for p in (
        "The mill at Ostby burned down to its walls on Monday night, and forty firemen could only keep the flames from the school.",
        "Nobody was hurt, said Karl Moen, who leads the brigade, because the night shift had gone home an hour before the alarm.",
        "The owner, who bought the mill from the county nine years ago, said that it was insured and that it would be built again.",
    )
)


def analysed(thread, title="Mill at Ostby burns down", lang="en"):
    html = (
        f"<html lang={lang}><head><title>{title}</title></head><body><div><a href=/>Home</a> <a href=/n>News</a></div>"
        f"<div class=txt><h1>{title}</h1>{STORY}</div>{thread}<div class=bottom>All rights reserved.</div></body></html>"
    )
    return extract(Page(id="p", source=Source(sha256="0" * 64), form="html", text=html))


def said(found):
    return [(c.author, (c.posted or "")[:10], found.document.text[c.start : c.end]) for c in found.comments]


def body(found):
    return [found.document.text[b.start : b.end] for b in found.blocks if b.role in MAIN_ROLES]


@pytest.mark.parametrize(
    "thread",
    [
        "<h4>Have your say</h4><p>My aunt worked there for thirty years.</p><p><i>Posted by Lise in Moss, 3 May 2030, 8.15</i></p>"
        "<p>Build it in stone this time, please.</p><p><i>Posted by O. Dahl, 4 May 2030, 9.30</i></p>"
        "<p>Have your say: your name and your comment. We read everything.</p>",
        "<div class=q><div class=q1>Readers discuss</div><div class=c><div class=ch>Lise in Moss <span>3 May 2030</span></div>"
        "<div class=ct>My aunt worked there for thirty years.</div><div>Recommend · Report</div></div><div class=c><div class=ch>O. Dahl "
        "<span>4 May 2030</span></div><div class=ct>Build it in stone this time, please.</div></div>"
        "<div>This discussion is closed.</div></div>",
        "<div id=x><h3>Opiniones de los lectores</h3><p>Publicado por <b>Lise in Moss</b> el 3 de mayo de 2030 a las 8:15</p>"
        "<p>My aunt worked there for thirty years.</p><p>Publicado por <b>O. Dahl</b> el 4 de mayo de 2030</p>"
        "<p>Build it in stone this time, please.</p><p>Para opinar debe registrarse.</p></div>",
        "<section><h2>Vos réactions</h2><div class=avis><span>Lise in Moss</span>, <span>le 3 mai 2030</span><p>My aunt worked there for "
        "thirty years.</p></div><div class=avis><span>O. Dahl</span>, <span>le 4 mai 2030</span><p>Build it in stone this time, "
        "please.</p></div><p>Connectez-vous pour réagir.</p></section>",
        "<h3>Leserkommentare</h3><p>von Lise in Moss am 3. Mai 2030</p><p>My aunt worked there for thirty years.</p>"
        "<p>von O. Dahl am 4. Mai 2030</p><p>Build it in stone this time, please.</p><p>Die Diskussion ist geschlossen.</p>",
    ],
)  # fmt: skip
def test_comments_of_any_markup(thread):
    found = analysed(thread)
    assert said(found) == [
        ("Lise in Moss", "2030-05-03", "My aunt worked there for thirty years."),
        ("O. Dahl", "2030-05-04", "Build it in stone this time, please."),
    ]
    assert len(body(found)) == 3


def test_an_answer_inside_a_comment_is_one_of_its_own():
    thread = (
        "<div><h4>Readers discuss</h4><div class=c><div>Lise <span>3 May 2030</span></div><div>My aunt worked there for years.</div>"
        "<div class='c c--in'><div>O. Dahl <span>replying to Lise</span> <span>4 May 2030</span></div><div>So did mine, in the office."
        "</div></div></div><div class=c><div>Tor <span>5 May 2030</span></div><div>Build it in stone this time.</div></div></div>"
    )
    found = analysed(thread)
    assert [(a, d) for a, d, _ in said(found)] == [("Lise", "2030-05-03"), ("O. Dahl", "2030-05-04"), ("Tor", "2030-05-05")]
    assert [c.reply_to for c in found.comments] == [None, 0, None]


def test_dated_teasers_below_a_comment_count_are_no_comments():
    teaser = "<div class=t><p>Dec {0}, 14:00</p><p>80 comments</p><p>The yard at Moss gets a new crane, the county says today.</p></div>"
    html = (
        f"<html><body><h1>Mill at Ostby burns down</h1>{STORY}{''.join(teaser.format(n) for n in range(10, 20))}</body></html>"
    )
    tree = cut(parse_html(html, where="p"), where="p", limits=Limits())
    assert find_thread(tree, headings(tree, [1.0] * len(tree.stretches))) is None


@pytest.mark.parametrize(
    ("text", "opens"),
    [("Vos réactions", True), ("3 comments", True), ("Комментарии читателей", True), ("Lesermeinungen (4)", True),
     ("The mayor declined to comment", False), ("News", False), ("", False)],
)  # fmt: skip
def test_headings_of_comments(text, opens):
    assert is_comment_heading(text) is opens


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Scritto da Anna B. il 4 maggio 2030 alle 10:15", "Anna B."),
        ("R. Lund replying to Estrid 16 May 2031", "R. Lund"),
        ("John Tull on Sunday, October 28, 2012 at 6:18 PM", "John Tull"),
        ("Dec 24, 17:00 2023-12-24", None),
    ],
)
def test_names_in_heads(head, name):
    assert author_in(head) == name


def test_a_remark_below_a_short_article_is_no_article():
    thread = (
        "<div><h3>Comments</h3><dl><dt><div>September 15, 2030 at 6:55 pm</div>(1) Tor says:</dt>"
        "<dd><p>That made me want to see the mill again, thanks for posting it.</p>"
        "<p>There is a drawing of it in the library of Moss, for those who ask.</p></dd></dl></div>"
    )
    html = f"<html><body><h1>Mill at Ostby burns down</h1>{STORY}{thread}</body></html>"
    tree = cut(parse_html(html, where="p"), where="p", limits=Limits())
    found = find_thread(tree, headings(tree, [0.0] * len(tree.stretches)))
    assert found is not None
    assert [tree.stretches[i].text[:9] for i in found.texts] == ["That made", "There is "]


def test_comments_that_nobody_signs_are_the_article_of_a_page_without_one():
    tree = cut(parse_html(f"<html><body><h1>Mill</h1>{STORY}</body></html>", where="p"), where="p", limits=Limits())
    said = np.array([(0.1, 0.2, 0.7)] * len(tree.stretches))
    assert (unsigned(tree, said).argmax(1) == MAIN).all()


def test_signed_comments_stay_comments():
    signed = "<p>Tor, 4 May 2030</p>"
    tree = cut(
        parse_html(f"<html><body><h1>Mill</h1>{STORY}{signed}{STORY}</body></html>", where="p"), where="p", limits=Limits()
    )
    said = np.array([(0.1, 0.2, 0.7)] * len(tree.stretches))
    assert (unsigned(tree, said) == said).all()
