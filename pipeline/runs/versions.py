"""What made the tables: a hash of the code and data of the stages, and the version of the model."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from pipeline.errors import NoModelError
from pipeline.read import Metadata, SourceDocument
from pipeline.settings import DEFAULT_MODEL, Settings

_PACKAGE = Path(__file__).parent.parent
_ROWS = ("repair", "structure", "extraction", "data", "records.py", "runs/process.py", "language.py")
_READ = ("read", "settings.py")
_TABLES = ("tables", "records.py")
_LIBRARIES = {
    "rows": ("spacy", "onnxruntime", "ftfy", "chardet"),
    "read": (
        "trafilatura",
        "lxml",
        "pypdf",
        "python-docx",
        "python-calamine",
        "python-oxmsg",
        "striprtf",
        "warcio",
        "pyyaml",
    ),
    "tables": (),
}
_CODE = {"rows": _ROWS, "read": _READ, "tables": _TABLES}

Part = Literal["rows", "read", "tables"]
"""What makes a document's rows from its content, what makes documents from files, what makes tables from rows."""


@cache
def code_version(part: Part) -> str:
    """Hash of all code and data of a part of the way, and of the versions of the libraries it stands on."""
    digest = hashlib.sha256()
    for name in _CODE[part]:
        start = _PACKAGE / name
        if not start.exists():
            raise FileNotFoundError(start)
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for library in _LIBRARIES[part]:
        digest.update(f"{library} {_installed(library)}\n".encode())
    return digest.hexdigest()[:16]


def model_version(model: str) -> str:
    """Version of an installed model, or a hash of one in a folder; the shipped reader is part of the code.

    Raises `NoModelError` where there is none.
    """
    folder = Path(model)
    if folder.is_dir():
        digest = hashlib.sha256()
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:16]
    found = "shipped" if model == DEFAULT_MODEL else _installed(model)
    if found is None:
        raise NoModelError(f"no spaCy model {model!r}: install it with pip, or give the path of a model's folder")
    return found


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def file_fingerprint(settings: Settings, model: str, sha256: str, known: Metadata) -> str:
    """One hash of all that decides what a file gives: its bytes and sidecar, settings, code, `model` (its version)."""
    return _hash(settings, code_version("read"), code_version("rows"), model, sha256, known)


def document_fingerprint(settings: Settings, model: str, document: SourceDocument) -> str:
    """One hash of all that decides a document's rows.

    How it was read does not count but by what was read: a new mapping of fields, or another release of a library for
    web pages, costs only the documents that come out differently. A limit counts where the text may reach it.
    """
    content = (
        document.content.encode("utf-8", "surrogatepass") if isinstance(document.content, str) else document.content
    )
    limit = settings.limits.text_characters
    return _hash(
        settings.model,
        settings.names,
        limit if len(content) > limit else "within the limit",
        code_version("rows"),
        model,
        hashlib.sha256(content).hexdigest(),
        replace(document, content="", fields=()),
    )


def _hash(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "backslashreplace")).hexdigest()
