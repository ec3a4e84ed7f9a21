"""The plain-text format of annotations: what is read from it, and which problems are reported."""

from __future__ import annotations

import pytest

from training.annotation_spec import read

TEXT = """# Acme names Ada Lund

Ada Lund, Chair of Acme Mines, said: “We dig.” Write to press@Acme.com
or see Lantern Hill, the home of Lantern Hill Ltd.

About Acme
Acme digs in Chad.
"""
LINES = """
PERSON: Ada Lund
  role: Chair @ Acme Mines
ORG: Acme Mines | Acme
ORG?: Lantern Hill Ltd
AT: PLACE see ~Lantern Hill~, the
COUNTRY: Chad
q1: direct -> Ada Lund
about: 6-7
// a remark
"""


def found(specification: str) -> list[tuple[str, str, bool]]:
    annotation, _ = read(TEXT, specification)
    return [(m["label"], m["text"], m["optional"]) for m in annotation["mentions"]]


def test_names_are_found_everywhere_except_in_addresses() -> None:
    assert found(LINES) == [
        ("ORG", "Acme", False), ("PERSON", "Ada Lund", False), ("PERSON", "Ada Lund", False),
        ("ORG", "Acme Mines", False), ("PLACE", "Lantern Hill", False), ("ORG", "Lantern Hill Ltd", True),
        ("ORG", "Acme", False), ("ORG", "Acme", False), ("COUNTRY", "Chad", False),
    ]  # fmt: skip


def test_links_quotations_and_parts_are_read() -> None:
    annotation, problems = read(TEXT, LINES)
    assert problems == []
    assert annotation["people"][0]["roles"] == [{"role": "Chair", "organisation": "Acme Mines", "country": None}]
    assert [(q["kind"], q["speaker"]) for q in annotation["quotes"]] == [("direct", ["Ada Lund"])]
    (about,) = annotation["segments"]
    assert TEXT[about["start"] : about["end"]] == "About Acme\nAcme digs in Chad."


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("PERSON: Ada Lund", "PERSON: Eda Lund", "not in the text: PERSON Eda Lund"),
        ("role: Chair @", "role: Head @", "role not in the text: Ada Lund: Head"),
        ("@ Acme Mines", "@ Mines", "a role's organisation has no ORG line: Mines"),
        ("q1: direct -> Ada Lund", "", "q1 is missing"),
        ("-> Ada Lund", "-> Roe", "q1: the speaker has no PERSON or ORG line: Roe"),
        ("about: 6-7", "about: 6-70", "no such lines: about: 6-70"),
        ("ORG?: Lantern Hill Ltd", "ORG?: Lantern Ltd", "organisation not in the text: Lantern Ltd"),
        ("see ~Lantern Hill~", "near ~Lantern Hill~", "AT not found: AT: PLACE near ~Lantern Hill~, the"),
        ("COUNTRY: Chad", "LAND: Chad", "not understood: LAND: Chad"),
    ],
)  # fmt: skip
def test_problems_are_reported(old: str, new: str, problem: str) -> None:
    assert problem in read(TEXT, LINES.replace(old, new))[1]
