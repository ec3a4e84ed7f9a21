"""Plain text and Markdown with front matter."""

from __future__ import annotations

import re

from pipeline.read.document import ReadError

_FENCES = {b"---": ":", b"+++": "="}
_SIGNATURES = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ\x90",
    b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3", b"{\\rtf",
)  # fmt: skip
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def refuse_binary(data: bytes) -> None:
    """Raise `ReadError` for bytes that are no text in any encoding.

    UTF-16 has NULs too, so these count only in a text without its byte order mark and not in a regular pattern.
    """
    signature = next((s for s in _SIGNATURES if data.startswith(s)), None)
    if signature:
        raise ReadError("binary", f"no text: the bytes begin like a {signature!r} file; convert it to text first")
    if data.startswith(_UTF16_MARKS):
        return
    head = data[:65536]
    controls = sum(head.count(c) for c in (*range(1, 7), *range(14, 27), 28, 29, 30, 31))
    nuls = head.count(0)
    even, odd = head[::2].count(0), head[1::2].count(0)
    sixteen_bit = nuls > len(head) // 8 and min(even, odd) * 20 < max(even, odd)
    if (nuls * 10 > len(head) and not sixteen_bit) or controls * 20 > len(head):
        raise ReadError("binary", "no text: full of NUL and control bytes; convert it to text first")


def front_matter(data: bytes) -> tuple[dict[str, str], int]:
    """The fields at the head of a Markdown file between `---` (or `+++`) lines, and the byte where the body begins.

    Only `key: value` lines are read: what a release's date or title is written in.
    """
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    fence = data[start : start + 3]
    if fence not in _FENCES:
        return {}, 0
    end = re.compile(rb"\n%b[ \t]*(?:\r?\n|\Z)" % re.escape(fence)).search(data, start + 2)
    if not end:
        return {}, 0
    fields: dict[str, str] = {}
    for line in data[start + 3 : end.start()].decode("utf-8", "replace").splitlines():
        name, mark, value = line.partition(_FENCES[fence])
        if mark and name == name.lstrip():
            fields[name.strip().lower()] = value.strip().strip("\"'")
    return fields, end.end()
