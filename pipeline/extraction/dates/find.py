"""Dates of a text: expressions found by the grammar, then their values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extraction.dates.builders import BUILDERS
from pipeline.extraction.dates.filters import is_date
from pipeline.extraction.dates.grammar import Match, matches
from pipeline.extraction.dates.meaning import Meaning
from pipeline.extraction.dates.setting import Known, KnownDates, Setting, day_order, references
from pipeline.extraction.dates.tense import Tense, Tenses
from pipeline.extraction.dates.tokens import Tokens
from pipeline.records import DateRow, row_id
from pipeline.structure import Release, structure

_LEADING = ("the", "between", "from")  # words at the head of a match that are no part of the span
_CLOSING = (".", ",")
_AND = ("and", "&")


class Expression(NamedTuple):
    """A date expression: its span, what its words say, and the rule that found it."""

    start: int
    end: int
    meaning: Meaning
    rule: str
    tense: Tense


def expressions(tokens: Tokens, found: Sequence[Match]) -> Iterator[Expression]:
    """The date expressions among the grammar's matches, in order."""
    tenses = Tenses(tokens)
    for match in found:
        if not is_date(tokens, match):
            continue
        tense = tenses.at(match.first, match.end)
        for first, end, word in _parts(tokens, match):
            try:
                meaning = BUILDERS[match.rule.builder](match.captures, word)
            except ValueError:  # “31 June”
                continue
            yield Expression(*_trimmed(tokens, first, end), meaning, match.rule.name, tense)


def _parts(tokens: Tokens, match: Match) -> list[tuple[int, int, str]]:
    """Its tokens, and the word for the builder; “1 and 15 October” has two days, which share their month."""
    first, end = match.first, match.end
    if match.rule.name != "day-pair":
        return [(first, end, match.rule.word)]
    gap = next(i for i in range(first, end) if tokens.lowers[i] in _AND)
    return [(first, gap, "1"), (gap + 1, end, "2")]


def _trimmed(tokens: Tokens, first: int, end: int) -> tuple[int, int]:
    """The span without an article at its head and without a full stop that may close the sentence."""
    while tokens[end - 1].text in _CLOSING:
        end -= 1
    while tokens.lowers[first] in _LEADING:
        first += 1
    return tokens[first].start, tokens[end - 1].end


def find_dates(text: str, published: str | None = None) -> list[DateRow]:
    """The calendar expressions of a text with their values, in order.

    `published` is the publication date (ISO 8601 day) where it is known from outside the text; without it the
    text itself must decide what its words leave out.
    """
    return date_rows(structure(text, published=published), published, document_id="document")


def date_rows(release: Release, published: str | None, *, document_id: str) -> list[DateRow]:
    """The rows of a release, in the order of the text; spans that touch residue are left out."""
    tokens = Tokens(release.text)
    found = matches(tokens)
    said = [e for e in expressions(tokens, found) if not release.is_residue(e.start, e.end)]
    order = day_order(release.text, found)
    alone = ((e.start, e.meaning.resolve(Setting(None, order))) for e in said)  # what their words alone tell
    known = KnownDates(Known(start, r.value) for start, r in alone if r.value and r.value_from == "text")
    times = references(release, published)
    return [
        _row(release, e, Setting(times.at(e.start), order, known, e.start, e.tense), document_id=document_id)
        for e in said
    ]


def _row(release: Release, e: Expression, at: Setting, *, document_id: str) -> DateRow:
    resolved = e.meaning.resolve(at)
    value = resolved.value
    bounds = (value.earliest, value.latest) if value else resolved.choices
    return DateRow(
        date_id=row_id(document_id, "date", e.start, e.end),
        document_id=document_id,
        start=e.start,
        end=e.end,
        text=release.text[e.start : e.end],
        value=value.edtf if value else None,
        earliest=bounds[0].isoformat() if bounds else None,
        latest=bounds[-1].isoformat() if bounds else None,
        granularity=value.granularity if value else e.meaning.size,
        value_from=resolved.value_from,
        section=release.section_at(e.start),
        rule=f"{e.rule}:{resolved.reason}" if resolved.reason else e.rule,
    )
