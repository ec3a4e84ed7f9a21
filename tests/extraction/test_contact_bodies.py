"""The bodies of contacts."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract

CASES = [
    ("Contact:\nJan Roe\nVelora Institute\njan@roe.example", "org-velora-institute", "its own words"),
    ("Contact:\nJan Roe\njan@lindmoorcanals.example", "org-lindmoor-canals-ltd", "its address"),
    ("Contact:\nJan Roe\njan@gmail.com", None, "an address of anybody"),
    ("Contact:\nJan Roe\n212 555 0147", None, "nothing tells"),
]


@pytest.mark.parametrize(("contact", "expected", "why"), CASES)
def test_body_of_a_contact(contact: str, expected: str | None, why: str) -> None:
    x = extract(
        f"The Velora Institute opened a lock for Lindmoor Canals Ltd. It is the third one of the town.\n\n{contact}\n"
    )
    assert [c.organisation_id for c in x.contacts] == [expected], why
