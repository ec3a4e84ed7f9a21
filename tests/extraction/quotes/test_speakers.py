"""Quotes and speakers of the 45 made-up texts, and of the sample release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.extraction import extract

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "cases.jsonl").read_text("utf-8").splitlines()]
KNOWN_FAILURES: dict[str, str] = {}


def cases() -> list[Any]:
    return [
        pytest.param(c, id=c["id"], marks=[pytest.mark.xfail(reason=KNOWN_FAILURES[c["id"]])])
        if c["id"] in KNOWN_FAILURES
        else pytest.param(c, id=c["id"])
        for c in CASES
    ]


@pytest.mark.parametrize("case", cases())
def test_quotes_and_speakers(case: dict[str, Any]) -> None:
    x = extract(case["text"])
    names = {e.entity_id: e.name for e in x.entities}
    found = [
        (q.text, (names.get(q.speaker_id or "") or q.speaker_text or "")) for q in x.quotes if q.kind != "indirect"
    ]
    assert [t for t, _ in found] == [q["text"] for q in case["quotes"]]
    for (_, speaker), q in zip(found, case["quotes"], strict=True):
        assert speaker.split()[-1] == q.get("resolved", q["speaker"]).split()[-1]


def test_the_sample() -> None:
    text = (HERE.parents[2] / "raw" / "ct-tech-tashkent.txt").read_text("utf-8")
    x = extract(text.replace("¡°", "“").replace("¡±", "”"))
    quotes = [q for q in x.quotes if q.kind == "direct"]
    assert [
        (q.text.split()[0], q.text.split()[-1], q.closed, q.speaker_id, q.resolution == "pronoun", q.cue)
        for q in quotes
    ] == [
        ("the", "complexity.", False, "charlotte-adriaen", False, "emphasized"),
        ("Designing", "respected.", True, "charlotte-adriaen", True, "stressed"),
        ("despite", "law.", True, "ulrik-ahnfeldt-mollerup", False, "stressed"),
    ]
    assert [t.text.split()[0] for t in x.titles] == ["Regional", "Cybersecurity"]
    assert [f.start for f in x.findings if f.kind == "unbalanced_quote"] == [quotes[0].start]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Our forces are making the area safer,” said Lt. Col. Marek Dunne, operations director.", "marek-dunne"),
        ("“Our forces are making the area safer,” said Col. Marek Dunne, operations director.", "marek-dunne"),
        ("“Our forces are making the area safer,” Dr. Ann Reyes said on Monday.", "ann-reyes"),
        ("“Our forces are making the area safer,” said Marek Dunne, operations director.", "marek-dunne"),
    ],
)
def test_the_subject_of_the_cue_may_be_the_honorific(text: str, speaker: str) -> None:
    """The parser takes “Lt” for the subject of “said Lt. Col. Marek Dunne”."""
    assert [q.speaker_id for q in extract(text).quotes] == [speaker]
