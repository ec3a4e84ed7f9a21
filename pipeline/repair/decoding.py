"""Decodes the bytes of a file: by byte order mark, else as UTF-8, else by the encodings that explain its lines best."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO

from pipeline.data import word_table
from pipeline.repair.repaired import Segment

WIDE = {"utf-32-le": 4, "utf-32-be": 4, "utf-16-le": 2, "utf-16-be": 2}  # bytes of a character
BYTE_ORDER_MARKS = {"\ufeff".encode(name): name for name in ("utf-8", *WIDE)}
STATEFUL = {name: re.compile(sign.encode()) for name, sign in word_table("repair/stateful_encodings.tsv")}
SIGNATURES = rb"%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8|\xd0\xcf\x11\xe0|\x7fELF|\x1f\x8b"

READ_AT_ONCE = 200_000  # bytes of a large file
MOST_CONTROLS = 0.05  # of the bytes: exceeded by no file of chardet's tests and by nearly every file that is not text
MOST_ODD, MOST_BLOCKS = 0.25, 0.15  # of the characters as UTF-16: unusual ones; number of distinct blocks of 256
PRINTED = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
LEAST_REST = 0.2  # least share of bytes other than these in UTF-16
USUAL = frozenset(" \t\r\n.,;:!?'\"()[]-–—/%&«»“”‘’„…·、。，！？「」『』（）：；・ー؟،؛")
UTF_8_MARK = re.compile(b"(\xef\xbb\xbf)")
# a byte of cp1252 among UTF-8 (“Jos\xe9”) that is not the likely rest of a truncated UTF-8 character; a letter
# ends a line only after another letter
_LETTER = rb"[\xc0\xc1\xc6-\xe0\xe3-\xef\xf1-\xff]"
WINDOWS = re.compile(
    rb"[\0-\x7f]?(?:[\x85\x91-\x97](?:[ -~\r\n]|\Z)|" + _LETTER + rb"[ -~])|[A-Za-z]" + _LETTER + rb"(?:[\r\n]|\Z)"
)
PRIVATE_932 = re.compile("[\uf8f0-\uf8f3]")  # to which Python decodes stray bytes of code page 932
Piece = tuple[str, bytes, str]  # text, bytes and encoding of a piece of the file


def rejoined(text: str) -> str:
    """The text with surrogate pairs (from escapes such as `\\ud83d\\ude00`) joined; a lone surrogate becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class NotTextError(ValueError):
    """The bytes of a file are not text; `reason` is a code for the quarantine table (“empty”, “binary”)."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, with its main encoding and how its bytes became text if it was bytes; `poor` says what is doubtful."""

    text: str
    encoding: str | None = None
    segments: tuple[Segment, ...] = ()
    poor: str | None = None


