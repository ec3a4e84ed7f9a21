"""Paths of the files that belong to an output folder."""

from os.path import normpath
from pathlib import Path

from pipeline.errors import NoInputError

STORE = "communique.sqlite"
CORRECTIONS = "corrections.csv"
REPORT = "report"
SETTINGS = "communique.toml"
MARKER = ".communique.json"


def store_path(out: str | Path) -> Path:
    """The path of an output folder's store. Raises `NoInputError` if no run has made one."""
    path = Path(out) / STORE
    if not path.is_file():
        raise NoInputError(f"{out}: no store here ({STORE} is missing); run `communique run` first")
    return path


def beside(folder: str | Path, name: str) -> Path:
    """The path of a file beside a folder, which need not exist."""
    return Path(normpath(Path(folder).absolute())).parent / name


def corrections_path(out: str | Path, corrections: str | Path | None = None) -> Path:
    """The corrections file of an output folder: the one given, else `corrections.csv` beside the folder."""
    return Path(corrections) if corrections else beside(out, CORRECTIONS)
