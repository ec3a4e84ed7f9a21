"""Files of many records, each one document; JSON Lines, and JSON that is one object or an array."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.read.formats.fields import GUESSED, Fields, names_of, record_fields, whole
from pipeline.read.formats.page import fragment_text
from pipeline.read.formats.part import Found, Part, ReadError, free_name
from pipeline.settings import FieldNames

Records = Iterator[tuple[str, bytes, Mapping[str, Any] | Fields | ReadError]]
"""For each record its number from 1, its bytes, and its fields, or why it has none."""
_HTML = ("content_html", "body_html", "html")  # JSON Feed and the like


def records(part: Part, found: Records, media_type: str) -> Found:
    """A document for each record of a part, called by its own id, else by its number; what has no text is told."""
    taken: dict[str, int] = {}
    number = None
    for number, data, given in found:
        fields = record_fields(given, part.fields, part.publisher.zone) if isinstance(given, Mapping) else given
        if isinstance(given, Mapping) and isinstance(fields, Fields) and fields.text is None:
            wanted = ", ".join([f for role, f in part.fields if role == "text"] or GUESSED["text"])
            there = ", ".join(sorted(str(name).strip().lower() for name in given)[:10]) or "none"
            why = f"no text: none of the fields {wanted} is filled (found: {there}); name the right one with --field"
            fields = ReadError("no_text", why)
        if isinstance(fields, ReadError):
            yield part.quarantined(ReadError(fields.reason, fields.detail, number))
        else:
            yield part.document(
                media_type, fields.text or "", record=free_name(fields.name or number, taken), data=data,
                encoding="utf-8", metadata=fields.metadata, fields=fields.taken,
            )  # fmt: skip
    if number is None:
        raise ReadError("no_text", "the file holds no record; remove it or fetch it again")


def read_json_lines(part: Part) -> Found:
    """A document for each line that is not blank, numbered by line."""
    yield from records(part, _lines(part.data), "application/jsonl")


def _lines(data: bytes) -> Records:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield str(number), line, _of_line(line)


def _of_line(line: bytes) -> dict[str, Any] | ReadError:
    try:
        found = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return ReadError("bad_record", f"the line is not JSON in UTF-8 ({error}); repair or remove it")
    if not isinstance(found, dict):
        return ReadError("bad_record", "the line is JSON but no object with fields; repair or remove it")
    return _whole(found)


def _whole(record: dict[str, Any]) -> dict[str, Any]:
    return {key: whole(value) if isinstance(value, str) else value for key, value in record.items()}


def read_json(part: Part) -> Found:
    """A document for each object; an object that holds a list of objects and no text of its own stands for these."""
    yield from records(part, _objects(part.data, part.fields), "application/json")


def _objects(data: bytes, told: FieldNames) -> Records:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if data.count(b"\n{") and data.lstrip().startswith(b"{"):  # JSON Lines under the name .json
            yield from _lines(data)
            return
        raise ReadError("bad_record", f"the file is not JSON in UTF-8 ({error}); repair it") from error
    for number, item in enumerate(found if isinstance(found, list) else _list_in(found, told), 1):
        own = json.dumps(item, ensure_ascii=True).encode()
        if isinstance(item, dict):
            yield str(number), own, _readable(item)
        else:
            yield str(number), own, ReadError("bad_record", "no object with fields; repair or remove it")


def _list_in(found: Any, told: FieldNames) -> list[Any]:
    """The object itself where it holds a text, else its longest list of objects."""
    if not isinstance(found, dict):
        raise ReadError("bad_record", "JSON, but neither an object nor a list of objects; repair or remove it")
    usual = () if any(role == "text" for role, _ in told) else ("content_text", *_HTML)
    wanted = {*names_of("text", told), *usual}
    if any(isinstance(value, str) and value.strip() for key, value in found.items() if key.strip().lower() in wanted):
        return [found]
    lists = [v for v in found.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
    return max(lists, key=len) if lists else [found]


def _readable(item: dict[str, Any]) -> dict[str, Any]:
    """The fields with every letter whole; fields of HTML as text, under a name that is looked for."""
    whole = _whole(item)
    lowered = {key.strip().lower(): value for key, value in whole.items()}
    if not any(lowered.get(name) for name in GUESSED["text"]):
        marked = next((lowered[name] for name in _HTML if isinstance(lowered.get(name), str)), "")
        if text := lowered.get("content_text") or fragment_text(marked):
            whole["text"] = text
    return whole
