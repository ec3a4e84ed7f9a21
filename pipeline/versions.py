"""What made the tables: a hash of the code and data of the stages, and the version of the model."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.errors import NoModelError
from pipeline.settings import BASE_MODEL, DEFAULT_MODEL, Settings

_PACKAGE = Path(__file__).parent
_MAKES_ROWS = (
    "read",
    "repair",
    "structure",
    "extract",
    "data",
    "records.py",
    "process.py",
    "language.py",
    "settings.py",
)
_LIBRARIES = ("spacy", "trafilatura", "ftfy", "chardet")


@cache
def code_version() -> str:
    """Hash of all code and data that decides what a document's rows are, and of the libraries' versions."""
    digest = hashlib.sha256()
    for name in _MAKES_ROWS:
        start = _PACKAGE / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for library in _LIBRARIES:
        digest.update(f"{library} {_installed(library)}\n".encode())
    return digest.hexdigest()[:16]


def model_version(model: str) -> str:
    """Version of an installed model, or a hash of one in a folder.

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
    found = _installed(BASE_MODEL if model == DEFAULT_MODEL else model)  # the weights we ship are part of the code
    if found is None:
        raise NoModelError(f"no spaCy model {model!r}: install it with pip, or give the path of a model's folder")
    return found


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def fingerprint(settings: Settings, model: str, *parts: str | None) -> str:
    """One hash of what decides a result: settings, code, `model` (its version) and the parts of the input."""
    told = [repr(settings), code_version(), model, *(part or "" for part in parts)]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
