"""Torture test: kill runs, damage stores, fill disks, feed files and texts that are no releases; print a table.

    python -m benchmarks.torture                       # everything, about 20 minutes on two idle cores
    python -m benchmarks.torture --only kills stores --write docs/reliability.md

The same seed gives the same damage and the same texts; the moment of a kill also depends on the machine. A case is
survived if no output is torn (each file is whole, old or new) and the next run ends with the same bytes as an
undisturbed one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
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

import pipeline.runs.process as processing
from benchmarks import pages
from pipeline.errors import RunError
from pipeline.repair import repair_text
from pipeline.report import write_report
from pipeline.runs.run import run, write_tables
from pipeline.structure import structure
from tests.runs.faults import compiled, in_child
from tests.runs.hostile import peak_megabytes, write_cases
from tests.runs.releases import fresh, go, outputs, write_releases
from tests.stubs import analyse, slowly

MARK = "torture"
_ROW = re.compile(r"^\|.*\d \|.*\|$", re.MULTILINE)
SIGNS = (
    ",", '"', "(", "*", "&", "“", "”", "'", "😀", "-", ".", " ", "\n", "\t", "\u00a0", "&amp;", "<p>", "¡°", "Ã©", "@", "://",
)  # fmt: skip
WORDS = (
    "May 3,", "2023-", "“It is so,” they said,", 'a "b"', "Bank of the Ministry of the Agency of", "Alpha & Berg &",
    "word", "Anna Berg", "Director of", "said", "in 1999", "the French minister", "About ABC", "### ",
)  # fmt: skip
Row = tuple[str, int, int, str]  # what, cases, survived, note
Stage = tuple[str, float, float, float]  # name, CPU seconds per 100 kB (worst, mean), peak megabytes
CLEAR = Path("/proc/self/clear_refs")
IN_MEMORY = Path("/dev/shm")  # used for the cases if it exists, so that none waits for a disk


def corpus(folder: Path, count: int = 60) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """Make raw/, and return it with the outputs before and after half of its releases change.

    The output folder before the change is kept beside it as `kept`, for `restored`.
    """
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
    """Whether no output file is torn, and the next run ends with the outputs of an undisturbed one."""
    there = {name: data for name, data in outputs(raw).items() if not name.endswith(".part")}
    torn = [name for name, data in there.items() if data not in (old.get(name), new.get(name))]
    go(raw)
    return not torn and outputs(raw) == new


def forked(work: Callable[[], object]) -> int:
    """Do the work in a forked process, in batches of three releases, and return its process id.

    A fork needs no time to load what is loaded here already.
    """
    pid = os.fork()
    if pid:
        return pid
    code = 70  # internal error
    try:
        processing.BATCH_DOCUMENTS = 3
        work()
        code = 0
    except RunError as error:
        code = error.exit_code
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for a process of `forked`; return its exit code, or the negative number of the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def has_ended(pid: int) -> bool:
    """Whether a process of `forked` has ended; `ended` can still be called for it."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def killed(work: Callable[[], object], within: float, chance: random.Random) -> bool:
    """Start the work and kill it at a random moment; return whether the kill came before its end."""
    pid = forked(work)
    time.sleep(chance.uniform(0, within))
    os.kill(pid, signal.SIGKILL)
    return ended(pid) < 0


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ended(forked(work))
    return time.perf_counter() - begun


def kills(folder: Path, count: int, chance: random.Random) -> Row:
    """A run is killed at a random moment."""
    raw, old, new = corpus(folder)
    restored(raw)
    whole = seconds_of(lambda: go(raw))
    survived = struck = 0
    for _ in range(count):
        restored(raw)
        struck += killed(lambda: go(raw), whole, chance)
        survived += sound(raw, old, new)
    return "kills of runs", count, survived, f"{struck} struck before the end"


def worker_kills(folder: Path, count: int, chance: random.Random) -> Row:
    """Both workers of a run are killed one after the other while they work: the run goes on."""
    raw, _, new = corpus(folder)
    out = restored(raw)

    def work() -> None:
        run(raw, out, analyse=slowly, engine="processes", workers=2)

    whole = seconds_of(work)
    runs = -(-count // 2)
    survived = struck = 0
    for _ in range(runs):
        restored(raw)
        pid = forked(work)
        while len(workers := _children(pid)) < 2 and not has_ended(pid):
            time.sleep(0.05)
        for worker in chance.sample(workers, len(workers)):
            time.sleep(chance.uniform(0, whole / 2))
            if worker in _children(pid):
                os.kill(worker, signal.SIGKILL)
                struck += 1
        survived += 2 * (ended(pid) == 0 and outputs(raw) == new)
    return "kills of workers", 2 * runs, survived, f"{struck} struck before the end; the run itself ends right"


def _children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(number) for number in found.split()]


