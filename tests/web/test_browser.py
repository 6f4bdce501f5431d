"""The application in a real Chromium: every view at two sizes, keyboard alone, without script, hostile pages, axe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tellings.library import Library
from tests.web.conftest import Client, copied, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)"),
]
SIZES = {"phone": (390, 844), "desk": (1400, 900)}
VIEWS = ["/feeds", "/", "/?place=Lisbon", "/new", "/days", "/actors", "/actors/Maria%20Duarte", "/map", "/network", "/search",
         "/search?q=ferry", "/search?q=zebra", "/search?q=searched&kind=quotes", "/quotes/check",
         "/quotes/check?words=we+searched+all+night", "/saved", "/corrections", "/health", "/audit", "/users", "/about",
         "/copies?a=courier&b=wire", "/compare?a=courier&b=ledger", "/pages/courier", "/pages/commented",
         "/pages/courier?show=quotes&show=entities&show=events&show=times&show=quantities&from=3&to=40",
         "/pages/courier/correct", "/pages/hostile-html?show=quotes&show=entities", "/pages/hostile-html/correct",
         "/pages/~2E~2E~2F~2E~2E~2Fhostile~20~3F~23~252e", "/nothing", "STORY", "STORY/compare", "STORY/map", "STORY/network",
         "STORY/correct"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def library_of_module(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(copied(made_library, tmp_path_factory.mktemp("browser"))) as found:
        yield found


@pytest.fixture(scope="module")
def site(library_of_module: Library) -> Iterator[Client]:
    with served(library_of_module) as found:
        yield found


@pytest.fixture
def show(browser: Browser, site: Client, library_of_module: Library) -> Iterator[Callable[..., Page]]:
    contexts: list[Any] = []
    own = f"http://127.0.0.1:{site.port}/"

    def to(path: str, size: str = "desk", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("request", lambda request: None if request.url.startswith(own) else pytest.fail(f"fetched {request.url}"))
        page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
        page.goto(own + address(path, library_of_module).lstrip("/"))
        return page

    yield to
    for context in contexts:
        context.close()


def address(path: str, library: Library) -> str:
    return path.replace("STORY", f"/stories/{library.store.stories_of('courier')[0]}")


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", list(SIZES))
def test_nothing_is_cut_off_in_any_view(show: Callable[..., Page], site: Client, library_of_module: Library, size: str) -> None:
    page = show("/", size)
    wide = []
    for path in VIEWS:
        page.goto(f"http://127.0.0.1:{site.port}{address(path, library_of_module)}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
        assert page.locator("h1").count() >= 1, path
        assert page.locator("main").count() == 1, path
    assert wide == []


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_axe_finds_nothing_serious(
    show: Callable[..., Page], site: Client, library_of_module: Library, axe: str, size: str, scheme: str
) -> None:
    # axe is run from outside of the page's own policy, which lets no foreign script in
    page = show("/", size, color_scheme=scheme, bypass_csp=True)
    found = []
    for path in VIEWS:
        page.goto(f"http://127.0.0.1:{site.port}{address(path, library_of_module)}")
        if page.locator("main .cite:visible").count():
            page.locator("main .cite:visible").first.click()
            page.wait_for_selector("#pane-text p")
        page.evaluate(axe)
        result = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        found += [
            (path, v["id"], v["nodes"][0]["html"][:160]) for v in result["violations"] if v["impact"] in {"serious", "critical"}
        ]
    assert found == []


MARK_IN_PANE = """() => {
  const mark = document.querySelector("#pane-text mark"), pane = document.querySelector("#pane");
  if (!mark || !pane) return false;
  const own = mark.getBoundingClientRect(), around = pane.getBoundingClientRect();
  return around.height > 0 && around.top <= own.top && own.top <= around.bottom;
}"""


@pytest.mark.parametrize("size", list(SIZES))
def test_a_click_shows_the_passage_beside_the_line(show: Callable[..., Page], size: str) -> None:
    page = show("STORY", size)
    cites = page.locator("main .cite:visible")
    assert cites.count() > 3
    for n in range(0, min(cites.count(), 30), 6):
        cites.nth(n).click()
        page.wait_for_function(MARK_IN_PANE)


def test_the_keys(show: Callable[..., Page], site: Client) -> None:
    page = show("STORY")
    page.keyboard.press("n")
    page.wait_for_selector("#pane-text mark")
    first = page.locator(".cite[aria-current=true]").evaluate("c => c.dataset.start + c.dataset.page")
    page.keyboard.press("n")
    page.wait_for_function(
        "s => { const c = document.querySelector('.cite[aria-current=true]'); return c.dataset.start + c.dataset.page !== s; }",
        arg=first,
    )
    page.keyboard.press("Escape")
    assert page.locator("#pane").is_hidden()
    assert page.evaluate("document.activeElement.classList.contains('cite')")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ferry*")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('[data-step]') !== null")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/actors")


def test_everything_can_be_reached_with_the_tab_key(show: Callable[..., Page]) -> None:
    page = show("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "document.activeElement.getAttribute('href') || document.activeElement.id || document.activeElement.tagName"
            )
        )
        shown = page.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect(); return b.width > 0 && b.height > 0; })()"
        )
        assert shown or page.evaluate("document.activeElement === document.body")
    assert "search" in seen
    assert any(str(s).startswith("/stories/") for s in seen)


def test_it_reads_without_script(show: Callable[..., Page]) -> None:
    page = show("STORY", java_script_enabled=False)
    page.locator("main .cite").first.click()
    page.wait_for_url("**/pages/**")
    assert page.locator("mark#passage").count() == 1
    page.locator(".toggle.quotes").click()
    assert page.locator(".an.quotes").count() > 0
    page.locator("#search").fill("ferry")
    page.locator("#search").press("Enter")
    assert page.locator(".hit").count() > 0


def test_hostile_pages_run_nothing_and_lead_nowhere(
    show: Callable[..., Page], site: Client, library_of_module: Library
) -> None:
    page = show("/")
    for path in VIEWS:
        page.goto(f"http://127.0.0.1:{site.port}{address(path, library_of_module)}")
        for link in page.locator("main [data-page]:visible").all()[:6]:
            link.click()
        assert "owned" not in page.title()[:5], path
        assert page.locator("main img, main style, main base, main iframe, #pane img, #pane style").count() == 0, path
        assert page.locator("[href^='javascript'], [formaction]").count() == 0, path
        assert page.evaluate(
            "[...document.forms].every(f => !f.getAttribute('action') || f.getAttribute('action').startsWith('/'))"
        )
        assert page.locator("h1").first.is_visible(), path


def test_no_text_can_be_made_into_markup_by_script(show: Callable[..., Page]) -> None:
    page = show("/")
    refused = page.evaluate(
        "(() => { try { document.body.innerHTML = '<p>x</p>'; return false; } catch (e) { return e instanceof TypeError; } })()"
    )
    assert refused


def test_what_needs_a_form_works_in_the_browser(show: Callable[..., Page]) -> None:
    page = show("/search?q=ferry")
    page.locator("#save-name").fill("Ferries")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/saved?said=saved")
    assert page.get_by_role("status").inner_text() == "The search is saved."
    page.get_by_role("button", name="Remove Ferries").click()
    page.wait_for_url("**/saved?said=removed")
    assert page.get_by_text("No search is saved.").is_visible()


def test_paper_has_no_controls(show: Callable[..., Page]) -> None:
    page = show("STORY")
    page.emulate_media(media="print")
    assert page.locator(".top").is_hidden()
    assert page.locator(".tools:visible").count() == 0
    assert page.locator("h1").first.is_visible()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_line_that_was_asked_for_stays_in_sight(show: Callable[..., Page], size: str) -> None:
    page = show("STORY", size)
    cites = page.locator("main .cite:visible")
    for n in (cites.count() // 2, cites.count() - 1):
        cites.nth(n).click()
        page.wait_for_function(MARK_IN_PANE)
        own, pane = cites.nth(n).bounding_box(), page.locator("#pane").bounding_box()
        assert own is not None
        assert pane is not None
        assert own["y"] >= 0
        assert own["y"] + own["height"] <= pane["y"] if size == "phone" else own["x"] + own["width"] <= pane["x"] + 1


def test_filters_are_folded_on_a_phone_and_open_at_a_desk(show: Callable[..., Page]) -> None:
    assert show("/", "phone").locator(".filters").evaluate("f => f.open") is False
    desk = show("/")
    assert desk.locator(".filters").evaluate("f => f.open") is True
    assert desk.locator(".facet").first.is_visible()
    assert show("/", "phone", java_script_enabled=False).locator(".facet").first.is_visible()


def test_what_accounts_tell_is_set_like_the_page_s_text(show: Callable[..., Page]) -> None:
    page = show("/compare?a=courier&b=ledger")
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    told = page.locator("li .told").first
    assert told.evaluate(size) > 14
