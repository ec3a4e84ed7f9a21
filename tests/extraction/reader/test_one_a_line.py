"""Lists that the reader takes for one name become a name a line."""

from __future__ import annotations

import pytest

from pipeline.extraction.document.reading import Name, Reading
from pipeline.extraction.reader.component import one_a_line

CASES = [
    ("Signed:\n[Ada Lund\nJan Roe\nEva Moss]\n", "PERSON", ["Ada Lund", "Jan Roe", "Eva Moss"], "a list of people"),
    ("[Ada Lund          Jan Roe]\n", "PERSON", ["Ada Lund", "Jan Roe"], "two columns"),
    ("[Ada     Lund] said", "PERSON", ["Ada     Lund"], "a name with a wide gap"),
    ("said [Ada\nLund] today", "PERSON", ["Ada\nLund"], "a name over a line end"),
    ("Members:\n  [Zed Bank\n  Ada Board]\n", "ORG", ["Zed Bank", "Ada Board"], "a list of organisations"),
    ("the [Zed Bank\nIce Office] met", "ORG", ["Zed Bank\nIce Office"], "a name within a paragraph"),
    ("[MINISTRY OF\nMINES]\n", "ORG", ["MINISTRY OF\nMINES"], "a line that goes on"),
    ("[Zed Bank\nand Ada Board]\n", "ORG", ["Zed Bank\nand Ada Board"], "a line that goes on in the next"),
    ("a[\n\n]b", "ORG", ["\n\n"], "white space, which another model may name"),
    ("[Upper\nLindmoor]\n", "PLACE", ["Upper\nLindmoor"], "places stay as they are"),
]


@pytest.mark.parametrize(("marked", "label", "expected", "why"), CASES, ids=[c[-1] for c in CASES])
def test_lists(marked: str, label: str, expected: list[str], why: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    names = (Name(start, end, label, 0.9), Name(0, 1, "DATE", 0.9))  # type: ignore[arg-type]
    found = one_a_line(text, Reading(names)).names
    assert [text[n.start : n.end] for n in found if n.label == label] == expected, why
    assert [n.label for n in found[:2]] == [label, "DATE"], "numbers stay as they are"
