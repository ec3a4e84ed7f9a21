"""Decisions about the rows at the quoted words: accept, reject, edit or add."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pipeline.corrections.decisions import EDITABLE, TELLING, Decision, StaleError
from pipeline.corrections.edits import CHANGES, change_cell, change_date, change_speaker, find_speaker, placed
from pipeline.corrections.rows import KINDS, NO_MENTION, RECORD, RULE, Key, R, Row, Working, filled, overlap, with_cell
from pipeline.records import Contact, DateRow, Mention, Quote, QuoteSpeaker, Role, Section, one_line, row_id
from pipeline.tables.schema import key


def note_rows(work: Working, decisions: Iterable[Decision]) -> None:
    """Note which rows each decision about words means, before any is edited; decisions come in the order of the file. A
    decision selects a row by the words and the cell that earlier decisions give it (`country=KAZ` after the edit of
    `country=UZB` to KAZ), else by those that it had, as several cells may be edited together."""
    for decision in (d for d in decisions if d.is_about_words):
        versions = _versions_at(work, decision)
        meant = [k for k, rows in versions.items() if _is_meant(work, rows[-1], decision)]
        meant = meant or [k for k, rows in versions.items() if any(_is_meant(work, row, decision) for row in rows)]
        work.noted_rows[decision] = meant
        for k in meant if decision.decision == "edit" else ():
            with suppress(StaleError):  # an edit that cannot be carried out leaves the row as it is
                new = _edited(Working(work.store, trial=True), versions[k][-1], decision)
                versions[k].append(new)
                _versions_at(work, replace(decision, start=new.start, end=new.end))[k] = versions[k]


def _versions_at(work: Working, decision: Decision) -> dict[Key, list[Row]]:
    """The rows at these words by their keys before any edit, each as it is then and as each edit will leave it."""
    place = (decision.table, decision.document_id, *(decision.span if decision.table != "sections" else ()))
    if place not in work.versions:
        work.versions[place] = {key(row): [row] for row in _rows_near(work, decision)}
    return work.versions[place]


def _rows_near(work: Working, decision: Decision) -> list[Row]:
    """The rows at the words now; all parts of the release, as only the beginning of a part is quoted."""
    start, end = decision.span
    place = {} if decision.table == "sections" else {"start": start, "end": end}
    return work.select(RECORD[decision.table], document_id=decision.document_id, **place)


def _is_meant(work: Working, row: Row, decision: Decision) -> bool:
    """Whether the row is at the words, and has the cell that the decision names, if any."""
    (column, cell), (start, _) = decision.named_cell, decision.span
    is_there = (row.start, row.end) == decision.span
    if isinstance(row, Section):
        is_there = row.start <= start < row.end and not work.text(row.document_id)[row.start : start].strip()
    return is_there and (not column or str(getattr(row, column, None) or "") == cell)


def _rows_at(work: Working, decision: Decision) -> list[Row]:
    """The rows at exactly these words now; if the decision selects one by a cell, only those with that cell."""
    return [row for row in _rows_near(work, decision) if _is_meant(work, row, decision)]


def _rows_of(work: Working, decision: Decision) -> dict[Key, Row]:
    """The rows that a decision is about, by their keys before any edit. Raises `StaleError` if there are none."""
    record = RECORD[decision.table]
    if noted := work.noted_rows.get(decision):
        now = {k: work.get(record, *work.key_now.get((record, k), k)) for k in noted}
        found = {k: row for k, row in now.items() if row}
    else:  # before any edit, or a row that was moved with another: the mention of a date
        found = {key(row): row for row in _rows_at(work, decision)}
    if not found:
        raise StaleError(f"there is no row of {decision.table} at these words now")
    return found


def accept(work: Working, decision: Decision) -> int:
    """Mark the rows as right."""
    found = _rows_of(work, decision)
    for row in found.values():
        for one in (row, *work.date_mentions(row)):
            work.put_reviewed(one, "accepted")
    return len(found)


def reject(work: Working, decision: Decision) -> int:
    """Remove the rows and what depends on them; returns how many of them the program had found."""
    found = _rows_of(work, decision)
    for row in found.values():
        if isinstance(row, Quote):
            _take_from_utterance(work, row)
        work.remove(row)
        if isinstance(row, Section):
            work.set_section(row, "body")
        elif isinstance(row, DateRow) or getattr(row, "label", "") == "DATE":
            work.maybe_undated.add((row.document_id, row.start, row.end))
        elif isinstance(row, Mention) and row.entity_id:
            work.maybe_unsaid.add((row.document_id, row.entity_id))
    return sum(row.review != "added" for row in found.values())


def _take_from_utterance(work: Working, gone: Quote) -> None:
    """Remove the speakers of a quote, and give the other pieces of its utterance the next piece as `group_id`."""
    work.remove_all(QuoteSpeaker, quote_id=gone.quote_id)  # the database would cascade, but without noting the change
    pieces = [p for p in work.select(Quote, document_id=gone.document_id, group_id=gone.quote_id) if p != gone]
    for piece in pieces:
        work.put(replace(piece, group_id=pieces[0].quote_id if len(pieces) > 1 else None))


def edit(work: Working, decision: Decision) -> int:
    """Change one cell of the rows; a row that has the value already counts as accepted."""
    found = _rows_of(work, decision)
    if "DATE" in {getattr(row, "label", "") for row in found.values()}:
        raise StaleError(NO_MENTION)
    for before, row in found.items():
        new = _edited(work, row, decision)
        if key(new) != key(row):
            _refuse_taken(work, new)
            work.remove(row)
            work.key_now[type(row), before] = key(new)
        work.put_reviewed(new, "accepted" if new == row else "edited")
    return len(found)


def _edited(work: Working, row: Row, decision: Decision) -> Row:
    """The row with the decision's value; other rows of the release that depend on it are changed too."""
    return CHANGES.get(decision.field, change_cell)(work, row, decision.field, decision.value)


