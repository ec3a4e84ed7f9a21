"""System calls that fail, and power that is lost, in a process of its own: `python -m tests.runs.faults`.

`faults.c` is loaded between the process and the C library, so that SQLite's calls fail too. A case is a state of the
output folder in which no file may be torn and after which the next run must give the bytes of an undisturbed one.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

from pipeline.corrections.decisions import Decision
from pipeline.corrections.file import read_corrections
from pipeline.errors import RunError
from pipeline.paths import STORE
from pipeline.report import write_report
from pipeline.runs.run import write_tables
from pipeline.tables import export
from pipeline.tables.sql import FORMAT
from tests.corpus import append
from tests.runs.releases import ROOT, fresh, go, outputs, write_releases

HEARS = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p)
Work = Literal["run", "first run", "older store", "damaged store", "tables", "report", "decision"]
POWER = {"power": 1000, "power, texts unsynced": 0}
DECISION = Decision(table="people", text="carl-dahl", field="name", decision="edit", value="Karl Dahl")
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO}


def compiled(folder: Path) -> Path | None:
    """The library that makes calls fail, or None if there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        return None
    library = folder / "faults.so"
    source = Path(__file__).with_name("faults.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def in_child(library: Path, folder: Path, every: dict[str, int], first: int = 1) -> dict[str, list[str]]:
    """What `main` finds in a process with the library loaded: for each work one text per case, empty if all is well.

    `every` says for each work which calls fail: one in so many, beginning with the `first`.
    """
    made = subprocess.run(
        [sys.executable, "-m", "tests.runs.faults", str(library), str(folder), json.dumps(every), str(first)],
        cwd=ROOT, env={**os.environ, "LD_PRELOAD": str(library)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    found: dict[str, list[str]] = json.loads(made.stdout)
    return found


class Corpus:
    """Six releases, of which half change and one is removed: the outputs before and after, and the folder before."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out, self.kept = folder / "raw", folder / "out", folder / "kept"
        self.decisions = folder / "corrections.csv"
        folder.mkdir(exist_ok=True)
        write_releases(self.raw, 6, said="Old words.\n")
        self.old = fresh(self.raw)
        write_report(self.out)
        shutil.copytree(self.out, self.kept)
        write_releases(self.raw, 3, said="New words.\n")
        (self.raw / "release-05.txt").unlink()
        self.new = fresh(self.raw)

    def restore(self, work: Work) -> None:
        """Restore the output folder as it was before the work."""
        shutil.rmtree(self.out, ignore_errors=True)
        if work != "first run":
            shutil.copytree(self.kept, self.out)
        store = self.out / STORE
        if work == "older store":
            with closing(sqlite3.connect(store)) as db:
                db.execute(f"PRAGMA user_version = {FORMAT - 1}")
        if work == "damaged store":
            store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])
        for left in (self.decisions, *self.raw.parent.glob(".corrections*")):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        if work == "decision":
            append(self.decisions, [DECISION])

    def do(self, work: Work) -> None:
        """Do the work; its exceptions are not caught."""
        if work == "tables":
            write_tables(self.out)
        elif work == "report":
            write_report(self.out)
        elif work == "decision":
            append(self.decisions, [replace(DECISION, value="Carl Dahl-Roe")])
        else:
            go(self.raw)

    def torn(self, work: Work) -> list[str]:
        """The files that are neither as before nor as after the work, apart from temporary files being written."""
        there = outputs(self.raw) if (self.out / "text").is_dir() and (self.out / "tables").is_dir() else {}
        found = [n for n, d in there.items() if not n.endswith(".part") and d not in (self.old.get(n), self.new.get(n))]
        if work != "first run":
            site = [p.relative_to(self.kept) for p in (self.kept / "report").rglob("*") if p.is_file()]
            found += [str(n) for n in site if not (self.out / n).is_file() or not (self.out / n).stat().st_size]
        if work == "decision":
            versions = self.raw.parent.glob(".corrections.csv.versions/*.csv")
            found += [str(p) for p in (self.decisions, *versions) if not 1 <= len(read_corrections(p).decisions) <= 2]
        return found

    def mended(self, work: Work) -> list[str]:
        """What is still wrong after another run, or after another report if the work is a report."""
        self.decisions.unlink(missing_ok=True)
        try:
            go(self.raw)
            if work == "report":
                write_report(self.out)
        except Exception as error:
            return [f"next run: {type(error).__name__}: {error}"]
        wrong = [] if outputs(self.raw) == self.new else ["next run: other bytes"]
        left = [p.name for p in self.out.rglob("*") if p.name.endswith((".part", ".new", ".old", "-journal"))]
        return wrong + [f"next run leaves {name}" for name in left]


def failing(library: ctypes.CDLL, corpus: Corpus, work: Work, every: int, first: int) -> Iterator[str]:
    """What is wrong after each failed call; an empty text if nothing is."""
    for name, number in ERRORS.items():
        at = first
        while True:
            corpus.restore(work)
            library.watch(os.fsencode(corpus.out.parent), at, number, HEARS())
            try:
                corpus.do(work)
                wrong = []
            except RunError as error:
                fits = error.exit_code == 2 and bool(re.search("cannot be (read|written)", str(error)))
                wrong = [] if fits else [f"told {type(error).__name__}: {error}"]
            except BaseException as error:
                wrong = [f"{type(error).__name__}: {error}"]
            made = library.calls()
            library.watch(b"", 0, 0, HEARS())
            if made < at:
                break
            wrong += [f"torn: {n}" for n in corpus.torn(work)]
            wrong += corpus.mended(work)
            yield f"{name} at call {at}: " + "; ".join(wrong) if wrong else ""
            at += every


class PowerLost:
    """What would be on disk at each moment of the work: current names, and for each file what was last synced.

    Before each call that syncs a file or changes a name, a copy of the folder as it would be found is put aside.
    """

    def __init__(self, folder: Path, states: Path, every: int) -> None:
        self.folder, self.states, self.every = folder, states, every
        self.heard = 0
        self.synced = {p.stat().st_ino: p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def hears(self, what: bytes, fd: int, path: bytes, other: bytes | None) -> None:
        """Handle one system call before it is made."""
        if what in (b"write", b"cut", b"chmod", b"mkdir"):
            return
        self.heard += 1
        if self.heard % self.every == 0:
            self.put_aside()
        if what == b"sync" and Path(os.fsdecode(path)).is_file():
            self.synced[os.fstat(fd).st_ino] = Path(f"/proc/self/fd/{fd}").read_bytes()
        elif what in (b"unlink", b"rename"):
            gone = Path(os.fsdecode(path if what == b"unlink" else other or b""))
            if gone.is_file():
                self.synced.pop(gone.stat().st_ino, None)  # the inode number may be reused for another file

    def put_aside(self) -> None:
        """Put aside a copy of the folder as it would be after a loss of power."""
        state = self.states / f"{self.heard:05}"
        for path in [self.folder, *self.folder.rglob("*")]:
            copy = state / path.relative_to(self.folder)
            if path.is_dir():
                copy.mkdir(parents=True)
            else:
                copy.write_bytes(self.synced.get(path.stat().st_ino, b""))


def without_power(library: ctypes.CDLL, corpus: Corpus, work: Work, every: int, synced: int) -> Iterator[str]:
    """What is wrong after a loss of power at each moment; an empty text if nothing is. `synced`: texts that wait."""
    states = corpus.raw.parent / "states"
    corpus.restore(work)
    lost = PowerLost(corpus.out, states, every)
    heard = HEARS(lost.hears)
    most, export.MOST_SYNCED = export.MOST_SYNCED, synced
    library.watch(os.fsencode(corpus.out), 0, 0, heard)
    corpus.do(work)
    library.watch(b"", 0, 0, HEARS())
    lost.heard += 1
    lost.put_aside()
    export.MOST_SYNCED = most
    for state in sorted(states.iterdir()):
        shutil.rmtree(corpus.out)
        state.rename(corpus.out)
        torn = [f"torn: {n}" for n in corpus.torn("first run") if synced or not n.startswith("text/")]
        wrong = torn + corpus.mended(work)
        yield f"power lost at {state.name}: " + "; ".join(wrong) if wrong else ""
    states.rmdir()


def main(library: str, folder: str, works: str, first: str) -> None:
    loaded, corpus = ctypes.CDLL(library), Corpus(Path(folder))
    found: dict[str, list[str]] = {}
    for what, every in json.loads(works).items():
        if what in POWER:
            found[what] = list(without_power(loaded, corpus, "run", every, POWER[what]))
        else:
            found[what] = list(failing(loaded, corpus, cast("Work", what), every, int(first)))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
