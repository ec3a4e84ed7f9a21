"""Contacts in the layouts that contact parts have: a field a line, one line, a sentence, line ends lost."""

from __future__ import annotations

import pytest

from tests.structure.labels import read

Row = tuple[str | None, str | None, str | None, str | None, str | None]


def contacts(text: str, **settings: str) -> list[Row]:
    """Name, job title, organisation, e-mail address and number of each contact."""
    found = read(text, "contact", **settings).contacts
    return [(c.name, c.role, c.organisation, c.email, c.phone) for c in found]


ANN, TOM = "Ann Example", "Tom Sample"
CASES: list[tuple[str, list[Row], str]] = [
    (f"Contact:\n{ANN}\nPress Officer\nExample Mills Ltd\nann@mills.example\n+47 22 55 01 23",
     [(ANN, "Press Officer", "Example Mills Ltd", "ann@mills.example", "+47 22 55 01 23")], "a field a line"),
    (f"Media contact: {ANN} 0427 604 760 / {TOM} 0411 414 695",
     [(ANN, None, None, None, "0427 604 760"), (TOM, None, None, None, "0411 414 695")], "two on a line"),
    (f"Contact: {ANN}, 202/224-0610; {TOM}, 202/224-9020.",
     [(ANN, None, None, None, "202/224-0610"), (TOM, None, None, None, "202/224-9020")], "parted by a semicolon"),
    (f"Contact: {ANN} and {TOM}, 202/224-5842.",
     [(ANN, None, None, None, "202/224-5842"), (TOM, None, None, None, "202/224-5842")], "a number that two share"),
    (f"For media enquiries, please contact {ANN} on 0116 252 2467 or email ann@mills.example.",
     [(ANN, None, None, "ann@mills.example", "0116 252 2467")], "a sentence"),
    (f"Name: {ANN}\nTitle: VP of Marketing\nCompany Name: Velora\nEmail: ann@velora.example\nWebsite: www.velora.com",
     [(ANN, "VP of Marketing", "Velora", "ann@velora.example", None)], "labels"),
    (f"Contact DetailsVelora\n\n{ANN}\n\n+47 22 55 01 23",
     [(ANN, None, "Velora", None, "+47 22 55 01 23")], "an organisation glued to the heading"),
    (f"Media Contact Details{ANN}\n+47 22 55 01 23",
     [(ANN, None, None, None, "+47 22 55 01 23")], "a name glued to the heading"),
    (f"Contact Details{ANN}aexample@velora.com",
     [(ANN, None, None, "aexample@velora.com", None)], "an address glued to the name"),
    (f"{ANN}ann.example@velora.com", [(ANN, None, None, "ann.example@velora.com", None)], "one that says it in full"),
    (f"{ANN}ann@velora.com", [(ANN, None, None, "ann@velora.com", None)], "one with the given name"),
    ("Contact Barbara@velora.com", [(None, None, None, "Barbara@velora.com", None)], "an address with a capital"),
    ("Ann Example AExample@velora.com",
     [(ANN, None, None, "AExample@velora.com", None)], "one with two capitals"),
    (f"{ANN}\nTel: +47 22 55 01 23\nFax: +47 22 55 01 24\n",
     [(ANN, None, None, None, "+47 22 55 01 23")], "a fax is no telephone"),
    ("Press office\npress@mills.example", [(None, None, None, "press@mills.example", None)], "a desk"),
    (f"For Example Mills:\n{ANN}\nann@mills.example\n\nFor Velora Group:\n{TOM}\ntom@velora.example",
     [(ANN, None, "Example Mills", "ann@mills.example", None), (TOM, None, "Velora Group", "tom@velora.example", None)],
     "two organisations"),
    ("VelTechLindmoor, CAwww.veltech.com 415.949.5050 OfficeEditor@VelTech.com",
     [(None, None, "VelTech", "Editor@VelTech.com", "415.949.5050")], "glued, its own capitals kept"),
    (f"{ANN}\nPress Officer\nann@mills.example\nPublic Relations Team\npr@mills.example",
     [(ANN, "Press Officer", None, "ann@mills.example", None),
      (None, "Public Relations Team", None, "pr@mills.example", None)], "a desk after a person"),
    (f"Buy a copy\nMedia Contact\n{ANN}, Velora Global Magazine, 202/224-0610",
     [(ANN, None, "Velora Global Magazine", None, "202/224-0610")], "an invitation is no organisation"),
    (f"Dr {TOM} is available for interview. Please contact {ANN} on 0113 343 8059",
     [(ANN, None, None, None, "0113 343 8059")], "a number is not shared by who is named in the sentence before"),
    ("Media Contact", [], "a heading alone makes no row"),
    ("For more information, please visit www.mills.example.", [], "a page alone makes no row"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows", "why"), CASES, ids=[why for *_, why in CASES])
def test_contacts(text: str, rows: list[Row], why: str) -> None:
    assert contacts(text) == rows


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("Ann Example\n+44 (0)20 7946 0000", "+442079460000", "a zero in brackets is not dialled"),
        ("Ann Example\n020 7946 0000\nann@mills.co.uk", "+442079460000", "the country of the e-mail address"),
        ("Ann Example\n(202) 224-0610", "+12022240610", "the American way of writing"),
        ("Ann Example\n020 7946 0000", None, "no country is known"),
        ("Ann Example\n+44 1", None, "no number"),
    ],
)
def test_number_as_dialled_from_anywhere(text: str, number: str | None, why: str) -> None:
    found = read(text, "contact").contacts
    assert (found[0].phone_e164 if found else None) == number, why


def test_the_country_of_the_dateline() -> None:
    text = "NAIROBI, Kenya, 3 May 2022 – The ministry opened a mill.\n\nContact: Ann Example, 020 222 2222"
    (contact,) = read(text, "body contact").contacts
    assert contact.phone_e164 == "+254202222222"


def test_an_organisation_that_the_release_describes_is_no_person() -> None:
    text = "About Paperly Mills\n\nIt makes paper.\n\nPaperly Mills\n\nAnn Example\n\n+47 22 55 01 23"
    (contact,) = read(text, "boilerplate boilerplate contact").contacts
    assert (contact.name, contact.organisation) == ("Ann Example", "Paperly Mills")
