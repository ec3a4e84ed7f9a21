"""Rows of dates are converted to the TIMEX3 values that the scorer of ../shared/dates compares."""

import pytest

from benchmarks.dates import timexes
from pipeline.extraction.dates import find_dates

# text, TIMEX3 (text, value)
MAPPED = [
    ("on 4 May 2021", [("4 May 2021", "2021-05-04")]),
    ("from 4 to 6 May 2021", [("4", "2021-05-04"), ("6 May 2021", "2021-05-06")]),
    ("in Q3 2021", [("Q3 2021", "2021-Q3")]),
    ("in the first half of 2021", [("first half of 2021", "2021-H1")]),
    ("in spring 2021", [("spring 2021", "2021-SP")]),
    ("in the 1970s", [("1970s", "197")]),
    ("last week", [("last week", "2021-W17")]),
    ("on 05/06/2021", [("05/06/2021", "XXXX")]),
]


@pytest.mark.parametrize(("text", "expected"), MAPPED, ids=[c[0] for c in MAPPED])
def test_timexes(text, expected):
    found = [t for row in find_dates(text, "2021-05-06") for t in timexes(row)]
    assert [(text[t["start"] : t["end"]], t["value"]) for t in found] == expected
