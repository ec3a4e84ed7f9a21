"""The sample release, row by row: what every table must contain for it.

The rows are read from the tables that a run over raw/ writes, so that every stage is tested: bytes, repair,
structure, extraction, store, CSV.
"""

import re

import pandas as pd
import pytest

from tests.conftest import ROOT

DOC = "ct-tech-tashkent"
RAW = (ROOT / "raw" / f"{DOC}.txt").read_bytes()
SPAM = "缅北禁地"


@pytest.fixture(scope="module")
def text(processed):
    return (processed / "text" / f"{DOC}.txt").read_bytes().decode()


@pytest.fixture(scope="module")
def rows(tables):
    """The rows of a table that belong to the sample."""

    def of(name):
        table = tables[name]
        return table[table["document_id"] == DOC] if "document_id" in table else table

    return of


@pytest.fixture(scope="module")
def names(tables):
    return dict(zip(tables["entities"]["entity_id"], tables["entities"]["name"], strict=True))


def shown(value):
    return "" if pd.isna(value) else str(value)


# --- repair ---------------------------------------------------------------------------------------------------------


def test_all_mojibake_is_repaired_and_nothing_else(text):
    damaged = RAW.decode()
    by_hand = re.sub("[\x80-\xff]{2,}", lambda m: m[0].encode("latin-1").decode("gb18030"), damaged)
    assert text == by_hand
    assert text.count("\xa0") == damaged.count("\xa0") == 2


def test_every_edit_is_a_row_and_leads_back_to_its_bytes(rows, text):
    repairs = rows("repairs")
    assert sorted(repairs["after"]) == sorted(["“", "”"] * 4 + ["“"] + [SPAM] * 2)
    assert set(repairs["kind"]) == {"mojibake"}
    assert set(repairs["written_as"]) <= {"gb18030", "gbk"}
    assert set(repairs["read_as"]) == {"latin-1"}
    for r in repairs.itertuples():
        assert text[r.start : r.end] == r.after
        assert RAW[r.source_start : r.source_end].decode() == r.before


def test_the_injected_string_stays_in_the_text_and_is_reported(rows, text):
    injected = rows("findings").query("kind == 'injected'")
    assert [text[f.start : f.end] for f in injected.itertuples()] == [SPAM, SPAM]
    assert text.count(SPAM) == 2
    assert not any(SPAM in t for t in rows("mentions")["text"])
    assert not any(SPAM in t for t in rows("quotes").query("kind != 'indirect'")["text"])


# --- head -----------------------------------------------------------------------------------------------------------


def test_document_row(rows):
    (row,) = rows("documents").to_dict("records")
    assert row["source"] == f"{DOC}.txt"
    assert row["bytes"] == len(RAW)
    assert row["encoding"] == "utf-8"
    assert row["headline"] == "CT TECH regional awareness raising workshop for Central Asia and Mongolia"
    assert shown(row["dateline"]) == ""
    assert shown(row["published"]) == ""


# --- people and roles -----------------------------------------------------------------------------------------------


def test_people_with_their_honorifics(rows, names):
    people = rows("mentions").query("label == 'PERSON' and how == 'name'")
    assert {names[m.entity_id]: m.honorific for m in people.itertuples()} == {
        "Xatamov Rustam Abduganiyevich": "Col.",
        "Charlotte Adriaen": "H.E.",
        "Consuelo Vidal-Bruce": "Ms.",
        "Ulrik Ahnfeldt-Mollerup": "Mr.",
    }
    assert set(rows("document_people")["person_id"]) == {
        "xatamov-rustam-abduganiyevich",
        "charlotte-adriaen",
        "consuelo-vidal-bruce",
        "ulrik-ahnfeldt-mollerup",
    }


