"""Files that programs leave beside releases and that nobody means as input."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

_LEFT = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"))
_BEGINS = (".", "~$", "~wrl")  # hidden; open in Word or Excel
_ENDS = ("~", ".crdownload", ".partial")  # left by editors; not yet fetched
_PAGES = frozenset((".html", ".htm", ".xhtml"))
_FILES = (
    "_files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros", "_file", "_bestanden", "-filer",
    "_filer", "_pliki", "_soubory", "_dosyalar", ".files",
)  # fmt: skip


def is_passed_over(name: str, beside: Collection[str] = ()) -> bool:
    """Whether a file or folder is no input: hidden, left by a program, or the files of a page saved by a browser.

    `beside` are the names in the same folder: `Title_files` is passed over beside `Title.html` only.
    """
    small = name.lower()
    if small in _LEFT or small.startswith(_BEGINS) or small.endswith(_ENDS):
        return True
    stems = {name[: -len(end)] for end in _FILES if name.endswith(end)}
    return bool(stems) and any(
        PurePosixPath(other).stem in stems and PurePosixPath(other).suffix.lower() in _PAGES for other in beside
    )


def passed_over_paths(paths: Iterable[str]) -> set[str]:
    """Those of the paths (with /) that are no input, by a name or the name of a folder above."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    split = {path: path.split("/") for path in paths}
    for parts in split.values():
        for depth, name in enumerate(parts):
            names["/".join(parts[:depth])].add(name)
    return {
        path
        for path, parts in split.items()
        if any(is_passed_over(name, names["/".join(parts[:depth])]) for depth, name in enumerate(parts) if name != "..")
    }
