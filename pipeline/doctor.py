"""`communique doctor`: what is installed, what is missing, and what to do about it."""

import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Literal

from pipeline.data import word_table
from pipeline.runs.versions import installed
from pipeline.version import __version__

PURPOSES = {row[0]: row[1] for row in word_table("extras.tsv")}  # what each extra of the package is for
ROOM = 1_000_000_000
State = Literal["ok", "missing", "WRONG"]
"""ok: all is well; missing: something optional is not installed; WRONG: a run would fail."""


def diagnose(out: Path) -> Iterator[tuple[State, str]]:
    """The lines of the diagnosis, each with its state."""
    yield "ok", f"communique {__version__}, Python {platform.python_version()}, {platform.platform()}"
    yield _model()
    free = shutil.disk_usage(next(p for p in (out, *out.resolve().parents) if p.is_dir())).free
    room = f"{free / 1e9:,.1f} GB free for {out}"
    yield ("ok", room) if free > ROOM else ("WRONG", f"{room}; a run needs more; free some space")
    if not installed("communique"):
        yield "missing", "communique runs from its sources, which name no libraries: pip install . in their folder"
        return
    for package in _packages(""):
        found = installed(package)
        yield ("ok", f"{package} {found}") if found else ("WRONG", f"{package} is missing: pip install communique")
    yield from map(_extra, PURPOSES)


def _extra(extra: str) -> tuple[State, str]:
    """The line about the packages of an extra."""
    found_of = {package: installed(package) for package in _packages(extra)}
    if missing := [package for package, found in found_of.items() if not found]:
        how = f"{sys.executable} -m pip install 'communique[{extra}]'"  # into the environment that this runs in
        return "missing", f"extra {extra} ({PURPOSES[extra]}): no {', '.join(missing)}; {how}"
    return "ok", f"extra {extra} ({PURPOSES[extra]}): " + ", ".join(f"{p} {found}" for p, found in found_of.items())


def _packages(extra: str) -> list[str]:
    """The packages that an extra requires, by the metadata of the distribution; with `extra` empty, the core ones."""
    wanted = (line.partition(";") for line in requires("communique") or ())
    fits = (name for name, _, condition in wanted if (extra in condition if extra else "extra" not in condition))
    return [re.split(r"[^\w.-]", name.strip(), maxsplit=1)[0] for name in fits]


def _model() -> tuple[State, str]:
    """Load the reader and let it read a sentence, which a damaged or truncated model file would not survive."""
    try:
        from pipeline import extract

        people = [p.name for p in extract("“It is done,” said Anna Berg, president of the European Union.").people]
    except Exception as error:  # whatever it is, the user needs to know it
        return "WRONG", f"the model does not work ({type(error).__name__}: {error}); install communique again"
    if people != ["Anna Berg"]:
        return "WRONG", f"the model found {people}; install communique again"
    return "ok", "the model works"
