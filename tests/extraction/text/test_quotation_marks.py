"""Pairing of quotation marks: made-up texts, the quoted spans expected, and why."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.text.quotation_marks import quoted_spans
from pipeline.structure import Span

RUNS = [
    ("He said: “Good.” And left.", ["Good."], "curly marks"),
    ('She said, "Good," and left.', ["Good,"], "straight marks"),
    ("He said: “Good.“", ["Good."], "an opening mark in place of the closing one"),
    ('Jan Roe, Chair, said: " It is good."', ["It is good."], "a blank after the opening mark"),
    ("He said: ”Good.”", ["Good."], "a closing mark in place of the opening one"),
    ("„Gut,“ sagte er.", ["Gut,"], "German marks"),
    ("«Bien,» dit-il.", ["Bien,"], "guillemets"),
    ("He said: ‘It’s the workers’ day.’", ["It’s the workers’ day."], "apostrophes in single marks"),
    ("The workers’ union and the drivers’ club met.", [], "plural possessives"),
    ("In the ’90s and the '80s.", [], "years without their century are no quotes"),
    ("In the ‘90s he said: ‘Yes, we do.’", ["Yes, we do."], "a year without its century, with the wrong mark"),
    ("He said: “She told me ‘do it’, so I did.”", ["She told me ‘do it’, so I did."], "nested single marks"),
    ("He said: “The “Blue Door” is open.”", ["The “Blue Door” is open."], "nested double marks"),
    ('He said: “The "Blue Door" is open.”', ['The "Blue Door" is open.'], "nested straight marks"),
    ('“We won" said Bo, "and it was close.”', ["We won", "and it was close."], "straight marks for curly ones"),
    ('“We won," said Bo. "It was close.”', ["We won,", "It was close."], "straight marks for curly ones"),
    ('"We won,"said Ada Lund. "We dig."', ["We won,", "We dig."], "no blank before an attribution"),
    ('"We won," said Ada Lund."', ["We won,"], "a stray mark after the attribution"),
    (
        '"We won," said Ada Lund. We dig."',
        ["We won,", "We dig."],
        "the opening mark after the attribution is lost",
    ),
    ('We won and we dig."—Ada Lund', ["We won and we dig."], "no opening mark before a signature"),
    ("It rains.” – Ada Lund", ["It rains."], "no opening mark, and no first person before a signature"),
    ("It rains,” said Ada Lund.", ["It rains,"], "no opening mark before an attribution"),
    ("We dig.” He left.", ["We dig."], "no opening mark before the first person"),
    ("Ada Lund has praised the mine.” He left.", [], "a stray mark after words that nobody says"),
    ("Ada Lund has praised it.\n“It rains. It\npours.” He left.", ["It rains. It\npours."], "an opened quote"),
    ('It was "-5 degrees" there.', ["-5 degrees"], "a mark before a number"),
    ('She found "... that it was so." He left.', ["... that it was so."], "a mark before points of omission"),
    ('"We won"... he said. "It was close."', ["We won", "It was close."], "points of omission after a quote"),
    ("It was “said” to be cold.", ["said"], "a word that is mentioned, not said"),
    ("We dig. Read more » “We won,” she said.", ["We won,"], "a guillemet as an arrow"),
    ("« Bien », dit-il.", ["Bien"], "guillemets with blanks"),
    ("»Gut«, sagte er. »Bra», sade han.", ["Gut", "Bra"], "guillemets the other way round"),
    ("›Gut‹, sagte er. ‚Bra‘, sade han.", ["Gut", "Bra"], "single marks as in German"),
    ('"Well" we said. It is so." We dig.', ["Well", "we said. It is so."], "no blank after the quote before"),
    ("“One is lost. He said “two.”", ["One is lost. He said", "two."], "a lost closing mark"),
    (
        "“The “old” and the “new” door.” He left.",
        ["The “old” and the “new” door."],
        "two nested quotes in a quoted paragraph",
    ),
    ("“One,” said Bo. “Two “b” three.”", ["One,", "Two “b” three."], "nested in the second of two quotes"),
    (
        "“The “old” door is open.\n“It is.”",
        ["The “old” door is open.", "It is."],
        "nested, in a quote that the next paragraph continues",
    ),
    ("“One is lost. “Two.”\n“Three.”", ["One is lost.", "Two.", "Three."], "a closing mark lost before another quote"),
    (
        "The “old door. The “new” door.\n“It is.”",
        ["old door. The", "new", "It is."],
        "a closing mark lost in a paragraph that is not quoted",
    ),
    ("Nothing here.", [], "no marks"),
    ("“”", [], "nothing between the marks"),
]


@pytest.mark.parametrize(("text", "expected", "why"), RUNS)
def test_runs(text: str, expected: list[str], why: str) -> None:
    lines = [Span(*m.span()) for m in re.finditer(r".+", text)]
    assert [r.text(text) for r in quoted_spans(text, lines)] == expected, why


@pytest.mark.parametrize(
    "text", ["He said: “One.\n\n“Two.\n\n“Three.”\n", 'He said:\n> "One.\n\n> "Two.\n\n> "Three."']
)
def test_a_quote_over_paragraphs_with_reopening_marks(text: str) -> None:
    quoted = quoted_spans(text, [Span(*m.span()) for m in re.finditer(r".+\n*", text)])
    assert [r.text(text) for r in quoted] == ["One.", "Two.", "Three."]
    assert [(r.continued, r.continues) for r in quoted] == [(False, True), (True, True), (True, False)]


def test_a_lost_mark_does_not_reach_the_next_paragraph() -> None:
    text = "He said: “One.\n\nShe said: “Two.”\n"
    quoted = quoted_spans(text, [Span(0, 16), Span(16, len(text))])
    assert [r.text(text) for r in quoted] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("paragraphs", "expected", "why"),
    [
        (["She spoke.", "“", "We dig,” she said."], ("We dig,", True, False), "the opening mark is alone on a line"),
        (["They sang “Old Song", "”", "and left."], ("Old Song", False, True), "the closing mark is alone on a line"),
    ],
)
def test_a_quotation_mark_alone_on_a_line(paragraphs: list[str], expected: tuple[str, bool, bool], why: str) -> None:
    text = "\n".join(paragraphs)
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in paragraphs]
    assert [(r.text(text), r.continued, r.continues) for r in quoted_spans(text, spans)] == [expected], why


@given(st.text("ab .,“”\"'‘’«»\n", max_size=60))
def test_runs_lie_in_order_and_within_the_text(text: str) -> None:
    half = len(text) // 2
    quoted = quoted_spans(text, [Span(0, half), Span(half, len(text))])
    assert all(0 <= r.outer_start <= r.start <= r.end <= r.outer_end <= len(text) for r in quoted)
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(quoted))


@pytest.mark.parametrize(
    ("paragraphs", "expected", "why"),
    [
        (
            ["‘We dig.", "‘It doesn’t end.", "‘It ends,’ she said."],
            ["We dig.", "It doesn’t end.", "It ends,"],
            "single marks that each paragraph opens again and only the last closes",
        ),
        (
            ["He said;", "'We agree.", "'We stay.", "And we hope so.", "'It is so'."],
            ["We agree.", "We stay.", "It is so"],
            "the quote ends with the last paragraph that opens with a mark",
        ),
        (["'We dig.", "'It ends,' she said."], ["We dig.", "It ends,"], "straight single marks"),
        (["’Tis cold.", "The canal froze."], [], "an apostrophe at the beginning of one paragraph"),
        (["‘We dig,’ she said.", "‘It ends,’ she said."], ["We dig,", "It ends,"], "two quotes, each closed"),
    ],
)
def test_single_quotation_marks_over_paragraphs(paragraphs: list[str], expected: list[str], why: str) -> None:
    text = "\n\n".join(paragraphs)
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in paragraphs]
    assert [r.text(text) for r in quoted_spans(text, spans)] == expected, why
