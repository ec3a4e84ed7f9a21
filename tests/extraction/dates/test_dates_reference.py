"""The day that “today” means."""

import pytest

from pipeline.extraction.dates import find_dates
from pipeline.extraction.dates.find import date_rows
from pipeline.structure import structure

FOOTER = "\n\nLast updated on 3 March 2020"

# text, publication date or None, value and rule of “today” or “tomorrow”, why
TODAYS = [
    ("It opened today.", "2024-05-03", "2024-05-03", "deictic:published", "metadata"),
    ("OSLO, 9 May 2022 – It opened today." + FOOTER, None, "2022-05-09", "deictic:dateline", "dateline, no footer"),
    ("OSLO, 9 May 2022 – It opened today.", "2022-05-10", "2022-05-09", "deictic:dateline", "posted a day later"),
    ("OSLO, May 9 – It opened today.", "2022-05-10", "2022-05-09", "deictic:dateline", "its year from the metadata"),
    ("OSLO, 10 May 2022 – It opened today.", "2022-05-10", "2022-05-10", "deictic:published", "both the same"),
    ("OSLO, 9 May 2022 – It opened today.", "2022-08-10", "2022-05-09", "deictic:dateline", "posted months later"),
    ("It opened today." + FOOTER, None, None, "deictic", "a footer says when a page changed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "value", "rule", "why"), TODAYS, ids=[c[4] for c in TODAYS])
def test_today(text, published, value, rule, why):
    row = next(r for r in find_dates(text, published) if r.text in ("today", "tomorrow"))
    assert (row.value, row.rule) == (value, rule), why


def test_today_by_the_file_name():
    release = structure("It opened today.", file_name="2022-05-09-pier.txt")
    (row,) = date_rows(release, document_id="d")
    assert (row.value, row.value_from, row.rule) == ("2022-05-09", "metadata", "deictic:file-name")
