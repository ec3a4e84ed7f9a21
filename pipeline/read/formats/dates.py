"""Publication dates as metadata write them."""

from __future__ import annotations

import re
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")  # the day is first wherever dots are written
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


ZONE: ContextVar[tzinfo | None] = ContextVar("ZONE", default=None)
"""The publisher's time zone, where a setting says it: a moment in UTC is of the day that it was there."""


def iso_day(value: object) -> str | None:
    """The day that a metadata field names, ISO 8601; None where it names none or leaves it open (03/04/2023).

    Takes ISO dates and times (the day as written, in the writer's time zone), `20230927`, RFC 2822 (mail), English
    dates with a month name, and Unix times in seconds or milliseconds (UTC).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _unix_day(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if (zone := ZONE.get()) and (moment := _in_utc(text)):
        return moment.astimezone(zone).date().isoformat()
    if found := _YEAR_FIRST.match(text):
        return _day(*found.groups())
    if len(text) >= 8 and text[:8].isascii() and text[:8].isdigit() and not text[8:9].isdigit():
        return _day(text[:4], text[4:6], text[6:8])
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_DOTTED, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        if found := pattern.search(text):
            return _day(*(found.group(i) for i in order))
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_utc(text: str) -> datetime | None:
    """The moment that a text gives in UTC, which is no writer's own time zone; None for all others."""
    for parsed in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parsed(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.utcoffset() == timedelta(0) else None
    return None


def _unix_day(seconds: float) -> str | None:
    if not 10**8 < seconds < 10**14:
        return None
    try:
        return (
            datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, tz=ZONE.get() or UTC)
            .date()
            .isoformat()
        )
    except (ValueError, OverflowError, OSError):
        return None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
