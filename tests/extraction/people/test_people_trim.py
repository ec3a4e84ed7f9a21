"""What is cut off the reader's span because it is not part of the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.people.trim import trim

CASES = [
    ("Ilse Brandt KC", "Ilse Brandt", "a post-nominal"),
    ("Ilse Brandt MEP", "Ilse Brandt", "a post-nominal of a parliament"),
    ("Ilse Brandt, Ph.D.", "Ilse Brandt", "a degree behind a comma"),
    ("ILSE BRANDT, PHD", "ILSE BRANDT", "a degree in capitals"),
    ("M.S. Brandt", "M.S. Brandt", "initials"),
    ("Ilse Brandt, MD, FACP", "Ilse Brandt", "two degrees"),
    ("John Smith Jr.", "John Smith Jr.", "a suffix is a part of the name"),
    ("Ilse Brandt's", "Ilse Brandt", "a possessive ending"),
    ("ILSE BRANDT’S", "ILSE BRANDT", "the same in capitals"),
    ("Ilse Brandt?", "Ilse Brandt", "the end of a question"),
    ("Ilse Brandt ’20", "Ilse Brandt", "the year in which she graduated"),
    ("Ilse Brandts", "Ilse Brandts", "without an apostrophe, a final “s” may belong to the name"),
    ("Ilse Brandt.", "Ilse Brandt", "the end of a sentence"),
    ("Ilse BrandtApril", "Ilse Brandt", "a month glued to the name where a line break was lost"),
    ("Ilse BrandtThe", "Ilse Brandt", "the first word of the next sentence is glued to it"),
    ("Ilse Brandt Ilse Brandt", "Ilse Brandt", "a heading and the beginning of its paragraph"),
    ("Ilse M. Brandt Ilse Brandt’s", "Ilse M. Brandt", "the same with an initial in the heading only"),
    ("Ilse Brandt\n\nIlse M. Brandt", "Ilse Brandt", "the same with an initial in the paragraph only"),
    ("Ilse Brandt, Ilse Brandt", "Ilse Brandt", "the same with a comma"),
    ("Ali Berg Ali Brandt", "Ali Berg Ali Brandt", "the name of a grandfather"),
    ("Timothy Brandt Tim", "Timothy Brandt", "the paragraph begins with a nickname"),
    ("Ilse BrandtEmail", "Ilse Brandt", "the label of the next field is glued to it"),
    ("Ilse LiTel", "Ilse Li", "the same on a short surname"),
    ("Ilse McTel", "Ilse McTel", "a surname with “Mc”"),
    ("Ilse BrandtMay", "Ilse Brandt", "“May” glued to the name"),
    ("Ilse April", "Ilse April", "“April” as a word of its own may be a surname"),
    ("Ilse B.", "Ilse B.", "an initial"),
    ("“Ilse Brandt,”", "Ilse Brandt", "marks around it"),
    ("Mr. Ilse Brandt", "Ilse Brandt", "an honorific"),
    ("LCpl Brandt", "Brandt", "a rank with capitals"),
    ("JP Brandt", "JP Brandt", "initials"),
    ("Ilse VanderWal", "Ilse VanderWal", "a surname with a capital inside"),
    ("Ilse BrandtKennedy", "Ilse Brandt", "a name that is glued to the next line"),
    ("ILSE BRANDT", "ILSE BRANDT", "a name in capitals"),
    ("EVA Brandt", "EVA Brandt", "a given name in capitals"),
    ("Ilse Brandt eloquently", "Ilse Brandt", "a small word"),
    ("Ilse van", "Ilse van", "a particle"),
    ("Ilse M  Brandt", "Ilse M  Brandt", "an initial that lost its full stop"),
    ("Ilse  Brandt", "Ilse  Brandt", "a stray space"),
    ("Nana Ilse Berg Velin Ilse", "Ilse Berg Velin Ilse", "after an honorific the repeated name is not cut off"),
    ("Boutros Boutros-Velin", "Boutros Boutros-Velin", "a surname that begins like the given name"),
    ("Ilse\nBrandt", "Ilse\nBrandt", "a wrapped line"),
    ("1. (—", "", "no name"),
]


@pytest.mark.parametrize(("span", "expected", "why"), CASES)
def test_trim(span: str, expected: str, why: str) -> None:
    start, end = trim(f"x {span} y", 2, 2 + len(span))
    assert f"x {span} y"[start:end] == expected, why


CUT = [
    ("Ilse Brandt T", ".D. left", "Ilse Brandt"),
    ("Ilse Brandt M.", "P., Chair", "Ilse Brandt"),
    ("Ilse Brandt O.B", ".E.", "Ilse Brandt"),
    ("Ilse B", ". left", "Ilse B"),
    ("Ilse B.", "Clerk", "Ilse B."),
]


@pytest.mark.parametrize(("span", "after", "expected"), CUT)
def test_trim_post_nominals_that_the_reader_cut(span: str, after: str, expected: str) -> None:
    start, end = trim(span + after, 0, len(span))
    assert (span + after)[start:end] == expected


@given(st.text(alphabet="ABCabc .,'’-\n()Jr", max_size=40))
def test_trim_stays_inside(text: str) -> None:
    start, end = trim(text, 0, len(text))
    assert 0 <= start <= end <= len(text)
