"""What Datasette shows of the store: `metadata.json` beside it, for `datasette communique.sqlite -m metadata.json`.

Tables with their meaning, columns with theirs, facets and labels; what belongs to the machinery is hidden; the search
over texts and the ten questions of docs/analysis.md stand ready.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.records import Record
from pipeline.tables.export import TABLES
from pipeline.tables.files import write_whole
from pipeline.tables.rows import CONTRIBUTED
from pipeline.tables.schema import columns, description
from pipeline.tables.sql import contributed, state_tables

METADATA = "metadata.json"
_LABELS = {"documents": "headline", "people": "name", "organisations": "name", "countries": "name", "entities": "name"}
_FACETS = {
    "documents": ["publisher", "language"], "mentions": ["label", "section", "review"], "roles": ["status", "country"],
    "quotes": ["kind", "speaker_type", "review"], "dates": ["granularity", "value_from"], "sections": ["kind"],
    "organisations": ["kind", "country"], "statements": ["speaker", "organisation"], "findings": ["kind"],
    "repairs": ["kind", "written_as"], "corrections": ["status", "decision", "reviewer"],
}  # fmt: skip
_SEARCHES = {
    "search": (
        "Search the texts",
        "Words, a phrase in quotation marks, AND, OR, NOT, word*",
        "SELECT document_id, published, releases.headline, snippet(search_releases, 1, '[', ']', '…', 24) AS found "
        "FROM search_releases JOIN releases ON releases.id = search_releases.rowid "
        "WHERE search_releases MATCH :words ORDER BY rank LIMIT 200",
    ),
    "names": (
        "Search names and aliases",
        "Of people, organisations and countries",
        "SELECT entity_id, kind, name FROM search_names WHERE search_names MATCH :words ORDER BY rank LIMIT 200",
    ),
}
_QUESTION = re.compile(r"^-- (?P<title>.+)\n(?P<sql>(?:(?!-- ).*\n)+)", re.MULTILINE)


def questions() -> dict[str, str]:
    """Title -> SQL of the questions of docs/analysis.md."""
    text = files("pipeline.data").joinpath("tables", "questions.sql").read_text("utf-8")
    return {m["title"]: m["sql"].strip() for m in _QUESTION.finditer(text)}


def metadata() -> dict[str, Any]:
    """The description of the store. It bears no time and no count."""
    tables: dict[str, Any] = {r.TABLE.name: _table(r) for r in TABLES}
    tables |= {name: {"hidden": True} for name in (*state_tables(), *(contributed(r) for r in CONTRIBUTED))}
    tables["releases"] = {
        "description": "Every release with its text", "fts_table": "search_releases", "fts_pk": "id",
        "facets": ["publisher"],
    }  # fmt: skip
    queries = {name: {"title": t, "description": d, "sql": sql} for name, (t, d, sql) in _SEARCHES.items()}
    for number, (title, sql) in enumerate(questions().items(), 1):
        queries[f"question-{number:02}"] = {"title": title, "sql": sql}
    return {
        "title": "Press releases: who said what for whom, where and when",
        "databases": {"communique": {"tables": tables, "queries": queries}},
    }


def _table(record: type[Record]) -> dict[str, Any]:
    name = record.TABLE.name
    made: dict[str, Any] = {
        "description": " ".join(description(record).split()),
        "columns": {c.name: c.description for c in columns(record)},
    }
    if name in _LABELS:
        made["label_column"] = _LABELS[name]
    if name in _FACETS:
        made["facets"] = _FACETS[name]
    return made


def write_metadata(out: Path) -> None:
    """Write the description beside the store, where it differs from what stands there."""
    text = json.dumps(metadata(), indent=1, ensure_ascii=False) + "\n"
    path = out / METADATA
    if not path.is_file() or path.read_text("utf-8") != text:
        write_whole(path, text)
