"""The result of the repair stage: the text, what was done to it, the way back, and all of it for a person to read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.records import Finding, Repair, RepairKind

CONTEXT = 20  # characters shown on each side of a repair


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


@dataclass(frozen=True, slots=True)
class Segment:
    """Text from `start` on came from the bytes from `byte_start` on, written in `encoding`.

    `raw` are the bytes themselves where encoding the text would not give them (a byte order mark, a stray byte).
    `single` says that each character is one byte; other offsets inside a segment with `raw` are those of its start.
    """

    start: int
    byte_start: int
    encoding: str
    raw: bytes | None = None
    single: bool = False


class ByteOffsets:
    """Byte offsets of characters, asked for in ascending order at best: each goes on from the last."""

    def __init__(self, segments: Sequence[Segment], source: str) -> None:
        self._segments, self._source = segments, source
        self._point, self._byte, self._segment = 0, 0, -1

    def at(self, point: int) -> int:
        """Byte at which a character starts."""
        number = bisect_right(self._segments, point, key=lambda segment: segment.start) - 1
        if number < 0:
            return 0
        segment = self._segments[number]
        if segment.single:
            return segment.byte_start + point - segment.start
        if segment.raw is not None:
            last = number + 1 == len(self._segments) and point >= len(self._source) > segment.start
            return segment.byte_start + (len(segment.raw) if last else 0)
        if number != self._segment or point < self._point:
            self._segment, self._point, self._byte = number, segment.start, segment.byte_start
        self._byte += len(self._source[self._point : point].encode(segment.encoding))
        self._point = point
        return self._byte


def encode_segments(segments: Sequence[Segment], source: str) -> bytes:
    """The bytes of the file."""
    ends = [*(segment.start for segment in segments[1:]), len(source)]
    return b"".join(
        segment.raw if segment.raw is not None else source[segment.start : end].encode(segment.encoding)
        for segment, end in zip(segments, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text with what was done to it.

    `source` is the text as given or as decoded; `encoding` is None where text was given. `edits` are the repairs with
    their spans in code points of `source`; `segments` say how the bytes of a file became `source`.
    """

    text: str
    source: str
    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()
    encoding: str | None = None
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    segments: tuple[Segment, ...] = field(default=(), repr=False)

    def source_offset(self, offset: int) -> int:
        """Where the character at `offset` of `text` came from: a byte of the file or a code point of the text.

        Inside an edit it is the start of the edit; `len(text)` gives the end of the source.
        """
        point = self._source_point(offset)
        return point if self.encoding is None else ByteOffsets(self.segments, self.source).at(point)

    def undo(self) -> str:
        """The repairs applied backwards to `text`: gives `source`."""
        text = self.text
        for repair in reversed(self.repairs):
            text = text[: repair.start] + repair.before + text[repair.end :]
        return text

    def undo_bytes(self) -> bytes:
        """The bytes of the file, from the repaired text.

        Raises:
            ValueError: if text was given and not bytes.
        """
        if self.encoding is None:
            raise ValueError("made from text: there are no bytes to go back to")
        return encode_segments(self.segments, self.undo())

    def _source_point(self, offset: int) -> int:
        at = bisect_right(self.repairs, offset, key=lambda repair: repair.start) - 1
        if at < 0:
            return offset
        repair, edit = self.repairs[at], self.edits[at]
        return edit.start if offset < repair.end else edit.end + offset - repair.end


def format_repairs(repaired: Repaired) -> str:
    """Each edit with its surroundings, before and after, the encodings, confidence and runner-up; then the findings.

    Plain text, one paragraph an edit; “nothing repaired” where there are none.
    """
    unit = "character" if repaired.encoding is None else "byte"
    out = [] if repaired.encoding is None else [f"decoded as {repaired.encoding}"]
    if not repaired.repairs:
        out.append("nothing repaired")
    for repair, edit in zip(repaired.repairs, repaired.edits, strict=True):
        before = _shown(repaired.text[max(0, repair.start - CONTEXT) : repair.start])
        after = _shown(repaired.text[repair.end : repair.end + CONTEXT])
        place = f"{unit} {repair.source_start}-{repair.source_end} of the source"
        lines = [
            f"{repair.start}-{repair.end} ({place}): {repair.kind}",
            f"  {before}[{_shown(repair.before)} → {_shown(repair.after)}]{after}",
        ]
        if repair.written_as:
            lines.append(f"  written as {repair.written_as}, read as {repair.read_as}")
        rival = f", next best: {_shown(edit.runner_up)}" if edit.runner_up else ""
        lines.append(f"  confidence {repair.confidence:.3f}{rival}")
        out.append("\n".join(lines))
    for finding in repaired.findings:
        out.append(f"{finding.start}-{finding.end}: {finding.kind}\n  {finding.detail}")
    return "\n\n".join(out) + "\n"


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}" for c in text)
