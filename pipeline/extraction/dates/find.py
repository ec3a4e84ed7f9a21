"""Dates of a text: expressions found by the grammar, then their values. Needs no spaCy."""

from __future__ import annotations

from bisect import insort

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.expressions import Expression, find
from pipeline.extraction.dates.locale import day_order
from pipeline.extraction.dates.matching import matches
from pipeline.extraction.dates.meaning import resolve
from pipeline.extraction.dates.reference import references
from pipeline.extraction.dates.setting import Known, Order, Resolved, Setting
from pipeline.extraction.dates.tokens import Tokens
from pipeline.records import DateRow, row_id
from pipeline.structure import Release, structure


def find_dates(text: str, published: str | None = None) -> list[DateRow]:
    """The calendar expressions of a text with their values, in order.

    `published` is the publication date (ISO 8601 day) where it is known from outside the text; without it the
    text itself must decide what its words leave out.
    """
    release = structure(text, published=published)
    return date_rows(release, published, document_id="document")


def date_rows(release: Release, published: str | None, *, document_id: str) -> list[DateRow]:
    """The rows of a release; spans that touch residue are left out."""
    return [_row(release, e, resolved, document_id) for e, resolved in _dated(release, published)]


def _dated(release: Release, published: str | None) -> list[tuple[Expression, Resolved]]:
    """The expressions of a release with their values, in the order of the text."""
    text = release.text
    tokens = Tokens(text)
    found = matches(tokens)
    expressions = [e for e in find(text, tokens, found) if not release.is_residue(e.start, e.end)]
    order = day_order(text, tokens, found)
    known = [Known(e.start, value) for e in expressions if (value := _explicit(e, order))]
    days = [
        (e.start, e.end, value.earliest)
        for e in expressions
        if (value := _explicit(e, None)) and value.granularity == "day" and release.section_at(e.start) != "footer"
    ]
    times = references(release, published, days)
    done = []
    for e in expressions:
        resolved = resolve(e.meaning, Setting(times.at(e.start), order, known, e.start, e.tense))
        if resolved.value is not None and resolved.value_from != "text":
            insort(known, Known(e.start, resolved.value))
        done.append((e, resolved))
    return done


def _explicit(e: Expression, order: Order | None) -> Value | None:
    """The value of an expression by its words alone."""
    resolved = resolve(e.meaning, Setting(None, order))
    return resolved.value if resolved.value_from == "text" else None


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
        granularity=value.granularity if value else e.meaning.size,
        value_from=resolved.value_from,
        section=release.section_at(e.start),
        rule=f"{e.rule}:{resolved.reason}" if resolved.reason else e.rule,
    )
