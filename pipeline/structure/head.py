"""What the head of a release says: its headline, its reference number, and until when it is embargoed."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, takewhile

from pipeline.data import word_list, word_table
from pipeline.records import SectionKind
from pipeline.structure.features import LIST_ITEM, PATH, opening_phrase, shape
from pipeline.structure.head_dates import HeadDate, date_at, first_date, is_date, numeric_date
from pipeline.structure.lines import FIELD, HANGING, Paragraph, Span, begins_lower_case, ends_sentence, stripped

# “PRESS RELEASE – Exports rise”, “Title: MEDIA ADVISORY: Exports rise”, “Subject: FW: Exports rise”
_DOCUMENT_TYPE = re.compile(
    r"(?:[\s#*_]*(?:(?:title|headline|subject)(?=:)|for immediate release"
    r"|(?:press|media|news) (?:release|statement|advisory))"
    r"(?:\s*[:–—|-]+\s*+(?:(?:fwd?|re):\s*+)*|[^\S\n]{2,}(?=\S)))+",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\W*(?:title|headline):\s*\S", re.IGNORECASE)
_REFERENCES = [re.compile(row[0]) for row in word_table("structure/references.txt")]
_HEADLINE = re.compile(r"[^\w\s]?(?:[^\W_a-z]|[a-z]{1,3}[A-Z])(?=[^\n]*\s)(?!.*://)[^\n@|{]{3,200}")
_BEFORE_DAY = re.compile(r"(?:\([^)\d]{0,40}|,\s|\D{12}\s[-–—]\s)$")  # no range: “Visit to Lima, 1-3 May 2022”
_FEW = 5  # words; a line with fewer is less likely the headline. Publishers held out .897 → .905, .629 → .664
# head nouns of job titles and organisations, and honorifics
_OF_LETTERHEADS = set(word_list("roles/heads.txt")).union(
    row[0].casefold() for row in (*word_table("organisations/heads.tsv"), *word_table("people/honorifics.tsv"))
)
_SMALL = re.compile(r"\b[a-z]{5,}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_BROKEN: tuple[set[SectionKind], ...] = ({"headline", "header"}, {"headline", "body"})
# a year, a page, “10.12.20”, “510-555-0199”
_NO_NUMBER = re.compile(r"(?:19|20)\d\d|\d{1,2}|\d\d?([./-])\d\d?\1(?:\d\d){1,2}|(?:\d{3}-)?\d{3}-\d{4}")
_TIME = re.compile(
    r"(?i)(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?=[:.h]\d\d(?!\d)|\s?[ap]\.?m\b|\d\d\s?h(?:ou)?rs\b)"
    r"(?:[:.h]?(?P<minute>\d\d))?(?:\s?(?P<half>[ap])\.?m\b)?"
)
_NAMED_TIME = re.compile(r"(?i)\b(?:12(?:[:.]00)?\s?)?(?:noon|midday|(midnight))\b")  # midnight ends a day (AP)


def with_found_headline(paragraphs: list[Paragraph], opened: Container[int]) -> list[Paragraph]:
    """The paragraphs; if the head has no headline, its likeliest line or the first line below it becomes one.

    “Why a Falling Birthrate?⏎⏎Monday, 6 October 2003⏎Press Release: Rivermark Party”. The line below the head is
    preferred, then longer lines to short ones (“Exhibit 99.1”, “Speeches”); “Title: Speeches” before all. A line that
    begins at an offset in `opened` keeps its kind.
    """
    head_end = sum(1 for _ in takewhile(lambda line: line.kind != "body" and not _is_headline(line), paragraphs))
    titled = [n for n, line in enumerate(paragraphs[: head_end + 1]) if _TITLED.match(line.text)]
    likely = titled or [n for n, line in enumerate(paragraphs[: head_end + 1]) if _may_be_headline(line, opened)]
    at = max(likely, key=lambda n: (n == head_end, len(_LETTERS.findall(paragraphs[n].text)) >= _FEW, -n), default=None)
    if at is None or any(map(_is_headline, _above_text(paragraphs))):
        return paragraphs
    return [*paragraphs[:at], replace(paragraphs[at], kind="headline"), *paragraphs[at + 1 :]]


def closing_day(words: str) -> HeadDate | None:
    """The day that closes a title: “Prices – 3 May 2022”, “Floods (as of 3 May 2022)”, not “Fair on 3 May 2022”."""
    day = first_date(words, 0, len(words))
    return day if day and _BEFORE_DAY.search(words[: day.start]) and not words[day.end :].strip(" )") else None


def _may_be_headline(line: Paragraph, opened: Container[int]) -> bool:
    """Whether a line may be a headline: it is not a sentence, holds no date or address and is no letterhead."""
    words = _title(line.text)
    is_above = line.start in opened or opening_phrase("header").match(words) or FIELD.match(words) or PATH.match(words)
    is_sentence = not _HEADLINE.fullmatch(words) or ends_sentence(words, ".,:;…-‐")
    if line.kind not in ("header", "body") or is_above or is_sentence:
        return False
    return not (first_date(words, 0, len(words)) or _is_letterhead(words))


def _title(line: str) -> str:
    """A line without a type of document before its words and the day after them: “[PRESS RELEASE: ]Exports rise”."""
    words = line[m.end() if (m := _DOCUMENT_TYPE.match(line)) else 0 :]
    if (day := closing_day(words)) and len(_LETTERS.findall(words[: day.start])) >= _FEW:
        return words[: day.start].rstrip(" (,-–—")
    return words


def _is_letterhead(words: str) -> bool:
    """Whether a line of the header may name the sender (“SENATOR THE HON JAN ROE”, “Ministry of Mines”); a longer one
    that is not in capitals is more likely a headline: “Zed Concern Announces New President”."""
    is_short = words.isupper() or (len(words.split()) < _FEW and not _SMALL.search(words))
    return is_short and not _OF_LETTERHEADS.isdisjoint(re.findall(r"[^\W\d_]+", words.casefold()))


def _above_text(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The lines above the body; headings within the body are not headlines."""
    return takewhile(lambda p: p.kind != "body" or not p.text, paragraphs)


