"""Annotations from elsewhere as decisions: what a team marked is compared with the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.corrections.decisions import ROW_TABLES, Decision
from pipeline.corrections.row_decisions import Row
from pipeline.records import DateRow, Mention, Quote, Role
from pipeline.review.decide import about_row, about_words, find_row, row_key
from pipeline.tables.store import Store

LABELS = ("PERSON", "ORGANISATION", "COUNTRY", "DEMONYM", "PLACE", "DATE", "ROLE", "QUOTE")


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled span. `identity` is the key of the row that it was made of; `speaker` the key of the speaker's."""

    start: int
    end: int
    label: str
    identity: str = ""
    speaker: str | None = None


def regions(store: Store, document_id: str) -> list[Region]:
    """The rows of a release as labelled spans, in order; one span for an office in two countries."""
    found: dict[tuple[int, int, str], Region] = {}
    mentions = store.select(Mention, document_id=document_id)
    at = {m.start: row_key(m) for m in mentions}
    for row in (*mentions, *_others(store, document_id)):
        label = label_of(row)
        if isinstance(row, Mention) and label == "DATE":
            continue  # the row in `dates` says more
        speaker = at.get(row.speaker_start) if isinstance(row, Quote) and row.speaker_start is not None else None
        found.setdefault((row.start, row.end, label), Region(row.start, row.end, label, row_key(row), speaker))
    return sorted(found.values(), key=lambda r: (r.start, r.end, r.label))


def _others(store: Store, document_id: str) -> Iterator[Row]:
    yield from store.select(Role, document_id=document_id)
    yield from store.select(DateRow, document_id=document_id)
    yield from store.select(Quote, document_id=document_id)


def label_of(row: Row) -> str:
    """The label of a row's span."""
    if isinstance(row, Mention):
        return row.label
    return {Role: "ROLE", DateRow: "DATE", Quote: "QUOTE"}[type(row)]


def decisions(
    store: Store,
    document_id: str,
    marked: Sequence[Region],
    *,
    reviewer: str,
    left_out: frozenset[str] = frozenset(),
    whole: bool = True,
) -> tuple[list[Decision], int]:
    """Decisions that lead from the rows of a release to what was marked, and how many spans could not be taken.

    A span that is there is accepted, one that was moved is edited, one that is gone is rejected, a new one is added;
    an office needs a person and a date a value, which a span does not give, so new ones of these are left. `left_out`
    are rows that were not shown; `whole` says that the release was read to its end.
    """
    ours = {(r.start, r.end, r.label): r for r in regions(store, document_id) if r.identity not in left_out}
    theirs = {(r.start, r.end, r.label): r for r in marked}
    gone = {k: r for k, r in ours.items() if k not in theirs}
    made: list[Decision] = []
    left = 0
    for place, region in sorted(theirs.items()):
        moved = [k for k in gone if k[2] == place[2] and k[0] < place[1] and place[0] < k[1]]
        if place in ours:
            row = find_row(store, ours[place].identity)
            if row.review == "unreviewed":
                made.append(about_row(store, row, "accept", reviewer=reviewer))
        elif len(moved) == 1:
            row = find_row(store, gone.pop(moved[0]).identity)
            words = store.text(document_id)[place[0] : place[1]]
            made.append(about_row(store, row, "edit", field="text", value=words, reviewer=reviewer))
        elif region.label in ("ROLE", "DATE"):
            left += 1
        else:
            made.append(_added(store, document_id, region, reviewer))
    made += [about_row(store, find_row(store, r.identity), "reject", reviewer=reviewer) for r in gone.values()]
    if whole:
        made.append(Decision(document_id=document_id, table="documents", decision="accept", reviewer=reviewer))
    return made, left


def _added(store: Store, document_id: str, region: Region, reviewer: str) -> Decision:
    """A row that someone marked where the tables have none."""
    words = store.text(document_id)[region.start : region.end]
    table = tables_of(region.label)
    field = "" if table == "quotes" else region.label
    return about_words(store, document_id, table, words, start=region.start, field=field, reviewer=reviewer)


def tables_of(label: str) -> str:
    """The table whose rows bear a label."""
    return {"ROLE": "roles", "DATE": "dates", "QUOTE": "quotes"}.get(label, "mentions")


assert set(ROW_TABLES) == {tables_of(label) for label in LABELS}
