"""The report in a real browser: filters, links, keys, no error on the console."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pipeline.report import write_report

WAIT = 60_000  # milliseconds: generous, because the machine may be busy


@pytest.fixture(scope="module")
def site(processed) -> Path:
    return write_report(processed)[0].parent


@pytest.fixture(scope="module")
def tab(browser):
    """One tab for all tests, and what it writes to the console."""
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda r: told.append(r.url) if not r.url.startswith(("file:", "data:", "about:")) else None)
    yield page, told
    page.close()


@pytest.fixture
def page(tab, site):
    page, told = tab
    page.goto("about:blank")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="light")
    told.clear()
    yield page
    assert told == [], "nothing on the console, nothing from the network"


def expect_shown(page, count: int) -> None:
    """Wait until the list shows so many releases, which takes some time after the last letter is typed."""
    expect(page.locator(".count")).to_have_text(re.compile(rf"^{count} of "), timeout=WAIT)
    expect(page.locator("ol.releases h2")).to_have_count(count, timeout=WAIT)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"text": "workshop tech"}, 1),
        ({"text": "ADRIAEN"}, 1),
        ({"text": "unconstrained"}, 1),
        ({"text": "unconstr"}, 1),
        ({"text": '"unconstrained as they are by morals"'}, 1),
        ({"text": '"morals by unconstrained"'}, 0),
        ({"text": "UNOCT"}, 1),
        ({"text": '"World Health Organization"'}, 1),
        ({"organisation": "WHO"}, 1),
        ({"person": "Charlotte Adriaen"}, 1),
        ({"country": "UZB"}, 1),
        ({"country": "French"}, 1),
        ({"country": "Uzbekistan", "person": "Nobody"}, 0),
        ({"from": "2024-09-01", "to": "2024-12-31"}, 1),
    ],
)
def test_filters(page, site, filters, count):
    page.goto((site / "index.html").as_uri())
    for name, value in filters.items():
        page.fill(f"[name={name}]", value)
    expect_shown(page, count)


def test_the_list_says_how_many_names_it_leaves_out(page, site, tables):
    page.goto((site / "index.html").as_uri() + "#findings=injected")
    expect_shown(page, 1)
    named = [
        (tables[f"document_{t}"]["document_id"] == "ct-tech-tashkent").sum() for t in ("organisations", "countries")
    ]
    told = re.findall(r"and (\d+) more", page.inner_text("ol.releases"))
    assert told == [str(n - 4) for n in named]


def test_the_state_is_in_the_address_and_clear_clears(page, site, tables):
    page.goto((site / "index.html").as_uri() + "#findings=injected")
    expect_shown(page, 1)
    page.click("button[type=reset]")
    expect_shown(page, len(tables["documents"]))
    assert "#" not in page.url


def test_from_the_list_to_a_row_and_its_words_and_on_to_the_person(page, site):
    page.goto((site / "index.html").as_uri())
    page.fill("[name=person]", "Adriaen")
    expect_shown(page, 1)
    page.click("ol.releases h2 a")
    page.click(".text .name.person >> text=Charlotte")
    assert page.url.endswith("#e-charlotte-adriaen")
    page.click("#e-charlotte-adriaen a.words")
    assert "#w-" in page.url
    page.click("#e-charlotte-adriaen b a")
    assert page.inner_text("h1").startswith("Charlotte Adriaen")
    page.click("text=releases that name")
    expect_shown(page, 1)


def test_a_repair_shows_before_and_after_to_mouse_and_keyboard(page, site):
    page.goto((site / "releases" / "ct-tech-tashkent.html").as_uri())
    repair = page.locator(".text .repair").nth(1)
    tip = repair.locator(".tip")
    assert not tip.is_visible()
    repair.focus()
    assert tip.is_visible()
    assert "¡°" in tip.inner_text()
    assert "gb18030 read as latin-1" in tip.inner_text()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    repair.hover()
    assert tip.is_visible()


def test_marks_can_be_switched_off_and_quotes_point_to_speakers(page, site):
    page.goto((site / "releases" / "ct-tech-tashkent.html").as_uri())
    tint = "getComputedStyle(document.querySelector('.text .name.country')).backgroundColor"
    before = page.evaluate(tint)
    page.uncheck("[data-shows=country]")
    assert page.evaluate(tint) != before
    page.locator(".text .quote.direct").first.hover()
    assert page.locator(".speaks").inner_text().startswith("Charlotte")


NAMES = ["index", "quotes", "people", "releases/ct-tech-tashkent", "people/charlotte-adriaen",
         "organisations/org-united-nations", "countries/uzb-"]  # fmt: skip


def address(site: Path, name: str) -> str:
    """The address of a page, found by the beginning of its name."""
    return sorted(site.glob(f"{name}*.html"))[0].as_uri()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(page, browser, site, tables, name, scheme):
    if scheme == "dark" and browser.browser_type.name == "firefox":
        pytest.skip("see tests/firefox.cjs")
    page.emulate_media(color_scheme=scheme)
    page.goto(address(site, name))
    if name == "index":
        expect_shown(page, len(tables["documents"]))
    rules = {} if scheme == "light" else {"runOnly": ["color-contrast"]}  # nothing else differs in dark mode
    found = Axe().run(page, options={"preload": False, **rules}).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_page_fits_a_telephone(page, site, name):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address(site, name))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_previous_and_next_go_through_all_releases(page, site, tables):
    page.goto(address(site, "releases/ct-tech"))
    while page.locator(".crumbs a", has_text="Previous").count():
        page.click(".crumbs a:has-text('Previous')")
    seen = 1
    while page.locator(".crumbs a", has_text="Next").count():
        page.click(".crumbs a:has-text('Next')")
        seen += 1
    assert seen == len(tables["documents"])


@pytest.mark.parametrize("name", ["index", "releases/ct-tech-tashkent", "people/charlotte-adriaen"])
def test_the_first_tab_goes_to_the_text(page, site, name):
    page.goto((site / f"{name}.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def processor_seconds(page) -> Callable[[], float]:
    """A function that returns the CPU time of the page; only Chromium can measure it."""
    if page.context.browser.browser_type.name != "chromium":
        return lambda: 0
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return lambda: {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}["TaskDuration"]


def test_five_thousand_releases_are_filtered_at_once(page, site, tmp_path):
    people = [[f"Person Number {n}", f"p{n}.html"] for n in range(10_000)]
    documents = [
        [f"r{n}", f"r{n}.html", f"Headline {n} of a release", f"2024-{n % 12 + 1:02}-01", 400, [], 0,
         [(n * 7 + k) % 10_000 for k in range(5)], [], []]
        for n in range(5000)
    ]  # fmt: skip
    data = {"documents": documents, "people": people, "organisations": [], "countries": []}
    for path in site.glob("index*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "style.css").write_bytes((site / "style.css").read_bytes())
    (tmp_path / "index-data.js").write_text(f"window.COMMUNIQUE = {json.dumps(data)};", "utf-8")
    page.goto((tmp_path / "index.html").as_uri())
    assert page.inner_text(".count") == "5,000 of 5,000 releases"
    assert page.locator("ol.releases li").count() == 50
    seconds = processor_seconds(page)
    page.fill("[name=text]", "number 7")
    expect(page.locator(".count")).not_to_contain_text("5,000 of 5,000", timeout=WAIT)
    assert seconds() < 0.5, "CPU seconds; a tenth of it is usual"
    page.click("text=Next")
    assert page.inner_text(".page").startswith("page 2 of")
