"""Telephone numbers: where a text prints them, their country, and how they are dialled from anywhere."""

import re
from collections.abc import Iterator

import phonenumbers

from pipeline.extraction.countries import country_code, country_record
from pipeline.structure import Release

_COUNTRY_DOMAIN = re.compile(r"(?:@|//|www\.)[\w.-]+\.([a-z]{2})\b")
_AMERICAN = re.compile(r"\(?[2-9]\d\d(?:\)[ ./-]{0,2}|[ ./-]{1,2})\d{3}[ .-]{1,2}\d{4}")
_NO_COUNTRY = frozenset(["io", "co", "tv", "ai", "eu", "me", "us", "gl", "fm"])  # domains used by anyone
_PHONE = re.compile(
    r"(?<![\d@/.=_-])(?:\d{5}\s+(?=\(?[2-9]\d\d\)?[ .-]{1,2}\d{3}[ .-]\d{4}))?"  # the postcode before it
    # one of two: “+65 6279 3285[ / ]9125 9681”
    r"(?P<number>(?:\(?\+[ \xa0]?)?\(?\d(?:(?!(?:(?<=\d[ .\xa0-]\d{4})|(?<=\d{7}))\s?/\s)[\d \xa0()./-]){5,22}(?<=\d))"
    r"(?![\d@])(?:,?\s?(?:x|ext\.?|extension)\s?\d{1,6}\b)?"
)
_NO_PHONE = re.compile(r"(?:1[89]|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d{3})|\d{5}-\d{3,4}|\d+\.\d+|97[89][\d -]{10,}")
"""Years, serial numbers of a year, postcodes (“Bellevue 98009-9012”, “80050-240”), coordinates, ISBNs."""
_DIGITS = range(7, 16)  # of a telephone number (ITU-T E.164 has 15 at most)
_FAX = re.compile(r"(?i)\b(?:fax|facsimile|f)\b[\s:.)]*$")


def telephones(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Where numbers stand between two code points, and how they are printed; those of fax machines are left out."""
    for m in _PHONE.finditer(text, start, end):
        is_fax = _FAX.search(text[max(start, m.start() - 12) : m.start()])
        first, last = _balanced(m)
        digits = sum(map(str.isdigit, text[first : min(last, m.end("number"))]))
        printed = text[first:last].strip(" .-/")
        if digits in _DIGITS and not _NO_PHONE.fullmatch(printed) and not is_fax:
            yield first, last, printed


def _balanced(m: re.Match[str]) -> tuple[int, int]:
    """A number without a bracket that nothing closes: what stands behind it, “1-800-ZED-INFO ([242-8721])”, or before
    it, “[473 8566] (830) …”.
    """
    before, bracket, behind = m["number"].rpartition("(")
    if not bracket or ")" in behind:
        return m.start("number"), m.end()
    if sum(map(str.isdigit, behind)) in _DIGITS:
        return m.end("number") - len(behind), m.end()
    return m.start("number"), m.start("number") + len(before)


def region_of(release: Release, start: int, end: int) -> str | None:
    """The country whose numbers a part gives: by its addresses, its way of writing, the dateline, the text's links."""
    text = release.text
    if own := _domain(text[start:end]):
        return own
    if _AMERICAN.search(text, start, end):
        return "US"
    places = (place for d in release.datelines for place in (d.place or "").split(","))
    code = next(filter(None, map(country_code, places)), None)
    return country_record(code).alpha2 if code else _domain(text)


def _domain(words: str) -> str | None:
    """The country of the first web or e-mail address that tells one."""
    found: list[str] = _COUNTRY_DOMAIN.findall(words)
    code = next((code for code in found if code not in _NO_COUNTRY), None)
    return "GB" if code == "uk" else code and code.upper()


def e164(printed: str, region: str | None) -> str | None:
    """A number as it is dialled from anywhere; None where the country is not known, or has no such number."""
    try:
        number = phonenumbers.parse(re.sub("^00", "+", printed.replace("(0)", "")), region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None
