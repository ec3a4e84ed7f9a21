"""Decisions made from rows: what the command, the notebook and imports write into the file of corrections."""

from __future__ import annotations

from dataclasses import replace

from pipeline.corrections.anchor import StaleError, anchor, context
from pipeline.corrections.file import ROW_TABLES, Decision, problem
from pipeline.corrections.row_decisions import RECORD, Row
from pipeline.records import DateRow, Document, Mention, Quote, Role
from pipeline.tables.rows import key
from pipeline.tables.store import Store

_TELLING = ("label", "country", "person_id", "organisation_id", "entity_id", "value", "speaker_id")


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
    """A decision about a row, with its words and what stands around them.

    A verdict on one of several rows at the words (an office for two countries) names a cell that only this one has.
    """
    text = store.text(row.document_id)
    if verdict in ("accept", "reject") and not field:
        field, value = _told_apart(store, row)
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


def _told_apart(store: Store, row: Row) -> tuple[str, str]:
    """A column and cell that only this row has among those at its words; nothing where it stands there alone."""
    at = store.select(type(row), document_id=row.document_id, start=row.start, end=row.end)
    others = [r for r in at if r != row]
    for column in _TELLING if others else ():
        cell = getattr(row, column, None)
        if cell and all(getattr(r, column) != cell for r in others):
            return column, str(cell)
    return "", ""


def read_to_the_end(store: Store, document_id: str, *, reviewer: str = "", note: str = "") -> list[Decision]:
    """The decisions that a release was read to its end: each row not judged otherwise is right, and no other is there.

    Raises `StaleError` where there is no such document.
    """
    if not store.select(Document, document_id=document_id):
        raise StaleError(f"there is no document {document_id}")
    who = {"reviewer": reviewer, "note": note}
    rows: list[Row] = [m for m in store.select(Mention, document_id=document_id) if m.label != "DATE"]
    rows += store.select(Role, document_id=document_id)
    rows += store.select(DateRow, document_id=document_id)
    rows += store.select(Quote, document_id=document_id)
    made = [about_row(store, row, "accept", **who) for row in rows if row.review == "unreviewed"]
    return [
        *made,
        Decision(document_id=document_id, table="documents", decision="accept", reviewer=reviewer, note=note),
    ]


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
