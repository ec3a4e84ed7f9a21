"""The file of corrections, `corrections.csv`: one decision a row, written by people, never overwritten.

It is read before a run and applied at its end (`pipeline.corrections.apply`). A later row goes before an earlier one
about the same thing, so that one changes one's mind by adding a row. The file is only ever added to, by `append`.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path

from pipeline.corrections.decisions import Decision, problem
from pipeline.errors import RunError
from pipeline.lock import alone
from pipeline.tables.csv_format import guarded, unguarded
from pipeline.tables.files import write_whole


class CorrectionsError(RunError):
    """The file of corrections cannot be read as one."""


COLUMNS = tuple(f.name for f in fields(Decision))
VERSIONS = 10
"""Earlier states of the file that are kept."""
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


def append(path: Path, decisions: Iterable[Decision]) -> int:
    """Add decisions to the end of the file, which is made where there is none; how many were added.

    What stands there stays, byte for byte; the new file takes the old one's place whole or not at all, and the last
    `VERSIONS` are kept beside it. Writers wait for each other. Raises `CorrectionsError` where it cannot be written.
    """
    new = list(decisions)
    with held(path):
        return add(path, new)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the file against other writers. Raises `CorrectionsError` where it cannot be written."""
    try:
        with alone(path):
            yield
    except OSError as error:
        place = error.filename or path
        raise CorrectionsError(f"{place}: cannot be written ({error.strerror}); nothing was noted") from error


def add(path: Path, new: Sequence[Decision]) -> int:
    """What `append` does, for a caller that holds the file."""
    data = path.read_bytes() if path.exists() else b""
    if data:
        read_corrections(path)  # nothing is added to what is no file of corrections
    old = data.decode("utf-8") if data.strip() else ""
    names = columns_of(old) if old else COLUMNS
    for decision in new:
        lost = [n for n in _SAYING if n not in names and getattr(decision, n)]
        if lost:
            raise CorrectionsError(f"{path}: the file has no column {lost[0]!r}; add it to its first line")
    head = "" if old else ",".join(names) + "\n"
    gap = "\n" if old and not old.endswith("\n") else ""
    if new:
        _replace(path, old + head + gap + as_rows(names, new))
    return len(new)


def take_out(path: Path, made: Sequence[Decision]) -> bool:
    """Take decisions that were added together out of the file, wherever they stand; whether they stood there.

    For a caller that holds the file.
    """
    text = path.read_bytes().decode("utf-8") if path.is_file() else ""
    rows = as_rows(columns_of(text), made) if text else ""
    at = text.rfind("\n" + rows) + 1 if rows else 0
    if at:
        _replace(path, text[:at] + text[at + len(rows) :])
    return at > 0


def columns_of(text: str) -> list[str]:
    """The columns of a file of corrections, in its order."""
    return next(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def as_rows(names: Iterable[str], decisions: Iterable[Decision]) -> str:
    """Decisions as rows of a file with these columns; what has no column there is left out."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for decision in decisions:
        cells = [getattr(decision, n) for n in names]
        writer.writerow(["" if c is None else guarded(c) if isinstance(c, str) else c for c in cells])
    return out.getvalue()


def _replace(path: Path, text: str) -> None:
    """Write the file anew and keep it as it was: `.corrections.csv.versions/000012.csv`, the greatest is the latest."""
    data = path.read_bytes() if path.exists() else b""
    if data:
        folder = path.with_name(f".{path.name}.versions")
        folder.mkdir(exist_ok=True)
        kept = sorted(folder.glob("[0-9]*.csv"))
        number = int(kept[-1].stem) + 1 if kept else 1
        write_whole(folder / f"{number:06}.csv", data.decode())
        for old in kept[: max(len(kept) + 1 - VERSIONS, 0)]:
            old.unlink()
    write_whole(path, text)
