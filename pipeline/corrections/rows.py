"""The rows that are judged one by one, by the words that they stand at, and what hangs on each."""

from dataclasses import replace
from typing import Any, TypeVar, get_args

from pipeline import records
from pipeline.corrections.decisions import SPAN_TABLES
from pipeline.corrections.working import Working

Row = records.Mention | records.Role | records.DateRow | records.Quote | records.Section | records.Contact
Span = tuple[int, int]
RECORD: dict[str, type[Row]] = dict(zip(SPAN_TABLES, get_args(Row), strict=True))
"""Table -> the class of its rows."""
RULE = "review"  # what the column `rule` says of a row or a value that a reviewer gave
R = TypeVar("R", bound=Row)
_RANK: tuple[records.Review, ...] = ("unreviewed", "accepted", "edited", "added")
# rows that say which kind of part they stand in
_IN_SECTIONS: tuple[type[Any], ...] = (records.Mention, records.Role, records.DateRow, records.Quote)


def with_review(row: R, review: records.Review) -> R:
    """The row with its review, which a lesser one does not replace: an edited row that is accepted stays edited."""
    return replace(row, review=max(row.review, review, key=_RANK.index))


def date_mentions(work: Working, row: Row) -> list[records.Mention]:
    """The mentions at the words of a date."""
    if not isinstance(row, records.DateRow):
        return []
    return work.select(records.Mention, document_id=row.document_id, start=row.start, end=row.end, label="DATE")


def remove_speakers(work: Working, quote: records.Quote) -> None:
    """Take the speakers of a quote away."""
    for speaker in work.select(records.QuoteSpeaker, quote_id=quote.quote_id):
        work.remove(speaker)


def single_speaker(work: Working, entity_id: str) -> None:
    """Let an entity speak once in each joint statement: first, where it is there twice."""
    quotes: set[str] = set()
    for speaker in work.select(records.QuoteSpeaker, entity_id=entity_id):
        if speaker.quote_id in quotes:
            work.remove(speaker)
        quotes.add(speaker.quote_id)


def unname(work: Working, document_id: str, entity_id: str) -> None:
    """Names a release an entity no more, take back what it said of it: job titles go, speakers are unknown."""
    if work.select(records.Mention, document_id=document_id, entity_id=entity_id):
        return
    for role in work.select(records.Role, document_id=document_id, person_id=entity_id):
        work.remove(role)
    for row, column in said_of(work, document_id, entity_id):
        nobody = {"speaker_type": "unknown", "resolution": "none"} if isinstance(row, records.Quote) else {}
        work.put(replace(row, **{column: None, **nobody}))  # type: ignore[type-var]
    work.maybe_unnamed.add(entity_id)


def said_of(work: Working, document_id: str, entity_id: str) -> list[tuple[records.Record, str]]:
    """The rows of a release that refer to a person or organisation without being its mentions, each with the column."""
    rows = work.naming(entity_id, document_id)
    return [(row, column) for row, column in rows if not isinstance(row, records.Mention) and column != "country"]


def set_section(work: Working, part: records.Section, kind: records.SectionKind) -> None:
    """Note in the rows that begin within a part that they stand in a part of this kind."""
    for record in _IN_SECTIONS:
        for row in work.select(record, document_id=part.document_id):
            if part.start <= row.start < part.end and row.section != kind:
                work.put(replace(row, section=kind))


def on_one_line(text: str) -> str:
    """The words with single spaces between them, as names are written in the tables."""
    return " ".join(text.split())
