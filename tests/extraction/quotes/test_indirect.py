"""Reported speech, confidence, and texts that must not raise."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract

REPORTED = [
    ("Minister Amina Diallo said that the clinics will open in May.", ["that the clinics will open in May"]),
    ("The clinics will open in May, Minister Amina Diallo said.", ["The clinics will open in May"]),
    ("The clinics opened in May and the doctors moved in.", []),
    (
        "For years, Minister Amina Diallo said, the clinics stood empty.",
        ["For years, Minister Amina Diallo said, the clinics stood empty"],
    ),
    ("As Minister Amina Diallo noted, the clinics stood empty for years.", ["the clinics stood empty for years"]),
    ("The clinics stood empty as Minister Amina Diallo vowed to stay in office.", ["to stay in office"]),
    ("Amina Diallo repeated her claim that the clinics are safe.", ["that the clinics are safe"]),
    ("Amina Diallo kept the claim form in the drawer of the clinic.", []),
    ("The clinics are open; the ministry says little.", []),
    ("The doctors asked if the clinics will open in May.", ["if the clinics will open in May"]),
    ("Amina Diallo said that she wants to open the clinics in May.", ["that she wants to open the clinics in May"]),
    (
        "Minister Amina Diallo said the new clinics are “a gift to every village.”",
        ["the new clinics are “a gift to every village.”"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_reported_speech(text: str, expected: list[str]) -> None:
    assert [q.text for q in extract(text).quotes if q.kind == "indirect"] == expected


def test_a_fragment_in_marks_belongs_to_its_reported_clause() -> None:
    x = extract("Minister Amina Diallo said that the new clinics are “a gift to every village” in the north.")
    clause, fragment = sorted(x.quotes, key=lambda q: q.start)
    assert (clause.kind, fragment.kind) == ("indirect", "partial")
    assert clause.group_id == fragment.group_id == clause.quote_id


@pytest.mark.parametrize("text", ["", "“", "”“”“", '"' * 41, "“ \n ”", "He said: “", "” she said.\n\n“", "''a``b''"])
def test_no_marks_raise(text: str) -> None:
    extract(text)


def test_confidence_is_a_probability_and_higher_with_a_name() -> None:
    named, unnamed = (
        next(q.confidence for q in extract(t).quotes if q.kind == "direct")
        for t in ("“We will rebuild the bridge,” said Jonas Petersen.", "“We will rebuild the bridge and the road.”")
    )
    assert 0 < unnamed < named <= 1


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Minister Amina Diallo said that the clinics will open in May.", 0.8),
        ("The new agreement says that the clinics will open in May.", 0.8),  # a document is something known
        ("Minister Amina Diallo praised the doctors of the clinics.", 0.6),
        ("The integration promises to change the clinics of the north.", 0.5),
    ],
)
def test_confidence_of_reported_speech(text: str, confidence: float) -> None:
    assert [q.confidence for q in extract(text).quotes] == [confidence]


def test_no_words_are_reported_by_boilerplate() -> None:
    body = (
        "LINDMOOR, 3 May 2024 – Zed Pumps said that sales rose in spring.\n\nEarlier, the town bought four pumps.\n\n"
    )
    about = "About Zed Pumps\n\nZed Pumps is a maker of pumps. It serves those who believe that pumps last.\n\n###\n"
    x = extract(body + about)
    assert "boilerplate" in [s.kind for s in x.sections]
    assert [q.text for q in x.quotes] == ["that sales rose in spring"]
