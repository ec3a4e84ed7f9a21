"""JSON Lines: one release a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.read.document import ReadError
from pipeline.read.fields import Fields, record_fields
from pipeline.settings import FieldNames

Records = Iterator[tuple[str, bytes, Fields | ReadError]]
"""For each record its number from 1, its bytes, and what it says or why it says nothing."""


def json_records(data: bytes, told: FieldNames = ()) -> Records:
    """Each line that is not blank, numbered by line; `told` as in `record_fields`."""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield str(number), line, record_fields(_parsed(line), told)
        except ReadError as error:
            yield str(number), line, error


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError("bad_record", f"the line is not JSON in UTF-8 ({error}); repair or remove it") from error
    if not isinstance(found, dict):
        raise ReadError("bad_record", "the line is JSON but no object with fields; repair or remove it")
    return {key: paired(value) if isinstance(value, str) else value for key, value in found.items()}


def paired(text: str) -> str:
    """The text with every letter whole: half a one (`\\ud800` alone), which JSON may write, becomes U+FFFD."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
