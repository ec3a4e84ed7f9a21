"""The file of corrections, `corrections.csv`: one decision a row, written by people, never overwritten.

It is read before a run and applied at its end (`pipeline.corrections.apply`). A later row goes before an earlier one
about the same thing, so that one changes one's mind by adding a row. The file is only ever added to, by `append`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path

from pipeline.corrections.decisions import Decision, problem
from pipeline.errors import RunError
from pipeline.tables.files import write_whole


class CorrectionsError(RunError):
    """The file of corrections cannot be read as one."""


COLUMNS = tuple(f.name for f in fields(Decision))
_NEEDED = ("document_id", "table", "text", "decision")
_SAYING = ("field", "value", "reviewer", "note", "which")  # the rest only helps to find the words


@dataclass(frozen=True, slots=True)
class Corrections:
    """The decisions of a file, in order, and a hash of it (empty where there is none)."""

    decisions: tuple[Decision, ...] = ()
    digest: str = ""

    @property
    def published(self) -> dict[str, str]:
        """document_id -> the publication date that a reviewer set, the last one where there are several."""
        return {
            d.document_id: d.value
            for d in self.decisions
            if (d.decision, d.field) == ("set", "published") and problem(d) is None
        }


def read_corrections(path: Path, *, required: bool = False) -> Corrections:
    """The corrections in a file. Without one there are none, unless it is `required`.

    Raises `CorrectionsError` where the file is no table of decisions. A row that says nothing that can be done stays
    in the list; `problem` tells what is wrong with it.
    """
    if not path.is_file():
        if required:
            raise CorrectionsError(f"{path}: there is no such file of corrections")
        return Corrections()
    data = path.read_bytes()
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
    cells = {name: value or "" for name, value in row.items()}
    places: dict[str, int | None] = {}
    for name in ("start", "end"):
        written = cells.pop(name, "").strip()
        if written and not (written.isascii() and written.isdigit()):
            raise CorrectionsError(f"{path}, line {line}: {name} is {written!r}, not a number")
        places[name] = int(written) if written else None
    kept = {n: v if n in ("text", "before", "after") else v.strip() for n, v in cells.items()}
    return Decision(**kept, **places)  # type: ignore[arg-type]


def append(path: Path, decisions: Iterable[Decision]) -> int:
    """Add decisions to the end of the file, which is made where there is none; how many were added.

    What stands there stays, byte for byte; the new file takes the old one's place whole or not at all.
    """
    new = list(decisions)
    data = path.read_bytes() if path.is_file() else b""
    if data:
        read_corrections(path)  # nothing is added to what is no file of corrections
    old = data.decode("utf-8")
    names = columns_of(old) if old else COLUMNS
    for decision in new:
        lost = [n for n in _SAYING if n not in names and getattr(decision, n)]
        if lost:
            raise CorrectionsError(f"{path}: the file has no column {lost[0]!r}; add it to its first line")
    head = "" if old else ",".join(names) + "\n"
    gap = "\n" if old and not old.endswith("\n") else ""
    if new:
        write_whole(path, old + head + gap + as_rows(names, new))
    return len(new)


def columns_of(text: str) -> list[str]:
    """The columns of a file of corrections, in its order."""
    return next(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def as_rows(names: Iterable[str], decisions: Iterable[Decision]) -> str:
    """Decisions as rows of a file with these columns; what has no column there is left out."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for decision in decisions:
        cells = [getattr(decision, n) for n in names]
        writer.writerow(["" if c is None else c for c in cells])
    return out.getvalue()
