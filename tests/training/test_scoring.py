"""The scorer of ../shared gets releases and what was found in them, also those of this project's own rounds."""

from __future__ import annotations

from typing import Any

import pytest

from training.corpus import Release
from training.scoring import GOLD, f1

OWN = Release("a01", "Ada Lund spoke.", {"mentions": [], "people": [{"name": "Ada Lund", "roles": []}],
                                         "organisations": [], "quotes": []})  # fmt: skip
CASES = [
    ({"people": [{"name": "Ada Lund"}]}, 1.0, False, "the person that is annotated"),
    ({"people": [{"name": "Bo Berg"}]}, 0.0, True, "another person"),
    ({}, 0.0, True, "nobody"),
]


@pytest.mark.skipif(not GOLD.exists(), reason="needs ../shared/gold")
@pytest.mark.parametrize(("found", "expected", "is_error", "why"), CASES, ids=[case[-1] for case in CASES])
def test_people_of_a_release_are_scored(found: dict[str, Any], expected: float, is_error: bool, why: str) -> None:
    figures, printed = f1([OWN], {"a01": found}, "--errors")
    assert figures["people"] == expected
    assert ("a01 people FP" in printed) == is_error
