"""Unannotated texts are found beside annotated ones, but never beside those of a publisher that is left out."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from training import unannotated as module
from training.corpus import SHARED
from training.unannotated import Limits, unannotated

pytestmark = pytest.mark.skipif(not (SHARED / "train").is_dir(), reason="needs ../shared/train/publishers.py")

LONG = "Veloria opened a mine in Zed on Monday. " * 20


def row(ident: str, publisher: str, commit: str, path: str, record: str = "", form: str = "text") -> dict[str, Any]:
    source = {"repo": "ada/press", "commit": commit, "path": path, "form": form, "record": record}
    return {"id": ident, "publisher": publisher, "source": source, "sha256": "0"}


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is found in a repository of four folders, given which of its releases are annotated."""
    repository = tmp_path / "mirror" / "ada+press" / "repo"
    files = {
        "mines/a.txt": LONG + "A", "mines/b.txt": LONG + "B", "mines/c.txt": LONG + "C", "mines/short.txt": "No.",
        "mines/d.md": LONG + "D", "bank/a.txt": LONG + "E", "bank/b.txt": LONG + "F", "zed/a.txt": LONG + "G",
    }  # fmt: skip
    for path, text in files.items():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(text, "utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-C", str(repository)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    monkeypatch.setattr(module, "releases", lambda folder: [])

    def endings(rows: list[tuple[str, str, str]], **options: Any) -> list[str]:
        told = tmp_path / "annotated.jsonl"
        lines = [json.dumps(row(ident, publisher, commit, path)) for ident, publisher, path in rows]
        told.write_text("\n".join(lines), "utf-8")
        monkeypatch.setattr(module, "FILE", told)
        return sorted(text[-1] for text in unannotated(mirror=tmp_path / "mirror", **options))

    return endings


MINES, BANK = ("k001", "Zed Mines", "mines/a.txt"), ("k002", "Zed Bank", "bank/a.txt")


def test_files_of_the_same_folder_and_suffix_are_found(found: Any) -> None:
    """Not the annotated one, one with another suffix, a stub, or one in a folder without an annotated release."""
    assert found([MINES]) == ["B", "C"]
    assert found([MINES, BANK]) == ["B", "C", "F"]


def test_the_limit_per_publisher(found: Any) -> None:
    assert len(found([MINES, BANK], limits=Limits(publisher=1))) == 2


def test_the_limit_per_repository(found: Any) -> None:
    assert len(found([MINES, BANK], limits=Limits(repository=2))) == 2


def test_one_newswire_may_fill_the_limit_of_all_newswires(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NEWSWIRES", "ada/press")
    assert len(found([MINES, BANK], limits=Limits(publisher=1, repository=1, newswires=3))) == 3
    assert len(found([MINES, BANK], limits=Limits(newswires=1))) == 1


def test_nothing_is_taken_from_publishers_held_back_or_held_out(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found([MINES, ("d001", "Zed Bank", "bank/a.txt")]) == ["B", "C"]
    monkeypatch.setattr(module, "publisher_fold", lambda publisher: 3 if publisher == "Zed Bank" else 1)
    assert found([MINES, BANK], hold_out=[3]) == ["B", "C"]


def test_files_beside_a_release_that_is_left_out_are_left_out_too(found: Any) -> None:
    """`mines/c.txt` may belong to either publisher."""
    assert found([MINES, ("d001", "Zed Bank", "mines/b.txt")]) == []
