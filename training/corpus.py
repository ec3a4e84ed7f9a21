"""The annotated press releases of ../shared, and the programs there."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True, slots=True)
class Release:
    """One annotated release; `annotation` is its JSON (format: ../shared/train/ANNOTATION.md)."""

    id: str
    text: str
    annotation: dict[str, Any]


def releases(folder: Path) -> list[Release]:
    """The annotated releases below `folder` (`texts/*.txt`, `annotations/*.json`), sorted by id.

    Raises FileNotFoundError if there are none: otherwise a network would be trained on the made-up texts alone.
    """
    found = []
    for path in sorted((folder / "annotations").glob("*.json")):
        if path.name == "sources.json":
            continue
        text = (folder / "texts" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        found.append(Release(path.stem, text, json.loads(path.read_text("utf-8"))))
    if not found:
        raise FileNotFoundError(f"no annotated releases in {folder}: it needs texts/*.txt and annotations/*.json")
    return found


def module_at(path: Path) -> ModuleType:
    """A program of ../shared as a module. Raises FileNotFoundError."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
