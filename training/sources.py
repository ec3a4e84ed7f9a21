"""Texts of public press releases, read from copies of the repositories that hold them.

The texts are their publishers' and are not part of this project: `../.mirror/OWNER+NAME` holds a repository as a bare
git directory (../shared/CORPORA.md). What is read is the file of one commit, brought to plain text by the form it
has, so that the offsets of annotations stay right.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MIRROR = Path(__file__).resolve().parents[2] / ".mirror"
"""The repositories, a folder each, `/` written as `+`."""
_FRONT_MATTER = re.compile(r"---\s*\n.*?\n---\s*\n", re.DOTALL)
_WIRE_FOOT = re.compile(r"\n---\s*\n+\[Original")
_STYLE = re.compile(r"<style.*?</style>|table, th.*?\n\}\ntd.*?\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a release stands: repository (`owner/name`), commit, path, and the form of its file (`FORMS`)."""

    repo: str
    commit: str
    path: str
    form: str


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
    return FORMS[source.form](data)


def _plain(data: bytes) -> str:
    return data.decode("utf-8")


def _wire(data: bytes) -> str:
    """A file of Newsworthyai/press-release-archive without the archive's links behind the release."""
    return _WIRE_FOOT.split(data.decode("utf-8"))[0].rstrip() + "\n"


def _front_matter(data: bytes) -> str:
    """Markdown without the fields at its head."""
    return _FRONT_MATTER.sub("", data.decode("utf-8"), count=1)


def _front_matter_html(data: bytes) -> str:
    """HTML in Markdown, without fields and tags."""
    text = _STYLE.sub("", _front_matter(data))
    text = re.sub(r"</p>", "\n\n", re.sub(r"<br ?/?>", "\n", text))
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def _docx(data: bytes) -> str:
    """The paragraphs of a Word document."""
    import docx  # of the extra `office`: nothing else of the training needs it

    paragraphs = (p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    return "\n\n".join(p for p in paragraphs if p.strip()) + "\n"


FORMS: dict[str, Callable[[bytes], str]] = {
    "text": _plain,
    "wire": _wire,
    "front_matter": _front_matter,
    "front_matter_html": _front_matter_html,
    "docx": _docx,
}
