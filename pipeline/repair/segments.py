"""How the bytes of a file became text: stretches of one encoding, and bytes that made no sense."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


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


def byte_offset(segments: Sequence[Segment], source: str, point: int) -> int:
    """Byte at which the character `point` of the decoded text starts."""
    return ByteOffsets(segments, source).at(point)


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
