"""The command line: `communique COMMAND`, also `python -m pipeline COMMAND`.

Each command is thin: it reads its arguments, calls one stage and prints. Heavy imports are inside the commands, so that
`communique --help` and `communique repair` never load spaCy.
"""

import argparse
import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline.arguments import completion_script, parser
from pipeline.errors import RunError
from pipeline.paths import STORE, corrections_path
from pipeline.records import Correction, Quarantined, printable

if TYPE_CHECKING:
    from pipeline.runs.run import Summary

MOST_TOLD = 10  # quarantined releases (or misfit corrections) named on the terminal; the table lists them all
_OF_RUN = ("raw", "out", "model", "fields", "config", "corrections", "engine", "scheduler", "allow_removal")
"""The options of the command that `pipeline.run` takes by the same names."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # with the model's small matrices, BLAS threads mostly wait for each other and compete with the worker processes
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _ready_streams()
    given = sys.argv[1:] if argv is None else argv
    try:
        if not given:
            parser().print_help()
            return 0
        args = parser().parse_args(given)
        code = _COMMANDS[args.command](args) or 0
        sys.stdout.flush()
        return code
    except RunError as error:
        _tell(str(error))
        return error.exit_code
    except BrokenPipeError:  # `communique explain … | head`
        _drop_output()
        return 0
    except UnicodeEncodeError as error:  # an argument that is not in the encoding of the terminal
        _tell(f"{error.object[:99]!r}: is not in {sys.getfilesystemencoding()}, the encoding here; set LC_ALL=C.UTF-8")
        return 2
    except OSError as error:  # for example, `--export` to a folder that does not exist
        if error.filename is None:
            _drop_output()
        _tell(f"{error.filename or 'a file or standard output'}: cannot be read or written ({error.strerror or error})")
        return 2
    except KeyboardInterrupt:
        _tell("stopped" + "; what was done is saved, and the next run continues from there" * ("run" in given[:1]))
        return 130


def _ready_streams() -> None:
    """Open the standard streams that are closed (`2>&-`), as no file of ours must get their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            file = os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8")
            os.set_inheritable(file.fileno(), True)
            setattr(sys, name, file)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a Latin-1 terminal cannot print “→”


def _drop_output() -> None:
    """Let nothing more be written to standard output, as Python would try when it exits."""
    with suppress(ValueError):  # not a file, when `main` is called from a program
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(args: argparse.Namespace) -> int:
    if args.dry_run and args.watch:
        raise RunError("--dry-run lists what would be done now, --watch keeps running; give one of them")
    if args.scheduler and args.engine != "dask":
        raise RunError(f"--scheduler is for --engine dask, not for {args.engine}")
    if args.dry_run:
        return _dry_run(args)
    if not args.watch:
        return _run_once(args)
    from pipeline.runs.terminal import watch

    also = filter(None, (args.config, corrections_path(args.out, args.corrections)))
    return watch(args.raw, lambda: _run_once(args), _tell, also=[*also])


def _dry_run(args: argparse.Namespace) -> int:
    from pipeline import config
    from pipeline.runs.run import settings_of
    from pipeline.runs.terminal import plan

    settings = settings_of(args.raw, args.config, args.model, tuple(args.fields))
    steps = list(plan(args.raw, args.out, settings, args.corrections, allow_removal=args.allow_removal))
    for step in steps:
        if step.what != "keep":
            _say(f"{step.what:8}{step.source}: {step.why}")
    for line in config.changed_settings(settings, (step.source for step in steps if step.what != "remove")):
        _say(line)
    counts = sorted(Counter(step.what for step in steps).items())
    print("files: " + ", ".join(f"{count} to {what}" for what, count in counts) + "; nothing was written")
    return 0


def _run_once(args: argparse.Namespace) -> int:
    from pipeline.runs.run import run
    from pipeline.runs.terminal import progress_line

    with progress_line(quiet=args.quiet) as show:
        summary = run(**{name: getattr(args, name) for name in _OF_RUN}, stdin=args.format, progress=show)
    for line in summary.told:
        _tell(line)
    try:
        if not args.quiet:
            _print_summary(args.out, summary)
        sys.stdout.flush()
    except OSError as error:  # what follows is told all the same
        _drop_output()
        if not isinstance(error, BrokenPipeError):
            _tell(f"standard output: cannot be written ({error.strerror})")
    _tell_misfits(args, summary.misfits)
    _print_quarantined(args.out, summary.refused)
    return summary.exit_code


