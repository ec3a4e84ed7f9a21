"""Dates: what is found, and its value."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.dates import find_dates
from pipeline.extraction.dates.builders import BUILDERS
from pipeline.extraction.dates.grammar import load

# text, publication date or None, expected (text, value), why
CASES = [
    ("The hall opened on 4 May 2021.", None, [("4 May 2021", "2021-05-04")], "day first"),
    ("It opened on May 4, 2021, in rain.", None, [("May 4, 2021", "2021-05-04")], "month first"),
    ("EMBARGO: 4-MAY-2021", None, [("4-MAY-2021", "2021-05-04")], "hyphens and capitals"),
    ("Posted 2021-05-04.", None, [("2021-05-04", "2021-05-04")], "ISO"),
    ("He left on Sept. 9, 2019.", None, [("Sept. 9, 2019", "2019-09-09")], "abbreviated"),
    ("the 3rd of June 2016", None, [("3rd of June 2016", "2016-06-03")], "no article in the span"),
    ("It runs from 11 to 14 June 2020.", None, [("11 to 14 June 2020", "2020-06-11/2020-06-14")],
     "two days of a month"),
    ("29 Dec. to 2 Jan. 2025", None, [("29 Dec. to 2 Jan. 2025", "2024-12-29/2025-01-02")], "a range over New Year"),
    ("On 10 and 24 June 2020 it met.", None, [("10", "2020-06-10"), ("24 June 2020", "2020-06-24")], "two days"),
    ("It covers 2010-12.", None, [("2010-12", "2010/2012")], "range with a short end"),
    ("It rose from 69 percent in 2012 to 77.", None, [("2012", "2012")], "a number after “to” is no year"),
    ("Thirty-five years ago it rose.", "2024-01-15", [("Thirty-five years ago", "1989")], "a number of two words"),
    ("Eighteen years ago it rose.", "2024-01-15", [("Eighteen years ago", "2006")], "a number above fifteen"),
    ("__Oslo, May 4, 2021__; _4 May 2022_", None,
     [("May 4, 2021", "2021-05-04"), ("4 May 2022", "2022-05-04")], "marks of emphasis"),
    ("the file zed_2021_v2", None, [], "a number within a file name"),
    ("It ran from November 2023 to February.", None, [("November 2023 to February", "2023-11/2024-02")],
     "the second year of a range over New Year"),
    ("28 December 2023 – 3 January", None, [("28 December 2023 – 3 January", "2023-12-28/2024-01-03")], "with days"),
    ("On **May 3**, 2021 it met.", None, [("May 3**, 2021", "2021-05-03")], "marks of emphasis inside a date"),
    ("on 3<sup>rd</sup> May 2022", None, [("3<sup>rd</sup> May 2022", "2022-05-03")], "and a tag"),
    ("Between 1500 and 2000 people came; 1000-1500 hours.", None, [], "a range of numbers with a unit"),
    ("On Tuesday last week it met.", "2024-03-15", [("Tuesday last week", "2024-03-05")], "a day of another week"),
    ("It met on June 3 of last year.", "2024-03-15", [("June 3 of last year", "2023-06-03")], "the year in words"),
    ("It met last June 3.", "2024-03-15", [("last June 3", "2023-06-03")], "“last” before a day"),
    ("On May 3 ’19 and in May ’19", None, [("May 3 ’19", "2019-05-03"), ("May ’19", "2019-05")], "years cut short"),
    ("Q3/22 and May-03-2021, 3/May/2021", None,
     [("Q3/22", "2022-07/2022-09"), ("May-03-2021", "2021-05-03"), ("3/May/2021", "2021-05-03")], "other signs"),
    ("FY 2010-2012", None, [("FY 2010-2012", "2010/2012")], "fiscal years"),
    ("At 6:30 May 5 it met.", "2024-03-15", [("May 5", "2024-05-05")], "minutes before a month are no day"),
    ("Praha, 25. 3. 2024; 2024/5/3", None, [("25. 3. 2024", "2024-03-25"), ("2024/5/3", "2024-05-03")],
     "days as other countries write them"),
    ("Daily News 25 / 03 / 2024", None, [("25 / 03 / 2024", "2024-03-25")], "spaces around the signs"),
    ("12.–14. May 2024; May 30/31, 2021", None,
     [("12.–14. May 2024", "2024-05-12/2024-05-14"), ("May 30/31, 2021", "2021-05-30/2021-05-31")], "two days"),
    ("Sales in Q2 2020 rose.", None, [("Q2 2020", "2020-04/2020-06")], "quarter as an interval"),
    ("It met on 14-11 June.", "2020-05-01", [], "a range must not run backwards"),
    ("It fell in nineteen ninety-six.", None, [("nineteen ninety-six", "1996")], "a year in words"),
    ("The fair, to be held on 3 March, is free.", "2024-01-15", [("3 March", "2024-03-03")], "“to be held”: not past"),
    ("15–17 May 2026; May 15-17, 2026", None,
     [("15–17 May 2026", "2026-05-15/2026-05-17"), ("May 15-17, 2026", "2026-05-15/2026-05-17")],
     "ranges of days, spelled in two ways"),
    ("built in the 1980s", None, [("1980s", "198X")], "decade"),
    ("There is no 31 June 2020 here.", None, [], "no such day"),
    ("The dyke was closed on 3 March.", "2024-04-02", [("3 March", "2024-03-03")],
     "past tense: the day before the publication"),
    ("The dyke was closed on 3 December.", "2024-01-15", [("3 December", "2023-12-03")],
     "past tense: in the year before"),
    ("The dyke will be closed on 3 January.", "2024-11-15", [("3 January", "2025-01-03")],
     "future tense: in the next year"),
    ("She spoke on Tuesday.", "2024-03-14", [("Tuesday", "2024-03-12")], "a weekday in the past"),
    ("She will speak on Tuesday.", "2024-03-14", [("Tuesday", "2024-03-19")], "a weekday to come"),
    ("Profits doubled last year.", "2024-03-14", [("last year", "2023")], "counted from the publication date"),
    ("Profits doubled last year.", None, [("last year", None)], "without a reference time no value"),
    ("Born in July 2011, it closed the same year.", None, [("July 2011", "2011-07"), ("same year", "2011")],
     "“the same year”: an anaphor"),
    ("OSLO, 9 May 2022 – The pier opened today.", None,
     [("9 May 2022", "2022-05-09"), ("today", "2022-05-09")], "the day of the dateline"),
    ("The fair held in May 2018 was followed by a regatta on 14 August.", None,
     [("May 2018", "2018-05"), ("14 August", "2018-08-14")], "the year comes from another date of the text"),
    ("They renewed the 2030 Agenda in Room 2026, Ste 2100.", None, [], "other numbers are no dates"),
    ("It opened in 2026Further information", None, [("2026", "2026")], "a word glued to the year"),
    ("Resolution 2178 (2014) and ISO 9001:2015", None, [], "years in designations are no dates"),
    ("It reached 1,875 sheds and moored 2016 boats, once 1716 boats.", None, [], "counts are no years"),
    ("The Zeda 1830 and the Vale Trail 1500 (2019-2024)", None, [("2019-2024", "2019/2024")], "model numbers"),
    ("Ada Lund (1812), a house of 1749, open since 1723", None,
     [("1812", "1812"), ("1749", "1749"), ("1723", "1723")], "years before 1900"),
    ("Budget 2018 includes sheds; it was 1987's best.", None, [("2018", "2018"), ("1987", "1987")],
     "a year before a word that looks like a plural noun"),
    ("the Mines Act 2014", None, [], "the year of a law is part of its name"),
    ("the 1900 block of Pier St.", None, [], "a house number"),
    ("the upcoming Oct. 14 fair", "2024-09-15", [("upcoming Oct. 14", "2024-10-14")], "“upcoming” with a day"),
    ("We need sheds on Monday.", "2024-05-15", [("Monday", None)], "“need” is no past tense"),
    ("Judge June Mayfair may march in Mayfair.", None, [], "names and words that are spelled like months"),
    ("2022/05/09 and 2023-02-03T10:00Z", None, [("2022/05/09", "2022-05-09"), ("2023-02-03", "2023-02-03")], "ISO"),
    ("It ends on 2022‑12‑31.", None, [("2022‑12‑31", "2022-12-31")], "ISO with hyphens that do not break"),
    ("OPEN FROM 30 JUNE/1 JULY 2021", None, [("30 JUNE/1 JULY 2021", "2021-06-30/2021-07-01")], "slash between dates"),
    ("between March 2016 and April 2017", None, [("March 2016 and April 2017", "2016-03/2017-04")], "months"),
    ("FY2021/22 and 2Q24", None, [("FY2021/22", "2021/2022"), ("2Q24", "2024-04/2024-06")], "fiscal years"),
    ("spring of 2020", None, [("spring of 2020", "2020-21")], "season"),
    ("in late 2024, by mid-2026", None, [("2024", "2024"), ("2026", "2026")], "qualified years"),
    ("It had been due to open on Friday.", "2024-03-14", [("Friday", "2024-03-08")], "“had been due”: past"),
    ("It has to be paid by Friday.", "2024-03-13", [("Friday", "2024-03-15")], "“by”: still to come"),
    ("this past April; this coming May", "2024-10-04",
     [("this past April", "2024-04"), ("this coming May", "2025-05")], "“past” and “coming”"),
    ("third quarter of last year", "2024-10-04", [("third quarter of last year", "2023-07/2023-09")], "quarter"),
    ("A year ago it closed; 3 days ago it opened.", "2024-05-15",
     [("A year ago", None), ("3 days ago", "2024-05-12")], "“ago”"),
    ("Second-quarter sales were 4 million, up from 3 a year earlier.", "2024-05-15",
     [("Second-quarter", "2024-04/2024-06"), ("a year earlier", None)], "“a year earlier” in a comparison of quarters"),
    ("OSLO (May 2, 2021) – It opened today.\n\nOSLO (May 9, 2021) – It closed today.", None,
     [("May 2, 2021", "2021-05-02"), ("today", "2021-05-02"), ("May 9, 2021", "2021-05-09"), ("today", "2021-05-09")],
     "two releases in one text"),
    ("at 1930 Old Harbour Road, Tel. 555-2015, Ref. 2019-1123", None, [], "house, telephone and case numbers"),
    ("1884 delegates came, 2000+ homes", None, [], "counts of people and homes"),
    ("every Tuesday, the second Thursday of each month, Monday–Friday", "2024-05-15", [],
     "repeated days have no value"),
    ("over the next year and the last month", "2024-05-15", [], "durations are no dates"),
    ("www.example.org/2019/05/04 and a2019@example.org", None, [], "parts of addresses are no dates"),
    ("On Friday, the town will vote.", "2024-03-13", [("Friday", "2024-03-15")],
     "a comma after a fronted date does not hide the tense"),
    ("As Friday began, she hoped to win.", "2024-03-13", [("Friday", "2024-03-08")], "“as” says nothing about time"),
    ("It will run, as it has since March.", "2024-06-13", [("March", "2024-03")], "“since”: past"),
    ("It has fallen since January.", "2023-11-28", [("January", "2023-01")],
     "“since”: past, though the next one is nearer"),
    ("The seats he needs in November are safe.", "2024-04-26", [("November", "2024-11")], "“needs”: to come"),
    ("“We’ll meet on Friday.” She left.", "2024-03-13", [("Friday", "2024-03-15")],
     "a closing quotation mark ends the sentence"),
    ("He sang here on Friday. ‘If you can, come.’", "2024-03-13", [("Friday", "2024-03-08")],
     "an opening quotation mark begins a sentence"),
    ("The lake froze on Friday, but will thaw.", "2024-03-13", [("Friday", "2024-03-08")], "an irregular past tense"),
    ("It opened on May 2. The lot closes on May 2, 2023.", "2023-12-30",
     [("May 2", "2023-05-02"), ("May 2, 2023", "2023-05-02")], "another mention of the day has its year"),
    ("Between 2008 and 2012 she hid it. Sentencing is on 11 October.", None,
     [("2008 and 2012", "2008/2012"), ("11 October", None)], "a range of years gives no year"),
    ("HULL, Tuesday, May 8 – It opened.\n\nHearing, Tuesday, May 8, 2007, as the Act of May 2005 asks", None,
     [("Tuesday, May 8", "2007-05-08"), ("Tuesday, May 8, 2007", "2007-05-08"), ("May 2005", "2005-05")],
     "another mention of the day has its year: it counts before any other date"),
    ("If approved by the board in May, it will open.", "2024-03-05", [("May", "2024-05")], "“if approved”: to come"),
    ("It would have closed on Friday.", "2024-03-13", [("Friday", "2024-03-08")], "“would have”: past"),
    ("It began a year ago, on 14 January 2011.", None, [("a year ago", None), ("14 January 2011", "2011-01-14")],
     "“ago” counts only from the day of the text"),
    ("H.R. 2043, H. R. 1905 (S. 1836), H.J.Res. 1901, HR 1904", None, [], "numbers of bills are no years"),
    ("as 50 U.S.C. 1701 and 50 U.S.C. § 1703 say", None, [], "numbers of laws are no years"),
    ("under § 2010 of the Act", None, [], "nor are numbers of sections"),
    ("Order No. 220, s. 1987", None, [("1987", "1987")], "“s.” before a year: the series of that year"),
    ("In the U.S. 2016 was wet, in Washington, D.C. 2017 too.", None, [("2016", "2016"), ("2017", "2017")],
     "abbreviations that number no law"),
    ("1511 Old Mill Office Building, 1601 16th Avenue", None, [], "house numbers are no years"),
    ("Report of the Mine 2016\n\nBuilding trust", None, [("2016", "2016")], "a blank line after a year"),
    ("It ran in 2016, 16th in all.", None, [("2016", "2016")], "an ordinal after a year"),
    ("May she rest in peace. “May the best win!”", "2024-05-15", [], "“May” of a wish is no month"),
    ("In May she left; by May the rest had.", "2024-06-15", [("May", "2024-05"), ("May", "2024-05")],
     "“May” at the beginning of a sentence that is no wish"),
    ("They are to March for Peace, at the annual March on Hull.", "2024-05-15", [],
     "“March” as a verb or an event is no month"),
    ("Sales in March on both piers rose.", "2024-05-15", [("March", "2024-03")],
     "“March” as a month beside words of events"),
    ("Velora 8.2.3587 and Velora 4.8.10 run.", None, [], "numbers of versions are no dates"),
    ("Of 04.08.10 (see Mill News, 4.8.10), Monday 2.8.10:\n\n3.8.10 Open day", None,
     [("04.08.10", "2010-08-04"), ("4.8.10", "2010-08-04"), ("Monday", None), ("2.8.10", "2010-08-02"),
      ("3.8.10", "2010-08-03")], "not versions: two digits each, or no name before"),
    ("Doors open Sat, Feb 7. Zed Mines was founded on 2 May 1955.", None,
     [("Sat, Feb 7", None), ("2 May 1955", "1955-05-02")], "the weekday does not fit the year of the other date"),
    ("Doors opened Mon, Feb 7. Zed Mines closed on 2 May 1955.", None,
     [("Mon, Feb 7", "1955-02-07"), ("2 May 1955", "1955-05-02")], "the weekday fits the year of the other date"),
    ("Ann Lee spoke 3 times and aged 19 to 24 for 12 years", "2024-05-15", [],
     "counts, ages and durations are no years"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "expected", "why"), CASES, ids=[c[3] for c in CASES])
def test_dates(text, published, expected, why):
    rows = find_dates(text, published)
    assert [(r.text, r.value) for r in rows] == expected, why
    for row in rows:
        assert text[row.start : row.end] == row.text


SLASHED = [
    ("The sale ended on 05/06/2023 in London.", "2023-06-05", "2023-06-05", "British"),
    ("The sale ended on 05/06/2023 in Washington.", "2023-05-06", "2023-05-06", "American"),
    ("It opened on 05/06/2023 and closed on 25/06/2023.", "2023-06-05", "2023-06-05", "the other date decides"),
    ("The sale ended on 05/06/2023.", None, "2023-05-06", "nothing decides: both readings are the bounds"),
    ("The sale ended on 05.06.23.", "2023-06-05", "2023-06-05", "dots: the day comes first if nothing decides"),
    ("The sale ended on 05.06.23 in Washington.", "2023-05-06", "2023-05-06", "American dots"),
    ("The sale ended on 05.06.23 in London.", "2023-06-05", "2023-06-05", "British dots"),
    ("05.06.23\nThe sale ended on May 4, 2023.", "2023-05-06", "2023-05-06", "dots like the other date"),
]


@pytest.mark.parametrize(("text", "value", "earliest", "why"), SLASHED, ids=[c[3] for c in SLASHED])
def test_whether_the_day_or_the_month_comes_first(text, value, earliest, why):
    row = find_dates(text)[0]
    assert (row.value, row.earliest) == (value, earliest), why


DECIDED = [
    ("It closed on 3 March.", "day-month:published-past", "the tense decided"),
    ("It closes soon, on 3 March.", "day-month:published-nearest", "only nearness decided"),
    ("It was planned to close on 3 June.", "day-month:published-future", "a planned event: the tense decided"),
    ("A talk on Monday.", "weekday", "no tense: the last one or the next"),
    ("A talk on Tuesday.", "weekday:published-same", "no tense: the day of the text itself"),
    ("The strike follows a vote on Monday.", "weekday:published-past", "what something follows is in the past"),
    ("The hall is free as follows: Monday", "weekday", "“as follows” says nothing about time"),
    ("A vote agreed for Monday.", "weekday:published-future", "“agreed for”: to come"),
]


@pytest.mark.parametrize(("text", "rule", "why"), DECIDED, ids=[c[2] for c in DECIDED])
def test_the_rule_says_what_decided(text, rule, why):
    assert find_dates(text, "2024-04-02")[0].rule == rule, why


def test_value_from():
    assert [r.value_from for r in find_dates("In 2020 it fell; it rose last year.", "2024-01-01")] == [
        "text",
        "metadata",
    ]


WORDS = """On May 31 3 March , 2021 - – / to and between 29 February Sept. the first quarter of last Friday next
 year 1st 03/04/2024 will was 2024 99 0 Q1 FY ’98 a ago years two thousand ( ) . 31 June 9999 1000 24"""
BITS = st.sampled_from([*WORDS.split(), "\n"])
PUBLISHED = st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31"])


@given(st.one_of(st.lists(BITS, max_size=25).map(" ".join), st.text(max_size=60)), PUBLISHED)
def test_rows_stand_in_the_text_and_bounds_hold(text, published):
    rows = find_dates(text, published)
    for row in rows:
        assert text[row.start : row.end] == row.text
        assert (row.value is None) == (row.value_from is None)
        if row.earliest is not None:
            assert row.earliest <= row.latest
    assert all(a.end <= b.start for a, b in pairwise(rows))


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_a_full_date_keeps_its_value(day):
    for written in (day.isoformat(), f"{day.day} {day:%B} {day.year:04d}", f"{day:%B} {day.day}, {day.year:04d}"):
        assert [r.value for r in find_dates(f"It opened on {written}.")] == [day.isoformat()], written


def test_every_rule_has_its_builder():
    rules = load()
    assert {r.builder for r in rules} == set(BUILDERS)
