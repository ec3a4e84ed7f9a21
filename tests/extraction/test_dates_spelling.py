"""How the tokens of dates are found, and spelled for the grammar."""

from __future__ import annotations

import pytest

from pipeline.extraction.dates import find_dates
from pipeline.extraction.dates.grammar import load, longest, openings
from pipeline.extraction.dates.spelling import NAMELESS, names_of, spelled
from pipeline.extraction.dates.tokens import Tokens

TEXTS = [
    "On Friday, 5 May 2023 the mayor’s office",
    "  9-JUN-2014\n\n\n30 Apr.–2 May \u2028 \u2028 FY 2023, Q1’24 ",
    "12May April6, 2012 07 02 2007\r\n\r\nthe ’90s (twenty-first)",
    "",
    " \n ",
]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_stand_where_they_say(text: str) -> None:
    tokens = Tokens(text)
    assert [text[t.start : t.end] for t in tokens] == [t.text for t in tokens] == tokens.texts
    between = text
    for token in reversed(tokens):
        between = between[: token.start] + between[token.end :]
    assert not between.strip()


@pytest.mark.parametrize("text", TEXTS)
def test_blank_lines_part_tokens(text: str) -> None:
    tokens = Tokens(text)
    assert [i for i in tokens.parted if i < tokens.size] == [i for i, t in enumerate(tokens) if t.newlines > 1]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mayor", None),
        ("the", {"=the"}),
        ("Friday", {"weekday", "=friday"}),
        ("friday", {"=friday"}),
        ("May", {"month"}),
        ("may", None),
        ("5", {"day", "number"}),
        ("12", {"day", "yy", "mm", "number"}),
        ("2023", {"year"}),
        ("13th", {"ordinal", "=13th"}),
        ("twenty-first", {"ordinal"}),
        ("2023-05-01", {"iso"}),
        ("COVID19", None),
        ("1,500", None),
        ("99999", None),
        ("½", None),
    ],
)
def test_names_of_tokens(text: str, names: set[str] | None) -> None:
    (letter,) = spelled(Tokens(f"( {text}"))[1:]
    assert letter == NAMELESS if names is None else names_of(letter) == names


def test_a_space_is_told_where_the_grammar_asks_for_none() -> None:
    apart, glued = spelled(Tokens("2020 - 05")), spelled(Tokens("2020-05"))
    assert [names_of(b) - names_of(a) for a, b in zip(apart[1:], glued[1:], strict=True)] == [{"_"}, {"_"}]


def test_no_part_of_the_grammar_can_be_empty() -> None:
    assert all(() not in openings(way, 1) for ways in load()[1].values() for way in ways)


def test_what_follows_the_longest_expression_does_not_change_it() -> None:
    numbers = " 12" * (longest() + 5)
    assert find_dates(f"On 5 May 2023{numbers} it rained.", "2023-05-06")[0].text == "5 May 2023"
