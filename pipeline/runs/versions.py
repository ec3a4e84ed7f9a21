"""Records what made the tables: hashes of code, data and input, the version of the model, and the log of runs.

The log, `processed/runs.csv`, is the only output that holds times.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Literal, get_args

from pipeline.data import word_table
from pipeline.errors import NoModelError
from pipeline.read.blob import Blob, SourceDocument, free_name
from pipeline.settings import DEFAULT_MODEL, Settings
from pipeline.tables.files import write_whole
from pipeline.tables.schema import Cell, csv_line
from pipeline.version import __version__

_PACKAGE = Path(__file__).parent.parent
Code = Literal["read", "rows", "tables"]
"""The code that makes documents from files (read), rows from a document's content (rows), and tables from rows."""
_MADE_OF = {code: (files.split(), libraries) for code, files, *libraries in word_table("code.tsv")}
"""Files and folders of that code in this package, and the libraries that it calls."""


@cache
def code_version(code: Code) -> str:
    """A hash of the files of some code and of the versions of the libraries that it calls."""
    names, libraries = _MADE_OF[code]
    digest = hashlib.sha256()
    for name in names:
        _add_files(digest, _PACKAGE, _PACKAGE / name)
    for library in libraries:
        digest.update(f"{library} {installed(library)}\n".encode())
    return digest.hexdigest()[:16]


def made_with(settings: Settings, model: str) -> dict[str, str | None]:
    """What besides the input decides the tables, as logged for each run; `model` is the version of the model."""
    code = "-".join(map(code_version, get_args(Code)))
    programs = {"communique": __version__, "spacy": installed("spacy"), "python": python_version()}
    return {"settings": repr(settings), "model": model, "code": code, **programs}


def model_version(model: str) -> str:
    """The version of an installed model, or a hash of one in a folder; “shipped” for the reader, a part of the code.
    Raises `NoModelError` if there is no such model."""
    folder = Path(model)
    if model != DEFAULT_MODEL and folder.is_dir():
        if not (folder / "config.cfg").is_file():
            raise NoModelError(f"{model}: holds no spaCy model (config.cfg is missing); give the folder of one")
        digest = hashlib.sha256()
        _add_files(digest, folder, folder)
        return digest.hexdigest()[:16]
    found = "shipped" if model == DEFAULT_MODEL else installed(model)
    if found is None:
        raise NoModelError(f"no spaCy model {model!r}: install it with pip, or give the path of a model's folder")
    return found


def _add_files(digest: "hashlib._Hash", root: Path, start: Path) -> None:
    """Add the path below `root` and the bytes of a file, or of all files in a folder."""
    paths = [p for p in start.rglob("*") if p.is_file() and p.suffix != ".pyc"] if start.is_dir() else [start]
    for path in sorted(paths):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode("utf-8", "surrogateescape"))
        digest.update(hashlib.sha256(path.read_bytes()).digest())


def installed(package: str) -> str | None:
    """The version of an installed package; None if it is missing."""
    with suppress(PackageNotFoundError):
        return version(package)
    return None


def file_fingerprint(blob: Blob, model: str, dates: Mapping[str, str], ids: Iterable[str]) -> str:
    """A hash of everything that decides what comes out of a file: its bytes, metadata of sidecars, settings (also of
    publishers), code, `model` (its version), and the publication dates that reviewers set for documents (`ids`)."""
    days = "".join(f"\0{i} {dates[i]}" for i in sorted(ids) if i in dates)
    digest = hashlib.sha256(blob.data + days.encode()).hexdigest()
    settings = replace(blob.settings, publishers=(replace(blob.publisher, files=""),))
    return _hash(settings, code_version("read"), code_version("rows"), model, digest, blob.known)


def document_fingerprint(settings: Settings, model: str, document: SourceDocument) -> str:
    """A hash of everything that decides a document's rows. Only the result of reading counts, not how it was read:
    after a new mapping of fields, or another release of a library for web pages, only documents that changed are
    processed. A limit counts only if the text may exceed it."""
    content = document.content
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    limit = settings.limits.text_characters
    within = limit if len(data) > limit else "within the limit"
    digest, about = hashlib.sha256(data).hexdigest(), replace(document, content="", fields=())
    return _hash(settings.model, settings.names, within, code_version("rows"), model, digest, about)


def _hash(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "backslashreplace")).hexdigest()


def append_run(path: Path, row: Mapping[str, Cell]) -> None:
    """Add a run to the log, which begins with a header line. If the disk is full, the log stays as it was. A log that
    is damaged or has the columns of another version is kept as `runs.old.csv`, and a new one is begun."""
    head = csv_line(row)
    before = path.read_bytes().decode("utf-8", "replace") if path.exists() else head
    if not before.startswith(head) or "\N{REPLACEMENT CHARACTER}" in before:
        there = {p.stem.casefold(): 1 for p in path.parent.glob(f"{path.stem}.old*{path.suffix}")}
        path.replace(path.with_name(free_name(f"{path.stem}.old", there) + path.suffix))
        before = head
    write_whole(path, before + "\n" * (not before.endswith("\n")) + csv_line(row.values()))


def last_run(path: Path) -> dict[str, str]:
    """The last row of the log; empty if there is none that can be read."""
    with suppress(OSError, ValueError, IndexError, csv.Error), path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[-1]
    return {}
