"""Real browsers for the tests of pages: Chromium and, with `make test-all`, Firefox if it is installed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHROMIUM, FIREFOX = Path("/usr/bin/chromium"), Path("/usr/bin/firefox-esr")


@pytest.fixture(scope="module", params=["chromium", pytest.param("firefox", marks=pytest.mark.slow)])
def browser(request):
    path = CHROMIUM if request.param == "chromium" else FIREFOX
    if not path.exists():
        if os.environ.get("CI") and path == CHROMIUM:
            pytest.fail("no chromium, which .ci/run installs")
        pytest.skip(f"no {path}: install Debian's {path.name} to test the pages in it")
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch:
        if path == FIREFOX:
            patch.setenv("NODE_OPTIONS", f"--require={Path(__file__).with_name('firefox.cjs')}")
        with sync_playwright() as play:
            if path == CHROMIUM:
                browser = play.chromium.launch(executable_path=str(path), args=["--no-sandbox"])
            else:
                browser = play.firefox.launch(executable_path=str(path), channel="moz-firefox")
            yield browser
            browser.close()
