"""Accidents: a text written in one encoding and read as another, undone on whole arrays of code points.

The tokens of a text go through as one array. What a reading cannot have produced (“ in a text read as Latin-1) passes
through, so that `“Ãå±±”` is repaired between its right quotation marks.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table
from pipeline.repair.classes import class_names
from pipeline.repair.plausible import MULTIBYTE, plausible
from pipeline.repair.score import TOKEN_END, Points
from pipeline.repair.tables import tables

PASS = 0x0B
"""Stands for a character that passes through while the bytes around it are decoded; never a trail byte."""

SIGNS = ("opening", "low_mark", "closing", "dash", "bullet", "currency", "degree", "fraction", "math", "box")
FIRST_UNDECODED, LAST_UNDECODED = 0xDC80, 0xDCFF


@dataclass(frozen=True, slots=True)
class Channel:
    """One accident; `prior` is how unlikely it is, in nats."""

    written: str
    read: str
    prior: float


@cache
def channels() -> tuple[Channel, ...]:
    """All accidents looked for, those of one reading together."""
    found = [
        Channel(written, read, float(prior))
        for written, reads, prior in word_table("repair/channels.txt")
        for read in reads.split()
    ]
    return tuple(sorted(found, key=lambda c: c.read))


@cache
def decoding_table(encoding: str) -> NDArray[np.uint32]:
    """Code point of each byte of a single-byte encoding; undefined bytes are the control characters of Latin-1."""
    table = np.arange(256, dtype=np.uint32)
    for byte in range(0x80, 0x100):
        try:
            table[byte] = ord(bytes([byte]).decode(encoding))
        except UnicodeDecodeError:
            continue
    return table


def decode_single(data: bytes, encoding: str) -> str:
    """Text of bytes in a single-byte encoding; nothing is undecodable."""
    return text_of(decoding_table(encoding)[np.frombuffer(data, dtype=np.uint8)])


@cache
def encoding_table(encoding: str) -> NDArray[np.int16]:
    """Byte of each code point of the BMP, -1 where there is none; Windows pages also take C1 controls."""
    table = np.full(0x10000, -1, dtype=np.int16)
    if encoding != "mac-roman":
        table[0x80:0xA0] = np.arange(0x80, 0xA0)
    decoded = decoding_table(encoding)
    table[decoded] = np.arange(256)
    table[PASS] = -1
    return table


def _pass_through(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return chr(PASS) * (error.end - error.start), error.end


codecs.register_error("communique_pass", _pass_through)


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes that a reading mistook for the text; `passed` are the code points at its `PASS` bytes."""

    read: str
    data: bytes
    passed: Points


def encode(points: Points, read: str) -> Encoded:
    """Back to the bytes before they were read as `read`, a multibyte encoding."""
    text = text_of(points).replace(chr(PASS), "\ufffe")
    data = text.encode(read, "communique_pass")
    unencodable = np.array([c for c in set(text) if c > "\x7f" and not _encodable(c, read)], dtype="U1")
    lost = np.isin(points, unencodable.view(np.uint32)) | (points == PASS)
    return Encoded(read, data, points[lost])


