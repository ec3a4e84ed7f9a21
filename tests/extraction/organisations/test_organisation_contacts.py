"""What is a contact, and its organisation."""

from __future__ import annotations

import pytest

from pipeline.extraction.organisations.contact_entities import is_contact, organisation_of_contact
from pipeline.structure.release import ContactBlock
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
    assert [organisation_of_contact(c, found) for c in found.release.contacts] == [expected], why


def block(name: str, phone: str | None = None, role: str | None = None) -> ContactBlock:
    return ContactBlock(0, 9, name, organisation=None, email=None, phone=phone, role=role)


REACHED = [
    (block("Reddit Post"), None, False, "a capitalised line of a footer"),
    (block("Jan Roe"), "jan-roe", True, "a person of the release"),
    (block("Press Office", phone="212 555 0147"), None, True, "a desk with a number"),
    (block("Jan Roe", role="Head of Press"), None, True, "a job title"),
]


@pytest.mark.parametrize(("contact", "person", "expected", "why"), REACHED)
def test_a_contact_can_be_reached_or_is_known(
    contact: ContactBlock, person: str | None, expected: bool, why: str
) -> None:
    assert is_contact(contact, person) is expected, why
