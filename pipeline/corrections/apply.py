"""Corrections onto the tables: the end of every run.

The tables bear the machine's rows with the decisions applied; the store notes what each changed row was, takes all
of it back before documents are processed, and applies the file again at the end. So the tables are a function of the
releases, the corrections, the settings and the code, and a decision taken out of the file is undone.

Within the file a later decision goes before an earlier one about the same words (or the same cell). Apart from that,
splits come first, then rows, then whole documents, then merges, then what entities are called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pipeline.corrections import entity_decisions, row_additions, row_decisions
from pipeline.corrections.anchor import StaleError
from pipeline.corrections.file import ROW_TABLES, Corrections, Decision, problem
from pipeline.corrections.row_decisions import RECORD, Span
from pipeline.corrections.working import Working
from pipeline.records import Correction, CorrectionStatus, Document
from pipeline.tables.store import Store

_ROW: dict[str, Callable[[Working, Decision, Span], int]] = {
    "add": row_additions.add,
    "edit": row_decisions.edit,
    "accept": row_decisions.accept,
    "reject": row_decisions.reject,
}
_ORDER = tuple(_ROW)
_LABELS_FIRST = ("label", "text")  # what a row is decides what its entity can be


@dataclass(slots=True)
class _Judged:
    """A decision under way: where it stands and what became of it."""

    line: int
    decision: Decision
    span: Span | None = None
    status: CorrectionStatus = "applied"
    reason: str | None = None
    rows: int = 0

    @property
    def open(self) -> bool:
        """Whether it is still to be carried out."""
        return self.status == "applied"

    def fails(self, status: CorrectionStatus, reason: str) -> None:
        """Note that it has no effect, and why."""
        self.status, self.reason, self.rows = status, reason, 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the decisions of a file: how many by status, and those that a reviewer should look at."""

    counts: Counter[str] = field(default_factory=Counter)
    told: tuple[Correction, ...] = ()  # stale and invalid ones


def apply_corrections(store: Store, corrections: Corrections) -> Outcome:
    """Bring the tables of a settled store to what the corrections say; nothing is done where they bear them already."""
    digest = digest_of(corrections)
    if store.corrected() != digest:
        store.restore()
        if digest:
            work = Working(store)
            told = decide(work, corrections.decisions)
            store.correct(digest, work.changes(), told)
    rows = store.select(Correction)
    return Outcome(Counter(r.status for r in rows), tuple(r for r in rows if r.status in ("stale", "invalid")))


def digest_of(corrections: Corrections) -> str:
    """What the store notes of the corrections that its tables bear; empty for none."""
    if not corrections.decisions:
        return ""
    code = sha256(b"".join(p.read_bytes() for p in sorted(Path(__file__).parent.glob("*.py"))))
    return f"{corrections.digest[:32]}-{code.hexdigest()[:16]}"


def decide(work: Working, decisions: Sequence[Decision]) -> list[Correction]:
    """Carry out all decisions on the working rows; what became of each, in order."""
    judged = [_Judged(line, d) for line, d in enumerate(decisions, 1)]
    for item in judged:
        wrong = problem(item.decision)
        if wrong:
            item.fails("invalid", wrong)
        elif item.decision.table in ROW_TABLES:
            _place(work, item)
    _replace_earlier(judged)
    for item in _these(judged, "split", "people", "organisations"):
        _try(item, lambda d: entity_decisions.split(work, d))
    for item in sorted(_rows(judged), key=_turn):
        span = item.span
        assert span is not None
        _try(item, lambda d, at=span: _ROW[d.decision](work, d, at))  # type: ignore[misc]
    for item in _these(judged, "accept", "documents"):
        _try(item, lambda d: _read_to_its_end(work, d))
    for item in _these(judged, "set", "documents"):
        _try(item, lambda d: _check_published(work, d))
    for item in _these(judged, "reject", "candidates"):
        _try(item, lambda d: entity_decisions.keep_apart(work, d))
    for item in _these(judged, "merge", "people", "organisations"):
        _try(item, lambda d: entity_decisions.merge(work, d))
    for item in _these(judged, "edit", "people", "organisations"):
        _try(item, lambda d: entity_decisions.edit(work, d))
    work.sweep()
    return [_told(item) for item in judged]


