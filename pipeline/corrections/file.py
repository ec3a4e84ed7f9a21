"""The file of corrections, `corrections.csv`: one decision a row, written by people, never overwritten.

It is read before a run and applied at its end (`pipeline.corrections.apply`). A later row goes before an earlier one
about the same thing, so that one changes one's mind by adding a row. The file is only ever added to, by `append`.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import RunError
from pipeline.lock import alone
from pipeline.tables.csv_format import guarded, unguarded
from pipeline.tables.files import write_whole

Verdict = Literal["accept", "reject", "edit", "add", "merge", "split", "set"]

ROW_TABLES = ("mentions", "roles", "dates", "quotes")
"""Tables whose rows are judged one by one, by the words that they stand at."""
ENTITY_TABLES = ("people", "organisations")
EDITABLE: dict[str, tuple[str, ...]] = {
    "mentions": ("text", "label", "entity_id", "how", "honorific"),
    "roles": ("text", "person_id", "organisation_id", "country", "status"),
    "dates": ("text", "value"),
    "quotes": ("text", "kind", "closed", "speaker_id"),
    "people": ("name", "given_names", "family_name"),
    "organisations": ("name", "acronym", "kind", "country"),
}
"""Fields that a decision may change; `text` moves the row to other words, those given as the value."""
_ALLOWED: dict[str, tuple[str, ...]] = {
    "accept": (*ROW_TABLES, "documents"),
    "reject": (*ROW_TABLES, "candidates"),
    "edit": (*ROW_TABLES, *ENTITY_TABLES),
    "add": ROW_TABLES,
    "merge": ENTITY_TABLES,
    "split": ENTITY_TABLES,
    "set": ("documents",),
}


class CorrectionsError(RunError):
    """The file of corrections cannot be read as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the file. `text` is the words judged, or the key of the entity judged; `before` and `after` are
    what stands around the words, which tells two places with the same words apart when the text has moved."""

    document_id: str = ""
    table: str = ""
    start: int | None = None
    end: int | None = None
    text: str = ""
    field: str = ""
    decision: str = ""
    value: str = ""
    reviewer: str = ""
    note: str = ""
    before: str = ""
    after: str = ""


COLUMNS = tuple(f.name for f in fields(Decision))
VERSIONS = 10
"""Earlier states of the file that are kept."""
_NEEDED = ("document_id", "table", "text", "decision")
_SAYING = ("field", "value", "reviewer", "note")  # the rest only helps to find the words


@dataclass(frozen=True, slots=True)
class Corrections:
    """The decisions of a file, in order, and a hash of it (empty where there is none)."""

    decisions: tuple[Decision, ...] = ()
    digest: str = ""

    @property
    def published(self) -> dict[str, str]:
        """document_id -> the publication date that a reviewer set, the last one where there are several."""
        return {d.document_id: d.value for d in self.decisions if d.decision == "set" and problem(d) is None}


def read_corrections(path: Path, *, required: bool = False) -> Corrections:
    """The corrections in a file. Without one there are none, unless it is `required`.

    Raises `CorrectionsError` where the file is no table of decisions. A row that says nothing that can be done stays
    in the list; `problem` tells what is wrong with it.
    """
    if not path.exists():
        if required:
            raise CorrectionsError(f"{path}: there is no such file of corrections")
        return Corrections()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorrectionsError(f"{path}: cannot be read ({error.strerror}); nothing was changed") from error
    if not data.strip():
        return Corrections()
    try:
        text = data.decode("utf-8-sig")
        rows = csv.DictReader(StringIO(text, newline=""), strict=True)
        names = rows.fieldnames or ()
        unknown = [n for n in names if n not in COLUMNS]
        missing = [n for n in _NEEDED if n not in names]
        if unknown or missing:
            what = f"column {unknown[0]!r} is not known" if unknown else f"column {missing[0]!r} is missing"
            raise CorrectionsError(f"{path}: {what}; the columns are {', '.join(COLUMNS)}")
        decisions = tuple(_decision(path, rows.line_num, row) for row in rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CorrectionsError(f"{path}: is no CSV in UTF-8 ({error}); repair it or take it away") from error
    return Corrections(decisions, hashlib.sha256(data).hexdigest())


def _decision(path: Path, line: int, row: dict[str, str | None]) -> Decision:
    if None in row:
        raise CorrectionsError(f"{path}, line {line}: more cells than columns; quote cells that hold a comma")
    cells = {name: unguarded(value or "") for name, value in row.items()}
    places: dict[str, int | None] = {}
    for name in ("start", "end"):
        written = cells.pop(name, "").strip()
        if written and not (written.isascii() and written.isdigit()):
            raise CorrectionsError(f"{path}, line {line}: {name} is {written!r}, not a number")
        places[name] = int(written) if written else None
    kept = {n: v if n in ("text", "before", "after") else v.strip() for n, v in cells.items()}
    return Decision(**kept, **places)  # type: ignore[arg-type]


def problem(decision: Decision) -> str | None:
    """Why a decision cannot be carried out whatever the tables hold; None where it can be."""
    d = decision
    if d.decision not in get_args(Verdict):
        return f"{d.decision!r} is no decision; these are: {', '.join(get_args(Verdict))}"
    if d.table not in _ALLOWED[d.decision]:
        return f"{d.decision} is not for {d.table or 'no table'}; it is for {', '.join(_ALLOWED[d.decision])}"
    if not d.document_id and (d.table in (*ROW_TABLES, "documents") or d.decision == "split"):
        return "document_id is missing"
    if not d.text and d.table != "documents":
        return "text is missing: " + ("the words" if d.table in ROW_TABLES else "the key of the entity")
    if d.decision == "edit" and d.field not in EDITABLE[d.table]:
        return f"{d.field!r} cannot be edited in {d.table}; these can: {', '.join(EDITABLE[d.table])}"
    if d.decision in ("merge", "split") and not d.value:
        return "value is missing: " + ("the entity that stays" if d.decision == "merge" else "the other's name or key")
    if d.decision == "set":
        return None if d.field == "published" and _is_day(d.value) else "set is for `published` and a day (2023-09-27)"
    return None


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def append(path: Path, decisions: Iterable[Decision]) -> int:
    """Add decisions to the end of the file, which is made where there is none; how many were added.

    What stands there stays, byte for byte; the new file takes the old one's place whole or not at all, and the last
    `VERSIONS` are kept beside it. Writers wait for each other. Raises `CorrectionsError` where it cannot be written.
    """
    new = list(decisions)
    try:
        with alone(path):
            old = path.read_bytes() if path.exists() else b""
            text = _with(path, old, new)
            if new:
                _keep(path, old)
                write_whole(path, text)
    except OSError as error:
        place = error.filename or path
        raise CorrectionsError(f"{place}: cannot be written ({error.strerror}); nothing was noted") from error
    return len(new)


def _with(path: Path, data: bytes, new: list[Decision]) -> str:
    names: Iterable[str] = COLUMNS
    if data:
        read_corrections(path)  # nothing is added to what is no file of corrections
    old = data.decode("utf-8") if data.strip() else ""
    if old:
        names = next(csv.reader(StringIO(old.removeprefix("\ufeff"), newline="")))
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if not old:
        writer.writerow(names)
    elif not old.endswith("\n"):
        out.write("\n")
    for decision in new:
        lost = [n for n in _SAYING if n not in names and getattr(decision, n)]
        if lost:
            raise CorrectionsError(f"{path}: the file has no column {lost[0]!r}; add it to its first line")
        cells = [getattr(decision, n) for n in names]
        writer.writerow(["" if c is None else guarded(c) if isinstance(c, str) else c for c in cells])
    return old + out.getvalue()


def _keep(path: Path, data: bytes) -> None:
    """Keep the file as it is now: `.corrections.csv.versions/000012.csv`, the greatest number is the latest."""
    if not data:
        return
    folder = path.with_name(f".{path.name}.versions")
    folder.mkdir(exist_ok=True)
    kept = sorted(folder.glob("[0-9]*.csv"))
    number = int(kept[-1].stem) + 1 if kept else 1
    (folder / f"{number:06}.csv").write_bytes(data)
    for old in kept[: max(len(kept) + 1 - VERSIONS, 0)]:
        old.unlink()
