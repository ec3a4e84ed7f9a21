"""The README shows what the program prints now."""

from benchmarks import readme
from tests.conftest import ROOT


def test_the_readme_shows_real_output(processed):
    stored = (ROOT / "README.md").read_text("utf-8")
    parts = {"explain": readme.excerpt(), "rows": readme.rows(processed), "scores": readme.scores()}
    assert readme.filled(stored, parts) == stored, "run `python -m benchmarks.readme`"


def test_a_part_goes_to_its_place_and_nowhere_else():
    page = "a\n<!-- one -->\nold\n<!-- end -->\nb\n<!-- two -->\n<!-- end -->\n"
    assert readme.filled(page, {"two": "new"}) == page.replace("<!-- two -->\n", "<!-- two -->\nnew\n")
