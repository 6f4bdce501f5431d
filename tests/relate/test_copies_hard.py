"""Cases in which two texts are alike and one need not know the other, and cases in which a copy is well hidden."""

from __future__ import annotations

import unicodedata

import pytest

from tellings.relate.accounts import fold_accounts
from tellings.relate.copies import find_copies
from tests.relate.articles import article

QUARRY = """The quarry above Hesk has been shut since Thursday, when a crusher threw a stone through the roof of the school gym.
Nobody was in the hall, which the village band had left about ten minutes before the stone came down.
Inspectors want the owner to hang nets over both belts and to stop work while children are in the yard.
The owner, a family firm, says that nets were ordered in spring and have been held up at the border since.
Parents have asked for a meeting, and the band is looking for another room to practise in until autumn.
A second inspection is due once the nets arrive, and the belts stay sealed until then."""
FERRY = """Two ferries of the northern line will be laid up this winter for want of engineers, the line said.
Islanders learned of it from a notice on the quay and have begun to stock flour and lamp oil.
The last sailing is planned for the first week of November, weather allowing, with room for twelve cars.
A fishing boat may carry the mail twice a week, as it did in the year of the long strike.
The council of the islands meets in an extra session on Sunday after church to talk about the school bus."""
CHESS = """A retired postman has won the county chess cup for the ninth time in a row without losing a single game.
He learned the moves in hospital as a boy and has not read a book about the game since, he says.
His last opponent, a girl of eleven, offered a draw after three hours and shook hands with tears in her eyes.
The cup goes back to the shelf in the sorting office, where it holds rubber bands and spare keys."""
STATEMENT = (
    "“We were told in March that the bridge would hold for another ten years, and we believed it because we wanted to, but"
    " nobody walked under it with a lamp until the day before yesterday,” {} said. “I take that upon myself, and I shall not"
    " look for somebody else to blame.”"
)


def pairs(articles):
    return {tuple(sorted((c.origin.document, c.target.document))) for c in find_copies(articles)}


def test_a_statement_that_all_took_down_is_nobodys_copy():
    one = article("a", FERRY + "\n" + STATEMENT.format("the mayor"))
    other = article("b", CHESS + "\n" + STATEMENT.format("Mayor Lund"))
    third = article("c", QUARRY + "\n" + STATEMENT.format("the mayor").replace("“", "'").replace("”", "'"))
    assert pairs([one, other, third]) == set()


def test_speech_over_several_paragraphs_is_still_speech():
    opened = "\n".join("“" + line for line in QUARRY.split("\n")[:3]) + "”"
    assert pairs([article("a", FERRY + "\n" + opened), article("b", CHESS + "\n" + opened)]) == set()


def test_a_table_that_two_outlets_print_is_no_copy():
    table = "\n".join(
        f"{name} {n} {n - 2} 1 {n * 3} {n * 2 - 1}" for n, name in enumerate(("Hesk", "Tollen", "Marvik", "Brand"), 20)
    )
    assert pairs([article("a", FERRY + "\n" + table), article("b", CHESS + "\n" + table)]) == set()


def test_a_list_of_names_that_two_outlets_print_is_no_copy():
    names = "Best Film: The Long Quay, Marta Under Glass, Nine Letters Home, The Keeper Of Salt, Paper Horses, Blue Tuesday"
    names += (
        "\nBest Actress: Ida Brandal, Runa Falk, Mette Solberg, Clara Ovesen, Tuva Lind, Hedda Moe, Sanna Eriksen, Liv Berg"
    )
    assert pairs([article("a", FERRY + "\n" + names), article("b", CHESS + "\n" + names)]) == set()


def test_a_headline_that_two_outlets_share_is_no_copy():
    title = "Inspectors want nets over the belts of a quarry after a stone came through the roof of a school gym"
    one = article("a", title + "\n" + FERRY, roles={0: "title"})
    other = article("b", title + "\n" + CHESS, roles={0: "title"})
    assert pairs([one, other]) == set()


def test_briefs_on_one_thing_in_own_words_are_apart_and_the_same_brief_is_not():
    one = article("a", "A quarry above Hesk was shut on Thursday after a stone flew through the roof of the school gym.")
    other = article("b", "Work at Hesk quarry has stopped since a stone from a crusher went through a gym roof on Thursday.")
    assert pairs([one, other]) == set()
    assert pairs([one, article("c", one.text)]) == {("a", "c")}


def test_a_translation_is_no_copy():
    spanish = """La cantera de Hesk está cerrada desde el jueves, cuando una piedra atravesó el techo del gimnasio de la escuela.
Nadie estaba en la sala, que la banda del pueblo había dejado unos diez minutos antes.
Los inspectores quieren que el dueño cuelgue redes sobre ambas cintas."""
    assert pairs([article("a", QUARRY), article("b", spanish, language="es")]) == set()


def test_a_text_told_anew_in_other_words_is_not_claimed():
    anew = """Work has stopped at the stone works over Hesk after a rock crashed into the gymnasium last week.
The brass players had packed up shortly before, so the room stood empty.
Officials demand covers for the conveyors and quiet hours during lessons."""
    assert pairs([article("a", QUARRY), article("b", anew)]) == set()


