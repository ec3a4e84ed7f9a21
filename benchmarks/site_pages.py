"""A hook of MkDocs (mkdocs.yml): adds pages that stand outside docs/ to the site, and makes the links between all pages
lead to their places there. In the repository the links are relative to the file, so that they work there too.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUTSIDE = (
    "CONTRIBUTING.md", "benchmarks/README.md", "pipeline/data/reader/README.md", "training/ANNOTATION.md",
    "training/README.md",
)  # fmt: skip
"""The pages outside docs/, by their paths in the repository and in the site."""
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages outside docs/."""
    from mkdocs.structure.files import File

    for path in OUTSIDE:
        files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """The text of a page with links as they are in the site."""
    return linked(markdown, page.file.src_uri)


def linked(markdown: str, path: str) -> str:
    """The text of the page at a path of the site, with its links leading to pages of the site.

    A link to a file of the repository that is no page of the site becomes plain words.
    """
    folder = posixpath.dirname(path if path in OUTSIDE else f"docs/{path}")

    def link(m: re.Match[str]) -> str:
        words, target, anchor = m.groups()
        if "://" in target:
            return m[0]
        found = posixpath.normpath(posixpath.join(folder, target))
        if found not in OUTSIDE and not found.startswith("docs/"):
            return words
        there = posixpath.relpath(found.removeprefix("docs/"), posixpath.dirname(path) or ".")
        return f"[{words}]({there}{anchor or ''})"

    return _LINK.sub(link, markdown)