def _is_headline(line: Paragraph) -> bool:
    no_headline = is_date(line.text) or opening_phrase("contact").match(line.text)
    return line.kind == "headline" and " " in line.text and not no_headline


def with_whole_headlines(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs; a line beside a headline becomes one too if the line break between them is within a phrase."""
    kinds = [p.kind for p in paragraphs]
    for n, (above, line) in enumerate(pairwise(paragraphs)):
        if {above.kind, line.kind} in _BROKEN and _is_broken(above, line):
            kinds[n : n + 2] = ["headline", "headline"]
    return [replace(p, kind=kind) for p, kind in zip(paragraphs, kinds, strict=True)]


def _is_broken(above: Paragraph, line: Paragraph) -> bool:
    return bool(HANGING.search(above.text)) or begins_lower_case(line.text)


def headline(unmarked: str, paragraphs: Sequence[Paragraph]) -> Span | None:
    """The span of the first headline, with the lines that continue it, without white space and document type."""
    head = list(_above_text(paragraphs))
    at = next((n for n, p in enumerate(head) if _is_headline(p) and not _DOCUMENT_TYPE.fullmatch(p.text)), None)
    if at is None:
        return None
    more = takewhile(lambda pair: _continues(unmarked, *pair), pairwise(head[at:]))
    end = max([head[at].end, *(below.end for _, below in more)])
    lead = _DOCUMENT_TYPE.match(unmarked, head[at].start, end)
    return Span(*stripped(unmarked, lead.end() if lead else head[at].start, end, " \t\n\xa0|•·"))  # cells, items


def _continues(unmarked: str, above: Paragraph, line: Paragraph) -> bool:
    """Whether a headline continues below: the break is in a phrase, or a word did not fit above; not a new sentence."""
    if not _is_headline(line) or line.blank_before or LIST_ITEM.match(line.text) or FIELD.match(line.text):
        return False
    last, first = unmarked[above.start : above.end].rpartition("\n")[2].strip(), line.text.partition(" ")[0]
    are_sentences = shape(above.text) == shape(line.text) == "prose"  # “Prices rise again⏎Timber leads the list”
    return _is_broken(above, line) or (len(last) + 1 + len(first) > len(line.text) and not are_sentences)


def reference(unmarked: str, paragraphs: Sequence[Paragraph]) -> str | None:
    """The publisher's reference number of the release (“IP/25/2731”, “MEDIA RELEASE 20/75”)."""
    heads = [p for p in paragraphs if p.kind in ("header", "embargo")]
    found = (m for pattern in _REFERENCES for p in heads for m in pattern.finditer(unmarked, p.start, p.end))
    numbers = (m["number"] for m in found if not date_at(unmarked, m.start("number"), len(unmarked)))
    return next((number.rstrip(".") for number in numbers if not _NO_NUMBER.fullmatch(number)), None)


def embargoed_until(unmarked: str, paragraphs: Sequence[Paragraph]) -> str | None:
    """The ISO day, with a time if one is given, until which an embargo line forbids publication."""
    for p in (p for p in paragraphs if p.kind == "embargo"):
        line = unmarked[p.start : p.end]
        day = first_date(line, 0, len(line)) or numeric_date(line, unmarked)
        if day and (iso := day.iso()):
            clock = _time_in(line[: day.start] + " " + line[day.end :])
            return iso if clock is None else (datetime.fromisoformat(iso) + clock).isoformat(timespec="minutes")
    return None


def _time_in(words: str) -> timedelta | None:
    """The first time of day in the words; midnight is 24:00, in the day after."""
    m = _TIME.search(_NAMED_TIME.sub(lambda named: "24:00" if named[1] else "12:00", words))
    if m is None:
        return None
    hour = int(m["hour"]) % 12 + 12 * (m["half"] in "pP") if m["half"] else int(m["hour"])
    return timedelta(hours=hour, minutes=int(m["minute"] or 0))