def unite(work: Working) -> None:
    """Of rows at the same words that edits have made equal, keep one, and rather one that was judged."""
    for table, *place in work.versions:
        if table in ("mentions", "roles", "dates"):
            at: dict[str, Any] = dict(zip(("document_id", "start", "end"), place, strict=True))
            rows = sorted(work.select(RECORD[str(table)], **at), key=lambda row: row.review == "unreviewed")
            work.remove_repeated(rows, *(name for name in EDITABLE[str(table)] if name != "text"))


def _refuse_taken(work: Working, new: Row) -> None:
    """Raise `StaleError` if another row has the key of this one, which would take its place without a word."""
    other = work.get(type(new), *key(new))
    if other and (new.review != "added" or other.review != "added" or (other.start, other.end) != (new.start, new.end)):
        raise StaleError(f"a {type(new).TABLE.name[:-1]} begins there already: edit it")


def add(work: Working, decision: Decision) -> int:
    """Add a row at the words; if the program finds the same row by now, that one counts as accepted. `field` and
    `value` give its cells: label and entity of a mention (by default the entity named by the words), the EDTF value of
    a date, the person of a role, kind and speaker of a quote, the kind of a part, the name of a contact."""
    row = _made(work, decision)
    for known in _rows_at(work, decision):
        if all(getattr(known, cell) == getattr(row, cell) for cell in TELLING[decision.table]):
            work.put_reviewed(known, "accepted")
            return 1
    _refuse_taken(work, row)
    work.put(row)
    if isinstance(row, DateRow) and not work.date_mentions(row):
        work.put(_new(work, decision, Mention, "DATE", label="DATE", how="name"))
    elif isinstance(row, Section):
        _cut_sections(work, row)
    elif isinstance(row, Quote) and row.speaker_id:
        work.put(change_speaker(work, replace(row, speaker_id=None), "speaker_id", row.speaker_id))
    return 1


def _cut_sections(work: Working, new: Section) -> None:
    """Cut the words of a new part out of the parts that hold them; the rest of those is kept."""
    for old in work.select(Section, document_id=new.document_id):
        if key(old) == key(new) or not overlap((old.start, old.end), (new.start, new.end)):
            continue
        work.remove(old)
        for start, end in ((old.start, new.start), (new.end, old.end)):
            if start < end:
                work.put(replace(old, start=start, end=end))
    work.set_section(new, new.kind)


def _new(work: Working, decision: Decision, record: type[R], *end: str, **cells: Any) -> R:
    """A new row at the words with these cells and those that the place determines; `end` is the end of its key."""
    document_id = decision.document_id
    known = {record.TABLE.key[0]: row_id(document_id, "added", *decision.span, *end), "document_id": document_id}
    row = filled(record, **known, **{"rule": RULE, "review": "added", "confidence": 1.0} | cells)
    return placed(work, row, decision.span)


def _made(work: Working, decision: Decision) -> Row:
    """The row that a decision adds; of a quote's speaker it has only the key, and `add` fills in the rest."""
    table, field, value = decision.table, decision.field, decision.value
    words = work.text(decision.document_id)[slice(*decision.span)]
    if table == "mentions":
        return _made_mention(work, decision, words)
    if table == "dates":
        return change_date(work, _new(work, decision, DateRow, "date", granularity="day"), "value", value)
    if table == "sections":
        return with_cell(_new(work, decision, Section), "kind", field or None)
    if table == "contacts":
        return _new(work, decision, Contact, name=value or one_line(words))
    if table == "quotes":
        speaker_id = find_speaker(work, value)[1] if value else None
        cells = {"closed": True, "speaker_id": speaker_id, "speaker_type": "unknown", "resolution": "none"}
        return with_cell(_new(work, decision, Quote, "quote", **cells), "kind", field or "direct")
    if not value:
        raise StaleError("value is missing: whose job title it is")
    person = work.entity("person", value)
    return _new(work, decision, Role, "role", person, person_id=person, status="current")


def _made_mention(work: Working, decision: Decision, words: str) -> Mention:
    """The mention that a decision adds, by default of a person, who is named by the words."""
    label = decision.field or "PERSON"
    mention = with_cell(_new(work, decision, Mention, label, how="name"), "label", label)
    kind, value = KINDS.get(label), decision.value
    named = work.entity(kind, value or one_line(words), words=not value) if kind else None
    return replace(mention, entity_id=named)
