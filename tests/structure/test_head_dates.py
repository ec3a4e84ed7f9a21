"""Full dates in the head of a release: which spellings are read and which are not."""

import pytest

from pipeline.structure.head_dates import date_at, date_in_file_name, first_date

SPELLINGS = [
    ("5 March 2021", "2021-03-05"),
    ("05 MAR 2021", "2021-03-05"),
    ("5-Mar-2021", "2021-03-05"),
    ("5th of March, 2021", "2021-03-05"),
    ("March 5, 2021", "2021-03-05"),
    ("MARCH 5TH 2021", "2021-03-05"),
    ("Sept. 5, 2021", "2021-09-05"),
    ("Friday, March 5, 2021", "2021-03-05"),
    ("Fri. 5 March 2021", "2021-03-05"),
    ("March 5  2021", "2021-03-05"),  # a scraper stripped the comma
    ("21 JUNE 16", "2016-06-21"),
    ("2021-03-05", "2021-03-05"),
    ("2021.03.05", "2021-03-05"),
    ("2021/03/05", "2021-03-05"),
    ("5 March 21", "2021-03-05"),
    ("Fri 5 March 21", "2021-03-05"),
    ("25.3.2021", "2021-03-25"),
    ("3/25/21", "2021-03-25"),
    ("25/3/21", "2021-03-25"),
    ("5 APRİL 2021", "2021-04-05"),  # Turkish capitals
    ("5 aprıl 2021", "2021-04-05"),
]
OTHERS = [
    "March 2021",
    "5 March",
    "31 February 2021",
    "2021-13-05",
    "3 Maybe 2021",
    "05/03/2021",
    "05/03/21",
    "May 1000 men",
    "Friday 3 May 10 a.m.",
    "3 May, 12 noon",
    "3 May 24 Exports rise",
    "",
]


@pytest.mark.parametrize(("text", "day"), SPELLINGS)
def test_spelling(text: str, day: str) -> None:
    found = date_at(text + " –", 0, len(text) + 2)
    assert found is not None
    assert found.iso() == day
    assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize("text", OTHERS)
def test_other(text: str) -> None:
    assert date_at(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Secretariat\n29.11.98.\n", "1998-11-29"),
        ("Version 05.02.25", None),
        ("05.02.25 is the version", None),
        ("11.30.25", "2025-11-30"),
        ("05.02.25", None),  # the whole text shows which number is the day
        ("1.1.2.25", None),
    ],
)
def test_two_digits_of_the_year_on_a_line_of_its_own(text: str, day: str | None) -> None:
    found = first_date(text, 0, len(text))
    assert (found and found.iso()) == day


def test_yearless_takes_the_year_given() -> None:
    found = date_at("April 26)", 0, 9, yearless=True)
    assert found is not None
    assert found.iso() is None
    assert found.iso(2010) == "2010-04-26"


def test_a_day_glued_to_the_headline() -> None:
    text = "Reforms of TimberApril 14, 2025 Press Release"
    found = first_date(text, 0, len(text))
    assert found is not None
    assert found.iso() == "2025-04-14"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("FOR RELEASE: March 3, 2021 (updated 5 March 2021)", "2021-03-03"),
        ("30 February 2020, 1 March 2020", "2020-03-01"),  # the first is no day
        ("5 March 2021 Exports rise", "2021-03-05"),
        ("https://zed.example/2021/03/05/bridge", None),
    ],
)
def test_first_date_in_a_line(text: str, day: str | None) -> None:
    found = first_date(text, 0, len(text))
    assert (found and found.iso()) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2021-03-05-visit.txt", "2021-03-05"),
        ("20210305_visit.md", "2021-03-05"),
        ("visit-20219999.txt", None),
        ("05Mar2021roe17.txt", "2021-03-05"),  # as in a large archive of senators' releases
        ("5-mar-2021.json", "2021-03-05"),
        ("5_March_2021_Note.pdf", "2021-03-05"),
        ("March 5, 2021 visit.docx", "2021-03-05"),
        ("concert-on-march-5-2021.md", None),  # this is the day of the event
        ("5-may-10-reasons.md", None),
        ("31Feb2021roe.txt", None),
        ("bank_of_zed_25-03-2021.txt", "2021-03-25"),
        ("03.25.2021_visit.html", "2021-03-25"),
        ("bank_of_zed_05-03-2021.txt", None),  # the 5th of March or the 3rd of May
        ("a.txt", None),
    ],
)
def test_file_name(name: str, day: str | None) -> None:
    assert date_in_file_name(name) == day
