"""Where the roles of an annotation stand in its text."""

from __future__ import annotations

import pytest

from training.corpus import Release
from training.role_places import role_places


@pytest.mark.parametrize(
    ("text", "role", "must", "may"),
    [
        ("Amina Okoye, the Director, spoke. A Director is paid.", "Director", [17], [36]),
        ("Director Amina Okoye spoke. Then Director Amina Okoye left.", "Director", [0, 33], []),
        ("Chair of the Board Amina Okoye; Chair Okoye; the Chair.", "Chair of the Board", [0], [32]),
        ("Amina Okoye " + "and so on " * 40 + "a Director", "Director", [], [414]),
        ("Amina Okoye, the DIRECTOR", "Director", [17], []),
    ],
    ids=["the nearest", "every one beside the name", "a part of it before the name", "too far", "capitals"],
)
def test_places_of_a_role(text: str, role: str, must: list[int], may: list[int]) -> None:
    people = [{"name": "Amina Okoye", "aliases": ["Okoye"], "roles": [{"role": role}]}]
    found = role_places(Release("made03", text, {"people": people}))
    assert [[start for start, _ in places] for places in found] == [must, may]
