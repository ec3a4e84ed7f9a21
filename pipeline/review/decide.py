"""Makes decisions about rows, which the command, the notebook and imports write into the corrections file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.corrections.decisions import ROW_TABLES, Decision, StaleError, context, problem, span_of
from pipeline.corrections.rows import RECORD, Row, Working
from pipeline.records import Contact, Correction, DateRow, Section
from pipeline.structure.lines import stripped
from pipeline.tables.schema import Cell, key
from pipeline.tables.store import Store

_PART = re.compile(r"(.+):(sections|contacts):([0-9]{1,18})-([0-9]{1,18})")  # SQLite holds no more digits
_MOST_QUOTED = 80  # characters of a part of the release that a decision quotes
_TELLING = ("label", "country", "person_id", "organisation_id", "entity_id", "value", "speaker_id")


def find_row(store: Store, row_id: str) -> Row:
    """The row with this key; for a date, the row in `dates`. Raises `StaleError` if there is none."""
    if place := _PART.fullmatch(row_id):
        document_id, table, start, end = place.groups()
        rows = store.select(RECORD[table], document_id=document_id, start=int(start), end=int(end))
    else:
        found = [store.get(RECORD[table], row_id) for table in ROW_TABLES]
        rows = [row for row in found if row and getattr(row, "label", "") != "DATE"]
    if not rows:
        told = "keys are in the tables; for contacts and sections, write DOCUMENT:TABLE:START-END"
        raise StaleError(f"no row has the key {row_id}; {told}")
    return rows[0]


def row_key(row: Row) -> str:
    """The key of a row; parts and contacts, which have no key column, get one of release, table and place."""
    if isinstance(row, Section | Contact):
        return f"{row.document_id}:{type(row).TABLE.name}:{row.start}-{row.end}"
    return str(key(row)[0])


def scored_rows(
    store: Store, document_id: str | None = None, tables: Iterable[str] = ROW_TABLES, **equal: Cell
) -> Iterator[Row]:
    """The rows that are judged one by one, of a release or all; dates only as rows of `dates`. Raises `StaleError`."""
    if document_id:
        Working(store).text(document_id)  # raises if there is no such release, to report a mistyped id
        equal["document_id"] = document_id
    for table in tables:
        yield from (row for row in store.select(RECORD[table], **equal) if getattr(row, "label", "") != "DATE")


def entity_key(store: Store, given: str) -> str:
    """The key of the only entity with this key, name or alias; `given` itself if there is none, or several."""
    named = Working(store).keys_of(given)
    return named.pop() if len(named) == 1 else given


def days_given(store: Store) -> dict[str, str]:
    """document_id -> the publication date that a reviewer set, whether or not a run has applied it."""
    given = store.select(Correction, table="documents", field="published", decision="set")
    return {c.document_id or "": c.value or "" for c in given if c.status != "invalid"}


# --- decisions; `committing` refuses those that cannot be carried out -------------------------------------------------


def about_row(store: Store, row: Row, verdict: str, field: str = "", value: str = "") -> Decision:
    """A decision about a row: its words in context, and a cell that only it has, if there are others at them."""
    column, cell = _told_apart(store, row)
    which = f"{column}={cell}" if verdict == "edit" and column else ""
    if verdict != "edit":
        field, value = column, cell
    if verdict == "accept" and isinstance(row, DateRow):  # another day of publication may give it another value
        field, value = "value", row.value or ""
    span, table = _quoted(row, store.text(row.document_id)), type(row).TABLE.name
    return _at(store, row.document_id, table, span, decision=verdict, field=field, value=value, which=which)


def _at(store: Store, document_id: str, table: str, span: tuple[int, int], **cells: str) -> Decision:
    """A decision about words of a release, with their context, on one line: git merges files line by line."""
    text, (start, end) = store.text(document_id), span
    before, after = context(text, start, end)
    cells |= {"document_id": document_id, "table": table, "text": text[start:end], "before": before, "after": after}
    return Decision(start=start, end=end, line=0, **{n: re.sub(r"[\r\n]", " ", cell) for n, cell in cells.items()})


def _quoted(row: Row, text: str) -> tuple[int, int]:
    """The span that a decision quotes: the words of the row, or the beginning of a part of the release."""
    if not isinstance(row, Section):
        return row.start, row.end
    start, _ = stripped(text, row.start, row.end)
    if start + _MOST_QUOTED >= row.end:
        return start, row.end
    return start, start + len(text[start : start + _MOST_QUOTED].rsplit(maxsplit=1)[0])  # ends with a whole word


def _told_apart(store: Store, row: Row) -> tuple[str, str]:
    """A column and cell that only this row has of those at its words, if there are others; an empty cell comes last."""
    at = store.select(type(row), document_id=row.document_id, start=row.start, end=row.end)
    cells = {column: [getattr(r, column, None) or "" for r in (row, *at)] for column in _TELLING}
    for column, (cell, *those) in sorted(cells.items(), key=lambda item: not item[1][0]) if len(at) > 1 else ():
        if those.count(cell) == 1:
            return column, str(cell)
    return "", ""


def about_words(
    store: Store, document_id: str, table: str, words: str, field: str = "", value: str = "", start: int | None = None
) -> Decision:
    """A decision to add a row at words of a release, which must occur only once or at `start`."""
    made = Decision(document_id=document_id, table=table, start=start, text=words, field=field, decision="add")
    if wrong := problem(made):
        raise StaleError(wrong)
    span = span_of(Working(store).text(document_id), made)
    return _at(store, document_id, table, span, decision="add", field=field, value=value)


def read_to_the_end(store: Store, document_id: str) -> list[Decision]:
    """Decisions for a release that was read to its end: each row not judged yet is right, and none is missing."""
    made = [about_row(store, row, "accept") for row in scored_rows(store, document_id, review="unreviewed")]
    return [*made, Decision(document_id=document_id, table="documents", decision="accept")]


def about_release(document_id: str, field: str, value: str) -> Decision:
    """A decision that sets the publication date or the headline of a release."""
    return Decision(document_id=document_id, table="documents", field=field, decision="set", value=value)


def about_entity(entity_id: str, verdict: str, value: str, *, document_id: str = "", field: str = "") -> Decision:
    """A decision about an entity: it is another one (merge), is not (reject), is in one release (split), or an edit."""
    table = "organisations" if entity_id.startswith("org-") else "people"
    if verdict == "reject":
        table = "candidates"
    return Decision(document_id=document_id, table=table, text=entity_id, field=field, decision=verdict, value=value)


def signed(made: Iterable[Decision], reviewer: str, note: str = "") -> list[Decision]:
    """The decisions with the name of the reviewer and a note."""
    return [replace(decision, reviewer=reviewer, note=note) for decision in made]
