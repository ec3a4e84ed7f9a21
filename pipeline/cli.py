"""The command line: `communique COMMAND`, also `python -m pipeline COMMAND`.

Each command is thin: it reads arguments, calls one stage, prints. Heavy imports stand inside the commands, so that
`communique --help` and `communique repair` never load spaCy.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import RunError
from pipeline.review.arguments import add_arguments
from pipeline.settings import DEFAULT_MODEL, FIELD_ROLES
from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.extraction import Extraction
    from pipeline.records import Correction
    from pipeline.runs.process import Prepared

MOST_TOLD = 10  # releases in quarantine that are named on the terminal; the table names all
EXPORTS = ("followthemoney", "graphml", "gexf", "jsonld", "conll", "docbin")
"""Formats of other programs; `pipeline.exports` says what each is, and is not light."""
EXIT_CODES = """exit codes: 0 done, or nothing had changed · 1 some releases went to quarantine ·
2 usage, no input, too much of it gone, or the output cannot be written · 3 the output is in use by another run"""


_EXAMPLES = {
    "run": ["communique run raw processed", "communique run releases.jsonl.gz --field text=Story"],
    "repair": ["communique repair raw/ct-tech-tashkent.txt > repaired.txt", "communique repair --explain mail.eml"],
    "extract": ["communique extract raw/ct-tech-tashkent.txt --published 2023-09-28 | python -m json.tool"],
    "tables": [
        "communique tables processed --format xlsx     # one workbook, processed/communique.xlsx",
        "communique tables processed --format graphml  # for Gephi, in processed/exports",
    ],
    "review": [
        "communique review --serve processed             # a page in the browser, with a click on the words",
        "communique review processed                     # the queue: what is likely wrong, first",
        "communique review processed --edit ROW value=2024-05 --reviewer eva",
    ],
    "report": ["communique report processed                     # then open processed/report/index.html"],
    "explain": ["communique explain raw/ct-tech-tashkent.txt"],
    "doctor": ["communique doctor processed"],
    "completion": ['eval "$(communique completion bash)"'],
}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    # several threads for the small matrices of the model only wait for each other, and share the cores with processes
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parser = _parser()
    given = sys.argv[1:] if argv is None else list(argv)
    if not given:
        parser.print_help()
        return 0
    args = parser.parse_args(given)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        return command(args)
    except RunError as error:
        _tell(str(error))
        return error.exit_code
    except BrokenPipeError:  # `communique explain … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # `--export` to a folder that is not there
        _tell(f"{error.filename or 'a file'}: cannot be read or written ({error.strerror or error})")
        return 2
    except KeyboardInterrupt:
        print("communique: stopped; what was done is saved, the next run goes on from there", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="communique",
        description="Press releases in, tables out: repairs their text, extracts people, roles, organisations, "
        "countries, dates and quotes, and writes normalised tables.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"communique {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        examples = "\n".join(f"  {line}" for line in _EXAMPLES[name])
        epilog = f"for example:\n{examples}\n\n{EXIT_CODES}"
        command = commands.add_parser(
            name, help=text, description=text, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        command.set_defaults(command=run)
        return command

    run = add("run", _run, "Process what is new in RAW and bring the store and the tables in OUT up to date.")
    run.add_argument(
        "raw",
        nargs="?",
        default="raw",
        metavar="RAW",
        help="folder of releases (raw) or its address in shared storage (s3://…), or - for stdin",
    )
    run.add_argument("out", nargs="?", default="processed", type=Path, metavar="OUT", help="output folder (processed)")
    run.add_argument(
        "--engine", choices=["auto", "inline", "processes", "dask"], default="auto",
        help="this process, a process a core, a Dask cluster, or what suits the number of releases (auto)",
    )  # fmt: skip
    run.add_argument("--scheduler", metavar="ADDRESS", help="of the Dask cluster, as in tcp://10.0.0.1:8786")
    run.add_argument("--model", metavar="NAME", help=f"spaCy model or path ({DEFAULT_MODEL})")
    _stdin(run)
    run.add_argument("--config", type=Path, metavar="FILE", help="settings (communique.toml beside RAW)")
    run.add_argument("--dry-run", action="store_true", help="write nothing; list what would be done, and why")
    run.add_argument("--watch", action="store_true", help="go on: process what arrives in RAW, until Ctrl-C")
    run.add_argument(
        "--field", action="append", default=[], type=_field, metavar="PART=NAME", dest="fields",
        help=f"field of CSV and JSONL records that holds a part of the release ({', '.join(FIELD_ROLES)}); can be "
        "given several times. Else usual names are looked for; the run says which were taken",
    )  # fmt: skip
    _corrections(run)
    run.add_argument(
        "--allow-removal", action="store_true", help="take also more than a fifth of the documents out of the tables"
    )
    run.add_argument("-q", "--quiet", action="store_true", help="no progress, only what went wrong")

    repair = add("repair", _repair, "Print the repaired text of one file, or of stdin.")
    repair.add_argument("file", metavar="FILE", nargs="?", default="-", help="a file as it may stand in raw/ (stdin)")
    _stdin(repair)
    repair.add_argument(
        "--explain", action="store_true", help="tell each edit on stderr: before, after, encodings, why"
    )

    extract = add("extract", _extract, "Print what is found in one file, as JSON, a line a release.")
    _file(extract)
    _published(extract)
    _model(extract)

    tables = add("tables", _tables, "Write the tables of a store again, without processing anything.")
    tables.add_argument("out", nargs="?", default="processed", type=Path, metavar="OUT", help="output folder of a run")
    tables.add_argument(
        "--format", choices=["csv", "xlsx", "parquet", *EXPORTS], default="csv", dest="form",
        help="csv: OUT/tables; xlsx: one Excel workbook, OUT/communique.xlsx; parquet: a typed copy in OUT/parquet, a "
        "folder a table, split by year of publication; the others: a file in OUT/exports for other programs",
    )  # fmt: skip
    _corrections(tables)

    review = add("review", _review, "List what to review, note decisions about rows, and say how good the rows are.")
    add_arguments(review)
    _corrections(review)

    report = add("report", _report, "Write a static site of the tables, for people to read: OUT/report/index.html.")
    report.add_argument("out", nargs="?", default="processed", type=Path, metavar="OUT", help="output folder of a run")

    explain = add("explain", _explain, "Print for a person what was found in one file.")
    _file(explain)
    _published(explain)
    _model(explain)
    explain.add_argument("--colour", choices=["auto", "always", "never"], default="auto", help="ANSI colours (auto)")

    doctor = add("doctor", _doctor, "Say what is installed, what is missing, and what to do about it.")
    doctor.add_argument("out", nargs="?", default="processed", type=Path, metavar="OUT", help="output folder of a run")

    completion = add("completion", _completion, "Print the script that completes commands and options in a shell.")
    completion.add_argument(
        "shell", choices=["bash", "zsh", "fish"], help='as in: eval "$(communique completion bash)"'
    )
    return parser


def _file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="a file as it may stand in raw/, or - for stdin")
    _stdin(command)


def _stdin(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", default="txt", metavar="SUFFIX", help="format of what comes by stdin (txt)")


def _published(command: argparse.ArgumentParser) -> None:
    command.add_argument("--published", type=_day, metavar="YYYY-MM-DD", help="publication date, where it is known")


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model", default=DEFAULT_MODEL, metavar="NAME", help=f"spaCy model or path ({DEFAULT_MODEL})"
    )


def _corrections(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--corrections", type=Path, metavar="PATH", help="file of reviewers' decisions (corrections.csv beside OUT)"
    )


def _day(value: str) -> str:
    from datetime import date

    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day; write it as 2023-09-27") from None
    return value


def _field(value: str) -> tuple[str, str]:
    part, mark, name = value.partition("=")
    if part not in FIELD_ROLES or not mark or not name.strip():
        raise argparse.ArgumentTypeError(f"{value!r}: write it as PART=NAME, PART one of {', '.join(FIELD_ROLES)}")
    return part, name


def _run(args: argparse.Namespace) -> int:
    if args.dry_run:
        return _dry_run(args)
    if not args.watch:
        return _run_once(args)
    from pipeline.runs.terminal import watch

    return watch(args.raw, lambda: _run_once(args), beside=filter(None, (args.config, args.corrections)))


def _dry_run(args: argparse.Namespace) -> int:
    from pipeline.runs.plan import plan

    counts: dict[str, int] = {}
    for step in plan(
        args.raw, args.out, model=args.model, fields=tuple(args.fields), config=args.config,
        corrections=args.corrections,
    ):  # fmt: skip
        counts[step.what] = counts.get(step.what, 0) + 1
        if step.what != "keep":
            print(f"{step.what:8}{step.source}: {step.why}")
    print(
        "files: " + ", ".join(f"{count} to {what}" for what, count in sorted(counts.items())) + "; nothing was written"
    )
    return 0


def _run_once(args: argparse.Namespace) -> int:
    from pipeline.runs.run import run
    from pipeline.runs.terminal import ProgressLine

    with ProgressLine(quiet=args.quiet) as line:
        summary = run(
            args.raw, args.out, model=args.model, engine=args.engine, fields=tuple(args.fields), stdin=args.format,
            corrections=args.corrections, config=args.config, scheduler=args.scheduler,
            allow_removal=args.allow_removal, progress=line.update,
        )  # fmt: skip
    for line_told in summary.told:
        _tell(line_told)
    if not args.quiet:
        for source, taken in summary.fields.items():
            print(shown(f"{source}: ") + ", ".join(f"{part} from “{name}”" for part, name in taken))
        print(
            f"{summary.documents} releases in {args.out}: {summary.processed} processed, "
            f"{summary.unchanged} unchanged, {summary.removed} removed, in {summary.seconds:.1f} s"
            + (f", {summary.words / summary.seconds:,.0f} words/s" if summary.words else "")
        )
        if summary.corrections:
            print(f"{summary.corrections} corrections applied")
        print(
            f"next: `communique report {args.out}` to read, `communique review --serve {args.out}` to correct, "
            f"`communique tables {args.out} --format xlsx` for a workbook"
        )
    _tell_misfits(args.out / "tables" / "corrections.csv", summary.misfits)
    if summary.quarantined:
        _tell_quarantine(args.out / "tables" / "quarantine.csv", summary.quarantined)
    return summary.exit_code


def _tell_misfits(table: Path, misfits: Sequence[Correction]) -> None:
    for c in misfits[:MOST_TOLD]:
        about = " ".join(filter(None, (c.document_id, c.table, c.decision, repr((c.text or "")[:40]))))
        _tell(f"correction {c.line} ({about}): {c.reason}")
    if misfits:
        _tell(f"{len(misfits)} corrections do not fit, see {table}")


def _tell_quarantine(table: Path, count: int) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        for row in islice(csv.DictReader(file), MOST_TOLD):
            record = "" if row["record"] == "0" else f", record {row['record']}"
            _tell(f"{row['source']}{record}: {row['detail']}")
    _tell(f"{count} could not be processed, see {table}; all others are in the tables")


def _tell(line: str) -> None:
    print(f"communique: {shown(line)}", file=sys.stderr)


def shown(line: str) -> str:
    """A line for a terminal: what a name in it could do to the terminal (`\\x1b[2J` clears it) is written out."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in line)


