"""Text to repaired text: the passes in their order, the records of what they did."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Finding, Repair
from pipeline.repair.edits import Edit, apply, compose
from pipeline.repair.findings import findings_of
from pipeline.repair.repaired import ByteOffsets, Repaired, Segment
from pipeline.repair.residue import residue_edits
from pipeline.repair.utf8 import resolved, restored, second_opinion

ROUNDS = 8
"""A repaired text is looked at again, so that repairing it changes nothing: `&Atilde;&copy;` is “Ã©”, which is “é”."""


def repair(source: str, document_id: str, encoding: str | None = None, segments: Sequence[Segment] = ()) -> Repaired:
    """Repair a text; with `encoding` and `segments` where it was decoded from bytes."""
    edits: list[Edit] = []
    text = source
    undecided: dict[str, tuple[str, ...]] = {}
    for _ in range(ROUNDS):
        found = _round(text, undecided)
        if not found:
            break
        edits = compose(edits, found, text)
        text = apply(text, found)
    repairs = _records(source, edits, document_id, encoding, segments)
    findings: tuple[Finding, ...] = tuple(findings_of(text, document_id, undecided))
    return Repaired(text, source, repairs, findings, encoding, tuple(edits), tuple(segments))


def _round(text: str, undecided: dict[str, tuple[str, ...]]) -> list[Edit]:
    """What is to be repaired in a text, one layer of it; adds to `undecided`."""
    edits: list[Edit] = []
    now = text
    if not text.isascii():
        from pipeline.repair.mojibake import mojibake_edits  # numpy and the tables, only where they are needed

        lost = restored(text)
        now = apply(text, lost)
        found, strange = mojibake_edits(now, undecided)
        edits = resolved(compose(lost, found, now))
        if not edits:
            edits = second_opinion(text, strange)
        now = apply(text, edits)
    return compose(edits, residue_edits(now), now)


def _records(
    source: str, edits: Sequence[Edit], document_id: str, encoding: str | None, segments: Sequence[Segment]
) -> tuple[Repair, ...]:
    offsets = ByteOffsets(segments, source)

    def place(point: int) -> int:
        return point if encoding is None else offsets.at(point)

    out, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        shift += len(edit.after) - (edit.end - edit.start)
        out.append(
            Repair(
                document_id=document_id,
                start=start,
                end=start + len(edit.after),
                source_start=place(edit.start),
                source_end=place(edit.end),
                before=source[edit.start : edit.end],
                after=edit.after,
                kind=edit.kind,
                written_as=" < ".join(edit.written_as) or None,
                read_as=" < ".join(edit.read_as) or None,
                confidence=edit.confidence,
            )
        )
    return tuple(out)
