"""Dates on TempEval-3's kind of text (news, TimeML): predictors for the scorer of ../shared/dates, and a baseline.

    python ../shared/dates/score.py prepare --mirror MIRROR --data FILE            # FILE outside the repository
    python ../shared/dates/score.py run benchmarks.dates:predict --data FILE --source timebank,aquaint
    python ../shared/dates/score.py run benchmarks.dates:baseline --data FILE --source timebank,aquaint
    python ../shared/cases/score.py --kind dates --file ../shared/cases/dates.jsonl --predictor benchmarks.dates:cases

`baseline` gives the spans of this project to dateparser, so that the two differ in the values alone.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from pipeline.extract.dates import find_dates
from pipeline.records import DateRow

UNDECIDED = "XXXX"  # TIMEX3 for a date without a value: found, but no calendar value
PARTS = re.compile(r"\s+(?:to|and|through|thru|until|till|or)\s+|\s*[-–—/]\s*")
SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}


def predict(text: str, anchor_date: str) -> list[dict[str, Any]]:
    """Spans with TIMEX3 values; TimeML annotates the two ends of a range one by one, so a range gives two."""
    found = []
    for row in find_dates(text, anchor_date):
        found += ends(row) or [{"start": row.start, "end": row.end, "value": timex(row)}]
    return found


def ends(row: DateRow) -> list[dict[str, Any]]:
    """The two ends of a range of days, months or years, where its words part in two."""
    if row.granularity != "interval" or row.value is None:
        return []
    parting = PARTS.search(row.text)
    if parting is None:
        return []
    first, last = row.value.split("/")
    return [
        {"start": row.start, "end": row.start + parting.start(), "value": first},
        {"start": row.start + parting.end(), "end": row.end, "value": last},
    ]


def timex(row: DateRow) -> str:
    """The TIMEX3 value of a row: `2013-07/2013-09` is `2013-Q3`, `197X` is `197`, `2013-21` is `2013-SP`."""
    if row.value is None or row.earliest is None:
        return UNDECIDED
    year, month = row.earliest[:4], int(row.earliest[5:7])
    match row.granularity:
        case "quarter":
            return f"{year}-Q{(month + 2) // 3}"
        case "half":
            return f"{year}-H{1 if month == 1 else 2}"
        case "season":
            return f"{year}-{SEASONS[row.value[-2:]]}"
        case "week":
            iso = datetime.fromisoformat(row.earliest).isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        case _:
            return row.value.rstrip("X")


def baseline(text: str, anchor_date: str) -> list[dict[str, Any]]:
    """dateparser on the spans that `predict` finds, the past preferred, cut to the period it reports."""
    from dateparser.date import DateDataParser

    settings = {"RELATIVE_BASE": datetime.fromisoformat(anchor_date), "PREFER_DATES_FROM": "past"}
    parser = DateDataParser(languages=["en"], settings=settings)
    length = {"year": 4, "month": 7}
    found = []
    for span in predict(text, anchor_date):
        data = parser.get_date_data(text[span["start"] : span["end"]])
        value = data.date_obj.date().isoformat()[: length.get(data.period, 10)] if data.date_obj else UNDECIDED
        found.append({**span, "value": value})
    return found


def cases(text: str, published: str | None) -> dict[str, Any]:
    """The prediction that ../shared/cases/score.py reads."""
    return {"dates": [{"text": r.text, "value": r.value} for r in find_dates(text, published)]}
