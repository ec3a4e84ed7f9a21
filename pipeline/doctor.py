"""What is installed, what is missing and what to do about it: `communique doctor`."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pipeline

REQUIRED = (
    "chardet",
    "ftfy",
    "jinja2",
    "onnxruntime",
    "pandas",
    "phonenumbers",
    "pyyaml",
    "spacy",
    "trafilatura",
    "xlsxwriter",
)
EXTRAS = {
    "office": (("pypdf", "python-calamine", "python-docx", "python-oxmsg", "striprtf"), "PDF, Word, workbooks, .msg"),
    "warc": (("warcio",), "web archives (WARC)"),
    "graph": (("networkx",), "GraphML and GEXF"),
    "parquet": (("pyarrow",), "Parquet"),
    "notebooks": (("ipykernel", "matplotlib"), "the notebooks"),
    "dask": (("distributed", "fsspec"), "clusters and shared storage"),
}  # fmt: skip
"""Extra -> its packages, what it is for."""
ROOM = 1_000_000_000
_LOOKS: tuple[Callable[[Path], Iterator[tuple[bool | None, str]]], ...]


def diagnose(out: Path) -> Iterator[tuple[bool | None, str]]:
    """Lines, each true where all is well, false where a run would fail, None where something optional is missing."""
    for look in _LOOKS:
        yield from look(out)


def _versions(out: Path) -> Iterator[tuple[bool | None, str]]:
    yield True, f"communique {pipeline.__version__}, Python {platform.python_version()}, {platform.platform()}"
    for package in REQUIRED:
        found = _version(package)
        yield found is not None, f"{package} {found}" if found else f"{package} is missing: pip install communique"


def _extras(out: Path) -> Iterator[tuple[bool | None, str]]:
    for extra, (packages, purpose) in EXTRAS.items():
        missing = [package for package in packages if _version(package) is None]
        if missing:
            yield None, f"extra {extra} ({purpose}): no {', '.join(missing)}; pip install 'communique[{extra}]'"
        else:
            yield True, f"extra {extra} ({purpose}): " + ", ".join(f"{p} {_version(p)}" for p in packages)


def _model(out: Path) -> Iterator[tuple[bool | None, str]]:
    """The reader is loaded and reads a sentence: a damaged or cut file does not come through."""
    try:
        from pipeline import extract

        people = [p.name for p in extract("“It is done,” said Anna Berg, president of the European Union.").people]
    except Exception as error:  # whatever it is, it is what the user needs to know
        yield False, f"the model does not work ({type(error).__name__}: {error}); install communique anew"
        return
    good = people == ["Anna Berg"]
    yield good, "the model reads a sentence" if good else f"the model found {people}; install communique anew"


def _disk(out: Path) -> Iterator[tuple[bool | None, str]]:
    folder = next(p for p in (out, *out.resolve().parents) if p.is_dir())
    free = shutil.disk_usage(folder).free
    yield free > ROOM, f"{free / 1e9:,.1f} GB free for {out}" + ("" if free > ROOM else "; a run needs room: free some")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


_LOOKS = (_versions, _model, _extras, _disk)
