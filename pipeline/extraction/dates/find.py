"""Dates of a text: expressions found by the grammar, then their values; and the spaCy component that writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.data import word_table
from pipeline.extraction.dates.builders import BUILDERS
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.filters import is_date
from pipeline.extraction.dates.grammar import Match, matches
from pipeline.extraction.dates.meaning import Calendar, Meaning, Pair, resolve
from pipeline.extraction.dates.setting import Known, KnownDates, Order, Resolved, Setting, day_order, references
from pipeline.extraction.dates.tense import Tense, Tenses
from pipeline.extraction.dates.tokens import Tokens
from pipeline.records import DateRow, row_id
from pipeline.structure import Release, structure

# words at the head of a match that are no part of the span, by rule; “” for all other rules
_LEADING: dict[str, tuple[str, ...]] = {
    "": ("the", "between", "from"),
    "the-year": ("the", "year"),
    "spelled-year": ("the", "this"),
}
_NAMED_REACH = 12  # tokens
_CLOSING = (".", ",")
_DASHES = ("-", "–", "‐", "‑")


class Expression(NamedTuple):
    """A date expression: its span, what its words say, and the rule that found it."""

    start: int
    end: int
    meaning: Meaning
    rule: str
    tense: Tense = Tense.UNKNOWN


def expressions(text: str, tokens: Tokens, found: Sequence[Match]) -> list[Expression]:
    """The date expressions among the grammar's matches, in order."""
    said: list[Expression] = []
    tenses = Tenses(tokens)
    for match in found:
        if not is_date(text, tokens, match):
            continue
        try:
            meaning = BUILDERS[match.rule.builder](match.captures, match.rule.word)
        except ValueError:  # “31 June”
            continue
        meaning = _named_day(tokens, match, meaning) or meaning
        start, end = _trimmed(tokens, match)
        tense = tenses.at(match.first, match.end)
        if isinstance(meaning, Pair):
            said.append(Expression(start, meaning.split[0], meaning.first, match.rule.name, tense))
            said.append(Expression(meaning.split[1], end, meaning.last, match.rule.name, tense))
        else:
            said.append(Expression(start, end, meaning, match.rule.name, tense))
    return said


def _named_day(tokens: Tokens, match: Match, meaning: Meaning) -> Meaning | None:
    """The day with its year where it is one known without (“the September 11 attacks”)."""
    if not isinstance(meaning, Calendar) or meaning.year is not None or meaning.day is None:
        return None
    near = tokens.lowers[max(0, match.first - _NAMED_REACH) : match.end + _NAMED_REACH]
    for month, day, year, word in word_table("dates/named_days.txt"):
        if (meaning.month, meaning.day) == (int(month), int(day)) and word in near:
            return Calendar(int(year), meaning.month, meaning.day)
    return None


def _trimmed(tokens: Tokens, match: Match) -> tuple[int, int]:
    """The span without an article or “late” at its head and without a full stop that may close the sentence."""
    first, last = match.first, match.end - 1
    while last > first and tokens[last].text in _CLOSING:
        last -= 1
    while first < last and tokens[first].lower in _LEADING.get(match.rule.name, _LEADING[""]):
        first += 1
    qualified = not match.rule.name.startswith("decade") and tokens[first].lower in ("early", "late", "middle")
    if first < last and qualified and tokens[first + 1].text not in _DASHES:
        first += 1
    return tokens[first].start, tokens[last].end


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
    said = [e for e in expressions(text, tokens, found) if not release.is_residue(e.start, e.end)]
    order = day_order(text, tokens, found)
    known = KnownDates(Known(e.start, value) for e in said if (value := _explicit(e, order)))
    times = references(release, published)
    done = []
    for e in said:
        resolved = resolve(e.meaning, Setting(times.at(e.start), order, known, e.start, e.tense))
        if resolved.value is not None and resolved.value_from != "text":
            known.add(Known(e.start, resolved.value))
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
