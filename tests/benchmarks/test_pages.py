"""Places of pages that benchmarks write: what a long run has measured must have somewhere to go."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import calibration, dates, pages, quotes, torture
from tests.conftest import ROOT

PAGE = "a\n<!-- one -->\nold\n<!-- end -->\nb\n<!-- two -->\n<!-- end -->\n"
WRITTEN = {
    "confidence.md": calibration.MARK,
    "dates.md": dates.MARK,
    "quotes.md": quotes.MARK,
    "reliability.md": torture.MARK,
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("one", PAGE.replace("old\n", "new \\1\n")),
        ("two", PAGE.replace("<!-- two -->\n", "<!-- two -->\nnew \\1\n")),
    ],
)
def test_a_text_is_written_to_its_place_and_nowhere_else(name: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, "utf-8")
    pages.write(path, name, "new \\1")
    assert path.read_text("utf-8") == expected


@pytest.mark.parametrize("page", [PAGE, "<!-- three -->\nwithout an end"])
def test_a_page_without_the_place_is_an_error(page: str) -> None:
    with pytest.raises(ValueError, match="no <!-- three -->"):
        pages.replaced(page, "three", "new")


@pytest.mark.parametrize(("page", "name"), WRITTEN.items())
def test_each_table_has_its_place(page: str, name: str) -> None:
    assert pages.text_at((ROOT / "docs" / page).read_text("utf-8"), name).count("|") > 10
