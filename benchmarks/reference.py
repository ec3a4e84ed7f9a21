"""Write docs/reference/ (commands, tables, Python) and the man page from the code.

    python -m benchmarks.reference

Commands come from the parser, tables from the records, the functions of the API from their docstrings. The wheel
installs the man page, docs/communique.1, where `man communique` finds it.

A test compares the pages with what this writes.
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pipeline
from pipeline.arguments import parser
from pipeline.extraction.dates.grammar import load
from pipeline.tables import TABLES
from pipeline.tables.schema import columns, description

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
RULES = Path(__file__).with_name("rules.tsv")
HEAD = "<!-- written by python -m benchmarks.reference -->\n\n"


def commands() -> str:
    """Each command with its help text, as printed on a terminal of 100 columns."""
    os.environ["COLUMNS"], os.environ["NO_COLOR"] = "100", "1"
    (choices,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    parts = [f"## {name}\n\n```\n{command.format_help().rstrip()}\n```\n" for name, command in choices.choices.items()]
    return "\n".join(["# Commands\n", *parts])


def tables() -> str:
    """Each table with its columns."""
    parts = ["# Tables\n"]
    for record in TABLES:
        parts.append(f"## {record.TABLE.name}\n\n{description(record)} Key: {', '.join(record.TABLE.key)}.\n")
        rows = ["| column | type | what it is |", "|---|---|---|"]
        for c in columns(record):
            kind = " · ".join(c.enum) if c.enum else c.type
            refers = f" → `{c.refers}`" if c.refers else ""
            rows.append(f"| `{c.name}` | {kind}{', may be empty' if c.optional else ''} | {c.description}{refers} |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join([*parts, rules(), ""])


def rules() -> str:
    """What each value of the column `rule` means (`rules.tsv`), and the names of the rules for dates."""
    lines = [line for line in RULES.read_text("utf-8").splitlines() if not line.startswith("#")]
    at = lines.index("-")
    made, reasons = (
        [f"| {' | '.join((_code(row[0]), *row[1:]))} |" for row in (line.split("\t") for line in part)]
        for part in (lines[:at], lines[at + 1 :])
    )
    names = dict.fromkeys(rule.name for rule in load() if rule.builder != "nothing")
    return "\n".join(
        [
            "## Values of rule\n",
            "The rule that made a row of `mentions`, `roles`, `dates` or `quotes`. `communique explain` prints it.\n",
            "| rule | what made the row |\n|---|---|",
            *made,
            "\nA date has the name of its expression and, after a colon, what decided its value "
            "(`day-month:published-past`):\n",
            f"{', '.join(f'`{name}`' for name in names)}.\n",
            "| after the colon | what decided the value |\n|---|---|",
            *reasons,
        ]
    )


def _code(names: str) -> str:
    """Names, separated by commas, as code; words in brackets stay."""
    return names if names.startswith("(") else ", ".join(f"`{name}`" for name in names.split(", "))


def api() -> str:
    """The public functions with their signatures and docstrings."""
    parts = ["# Python\n", "Import these with `from pipeline import …`; each module is loaded on its first use.\n"]
    for name in sorted(n for n in pipeline.__all__ if callable(getattr(pipeline, n))):
        function = getattr(pipeline, name)
        # Python 3.13 calls it `pathlib._local.Path`
        signature = str(inspect.signature(function)).replace("'", "").replace("pathlib._local.", "pathlib.")
        parts.append(f"## {name}\n\n```\n{name}{signature}\n```\n\n{inspect.getdoc(function)}\n")
    return "\n".join(parts)


def man_page() -> str:
    """The man page: each command with its arguments, exit codes and files."""
    made = parser()
    (choices,) = (a for a in made._actions if isinstance(a, argparse._SubParsersAction))
    lines = [
        f'.TH COMMUNIQUE 1 "" "communique {pipeline.__version__}"', ".SH NAME",
        r"communique \- press releases in, tables out", ".SH SYNOPSIS",
        r"\fBcommunique\fR \fICOMMAND\fR [\fIOPTIONS\fR]", ".SH DESCRIPTION", _roff(made.description or ""),
    ]  # fmt: skip
    lines.append(".SH COMMANDS")
    for name, command in choices.choices.items():
        lines += [f".SS {name}", *_command(command)]
    lines += [".SH EXIT STATUS", _roff(str(made.epilog).removeprefix("exit codes: ").replace("\n", " "))]
    lines.append(".SH FILES")
    for name, what in FILES.items():
        lines += [".TP", f".I {_roff(name)}", _roff(what)]
    return "\n".join(lines) + "\n"


FILES = {
    "communique.toml": "beside RAW: what is known about the releases; errors in it are reported with their line",
    "corrections.csv": "beside OUT: the decisions of reviewers, which every run applies",
    "OUT/communique.sqlite": "the store: everything found, with foreign keys",
    "OUT/tables/": "one CSV file per table, and datapackage.json; quarantine.csv says what was not read and what to do",
    "OUT/text/": "the repaired texts, in which the columns start and end count",
}


def _command(command: argparse.ArgumentParser) -> Iterator[str]:
    """The lines of one command: what it does, its arguments, examples."""
    formatter = command._get_formatter()
    yield _roff(command.description or "")
    for action in command._actions:
        if "-h" not in action.option_strings:
            yield ".TP"
            yield r"\fB" + _roff(formatter._format_action_invocation(action)) + r"\fR"
            yield _roff(formatter._expand_help(action) if action.help else "") or r"\&"
    examples = (command.epilog or "").partition("\n\n")[0].splitlines()[1:]
    yield from (".PP", "For example:", ".PP", ".nf", *(_roff(line) for line in examples), ".fi")


def _roff(text: str) -> str:
    """Text escaped for roff: hyphens can be copied, and no line looks like a request."""
    return re.sub(r"^(?=[.'])", r"\\&", text.replace("\\", r"\e").replace("-", r"\-"))


PAGES = {"commands.md": commands, "tables.md": tables, "api.md": api}
MAN_PAGE = ROOT / "docs" / "communique.1"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        (FOLDER / name).write_text(HEAD + made(), "utf-8")
    MAN_PAGE.write_text(man_page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