def test_a_copy_with_a_word_changed_here_and_there_is_found():
    words = QUARRY.split(" ")
    changed = " ".join("thing" if n % 9 == 4 and "\n" not in w else w for n, w in enumerate(words))
    (copy, *_) = find_copies([article("a", QUARRY), article("b", changed)])
    assert copy.share > 0.6


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace("quarry", "quar\u00adry").replace("Nobody", "No\u200bbody"),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("\n", " "),
    ],
    ids=["capitals", "decomposed", "soft hyphens", "hard spaces", "one paragraph"],
)
def test_a_copy_in_another_dress_is_found_whole(change):
    text = QUARRY.replace("Hesk", "Hésk").replace("second", "sécond")
    (copy,) = find_copies([article("a", text), article("b", change(text))])
    assert copy.target.end - copy.target.start == len(change(text))


def test_versions_of_one_page_are_copies_however_many_there_are():
    lines = QUARRY.split("\n")
    pages = [article(f"v{n}", "\n".join(lines[: 2 + n] if n < 5 else lines), outlet="The Post") for n in range(6)]
    assert len(pairs(pages)) == 15
    _, counts = fold_accounts(pages, find_copies(pages))
    assert counts.accounts == 1


def test_entries_that_a_live_blog_repeats_make_no_copy_of_itself():
    entry = QUARRY.split("\n")[0]
    assert pairs([article("a", "\n".join([entry, FERRY, entry, CHESS, entry]))]) == set()


def test_a_network_s_boilerplate_at_the_foot_of_several_outlets_is_no_copy():
    foot = (
        "This paper belongs to the Northern Press Network, which is owned by its readers and lives on what they give each month"
    )
    texts = [FERRY, CHESS, QUARRY, *(t[::-1].replace("\n", " ") for t in (FERRY, CHESS, QUARRY))]
    pages = [article(f"p{n}", f"{text}\n{foot}", outlet=f"outlet {n}") for n, text in enumerate(texts)]
    assert pairs(pages) == set()


def test_what_another_outlet_takes_of_a_house_s_standing_text_is_a_copy_of_the_first_page():
    standing = "\n".join(QUARRY.split("\n")[2:5])
    own = [article(f"p{n}", f"Day {n} of the closure brought {word} to the village.\n{standing}", outlet="The Post")
           for n, word in enumerate(("rain", "silence", "reporters", "a fox", "two nets"))]  # fmt: skip
    taker = article("z", FERRY + "\n" + standing, outlet="The Echo")
    assert ("p0", "z") in pairs([*own, taker])


def test_two_outlets_that_credit_one_agency_did_not_copy_each_other():
    one = article("a", "HESK (AP) - " + QUARRY, outlet="The Post", published="2031-05-01")
    other = article("b", QUARRY + "\nSource: The Associated Press", outlet="The Echo", published="2031-05-02")
    (copy,) = find_copies([one, other])
    assert (copy.common_origin, copy.direction) == ("Associated Press", "likely")
    _, counts = fold_accounts([one, other], [copy])
    assert (counts.texts, counts.accounts, counts.origins) == (1, 1, 1)


def test_a_release_that_three_outlets_print_has_an_origin_outside_of_them():
    release = "\n".join(FERRY.split("\n")[1:4])
    texts = (QUARRY, CHESS, QUARRY[::-1].replace("\n", " "))
    pages = [article(f"p{n}", f"{text}\n{release}", outlet=f"outlet {n}", published=f"2031-05-0{n + 1}")
             for n, text in enumerate(texts)]  # fmt: skip
    copies = find_copies(pages)
    assert {c.common_origin for c in copies} == {"unnamed"}
    assert "known" not in {c.direction for c in copies}


def test_an_outlet_that_speaks_of_itself_in_anothers_page_is_the_origin():
    told = QUARRY.replace("says that nets", "told the Valley Herald that nets")
    (copy,) = find_copies([article("a", told, outlet="The Echo"), article("b", told, outlet="Valley Herald")])
    assert (copy.origin.document, copy.direction) == ("b", "likely")


def test_a_page_mixed_from_two_has_both_for_origins():
    mixed = article("m", "\n".join(FERRY.split("\n")[:3] + CHESS.split("\n")[1:]), outlet="c")
    assert pairs([article("a", FERRY, outlet="a"), article("b", CHESS, outlet="b"), mixed]) == {("a", "m"), ("b", "m")}


def test_how_much_of_a_passage_is_speech_is_said():
    text = FERRY + "\n" + STATEMENT.format("the mayor")
    (copy,) = find_copies([article("a", text), article("b", text)])
    assert 0.2 < copy.quoted < 0.5


def test_two_prints_of_an_agency_text_that_is_at_hand_have_it_for_their_origin():
    wire = article("w", "HESK (Fjord Press) - " + QUARRY, outlet="Fjord Press")
    one = article("a", "\n".join(QUARRY.split("\n")[:4]), outlet="The Echo")
    other = article("b", QUARRY + "\nSource: Fjord Press", outlet="The Post")
    found = {(c.origin.document, c.target.document): c for c in find_copies([one, other, wire])}
    assert found["w", "b"].direction == "likely"
    sibling = found.get(("a", "b")) or found["b", "a"]
    assert (sibling.common_origin, sibling.direction) == ("Fjord Press", "unknown")
