"""What the head of a release says of itself: its headline, its own number, and until when it may not be published."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise, takewhile

from pipeline.data import word_list, word_table
from pipeline.records import SectionKind
from pipeline.structure.features import BULLET, EMAIL, opening_phrase
from pipeline.structure.head_dates import date_at, first_date, is_date
from pipeline.structure.lines import HANGING, Paragraph, Span, begins_small, ends_sentence, stripped

# “PRESS RELEASE – Exports rise”, “Media Release: Exports rise”, “Title: Exports rise”
_KIND = re.compile(
    r"[\s#*_]*(?:title(?=:)|headline(?=:)|for immediate release|(?:press|media|news) (?:release|statement|advisory))"
    r"(?:\s*[:–—|-]+\s*|[^\S\n]{2,}(?=\S))",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:Subject|Title|Headline):\s*(?:(?:fwd?|re):\s*)*(?P<words>\S[^\n]*)", re.IGNORECASE)
_NUMBER = r"(?=[\w./-]*\d)[A-Z\d][A-Z\d.]*(?:[-/.][A-Z\d]+)*"
_TOLD_REFERENCE = re.compile(
    rf"\b(?:ref(?:erence)?|(?:press|news|media) (?:release|statement|notice)|release|communiqué)"
    rf"\s*+(?:no|number|nr|n°|№|#)?\s*+[.:#]*+\s*+(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_BARE_REFERENCE = re.compile(
    r"(?<![\w/.-])(?=[A-Z/\d-]*\d)(?=[A-Z/\d-]*[/-])(?P<number>[A-Z\d]+(?:[/-][A-Z\d]+){1,5})(?![\w/-])"
)
_SITE = re.compile(r"\s+[|–—-]\s+")
_HEAD = 30  # lines in which a page's title may stand again
_PROSE = 200  # code points of a paragraph that belongs to the text and not to the head
_TITLE = re.compile(r"[^\w\s]?[A-Z\d](?=[^\n]*\s)[^\n@|]{3,160}")
_PAGE = re.compile(r"\b\d{1,3} of \d{1,3}$")
_HEADING = re.compile(r"(?:#|={1,3})[ \t]")
_NUMBER_TO_CALL = re.compile(r"(?:\d[\s().-]{0,2}){9}")
_MOST_OF_LETTERHEAD = 5  # words; headlines of publishers held out .897 → .905 and .629 → .664
_BROKEN: tuple[set[SectionKind], ...] = ({"headline", "header"}, {"headline", "body"})
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$")
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}")
_TIME = re.compile(
    r"\b(?P<hour>[012]?\d)(?=[:.]\d\d\b|\s?[ap]\.?m\b)(?:[:.](?P<minute>\d\d))?(?:\s?(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)


def with_first_line(text: str, paragraphs: list[Paragraph], told: Container[int]) -> list[Paragraph]:
    """The same, the first line as headline where it looks like a title and is marked as one, or no other line is one.

    “Why a Falling Birthrate?⏎⏎Monday, 6 October 2003⏎Press Release: Rivermark Party”; lines above it that only say what
    kind of text it is, a day or a page are passed over. What begins at an offset of `told` keeps its kind.
    """
    at = next((n for n, e in enumerate(paragraphs) if not _is_passed_over(e, told)), None)
    if at is None or paragraphs[at].start in told or not _is_title(paragraphs[at], paragraphs[at + 1 : at + 2]):
        return paragraphs
    first = paragraphs[at]
    is_heading = _HEADING.match(text, first.start) or text.endswith("===", 0, first.end)
    if not is_heading and any(map(_is_headline, _head(paragraphs))):
        return paragraphs
    return [*paragraphs[:at], replace(paragraphs[at], kind="headline"), *paragraphs[at + 1 :]]


def _is_passed_over(line: Paragraph, told: Container[int]) -> bool:
    words = line.plain
    is_above = line.kind == "header" and (line.start in told or _is_furniture(words))
    return is_above or (line.kind != "body" and " " not in words)


def _is_furniture(words: str) -> bool:
    return bool(opening_phrase("header").match(words) or _PAGE.search(words)) or is_date(words)


def _is_letterhead(words: str) -> bool:
    """Whether a line of the header may name who writes: “SENATOR THE HON JAN ROE”, “Ministry of Mines”.

    A longer line that is not in capitals is rather a title: “Zed Concern Announces New President”.
    """
    return (words.isupper() or len(words.split()) < _MOST_OF_LETTERHEAD) and any(
        w in _of_letterheads() for w in re.findall(r"[^\W\d_]+", words.casefold())
    )


@cache
def _of_letterheads() -> frozenset[str]:
    """Nouns of posts and organisations, and forms of address."""
    rows = (*word_table("organisations/heads.tsv"), *word_table("people/honorifics.tsv"))
    return frozenset((*word_list("roles/heads.txt"), *(row[0].casefold() for row in rows)))


def _is_title(line: Paragraph, following: Sequence[Paragraph]) -> bool:
    """Whether a line may be a title: a line of its own, no sentence, no day, no address."""
    words = line.plain
    return (
        line.kind in ("header", "body")
        and all(e.blank_before or e.kind != line.kind or BULLET.match(e.plain) for e in following)
        and _TITLE.fullmatch(words) is not None
        and (not ends_sentence(words, ".:;…") or _ABBREVIATION.search(words) is not None)
        and not first_date(words, 0, len(words))
        and not _SUBJECT.match(words)
        and not _TOLD_REFERENCE.match(words)
        and not _is_furniture(words)
        and not (line.kind == "header" and _is_letterhead(words))
    )


def _head(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The lines before the first prose: headings in the text are no headlines."""
    return takewhile(lambda e: e.kind != "body" or len(e.plain) <= _PROSE, paragraphs)


