"""Builders of decades, centuries and parts of a year: the 1970s, Q3 2024, the second half of 2021, winter 2024–25."""

from __future__ import annotations

from pipeline.extraction.dates.builders import builder, full_year, number_of, value_of, year_of
from pipeline.extraction.dates.matching import Captures
from pipeline.extraction.dates.meaning import Century, Decade, Meaning, Part
from pipeline.extraction.dates.tokens import Token


@builder
def _decade(captures: Captures) -> Meaning | None:
    digits = "".join(c for c in (captures.get("decade") or captures["short_decade"]).text if c.isdigit())
    return Decade(int(digits) if len(digits) == 4 else 1900 + int(digits))


@builder
def _decade_word(captures: Captures) -> Meaning | None:
    first = value_of(captures, "decade_word")
    return None if first is None else Decade(first)


@builder
def _century(captures: Captures) -> Meaning | None:
    number = number_of(captures["ordinal"])
    return Century(number) if 1 <= number <= 22 else None


@builder
def _quarter(captures: Captures) -> Meaning | None:
    token = captures.get("quarter_year")
    if token is not None:
        return _part_of("quarter", token)
    if "year_quarter" in captures:
        text = captures["year_quarter"].text
        return Part("quarter", int(text[-1]), int(text[:4]))
    token = captures.get("quarter") or captures.get("ordinal")
    if token is None:  # “last year’s quarter”
        return None
    number = int(token.text.strip("Q")) if token.kind == "quarter" else number_of(token)
    return Part("quarter", number, year_of(captures), value_of(captures, "which")) if 1 <= number <= 4 else None


def _part_of(kind: str, token: Token) -> Part:
    """“2Q24”, “Q2’24”, “H1 FY2025”: the first digit counts the part, the others are the year."""
    digits = "".join(c for c in token.text if c.isdigit())
    return Part(kind, int(digits[0]), full_year(digits[1:]))


@builder
def _half(captures: Captures) -> Meaning | None:
    if "half_year_year" in captures:
        return _part_of("half", captures["half_year_year"])
    token = captures.get("half_year")
    number = int(token.text.strip("H")) if token else number_of(captures["ordinal"])
    return Part("half", number, year_of(captures), value_of(captures, "which")) if number in (1, 2) else None


@builder
def _season(captures: Captures) -> Meaning | None:
    code = value_of(captures, "season")
    year = year_of(captures) or year_of(captures, "1")  # “winter 2024–25” has the name of the year it begins in
    return None if code is None else Part("season", code, year, value_of(captures, "which"))
