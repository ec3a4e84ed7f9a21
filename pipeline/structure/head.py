"""What the head of a release says of itself: its headline, its own number, and until when it may not be published."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.structure.head_dates import date_at, first_date, is_date
from pipeline.structure.lines import Labelled
from pipeline.structure.release import Span

# “PRESS RELEASE – Exports rise”, “Media Release: Exports rise”
_KIND = re.compile(
    r"[\s#*_]*(?:for immediate release|(?:press|media|news) (?:release|statement|advisory))"
    r"(?:\s*[:–—|-]+\s*|[^\S\n]{2,}(?=\S))",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"Subject:\s*(?:(?:fwd?|re):\s*)*(?P<words>\S[^\n]*)", re.IGNORECASE)
_NUMBER = r"(?=[\w./-]*\d)[A-Z\d][A-Z\d.]*(?:[-/.][A-Z\d]+)*"
_TOLD_REFERENCE = re.compile(
    rf"\b(?:ref(?:erence)?|(?:press|news|media) (?:release|statement|notice)|release|communiqué)"
    rf"\s*(?:no|number|nr|n°|№|#)?\s*[.:#]*\s*(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_BARE_REFERENCE = re.compile(r"(?<![\w/.-])(?=[A-Z/\d-]*\d)(?=[A-Z/\d-]*[/-])[A-Z\d]+(?:[/-][A-Z\d]+){1,5}(?![\w/-])")
_PROSE = 200  # code points of a paragraph that belongs to the text and not to the head
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}")
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b|\b(?P<h>[012]?\d)[:.](?P<m>\d\d)\b",
    re.IGNORECASE,
)


def headline(plain: str, labelled: Sequence[Labelled]) -> Span | None:
    """The first headline without the marks around it and what kind of text it is; else the subject of a mail."""
    for entry in labelled:
        p = entry.paragraph
        if entry.kind == "body" and len(p.plain) > _PROSE:  # what follows is a heading within the text
            break
        if entry.kind == "headline" and not is_date(p.plain):
            lead = _KIND.match(plain, p.start, p.end)
            if found := _stripped(plain, lead.end() if lead else p.start, p.end):
                return found
    for entry in labelled:
        p = entry.paragraph
        if entry.kind == "header" and (m := _SUBJECT.search(plain, p.start, p.end)):
            lead = _KIND.match(plain, m.start("words"), m.end())
            return _stripped(plain, lead.end() if lead else m.start("words"), m.end())
    return None


def reference(plain: str, labelled: Sequence[Labelled]) -> str | None:
    """The publisher's number of the release (“IP/25/2731”, “MEDIA RELEASE 20/75”)."""
    heads = [e.paragraph for e in labelled if e.kind in ("header", "embargo")]
    for pattern in (_TOLD_REFERENCE, _BARE_REFERENCE):
        for p in heads:
            for m in pattern.finditer(plain, p.start, p.end):
                number = m.group(m.lastgroup) if m.lastgroup else m.group()
                if not _YEAR.fullmatch(number) and not date_at(plain, m.end() - len(number), p.end):
                    return number.rstrip(".")
    return None


def embargoed_until(plain: str, labelled: Sequence[Labelled]) -> str | None:
    """The ISO day, with the time where one is given, until which an embargo line holds the release back."""
    for entry in labelled:
        p = entry.paragraph
        if entry.kind != "embargo":
            continue
        day = first_date(plain, p.start, p.end)
        if day and (iso := day.iso()):
            m = _TIME.search(plain[p.start : day.start] + " " + plain[day.end : p.end])
            return f"{iso}T{_clock(m)}" if m else iso
    return None


def _clock(m: re.Match[str]) -> str:
    if m["h"]:
        return f"{int(m['h']) % 24:02d}:{m['m']}"
    hour = int(m["hour"]) % 12 + (12 if m["half"].casefold() == "p" else 0)
    return f"{hour:02d}:{m['minute'] or '00'}"


def _stripped(plain: str, start: int, end: int) -> Span | None:
    words = plain[start:end]
    first = start + len(words) - len(words.lstrip())
    last = start + len(words.rstrip())
    return Span(first, last) if first < last else None
