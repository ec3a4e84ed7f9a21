"""Lists that the reader takes for one name are split into one name per line."""

from __future__ import annotations

import pytest

from pipeline.extraction.document.reading import Name, Reading
from pipeline.extraction.reader.component import one_a_line

CASES = [
    ("Signed:\n[Ada Lund\nJan Roe\nEva Moss]\n", "PERSON", ["Ada Lund", "Jan Roe", "Eva Moss"], "a list of people"),
    ("[Ada Lund          Jan Roe]\n", "PERSON", ["Ada Lund", "Jan Roe"], "two columns"),
    ("[Ada     Lund] said", "PERSON", ["Ada     Lund"], "a name with a wide gap"),
    ("said [Ada\nLund] today", "PERSON", ["Ada\nLund"], "a person's name over a line end"),
    ("Members:\n  [Zed Bank\n  Ada Board]\n", "ORG", ["Zed Bank", "Ada Board"], "a list of organisations"),
    ("the [Zed Bank\nIce Office] met", "ORG", ["Zed Bank\nIce Office"], "a name within a paragraph"),
    ("[MINISTRY OF\nMINES]\n", "ORG", ["MINISTRY OF\nMINES"], "a line that ends in a preposition goes on"),
    (
        "[Zed Bank\nand Ada Board]\n",
        "ORG",
        ["Zed Bank\nand Ada Board"],
        "a line that begins with “and” goes on from the one before",
    ),
    ("a[\n\n]b", "ORG", ["\n\n"], "white space as a name, which another model may give"),
    ("[Upper\nLindmoor]\n", "PLACE", ["Upper\nLindmoor"], "names of places are not split"),
]


@pytest.mark.parametrize(("marked", "label", "expected", "why"), CASES, ids=[c[-1] for c in CASES])
def test_lists(marked: str, label: str, expected: list[str], why: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    names = (Name(start, end, label, 0.9), Name(0, 1, "DATE", 0.9))  # type: ignore[arg-type]
    found = one_a_line(text, Reading(names)).names
    assert [text[n.start : n.end] for n in found if n.label == label] == expected, why
    assert [n.label for n in found[:2]] == [label, "DATE"], "the numbers of links stay as they are"