def headline(plain: str, paragraphs: Sequence[Paragraph]) -> Span | None:
    """The first headline without its marks, what kind of text it is and the site's name; else what a label gives."""
    found = next(
        (span for start, end in _headlines(plain, _head(paragraphs)) if (span := _bare(plain, start, end))), None
    )
    return _without_site(plain, found, paragraphs) if found else _subject(plain, paragraphs)


def _headlines(plain: str, head: Iterable[Paragraph]) -> Iterator[tuple[int, int]]:
    """The headlines of a head; a line that was broken is one with those below it."""
    for is_title, run in groupby(head, _is_headline):
        if is_title:
            lines = list(run)
            begins = [n for n in range(1, len(lines)) if not _goes_on(plain, lines[n - 1], lines[n])]
            for first, stop in pairwise([0, *begins, len(lines)]):
                yield lines[first].start, lines[stop - 1].end


def _is_headline(line: Paragraph) -> bool:
    words = line.plain
    nothing = " " not in words or is_date(words) or EMAIL.search(words) or _NUMBER_TO_CALL.search(words)
    return line.kind == "headline" and not nothing


def _goes_on(plain: str, above: Paragraph, line: Paragraph) -> bool:
    """Whether a headline goes on in the line below: it is broken in a phrase, or the next word had no room above."""
    if line.blank_before or BULLET.match(line.plain):
        return False
    last, first = plain[above.start : above.end].rpartition("\n")[2].strip(), line.plain.partition(" ")[0]
    return _is_broken(above, line) or len(last) + 1 + len(first) > len(line.plain)


def _is_broken(above: Paragraph, line: Paragraph) -> bool:
    return bool(HANGING.search(above.plain)) or begins_small(line.plain)


def with_whole_headlines(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The same, a line of another kind as headline where a headline is broken in a phrase before or after it."""
    kinds = [e.kind for e in paragraphs]
    for n, (above, line) in enumerate(pairwise(paragraphs)):
        both = {above.kind, line.kind}
        is_short = len(line.plain) < _PROSE and not line.blank_before
        if both in _BROKEN and is_short and _is_broken(above, line):
            kinds[n : n + 2] = ["headline", "headline"]
    return [replace(e, kind=kind) for e, kind in zip(paragraphs, kinds, strict=True)]


def _subject(plain: str, paragraphs: Sequence[Paragraph]) -> Span | None:
    """The subject of a mail, the title in a scraper's head (“Title: Exports rise⏎Date: …”)."""
    headers = (p for p in paragraphs if p.kind == "header")
    m = next((m for p in headers if (m := _SUBJECT.search(plain, p.start, p.end))), None)
    return _bare(plain, m.start("words"), m.end()) if m else None


def _without_site(plain: str, found: Span, paragraphs: Sequence[Paragraph]) -> Span:
    """A page's title (“Exports rise | Ministry of Trade”) as far as a later line says the same (“Exports rise”)."""
    words = plain[found.start : found.end]
    repeated = {e.plain for e in paragraphs[:_HEAD] if e.kind in ("header", "headline")}
    ends = [len(line) for line in repeated if words.startswith(line) and _SITE.match(words, len(line))]
    return Span(found.start, found.start + min(ends)) if ends else found


def reference(plain: str, paragraphs: Sequence[Paragraph]) -> str | None:
    """The publisher's number of the release (“IP/25/2731”, “MEDIA RELEASE 20/75”)."""
    heads = [e for e in paragraphs if e.kind in ("header", "embargo")]
    found = (
        m
        for pattern in (_TOLD_REFERENCE, _BARE_REFERENCE)
        for p in heads
        for m in pattern.finditer(plain, p.start, p.end)
    )
    numbers = (m["number"] for m in found if not date_at(plain, m.start("number"), len(plain)))
    return next((number.rstrip(".") for number in numbers if not _YEAR.fullmatch(number)), None)


def embargoed_until(plain: str, paragraphs: Sequence[Paragraph]) -> str | None:
    """The ISO day, with the time where one is given, until which an embargo line holds the release back."""
    for p in (p for p in paragraphs if p.kind == "embargo"):
        day = first_date(plain, p.start, p.end)
        if day and (iso := day.iso()):
            m = _TIME.search(plain[p.start : day.start] + " " + plain[day.end : p.end])
            return f"{iso}T{_clock(m)}" if m else iso
    return None


def _clock(m: re.Match[str]) -> str:
    hour = int(m["hour"])
    if m["half"]:
        hour = hour % 12 + 12 * (m["half"] in "pP")
    return f"{hour % 24:02d}:{m['minute'] or '00'}"


def _bare(plain: str, start: int, end: int) -> Span | None:
    """A headline without what kind of text it is and white space; None where nothing is left."""
    if lead := _KIND.match(plain, start, end):
        start = lead.end()
    first, last = stripped(plain, start, end)
    return Span(first, last) if first < last else None
