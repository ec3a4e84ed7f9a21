"""Write docs/reference/ from the code: commands from the parser, tables from the records, the API from its docstrings.

    python -m benchmarks.reference

A test compares the pages with what this writes.
"""

from __future__ import annotations

import argparse
import inspect
import os
import sys
from pathlib import Path

import pipeline
from pipeline.arguments import parser
from pipeline.tables import TABLES
from pipeline.tables.schema import columns, description

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
HEAD = "<!-- written by python -m benchmarks.reference -->\n\n"


def commands() -> str:
    """Each command with its help, as it prints it on a terminal of 100 columns."""
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
    return "\n".join(parts)


def api() -> str:
    """The public functions with their signatures and docstrings."""
    parts = ["# Python\n", "`from pipeline import …`; nothing is loaded before it is used.\n"]
    for name in sorted(n for n in pipeline.__all__ if callable(getattr(pipeline, n))):
        function = getattr(pipeline, name)
        signature = str(inspect.signature(function)).replace("'", "")
        parts.append(f"## {name}\n\n```\n{name}{signature}\n```\n\n{inspect.getdoc(function)}\n")
    return "\n".join(parts)


PAGES = {"commands.md": commands, "tables.md": tables, "api.md": api}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        (FOLDER / name).write_text(HEAD + made(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