def reader_kills(folder: Path, count: int, chance: random.Random) -> Row:
    """`communique report` and `tables` are killed: the store and the tables stay as they are."""
    raw, old, _ = corpus(folder)
    out = restored(raw)
    commands: list[Callable[[], object]] = [lambda: write_report(out), lambda: write_tables(out)]
    whole = [seconds_of(work) for work in commands]
    store = (out / "communique.sqlite").read_bytes()
    survived = struck = 0
    for _ in range(count):
        which = chance.choice([0, 1])
        struck += killed(commands[which], whole[which], chance)
        there = {name: data for name, data in outputs(raw).items() if not name.endswith(".part")}
        survived += there == old and (out / "communique.sqlite").read_bytes() == store
    return "kills of readers", count, survived, f"{struck} struck before the end; store and tables unchanged"


def full_disks(folder: Path, count: int, chance: random.Random) -> Row:
    """The disk fills up: no file may grow beyond a random size that is smaller than the store."""
    raw, old, new = corpus(folder)
    size = (folder / "kept" / "communique.sqlite").stat().st_size
    survived = stopped = 0
    for _ in range(count):
        restored(raw)
        most = int(size * chance.random())

        def work() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # noqa: B023
            go(raw)

        code = ended(forked(work))
        stopped += code != 0
        survived += code in (0, 2) and sound(raw, old, new)
    return "full disks", count, survived, f"{stopped} runs stopped with exit code 2, outputs as they were"


