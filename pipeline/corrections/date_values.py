"""A date value as a reviewer writes it, with the days that it spans and the size of what it names."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.corrections.decisions import StaleError
from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.edtf import Value

_FORMS = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)|(?P<month>\d{4}-(?:0[1-9]|1[0-2]))|(?P<season>\d{4}-2[1-4])|(?P<year>\d{4})"
    r"|(?P<quarter>\d{4}-Q[1-4])|(?P<decade>\d{3}X)|(?P<century>\d\dXX)"
)


def date_value(written: str) -> Value:
    """The value of an EDTF string of the kinds that `dates` holds. Raises `StaleError` for any other."""
    first, slash, last = written.partition("/")
    try:
        if not slash:
            return _single(first)
        whole = edtf.interval(_single(first), _single(last))
    except ValueError as error:
        raise StaleError(f"{written!r} is no date value ({error}); write 2023-09-27, 2023-09 or 2023") from error
    return next((v for v in _named(whole) if v.edtf == whole.edtf), whole)


def _single(written: str) -> Value:
    found = _FORMS.fullmatch(written)
    if not found:
        raise ValueError("not EDTF of the kinds used here")
    year = written[:4]
    match found.lastgroup:
        case "day":
            return edtf.day(date.fromisoformat(written))
        case "month":
            return edtf.month(int(year), int(written[5:]))
        case "season":
            return edtf.part("season", int(year), int(written[5:]))
        case "quarter":  # as people write it; the tables hold the interval of its months
            return edtf.part("quarter", int(year), int(written[-1]))
        case "year":
            return edtf.year(int(year))
        case "decade":
            return edtf.decade(int(written[:3]) * 10)
        case _:
            return edtf.century(int(written[:2]) + 1)


def _named(whole: Value) -> list[Value]:
    """Quarter, half and week that begin where the interval begins."""
    first = whole.earliest
    quarter, half = (first.month + 2) // 3, (first.month + 5) // 6
    values = [edtf.part("quarter", first.year, quarter), edtf.part("half", first.year, half)]
    if whole.latest - first == timedelta(6):
        values.append(edtf.week(first))
    return values
