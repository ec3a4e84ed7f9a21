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

    @property
    def growth(self) -> int:
        """By how much the edit makes the text longer."""
        return len(self.after) - (self.end - self.start)


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits (sorted, apart from each other) made."""
    out, done = [], 0
    for edit in edits:
        out += [text[done : edit.start], edit.after]
        done = edit.end
    return "".join([*out, text[done:]])


def ends_alike(before: str, after: str) -> tuple[int, int]:
    """How many characters at the start of two texts are the same, and how many more at their ends."""
    left = right = 0
    shortest = min(len(before), len(after))
    while left < shortest and before[left] == after[left]:
        left += 1
    while right < shortest - left and before[-1 - right] == after[-1 - right]:
        right += 1
    return left, right


def compose(first: Sequence[Edit], second: Sequence[Edit], middle: str) -> list[Edit]:
    """The edits of two passes as one; `middle` is the text after the first.

    Where edits of the two passes touch they become one edit, in layers.
    """
    if not first or not second:
        return [*first, *second]
    out: list[Edit] = []
    at, shift = 0, 0  # next edit of the first pass; middle - source, behind the edits that are done
    i = 0
    while i < len(second):
        low = second[i].start
        while at < len(first) and _end_in_middle(first[at], shift) < low:
            out.append(first[at])
            shift += first[at].growth
            at += 1
        start_shift, outer, inner = shift, [], [second[i]]
        high = second[i].end
        i += 1
        while True:  # whatever touches the cluster joins it
            if at < len(first) and first[at].start + shift <= high:
                low = min(low, first[at].start + shift)
                high = max(high, _end_in_middle(first[at], shift))
                outer.append(first[at])
                shift += first[at].growth
                at += 1
            elif outer and i < len(second) and second[i].start <= high:
                high = max(high, second[i].end)
                inner.append(second[i])
                i += 1
            else:
                break
        after = apply(middle[low:high], [replace(e, start=e.start - low, end=e.end - low) for e in inner])
        out.append(replace(_layered(outer, inner), start=low - start_shift, end=high - shift, after=after))
    return [*out, *first[at:]]


def _end_in_middle(edit: Edit, shift: int) -> int:
    return edit.start + shift + len(edit.after)


def _layered(outer: Sequence[Edit], inner: Sequence[Edit]) -> Edit:
    """What is told of edits made one: the encodings of both passes; “lossy” if anything was put back."""
    head = max(inner, key=lambda edit: len(edit.written_as))
    if not outer:
        return head
    below = max(outer, key=lambda edit: len(edit.written_as))
    kinds = {edit.kind for edit in (*outer, *inner)}
    return replace(
        head,
        written_as=head.written_as + below.written_as,
        read_as=head.read_as + below.read_as,
        kind="lossy" if "lossy" in kinds else head.kind if head.written_as else below.kind,
        confidence=min(edit.confidence for edit in (*outer, *inner)),
    )
