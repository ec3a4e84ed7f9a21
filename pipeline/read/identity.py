"""Document ids: readable, stable, and never the same for two sources, whatever else is in raw/."""

from __future__ import annotations

import hashlib
import re

from pipeline.records import slug

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")  # names that Windows keeps for devices
_READ_SUFFIXES = (
    "txt md html htm xhtml mhtml mht eml msg jsonl ndjson jl json csv tsv xlsx xls ods rss atom xml warc docx odt rtf"
    " pdf gz zip"
)
_SUFFIXES = frozenset(_READ_SUFFIXES.split())
_LONGEST = 120  # a file name holds 255 bytes
_LONGEST_SLUG = 50  # of up to four bytes a letter


def document_id(source: str, record: str | None = None) -> str:
    """The id of a file, or of a record in it.

    A plain name is its own id: `ct-tech.txt` gives `ct-tech`, `page.html` stays, record 7 of `batch.jsonl` is
    `batch.jsonl.7`. Everything else (folders, blanks, other scripts, long names) is the slug of the path and ten
    hexadecimal digits of its SHA-256: `2023/a b.txt` gives `2023-a-b-` and the digits. (With six, of 50,000 files
    under one long path 75 would be alike.) `.txt` is dropped only where no other dot is left, or `a.jsonl.1.txt`
    would be record 1 of `a.jsonl`; a record that is called like the suffix of a file does not count as plain, for
    `a.jsonl.html` is a page.
    """
    path = source if record is None else f"{source}.{record}"
    readable = path.removesuffix(".txt")
    if record is None and "." not in readable:
        path = readable
    plain = _PLAIN.fullmatch(path) and len(path) <= _LONGEST and not _RESERVED.match(path)
    if plain and (record is None or (record.lower() not in _SUFFIXES and "." not in record)):
        return path
    digits = hashlib.sha256(f"{source}\n{record or ''}".encode()).hexdigest()[:10]
    return f"{slug(readable.replace('.', '-'))[:_LONGEST_SLUG]}-{digits}"
