"""Pages declare what they may load and run, contain nothing that this forbids, and a browser enforces it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.report import write_report
from pipeline.report.html import POLICY
from pipeline.review import inspect

SAMPLE = "ct-tech-tashkent"


class Active(HTMLParser):
    """The content security policy of a page, and what it concerns: inline scripts, inline styles and the like."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.policy, self.inline, self.before = "", [], []
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if told.get("http-equiv") == "Content-Security-Policy":
            self.policy = told["content"]
        elif tag in ("link", "script", "style", "img") and not self.policy:
            self.before.append(tag)
        self._script = tag == "script" and "src" not in told
        self.inline += [f"{tag} {name}" for name, value in attrs if self.is_code(name, value or "")]
        self.inline += [tag] if self._script or tag in ("style", "base", "object", "embed", "iframe", "form") else []

    @staticmethod
    def is_code(name: str, value: str) -> bool:
        scheme = value.strip().lower().partition(":")[0]
        return name == "style" or name.startswith("on") or scheme in ("javascript", "vbscript")


@pytest.fixture(scope="module")
def site(processed) -> Path:
    return write_report(processed)[0].parent


def test_every_page_of_the_report_has_the_policy_and_nothing_that_it_forbids(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        found = Active(path.read_text("utf-8"))
        assert found.policy == POLICY, path
        assert found.before == [], path
        # the only form is that of the filters of the first page, which sends nothing
        assert [i for i in found.inline if i != "form"] == [], path


def test_the_policy_allows_no_inline_script_and_no_request():
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_a_release_in_a_notebook_runs_nothing(processed):
    html = inspect(SAMPLE, processed).html
    found = Active(html)
    assert found.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in found.policy
    assert "<script" not in html
    assert " sandbox " in inspect(SAMPLE, processed)._repr_html_().partition(">")[0][-60:]


COUNT_REFUSED = """
document.addEventListener("securitypolicyviolation", () => { window.refused = (window.refused || 0) + 1; });
"""


def test_a_browser_runs_no_script_that_came_into_a_page(browser, site, tmp_path, processed):
    copy = tmp_path / "site"
    (copy / "releases").mkdir(parents=True)
    attack = "<script>document.title='ran'</script><img src=x: onerror=\"document.title='ran'\"><b style='color:red'>"
    for name in ("style.css", "release.js", f"releases/{SAMPLE}.html"):
        (copy / name).write_text(
            (site / name).read_text("utf-8").replace('<main id="main">', '<main id="main">' + attack)
        )
    single = tmp_path / "single.html"
    single.write_text(inspect(SAMPLE, processed).html.replace('<main id="main">', '<main id="main">' + attack))
    for path in (copy / "releases" / f"{SAMPLE}.html", single):
        page = browser.new_page()
        page.add_init_script(COUNT_REFUSED)
        page.goto(path.as_uri())
        page.wait_for_function("window.refused >= 2", timeout=20_000)
        assert page.title() != "ran"
        display = page.evaluate("getComputedStyle(document.querySelector('.sheet')).display")
        assert display == "grid", "the site's own style is there"
        page.close()
