"""Bodies that a release describes below its text."""

from __future__ import annotations

import time

import pytest

from pipeline.extraction.organisation_headings import described

CASES = [
    ("Quiet Pear grew.\n\nAbout Quiet Pear\nQuiet Pear sells fruit.", ["Quiet Pear"], "a heading"),
    ("Quiet Pear grew.\n\n**About Quiet Pear:**\nIt sells fruit.", ["Quiet Pear"], "in bold, with a colon"),
    ("Pears by the Hour grew.\n\nAbout Pears by the Hour\n", ["Pears by the Hour"], "small words"),
    ("bar Pear grew.\n\nAbout bar Pear\n", ["bar Pear"], "begins small"),
    ("It grew.\n\nAbout Quiet Pear\nIt sells fruit.", [], "the text does not speak of it"),
    ("the author grew.\n\nAbout the author\n", [], "in small letters"),
    ("About Quiet Pear Quiet Pear sells fruit.", ["Quiet Pear", "Quiet Pear"], "glued to its paragraph"),
    ("About QuietPearQuietPear sells fruit.", ["QuietPear", "QuietPear"], "without a space"),
    ("They spoke about Quiet Pear on Monday.", [], "no heading"),
    ("About Quiet Pear and plums.", [], "no heading either"),
]


@pytest.mark.parametrize(
    "text", ["About " + "A" * 100_000, "\n" * 100_000, "About " + "Aa " * 30_000, "About (" * 20_000]
)
def test_long_texts_take_no_longer(text: str) -> None:
    started = time.process_time()
    assert len(list(described(text))) < 3
    assert time.process_time() - started < 2


@pytest.mark.parametrize(("text", "names", "why"), CASES)
def test_described(text: str, names: list[str], why: str) -> None:
    assert [text[c.start : c.end] for c in described(text)] == names, why
