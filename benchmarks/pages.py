"""The places of a page that benchmarks write: what is between `<!-- NAME -->` and the next `<!-- end -->`."""

from __future__ import annotations

import re
from pathlib import Path


def text_at(page: str, name: str) -> str:
    """The text at a place of a page."""
    return _place(page, name)[0]


def replaced(page: str, name: str, text: str) -> str:
    """A page with other text at a place."""
    place = _place(page, name)
    return f"{page[: place.start()]}{text}\n{page[place.end() :]}"


def write(path: Path, name: str, text: str) -> None:
    """Replace the text at a place of a page."""
    path.write_text(replaced(path.read_text("utf-8"), name, text), "utf-8")


def _place(page: str, name: str) -> re.Match[str]:
    found = re.search(rf"(?s)(?<=<!-- {re.escape(name)} -->\n).*?(?=<!-- end -->)", page)
    if found is None:
        raise ValueError(f"the page has no <!-- {name} --> with an <!-- end --> below it")
    return found