def _print_summary(out: Path, summary: "Summary") -> None:
    for source, taken in summary.fields.items():
        _say(f"{source}: " + ", ".join(f"{part} from “{name}”" for part, name in taken))
    _say(
        f"releases in {out}: {summary.documents} ({summary.processed} processed, "
        f"{summary.unchanged} unchanged), {summary.removed} removed, in {summary.seconds:.1f} s"
        + (f", {summary.words / summary.seconds:,.0f} words/s" if summary.words else "")
    )
    if summary.corrections:
        _say(f"corrections applied: {summary.corrections}")
    program = str(Path(sys.executable).with_name("communique"))
    # what to type to call this program: its name if the shell finds it, else its path (`.venv/bin/communique`)
    called = "communique" if shutil.which("communique") else min(os.path.relpath(program), program, key=len)
    called, place = shlex.quote(called), shlex.quote(str(out))
    _say(
        f"next: `{called} report {place}` to read, `{called} review --serve {place}` to correct, "
        f"`{called} tables {place} --format xlsx` for a workbook"
    )


def _print_quarantined(out: Path, refused: Sequence[Quarantined]) -> None:
    for row in refused[:MOST_TOLD]:
        record = "" if row.record == "0" else f", record {row.record}"
        _tell(f"{row.source}{record}: {row.detail}")
    if refused:
        table = out / "tables" / "quarantine.csv"
        _tell(f"could not be processed: {len(refused)}, listed in {table}; the rest is in the tables")


def _tell_misfits(args: argparse.Namespace, misfits: Sequence[Correction]) -> None:
    for c in misfits[:MOST_TOLD]:
        about = " ".join(filter(None, (c.document_id, c.table, c.decision, c.text and repr(c.text[:40]))))
        _tell(f"{corrections_path(args.out, args.corrections).name}, line {c.line} ({about}): {c.reason}")
    if misfits:
        _tell(f"corrections that do not fit: {len(misfits)}, listed in {args.out / 'tables' / 'corrections.csv'}")


def _tell(line: str) -> None:
    with suppress(OSError):  # standard error is on a full disk
        _say(f"communique: {line}", sys.stderr)


def _say(message: str, file: TextIO | None = None) -> None:
    print("\n".join(map(printable, message.split("\n"))), file=file)


def _repair(args: argparse.Namespace) -> None:
    from pipeline.repair.repaired import format_repairs
    from pipeline.runs.single import prepared_documents

    for number, item in enumerate(prepared_documents(args.file, suffix=args.format, normalise=args.normalise)):
        sys.stdout.buffer.write(("\n\n" * (number > 0) + item.repaired.text).encode())
        if args.explain:
            print(f"{item.source.document_id}\n{format_repairs(item.repaired)}", file=sys.stderr)


def _extract(args: argparse.Namespace) -> None:
    from pipeline.runs.single import extracted_documents, to_json

    for item, found in extracted_documents(args.file, published=args.published, model=args.model, suffix=args.format):
        sys.stdout.buffer.write(f"{to_json(item, found)}\n".encode())  # JSON is in UTF-8, whatever the terminal is in


def _tables(args: argparse.Namespace) -> None:
    from pipeline.runs.run import PLACES, write_tables
    from pipeline.tables import TABLES

    if args.form not in PLACES:
        from pipeline.exports import write_export

        _say(f"written to {write_export(args.out, args.form, args.corrections)}")
        return
    outcome = write_tables(args.out, form=args.form, corrections=args.corrections)
    _tell_misfits(args, outcome.misfits)
    _say(f"{len(TABLES)} tables written to {args.out / PLACES[args.form]}")
    if outcome.waiting:
        _say(f"publication dates that wait for the next run: {outcome.waiting}")
    if outcome.ahead:
        _say(f"{args.out / STORE} is as the last run left it: the database takes the decisions at the next run")


def _review(args: argparse.Namespace) -> int:
    from pipeline.review.command import review

    return review(args)


def _report(args: argparse.Namespace) -> None:
    from pipeline.report import write_report

    first, pages = write_report(args.out, args.corrections)
    _say(f"{pages} pages written; open {first}")


def _doctor(args: argparse.Namespace) -> int:
    from pipeline.doctor import diagnose

    found = list(diagnose(args.out))
    for state, line in found:
        _say(f"{state:8}{line}")
    return 2 if any(state == "WRONG" for state, _ in found) else 0


def _explain(args: argparse.Namespace) -> None:
    from pipeline.explain import explain
    from pipeline.runs.single import extracted_documents

    colour = args.colour == "always" or (args.colour == "auto" and sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    for item, found in extracted_documents(args.file, published=args.published, model=args.model, suffix=args.format):
        encoding = item.source.encoding or item.repaired.encoding
        report = explain(found, item.release, name=item.source.document_id, encoding=encoding, colour=colour)
        print(report, end="")


_COMMANDS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    **{f.__name__[1:]: f for f in (_run, _repair, _extract, _tables, _review, _report, _explain, _doctor)},
    "completion": lambda args: print(completion_script(parser(), args.shell), end=""),
}
"""The function of each command; it returns the exit code, or None for 0."""
