"""Offices whose body or person another sentence or office tells, on made-up passages."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract

CASES = [
    # text, [(person, words of the office, body or None)], why
    (
        "The case is being prosecuted by Trial Attorney Sheldon L. Beerman and Deputy Chief Paige M. Fitzroy of the "
        "Civil Rights Division.",
        [("Sheldon L. Beerman", "Trial Attorney", "Civil Rights Division"),
         ("Paige M. Fitzroy", "Deputy Chief", "Civil Rights Division")],
        "colleagues told in one breath",
    ),
    (
        "The case is being prosecuted by Trial Attorney Sheldon L. Beerman and Assistant U.S. Attorney Paige M. "
        "Fitzroy of the District of New Jersey.",
        [("Sheldon L. Beerman", "Trial Attorney", None),
         ("Paige M. Fitzroy", "Assistant U.S. Attorney", "District of New Jersey")],
        "a district is the next attorney's alone",
    ),
    (
        "They can live there, said Assistant Attorney General Vanda Gupal, head of the Civil Rights Division.",
        [("Vanda Gupal", "Assistant Attorney General", "Civil Rights Division"),
         ("Vanda Gupal", "head of the Civil Rights Division", "Civil Rights Division")],
        "the headship behind the name tells the body of the title",
    ),
    (
        "The Lindmoor County District Attorney's Office charged a man. Deputy District Attorney Chris Alexander is "
        "prosecuting the case. Defence attorney Jan Roe objected.",
        [("Chris Alexander", "Deputy District Attorney", "Lindmoor County District Attorney's Office"),
         ("Jan Roe", "Defence attorney", None)],
        "the one office of prosecutors; not for the defence",
    ),
    (
        "The Harbour Aid Trust has funded the work. The Harbour Aid Trust gave more. Chief Executive of the charity, "
        "Nigel Rosen said so.",
        [("Nigel Rosen", "Chief Executive of the charity", "Harbour Aid Trust")],
        "“the charity” is the body that the text is about",
    ),
    (
        "Media Contact Full Name: Nigel Rosen\n\n Title: VP of Marketing\n\n Company Name: Elevated Ventures\n\n "
        "Email: press@example.com\n",
        [("Nigel Rosen", "VP of Marketing", "Elevated Ventures")],
        "the fields of a form, blank lines between them",
    ),
    (
        "Mr Karl Shannon will be appointed Minister for Law. He will continue as Second Minister for Home Affairs.",
        [("Karl Shannon", "Minister for Law", None), ("Karl Shannon", "Second Minister for Home Affairs", None)],
        "appointments to come, and offices that go on",
    ),
    (
        "Jan Roe will continue to press the Minister for Law.",
        [],
        "what somebody continues to do is no office",
    ),
    (
        "Sen. Ada Zorn, senior Democrat on the Harbour Committee, spoke. Ten senior Democrats and Jan Roe, a "
        "Republican, heard her.",
        [("Ada Zorn", "senior Democrat on the Harbour Committee", "Harbour Committee"), ("Ada Zorn", "Sen.", "*")],
        "the first of a party on a committee; a party alone is no office",
    ),
    (
        "Lindmoor County State’s Attorney Eileen Burker announced charges.",
        [("Eileen Burker", "Lindmoor County State’s Attorney", None)],
        "the State's in the name of the office is no owner",
    ),
    (
        "The firm grew.\n\nOver the years Jan became a leader. Jan Roe has met Eva Lund. He is the chairman of the "
        "Harbour Bank.",
        [("Jan Roe", "chairman of the Harbour Bank", "Harbour Bank")],
        "he whom the sentence before begins with, not the nearest name",
    ),
    (
        "Jan Roe was President at Freshwaters where he helped scale the company.",
        [("Jan Roe", "President at Freshwaters", "Freshwaters")],
        "one is president at a firm, whatever the recogniser takes it for",
    ),
    (
        "Jan Roe is President in Freshwaters. Ada Zorn is a nurse at Paris.",
        [("Jan Roe", "President in Freshwaters", None)],
        "a place behind “in”",
    ),
    (
        "Meet Deputy Director Jan Roe.",
        [("Jan Roe", "Deputy Director", None)],
        "a headline that bids the reader meet somebody",
    ),
    (
        "Jan Roe praised him. At noon came Eva Lund. She is the chair of the Harbour Bank.\n\n"
        "• Jan Roe left.\n• Mayor of Velora is Karl Shannon. He is the chairman of the Tide Bank.",
        [("Karl Shannon", "chairman of the Tide Bank", "Tide Bank")],
        "not over the items of a list",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_offices_that_others_explain(text: str, expected: list[tuple[str, str, str | None]], why: str) -> None:
    x = extract(text)
    people = {p.person_id: p.name for p in x.people}
    bodies = {o.organisation_id: o.name for o in x.organisations}
    found = [(people[r.person_id], r.role, bodies.get(r.organisation_id or "")) for r in x.roles]
    for person, role, body in expected:
        held = [b for p, r, b in found if (p, r) == (person, role)]
        assert held or body == "*", f"{why}: {found}"
        assert body in ("*", *held), f"{why}: {found}"
    if not expected:
        assert found == [], why
