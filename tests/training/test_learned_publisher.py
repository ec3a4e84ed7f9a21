"""When a name in a release is that of its publisher."""

from __future__ import annotations

import pytest

from training.publisher import is_same

CASES = [
    ("Zed Mines", "Zed Mines Ltd", True, "a legal form"),
    ("Zed Mines (Lund)", "Zed Mines", True, "words in brackets of this project's names"),
    ("scoop zed-students-union", "Zed Students' Union", True, "an archive's prefix and hyphens"),
    ("Ministry of Labour", "Ministry of Labour and Employment", True, "one word more"),
    ("Ada University", "Ada University School of Ice and Snow", False, "a unit with three words more"),
    ("Zed Mines", "Zed Bank", False, "one word of three"),
    ("Zed", "Mines of Zed Bay", True, "two words more"),
    ("The", "Zed", False, "no word of its own"),
]


@pytest.mark.parametrize(("publisher", "name", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_same_name(publisher: str, name: str, expected: bool, why: str) -> None:
    assert is_same(publisher, name) == expected
