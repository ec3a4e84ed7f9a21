"""Runs that are killed, stores that are damaged, disks that are full, texts that are none: what survives, as a table.

    python -m benchmarks.torture                       # all of it, about 20 minutes on two quiet cores
    python -m benchmarks.torture --scale 0.1 --write docs/reliability.md

Seeded: the same seed gives the same damage and the same texts; when a kill strikes depends on the machine too.
A case is survived where nothing that was there is torn, and the next run ends with the bytes of an undisturbed one.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import RunError
from pipeline.repair import repair_text
from pipeline.report import write_report
from pipeline.runs.run import run, write_tables
from pipeline.structure import structure
from tests.runs.faults import compiled, in_child
from tests.runs.hostile import write_cases
from tests.runs.releases import child, fresh, go, outputs, write_releases
from tests.stubs import analyse

MARK = "<!-- torture -->"
SIGNS = (
    ",", '"', "(", "*", "&", "“", "”", "'", "😀", "-", ".", " ", "\n", "\t", "\u00a0", "&amp;", "<p>", "¡°", "Ã©", "@", "://",
)  # fmt: skip
WORDS = (
    "May 3,", "2023-", "“It is so,” they said,", 'a "b"', "Bank of the Ministry of the Agency of", "Alpha & Berg &",
    "word", "Anna Berg", "Director of", "said", "in 1999", "the French minister", "About ABC", "### ",
)  # fmt: skip
Row = tuple[str, int, int, str]  # what, cases, survived, note


def corpus(folder: Path, count: int = 60) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """raw/, and the outputs before and after half of its releases changed; `kept` beside it is the output before."""
    raw = folder / "raw"
    write_releases(raw, count, said="Old words.\n")
    old = fresh(raw)
    shutil.copytree(folder / "out", folder / "kept")
    write_releases(raw, count // 2, said="New words.\n")
    return raw, old, fresh(raw)


def restored(raw: Path) -> Path:
    out = raw.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(raw.parent / "kept", out)
    return out


def sound(raw: Path, old: dict[str, bytes], new: dict[str, bytes]) -> bool:
    """Nothing is torn, and a run ends with the bytes of one that nobody disturbed."""
    there = {name: data for name, data in outputs(raw).items() if not name.endswith(".part")}
    torn = [name for name, data in there.items() if data not in (old.get(name), new.get(name))]
    go(raw)
    return not torn and outputs(raw) == new


def kills(folder: Path, count: int, chance: random.Random) -> Row:
    """A run is killed at any moment."""
    raw, old, new = corpus(folder)
    restored(raw)
    begun = time.perf_counter()
    child(raw).communicate()
    whole = time.perf_counter() - begun
    survived = killed = 0
    for _ in range(count):
        restored(raw)
        running = child(raw)
        time.sleep(chance.uniform(0, whole))
        running.kill()
        running.communicate()
        killed += running.returncode != 0
        survived += sound(raw, old, new)
    return "kills of runs", count, survived, f"{killed} struck before the end"


def worker_kills(folder: Path, count: int, chance: random.Random) -> Row:
    """A worker is killed while it works: the run goes on."""
    raw, _, new = corpus(folder)
    survived = 0
    for _ in range(count):
        restored(raw)
        running = child(raw, engine="processes", analyse="slowly")
        time.sleep(chance.uniform(0.5, 2.0))
        _kill_one_child(running.pid, chance)
        running.communicate()
        survived += running.returncode in (0, 1) and outputs(raw) == new
    return "kills of workers", count, survived, "the run itself ends right"


def _kill_one_child(pid: int, chance: random.Random) -> None:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    if found:
        os.kill(int(chance.choice(found)), signal.SIGKILL)


def reader_kills(folder: Path, count: int, chance: random.Random) -> Row:
    """`communique report` is killed: the store and the tables stay as they are."""
    raw, old, _ = corpus(folder)
    out = restored(raw)
    survived = 0
    for _ in range(count):
        store = (out / "communique.sqlite").read_bytes()
        command = [sys.executable, "-m", "pipeline", chance.choice(["report", "tables"]), str(out)]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 3))
        running.kill()
        running.wait()
        there = {name: data for name, data in outputs(raw).items() if not name.endswith(".part")}
        survived += there == old and (out / "communique.sqlite").read_bytes() == store
    return "kills of readers", count, survived, "store and tables unchanged"


def full_disks(folder: Path, count: int, chance: random.Random) -> Row:
    """No file may grow over a size that is less than the store needs."""
    raw, old, new = corpus(folder)
    size = (folder / "kept" / "communique.sqlite").stat().st_size
    survived = 0
    for _ in range(count):
        restored(raw)
        most = int(size * chance.random())
        running = child(raw, before=f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))")
        told = running.communicate()[1]
        survived += "Traceback" not in told and sound(raw, old, new)
    return "full disks", count, survived, "said in a line, outputs as they were"


def failed_calls(folder: Path, count: int, chance: random.Random) -> Row:
    """A call of the system fails once (disk full, I/O error), each in its turn."""
    library = compiled(folder)
    if library is None:
        return "failed calls", 0, 0, "needs Linux and a C compiler"
    every = max(1400 // count, 1)
    (folder / "cases").mkdir()
    cases = in_child(library, folder / "cases", {"run": every}, chance.randrange(every) + 1)["run"]
    return "failed calls", len(cases), cases.count(""), "writes, syncs, renames, SQLite's too"


def power_losses(folder: Path, count: int, chance: random.Random) -> Row:
    """Power is lost: of each file stays what was last synced."""
    library = compiled(folder)
    if library is None:
        return "losses of power", 0, 0, "needs Linux and a C compiler"
    (folder / "cases").mkdir()
    cases = in_child(library, folder / "cases", {"power": max(140 // count, 1)})["power"]
    return "losses of power", len(cases), cases.count(""), "what was not synced is gone"


def damaged_stores(folder: Path, count: int, chance: random.Random) -> Row:
    """One to eight bits of the store flip."""
    raw, old, _ = corpus(folder, 20)
    write_releases(raw, 10, said="Old words.\n")
    survived = refused = 0
    for _ in range(count):
        out = restored(raw)
        data = bytearray((out / "communique.sqlite").read_bytes())
        for _ in range(chance.choice([1, 1, 8])):
            data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
        (out / "communique.sqlite").write_bytes(data)
        for work in (lambda: write_tables(out), lambda: write_report(out), lambda: go(raw)):  # noqa: B023
            try:
                work()
            except RunError:
                refused += 1
        survived += outputs(raw) == old
    return "damaged stores", count, survived, f"no wrong table; {refused} commands refused the store and said so"


def hostile_files(folder: Path, count: int, chance: random.Random) -> Row:
    """Damaged files of every format among good ones."""
    raw = folder / "raw"
    write_releases(raw, 3)
    names = write_cases(raw, count, chance.randrange(1000))
    run(raw, folder / "out", analyse=analyse)
    with sqlite3.connect(folder / "out" / "communique.sqlite") as db:
        known = {s for (s,) in db.execute("SELECT source FROM documents UNION SELECT source FROM quarantine")}
        errors = db.execute("SELECT count(*) FROM quarantine WHERE reason IN ('error', 'crashed')").fetchone()[0]
    return "hostile files", count, len(names & known) - errors, "a document or a row of quarantine with its reason"


def texts(count: int, chance: random.Random) -> Iterator[str]:
    """One to three tokens repeated, alternated or nested, 6 to 120 kB."""
    for _ in range(count):
        units = [chance.choice([*SIGNS, *WORDS]) for _ in range(chance.randrange(1, 4))]
        between = chance.choice(["", " ", "\n"])
        length = int(6000 * 20 ** chance.random())
        unit = between.join(units) + between
        if chance.random() < 0.3:
            half = max(length // (2 * len(unit)), 1)
            yield unit * half + "x" + unit[::-1] * half
        else:
            yield (unit * (length // len(unit) + 1))[:length]


def hostile_texts(count: int, chance: random.Random) -> tuple[Row, list[tuple[str, float, float]]]:
    """Texts that are none, through every stage with the real model; seconds per 100 kB by stage, worst and mean."""
    from pipeline.extraction import analyse as analysed
    from pipeline.extraction import assemble, load_nlp

    list(analysed([("warm", structure("Anna Berg spoke on 3 May 2022.\n"))]))
    spent: dict[str, list[float]] = {"repair": [], "structure": [], "extraction": [], "of it the reader": []}
    survived = 0
    reader: Any = type(load_nlp().get_pipe("communique_reader"))
    read, taken = reader.__call__, [0.0]

    def timed_reader(self: object, doc: object) -> object:
        begun = time.process_time()
        found = read(self, doc)
        taken[0] = time.process_time() - begun
        return found

    reader.__call__ = timed_reader

    def timed(stage: str, size: int, work: Callable[[], object]) -> object:
        begun = time.process_time()
        found = work()
        spent[stage].append((time.process_time() - begun) * 100_000 / size)
        return found

    for text in texts(count, chance):
        size = max(len(text), 6000)
        repaired = timed("repair", size, lambda: repair_text(text, document_id="d"))  # noqa: B023
        release = timed("structure", size, lambda: structure(repaired.text))  # type: ignore[attr-defined] # noqa: B023
        if release.text.strip():  # type: ignore[attr-defined]
            (analysis,) = timed("extraction", size, lambda: [*analysed([("d", release)])])  # type: ignore # noqa: B023
            spent["of it the reader"].append(taken[0] * 100_000 / size)
            assemble(repaired, release, analysis)  # type: ignore[arg-type]
        survived += 1
    reader.__call__ = read
    stages = [(stage, max(s), sum(s) / len(s)) for stage, s in spent.items() if s]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note = f"real model; {megabytes:,.0f} MB at most in the process"
    return ("hostile texts", count, survived, note), stages


def soak(folder: Path, batches: int, chance: random.Random) -> Row:
    """A hundred releases arrive with each batch, every tenth run is killed; the end is that of one run."""
    raw = folder / "raw"
    raw.mkdir()
    for batch in range(batches):
        for n in range(100):
            text = f"Release {batch} {n}\n\nAnna Berg of ABC said “It is {chance.random()}.”\n"
            (raw / f"r-{batch:03}-{n:02}.txt").write_text(text, "utf-8")
        if batch % 10 == 9:
            running = child(raw)
            time.sleep(chance.uniform(0, 3))
            running.kill()
            running.communicate()
        else:
            go(raw)
    go(raw)
    found = outputs(raw)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    same = found == fresh(raw)
    return "soak, releases", batches * 100, batches * 100 * same, f"{batches} runs; {megabytes:,.0f} MB at most"


PARTS: dict[str, tuple[Callable[[Path, int, random.Random], Row], int]] = {
    "kills": (kills, 100),
    "workers": (worker_kills, 40),
    "readers": (reader_kills, 20),
    "disks": (full_disks, 20),
    "calls": (failed_calls, 1400),
    "power": (power_losses, 140),
    "stores": (damaged_stores, 200),
    "files": (hostile_files, 4700),
    "soak": (soak, 200),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the cases")
    parser.add_argument("--only", nargs="*", choices=[*PARTS, "texts"], help="some parts")
    parser.add_argument("--write", type=Path, help="page whose table is brought up to date")
    args = parser.parse_args()
    rows: list[Row] = []
    stages: list[tuple[str, float, float]] = []
    for name, (work, count) in PARTS.items():
        if args.only is None or name in args.only:
            with tempfile.TemporaryDirectory() as folder:
                rows.append(work(Path(folder), max(int(count * args.scale), 1), random.Random(f"{args.seed} {name}")))
            print(*rows[-1], flush=True)
    if args.only is None or "texts" in args.only:
        row, stages = hostile_texts(max(int(300 * args.scale), 1), random.Random(args.seed))
        rows.append(row)
        print(*row, *stages, flush=True)
    made = [f"Seed {args.seed}, {args.scale:g} of the cases.", "", "| what | cases | survived | |", "|---|---|---|---|"]
    made += [f"| {what} | {cases:,} | {survived:,} | {note} |" for what, cases, survived, note in rows]
    if stages:
        made += ["", "| seconds of a processor per 100 kB of hostile text | worst | mean |", "|---|---|---|"]
        made += [f"| {stage} | {worst:.1f} | {mean:.1f} |" for stage, worst, mean in stages]
    if args.write:
        before, _, rest = args.write.read_text("utf-8").partition(MARK)
        after = rest.partition("<!-- end -->")[2]
        args.write.write_text(f"{before}{MARK}\n" + "\n".join(made) + f"\n<!-- end -->{after}", "utf-8")
    if any(cases != survived for _, cases, survived, _ in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
