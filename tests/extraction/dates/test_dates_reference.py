"""The day that “today” means, and dates as ends of open intervals."""

import pytest

from pipeline.extraction.dates import find_dates, open_interval
from pipeline.extraction.dates.find import date_rows
from pipeline.structure import structure

FOOTER = "\n\nLast updated on 3 March 2020"

# text, publication date or None, value and rule of “today” or “tomorrow”, why
TODAYS = [
    ("It opened today.", "2024-05-03", "2024-05-03", "deictic:published", "metadata"),
    ("It opened today, 2 May.", "2024-05-03", "2024-05-02", "deictic:named-today", "the text says which day today is"),
    ("It opens tomorrow (3 May 2024).", None, "2024-05-03", "deictic:named-today", "the same without metadata"),
    ("It opened today, 2 March.", "2024-05-03", "2024-05-03", "deictic:published", "too far off"),
    ("It opened today, 2 May. It closes tomorrow, 9 May.", "2024-05-03", "2024-05-03", "deictic:published",
     "no agreement"),
    ("It opened today, as on 2 May.", "2024-05-03", "2024-05-03", "deictic:published", "not said to be today"),
    ("OSLO, 9 May 2022 – It opened today." + FOOTER, None, "2022-05-09", "deictic:dateline", "dateline, no footer"),
    ("OSLO, 9 May 2022 – It opened today.", "2022-05-10", "2022-05-09", "deictic:dateline", "posted a day later"),
    ("OSLO, May 9 – It opened today.", "2022-05-10", "2022-05-09", "deictic:dateline", "its year from the metadata"),
    ("OSLO, 10 May 2022 – It opened today.", "2022-05-10", "2022-05-10", "deictic:published", "both the same"),
    ("OSLO, 9 May 2022 – It opened today.", "2022-08-10", "2022-08-10", "deictic:published", "months apart"),
    ("OSLO, 9 May 2022 – It opened today, 10 May.", "2022-05-11", "2022-05-10", "deictic:named-today",
     "the text itself before its dateline"),
    ("It opened today." + FOOTER, None, None, "deictic", "a footer says when a page changed"),
    ("The Pier Opens FOR IMMEDIATE RELEASE May 9, 2022 Contact Ann Lee It opened today.", None, "2022-05-09",
     "deictic:stated-date", "a release line that runs on"),
    ("The pier is new, says its keeper. LEEDS - May 9, 2022 (ACMEWIRE) - It opened today.", None, "2022-05-09",
     "deictic:stated-date", "a dateline in the middle of a line"),
    ("The pier was planned on May 9, 2022 (a Monday) - and opened today.", None, None, "deictic", "no wire"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "value", "rule", "why"), TODAYS, ids=[c[4] for c in TODAYS])
def test_today(text, published, value, rule, why):
    row = next(r for r in find_dates(text, published) if r.text in ("today", "tomorrow"))
    assert (row.value, row.rule) == (value, rule), why


def test_today_by_the_file_name():
    release = structure("It opened today.", file_name="2022-05-09-pier.txt")
    (row,) = date_rows(release, release.published, document_id="d")
    assert (row.value, row.value_from, row.rule) == ("2022-05-09", "metadata", "deictic:file-name")


# text, value of the row, the interval whose end it is
BOUNDS = [
    ("Since 2019, it has grown.", "2019", "2019/.."),
    ("It has grown since early May 2020.", "2020-05", "2020-05/.."),
    ("It will grow from 2020 onwards.", "2020", "2020/.."),
    ("It is open until May 2026.", "2026-05", "../2026-05"),
    ("It should end by the end of 2027.", "2027", "../2027"),
    ("It should end by the third quarter of 2027.", "2027-07/2027-09", "../2027-09"),
    ("It grew in 2019.", "2019", None),
    ("It ran from 2015 until 2018.", "2015/2018", None),
    ("It was seen by Ann in 2018.", "2018", None),
]


@pytest.mark.parametrize(("text", "value", "interval"), BOUNDS, ids=[c[0] for c in BOUNDS])
def test_open_interval(text, value, interval):
    (row,) = find_dates(text, "2024-05-03")
    assert (row.value, open_interval(row)) == (value, interval)
