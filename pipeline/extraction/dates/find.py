"""Dates of a text: expressions found by the grammar, then their values."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.extraction.dates.builders import BUILDERS, number_of
from pipeline.extraction.dates.context import Context, Resolved, day_order, reference_times
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.filters import is_date_expression
from pipeline.extraction.dates.grammar import Match, matches
from pipeline.extraction.dates.tense import Tense, Tenses
from pipeline.extraction.dates.tokens import Token, tokens_in, without_stop
from pipeline.records import DateRow, row_id
from pipeline.structure import Release, structure
from pipeline.structure.markup import without_markup


class Expression(NamedTuple):
    """A date expression: its span, its match in the grammar, and what its words say without context."""

    start: int
    end: int
    match: Match
    word: str  # for the builder
    tense: Tense
    alone: Resolved


def expressions(tokens: Sequence[Token], found: Sequence[Match], alone: Context) -> Iterator[Expression]:
    """The date expressions among the grammar's matches, in order; `alone` is the context that holds everywhere."""
    tenses = Tenses(tokens)
    for match in found:
        if not is_date_expression(tokens, match):
            continue
        tense = tenses.at(match.first, match.end)
        for first, end, word in _expressions_of(tokens, match):
            if told := _resolved(match, word, alone):
                yield Expression(*_trimmed(tokens, first, end), match, word, tense, told)


def _resolved(match: Match, word: str, context: Context) -> Resolved | None:
    """What a match means in a context; None if it is no date: “31 June”, 29 February of a common year, the year 0."""
    try:
        return BUILDERS["calendar" if word in ("1", "2") else match.rule.builder](match.captures, word, context)
    except (ValueError, OverflowError):
        return None


def _expressions_of(tokens: Sequence[Token], match: Match) -> list[tuple[int, int, str]]:
    """The dates (first token, end, builder's word): “1 and 15 October” are two, “1 and 2 October” an interval."""
    first, end = match.first, match.end
    if not match.rule.name.endswith("-pair"):
        return [(first, end, match.rule.word)]
    gap = next(i for i in range(first, end) if tokens[i].lower in ("and", "&", "or", "/"))
    one, other = (number_of(match.captures, f"day{n}", f"ordinal{n}") or 0 for n in (1, 2))
    is_interval = match.rule.name == "day-pair" and other == one + 1
    return [(first, end, "")] if is_interval else [(first, gap, "1"), (gap + 1, end, "2")]


def _trimmed(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    """The span without “the”, “from” or “between” at its head and a full stop that may close the sentence."""
    while tokens[first].lower in ("the", "between", "from"):
        first += 1
    return tokens[first].start, tokens[without_stop(tokens, end) - 1].end


def find_dates(text: str, published: str | None = None) -> list[DateRow]:
    """The calendar expressions of a text with their values, in order. `published` is the publication date (ISO 8601
    day) if known from outside the text; without it, incomplete dates are resolved from the text alone."""
    return list(date_rows(structure(text, published=published), document_id="document"))


def date_rows(release: Release, *, document_id: str) -> Iterator[DateRow]:
    """The rows of a release, in the order of the text; spans that touch residue are left out."""
    tokens = list(tokens_in(without_markup(release.text, release.residue)))  # “**May 3**, 2021”
    found = list(matches(tokens))
    order = day_order(release.text, found)
    told = [e for e in expressions(tokens, found, Context(order)) if not release.is_ignored(e.start, e.end)]
    latest = _latest_stated(told)
    times = reference_times(release)
    before: list[Value] = []
    for e in told:
        resolved = e.alone
        if e.alone.value:
            before.append(e.alone.value)
        else:
            # of several datelines the one before, else the first
            time = next((t for t in reversed(times) if t.start <= e.start), times[0] if times else None)
            resolved = _resolved(e.match, e.word, Context(order, time, latest, before, e.tense)) or e.alone
        yield _row(release, e, resolved, document_id)


def _latest_stated(told: Iterable[Expression]) -> date | None:
    """The first day of the latest day, month or interval that a release states in full."""
    stated = (e.alone.value for e in told if e.alone.value and "-" in e.alone.value.edtf)
    return max((v.earliest for v in stated if v.granularity in ("day", "month", "interval")), default=None)


def _row(release: Release, e: Expression, resolved: Resolved, document_id: str) -> DateRow:
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
        granularity=resolved.granularity,
        value_from=resolved.value_from,
        section=release.section_at(e.start),
        rule=":".join(filter(None, (e.match.rule.name, resolved.reason))),
    )
