"""Edits of a text: applied, and those of one pass put on top of those of the pass before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.records import RepairKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Source characters `start:end` become `after`.

    `written_as` and `read_as` hold one encoding for each layer, the inner first. `runner_up` is the next best reading.
    """

    start: int
    end: int
    after: str
    kind: RepairKind
    written_as: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()
    confidence: float = 1.0
    runner_up: str | None = None


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits (sorted, apart from each other) made."""
    out, done = [], 0
    for edit in edits:
        out += [text[done : edit.start], edit.after]
        done = edit.end
    return "".join([*out, text[done:]])


def spans_after(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Where the edits stand in the text they made."""
    out, shift = [], 0
    for edit in edits:
        out.append((edit.start + shift, edit.start + shift + len(edit.after)))
        shift += len(edit.after) - (edit.end - edit.start)
    return out


def trimmed(before: str, edit: Edit) -> Edit:
    """Without the characters that its ends leave as they were; `before` are the source characters."""
    left = 0
    shortest = min(len(before), len(edit.after))
    while left < shortest and before[left] == edit.after[left]:
        left += 1
    right = 0
    while right < shortest - left and before[-1 - right] == edit.after[-1 - right]:
        right += 1
    return replace(
        edit, start=edit.start + left, end=edit.end - right, after=edit.after[left : len(edit.after) - right]
    )


def compose(first: Sequence[Edit], second: Sequence[Edit], middle: str) -> list[Edit]:
    """The edits of two passes as one; `middle` is the text after the first.

    Where an edit of the second pass touches one of the first they become one edit, in layers.
    """
    if not first or not second:
        return [*first, *second]
    placed = []  # the edits of the first pass with their spans in the middle text
    shift = 0
    for edit in first:
        start = edit.start + shift
        placed.append((start, start + len(edit.after), edit))
        shift += len(edit.after) - (edit.end - edit.start)
    out: list[Edit] = []
    shift, at = 0, 0  # middle - source, after the edits of the first pass that are behind
    for later in second:
        while at < len(placed) and placed[at][1] < later.start:
            out.append(placed[at][2])
            shift += len(placed[at][2].after) - (placed[at][2].end - placed[at][2].start)
            at += 1
        touched = []
        start_shift = shift
        while at < len(placed) and placed[at][0] <= later.end:
            touched.append(placed[at])
            shift += len(placed[at][2].after) - (placed[at][2].end - placed[at][2].start)
            at += 1
        low = min([later.start, *(t[0] for t in touched)])
        high = max([later.end, *(t[1] for t in touched)])
        merged = replace(
            later,
            start=low - start_shift,
            end=high - shift,
            after=middle[low : later.start] + later.after + middle[later.end : high],
        )
        out.append(_layered(touched[0][2], merged) if touched else merged)
    return _joined([*out, *(edit for _, _, edit in placed[at:])])


def _layered(outer: Edit, inner: Edit) -> Edit:
    return replace(
        inner,
        written_as=inner.written_as + outer.written_as,
        read_as=inner.read_as + outer.read_as,
        kind="lossy" if "lossy" in (inner.kind, outer.kind) else inner.kind if inner.written_as else outer.kind,
        confidence=min(inner.confidence, outer.confidence),
    )


def _joined(edits: list[Edit]) -> list[Edit]:
    """Edits that one edit of the first pass bound together, as one."""
    out: list[Edit] = []
    for edit in edits:
        if out and edit.start < out[-1].end:
            raise AssertionError("edits overlap")
        out.append(edit)
    return out
