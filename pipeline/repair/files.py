"""Bytes of a file to text: marks at its start, UTF-8, then the encodings that explain its lines best."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.repair.segments import Segment

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
STATEFUL = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([JI]"), "iso2022_jp_2"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"~\{[!-~]{2,}?~\}"), "hz"),
)
SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"\x1f\x8b",
)
MOST_CONTROLS = 0.05
PRIVATE_932 = re.compile("([\uf8f0-\uf8f3])")


class NotTextError(ValueError):
    """The bytes of a file are no text; `reason` is a code for the quarantine table (“empty”, “binary”)."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding most of it is in, and how its bytes became text."""

    text: str
    encoding: str
    segments: tuple[Segment, ...]


def decode_file(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a file; `encoding` is what something outside the file says, and is taken where it fits.

    Raises:
        NotTextError: nothing in it, or no text.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotTextError("empty", "the file holds nothing but white space")
    if data.startswith(SIGNATURES):
        raise NotTextError("binary", "the file begins like an archive, a picture or a document of another program")
    for mark, name in MARKS:
        if data.startswith(mark):
            return _joined([("", mark, name), *_pieces(data[len(mark) :], name)])
    for name in filter(None, ("utf-8", encoding)):
        if b"\x00" not in data and _fits(data, name):
            found = next((stateful for sign, stateful in STATEFUL if sign.search(data)), None)
            if found is None or not data.isascii() or not _fits(data, found):
                return _joined(list(_pieces(data, name)))
            return _joined([(data.decode(found), data, found)])
    wide = _utf_16_or_32(data)
    if wide is not None:
        return _joined(list(_pieces(data, wide)))
    if sum(data.count(code) for code in range(9)) > MOST_CONTROLS * len(data):
        raise NotTextError("binary", "too many control characters for a text")
    from pipeline.repair.lines import encodings_of_lines  # numpy and the tables, only where they are needed

    lines = data.splitlines(keepends=True) if b"\n" not in data else re.findall(rb"[^\n]*\n|[^\n]+", data)
    pieces: list[tuple[list[bytes], str]] = []
    for line, name in zip(lines, encodings_of_lines(lines), strict=True):
        if pieces and pieces[-1][1] == name:
            pieces[-1][0].append(line)
        else:
            pieces.append(([line], name))
    return _joined([piece for some, name in pieces for piece in _pieces(b"".join(some), name)])


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _utf_16_or_32(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: zeros, or other control bytes, where text in bytes has none."""
    if not re.search(rb"[\x00-\x08\x0e-\x1f]", data):
        return None
    best: str | None = None
    least = MOST_ODD
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        width = 4 if "32" in name else 2
        text = data[: len(data) // width * width].decode(name, "replace")
        odd = sum(
            1 for c in text if not (c.isalnum() or c in USUAL or 0x300 <= ord(c) < 0x370 or "\u0900" <= c < "\u0e80")
        )
        kinds = len({ord(c) >> 8 for c in text}) / max(len(text), 1)  # the wrong byte order scatters over all blocks
        share = odd / max(len(text), 1) + (kinds if kinds > MOST_BLOCKS else 0) * (0.2 if width == 2 else 0)
        if text and share < least:
            best, least = name, share
    return best


MOST_ODD, MOST_BLOCKS = 0.25, 0.15
USUAL = frozenset(" \t\r\n.,;:!?'\"()[]-–—/%&«»“”‘’„…·、。，！？「」『』（）：；・ー؟،؛")


def _pieces(data: bytes, encoding: str) -> Iterator[tuple[str, bytes, str]]:
    """Text, bytes and encoding of stretches that go back to their bytes, and of single bytes that make no sense."""
    from pipeline.repair.channels import MULTIBYTE

    if encoding not in MULTIBYTE and not encoding.startswith("utf-"):
        from pipeline.repair.channels import decode_single

        yield decode_single(data, encoding), data, encoding
        return
    at = 0
    while at < len(data):
        try:
            text, end = data[at:].decode(encoding), len(data)
        except UnicodeDecodeError as error:
            text, end = data[at : at + error.start].decode(encoding), at + error.start
        if end > at:
            yield from _without_private(text, data[at:end], encoding)
        at = end
        if at < len(data):
            width = 4 if "32" in encoding else 2 if "16" in encoding else _broken(data, at, encoding)
            yield "\ufffd", data[at : at + width], encoding
            at += width


def _without_private(text: str, data: bytes, encoding: str) -> Iterator[tuple[str, bytes, str]]:
    """Python decodes stray bytes of code page 932 to private characters: they make no sense either."""
    at = 0
    for piece in PRIVATE_932.split(text) if encoding == "cp932" else [text]:
        size = len(piece.encode(encoding)) if encoding == "cp932" else len(data)
        stray = PRIVATE_932.fullmatch(piece) is not None
        if piece:
            yield "\ufffd" if stray else piece, data[at : at + size], encoding
        at += size


def _broken(data: bytes, at: int, encoding: str) -> int:
    """Bytes of the broken character at `at`: all that is left where the file ends inside it."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(data[at:], final=False)
    except UnicodeDecodeError:
        return 1
    return len(data) - at


def _joined(pieces: list[tuple[str, bytes, str]]) -> Decoded:
    segments, texts, start, byte_start = [], [], 0, 0
    sizes: dict[str, int] = {}
    for text, data, encoding in pieces:
        single = len(text) == len(data)
        segments.append(Segment(start, byte_start, encoding, _raw(text, data, encoding), single))
        texts.append(text)
        sizes[encoding] = sizes.get(encoding, 0) + len(data)
        start, byte_start = start + len(text), byte_start + len(data)
    return Decoded("".join(texts), max(sizes, key=lambda name: sizes[name]), tuple(segments))


def _raw(text: str, data: bytes, encoding: str) -> bytes | None:
    try:
        return None if text.encode(encoding) == data else data
    except UnicodeError:
        return data
