"""The result of the repair stage: the repaired text, its edits, the way back to the source, and a readable report."""

import codecs
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.data import data_file
from pipeline.records import Finding, Repair, RepairKind, printable

CONTEXT = 20  # characters shown on each side of a repair


@dataclass(frozen=True, slots=True)
class Edit:
    """The replacement of the characters `start:end` by `after`."""

    start: int
    end: int
    after: str
    kind: RepairKind
    written_as: tuple[str, ...] = ()  # one encoding per layer, last undone first
    read_as: tuple[str, ...] = ()
    confidence: float = 1.0
    runner_up: str | None = None  # the next best candidate

    @property
    def growth(self) -> int:
        """The number of characters by which the edit lengthens the text."""
        return len(self.after) - (self.end - self.start)


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits applied; these must be sorted and must not overlap."""
    out, done = [], 0
    for edit in edits:
        out += [text[done : edit.start], edit.after]
        done = edit.end
    return "".join([*out, text[done:]])


def ends_alike(before: str, after: str) -> tuple[int, int]:
    """The number of equal characters at the start of two texts, and of further ones at their end."""
    left = right = 0
    shortest = min(len(before), len(after))
    while left < shortest and before[left] == after[left]:
        left += 1
    while right < shortest - left and before[-1 - right] == after[-1 - right]:
        right += 1
    return left, right


def compose(first: Sequence[Edit], second: Sequence[Edit], middle: str) -> list[Edit]:
    """The edits of two passes as edits of one, several layers where they touch; `middle` is the text between them."""
    if not first or not second:
        return [*first, *second]
    out, shift = [], 0  # offset in middle - offset in source
    for of_first, of_second in _touching(first, second):
        if of_first and of_second:
            out.append(_merged(of_first, of_second, middle, shift))
        else:
            out += [replace(edit, start=edit.start - shift, end=edit.end - shift) for edit in of_second] or of_first
        shift += sum(edit.growth for edit in of_first)
    return out


def _touching(first: Sequence[Edit], second: Sequence[Edit]) -> list[tuple[list[Edit], list[Edit]]]:
    """Groups of edits that touch, in text order, each as (edits of the first pass, edits of the second pass)."""
    shift, reach = 0, -1
    places = [(edit.start, edit.end, False, edit) for edit in second]
    for edit in first:
        places.append((edit.start + shift, edit.start + shift + len(edit.after), True, edit))
        shift += edit.growth
    groups: list[tuple[list[Edit], list[Edit]]] = []
    for start, end, is_first, edit in sorted(places, key=lambda place: place[:2]):
        if start > reach:
            groups.append(([], []))
        (groups[-1][0] if is_first else groups[-1][1]).append(edit)
        reach = max(reach, end)
    return groups


def _merged(first: Sequence[Edit], second: Sequence[Edit], middle: str, shift: int) -> Edit:
    """One edit for the touching edits of two passes; `shift` is the growth by earlier edits of the first pass."""
    growth = sum(edit.growth for edit in first)
    low = min(first[0].start + shift, second[0].start)
    high = max(first[-1].end + shift + growth, second[-1].end)
    of_first, of_second = (max(edits, key=lambda edit: len(edit.written_as)) for edits in (first, second))
    lossy = "lossy" in {edit.kind for edit in (*first, *second)}
    return Edit(
        start=low - shift,
        end=high - shift - growth,
        after=apply(middle[low:high], [replace(e, start=e.start - low, end=e.end - low) for e in second]),
        kind="lossy" if lossy else of_second.kind if of_second.written_as else of_first.kind,
        written_as=of_second.written_as + of_first.written_as,
        read_as=of_second.read_as + of_first.read_as,
        confidence=min(edit.confidence for edit in (*first, *second)),
        runner_up=of_second.runner_up,
    )


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a decoded file: text from `start` on came from the bytes from `byte_start` on, in `encoding`. `raw`
    holds the bytes if encoding the text would not give them back (a byte order mark, a stray byte). `single` says that
    each character is one byte; if not, every place in a segment with `raw` maps to the start of the segment."""

    start: int
    byte_start: int
    encoding: str
    raw: bytes | None = None
    single: bool = False


def byte_offsets(points: Iterable[int], segments: Sequence[Segment], source: str) -> Iterator[int]:
    """The byte offsets of characters; fast if `points` ascend."""
    here, point, byte = -1, 0, 0  # the segment encoded last, and how far it was encoded
    for wanted in points:
        number = max(bisect_right(segments, wanted, key=lambda segment: segment.start) - 1, 0)
        segment = segments[number]
        if segment.single:
            yield segment.byte_start + wanted - segment.start
        elif segment.raw is not None:
            last = number + 1 == len(segments) and wanted >= len(source) > segment.start
            yield segment.byte_start + (len(segment.raw) if last else 0)
        else:
            if number != here or wanted < point:
                here, point, byte = number, segment.start, segment.byte_start
                encoder = codecs.getincrementalencoder(segment.encoding)()  # keeps the escapes of ISO 2022 open
            byte += len(encoder.encode(source[point:wanted]))
            point = wanted
            yield byte


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text with its repairs and findings. `source` is the text before repair; `encoding` is None if it was
    given as text. `edits` are the repairs with spans in code points of `source`; `segments` say how bytes became it."""

    text: str
    source: str
    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()
    encoding: str | None = None
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    segments: tuple[Segment, ...] = field(default=(), repr=False)

    def source_offset(self, offset: int) -> int:
        """The source offset of the character at `offset` of `text`, in bytes of the file or code points of the text.
        Inside an edit it is the start of the edit; for `len(text)` it is the end of the source."""
        at = bisect_right(self.repairs, offset, key=lambda repair: repair.start) - 1
        point = offset
        if at >= 0:
            repair, edit = self.repairs[at], self.edits[at]
            point = edit.start if offset < repair.end else edit.end + offset - repair.end
        return point if self.encoding is None else next(byte_offsets([point], self.segments, self.source))

    def undo(self) -> str:
        """The text with the repairs undone, which equals `source`."""
        return apply(self.text, [Edit(r.start, r.end, r.before, r.kind) for r in self.repairs])

    def undo_bytes(self) -> bytes:
        """The bytes of the file, made from the repaired text. Raises `ValueError` if text was given and not bytes."""
        if self.encoding is None:
            raise ValueError("made from text: there are no bytes to go back to")
        source = self.undo()
        ends = [*(segment.start for segment in self.segments[1:]), len(source)]
        return b"".join(
            segment.raw if segment.raw is not None else source[segment.start : end].encode(segment.encoding)
            for segment, end in zip(self.segments, ends, strict=True)
        )


def format_repairs(repaired: Repaired) -> str:
    """A report in plain text: a paragraph for each edit, in context, with encodings and confidence; then findings."""
    from jinja2 import Template  # takes a tenth of a second, so only if a report is wanted

    template = Template(data_file("repair/report.txt").read_text("utf-8"), trim_blocks=True, keep_trailing_newline=True)
    edits = [*zip(repaired.repairs, repaired.edits, strict=True)]
    report = template.render(repaired=repaired, edits=edits, printable=printable, context=CONTEXT)
    return str(report).rstrip("\n") + "\n"
