"""The corrections file, `corrections.csv`: one decision per row, written by people and by the program for them.

It is read before a run and applied at its end (`pipeline.corrections.apply`). Of two rows about the same thing the
later one wins, so that adding a row changes a decision. The program adds rows and removes only rows that it has added
itself; columns, rows and comments of people are kept as they are.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from difflib import get_close_matches
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.corrections.decisions import Decision, StaleError, problem
from pipeline.errors import RunError
from pipeline.tables.files import exclusive, write_whole
from pipeline.tables.schema import csv_line, unguarded

COLUMNS = tuple(f.name for f in fields(Decision) if f.name not in ("line", "slip"))
VERSIONS = 10  # number of earlier states of the file that are kept
_DECIDING = ("field", "value", "which")  # columns without which a decision would mean something else
_VERBATIM = ("text", "before", "after")  # columns with words of the release, white space included
_NEARLY = 0.75  # similarity from which on an unknown column counts as a misspelling of one of ours: `vaule`, `Values`
csv.field_size_limit(2**31 - 1)  # a cell may be as long as a release; the default ends a run with a traceback
_NEEDED = ("document_id", "table", "text", "decision")
_MARKS = "a quotation mark is not closed, or one within a cell in marks is not doubled; correct it"
_SPACE = re.compile(r"[\s\0-\x1f\x7f-\x9f]+")  # a cell of a spreadsheet may hold line breaks, a name may not


class CorrectionsError(RunError):
    """The corrections file cannot be read or written as such."""


class Corrections(NamedTuple):
    """The decisions of a file, in order, and a hash of the file (empty if there is none)."""

    decisions: tuple[Decision, ...] = ()
    digest: str = ""

    @property
    def published(self) -> dict[str, str]:
        """document_id -> the publication date that a reviewer set last."""
        days = (d for d in self.decisions if (d.decision, d.field) == ("set", "published") and problem(d) is None)
        return {d.document_id: d.value for d in days}


def read_corrections(path: Path, *, required: bool = False) -> Corrections:
    """The corrections in a file; none if it does not exist, unless it is `required`. The user's own columns, rows that
    fill only these, empty lines and lines that begin with `#` are ignored. Raises `CorrectionsError` if the file is not
    a table of decisions. A row that cannot be carried out is kept in the list; `problem` says what is wrong with it."""
    if required and not path.exists():
        raise CorrectionsError(f"{path}: there is no such corrections file")
    try:
        return _parsed(path, path.read_bytes()) if path.exists() else Corrections()
    except OSError as error:
        raise CorrectionsError(f"{path}: cannot be read ({error.strerror}); nothing was changed") from error


def _parsed(path: Path, data: bytes) -> Corrections:
    try:
        rows = [row for row in rows_of(data.decode("utf-8")) if row.cells]
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorrectionsError(f"{path}, line {line}: not in UTF-8; in a spreadsheet, save as “CSV UTF-8”") from error
    if not rows:
        return Corrections()
    names = rows[0].cells
    if rows[0].slip:
        raise CorrectionsError(f"{path}, line {rows[0].line}: {rows[0].slip}")
    if wrong := _wrong_columns(names):
        raise CorrectionsError(f"{path}: column {wrong}; commas part {', '.join(COLUMNS)}, and any of your own")
    decisions = tuple(d for row in rows[1:] if (d := _decision(row, names)))
    return Corrections(decisions, hashlib.sha256(data).hexdigest())


class FileRow(NamedTuple):
    """A row of the file: the number of its first line, its characters, its cells (comments and empty lines have none),
    and what is wrong with its quotation marks."""

    line: int
    written: str
    cells: list[str]
    slip: str = ""


def rows_of(text: str) -> Iterator[FileRow]:
    """All rows of a file; their characters together are its text."""
    lines, delimiter = list(StringIO(text, newline="")), delimiter_of(text)
    begins = width = 0
    while begins < len(lines):
        row, taken = _row_at(lines, begins, width, delimiter)
        yield row
        begins, width = begins + taken, width or len(row.cells)


def _row_at(lines: Sequence[str], begins: int, width: int, delimiter: str) -> tuple[FileRow, int]:
    """The row that begins at a line, and the number of its lines. A quotation mark that is not closed would take in the
    rows after it: a row of several lines must have `width` cells, as those of spreadsheets; else it ends at once."""
    first = lines[begins] if begins else lines[0].removeprefix("\ufeff")
    if first.startswith("#"):
        return FileRow(begins + 1, lines[begins], []), 1
    rest = map(lines.__getitem__, range(begins + 1, min(len(lines), begins + 1000)))  # to bound the time
    rows, slip = csv.reader(chain([first], rest), delimiter=delimiter, strict=True), ""
    try:
        cells, taken = next(rows), rows.line_num
    except csv.Error:
        taken = 0
    if taken != 1 and (not taken or len(cells) != width):
        cells, taken, slip = next(csv.reader([first.rstrip("\r\n")], delimiter=delimiter)), 1, _MARKS
    remark = cells and cells[0].startswith("#") and not any(cells[1:])  # a comment as a spreadsheet writes it
    return FileRow(begins + 1, "".join(lines[begins : begins + taken]), [] if remark else cells, slip), taken


def delimiter_of(text: str) -> str:
    """What parts the cells of the header: a comma, a semicolon as spreadsheets write it in many countries, or a tab."""
    lines = text.lstrip("\ufeff").splitlines()
    header = next((line for line in lines if line.strip() and not line.startswith(("#", '"#'))), "")
    return max(",;\t", key=header.count)


def _wrong_columns(names: Sequence[str]) -> str | None:
    """What is wrong with the header, if anything; a misspelled column would be ignored as one of the user's own."""
    if missing := [n for n in _NEEDED if n not in names]:
        return f"{missing[0]!r} is missing"
    absent = set(_DECIDING).difference(names)
    for name in names:
        if name in COLUMNS and names.count(name) > 1:
            return f"{name!r} occurs twice"
        if name not in COLUMNS and (meant := get_close_matches(name.strip().lower(), absent, 1, _NEARLY)):
            return f"{name!r} is unknown; did you mean {meant[0]!r}?"
    return None


