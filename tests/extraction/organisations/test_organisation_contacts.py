"""The organisations of contacts."""

from __future__ import annotations

import pytest

from pipeline.extraction.organisations.contacts import organisation_of
from tests.extraction.organisations.marked import analysed

CASES = [
    ("Contact:\nJan Roe\nVelora Institute\njan@roe.example", "org-velora-institute", "its own words"),
    ("Contact:\nJan Roe\njan@lindmoorcanals.example", "org-lindmoor-canals-ltd", "its address"),
    ("Contact:\nJan Roe\njan@gmail.com", None, "an address of anybody"),
    ("Contact:\nJan Roe\n212 555 0147", None, "nothing tells"),
]


@pytest.mark.parametrize(("contact", "expected", "why"), CASES)
def test_organisation_of_a_contact(contact: str, expected: str | None, why: str) -> None:
    found = analysed(
        f"The [Velora Institute] opened a lock for [Lindmoor Canals Ltd]. It is the third of the town.\n\n{contact}\n"
    )
    assert [organisation_of(c, found) for c in found.release.contacts] == [expected], why
