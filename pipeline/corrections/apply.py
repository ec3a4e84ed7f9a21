"""Applies corrections to the tables, as is done at the end of every run.

The tables hold the program's rows with the decisions applied. The store notes what each changed row was, and undoes all
changes before documents are processed and before the file is applied again. So the tables are a function of releases,
corrections, settings and code, and removing a decision from the file undoes it.

A later decision in the file overrules an earlier one about the same words (or the same cell). Apart from that, splits
are applied first, then decisions about rows, then about whole documents, then, in their order, merges and edits of
entities and splits of what was merged.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.corrections import entity_decisions, row_decisions
from pipeline.corrections.decisions import ROW_TABLES, Decision, StaleError, problem, span_of
from pipeline.corrections.file import Corrections, adding
from pipeline.corrections.rows import RECORD, Working, filled
from pipeline.records import Contact, Correction, CorrectionStatus, one_line
from pipeline.tables.store import Store

NEXT_RUN = "waits for the next `communique run`"  # of a publication date; not a misfit
_TURN = {"text": 0, "label": 1}  # edited first: the place and the label of a row decide what its other cells can be


@dataclass(slots=True)
class _Judged:
    """A decision while it is applied, with the place of its words in the current text, and what became of it."""

    decision: Decision
    verdict: str  # what to do, by the names in `_STEPS`
    status: CorrectionStatus = "applied"
    reason: str | None = None
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the decisions of a file: how many took effect, and those that a reviewer should look at."""

    applied: int = 0
    misfits: tuple[Correction, ...] = ()  # stale and invalid ones, but not those that wait for the next run
    waiting: int = 0  # publication dates that do
    ahead: bool = False  # of the store of the output folder, which only a run changes


def apply_corrections(store: Store, corrections: Corrections) -> Outcome:
    """Apply the corrections to the tables of an up-to-date store, unless they are applied already."""
    digest = digest_of(corrections)
    if store.corrected() != digest:
        with store.correcting():
            if corrections.decisions:
                store.set_corrected(digest, decide(Working(store), corrections.decisions))
    rows = store.select(Correction)
    unfit = [r for r in rows if r.status in ("stale", "invalid")]
    misfits = tuple(r for r in unfit if r.reason != NEXT_RUN)
    return Outcome(sum(r.status == "applied" for r in rows), misfits, len(unfit) - len(misfits))


def digest_of(corrections: Corrections) -> str:
    """A digest of the corrections and of the code that applies them, which the store notes; empty without decisions."""
    if not corrections.decisions:
        return ""
    code = sha256(b"".join(p.read_bytes() for p in sorted(Path(__file__).parent.glob("*.py"))))
    return f"{corrections.digest[:32]}-{code.hexdigest()[:16]}"


def decide(work: Working, decisions: Sequence[Decision]) -> list[Correction]:
    """Carry out all decisions on the working rows; returns what became of each, in order."""
    judged = [_look_up(work, _Judged(d, d.decision)) for d in decisions]
    _replace_earlier(work, judged)
    _order_changes(work, judged)
    _take_steps(work, judged)
    row_decisions.unite(work)
    work.sweep()
    return [filled(Correction, **asdict(item) | asdict(item.decision)) for item in judged]


def _take_steps(work: Working, judged: Sequence[_Judged]) -> None:
    """Carry out the decisions that are valid, step by step."""
    valid = sorted((i for i in judged if i.status == "applied"), key=lambda i: _TURN.get(i.decision.field, len(_TURN)))
    for verdict, about_words, act in _STEPS:
        if act is row_decisions.edit:
            row_decisions.note_rows(work, [i.decision for i in judged if i.status == "applied"])
        for item in valid:
            if (item.verdict, item.decision.is_about_words) == (verdict, about_words):
                _carry_out(work, item, act)
        if verdict == "reject":  # a job title may be judged by the same decisions as its name
            work.unname()


def _look_up(work: Working, item: _Judged) -> _Judged:
    """Check whether the decision can be carried out at all, and find its words."""
    decision = item.decision
    if wrong := problem(decision):
        item.status, item.reason = "invalid", wrong
    elif decision.is_about_words:
        try:
            start, end = _of_contact(work, decision) or span_of(work.text(decision.document_id), decision)
            item.decision = replace(decision, start=start, end=end)
        except StaleError as error:
            item.status, item.reason = "stale", str(error)
    return item


def _carry_out(work: Working, item: _Judged, act: Callable[[Working, Decision], int]) -> None:
    """Carry out one decision; one that does not fit the rows is noted as stale."""
    try:
        item.rows = act(work, item.decision)
    except StaleError as error:  # what is cleared for a later row need not be there
        item.status, item.reason = "replaced" if item.verdict == "clear" else "stale", str(error)


def _of_contact(work: Working, decision: Decision) -> tuple[int, int] | None:
    """The span of the only contact of a release that has the words as its name; not if they were given a place."""
    if decision.table != "contacts" or decision.decision == "add" or decision.start is not None:
        return None
    named = work.select(Contact, document_id=decision.document_id, name=one_line(decision.text))
    return (named[0].start, named[0].end) if len(named) == 1 else None