def _decision(row: FileRow, names: Sequence[str]) -> Decision | None:
    """The decision of a row, with a slip in its cells; None if only the user's own columns are filled."""
    slip = row.slip or "more cells than columns; quote cells that hold a separator" * (len(row.cells) > len(names))
    cells = {n: unguarded(cell) for n, cell in zip(names, row.cells, strict=False) if n in COLUMNS}
    if not any(cells.values()):
        return None
    kept: dict[str, Any] = {n: v if n in _VERBATIM else _SPACE.sub(" ", v).strip() for n, v in cells.items()}
    kept |= {n: kept[n].lower() for n in ("table", "decision") if n in kept}  # spreadsheets write “Accept”
    for name in ("start", "end"):
        written = kept.pop(name, "")
        if re.fullmatch("[0-9]{1,18}", written):  # SQLite holds no more digits
            kept[name] = int(written)
        elif written:
            slip = slip or f"{name} is {written[:40]!r}, not a number of at most 18 digits; correct or empty it"
    return Decision(**kept, line=row.line, slip=slip)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Lock the file against other writers, who wait. Raises `CorrectionsError` if it cannot be written."""
    try:
        with exclusive(path):
            yield
    except OSError as error:
        place = error.filename or path
        raise CorrectionsError(f"{place}: cannot be written ({error.strerror}); nothing was saved") from error


@contextmanager
def adding(path: Path, new: Sequence[Decision]) -> Iterator[Corrections]:
    """The corrections of a file with decisions added at its end, as they will be read back, while the file is locked.

    They are written only if the block ends without an error; then the new file replaces the old one as a whole, and the
    last `VERSIONS` versions are kept beside it. A missing file is created. The bytes of an existing one are kept, but
    for columns that the decisions need and it lacks, which are added at the end of its header.
    """
    with _held(path):
        read_corrections(path)  # raises if this is not a corrections file
        text = _text(path)
        names = _names(text)
        if text.strip("\ufeff") and not text.endswith("\n"):
            text += "\n"
        if not names:  # no file yet, or only comments
            names, text = [*COLUMNS], text + ",".join(COLUMNS) + "\n"
        if absent := [n for n in COLUMNS if n not in names and any(getattr(d, n) not in ("", None) for d in new)]:
            names, text = [*names, *absent], _with_columns(text, absent)
        text += "".join(_written(names, decision, delimiter_of(text)) for decision in new)
        yield _parsed(path, text.encode())
        _replace(path, text)


def take_out(path: Path, made: Sequence[Decision]) -> None:
    """Remove decisions that were added together from the file, wherever they are. Raises `StaleError`, and leaves the
    file as it is, if someone has changed the row of one, or added cells to it."""
    with _held(path):
        text = _text(path)
        names, kept, mark = _names(text), [row.written for row in rows_of(text)], delimiter_of(text)
        for decision in reversed(made):  # the header may have more columns than when the row was written
            ours = _written(names, decision, mark).rstrip(f"{mark}\n")
            places = [n for n, row in enumerate(kept) if row.rstrip(f"{mark}\r\n") == ours]
            if not places:
                raise StaleError(f"{path.name} was changed meanwhile; this decision can only be changed by hand")
            del kept[places[-1]]
        _replace(path, "".join(kept))


def _text(path: Path) -> str:
    """The text of the file, exactly as it is."""
    return path.read_bytes().decode() if path.is_file() else ""


def _names(text: str) -> list[str]:
    """The cells of the header; none if there is none yet."""
    return next((row.cells for row in rows_of(text) if row.cells), [])


def _with_columns(text: str, names: Sequence[str]) -> str:
    """The text of a file with columns added at the end of its header."""
    rows = list(rows_of(text))
    header = next(n for n, row in enumerate(rows) if row.cells)
    begins = "".join(row.written for row in rows[: header + 1]).rstrip("\r\n")
    return delimiter_of(text).join([begins, *names]) + text[len(begins) :]


def _written(names: Sequence[str], decision: Decision, delimiter: str) -> str:
    """A decision as a row of a file with these columns; cells without a column are left out."""
    row = csv_line(map(asdict(decision).get, names), delimiter)
    first, mark, rest = row.partition(delimiter)
    return f'"{first}"{mark}{rest}' if row.startswith("#") else row  # quoted, else it would be a comment


def _replace(path: Path, text: str) -> None:
    """Replace the file and keep its old version in `.corrections.csv.versions/000012.csv` (highest number: latest)."""
    if before := _text(path):
        folder = path.with_name(f".{path.name}.versions")
        folder.mkdir(exist_ok=True)
        kept = sorted(folder.glob("[0-9]" * 6 + ".csv"), reverse=True)  # not “1 (copy).csv”, which is the user's
        number = int(kept[0].stem) + 1 if kept else 1
        write_whole(folder / f"{number:06}.csv", before)
        for old in kept[VERSIONS - 1 :]:
            old.unlink()
    write_whole(path, text)
