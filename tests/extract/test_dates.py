"""Dates: what is found, and its value."""

import pytest

from pipeline.extract.dates import find_dates

# text, publication date or None, expected (text, value), why
CASES = [
    ("The hall opened on 4 May 2021.", None, [("4 May 2021", "2021-05-04")], "day first"),
    ("It opened on May 4, 2021, in rain.", None, [("May 4, 2021", "2021-05-04")], "month first"),
    ("EMBARGO: 4-MAY-2021", None, [("4-MAY-2021", "2021-05-04")], "hyphens and capitals"),
    ("Posted 2021-05-04.", None, [("2021-05-04", "2021-05-04")], "ISO"),
    ("He left on Sept. 9, 2019.", None, [("Sept. 9, 2019", "2019-09-09")], "abbreviated"),
    ("the 3rd of June 2016", None, [("3rd of June 2016", "2016-06-03")], "no article in the span"),
    ("The fair runs from 3 to 5 May 2020.", None, [("3 to 5 May 2020", "2020-05-03/2020-05-05")], "days of a month"),
    ("29 Dec. to 2 Jan. 2025", None, [("29 Dec. to 2 Jan. 2025", "2024-12-29/2025-01-02")], "new year"),
    ("On 10 and 24 June 2020 it met.", None, [("10", "2020-06-10"), ("24 June 2020", "2020-06-24")], "two days"),
    ("It covers 2010-12.", None, [("2010-12", "2010/2012")], "range with a short end"),
    ("Sales in Q2 2020 rose.", None, [("Q2 2020", "2020-04/2020-06")], "quarter as an interval"),
    ("built in the 1980s", None, [("1980s", "198X")], "decade"),
    ("There is no 31 June 2020 here.", None, [], "no such day"),
    ("The dyke was closed on 3 March.", "2024-04-02", [("3 March", "2024-03-03")], "past: the one before"),
    ("The dyke was closed on 3 December.", "2024-01-15", [("3 December", "2023-12-03")], "past: the year before"),
    ("The dyke will be closed on 3 January.", "2024-11-15", [("3 January", "2025-01-03")], "future: the next year"),
    ("She spoke on Tuesday.", "2024-03-14", [("Tuesday", "2024-03-12")], "weekday in the past"),
    ("She will speak on Tuesday.", "2024-03-14", [("Tuesday", "2024-03-19")], "weekday to come"),
    ("Profits doubled last year.", "2024-03-14", [("last year", "2023")], "counted from the publication"),
    ("Profits doubled last year.", None, [("last year", None)], "no reference time, no value"),
    ("Born in May 2013, it closed the same year.", None, [("May 2013", "2013-05"), ("same year", "2013")], "anaphor"),
    ("OSLO, 4 July 2022 – The pier opened today.", None,
     [("4 July 2022", "2022-07-04"), ("today", "2022-07-04")], "dateline"),
    ("The talks held in June 2023 went on at a forum on 27 September.", None,
     [("June 2023", "2023-06"), ("27 September", "2023-09-27")], "year by another date of the text"),
    ("They renewed the 2030 Agenda in Room 2024.", None, [], "numbers that are no dates"),
    ("Resolution 2178 (2014) and ISO 9001:2015", None, [], "years inside designations"),
    ("It reached 1,998 homes and planted 2015 trees.", None, [], "counts"),
    ("Judge June Mayfair may march in Mayfair.", None, [], "months as names and words"),
    ("It snowed on Good Friday; the Sunday Times said so.", "2024-05-01", [], "feasts and names"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "expected", "why"), CASES, ids=[c[3] for c in CASES])
def test_dates(text, published, expected, why):
    rows = find_dates(text, published)
    assert [(r.text, r.value) for r in rows] == expected, why
    for row in rows:
        assert text[row.start : row.end] == row.text


SLASHED = [
    ("The sale ended on 03/04/2024 in London.", "2024-04-03", "2024-04-03", "British"),
    ("The sale ended on 03/04/2024 in Washington.", "2024-03-04", "2024-03-04", "American"),
    ("It began on 03/04/2024 and ended on 25/04/2024.", "2024-04-03", "2024-04-03", "the other date decides"),
    ("The sale ended on 03/04/2024.", None, "2024-03-04", "nothing decides: both days are the bounds"),
]


@pytest.mark.parametrize(("text", "value", "earliest", "why"), SLASHED, ids=[c[3] for c in SLASHED])
def test_day_or_month_first(text, value, earliest, why):
    row = find_dates(text)[0]
    assert (row.value, row.earliest) == (value, earliest), why


def test_value_from():
    assert [r.value_from for r in find_dates("In 2020 it fell; it rose last year.", "2024-01-01")] == [
        "text",
        "metadata",
    ]
