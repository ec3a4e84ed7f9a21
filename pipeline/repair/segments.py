"""How the bytes of a file became text: stretches of one encoding, and bytes that made no sense."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Text from `start` on came from the bytes from `byte_start` on, written in `encoding`.

    `raw` are the bytes themselves where encoding the text would not give them (a byte order mark, a stray byte): the
    offsets inside such a segment are those of its start.
    """

    start: int
    byte_start: int
    encoding: str
    raw: bytes | None = None


def byte_offset(segments: Sequence[Segment], source: str, point: int) -> int:
    """Byte at which the character `point` of the decoded text starts."""
    at = bisect_right(segments, point, key=lambda segment: segment.start) - 1
    if at < 0:
        return 0
    segment = segments[at]
    if segment.raw is not None:
        following = segments[at + 1].start if at + 1 < len(segments) else len(source)
        return segment.byte_start + (len(segment.raw) if point >= following else 0)
    return segment.byte_start + len(source[segment.start : point].encode(segment.encoding))


def encode_segments(segments: Sequence[Segment], source: str) -> bytes:
    """The bytes of the file."""
    ends = [*(segment.start for segment in segments[1:]), len(source)]
    return b"".join(
        segment.raw if segment.raw is not None else source[segment.start : end].encode(segment.encoding)
        for segment, end in zip(segments, ends, strict=True)
    )
