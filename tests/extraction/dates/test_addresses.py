"""Spans inside e-mail and web addresses."""

from __future__ import annotations

import pytest

from pipeline.extraction.dates.filters import stands_in_address


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Write to desk@zed.example now", True),
        ("Write to zed@desk.example now", True),
        ("See https://desk.example/zed now", True),
        ("See www.zed.example now", True),
        ("See desk.org/zed now", True),
        ("See desk.html, zed", False),
        ("desk@lund.example\nzed", False),
    ],
)
def test_stands_in_address(text: str, inside: bool) -> None:
    at = text.index("zed")
    assert stands_in_address(text, at, at + 3) is inside
