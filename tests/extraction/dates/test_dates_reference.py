"""The day that “today” means."""

import pytest

from pipeline.extraction.dates import find_dates
from pipeline.extraction.dates.find import date_rows
from pipeline.structure import structure

FOOTER = "\n\nLast updated on 3 March 2020"

# text, publication date or None, value and rule of “today” or “tomorrow”, why
TODAYS = [
    ("It opened today.", "2024-05-03", "2024-05-03", "deictic:published", "the publication date of the metadata"),
    ("OSLO, 9 May 2022 – It opened today." + FOOTER, None, "2022-05-09", "deictic:dateline",
     "the dateline counts, not the footer"),
    ("OSLO, 9 May 2022 – It opened today.", "2022-05-10", "2022-05-09", "deictic:dateline",
     "the metadata are a day later than the dateline"),
    ("OSLO, May 9 – It opened today.", "2022-05-10", "2022-05-09", "deictic:dateline",
     "the dateline has its year from the metadata"),
    ("OSLO, 10 May 2022 – It opened today.", "2022-05-10", "2022-05-10", "deictic:published",
     "dateline and metadata have the same day"),
    ("OSLO, 9 May 2022 – It opened today.", "2022-08-10", "2022-05-09", "deictic:dateline",
     "the metadata are months later than the dateline"),
    ("It opened today." + FOOTER, None, None, "deictic", "a footer only says when the page changed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "value", "rule", "why"), TODAYS, ids=[c[4] for c in TODAYS])
def test_today(text, published, value, rule, why):
    row = next(r for r in find_dates(text, published) if r.text in ("today", "tomorrow"))
    assert (row.value, row.rule) == (value, rule), why


def test_today_by_the_file_name():
    release = structure("It opened today.", file_name="2022-05-09-pier.txt")
    (row,) = date_rows(release, document_id="d")
    assert (row.value, row.value_from, row.rule) == ("2022-05-09", "metadata", "deictic:file-name")
