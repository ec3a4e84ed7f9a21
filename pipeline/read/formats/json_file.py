"""JSON that is one object or an array: a release, or many."""

from __future__ import annotations

import json
from typing import Any

from pipeline.read.collection import records
from pipeline.read.document import ReadError
from pipeline.read.fields import TEXT_FIELDS, record_fields
from pipeline.read.formats.json_lines import Records, json_records, paired
from pipeline.read.fragment import fragment_text
from pipeline.read.part import Found, Part
from pipeline.settings import FieldNames

_HTML = ("content_html", "body_html", "html")  # JSON Feed and the like


def read_json(part: Part) -> Found:
    """A document for each object; an object that holds a list of objects and no text of its own stands for these."""
    yield from records(part, _records(part.data, part.fields), "application/json")


def _records(data: bytes, told: FieldNames) -> Records:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if data.count(b"\n{") and data.lstrip().startswith(b"{"):  # JSON Lines under the name .json
            yield from json_records(data, told)
            return
        raise ReadError("bad_record", f"the file is not JSON in UTF-8 ({error}); repair it") from error
    for number, item in enumerate(_objects(found, told), 1):
        own = json.dumps(item, ensure_ascii=True).encode()
        try:
            if not isinstance(item, dict):
                raise ReadError("bad_record", "no object with fields; repair or remove it", str(number))
            yield str(number), own, record_fields(_readable(item), told)
        except ReadError as error:
            yield str(number), own, error


def _objects(found: Any, told: FieldNames) -> list[Any]:
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        raise ReadError("bad_record", "JSON, but neither an object nor a list of objects; repair or remove it")
    wanted = {name.strip().lower() for part, name in told if part == "text"} or {*TEXT_FIELDS, "content_text", *_HTML}
    if any(isinstance(value, str) and value.strip() for key, value in found.items() if key.strip().lower() in wanted):
        return [found]
    lists = [v for v in found.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
    return max(lists, key=len) if lists else [found]


def _readable(item: dict[str, Any]) -> dict[str, Any]:
    """The fields with every letter whole; fields of HTML as text, under a name that is looked for."""
    whole = {key: paired(value) if isinstance(value, str) else value for key, value in item.items()}
    lowered = {key.strip().lower(): value for key, value in whole.items()}
    if not any(lowered.get(name) for name in TEXT_FIELDS):
        marked = next((lowered[name] for name in _HTML if isinstance(lowered.get(name), str)), "")
        text = lowered.get("content_text") or fragment_text(marked)
        if text:
            whole["text"] = text
    return whole
