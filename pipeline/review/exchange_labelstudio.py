"""Label Studio: releases out as tasks with predictions, annotations in as decisions.

Tasks are in its basic JSON format (https://labelstud.io/guide/task_format): one a release, its rows as predictions
with `labels` regions, a quote's speaker as a relation. `CONFIG` is the labelling interface that fits them. Offsets are
code points, as Label Studio has kept them since 2021; older exports count UTF-16 units, which is noticed and set right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.corrections.decisions import Decision
from pipeline.errors import NoInputError
from pipeline.records import Document
from pipeline.review.exchange import LABELS, Region, decisions, regions
from pipeline.tables.store import Store
from pipeline.version import __version__

CONFIG = (
    '<View><Relations><Relation value="speaker"/></Relations>\n<Labels name="label" toName="text">\n'
    + "".join(f'  <Label value="{label}"/>\n' for label in LABELS)
    + '</Labels>\n<Text name="text" value="$text"/></View>\n'
)


def export_tasks(store: Store) -> Iterator[dict[str, Any]]:
    """One task a release."""
    for document in store.select(Document):
        text = store.text(document.document_id)
        result: list[dict[str, Any]] = []
        for r in regions(store, document.document_id):
            value = {"start": r.start, "end": r.end, "text": text[r.start : r.end], "labels": [r.label]}
            result.append({"id": r.identity, "from_name": "label", "to_name": "text", "type": "labels", "value": value})
            if r.speaker:
                result.append(
                    {"type": "relation", "from_id": r.identity, "to_id": r.speaker, "direction": "right",
                     "labels": ["speaker"]}
                )  # fmt: skip
        yield {
            "data": {"document_id": document.document_id, "text": text},
            "predictions": [{"model_version": f"communique {__version__}", "result": result}],
        }


def write_tasks(store: Store, path: Path) -> int:
    """Write all releases as tasks; how many."""
    tasks = list(export_tasks(store))
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(tasks)


def read_annotations(store: Store, path: Path) -> tuple[list[Decision], list[str]]:
    """Decisions from an export (JSON) of annotated tasks, and what could not be taken, for a person.

    Of several annotations of a task the last one that was not cancelled counts. Raises `NoInputError` where the file
    is no such export.
    """
    try:
        tasks = json.loads(path.read_text("utf-8"))
        found = [(t["data"]["document_id"], t["data"]["text"], _last(t)) for t in tasks]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoInputError(f"{path}: is no JSON export of Label Studio with our tasks ({error!r})") from error
    made: list[Decision] = []
    told: list[str] = []
    for document_id, text, annotation in found:
        if annotation is None:
            continue
        if not store.select(Document, document_id=document_id) or store.text(document_id) != text:
            told.append(f"{document_id}: its text is not that of the tables any more; export it again")
            continue
        marked = [r for result in annotation.get("result", []) if (r := region_of(result, text))]
        new, left = decisions(store, document_id, marked, reviewer=_reviewer(annotation))
        made += new
        if left:
            told.append(f"{document_id}: {left} new offices or dates need a person or a value; add them by hand")
    return made, told


def _last(task: dict[str, Any]) -> dict[str, Any] | None:
    done = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
    return done[-1] if done else None


def region_of(result: dict[str, Any], text: str) -> Region | None:
    """The words that a label marks; Label Studio counts UTF-16 units, which are set right here."""
    if result.get("type") != "labels":
        return None
    value = result["value"]
    start, end = int(value["start"]), int(value["end"])
    words = value.get("text")
    if words is not None and text[start:end] != words:
        units = text.encode("utf-16-le")
        start, end = (len(units[: 2 * i].decode("utf-16-le", "ignore")) for i in (start, end))
    return Region(start, end, value["labels"][0])


def _reviewer(annotation: dict[str, Any]) -> str:
    who = annotation.get("completed_by", "")
    return str(who.get("email", who.get("id", "")) if isinstance(who, dict) else who)
