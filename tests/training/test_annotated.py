"""Annotations stored as places: what is packed is restored, and what is missing is reported."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from training.annotated import FILE, annotated, packed, unpacked
from training.sources import Source, text_of

TEXT = """# Orrin Vale  joins Tamber Works

“We are glad,” said Vale, Chief
Officer of Tamber Works.
"""
ANNOTATION: dict[str, Any] = {
    "mentions": [
        {"start": 2, "end": 13, "text": "Orrin Vale ", "label": "PERSON", "optional": False},
        {"start": 20, "end": 32, "text": "Tamber Works", "label": "ORG", "optional": True},
    ],
    "people": [
        {
            "name": "Orrin Vale",
            "aliases": ["Vale"],
            "optional": False,
            "roles": [{"role": "Chief Officer of Tamber Works", "organisation": "Tamber Works", "country": "MLT"}],
        }
    ],
    "organisations": [{"name": "Tamber Works", "aliases": [], "optional": True}],
    "quotes": [{"start": 35, "end": 47, "kind": "direct", "speaker": ["Orrin Vale"], "optional": False}],
    "segments": [{"type": "headline", "start": 0, "end": 32}],
}


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A repository with one release, as in the mirror."""
    repository = tmp_path / "someone+releases" / "repo"
    repository.mkdir(parents=True)
    git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    (repository / "a.md").write_text("---\ntitle: x\n---\n" + TEXT, "utf-8")
    for command in (["init", "-q"], ["add", "a.md"], ["commit", "-q", "-m", "a"]):
        subprocess.run([*git, *command], check=True)
    return tmp_path


def _source() -> Source:
    return Source("someone/releases", "HEAD", "a.md", "front_matter")


def test_an_annotation_is_restored_from_its_places(mirror: Path, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    file = tmp_path / "annotated.jsonl"
    file.write_text(packed("a1", _source(), sha256, "someone/releases", ANNOTATION, TEXT) + "\n", "utf-8")
    (release,) = annotated(file, mirror)
    assert (release.id, release.text) == ("a1", TEXT)
    assert release.annotation == {"publisher": "someone/releases", **ANNOTATION}


@pytest.mark.parametrize(
    ("role", "kept"),
    [
        ("Senator", False),
        ("Reps", False),
        ("Professor", False),
        ("Representatives", False),
        ("M.P.", False),
        ("President", True),
    ],
)
def test_a_bare_form_of_address_is_no_role(role: str, kept: bool) -> None:
    """The guidelines leave out “Senator” of “Senator Roe”, but some annotators marked it."""
    text = f"{role} Vale agreed."
    place = {"place": [0, len(role)], "organisation": None, "country": None}
    row = {
        "mentions": [],
        "people": [{"places": [[len(role) + 1, len(role) + 5]], "optional": False, "roles": [place]}],
        "organisations": [],
        "quotes": [],
        "segments": [],
    }
    assert [r["role"] for r in unpacked(row, text)["people"][0]["roles"]] == [role] * kept


def test_a_name_that_is_not_in_the_text_is_refused() -> None:
    wrong = ANNOTATION | {"organisations": [{"name": "Tamber", "aliases": ["Elsewhere"], "optional": False}]}
    wrong["organisations"][0]["name"] = "Nowhere"
    with pytest.raises(ValueError, match="Nowhere"):
        packed("a1", _source(), "", "p", wrong | {"people": []}, TEXT)


def test_a_missing_repository_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="fetch github:someone/releases"):
        text_of(_source(), "", tmp_path)


def test_another_text_than_the_annotated_one_is_refused(mirror: Path) -> None:
    with pytest.raises(ValueError, match="another than the one that was annotated"):
        text_of(_source(), "0" * 64, mirror)


def test_the_annotations_contain_places_and_no_text() -> None:
    """Publishers own their texts: names are stored as places, so the longest string of letters is a path; the
    record of a source has numbers, names of fields or tags."""
    for line in FILE.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert set(row) == {"id", "publisher", "source", "sha256", "mentions", "people", "organisations", "quotes",
                            "segments"}  # fmt: skip
        assert all(set(p) == {"places", "optional", "roles"} for p in row["people"])
        assert all(set(o) == {"places", "optional"} for o in row["organisations"])
        record = row["source"].get("record", "")
        assert not re.search(r"(?:[^\W\d_]+[ \n]+){4}", re.sub(r"<[^>]*>?", "", record)), row["id"]
