"""Dates of a text: expressions found by the grammar, then their values. Needs no spaCy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pipeline.extract.dates.relative_builders  # noqa: F401 (registers its builders)
from pipeline.data import word_table
from pipeline.extract.dates import edtf
from pipeline.extract.dates.builders import BUILDERS
from pipeline.extract.dates.edtf import Value
from pipeline.extract.dates.filters import is_date
from pipeline.extract.dates.grammar import Match, matches
from pipeline.extract.dates.inference import resolve
from pipeline.extract.dates.locale import day_order
from pipeline.extract.dates.meaning import (
    Anaphor,
    Calendar,
    Century,
    DayOrMonth,
    Decade,
    Interval,
    Meaning,
    Pair,
    Part,
    Relative,
    RelativeCalendar,
    YearBefore,
)
from pipeline.extract.dates.reference import References, references, release_numbers
from pipeline.extract.dates.setting import NOT_DECIDED, Known, Resolved, Setting
from pipeline.extract.dates.tense import Tense, tense_at
from pipeline.extract.dates.tokens import Token, tokenise
from pipeline.records import DateRow, Granularity, row_id
from pipeline.structure import Release, structure

# words at the head of a match that are no part of the span, by rule; “” for all other rules
_LEADING: dict[str, tuple[str, ...]] = {
    "": ("the", "between", "from"),
    "the-year": ("the", "year"),
    "spelled-year": ("the", "this"),
    "day-beyond": (),
}
_NAMED_REACH = 12  # tokens
_COMPARED_BEFORE, _COMPARED_AFTER = 80, 4  # tokens
_PARTS_OF_YEARS = frozenset(("quarter", "quarters", "quarterly", "half", "months", "period"))
_CLOSING = (".", ",")
_DASHES = ("-", "–", "‐", "‑")


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: its span, what its words say, and the rule that found it."""

    start: int
    end: int
    meaning: Meaning
    rule: str
    tense: Tense = Tense.UNKNOWN
    compared: bool = False  # whether parts of years are compared nearby
    frame: bool = False  # a year at the head of its sentence


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression with its value."""

    expression: Expression
    resolved: Resolved


def find_dates(text: str, published: str | None = None) -> list[DateRow]:
    """The calendar expressions of a text with their values, in order.

    `published` is the publication date (ISO 8601 day) where it is known from outside the text; without it the
    text itself must decide what its words leave out.
    """
    release = structure(text, published=published)
    return date_rows(release, published, document_id="document")


def date_rows(release: Release, published: str | None, *, document_id: str) -> list[DateRow]:
    """The rows of a release; spans that touch residue are left out."""
    return [_row(release, d, document_id) for d in dated(release, published)]


def dated(release: Release, published: str | None) -> list[Dated]:
    """The expressions of a release with their values, in the order of the text."""
    text = release.text
    tokens = tokenise(text)
    found = matches(tokens)
    expressions = [e for e in find(text, tokens, found) if not release.is_residue(e.start, e.end)]
    setting = Setting(None, day_order(text, tokens, found))
    starts = [p.start for p in release.paragraphs]
    explicit = [_known(e, r.value, starts, True) for e in expressions if (r := _explicit(e, setting)).value]
    times = _references(release, published, expressions, explicit, starts)
    numbers = [] if times.times else _release_numbers(text, starts)
    done: list[Dated] = []
    inferred: list[Known] = []
    for e in expressions:
        here = replace(
            setting,
            reference=times.at(e.start),
            known=sorted((*explicit, *inferred, *numbers), key=lambda k: k.start),
            start=e.start,
            paragraph=bisect_right(starts, e.start),
            tense=e.tense,
            compared=e.compared,
        )
        resolved = resolve(e.meaning, here)
        if resolved.value is not None and resolved.value_from != "text":
            inferred.append(_known(e, resolved.value, starts, False))
        done.append(Dated(e, resolved))
    return done


def _references(
    release: Release,
    published: str | None,
    expressions: Sequence[Expression],
    explicit: Sequence[Known],
    starts: Sequence[int],
) -> References:
    """The reference times; a dateline without a year takes it from a release number or another date."""
    anchors = sorted((*explicit, *_release_numbers(release.text, starts)), key=lambda k: k.start)
    in_datelines: dict[int, date] = {}
    for dateline in release.datelines:
        for e in expressions:
            if dateline.start <= e.start < dateline.end:
                at = Setting(None, None, anchors, e.start, bisect_right(starts, e.start))
                value = resolve(e.meaning, at).value
                if value is not None and value.granularity == "day":
                    in_datelines[dateline.start] = value.earliest
    days = [
        (e.start, e.end, r.value.earliest)
        for e in expressions
        if (r := _explicit(e, Setting(None))).value is not None and r.value.granularity == "day"
    ]
    return references(release, published, days, in_datelines)


def _release_numbers(text: str, starts: Sequence[int]) -> list[Known]:
    """Years and months of release numbers: they name no date, but tell when the text was written."""
    return [
        Known(start, bisect_right(starts, start), edtf.month(year, month), False, Tense.PAST)
        for start, year, month in release_numbers(text)
    ]


def find(text: str, tokens: Sequence[Token], found: Sequence[Match]) -> list[Expression]:
    """The date expressions among the grammar's matches, in order."""
    expressions: list[Expression] = []
    years: set[int] = set()
    for match in found:
        if not is_date(text, tokens, match, frozenset(years)):
            continue
        meaning = BUILDERS[match.rule.builder](match.captures)
        if meaning is None:
            continue
        meaning = _named_day(tokens, match, meaning) or meaning
        start, end = _trimmed(tokens, match)
        if match.rule.name == "year":
            years.add(end)
        tense = tense_at(tokens, match.first, match.end)
        if isinstance(meaning, Pair):
            expressions.append(Expression(start, meaning.split[0], meaning.first, match.rule.name, tense))
            expressions.append(Expression(meaning.split[1], end, meaning.last, match.rule.name, tense))
        else:
            compared = isinstance(meaning, YearBefore) and _compared(tokens, match)
            frame = match.rule.name == "year" and _heads_sentence(tokens, match.first)
            expressions.append(Expression(start, end, meaning, match.rule.name, tense, compared, frame))
    return expressions


