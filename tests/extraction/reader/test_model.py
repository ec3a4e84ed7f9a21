"""Files of the reader that are missing, damaged or of another version are reported by name, with the remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.data import data_file
from pipeline.extraction.reader import model
from pipeline.extraction.reader.model import FILES, FORMAT, DamagedModelError, load, multiplies_exactly
from pipeline.extraction.reader.network import read


def folder(path: Path, **manifest: object) -> Path:
    """A folder of a reader, whose files all contain only “word”."""
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


@pytest.mark.parametrize("manifest", ["{", "[1]", "3"])
def test_a_manifest_that_is_no_json_object(tmp_path: Path, manifest: str) -> None:
    (folder(tmp_path) / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(DamagedModelError, match=r"manifest\.json: .* install the package again"):
        load(tmp_path)


PROCESSORS = [
    ("flags\t\t: fpu avx2 avx512f avx512_vnni avx512_bf16", True, "AVX-512 VNNI"),
    ("flags\t\t: fpu avx2 avx_vnni", True, "VNNI for AVX2"),
    ("flags\t\t: fpu avx2 avx512f", False, "without VNNI, sums of two products are clipped to 16 bits"),
]


@pytest.mark.parametrize(("told", "exactly", "why"), PROCESSORS, ids=[why for *_, why in PROCESSORS])
def test_processors_that_clip_are_recognised(tmp_path: Path, told: str, exactly: bool, why: str) -> None:
    (tmp_path / "cpuinfo").write_text(told, "utf-8")
    assert multiplies_exactly(tmp_path / "cpuinfo") is exactly


def test_an_unknown_processor_may_clip(tmp_path: Path) -> None:
    assert not multiplies_exactly(tmp_path / "cpuinfo")


@pytest.mark.skipif(not multiplies_exactly(), reason="this processor clips sums of 8-bit products")
def test_the_faster_products_are_the_same_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ann Reyes, Director of the Mining Agency of Ghana, met Omar Diallo in Accra on 5 May. " * 20
    found = []
    for exactly in (True, False):
        monkeypatch.setattr(model, "multiplies_exactly", lambda exactly=exactly: exactly)
        found.append(read(load(data_file("reader")), text))
    assert found[0] == found[1]