def _repair(args: argparse.Namespace) -> int:
    from pipeline.repair.repaired import format_repairs
    from pipeline.runs.single import prepared_documents

    for item in prepared_documents(args.file, suffix=args.format):
        sys.stdout.buffer.write(item.repaired.text.encode())
        if args.explain:
            print(f"{item.source.document_id}\n{format_repairs(item.repaired)}", file=sys.stderr)
    return 0


def _extract(args: argparse.Namespace) -> int:
    from pipeline.runs.single import to_json

    for item, extraction in _extracted(args):
        print(to_json(item, extraction))
    return 0


def _extracted(args: argparse.Namespace) -> Iterator[tuple[Prepared, Extraction]]:
    from pipeline.runs.single import extracted_documents

    yield from extracted_documents(args.file, published=args.published, model=args.model, suffix=args.format)


def _tables(args: argparse.Namespace) -> int:
    if args.form in EXPORTS:
        from pipeline.exports import write_export

        print(f"written to {write_export(args.out, args.form, args.corrections)}")
        return 0
    from pipeline.runs.write import write_tables
    from pipeline.tables import TABLES

    outcome = write_tables(args.out, form=args.form, corrections=args.corrections)
    _tell_misfits(args.out / "tables" / "corrections.csv", outcome.misfits)
    place = {"csv": "tables", "xlsx": "communique.xlsx", "parquet": "parquet"}[args.form]
    print(f"{len(TABLES)} tables written to {args.out / place}")
    return 0


def _review(args: argparse.Namespace) -> int:
    from pipeline.review.command import review

    return review(args)


def _report(args: argparse.Namespace) -> int:
    from pipeline.report import write_report

    first, pages = write_report(args.out)
    print(f"{pages} pages written; open {first}")
    return 0


def _doctor(args: argparse.Namespace) -> int:
    from pipeline.doctor import diagnose

    failed = False
    for well, line in diagnose(args.out):
        print(f"{'ok      ' if well else 'missing ' if well is None else 'WRONG   '}{line}")
        failed |= well is False
    return 2 if failed else 0


def _completion(args: argparse.Namespace) -> int:
    from pipeline.completion import script

    print(script(_parser(), args.shell), end="")
    return 0


def _explain(args: argparse.Namespace) -> int:
    from pipeline.explain import explain

    colour = args.colour == "always" or (args.colour == "auto" and sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    for item, extraction in _extracted(args):
        encoding = item.source.encoding or item.repaired.encoding
        report = explain(extraction, item.release, name=item.source.document_id, encoding=encoding, colour=colour)
        print(report, end="")
    return 0
