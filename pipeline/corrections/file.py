"""The file of corrections, `corrections.csv`: one decision a row, written by people, never overwritten.

It is read before a run and applied at its end (`pipeline.corrections.apply`). Of two rows about the same thing the
later one holds, so that one changes one's mind by adding a row. The program adds rows and takes out only what it has
added itself; columns, rows and remarks of people stay as they are.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.corrections.decisions import Decision, StaleError, problem
from pipeline.errors import RunError
from pipeline.tables.files import alone, write_whole
from pipeline.tables.schema import guarded, unguarded


class CorrectionsError(RunError):
    """The file of corrections cannot be read as one."""


COLUMNS = tuple(f.name for f in fields(Decision))
VERSIONS = 10  # earlier states of the file that are kept
_DECIDING = ("field", "value", "which")  # without which a decision would say something else
_NEARLY = 0.75  # how like one of ours a column's name is that was meant for it: `vaule`, `Values`
_NEEDED = ("document_id", "table", "text", "decision")
_SAYING = ("field", "value", "reviewer", "note", "which")  # cells that need a column; the others help to find the words


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

    Columns of the user's own, rows that fill only these, empty lines and lines that begin with `#` say nothing to the
    program. Raises `CorrectionsError` where the file is no table of decisions. A row that says nothing that can be
    done stays in the list; `problem` tells what is wrong with it.
    """
    if not path.exists():
        if required:
            raise CorrectionsError(f"{path}: there is no such file of corrections")
        return Corrections()
    try:
        data = path.read_bytes()
        rows = [row for row in rows_of(data.decode("utf-8")) if row.cells]
    except OSError as error:
        raise CorrectionsError(f"{path}: cannot be read ({error.strerror}); nothing was changed") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CorrectionsError(f"{path}: is no CSV in UTF-8 ({error}); repair it or take it away") from error
    if not rows:
        return Corrections()
    names = rows[0].cells
    if wrong := _wrong_columns(names):
        raise CorrectionsError(f"{path}: column {wrong}; commas part {', '.join(COLUMNS)}, and any of your own")
    decisions = tuple(d for row in rows[1:] if (d := _decision(path, row, names)))
    return Corrections(decisions, hashlib.sha256(data).hexdigest())


class FileRow(NamedTuple):
    """A row as it stands in the file: the number of its last line, its characters, its cells.

    A remark, which begins with `#`, and an empty line have no cells.
    """

    line: int
    written: str
    cells: list[str]


def rows_of(text: str) -> Iterator[FileRow]:
    """All rows of a file, which together are its text. Raises `csv.Error`."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for number, line in enumerate(StringIO(text, newline="")):
            bare = line if number else line.removeprefix("\ufeff")
            remark = not taken and bare.startswith("#")  # and not within a cell of several lines
            taken.append(line)
            yield "\n" if remark else bare

    rows = csv.reader(lines(), strict=True)
    for cells in rows:
        remark = cells and cells[0].startswith("#") and not any(cells[1:])  # as a spreadsheet writes it
        yield FileRow(rows.line_num, "".join(taken), [] if remark else cells)
        taken.clear()


def _wrong_columns(names: Sequence[str]) -> str | None:
    """What is wrong with the first line, if anything; a misspelled column would count as one of the user's own."""
    for name in _NEEDED:
        if name not in names:
            return f"{name!r} is missing"
    absent = [n for n in _DECIDING if n not in names]
    for name in names:
        if name in COLUMNS and names.count(name) > 1:
            return f"{name!r} stands there twice"
        if name not in COLUMNS and (meant := get_close_matches(name.strip().lower(), absent, 1, _NEARLY)):
            return f"{name!r} is not known; is it {meant[0]!r}?"
    return None


