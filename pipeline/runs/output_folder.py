"""The output folder: whether it is ours to write to, and whether its store is as the last run left it.

A marker file says both. It bears a hash of the store (its seal): a store that fits it was changed by nobody since; one
that does not was left by a run that was stopped, or is damaged, and is looked through before it is used.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.paths import MARKER, STORE
from pipeline.read import STDIN
from pipeline.read.files import is_shared, local_folder
from pipeline.tables.files import sha256_of, write_whole
from pipeline.tables.opening import is_ours

_FREE = ("readme.md",)  # what may stand in a folder that is nobody's, beside hidden files


def refuse_foreign(folder: Path, raw: str | Path) -> None:
    """Raise `OutputError` for a folder that holds other things than ours, or that is part of the input or holds it.

    The folder of an earlier version has no marker, but a store of ours.
    """
    _refuse_overlap(folder, raw)
    if not folder.is_dir() or (folder / MARKER).is_file() or is_ours(folder / STORE):
        return
    others = sorted(p.name for p in folder.iterdir() if not p.name.startswith(".") and p.name.lower() not in _FREE)
    if others:
        what = f"{others[0]!r}" + (f" and {len(others) - 1} more" if len(others) > 1 else "")
        why = f"{folder}: holds {what} and no output of ours; give a folder of its own, or move that away"
        raise OutputError(why)


def _refuse_overlap(folder: Path, raw: str | Path) -> None:
    local = local_folder(str(raw))
    if not local and (is_shared(raw) or str(raw) == STDIN):
        return
    out, source = folder.resolve(), (local or Path(raw)).resolve()
    if out == source or out in source.parents or source in out.parents:
        why = f"{folder}: is part of the input {raw}, or holds it: a run would read what it wrote; give another folder"
        raise OutputError(why)


def mark(folder: Path, *, decisions: int = 0, sealed: bool = False) -> None:
    """Write the marker: with the seal of the store at the end of a run, and how many decisions its tables bear."""
    about: dict[str, str | int | None] = {"program": "communique", "decisions": decisions}
    if sealed:
        about["store_sha256"] = sha256_of(folder / STORE)
    text = json.dumps(about, indent=2) + "\n"
    path = folder / MARKER
    if not path.is_file() or path.read_bytes() != text.encode():
        write_whole(path, text)


def is_sealed(folder: Path) -> bool:
    """Whether the store is, byte for byte, as the last run left it."""
    seal = _marker(folder).get("store_sha256")
    return seal is not None and seal == sha256_of(folder / STORE)


def decisions_noted(folder: Path) -> int:
    """How many decisions of reviewers the tables of the last run bear."""
    noted = _marker(folder).get("decisions")
    return noted if isinstance(noted, int) else 0


def _marker(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MARKER).read_bytes())
    except (OSError, ValueError):  # none yet, or damaged: the store is looked through
        return {}
    return found if isinstance(found, dict) else {}