def test_roles_verbatim_with_organisation_and_country(rows, names):
    got = {(r.person_id, r.role, names[r.organisation_id], shown(r.country)) for r in rows("roles").itertuples()}
    academy = "Academy of the Ministry of Internal Affairs of the Republic of Uzbekistan"
    assert got == {
        ("xatamov-rustam-abduganiyevich", f"Head of the {academy}", academy, "UZB"),
        ("charlotte-adriaen", "Ambassador of the European Union to Uzbekistan", "European Union", "UZB"),
        ("consuelo-vidal-bruce", "United Nations Resident Coordinator in Uzbekistan", "United Nations", "UZB"),
        (
            "ulrik-ahnfeldt-mollerup",
            "Chief of the Countering Terrorism Section in UNOCT/UNCCT",
            "Countering Terrorism Section",
            "",
        ),
    }
    assert set(rows("roles")["status"]) == {"current"}


# --- countries and organisations ------------------------------------------------------------------------------------


def test_countries(rows):
    mentioned = rows("mentions").query("label == 'COUNTRY'")
    assert set(mentioned["entity_id"]) == {"BIH", "KAZ", "KGZ", "MNG", "TJK", "TKM", "UZB"}
    assert set(rows("document_countries").query("mentions > 0")["country"]) == set(mentioned["entity_id"])


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("United Nations Office of Counter-Terrorism", "UNOCT"),
        ("United Nations Counter-Terrorism Centre", "UNCCT"),
        ("International Criminal Police Organization", "INTERPOL"),
        ("Organization for Security and Co-operation in Europe", "OSCE"),
        ("United Nations Office on Drugs and Crime", "UNODC"),
        ("European Union", "EU"),
        ("United Nations", "UN"),
        ("Countering Terrorism Section", None),
        ("Academy of the Ministry of Internal Affairs of the Republic of Uzbekistan", None),
    ],
)
def test_organisations_with_acronyms_as_aliases(rows, tables, name, acronym):
    found = tables["organisations"].query("name == @name")
    assert len(found) == 1
    key = found["organisation_id"].iloc[0]
    assert key in set(rows("document_organisations")["organisation_id"])
    if acronym:
        assert acronym in set(tables["aliases"].query("entity_id == @key")["alias"])


def test_no_other_organisations(rows):
    """“Col.” is a rank, and “Academy” alone, without its ministry, is no organisation."""
    assert len(rows("document_organisations")) == 10  # those above and the Government of Uzbekistan


# --- dates ----------------------------------------------------------------------------------------------------------


def test_five_dates_four_values(rows):
    assert [(d.text, d.value, d.value_from) for d in rows("dates").sort_values("start").itertuples()] == [
        ("27 September", "2023-09-27", "inference"),
        ("2022", "2022", "text"),
        ("June 2023", "2023-06", "text"),
        ("October", "2023-10", "inference"),
        ("2022", "2022", "text"),
    ]


# --- quotes ---------------------------------------------------------------------------------------------------------


def test_three_direct_quotes_with_their_speakers(rows):
    quotes = rows("quotes").query("kind != 'indirect'").sort_values("start")
    got = [
        (q.text[:12], q.text[-12:], q.kind, bool(q.closed), q.speaker_id, q.speaker_text) for q in quotes.itertuples()
    ]
    assert got == [
        ("the threat f", " complexity.", "direct", False, "charlotte-adriaen", "Charlotte Adriaen"),
        ("Designing ef", "d respected.", "direct", True, "charlotte-adriaen", "She"),
        ("despite our ", "rule of law.", "direct", True, "ulrik-ahnfeldt-mollerup", "Ulrik Ahnfeldt-Mollerup"),
    ]
    assert list(quotes["resolution"])[1] == "pronoun"


def test_titles_in_quotation_marks_are_no_quotes(rows):
    assert list(rows("titles").sort_values("start")["text"]) == [
        "Regional cooperation among Central Asian countries within the framework of the Joint Action Plan for the "
        "Implementation of the United Nations Global Counter-Terrorism Strategy",
        "Cybersecurity and New Technologies",
    ]


# --- every row ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["mentions", "dates", "quotes", "titles"])
def test_text_between_the_offsets_is_what_the_row_says(rows, text, table):
    for r in rows(table).itertuples():
        assert text[r.start : r.end] == r.text