def _named_day(tokens: Sequence[Token], match: Match, meaning: Meaning) -> Meaning | None:
    """The day with its year where it is one known without (“the September 11 attacks”)."""
    if not isinstance(meaning, Calendar) or meaning.year is not None or meaning.day is None:
        return None
    near = {t.lower for t in tokens[max(0, match.first - _NAMED_REACH) : match.end + _NAMED_REACH]}
    for month, day, year, word in word_table("dates/named_days.txt"):
        if (meaning.month, meaning.day) == (int(month), int(day)) and word in near:
            return Calendar(int(year), meaning.month, meaning.day)
    return None


def _heads_sentence(tokens: Sequence[Token], first: int) -> bool:
    """Whether “In” or “During” with a capital stands right before."""
    return first > 0 and tokens[first - 1].text in ("In", "During", "Throughout")


def _compared(tokens: Sequence[Token], match: Match) -> bool:
    """Whether parts of years are spoken of nearby (“third-quarter sales rose from 3 million a year ago”)."""
    near = tokens[max(0, match.first - _COMPARED_BEFORE) : match.end + _COMPARED_AFTER]
    return any(t.lower in _PARTS_OF_YEARS for t in near)


def _trimmed(tokens: Sequence[Token], match: Match) -> tuple[int, int]:
    """The span without an article or “late” at its head and without a full stop that may close the sentence."""
    first, last = match.first, match.end - 1
    while last > first and tokens[last].text in _CLOSING:
        last -= 1
    while first < last and tokens[first].lower in _LEADING.get(match.rule.name, _LEADING[""]):
        first += 1
    qualified = match.rule.name != "decade" and tokens[first].lower in ("early", "late", "middle")
    if first < last and qualified and tokens[first + 1].text not in _DASHES:
        first += 1
    return tokens[first].start, tokens[last].end


def _explicit(e: Expression, setting: Setting) -> Resolved:
    """The value of an expression by its words alone."""
    resolved = resolve(e.meaning, Setting(None, setting.order))
    return resolved if resolved.value_from == "text" else NOT_DECIDED


def _known(e: Expression, value: Value | None, starts: Sequence[int], explicit: bool) -> Known:
    assert value is not None
    return Known(e.start, bisect_right(starts, e.start), value, explicit, e.tense, e.frame)


def _row(release: Release, d: Dated, document_id: str) -> DateRow:
    e, value = d.expression, d.resolved.value
    earliest, latest = (value.earliest, value.latest) if value else (None, None)
    if d.resolved.choices:
        earliest, latest = d.resolved.choices[0], d.resolved.choices[-1]
    return DateRow(
        date_id=row_id(document_id, "date", e.start, e.end),
        document_id=document_id,
        start=e.start,
        end=e.end,
        text=release.text[e.start : e.end],
        value=value.edtf if value else None,
        earliest=earliest.isoformat() if earliest else None,
        latest=latest.isoformat() if latest else None,
        granularity=value.granularity if value else _size(e.meaning),
        value_from=d.resolved.value_from,
        section=release.section_at(e.start),
        rule=f"{e.rule}:{d.resolved.reason}" if d.resolved.reason else e.rule,
    )


def _size(meaning: Meaning) -> Granularity:
    """The size of what is named where there is no value."""
    match meaning:
        case Calendar():
            return "day" if meaning.day or meaning.weekday is not None else "month" if meaning.month else "year"
        case DayOrMonth():
            return "day"
        case Interval() | Pair():
            return "interval"
        case Decade():
            return "decade"
        case Part(kind="quarter"):
            return "quarter"
        case Part(kind="half"):
            return "half"
        case Part():
            return "season"
        case Anaphor() | Relative():
            return _UNITS.get(meaning.unit, "day")
        case RelativeCalendar():
            return "month" if meaning.day is None and meaning.weekday is None else "day"
        case Century():
            return "century"
        case YearBefore():
            return "year"


_UNITS: dict[str, Granularity] = {
    "day": "day", "week": "week", "weekend": "week", "month": "month", "quarter": "quarter", "year": "year",
    "decade": "decade",
}  # fmt: skip
