"""Decisions made from rows: what the command, the notebook and imports write into the file of corrections."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records import Document
from pipeline.review.anchor import StaleError, anchor, context
from pipeline.review.corrections import ROW_TABLES, Decision, problem
from pipeline.review.row_decisions import RECORD, Row
from pipeline.tables.rows import key
from pipeline.tables.store import Store


def find_row(store: Store, row_id: str) -> Row:
    """The mention, role, date or quote with this key. Raises `StaleError` where there is none."""
    for record in RECORD.values():
        rows = store.select(record, **{record.TABLE.key[0]: row_id})
        if rows:
            return rows[0]
    raise StaleError(f"no row has the key {row_id}; `communique review` lists keys")


def row_key(row: Row) -> str:
    """The key of a row."""
    return str(key(row)[0])


def about_row(store: Store, row: Row, verdict: str, *, field: str = "", value: str = "", **more: str) -> Decision:
    """A decision about a row, with its words and what stands around them."""
    text = store.text(row.document_id)
    around = context(text, row.start, row.end)
    return checked(
        Decision(
            document_id=row.document_id,
            table=type(row).TABLE.name,
            start=row.start,
            end=row.end,
            text=text[row.start : row.end],
            field=field,
            decision=verdict,
            value=value,
            before=around.before,
            after=around.after,
            **more,
        )
    )


def about_words(
    store: Store, document_id: str, table: str, words: str, *, start: int | None = None, field: str = "",
    value: str = "", reviewer: str = "", note: str = "",
) -> Decision:  # fmt: skip
    """An added row at words of a release, which must stand there once or at `start`. Raises `StaleError`."""
    if not store.select(Document, document_id=document_id):
        raise StaleError(f"there is no document {document_id}")
    if table not in ROW_TABLES:
        raise StaleError(f"rows are added to {', '.join(ROW_TABLES)}, not to {table}")
    text = store.text(document_id)
    given = Decision(document_id=document_id, table=table, start=start, text=words, decision="add")
    first, last = anchor(text, given)
    around = context(text, first, last)
    place = replace(given, start=first, end=last, text=text[first:last], before=around.before, after=around.after)
    return checked(replace(place, field=field, value=value, reviewer=reviewer, note=note))


def checked(decision: Decision) -> Decision:
    """The decision. Raises `StaleError` with what is wrong where it can never be carried out."""
    wrong = problem(decision)
    if wrong:
        raise StaleError(wrong)
    return decision
