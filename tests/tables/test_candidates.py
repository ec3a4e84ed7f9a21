"""Which pairs of entities are candidates for being one, and what a run writes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.runs.run import run
from pipeline.tables.candidates import of_organisations, of_people
from tests.corpus import table_of
from tests.stubs import analyse

PEOPLE = [
    (["Ilse Brandt", "Brandt Ilse"], True, "the same words in another order"),
    (["Tom Varga", "Thomas Varga"], True, "a nickname of the same given name"),
    (["T. Varga", "Thomas Varga"], True, "an initial"),
    (["Ilse M. Brandt", "Ilse Brandt"], True, "a middle name left out"),
    (["Ilse Brandström", "Ilse Brandstrom-Lund"], False, "another surname"),
    (["Katalin Vargas", "Katalin Varga"], True, "one letter more"),
    (["Ilse Brandt", "Otto Brandt"], False, "another given name"),
    (["Brandt", "Ilse Brandt"], True, "a surname that only one person has"),
]
BODIES = [
    (["Norvane Optics, Inc.", "Norvane Optics"], {}, True, "a legal form"),
    (["ZPR", "Zed Parks Registry"], {}, True, "first letters"),
    (["ZPR", "Zed Parks Registry"], {"Zed Parks Registry": ["ZPR"]}, True, "an acronym that a text defines"),
    (["Ministry of Water", "Ministry of Fisheries"], {}, False, "other words"),
    (["Norvane Optics", "Norvane Optica"], {}, True, "one letter"),
    (["Norvane Optics 1", "Norvane Optics 2"], {}, False, "names that differ in a number are not misspelled"),
    (["ZPR", "Zed Parks Registry", "Zeta Peace Ring"], {}, False, "initials that fit two names"),
]


@pytest.mark.parametrize(("names", "expected", "why"), PEOPLE)
def test_pairs_of_people(names: list[str], expected: bool, why: str) -> None:
    assert bool([*of_people({n: (n, []) for n in names})]) == expected, why


@pytest.mark.parametrize(("names", "aliases", "expected", "why"), BODIES)
def test_pairs_of_organisations(names: list[str], aliases: dict[str, list[str]], expected: bool, why: str) -> None:
    assert bool([*of_organisations({n: (n, aliases.get(n, [])) for n in names})]) == expected, why


def test_a_form_that_hundreds_share_makes_no_pairs() -> None:
    crowd = {f"A{i} Brandt": (f"A{i} Brandt", []) for i in range(300)}
    assert not [why for *_, why in of_people(crowd) if "initial" in why]


def test_a_run_writes_pairs_of_different_documents_only(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("Katalin Varga of ZPRX spoke of the canal and of its locks.\n", "utf-8")
    (raw / "b.txt").write_text("Katalin Vargas of ZPRX spoke of the bridge and of its trams.\n", "utf-8")
    run(raw, tmp_path / "out", analyse=analyse)
    pairs = table_of(tmp_path / "out", "candidates")
    assert pairs[["entity_a", "entity_b"]].to_numpy().tolist() == [["katalin-varga", "katalin-vargas"]]
    (raw / "b.txt").unlink()
    run(raw, tmp_path / "out", analyse=analyse)
    assert table_of(tmp_path / "out", "candidates").empty
    (raw / "b.txt").write_text("Katalin Vargas of ZPRX met Katalin Varga of ZPRX at the bridge.\n", "utf-8")
    run(raw, tmp_path / "out", analyse=analyse)
    assert table_of(tmp_path / "out", "candidates").empty  # one text names both, so they are different
