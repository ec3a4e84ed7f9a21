"""The rows that are judged one by one by their words, and operations on what depends on them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pipeline import records
from pipeline.corrections.decisions import ROW_TABLES, SPAN_TABLES
from pipeline.corrections.working import Working

Row = records.Mention | records.Role | records.DateRow | records.Quote | records.Section | records.Contact
Offsets = tuple[int, int]
RECORD: dict[str, type[Row]] = dict(zip(SPAN_TABLES, get_args(Row), strict=True))  # table -> the class of its rows
RULE = "review"  # the `rule` of a row or value that a reviewer gave
R = TypeVar("R", bound=Row)
_RANK: tuple[records.Review, ...] = get_args(records.Review)


def with_review(row: R, review: records.Review) -> R:
    """The row with this review, unless it has a higher one: an edited row that is accepted stays edited."""
    sure: dict[str, Any] = {"confidence": 1.0} if hasattr(row, "confidence") else {}
    return replace(row, review=max(row.review, review, key=_RANK.index), **sure)


def overlap(one: Offsets, other: Offsets) -> bool:
    """Whether two spans have characters in common."""
    return one[0] < other[1] and other[0] < one[1]


def date_mentions(work: Working, row: Row) -> list[records.Mention]:
    """The mentions at the words of a date; none for other rows."""
    if not isinstance(row, records.DateRow):
        return []
    return work.select(records.Mention, document_id=row.document_id, start=row.start, end=row.end, label="DATE")


def remove_repeated(work: Working, found: Iterable[records.Record], *columns: str) -> None:
    """Of rows with the same cells in these columns, keep the first and remove the others."""
    seen: set[tuple[object, ...]] = set()
    for row in found:
        cells = tuple(getattr(row, column) for column in columns)
        if cells in seen:
            work.remove(row)
        seen.add(cells)


def unname(work: Working, document_id: str, entity_id: str) -> None:
    """If a release no longer names an entity, remove its job titles there and make it unknown as a speaker."""
    if work.select(records.Mention, document_id=document_id, entity_id=entity_id):
        return
    work.remove_all(records.Role, document_id=document_id, person_id=entity_id)
    for row, column in said_of(work, document_id, entity_id):
        nobody = {"speaker_type": "unknown", "resolution": "none"} if isinstance(row, records.Quote) else {}
        work.put(replace(row, **{column: None, **nobody}))  # type: ignore[type-var]
    work.maybe_unnamed.add(entity_id)


def said_of(work: Working, document_id: str, entity_id: str) -> list[tuple[records.Record, str]]:
    """The rows of a release that refer to a person or organisation, except mentions, each with the column."""
    rows = work.naming(entity_id, document_id)
    return [(row, column) for row, column in rows if not isinstance(row, records.Mention) and column != "country"]


def set_section(work: Working, part: records.Section, kind: records.SectionKind) -> None:
    """Set `section` to this kind in the rows that begin within a part."""
    for table in ROW_TABLES:
        inside: list[Any] = work.select(RECORD[table], document_id=part.document_id)
        for row in inside:
            if part.start <= row.start < part.end and row.section != kind:
                work.put(replace(row, section=kind))
