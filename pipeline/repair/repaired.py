"""The result of the repair stage, and the way back from it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.records import Finding, Repair
from pipeline.repair.edits import Edit
from pipeline.repair.segments import Segment, byte_offset, encode_segments


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
        return point if self.encoding is None else byte_offset(self.segments, self.source, point)

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