def _encodable(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def decode(encoded: Encoded, written: str) -> Points:
    """As it was written; a byte that makes no sense there is a surrogate (`FIRST_UNDECODED` + byte - 0x80)."""
    text = encoded.data.decode(written, "surrogateescape")
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(encoded.passed):
        points = points.copy()
        points[points == PASS] = encoded.passed
    return points


def undecoded(points: Points) -> NDArray[np.bool_]:
    """Where bytes made no sense."""
    return (points >= FIRST_UNDECODED) & (points <= LAST_UNDECODED)


def put_back(points: Points, read: str) -> Points:
    """Undecoded bytes as the characters they were read as."""
    lost = undecoded(points)
    if lost.any() and read not in MULTIBYTE:
        points = points.copy()
        points[lost] = decoding_table(read)[points[lost] - FIRST_UNDECODED + 0x80]
    return points


@dataclass(slots=True)
class Undone:
    """What an accident undone makes of some tokens: their numbers, and their text (each ended by a line feed)."""

    channel: Channel
    tokens: NDArray[np.intp]
    points: Points
    _texts: dict[int, str] | None = None

    def text(self, token: int) -> str:
        """One token as it was written."""
        if self._texts is None:
            texts = text_of(put_back(self.points, self.channel.read)).split("\n")
            self._texts = dict(zip(self.tokens.tolist(), texts, strict=False))
        return self._texts[token]


def undo_all(points: Points, only: frozenset[Channel] | None = None) -> Iterator[Undone]:
    """Every accident undone on the tokens that it changes into something plausible."""
    ends = np.flatnonzero(points == TOKEN_END)
    readings = single_byte_readings()
    codes = _codes()[:, np.minimum(points, 0xFFFF)]
    codes[:, points > 0xFFFF] = -1
    rows = {read: row for row, read in enumerate(readings)}
    if (codes[rows["latin-1"]] == codes[rows["cp1252"]]).all():
        del rows["latin-1"]
    wanted = [c for c in channels() if only is None or c in only]
    yield from _single_bytes(points, ends, codes, rows, [c for c in wanted if c.written not in MULTIBYTE])
    encoded: dict[str, Encoded] = {}
    utf8 = _some_utf8(codes)
    for channel in wanted:
        if channel.written not in MULTIBYTE:
            continue
        if channel.read not in encoded:
            if channel.read in MULTIBYTE:
                encoded[channel.read] = encode(points, channel.read)
            elif channel.read in rows and (channel.written != "utf-8" or utf8[rows[channel.read]]):
                row = codes[rows[channel.read]]
                lost = row < 0
                data = np.where(lost, PASS, row).astype(np.uint8).tobytes()
                encoded[channel.read] = Encoded(channel.read, data, points[lost])
            else:
                continue
        if not encoded[channel.read].data.isascii():
            yield from _multibyte(channel, decode(encoded[channel.read], channel.written), points, ends)


def _single_bytes(
    points: Points,
    ends: NDArray[np.intp],
    codes: NDArray[np.int16],
    rows: dict[str, int],
    group: Sequence[Channel],
) -> Iterator[Undone]:
    """All channels into single-byte encodings at once; `written` has a row for each."""
    group = [channel for channel in group if channel.read in rows]
    if not group:
        return
    data = codes[[rows[channel.read] for channel in group]]
    pages = np.stack([decoding_table(channel.written) for channel in group])
    written = np.where(data < 0, points, np.take_along_axis(pages, np.maximum(data, 0).astype(np.intp), axis=1))
    starts = np.concatenate(([0], ends[:-1] + 1))
    changed = np.add.reduceat(written != points, starts, axis=1, dtype=np.intp) > 0
    fit = changed & plausible([channel.written for channel in group], written, starts)
    klass = tables().klass
    letter = np.concatenate(([False], klass[np.minimum(points, 0xFFFF)] == 0, [False]))
    inside = letter[1:-1] & letter[:-2] & letter[2:]  # “grûn” is never “gr–n”; “ItÕs” may be “It’s”
    sign = np.isin(klass, [class_names().index(name) for name in SIGNS])
    torn = inside & sign[np.minimum(written, 0xFFFF)] & (written != points)
    fit &= np.add.reduceat(torn, starts, axis=1, dtype=np.intp) == 0
    for row in np.flatnonzero(fit.any(axis=1)).tolist():
        yield Undone(group[row], np.flatnonzero(fit[row]), written[row][np.repeat(fit[row], ends + 1 - starts)])


def _multibyte(channel: Channel, written: Points, points: Points, ends: NDArray[np.intp]) -> Iterator[Undone]:
    new_ends = np.flatnonzero(written == TOKEN_END)
    if len(new_ends) != len(ends):
        return
    starts = np.concatenate(([0], new_ends[:-1] + 1))
    lengths = new_ends + 1 - starts
    fit = plausible([channel.written], written[None, :], starts)[0]
    for token in np.flatnonzero(fit & (lengths == np.diff(ends, prepend=-1))).tolist():
        old = points[ends[token] + 1 - lengths[token] : ends[token]]
        fit[token] = (old != written[starts[token] : new_ends[token]]).any()
    if fit.any():
        yield Undone(channel, np.flatnonzero(fit), written[np.repeat(fit, lengths)])


@cache
def single_byte_readings() -> tuple[str, ...]:
    """The single-byte encodings that text is mistaken for."""
    return tuple(dict.fromkeys(c.read for c in channels() if c.read not in MULTIBYTE))


@cache
def _codes() -> NDArray[np.int16]:
    """Byte of each code point of the BMP in each of them: (readings, 65536)."""
    return np.stack([encoding_table(read) for read in single_byte_readings()])


def text_of(points: Points) -> str:
    """Text of code points."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _some_utf8(codes: NDArray[np.int16]) -> NDArray[np.bool_]:
    """In which rows a lead byte of UTF-8 comes before one that may follow it."""
    lead, trail = codes[:, :-1], codes[:, 1:]
    found = (lead >= 0xC2) & (lead < 0xF5) & (trail >= 0x80) & (trail < 0xC0)
    return np.logical_or.reduce(found, axis=1)  # type: ignore[no-any-return]
