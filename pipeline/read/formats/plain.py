"""Plain text, Markdown with front matter, and the encoding of what is not left to the repair."""

import codecs
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import yaml

from pipeline.read.blob import Blob, Found, ReadError
from pipeline.read.fields import record_fields, with_headline
from pipeline.repair.decoding import BYTE_ORDER_MARKS, SIGNATURES, as_windows, rejoined
from pipeline.repair.encodings import wider

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(---|\+\+\+)(.*?)\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_SIGNATURES = re.compile(SIGNATURES + rb"|MZ\x90|BZh|7z\xbc\xaf|Rar!|SQLite format 3|\{\\rtf")
_FIELD_LINE = re.compile(r"[A-Za-z_][\w -]*:|\s|-\s|\Z")  # the name of a field, more of its value, an item of it
_FIELD_NAME = re.compile(r"[\w-]+\s*")  # one word: not “PRESS RELEASE”
_MOST_PARSED = 20_000  # code points of front matter; for each, the YAML parser takes 30 µs and a kilobyte of memory
_CONTROLS = bytes((*range(1, 7), *range(14, 27), 28, 29, 30, 31))


def read_text(blob: Blob) -> Found:
    """The file as it is."""
    yield blob.document("text/plain", blob.data)


def read_markdown(blob: Blob) -> Found:
    """The body, with the fields of the front matter as metadata. Raises `ReadError` if there is no body."""
    fields, start = front_matter(blob.data)
    text, encoding = decode_page(body := blob.data[start:])
    if not body.strip():
        raise ReadError("empty", "there is no text below the front matter; remove the file or fetch it again")
    about = record_fields(fields, zone=blob.publisher.zone).metadata
    head = with_headline(text, about.title).removesuffix(text).encode(encoding, "replace")
    found = blob.document("text/markdown", head + body, metadata=about)
    at = max(blob.data.find(head.rstrip(), 0, start), 0)
    yield replace(found, content_start=start - len(head), headline=(len(head), at))


def refuse_binary(data: bytes) -> None:
    """Raise `ReadError` for bytes that are not text in any encoding. UTF-16 holds NULs too; they count only without a
    byte order mark and if they are not mostly at every other byte."""
    if signature := _SIGNATURES.match(data):
        raise ReadError("binary", f"not text: begins like a {signature[0].decode('latin-1')!r} file; convert it first")
    if data.startswith(tuple(BYTE_ORDER_MARKS)[1:]):
        return
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    fewer, more = sorted((head[::2].count(0), head[1::2].count(0)))
    sixteen_bit = (fewer + more) * 8 > len(head) and fewer * 20 < more
    if ((fewer + more) * 10 > len(head) and not sixteen_bit) or controls * 20 > len(head):
        raise ReadError("binary", "not text: full of NUL and control bytes; convert it to text first")


def decode_page(data: bytes, stated: str | None = None, configured: str | None = None) -> tuple[str, str]:
    """The text and its encoding: by the byte order mark, else UTF-8 if valid (what was converted often still names its
    old encoding), else as `stated` by a mail or server, as the page declares (UTF-16 means UTF-8), or `configured`."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    m = _DECLARED.search(data[:4096])
    named = list(_encodings(stated, m and re.sub("(?i)utf-?(16|32).*", "utf-8", m[1].decode()), configured))
    for encoding in (*named, "utf-8") if data.isascii() else ("utf-8", *named):  # ISO 2022 is ASCII
        with suppress(UnicodeError):
            text = data.decode(encoding)
            return text, "utf-8" if text.isascii() else encoding
    if named[:1] == ["utf-8"] and not data.decode("utf-8", "ignore").isascii():
        return data.decode("utf-8", "as Windows-1252"), "utf-8"
    encoding = next((name for name in named if name != "utf-8"), "cp1252")
    return data.decode(encoding, "replace"), encoding


def _encodings(*labels: str | None) -> Iterator[str]:
    """The encodings with these labels, or their supersets; labels that Python does not know are left out."""
    for label in filter(None, labels):
        with suppress(LookupError, ValueError):
            "a".encode(name := wider(label))  # fails for “hex”, which is no encoding of text
            yield name


codecs.register_error("as Windows-1252", as_windows)


def _field_lines(head: str, mark: str) -> dict[str, str]:
    """The fields of lines “name: value”; none where blank lines stand among others."""
    _, *lines = head.splitlines() or [""]
    if mark == ":" and not (all(map(str.strip, lines)) or all(map(_FIELD_LINE.match, lines))):
        return {}
    pairs = (line.partition(mark) for line in lines)
    named = ((name, value) for name, found, value in pairs if found and _FIELD_NAME.fullmatch(name))
    return {name.strip().lower(): value.strip().strip("\"'") for name, value in named}


def front_matter(data: bytes) -> tuple[dict[str, str], int]:
    """The fields of front matter (between lines of `---` for YAML or `+++` for TOML), and where the body begins.

    Only single values are read, as written; lists and tables hold no date or title. Where the block is not valid YAML
    or TOML (“title: Exports: a record”), or longer than `_MOST_PARSED`, its “key: value” lines are read instead. With
    blank lines and others it is no front matter, but a release between two rules (“Contact: Ada Lund”).
    """
    found = _FRONT_MATTER.match(data)
    if not found:
        return {}, 0
    is_toml, head = found[1] == b"+++", decode_page(found[2])[0]
    read = _parsed(head, is_toml=is_toml)
    if not isinstance(read, dict) or not any(map(_FIELD_NAME.fullmatch, map(str, read))):
        fields = _field_lines(head, "=" if is_toml else ":")
        return fields, found.end() if fields or not head.strip() else 0  # no fields: a text that begins with a rule
    single = ((str(name), str(value)) for name, value in read.items() if not isinstance(value, dict | list))
    return {name.strip().lower(): rejoined(value).strip() for name, value in single}, found.end()


def _parsed(head: str, *, is_toml: bool) -> object:
    """What a TOML or YAML document holds; None if it is not valid or too long."""
    with suppress(yaml.YAMLError, ValueError, RecursionError):
        if len(head) <= _MOST_PARSED:  # the base loader keeps every value as text, and converts none to a date
            return tomllib.loads(head) if is_toml else yaml.load(head, Loader=yaml.BaseLoader)
    return None