def _place(work: Working, item: _Judged) -> None:
    try:
        item.span = row_decisions.place(work, item.decision)
    except StaleError as error:
        item.fails("stale", str(error))


def _try(item: _Judged, act: Callable[[Decision], int]) -> None:
    try:
        item.rows = act(item.decision)
    except StaleError as error:
        item.fails("stale", str(error))


def _these(judged: Sequence[_Judged], verdict: str, *tables: str) -> list[_Judged]:
    return [i for i in judged if i.open and i.decision.decision == verdict and i.decision.table in tables]


def _rows(judged: Sequence[_Judged]) -> list[_Judged]:
    return [i for i in judged if i.open and i.decision.table in ROW_TABLES]


def _turn(item: _Judged) -> tuple[int, bool, int]:
    return _ORDER.index(item.decision.decision), item.decision.field not in _LABELS_FIRST, item.line


def _replace_earlier(judged: Sequence[_Judged]) -> None:
    """A later decision goes before an earlier one about the same words, cell or entity."""
    seen: dict[tuple[object, ...], list[_Judged]] = {}
    for item in judged:
        if not item.open:
            continue
        d = item.decision
        slot = (d.document_id, d.table, item.span or d.text)
        for earlier in seen.setdefault(slot, []):
            if earlier.open and _overrules(d, earlier.decision):
                earlier.fails("replaced", f"decision {item.line} says otherwise")
        seen[slot].append(item)


def _overrules(later: Decision, earlier: Decision) -> bool:
    new, old = later.decision, earlier.decision
    if later.table not in ROW_TABLES:
        return new == old and later.field == earlier.field and new not in ("merge", "reject")
    if new == "reject":  # of all rows at the words, or of the one that has the cell named
        return not later.field or (old in ("accept", "reject") and _cell(later) == _cell(earlier))
    if old == "reject":
        return not earlier.field or _cell(later) == _cell(earlier)
    if new == old == "edit":
        return later.field == earlier.field
    return new == old and _cell(later) == _cell(earlier)


def _cell(decision: Decision) -> tuple[str, str]:
    return decision.field, decision.value


def _read_to_its_end(work: Working, decision: Decision) -> int:
    """A release of which every row was judged; `field` names one table, empty stands for all.

    It marks no row: rows that another version of the machine finds later were seen by nobody. How many rows are judged.
    """
    if work.get(Document, decision.document_id) is None:
        raise StaleError("there is no such document")
    tables = [t for t in ROW_TABLES if decision.field in ("", t)]
    if not tables:
        raise StaleError(f"{decision.field!r} is no table of {', '.join(ROW_TABLES)}")
    rows = (row for t in tables for row in work.select(RECORD[t], document_id=decision.document_id))
    return sum(row.review != "unreviewed" for row in rows)


def _check_published(work: Working, decision: Decision) -> int:
    """The date itself went into the reading of the document, as metadata does; here only whether it did."""
    document = work.get(Document, decision.document_id)
    if document is None:
        raise StaleError("there is no such document")
    if document.published != decision.value:
        raise StaleError("takes effect with the next `communique run`")
    return 1


def _told(item: _Judged) -> Correction:
    d = item.decision
    start, end = item.span or (d.start, d.end)
    return Correction(
        line=item.line,
        document_id=d.document_id or None,
        table=d.table,
        start=start,
        end=end,
        text=d.text or None,
        field=d.field or None,
        decision=d.decision,
        value=d.value or None,
        reviewer=d.reviewer or None,
        note=d.note or None,
        status=item.status,
        reason=item.reason,
        rows=item.rows,
    )