def failed_calls(folder: Path, count: int, chance: random.Random) -> Row:
    """A single system call fails (disk full, I/O error); each call of a run in turn."""
    library = compiled(folder)
    if library is None:
        return "failed calls", 0, 0, "needs Linux and a C compiler"
    every = max(1400 // count, 1)
    (folder / "cases").mkdir()
    cases = in_child(library, folder / "cases", {"run": every}, chance.randrange(every) + 1)["run"]
    return "failed calls", len(cases), cases.count(""), "writes, syncs, renames, SQLite's too"


def power_losses(folder: Path, count: int, chance: random.Random) -> Row:
    """Power is lost: of each file only what was last synced remains."""
    library = compiled(folder)
    if library is None:
        return "losses of power", 0, 0, "needs Linux and a C compiler"
    (folder / "cases").mkdir()
    cases = in_child(library, folder / "cases", {"power": max(140 // count, 1)})["power"]
    return "losses of power", len(cases), cases.count(""), "what was not synced is gone"


def damaged_stores(folder: Path, count: int, chance: random.Random) -> Row:
    """One or eight bits of the store are flipped."""
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
    """Damaged files of every format lie among good ones."""
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


def hostile_texts(count: int, chance: random.Random) -> tuple[Row, list[Stage]]:
    """Texts that are no releases go through every stage with the real model; also CPU time and memory by stage."""
    from pipeline.extraction.extraction import analyse as analysed
    from pipeline.extraction.extraction import assemble
    from pipeline.extraction.pipeline import load_nlp
    from pipeline.settings import DEFAULT_MODEL

    list(analysed([("warm", structure("Anna Berg spoke on 3 May 2022.\n"))]))
    spent: dict[str, list[float]] = {"repair": [], "structure": [], "extraction": [], "of it the reader": []}
    megabytes = dict.fromkeys(spent, 0.0)
    survived = 0
    reader: Any = type(load_nlp(DEFAULT_MODEL).get_pipe("communique_reader"))
    read, taken = reader.__call__, [0.0]

    def timed_reader(self: object, doc: object) -> object:
        begun = time.process_time()
        found = read(self, doc)
        taken[0] = time.process_time() - begun
        return found

    reader.__call__ = timed_reader

    def timed(stage: str, size: int, work: Callable[[], object]) -> object:
        if CLEAR.exists():
            CLEAR.write_text("5")  # resets the peak of resident memory
        held, begun = peak_megabytes(), time.process_time()
        found = work()
        spent[stage].append((time.process_time() - begun) * 100_000 / size)
        megabytes[stage] = max(megabytes[stage], peak_megabytes() - held)
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
    return ("hostile texts", count, survived, "real model"), [
        (stage, max(s), sum(s) / len(s), megabytes[stage]) for stage, s in spent.items() if s
    ]


def soak(folder: Path, batches: int, chance: random.Random) -> Row:
    """A hundred releases arrive with each batch and every tenth run is killed; the outputs must be those of one run.

    Only one release in ten has a name and a quote, because all tables are written two hundred times.
    """
    raw = folder / "raw"
    raw.mkdir()
    took = 0.0
    megabytes = []
    for batch in range(batches):
        texts = [f"Release {batch} {n}\n\nThe rate is {chance.random()}.\n" for n in range(100)]
        texts[::10] = [f"{text}\nAnna Berg of ABC said “It is {chance.random()}.”\n" for text in texts[::10]]
        lines = [json.dumps({"id": f"r-{batch:03}-{n:02}", "text": text}) + "\n" for n, text in enumerate(texts)]
        (raw / f"batch-{batch:03}.jsonl").write_text("".join(lines), "utf-8")
        if batch % 10 == 9:
            killed(lambda: go(raw), took, chance)
        else:
            begun = time.perf_counter()
            go(raw)
            took = time.perf_counter() - begun
        megabytes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    go(raw)
    same = outputs(raw) == fresh(raw)
    memory = f"{megabytes[batches // 10]:,.0f} MB at most in the first tenth, {megabytes[-1]:,.0f} in all"
    return "soak, releases", batches * 100, batches * 100 * same, f"{batches} runs; {memory}"


PARTS: dict[str, tuple[Callable[[Path, int, random.Random], Row], int]] = {
    "soak": (soak, 200),  # first, so that the peak of memory is its own
    "kills": (kills, 100),
    "workers": (worker_kills, 40),
    "readers": (reader_kills, 20),
    "disks": (full_disks, 20),
    "calls": (failed_calls, 1400),
    "power": (power_losses, 140),
    "stores": (damaged_stores, 200),
    "files": (hostile_files, 4700),
}


def spent() -> float:
    """CPU seconds of this process and of those that it started."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measured(name: str, seed: int, scale: float) -> tuple[bool, list[str]]:
    """Run one part; return whether all cases survived, and its lines of the tables."""
    begun = spent()
    stages: list[Stage] = []
    if name == "texts":
        row, stages = hostile_texts(max(int(300 * scale), 1), random.Random(seed))
    else:
        work, count = PARTS[name]
        with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
            row = work(Path(folder), max(int(count * scale), 1), random.Random(f"{seed} {name}"))
    what, cases, survived, note = row
    lines = [f"| {what} | {cases:,} | {survived:,} | {spent() - begun:,.0f} | {note} |"]
    lines += [f"| {stage} | {worst:.1f} | {mean:.1f} | {most:,.0f} |" for stage, worst, mean, most in stages]
    return cases == survived, lines


def table(lines: list[str], seed: int, scale: float, old: str = "") -> str:
    """The tables with these lines; lines of other parts stay as they were if seed and scale are the same."""
    head = f"Seed {seed}, {'all cases' if scale == 1 else f'{scale:g} of the cases'}."
    rows: dict[str, str] = {}
    for line in [*(_ROW.findall(old) if head in old else []), *lines]:
        rows[line.split(" | ")[0]] = line
    cases = [line for line in rows.values() if line.count(" | ") == 4]
    stages = [line for line in rows.values() if line.count(" | ") == 3]
    made = [head, "", "| what | cases | survived | seconds of a processor | |", "|---|---|---|---|---|", *cases]
    if stages:
        made += ["", "| hostile text, by stage | seconds of a processor per 100 kB, worst | mean | MB at most |"]
        made += ["|---|---|---|---|", *stages]
    return "\n".join(made)


def write(page: Path, lines: list[str], seed: int, scale: float) -> None:
    """Update the tables of a page with the lines of some parts."""
    old = pages.text_at(page.read_text("utf-8"), MARK)
    pages.write(page, MARK, table(lines, seed, scale, old))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the cases")
    parser.add_argument("--only", nargs="*", choices=[*PARTS, "texts"], help="parts; lines of others stay")
    parser.add_argument("--write", type=Path, help="page whose tables are updated")
    args = parser.parse_args()
    well = True
    for name in [name for name in (*PARTS, "texts") if args.only is None or name in args.only]:
        survived, lines = measured(name, args.seed, args.scale)
        well = well and survived
        print(*lines, sep="\n", flush=True)
        if args.write:
            write(args.write, lines, args.seed, args.scale)
    sys.exit(not well)


if __name__ == "__main__":
    main()
