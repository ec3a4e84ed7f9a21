"""A chair's name is part of its holder's job title: “Jan Roe, Ada Lund Professor of Ice”."""

from __future__ import annotations

import re

import pytest

from pipeline.extraction.document.reading import JobTitle, Links, Name, Reading
from pipeline.extraction.reader.component import with_named_chairs

CASES = [
    (
        "[Jan Roe], [Ada B. Lund] {Professor of Ice}, said",
        ["Jan Roe"],
        "Ada B. Lund Professor of Ice",
        "after its holder, a list of names would have a comma before the title too",
    ),
    ("[Jan Roe] is the [Ada Lund] {Professor}", ["Jan Roe"], "Ada Lund Professor", "after “the”"),
    (
        "[Jan Roe], Zed College’s [Ada Lund] {Associate Professor}",
        ["Jan Roe"],
        "Ada Lund Associate Professor",
        "after a possessive",
    ),
    ("[Jan Roe]\n\n[Ada Lund] {Distinguished Service Professor}\n", ["Jan Roe"], None, "a list of staff by lines"),
    ("[Jan Roe], {Dean}; [Ada Lund] {Professor of Ice}", ["Jan Roe"], None, "in a list of titles"),
    ("[Jan Roe], [Ada Lund Jr]. {Professor}", ["Jan Roe"], "Ada Lund Jr. Professor", "“Jr.” ends in a full stop"),
    ("[Jan Roe], the <Ada B. Lund> {Chair}", ["Jan Roe"], "Ada B. Lund Chair", "read as an organisation"),
    ("[Jan Roe], {Zed Bank Chair}", ["Jan Roe"], "Zed Bank Chair", "no name of a person"),
    ("[Jan Roe] met the <Zed Bank> {Chair}", ["Jan Roe"], "Chair", "an organisation's chair"),
    ("[Ada Lund] {Professor of Ice}, said", ["Ada Lund"], "Professor of Ice", "a missing comma: the holder"),
    ("[Jan Roe] and [Ada Lund] {Professor}", ["Jan Roe", "Ada Lund"], "Professor", "two holders"),
    ("the [Lund] {Professor}", ["Lund"], "Professor", "a surname alone may be anything"),
    ("[Jan Roe], [Ada Lund], {Professor}", ["Jan Roe", "Ada Lund"], "Professor", "a comma before the title"),
    ("[Jan Roe], [Ada Lund] {Director}", ["Jan Roe", "Ada Lund"], "Director", "no chair"),
]


@pytest.mark.parametrize(("marked", "people", "title", "why"), CASES, ids=[c[-1] for c in CASES])
def test_named_chairs(marked: str, people: list[str], title: str | None, why: str) -> None:
    text = re.sub(r"[][{}<>]", "", marked)
    spans = [
        (m.start() - 2 * i, m.end() - 2 * i - 2, m[0][0])
        for i, m in enumerate(re.finditer(r"\[[^]]+\]|\{[^}]+\}|<[^>]+>", marked))
    ]
    names = [Name(a, b, "PERSON" if mark == "[" else "ORG", 0.9) for a, b, mark in spans if mark != "{"]
    last = Links(0.1, ((len(names) - 1, 0.9),))
    titles = tuple(JobTitle(a, b, 0.9, last, Links(1.0), Links(1.0)) for a, b, mark in spans if mark == "{")
    found = with_named_chairs(text, Reading(tuple(names), titles))
    assert [text[n.start : n.end] for n in found.names if n.label == "PERSON"] == people, why
    if title:
        assert [text[t.start : t.end] for t in found.job_titles][-1] == title, why
    holder = found.names[found.job_titles[-1].person.names[0][0]]
    assert holder.label == "ORG" or text[holder.start : holder.end] == people[-1], "who holds it is linked"