def _replace_earlier(work: Working, judged: Sequence[_Judged]) -> None:
    """Mark each decision as replaced that a later one with the same subject overrules or repeats."""
    seen: defaultdict[tuple[object, ...], list[_Judged]] = defaultdict(list)
    for item in [i for i in judged if i.status == "applied"]:
        same = seen[_subject(item.decision)]
        for earlier in same:
            if earlier.status == "applied" and _overrules(item.decision, earlier.decision):
                earlier.status, earlier.reason = "replaced", f"line {item.decision.line} says otherwise"
                if earlier.verdict == "merge":
                    work.unmerged.add(earlier.decision.pair)
            if (item.verdict, earlier.verdict) == ("add", "reject"):
                earlier.verdict = "clear"  # reject before the row is added, which would be removed too
        same.append(item)


def _order_changes(work: Working, judged: Sequence[_Judged]) -> None:
    """Have merges and edits of entities, and splits of what was merged before, carried out in the order of the file."""
    stays: set[str] = set()  # the entities into which others were merged
    for item in (i for i in judged if i.status == "applied" and not i.decision.is_about_words):
        about, value = work.keys_of(item.decision.text), item.decision.value
        if item.verdict == "merge":
            stays |= work.keys_of(value)
        if (item.verdict, item.decision.field) == ("edit", "name"):
            work.renamed[value] = min(about, default=value)
        if item.verdict in ("merge", "edit") or (item.verdict == "split" and about & stays):
            item.verdict = "change"


def _subject(d: Decision) -> tuple[object, ...]:
    """What a decision is about: words, a pair of entities, or something of one entity or release."""
    if d.is_about_words:
        return d.document_id, d.table, d.span
    if d.decision == "merge" or d.table == "candidates":
        return d.document_id, *d.pair
    return d.document_id, d.table, d.text, d.decision, d.field


def _overrules(later: Decision, earlier: Decision) -> bool:
    """Whether the later of two decisions with the same subject replaces the earlier one."""
    same_row = later.named_cell == earlier.named_cell
    match later.decision, earlier.decision:
        case _ if not later.is_about_words:
            return True
        case ("add", "reject") | ("reject", "add"):  # both are carried out
            return False
        case "reject", _:  # of all rows at the words, or of the one with the named cell
            return same_row or not later.named_cell[0]
        case _, "reject":
            return same_row or not earlier.named_cell[0]
        case "edit", "edit":
            return same_row and later.field == earlier.field
        case "edit", "accept":  # of the row with a cell, which the edit may change
            return bool(earlier.field)
        case "accept", "accept" if later.table == "dates":  # with the value that it has now
            return True
        case verdict, same:
            return verdict == same and (later.field, later.value) == (earlier.field, earlier.value)


def _read_to_its_end(work: Working, decision: Decision) -> int:
    """Check a decision that every row of a release (or of its table `field`) was judged; returns their number."""
    # it marks no rows, as nobody saw those that another version will find
    work.document(decision.document_id)
    tables = [t for t in ROW_TABLES if decision.field in ("", t)]
    if not tables:
        raise StaleError(f"{decision.field!r} is none of the tables {', '.join(ROW_TABLES)}")
    rows = (row for t in tables for row in work.select(RECORD[t], document_id=decision.document_id))
    return sum(row.review != "unreviewed" for row in rows)


def _set(work: Working, decision: Decision) -> int:
    """Write a headline. A publication date is metadata of the next run; until then the decision is stale."""
    document = work.document(decision.document_id)
    if decision.field == "headline":
        work.put(replace(document, headline=decision.value))
    elif document.published != decision.value:
        raise StaleError(NEXT_RUN)
    return 1


_STEPS: tuple[tuple[str, bool, Callable[[Working, Decision], int]], ...] = (
    ("split", False, entity_decisions.split),
    ("clear", True, row_decisions.reject),
    ("add", True, row_decisions.add),
    ("edit", True, row_decisions.edit),
    ("accept", True, row_decisions.accept),
    ("reject", True, row_decisions.reject),
    ("accept", False, _read_to_its_end),
    ("set", False, _set),
    ("reject", False, entity_decisions.keep_apart),
    ("change", False, entity_decisions.change),
)
"""Verdict, whether it is about words, and the function for it; each step sees the rows as those before it left them."""


# --- decisions as they are made -------------------------------------------------------------------------------------


@contextmanager
def committing(store: Store, path: Path, made: Sequence[Decision]) -> Iterator[None]:
    """Add decisions to the corrections file and apply them to the tables of the store, which the block may look at. The
    store must be a copy, as only a run changes that of an output folder. Raises `StaleError` if a decision would have
    no effect (a publication date has with the next run); then, or if the block raises, nothing is written."""
    with store.correcting(), adding(path, made) as corrections:
        became = decide(Working(store), corrections.decisions)
        for c in became[len(became) - len(made) :]:
            if c.status in ("stale", "invalid") and c.reason != NEXT_RUN:
                raise StaleError(f"{c.decision} {c.table} {(c.text or c.document_id or '')[:60]!r}: {c.reason}")
        store.set_corrected(digest_of(corrections), became)
        yield
