"""Texts of public press releases, read from copies of the repositories that hold them.

The texts are their publishers' and are not part of this project: `../.mirror/OWNER+NAME` holds a repository as a bare
git directory (../shared/CORPORA.md). What is read is the file of one commit, brought to plain text by the form it
has, so that the offsets of annotations stay right.
"""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from training.forms import FORMS

MIRROR = Path(__file__).resolve().parents[2] / ".mirror"
"""The repositories, a folder each, `/` written as `+`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a release stands: repository (`owner/name`), commit, path, and the form of its file (`training.forms`).

    `record` says which release of a file that holds several.
    """

    repo: str
    commit: str
    path: str
    form: str
    record: str = ""


def text_of(source: Source, sha256: str, mirror: Path = MIRROR) -> str:
    """The text of an annotated release; raises ValueError where it is another than the one that was annotated."""
    text = read_text(source, mirror)
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise ValueError(f"{source.repo} {source.path}: its text is another than the one that was annotated")
    return text


def read_text(source: Source, mirror: Path = MIRROR) -> str:
    """The text of a release; raises FileNotFoundError where its repository is not there."""
    repository = mirror / source.repo.replace("/", "+") / "repo"
    if not repository.exists():
        raise FileNotFoundError(f"{repository}: fetch github:{source.repo} first (../shared/CORPORA.md)")
    blob = f"{source.commit}:{source.path}"
    data = subprocess.run(["git", "-C", str(repository), "show", blob], check=True, capture_output=True).stdout
    return FORMS[source.form](data, source.record)
