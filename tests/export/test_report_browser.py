"""The report in a real Chromium: evidence beside the line, keys, search, phone, dark, print, hostile pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tellings.cli.program import run
from tests.conftest import SAMPLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)"),
]
WIDTHS = {"phone": (390, 844), "tablet": (900, 1100), "desk": (1440, 900)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    assert run(["report", str(SAMPLE), "-o", str(folder), "--quiet"]) == 0
    return folder / "index.html"


@pytest.fixture
def view(browser: Browser, report: Path) -> Iterator[Callable[..., Page]]:
    contexts: list[Any] = []

    def show(size: str = "desk", *, file: Path = report, **options: Any) -> Page:
        width, height = WIDTHS[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:")) else pytest.fail(f"fetched {request.url}"),
        )
        page.goto(file.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", list(WIDTHS))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_at_any_width(view: Callable[..., Page], size: str, scheme: Any) -> None:
    page = view(size, color_scheme=scheme)
    page.locator("main .cite:visible").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("size", list(WIDTHS))
def test_a_click_shows_the_passage_beside_the_line(view: Callable[..., Page], size: str) -> None:
    page = view(size)
    cites = page.locator("main .cite:visible")
    for n in range(0, min(cites.count(), 40), 5):
        cite = cites.nth(n)
        cite.click()
        mark = page.locator("#pane-text mark").first
        box, pane = mark.bounding_box(), page.locator("#pane").bounding_box()
        assert box
        assert pane
        assert pane["y"] <= box["y"] <= pane["y"] + pane["height"]
        words = cite.locator("b")
        if words.count():
            told = words.text_content() or ""
            shown = " ".join("".join(page.locator("#pane-text mark").all_text_contents()).split())
            assert told.split(" … ")[0] in shown


def test_the_keys(view: Callable[..., Page]) -> None:
    page = view()
    page.keyboard.press("n")
    first = page.locator(".cite[aria-current=true]").first.evaluate("c => c.dataset.start + c.dataset.page")
    page.keyboard.press("n")
    second = page.locator(".cite[aria-current=true]").first.evaluate("c => c.dataset.start + c.dataset.page")
    assert first != second
    page.keyboard.press("p")
    assert page.locator(".cite[aria-current=true]").first.evaluate("c => c.dataset.start + c.dataset.page") == first
    page.keyboard.press("Escape")
    assert page.locator("#pane").is_hidden()
    assert page.evaluate("document.activeElement.classList.contains('cite')")
    top = page.evaluate("scrollY")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("scrollY") > top
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_search_keeps_only_the_lines_that_hold_the_words(view: Callable[..., Page]) -> None:
    page = view()
    before = page.locator(".story .line:visible").count()
    page.keyboard.press("/")
    page.keyboard.type("halloran")
    after = page.locator(".story .line:visible")
    assert 0 < after.count() < before
    assert all("halloran" in (text or "").lower() for text in after.all_text_contents())
    page.keyboard.press("Escape")
    assert page.locator(".story .line:visible").count() == before


def test_it_reads_without_script(view: Callable[..., Page]) -> None:
    page = view(java_script_enabled=False)
    link = page.locator("main .cite:visible").first
    target = link.get_attribute("href")
    assert target
    assert page.locator(target).count() == 1


def test_paper_has_no_controls(view: Callable[..., Page]) -> None:
    page = view()
    page.emulate_media(media="print")
    assert page.locator(".top").is_hidden()
    assert page.locator("h1").first.is_visible()


def test_a_screen_reader_finds_names_and_landmarks(view: Callable[..., Page]) -> None:
    page = view()
    assert page.locator("main").count() == page.locator("nav").count() == 1
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, a, input')].filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).length"
    )
    assert unnamed == 0
    assert page.evaluate("[...document.querySelectorAll('table')].every(t => t.querySelector('th[scope]'))")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_hostile_page_runs_nothing(view: Callable[..., Page], tmp_path: Path) -> None:
    attack = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    escaped = attack.replace("<", "&lt;")
    html = f"""<html><head><title>{escaped}</title><link rel=canonical href="javascript:document.title='owned'">
      <meta name=author content="{escaped.replace('"', "'")}"></head><body><h1>{escaped}</h1>
      <p>The mayor, {escaped}, said on Tuesday that “{escaped}” and 20 people left the quay in the rain that evening.</p>
      <p>Nobody was hurt, the harbour office said on Wednesday, and the ferry {escaped} will sail again.</p>
      <div id=comments><div class=comment><b>{escaped}</b> <time>13 May 2031</time><p>{escaped} I was there and saw it.</p></div></div></body></html>"""
    (tmp_path / "attack.html").write_text(html)
    (tmp_path / "attack.txt").write_text(
        f"{attack}\n\nThe mayor said “{attack}” on Tuesday. </script><script>document.title='owned'</script>\n"
    )
    out = tmp_path / "out"
    assert (
        run(
            [
                "report",
                str(tmp_path / "attack.html"),
                str(tmp_path / "attack.txt"),
                "-o",
                str(out),
                "--quiet",
                "--title",
                attack,
            ]
        )
        == 0
    )
    page = view(file=out / "index.html")
    for link in page.locator("a.open:visible").all():
        link.click()
    page.wait_for_timeout(200)
    assert page.title() == attack
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0


def test_what_is_folded_behind_a_line_opens_and_can_be_read(view: Callable[..., Page]) -> None:
    page = view()
    more = page.locator("main .more:visible").first
    more.focus()
    page.keyboard.press("Enter")
    assert more.get_attribute("aria-expanded") == "true"
    folded = more.locator("xpath=following-sibling::span[1]").locator(".cite")
    assert folded.count() == int((more.text_content() or "+0")[1:])
    folded.last.click()
    assert page.locator("#pane-text mark").first.is_visible()
    more.click()
    assert not folded.first.is_visible()


def test_a_table_that_goes_on_is_shaded_and_its_cells_name_their_outlets(view: Callable[..., Page]) -> None:
    page = view()
    tall = page.locator(".facts.tall td:not(.none)").first
    assert tall.evaluate("c => getComputedStyle(c, '::before').content") == f'"{tall.get_attribute("data-outlet")}"'
    for n in range(page.locator(".facts.many").count()):
        counts = (
            page.locator(".facts.many")
            .nth(n)
            .evaluate(
                """t => { const n = []; for (const r of [...t.rows].slice(1)) [...r.cells].slice(1).forEach((c, i) => {
            n[i] = (n[i] || 0) + (c.matches('.none') ? 0 : 1); }); return n; }"""
            )
        )
        assert counts == sorted(counts, reverse=True)


def test_a_long_name_leaves_room_to_search_on_a_phone(view: Callable[..., Page]) -> None:
    page = view("phone")
    page.locator(".brand").evaluate("b => { b.textContent = 'A very long name of a report of many accounts' }")
    box, help_box = page.locator("#search").bounding_box(), page.locator("#help-open").bounding_box()
    assert box
    assert help_box
    assert box["width"] > 100
    assert abs(box["y"] - help_box["y"]) < 20
