"""How the tokens of dates are found, and which types they have in the grammar."""

from __future__ import annotations

import pytest

from pipeline.extraction.dates import find_dates
from pipeline.extraction.dates.tokens import tokens_in

TEXTS = [
    "On Friday, 5 May 2023 the mayor’s office",
    "  9-JUN-2014\n\n\n30 Apr.–2 May \u2028 \u2028 FY 2023, Q1’24 ",
    "12May April6, 2012 07 02 2007\r\n\r\nthe ’90s (twenty-first)",
    "",
    " \n ",
]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_stand_where_they_say(text: str) -> None:
    tokens = list(tokens_in(text))
    assert [text[t.start : t.end] for t in tokens] == [t.text for t in tokens]
    between = text
    for token in reversed(tokens):
        between = between[: token.start] + between[token.end :]
    assert not between.strip()


@pytest.mark.parametrize(
    ("text", "parted"),
    [("a\n\nb", ["b"]), ("a\nb", []), ("a \r\n \r\n b c", ["b"]), ("a\u2028 \u2028b", ["b"]), ("\n\n\na", ["a"])],
)
def test_blank_lines_separate_tokens(text: str, parted: list[str]) -> None:
    tokens = list(tokens_in(text))
    assert [t.text for t in tokens if t.blank_before] == parted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mayor", {"word", "=mayor"}),
        ("the", {"word", "=the"}),
        ("Friday", {"word", "=friday", "weekday"}),
        ("friday", {"word", "=friday"}),
        ("May", {"word", "=may", "month"}),
        ("may", {"word", "=may"}),
        ("5", {"day", "number"}),
        ("12", {"day", "yy", "mm", "number"}),
        ("2023", {"year"}),
        ("13th", {"ordinal", "=13th"}),
        ("twenty-first", {"word", "=twenty-first", "ordinal"}),
        ("2023-05-01", {"iso", "=2023-05-01"}),
        ("COVID19", {"code", "=covid19"}),
        ("1,500", {"amount", "=1,500"}),
        ("99999", set()),
        ("½", {"word", "=½"}),
        ("2Q24", {"quarter", "=2q24"}),
        ("www.zed.example/2019/05", {"address", "=www.zed.example/2019/05"}),
    ],
)
def test_names_of_tokens(text: str, names: set[str]) -> None:
    assert list(tokens_in(f"( {text}"))[1].names == names


GLUED = [
    ("2020-05", ["2020-05"], "a year and a month"),
    ("9 - JUN - 2014", ["JUN - 2014"], "spaces split a date that is written with hyphens"),
    ("9-JUN-2014", ["9-JUN-2014"], "a month is a token of its own"),
    ("12May 2019", ["12May 2019"], "a day without a space"),
    ("Youth ProgramMay 4, 2019 News", ["May 4, 2019"], "a date glued to the word before"),
    ("the AprilMay 4 issue, MacMay 4", [], "a name with a month in it, and no year"),
    ("May 4,2019", ["May 4,2019"], "no space before the year"),
    ("he ran in jan and mar", [], "words without a capital"),
    ("Exchange Release5 May 2019 at noon", ["5 May 2019"], "a day glued to the word before"),
    ("the Mark5 May 2019 issue, Mark5 Mayfair", ["5 May 2019"], "a number in a word, and no month"),
    ("16 th and 17 th May 2019", ["16 th and 17 th May 2019"], "a space within an ordinal"),
    ('<a href="https://zed.example/ice">5 May 2019</a>', ["5 May 2019"], "a URL ends at its quotation mark"),
    ("5 May\n2023", ["5 May\n2023"], "a line break within a date"),
    ("5 May\n\n2023", ["5 May", "2023"], "a blank line ends a date"),
    ("COVID-19\nMay 4, 2020", ["May 4, 2020"], "the number in the name of a disease"),
    ("Release 8109-20\nMay 4, 2020", ["May 4, 2020"], "a number of the line above a date"),
    ("Resolutions 1267/1289, Ice Review 126, 1071-1081", [], "numbers before the year 1500"),
    ("the 20\nMay 2020 meeting", ["20\nMay 2020"], "a wrapped date"),
]


@pytest.mark.parametrize(("text", "found", "why"), GLUED)
def test_space_and_case(text: str, found: list[str], why: str) -> None:
    assert [row.text for row in find_dates(text, "2023-06-01")] == found, why
