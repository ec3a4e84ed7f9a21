"""Files of the reader that are missing, damaged or of another version are told by name, with the remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.extraction.reader.model import FILES, FORMAT, DamagedModelError, load


def folder(path: Path, **manifest: object) -> Path:
    """A folder whose files are four words."""
    for name in FILES:
        (path / name).write_text("word", "utf-8")
    (path / "manifest.json").write_text(json.dumps({"format": FORMAT, "sha256": {}} | manifest), "utf-8")
    return path


def test_a_missing_manifest(tmp_path: Path) -> None:
    with pytest.raises(DamagedModelError, match=r"manifest\.json: cannot be read .* install the package again"):
        load(tmp_path)


def test_a_missing_file(tmp_path: Path) -> None:
    (folder(tmp_path) / "linker.onnx").unlink()
    with pytest.raises(DamagedModelError, match=r"linker\.onnx: cannot be read .* install the package again"):
        load(tmp_path)


def test_a_damaged_file(tmp_path: Path) -> None:
    with pytest.raises(DamagedModelError, match=r"encoder\.onnx: SHA-256 .* expected .* install the package again"):
        load(folder(tmp_path))


def test_another_version(tmp_path: Path) -> None:
    with pytest.raises(DamagedModelError, match=r"has format 0, this version reads 1.*make train"):
        load(folder(tmp_path, format=0))


def test_a_manifest_that_is_no_json(tmp_path: Path) -> None:
    (folder(tmp_path) / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(DamagedModelError, match=r"manifest\.json: .* install the package again"):
        load(tmp_path)
