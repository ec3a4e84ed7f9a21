"""Spellings of dates by class, each with texts that only look like it."""

import pytest

from pipeline.extraction.dates import find_dates

THURSDAY = "2024-06-13"

# text, expected (text, value); the comments name the classes
SPELLINGS = [
    # two days of a month are an interval if they are consecutive
    ("It is open on 30 and 31 August 2024.", [("30 and 31 August 2024", "2024-08-30/2024-08-31")]),
    ("on May 10th and 11th, 2024", [("May 10th and 11th, 2024", "2024-05-10/2024-05-11")]),
    ("on 1 and 15 October 2024", [("1", "2024-10-01"), ("15 October 2024", "2024-10-15")]),
    # a time of day after a weekday, a year counted after a month
    ("It rained last Saturday night.", [("last Saturday night", "2024-06-08")]),
    ("It rose in March of this year.", [("March of this year", "2024-03")]),
    # a weekday or “next” before, a weekday after
    ("It runs next Tuesday, 18 June.", [("next Tuesday, 18 June", "2024-06-18")]),
    ("on Friday morning, 14 June", [("Friday morning, 14 June", "2024-06-14")]),
    ("14 December 2024, Saturday", [("14 December 2024, Saturday", "2024-12-14")]),
    ("It was open on December 14 (Thursday).", [("December 14 (Thursday)", "2023-12-14")]),
    ("It opens this August 2025.", [("this August 2025", "2025-08")]),
    ("the 20th day of June, 2024", [("20th day of June, 2024", "2024-06-20")]),
    ("on 12. May 2024", [("12. May 2024", "2024-05-12")]),
    ("on 24-Nov-19", [("24-Nov-19", "2019-11-24")]),
    ("on Sept. 13 (Friday), 2024", [("Sept. 13 (Friday), 2024", "2024-09-13")]),
    ("May this medal, which May contain gold, shine.", []),
    ("on 5/6 June 2024", [("5/6 June 2024", "2024-06-05/2024-06-06")]),
    ("on 03/04/2024, two days after 1st April", [("03/04/2024", "2024-04-03"), ("1st April", "2024-04-01")]),
    ("the day after tomorrow", []),
    ("the builders of tomorrow", []),
    ("open as of tomorrow, ahead of tomorrow", [("tomorrow", "2024-06-14"), ("tomorrow", "2024-06-14")]),
    ("the results of tomorrow’s vote", [("tomorrow", "2024-06-14")]),
    # years
    ("A case of 2 thousand", []),
    ("mid-2022, post-2015", [("2022", "2022"), ("2015", "2015")]),
    ("in Washington, D.C., 2020 was dry", [("2020", "2020")]),
    ("as in previous years", []),
    # numbers
    ("Room 1622, No. 1999", []),
    ("in 2024/25", [("2024/25", "2024/2025")]),
    # months
    ("It came in Jan/2024.", [("Jan/2024", "2024-01")]),
    # quarters and halves
    ("third-quarter 2024 sales", [("third-quarter 2024", "2024-07/2024-09")]),
    ("Q3-2024, 2024-Q3", [("Q3-2024", "2024-07/2024-09"), ("2024-Q3", "2024-07/2024-09")]),
    ("1H24, H2’24", [("1H24", "2024-01/2024-06"), ("H2’24", "2024-07/2024-12")]),
    ("2023 third-quarter sales, Q3/2023, the first quarter (Q1) of 2023", [
        ("2023 third-quarter", "2023-07/2023-09"), ("Q3/2023", "2023-07/2023-09"),
        ("first quarter (Q1) of 2023", "2023-01/2023-03"),
    ]),
    ("in H1-2023 and 2022 H2", [("H1-2023", "2023-01/2023-06"), ("2022 H2", "2022-07/2022-12")]),
    ("third quarter fiscal 2023, the second fiscal quarter of 2023, Q3 fiscal 2023 and FY23 Q3", [
        ("third quarter fiscal 2023", None), ("second fiscal quarter of 2023", None), ("Q3 fiscal 2023", None),
        ("FY23 Q3", None),
    ]),
    # those of a fiscal year differ between companies and have no value
    ("Q3FY24, Q1 FY2025 and H1FY24", [("Q3FY24", None), ("Q1 FY2025", None), ("H1FY24", None)]),
    ("the third quarter of FY2024", [("third quarter of FY2024", None)]),
    ("the second half of fiscal 2024", [("second half of fiscal 2024", None)]),
    # a season over New Year has the year in which it begins
    ("in winter 2024–25", [("winter 2024–25", "2024-24")]),
    ("in winter 2024-2025", [("winter 2024-2025", "2024-24")]),
    # decades and centuries
    ("a nineteenth-century mill", [("nineteenth-century", "18XX")]),
    ("in the early 1800s and the 1900s", [("early 1800s", "18XX"), ("1900s", "190X")]),
    # counted from a day
    ("He came last evening.", [("last evening", "2024-06-12")]),
    ("They met on 5 June 2024 and on the following Monday.",
     [("5 June 2024", "2024-06-05"), ("following Monday", None)]),
    ("on 03.03.13 and 24.12.2013", [("03.03.13", "2013-03-03"), ("24.12.2013", "2013-12-24")]),
    ("signed on 7 August later this year", [("7 August later this year", "2024-08-07")]),
    # a weekday with the number of its day, or after a word for that day
    ("The fair is on Saturday 22nd.", [("Saturday 22nd", "2024-06-22")]),
    ("It ran from Tuesday the 28th.", [("Tuesday the 28th", "2024-05-28")]),
    ("It is on Friday 15th.", [("Friday 15th", None)]),
    ("She speaks tomorrow (Friday) at noon.", [("tomorrow (Friday)", "2024-06-14")]),
    ("She spoke today (Thursday 13 June).", [("today", THURSDAY), ("Thursday 13 June", THURSDAY)]),
    ("It was open on Thursday evenings and Sunday mornings.", []),
    ("this upcoming May", [("this upcoming May", "2025-05")]),
    ("It is to report first-quarter sales.", [("first-quarter", "2024-01/2024-03")]),
    ("He said so at a Tuesday rally, on a Monday call.", [("Tuesday", "2024-06-11"), ("Monday", "2024-06-10")]),
    ("It will count come Friday.", [("Friday", "2024-06-14")]),
    # names
    ("every other Friday, Holy Thursday", []),
    ("It is on the last Friday of May; he left last Friday.", [("May", "2024-05"), ("last Friday", "2024-06-07")]),
    ("Case 2024-15 and Bill 2024/05", []),
    ("from May 3, 2023, through June 2, 2024", [("May 3, 2023, through June 2, 2024", "2023-05-03/2024-06-02")]),
    ("from Monday, 1 July, to Friday, 5 July", [("Monday, 1 July, to Friday, 5 July", "2024-07-01/2024-07-05")]),
    ("from May 2023, to June 2024", [("May 2023, to June 2024", "2023-05/2024-06")]),
    # two dates with one year
    ("in January and July 2022", [("January", "2022-01"), ("July 2022", "2022-07")]),
    ("in Dec. and Jan. 2022", [("Dec", "2021-12"), ("Jan. 2022", "2022-01")]),
    ("June/July 2022", [("June", "2022-06"), ("July 2022", "2022-07")]),
    ("on July 7 and May 9, 2022", [("July 7", "2021-07-07"), ("May 9, 2022", "2022-05-09")]),
    ("on 7 May or 9 July 2022", [("7 May", "2022-05-07"), ("9 July 2022", "2022-07-09")]),
    ("on 7 May and 8 July 2022", [("7 May", "2022-05-07"), ("8 July 2022", "2022-07-08")]),
    ("in January and July", [("January", "2024-01"), ("July", "2024-07")]),
    ("Senator Ames today said so. Today it rained.", [("today", THURSDAY), ("Today", THURSDAY)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPELLINGS, ids=[c[0][:40] for c in SPELLINGS])
def test_spelling(text, expected):
    assert [(r.text, r.value) for r in find_dates(text, THURSDAY)] == expected
