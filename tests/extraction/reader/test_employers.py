"""Names that the reader takes for places and that are organisations, since a job title beside them must have one."""

from __future__ import annotations

import pytest

from pipeline.extraction.document.reading import JobTitle, Links, Name, Reading
from pipeline.extraction.reader.component import with_employers

CASES = [
    ("Ada Lund, [Director], <Mercer>", 0.01, ["Mercer"], "behind a comma"),
    ("[Director] at the <Mercer>", 0.01, ["Mercer"], "behind a preposition"),
    ("Ada Lund\n[Director]\n<Mercer>", 0.01, ["Mercer"], "on the next line"),
    ("[Director, The <Great Room>]", 0.01, ["Great Room"], "the last of the title's words"),
    ("[Director] in <Lindmoor>", 0.01, [], "a place is where it is held"),
    ("[Mayor of <Lindmoor>]", 0.01, [], "a place of which it is held"),
    ("[Director], <Lindmoor>", 0.4, [], "the title may have no organisation"),
    ("[Director], <Asia>, {Zed Bank}", 0.01, ["Zed Bank"], "an organisation stands behind the place"),
]


def reading(marked: str, none: float) -> tuple[str, Reading]:
    """The text without marks and its reading: [title], <place>, {organisation}."""
    text, opened, names, titles = "", {}, [], []
    for sign in marked:
        if sign in "[<{":
            opened[sign] = len(text)
        elif sign in ">}":
            start = opened.pop("<" if sign == ">" else "{")
            names.append(Name(start, len(text), "PLACE" if sign == ">" else "ORG", 0.6))
        elif sign == "]":
            titles.append(JobTitle(opened.pop("["), len(text), 0.9, Links(1.0), Links(none), Links(1.0)))
        else:
            text += sign
    return text, Reading(tuple(names), tuple(titles))


@pytest.mark.parametrize(("marked", "none", "expected", "why"), CASES, ids=[c[-1] for c in CASES])
def test_employers(marked: str, none: float, expected: list[str], why: str) -> None:
    text, read = reading(marked, none)
    assert [text[n.start : n.end] for n in with_employers(text, read).names if n.label == "ORG"] == expected, why
