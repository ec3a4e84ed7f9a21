"""Read the texts of public press releases from copies of the repositories that hold them.

The texts belong to their publishers and are not part of this project: `../.mirror/OWNER+NAME` holds a repository as a
bare git directory (../shared/CORPORA.md). A text is read from one file at a fixed commit and converted to plain text by
the function of its form (`training.forms`), so that the offsets of annotations stay valid.
"""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from training.forms import FORMS

MIRROR = Path(__file__).resolve().parents[2] / ".mirror"
"""The repositories, one folder each; `/` of their names is written as `+`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a release is stored: repository (`owner/name`), commit, path, and the form of its file (`training.forms`).

    `record` says which release of a file that holds several.
    """

    repo: str
    commit: str
    path: str
    form: str
    record: str = ""


def text_of(source: Source, sha256: str, mirror: Path = MIRROR) -> str:
    """The text of an annotated release; raises ValueError if its hash differs from that of the annotated text."""
    text = read_text(source, mirror)
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise ValueError(f"{source.repo} {source.path}: its text is another than the one that was annotated")
    return text


def read_text(source: Source, mirror: Path = MIRROR) -> str:
    """The text of a release; raises FileNotFoundError if its repository has not been fetched."""
    repository = mirror / source.repo.replace("/", "+") / "repo"
    if not repository.exists():
        raise FileNotFoundError(f"{repository}: fetch github:{source.repo} first (../shared/CORPORA.md)")
    blob = f"{source.commit}:{source.path}"
    data = subprocess.run(["git", "-C", str(repository), "show", blob], check=True, capture_output=True).stdout
    return FORMS[source.form](data, source.record)
