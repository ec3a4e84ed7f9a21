"""Encoding errors (a text written in one encoding and read in another), and code pages as tables of code points."""

import codecs
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table

Points = NDArray[np.uint32]

PASS = 0x0B  # stands for a character that is kept while the bytes around it are decoded; never a trail byte

IDEOGRAPHS = 0x2E80  # from here on: ideographs and their punctuation
STYLED = 0x1D400  # the first of the Mathematical Alphanumeric Symbols (Unicode), 1,024 code points
PICTOGRAPHS = 0x1F000, 0x1FC00  # the blocks of emoji and other pictures
MULTIBYTE = frozenset(["utf-8", "gb18030", "gbk", "big5", "big5hkscs", "cp932", "euc_jp", "cp949", "johab"])


@dataclass(frozen=True, slots=True)
class EncodingPair:
    """An encoding error: text written in `written` and read in `read`; `prior` is how unlikely that is, in nats."""

    written: str
    read: str
    prior: float


@cache
def encoding_errors() -> tuple[EncodingPair, ...]:
    """All encoding errors that are looked for, those of single-byte encodings first, sorted by `read`."""
    rows = word_table("repair/encoding_errors.txt")
    found = [EncodingPair(written, read, float(prior)) for written, reads, prior in rows for read in reads.split()]
    return tuple(sorted(found, key=lambda error: (error.written in MULTIBYTE, error.read)))


def wider(name: str) -> str:
    """Python's name of an encoding, or of its superset, since files often hold more than they say: gb2312 → gb18030."""
    plain = codecs.lookup(name).name
    return next((wide for narrow, wide in word_table("repair/wider_encodings.tsv") if narrow == plain), plain)


@cache
def decoding_table(encoding: str) -> Points:
    """The code point of each byte in a single-byte encoding; undefined bytes are control characters, as in Latin-1."""
    decoded = (bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(256))
    return np.array([ord(char[0]) for char in decoded], dtype=np.uint32)


def decode_single(data: bytes, encoding: str) -> str:
    """Decode bytes in a single-byte encoding; undefined bytes become control characters."""
    return text_of(decoding_table(encoding)[np.frombuffer(data, dtype=np.uint8)])


@cache
def encoding_table(encoding: str) -> NDArray[np.int16]:
    """The byte of each code point of the BMP, -1 if it has none; all but Mac Roman also take the C1 controls."""
    table = np.full(0x10000, -1, dtype=np.int16)
    if encoding != "mac-roman":
        table[0x80:0xA0] = np.arange(0x80, 0xA0)
    table[decoding_table(encoding)] = np.arange(256)
    table[PASS] = -1
    return table


def points_of(text: str) -> Points:
    """The code points of a text."""
    return np.array([text]).view(np.uint32)[: len(text)]  # numpy stores strings as UTF-32


def on_the_bmp(points: Points) -> NDArray[np.intp]:
    """Code points with those beyond the BMP replaced: “𝐍𝐞𝐰𝐬” by plain letters, emoji by a star, all others (rare
    ideographs) by U+FFFF, which is unassigned."""
    at = points.astype(np.intp)
    if not np.count_nonzero(at > 0xFFFF):
        return at
    styled = ((at >= STYLED) & (at < STYLED + len(_unstyled()))).nonzero()[0]
    at[styled] = _unstyled()[at[styled] - STYLED]
    at[(at >= PICTOGRAPHS[0]) & (at < PICTOGRAPHS[1])] = ord("★")
    return np.minimum(at, 0xFFFF)


@cache
def _unstyled() -> NDArray[np.intp]:
    return np.array([ord(unicodedata.normalize("NFKC", chr(c))) for c in range(STYLED, STYLED + 0x400)], dtype=np.intp)


def text_of(points: Points) -> str:
    """The text with these code points."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@cache
def is_single(encoding: str) -> bool:
    """Whether each byte of the encoding is a character."""
    return encoding not in MULTIBYTE and len(bytes(range(256)).decode(encoding, "replace")) == 256


@cache
def bits() -> dict[str, int]:
    """A bit for each encoding in which text is wrongly read, so that an array can hold sets of them."""
    return {read: 1 << i for i, read in enumerate(dict.fromkeys(error.read for error in encoding_errors()))}


@cache
def byte_roles() -> NDArray[np.uint32]:
    """Encodings (`bits`) in which each code point's byte can begin a UTF-8 character, continue one, or is not ASCII."""
    out = np.zeros((3, 0x10000), dtype=np.uint32)
    for read, bit in bits().items():
        if read in MULTIBYTE:
            roles = np.stack([encodable(read)] * 3)
            roles[:, :IDEOGRAPHS] = False
            roles[1] = True
        else:
            byte = encoding_table(read)
            roles = np.stack(((byte >= 0xC2) & (byte < 0xF5), (byte >= 0x80) & (byte < 0xC0), byte >= 0x80))
        out |= roles.astype(np.uint32) * np.uint32(bit)
    return out


@cache
def encodable(encoding: str) -> NDArray[np.bool_]:
    """Marks the code points of the BMP that a multibyte encoding can encode."""
    every = text_of(np.arange(0x10000, dtype=np.uint32))
    out = np.zeros(0x10000, dtype=bool)
    out[points_of(every.encode(encoding, "ignore").decode(encoding))] = True
    out[PASS] = False
    return out
