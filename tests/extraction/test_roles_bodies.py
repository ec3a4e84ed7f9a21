"""The bodies of offices on made-up passages: which body an office is in, and what the text calls it."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract

ABOUT_VELORA = (
    "Velora Ltd. grows\n\nVelora Ltd. opened a lock. Velora Ltd. paid for it. Velora Ltd. is glad. Velora Ltd. hired. "
)

IN_WHAT = [
    (ABOUT_VELORA + "“Fine,” said CEO Ada Lund.", {"CEO": "Velora Ltd."}, "the body that the release is about"),
    (
        ABOUT_VELORA + "“Fine,” said Ada Lund, Managing Partner of Quillhaven.",
        {"Managing Partner of Quillhaven": "Quillhaven"},
        "another that nobody knows",
    ),
    (ABOUT_VELORA + "“Fine,” said President Ada Lund.", {"President": "Velora Ltd."}, "a company's"),
    ("“Fine,” said CEO Ada Lund. Velora Ltd. grows.", {"CEO": None}, "named once"),
    (ABOUT_VELORA + "Its CEO, Ada Lund, spoke.", {"CEO": "Velora Ltd."}, "the name behind the comma is no body"),
    (
        ABOUT_VELORA + "“Fine,” said Ada Lund, Chief Financial Officer.",
        {"Chief Financial Officer": "Velora Ltd."},
        "a field of work is no other body",
    ),
    (
        ABOUT_VELORA + "Ada Lund was named director.",
        {"director": "Velora Ltd."},
        "an appointment that the release tells",
    ),
    (ABOUT_VELORA + "Ada Lund will become director.", {"director": "Velora Ltd."}, "an appointment to come"),
    (ABOUT_VELORA + "Ada Lund was a director.", {"director": None}, "a post that may have been anywhere"),
    (
        "Attorney Ada Lund of the Harbour Crimes Section and Judge Jan Roe met the case.",
        {"Attorney": "Harbour Crimes Section", "Judge": None},
        "a unit that is told nowhere else",
    ),
    ("Attorney Ada Lund of the Upper Valley filed the case.", {"Attorney": None}, "a place is no unit"),
    (
        "The Velora Institute, headed by Director Ada Lund, opened.",
        {"Director": "Velora Institute"},
        "the body that is headed",
    ),
    ("The Velora Institute thanked Director Ada Lund.", {"Director": None}, "another body of the sentence"),
    (
        "They heard Adviser Ada Lund, Canal Safety Commission (CSC) Chair Jan Roe, and others.",
        {"Adviser": None, "Chair": "Canal Safety Commission"},
        "the body of the next office",
    ),
    (
        "Mr Jan Roe (Founder &amp; Partner, Larkfield Seeds)",
        {"Founder & Partner": "Larkfield Seeds"},
        "an entity of HTML",
    ),
    (
        "Ada Lund, Attorney-General, and Patron of the Velora Society, spoke.",
        {"Attorney-General": None, "Patron of the Velora Society": "Velora Society"},
        "an office of state",
    ),
    ("Quillhaven Quay CEO Ada Lund left.", {"Quillhaven Quay CEO": "Quillhaven Quay"}, "a firm that nobody recognised"),
    ("Regional Sales CEO Ada Lund left.", {"Regional Sales CEO": None}, "words of the post"),
    (
        "Ada Lund\u00a0\nPress Officer\u00a0\nLarkfield Central\u00a0\nT: 555",
        {"Press Officer": "Larkfield Central"},
        "lines",
    ),
    ("Ada Lund\nPress Officer\nT: 555 0100", {"Press Officer": None}, "a telephone below"),
    (
        "Ada Lund, Professor of Canal Care & Lock Medicine at the University of Velora, spoke.",
        {"Professor of Canal Care & Lock Medicine at the University of Velora": "University of Velora"},
        "a field with a body behind it",
    ),
    (
        "Velora Ltd. grows. Velora Ltd. hired. The company's CEO, Ada Lund, spoke.",
        {"CEO": "Velora Ltd."},
        "the company",
    ),
    ("Velora Ltd. and Larkfield Inc. grow. The company's CEO, Ada Lund, spoke.", {"CEO": None}, "which of two"),
    (
        "Mr Jan Roe, International CEO, Quill Sund,\nFriends,",
        {"International CEO": "Quill Sund"},
        "a firm with people's names",
    ),
    (
        "Incoming Canal Committee Chair Ada Lund left.",
        {"Incoming Canal Committee Chair": "Canal Committee"},
        "the body without words of the post",
    ),
    ("Ada Lund<br>\nHead of Locks<br>\nVelora Institute", {"Head of Locks": "Velora Institute"}, "breaks of HTML"),
    (
        "Ada Lund, Chief Canal Officer – A leader and founder of the Velora Institute.",
        {"Chief Canal Officer": None},
        "the body of another office",
    ),
    (
        "Ada Lund, Senior Vice President for Public Policy, Velora Institute, spoke.",
        {"Senior Vice President for Public Policy": "Velora Institute"},
        "a field of work is no body",
    ),
    (
        "Officer Ada Lund and Officer Jan Roe, Lindmoor Police Department; Trooper Eva Quist, Velora State Police.",
        {"Officer": "Lindmoor Police Department", "Trooper": "Velora State Police"},
        "a list of officers",
    ),
    (
        "The Ministry of Mines met. Minister for Mines Ada Lund spoke.",
        {"Minister for Mines": "Ministry of Mines"},
        "a ministry that the text names",
    ),
    (
        "Ada Lund, chair of the Board of Trustees of the Velora Institute, spoke.",
        {"chair of the Board of Trustees of the Velora Institute": "Velora Institute"},
        "a board is a part of its body",
    ),
    (
        "On Monday U.S. Marshals Service Deputy Commander Ada Lund left.",
        {"U.S. Marshals Service Deputy Commander": "U.S. Marshals Service"},
        "a body before the head, with a head noun in it",
    ),
    ("Velora Ice Ltd (ASX:VI1) CEO Ada Lund left.", {"CEO": "Velora Ice Ltd"}, "its ticker between"),
    ("Velora Ice Inc. (Nasdaq: VICE; TSX-V: VI)  CEO Ada Lund left.", {"CEO": "Velora Ice Inc."}, "two tickers"),
    ("Velora Ice Inc. (a maker of ice) CEO Ada Lund left.", {"CEO": None}, "words between"),
    ("Kenya's Cabinet Secretary Ada Lund spoke.", {"Cabinet Secretary": None}, "a generic word of the office"),
    ("- Ms Ada Lund (Group Head, Payments, Velora Bank)", {"Group Head, Payments": "Velora Bank"}, "what closes it"),
    (
        "“Fine,” said Senator Ada Lund, a member of the Canal Committee.",
        {"Senator": None, "member of the Canal Committee": "Canal Committee"},
        "the person parts the two offices",
    ),
    ("Remarks by President Ada Lund at the Velora Institute.", {"President": None}, "the place of an event"),
    (
        "Attorneys Jan Roe and Ada Lund of the Velora Institute spoke.",
        {"Attorney": "Velora Institute"},
        "the body of both",
    ),
    (
        "U.S. Attorney Ada Lund of the Eastern District of New York.Sentencing is in May.",
        {"U.S. Attorney": "Eastern District of New York"},
        "a district ends with its state",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), IN_WHAT)
def test_the_body_of_an_office(text: str, expected: dict[str, str | None], why: str) -> None:
    x = extract(text)
    names = {o.organisation_id: o.name for o in x.organisations}
    assert {r.role: names.get(r.organisation_id or "") for r in x.roles} == expected, why


def test_a_body_that_only_an_office_names_is_known_everywhere() -> None:
    x = extract("Norvane Moor Care grew. “Yes,” said Ada Zorn, CEO of Norvane Moor Care. Norvane Moor Care leads.")
    assert [m.text for m in x.mentions if m.label == "ORGANISATION"] == ["Norvane Moor Care"] * 3


def test_a_district_is_served_and_no_mention_of_a_body() -> None:
    x = extract("U.S. Attorney Ada Zorn of the Northern District of Georgia spoke.")
    assert [m.text for m in x.mentions if m.label == "ORGANISATION"] == []
    names = {o.organisation_id: o.name for o in x.organisations}
    assert [names.get(r.organisation_id or "") for r in x.roles] == ["Northern District of Georgia"]
    assert "GEO" not in {c.country for c in x.countries}


def test_the_body_of_an_office_has_its_listed_name() -> None:
    x = extract("“Yes,” said World Bank President Ada Zorn.")
    assert {o.name for o in x.organisations} == {"World Bank"}


def test_half_a_country_is_no_body() -> None:
    x = extract("I, ADA ZORN, President of the United States of\nAmerica, hereby proclaim a day of canals.")
    assert [o.name for o in x.organisations] == []


def test_no_body_of_an_office_runs_over_a_wide_gap() -> None:
    x = extract("Ada Zorn is the Director of Skiing at Velora Moor   His style is his own.")
    assert not any("His" in o.name for o in x.organisations)