def _decision(path: Path, row: FileRow, names: Sequence[str]) -> Decision | None:
    """The decision of a row; None where only columns of the user's own are filled."""
    if len(row.cells) > len(names):
        raise CorrectionsError(f"{path}, line {row.line}: more cells than columns; quote cells that hold a comma")
    cells = {n: unguarded(cell) for n, cell in zip(names, row.cells, strict=False) if n in COLUMNS}
    if not any(cells.values()):
        return None
    kept: dict[str, Any] = {n: v if n in ("text", "before", "after") else v.strip() for n, v in cells.items()}
    for name in ("start", "end"):
        written = kept.pop(name, "")
        if not re.fullmatch("[0-9]{,18}", written):  # more than SQLite holds is no place in a text
            where = f"{path}, line {row.line}: {name} is {written[:40]!r}"
            raise CorrectionsError(f"{where}, not a number of at most 18 digits")
        kept[name] = int(written) if written else None
    return Decision(**kept)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the file against other writers, who wait. Raises `CorrectionsError` where it cannot be written."""
    try:
        with alone(path):
            yield
    except OSError as error:
        place = error.filename or path
        raise CorrectionsError(f"{place}: cannot be written ({error.strerror}); nothing was noted") from error


def add(path: Path, new: Sequence[Decision]) -> None:
    """Add decisions to the end of the file, which is made where there is none. For a caller that holds the file.

    What stands there stays, byte for byte; the new file takes the old one's place whole or not at all, and the last
    `VERSIONS` are kept beside it.
    """
    read_corrections(path)  # nothing is added to what is no file of corrections
    old = _text(path)
    first = next((row.cells for row in rows_of(old) if row.cells), None)  # none: no file yet, or remarks alone
    names, head = (first, "") if first else (COLUMNS, ",".join(COLUMNS) + "\n")
    for decision in new:
        if lost := [n for n in _SAYING if n not in names and getattr(decision, n)]:
            raise CorrectionsError(f"{path}: the file has no column {lost[0]!r}; add it to its first line")
    gap = "\n" if old.strip("\ufeff") and not old.endswith("\n") else ""
    if new:
        _replace(path, old + gap + head + "".join(_written(names, d) for d in new))


def take_out(path: Path, made: Sequence[Decision]) -> None:
    """Take decisions that were added together out of the file, wherever they stand. For a caller that holds the file.

    Raises `StaleError`, and the file stays as it is, where one is not there as it was written, since someone has
    changed its row or put a word of theirs beside it.
    """
    rows = list(rows_of(_text(path)))
    names = next((row.cells for row in rows if row.cells), [])
    kept = [row.written for row in rows]
    for decision in reversed(made):
        ours = _written(names, decision).rstrip("\n")
        places = [n for n, row in enumerate(kept) if row.rstrip("\r\n") == ours]
        if not places:
            raise StaleError(f"{path.name} was changed since; what was decided there can only be changed by hand")
        del kept[places[-1]]
    _replace(path, "".join(kept))


def _text(path: Path) -> str:
    """What stands in the file, to the letter."""
    return path.read_bytes().decode() if path.is_file() else ""


def _written(names: Sequence[str], decision: Decision) -> str:
    """A decision as a row of a file with these columns; what has no column there is left out."""
    out = StringIO(newline="")
    cells = [getattr(decision, n) if n in COLUMNS else None for n in names]
    csv.writer(out, lineterminator="\n").writerow([guarded(c) if isinstance(c, str) else c for c in cells])
    row = out.getvalue()
    first, comma, rest = row.partition(",")
    return f'"{first}"{comma}{rest}' if row.startswith("#") else row  # it would be a remark


def _replace(path: Path, text: str) -> None:
    """Write the file anew and keep it as it was: `.corrections.csv.versions/000012.csv`, the greatest is the latest."""
    if before := _text(path):
        folder = path.with_name(f".{path.name}.versions")
        folder.mkdir(exist_ok=True)
        kept = sorted(folder.glob("[0-9]*.csv"), reverse=True)
        number = int(kept[0].stem) + 1 if kept else 1
        write_whole(folder / f"{number:06}.csv", before)
        for old in kept[VERSIONS - 1 :]:
            old.unlink()
    write_whole(path, text)
