"""Reads a release's text, title, date, id, URL and publisher from named fields, by usual names or those in settings."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from pipeline.data import word_list, word_table
from pipeline.records import one_line
from pipeline.settings import FIELD_ROLES, FieldNames

HTML_FIELDS = ("content_html", "body_html", "html")  # names of fields that hold HTML: JSON Feed and the like
GUESSED = {use: tuple(names.split()) for use, names in word_table("read/field_names.tsv")}
"""For each use of a field, its usual names, in order of preference."""
_LONGEST_URL = 2000
_ADDRESS = re.compile(r"https?://[^\s/?#\[\]]+\S*", re.IGNORECASE)
_LONGEST_NAME = 300
_BEGINS_FIELD = re.compile(rb"(?:^|[,;\t|\"\r\n]) ?(\d\d?)/(\d\d?)/\d{4}\b")
_HEAD = 2000  # code points in which the headline is looked for
_LEAST_OF_TITLE = 5  # words
_WORDS = re.compile(r"[^\W_]+")
_NO_WORD = re.compile(r"[\W_]+")  # “Publication Date”, “publication_date”
_UNIX = re.compile(r"((?:1\d|[4-9])\d{8})(?:\d{3})?(?:\.\d*)?")  # seconds or milliseconds, for days from 1982 to 2033
_MONTHS = {name.casefold(): int(number) for number, *names in word_table("structure/months.tsv") for name in names}
_DAYS = word_list("read/days.txt")
_IN_ORDER: dict[bool | None, tuple[str, ...]] = {  # forms in a file of which `is_month_first` knows the order
    True: (r"^(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4})\b",),
    False: (r"^(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d{4})\b",),
}


class Metadata(NamedTuple):
    """What a source says about a release besides its text; each is None where it says nothing."""

    published: str | None = None  # ISO 8601 day
    url: str | None = None  # absolute, http or https
    publisher: str | None = None  # as written: the From of a mail, the site of a page
    title: str | None = None  # the line of the text that equals it is the headline

    def over(self, other: "Metadata") -> "Metadata":
        """These values, with the missing ones taken from `other`."""
        return Metadata(*(own or theirs for own, theirs in zip(self, other, strict=True)))


NO_METADATA = Metadata()


class Fields(NamedTuple):
    """The release in a record of several fields."""

    text: str | None  # begins with the title, which is added if it is not there; None if no field holds a text
    name: str | None  # the record's own id
    metadata: Metadata
    taken: tuple[tuple[str, str], ...] = ()  # pairs (use or “no date”, name of the field), in the order of FIELD_ROLES
    doubled: str | None = None  # the name of a field taken that the record has twice, with different values


def is_month_first(data: bytes) -> bool | None:
    """Whether dates in a file put the month first (“5/31/2022”); None if none shows the order, or they disagree."""
    plain = data.replace(b"\0", b"").replace(b"\\/", b"/")  # NULs of UTF-16; “5\/31\/2022” in the JSON of PHP
    days = [(int(m[1]), int(m[2])) for m in _BEGINS_FIELD.finditer(plain)]
    month_first = any(other > 12 >= one for one, other in days)
    return month_first if month_first != any(one > 12 >= other for one, other in days) else None


def record_fields(
    record: Mapping[str, Any], configured: FieldNames = (), zone: tzinfo | None = None, month_first: bool | None = None
) -> Fields:
    """The release in a record. For a use that `configured` (pairs of use and field name) names, only those fields are
    read, for the others fields with the usual names; the first field with a value of the right kind is taken. Case and
    signs between words of a name are ignored. A field `source` may hold either a URL or a name."""
    filled = [(_NO_WORD.sub("", str(k)).lower(), (str(k), v)) for k, v in record.items() if v not in (None, "")]
    named = dict(filled)  # of `Text` and `text` one may be empty
    values: dict[str, str] = {}
    taken: list[tuple[str, str]] = []
    for use in FIELD_ROLES:
        for name in names_of(use, configured):
            own, value = named.get(_NO_WORD.sub("", name).lower(), (name, None))
            if (found := _value(use, value, zone, month_first)) is not None:
                values[use] = found
                taken.append((use, own))
                break
            if use == "date" and value is not None:
                taken.append(("no date", own))  # “soon”, “03/04/2023”: the run says that it read none there
    text = with_headline(values["text"], values.get("title")) if "text" in values else None
    metadata = Metadata(values.get("date"), values.get("url"), values.get("publisher"), values.get("title"))
    return Fields(text, values.get("id"), metadata, tuple(taken), _doubled(filled, taken))


def _doubled(filled: Sequence[tuple[str, tuple[str, Any]]], taken: Sequence[tuple[str, str]]) -> str | None:
    """The name of the first field taken that the record has twice, with different values."""
    named = dict(filled)
    differ = {named[key][0] for key, (_, value) in filled if value != named[key][1]}
    return next((name for use, name in taken if use != "no date" and name in differ), None)


def names_of(use: str, configured: FieldNames) -> tuple[str, ...]:
    """The names of the fields of a use: those in `configured`, else the usual ones."""
    return tuple(name for of, name in configured if of == use) or GUESSED[use]


def _value(use: str, value: object, zone: tzinfo | None, month_first: bool | None) -> str | None:
    if use == "date":
        return iso_day(value, zone, month_first)
    if use == "url":
        return web_address(value)
    if use == "publisher":
        return publisher_name(value)
    if use == "id":
        return short_line(str(value)) if isinstance(value, str | int) else None
    return value if isinstance(value, str) and value.strip() else None


def with_headline(text: str, title: str | None) -> str:
    """The text with the title as its first line, unless it begins with it or one of its first lines is the title but
    for case and signs: “FOR IMMEDIATE RELEASE⏎⏎[# ZED’S BRIDGE OPENS]”. A short one may open a sentence."""
    title = one_line(title or "")
    words, head = _WORDS.findall(title.casefold()), text[: _HEAD + 2 * len(title)].casefold()
    lines = [found for line in head.splitlines() if (found := _WORDS.findall(line))]
    begins = _WORDS.findall(head)[: len(words)] == words
    there = begins or words in lines if len(words) >= _LEAST_OF_TITLE else words in ([], *lines[:2])
    return text if there else f"{title}\n\n{text}"


def web_address(value: object) -> str | None:
    """The value if it is an absolute web address, else None; a relative one does not say where a release is."""
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= _LONGEST_URL and text.isprintable() and _ADDRESS.fullmatch(text) else None


def publisher_name(value: object) -> str | None:
    """The value on one line, without tags (“Zed<sup>®</sup>”), if it is a name, else None."""
    return short_line(re.sub(r"</?[a-z]+>", "", value)) if isinstance(value, str) and not web_address(value) else None


def short_line(text: str) -> str | None:
    """The first 300 characters on one line, without the control characters that a cell or file name cannot hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:_LONGEST_NAME]).split()) or None


def iso_day(value: object, zone: tzinfo | None = None, month_first: bool | None = None) -> str | None:
    """The day that a metadata field names, in ISO 8601; None if it names none or is ambiguous (03/04/2023).

    Takes ISO dates and times (the day as written, in the writer's time zone), `20230927`, RFC 2822 (mail), English
    dates with a month name, and Unix times in seconds or milliseconds (UTC). A time in UTC is converted to the day in
    the publisher's `zone`, if a setting gives one.
    """
    if not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if unix := _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(unix[1]), tz=zone or UTC).date().isoformat()
    moment = _moment(text)
    if zone and moment and moment.utcoffset() == timedelta(0) and 1 < moment.year < 9999:
        return moment.astimezone(zone).date().isoformat()
    forms = (*_IN_ORDER.get(month_first, ()), *_DAYS)
    days = (_day(**m.groupdict()) for form in forms if (m := re.search(form, text)))
    return next(filter(None, days), moment.date().isoformat() if moment else None)


def _moment(text: str) -> datetime | None:
    for parsed in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return parsed(text)
    return None


def _day(year: str, month: str, day: str) -> str | None:
    with suppress(ValueError):
        number = _MONTHS.get(month.casefold()) or int(month)
        return date(int(year), number, int(day)).isoformat()
    return None
