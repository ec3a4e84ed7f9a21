"""Sentences of a release end at full stops and paragraphs, not at abbreviations and line wraps."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.text.sentences import sentences
from pipeline.structure import Span

CASES = [
    ("Timber sells. Prices rise.", ["Timber sells.", "Prices rise."], "a full stop and a capital"),
    ("Dr. Ann Reyes met Lt. Col. Omar Diallo.", None, "titles before names"),
    ("J. B. Cole leads the U.S. Army.", None, "initials"),
    ("See Art. 5 of the act, e.g. on page 3.", None, "abbreviations before a figure or a small letter"),
    ("“Why?” she asked. “Because.”", ["“Why?” she asked.", "“Because.”"], "marks that do and do not end a sentence"),
    ("“We won.”“We lost,” said Ada.", ["“We won.”", "“We lost,” said Ada."], "no blank between two quotes"),
    (
        '"We won.""We lost," she said.',
        ['"We won."', '"We lost," she said.'],
        "no blank between two quotes in straight marks",
    ),
    ("“We won.”Ada Lund left.", ["“We won.”", "Ada Lund left."], "no blank after a quote"),
    ("Prices fell.“We lost,” said Ada.", ["Prices fell.", "“We lost,” said Ada."], "no blank before a quote"),
    ("Prices fell.Ada Lund left.", ["Prices fell.", "Ada Lund left."], "no blank between two paragraphs"),
    ("Lund of St.Ann met Gov.Roe at Mt.Ida, not us.", None, "abbreviations glued to a name"),
    (
        "“We won!”she said. See (p. 5.)Next.",
        ["“We won!”she said.", "See (p. 5.)Next."],
        "no sentence ends before a small letter or within brackets",
    ),
    ("It rose\nagain in May. They\nsell it.", ["It rose\nagain in May.", "They\nsell it."], "wrapped lines"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_sentences(text: str, expected: list[str] | None, why: str) -> None:
    found = sentences(text, [Span(0, len(text))])
    assert [text[s.start : s.end] for s in found] == (expected or [text])


@given(st.text("aB1 .?“”\n", max_size=50))
def test_sentences_lie_in_order(text: str) -> None:
    found = sentences(text, [Span(0, len(text))])
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