def decode_file(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a file; `encoding` is what something outside the file states, used if the bytes are valid in it. Raises
    `NotTextError` if the file is empty or not text."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotTextError("empty", "the file holds nothing but white space")
    if re.match(SIGNATURES, data):
        raise NotTextError("binary", "the file begins like an archive, a picture or a document of another program")
    for mark, name in BYTE_ORDER_MARKS.items():
        if data.startswith(mark) and _fits(data[: len(data) - len(data) % WIDE.get(name, 1)], name):
            return _joined([("", mark, name), *_pieces(data[len(mark) :], name)])
    if (certain := _certain(data, encoding)) is not None:
        return _joined([(data.decode(certain), data, certain)] if certain in STATEFUL else _pieces(data, certain))
    text = data.replace(b"\x00", b"")
    if sum(text.count(code) for code in range(1, 9)) > MOST_CONTROLS * len(text):
        raise NotTextError("binary", "too many control characters for a text")
    return _by_lines(data)


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file in blocks that end before an empty line, or after some line if no line is empty. From the
    first NUL byte on, line ends cannot be told by their bytes (UTF-16), and the rest of the file is one block."""
    rest = b""
    while data := file.read(READ_AT_ONCE):
        rest += data
        if b"\x00" in data:
            rest += file.read()
            break
        blank = max(rest.rfind(b"\n\n"), rest.rfind(b"\n\r\n"))
        end = (blank if blank >= 0 else rest.rfind(b"\n")) + 1
        if rest[:end].strip() and rest[end:].strip():
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest


def as_windows(error: Any) -> tuple[str, int]:
    """What stands for invalid bytes in UTF-8, a letter of cp1252 (“caf” and E9, pasted from elsewhere) or else U+FFFD,
    and where decoding goes on: a handler for `codecs`."""
    data, start, end = error.object, error.start, error.end
    return data[start:end].decode("cp1252") if WINDOWS.fullmatch(data, max(start - 1, 0), end + 1) else "\ufffd", end


def _certain(data: bytes, encoding: str | None) -> str | None:
    """The encoding that the form of the bytes shows, or else the given one if it fits; None if neither does."""
    wide = _utf_16_or_32(data)
    # NULs stand among the bytes, not only at their ends, and these are no UTF-8 beyond ASCII
    if wide and b"\x00" in data.strip(b"\x00") and (data.isascii() or not _fits(data, "utf-8")):
        return wide
    likely = [code for code, sign in STATEFUL.items() if sign.search(data)] if data.isascii() else []
    likely += filter(None, ("utf-8", encoding))
    return next((name for name in likely if _fits(data, name)), None) or wide or _ebcdic(data)


def _ebcdic(data: bytes) -> str | None:
    """An encoding that is no superset of ASCII (EBCDIC), if chardet finds one."""
    if data.count(b"\x40") <= data.count(b" "):  # the space of EBCDIC and that of ASCII
        return None
    import chardet

    name = chardet.detect(data)["encoding"]
    if not name or "a".encode(name) in (b"a", b"+AGE-") or not _fits(data, name):
        return None
    text = data.decode(name)
    usual = sum(1 for c in text if c.isalnum() or c in USUAL or c == "\x85")
    return name if usual > (1 - MOST_CONTROLS) * len(text) else None


def _by_lines(data: bytes) -> Decoded:
    """Decode a file line by line, in the encodings that detection finds."""
    from pipeline.repair.detection import encodings_of_lines  # loads numpy and the tables, so only if needed

    ends = rb"\r" if b"\n" not in data else rb"\n"
    lines = [part for line in re.split(rb"(?<=" + ends + rb")", data) for part in re.split(UTF_8_MARK, line) if part]
    names, poor = encodings_of_lines(lines)
    pieces: list[Piece] = []
    for name, run in groupby(zip(lines, names, strict=True), lambda pair: "" if UTF_8_MARK.match(pair[0]) else pair[1]):
        part = b"".join(line for line, _ in run)
        pieces += _pieces(part, name) if name else [("", part, "utf-8")]
    return _joined(pieces, poor)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (ValueError, LookupError):  # UnicodeError, or a NUL in the name
        return False
    return True


def _utf_16_or_32(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, shown by NULs or other control bytes, which byte encodings hardly have."""
    bare = data.strip(b"\x00")
    rest = bare.translate(None, PRINTED)  # half of an English text in UTF-16; a stray NUL or DOS end mark 1A is less
    if len(rest) < LEAST_REST * len(bare) or not re.search(rb"[\x00-\x08\x0e-\x1f]", rest):
        return None
    odd = {name: _oddness(data, name) for name in WIDE}
    best = min(odd, key=odd.__getitem__)
    return best if odd[best] < MOST_ODD else None


def _oddness(data: bytes, encoding: str) -> float:
    """The share of unusual characters in bytes read so; more if they are of many blocks, as in the wrong byte order."""
    width = WIDE[encoding]
    text = data[: len(data) // width * width].decode(encoding, "replace")
    usual = sum(c.isalnum() or c in USUAL or "\u0300" <= c < "\u0370" or "\u0900" <= c < "\u0e80" for c in text)
    kinds = len({ord(c) >> 8 for c in text}) / max(len(text), 1)
    return 1 - usual / max(len(text), 1) + (kinds * 0.2 if width == 2 and kinds > MOST_BLOCKS else 0)


def _pieces(data: bytes, encoding: str) -> Iterator[Piece]:
    """The decoded pieces; bytes that are invalid in the encoding are pieces of their own (cp1252, else U+FFFD)."""
    from pipeline.repair.encodings import decode_single, is_single

    if is_single(encoding):
        yield decode_single(data, encoding), data, encoding
        return
    at = 0
    while at < len(data):
        try:
            text, end, then = data[at:].decode(encoding), len(data), len(data)
        except UnicodeDecodeError as error:
            text, end = data[at : at + error.start].decode(encoding), at + error.start
            then = end + WIDE.get(encoding, 1)
        if encoding == "cp932":
            *before, text = PRIVATE_932.split(text)  # stray bytes stand between
            for part in before:
                stray = at + len(part.encode(encoding))
                yield from ((part, data[at:stray], encoding), ("\ufffd", data[stray : stray + 1], encoding))
                at = stray + 1
        if text:
            yield text, data[at:end], encoding
        if end < len(data):
            text = as_windows(UnicodeDecodeError("utf-8", data, end, then, ""))[0] if encoding == "utf-8" else "\ufffd"
            yield text, data[end:then], encoding if text == "\ufffd" else "cp1252"
        at = then


def _joined(pieces: Iterable[Piece], poor: str | None = None) -> Decoded:
    """The text of the pieces, with a segment for each, which says from which bytes it was decoded."""
    segments, texts, start, byte_start = [], [], 0, 0
    sizes: Counter[str] = Counter()
    for text, data, encoding in pieces:
        try:
            raw = None if text.encode(encoding) == data else data
        except UnicodeError:
            raw = data
        segments.append(Segment(start, byte_start, encoding, raw, single=len(text) == len(data)))
        texts.append(text)
        sizes[encoding] += len(data)
        start, byte_start = start + len(text), byte_start + len(data)
    return Decoded("".join(texts), sizes.most_common(1)[0][0], tuple(segments), poor)
