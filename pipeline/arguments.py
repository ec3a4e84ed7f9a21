"""The arguments of all commands, apart from what carries them out: help is to come up at once."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.corrections.decisions import is_day
from pipeline.data import data_file
from pipeline.settings import DEFAULT_MODEL, FIELD_ROLES
from pipeline.version import __version__

EXPORTS = ("followthemoney", "graphml", "gexf", "jsonld", "conll", "docbin", "openrefine")
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


_HELP = {
    "run": "Process what is new in RAW and bring the store and the tables in OUT up to date.",
    "repair": "Print the repaired text of one file, or of stdin.",
    "extract": "Print what is found in one file, as JSON, a line a release.",
    "tables": "Write the tables of a store again, without processing anything.",
    "review": "List what to review, note decisions about rows, and say how good the rows are.",
    "report": "Write a static site of the tables, for people to read: OUT/report/index.html.",
    "explain": "Print for a person what was found in one file.",
    "doctor": "Say what is installed, what is missing, and what to do about it.",
    "completion": "Print the script that completes commands and options in a shell.",
}


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; `command` is the name of the command."""
    made = argparse.ArgumentParser(
        prog="communique",
        description="Press releases in, tables out: repairs their text, extracts people, roles, organisations, "
        "countries, dates and quotes, and writes normalised tables.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"communique {__version__}")
    commands = made.add_subparsers(metavar="COMMAND", required=True, dest="command")
    of: dict[str, argparse.ArgumentParser] = {}
    for name, text in _HELP.items():
        examples = "\n".join(f"  {line}" for line in _EXAMPLES[name])
        of[name] = commands.add_parser(
            name, help=text, description=text, epilog=f"for example:\n{examples}\n\n{EXIT_CODES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
    _run(of["run"])
    _repair(of["repair"])
    _of_one_file(of["extract"])
    _tables(of["tables"])
    _review(of["review"])
    _out(of["report"])
    _of_one_file(of["explain"])
    of["explain"].add_argument(
        "--colour", choices=["auto", "always", "never"], default="auto", help="ANSI colours (auto)"
    )
    _out(of["doctor"])
    of["completion"].add_argument(
        "shell", choices=["bash", "zsh", "fish"], help='as in: eval "$(communique completion bash)"'
    )
    return made


def _run(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "raw", nargs="?", default="raw", metavar="RAW",
        help="folder of releases (raw) or its address in shared storage (s3://…), or - for stdin",
    )  # fmt: skip
    _out(command, "output folder (processed)")
    command.add_argument(
        "--engine", choices=["auto", "inline", "processes", "dask"], default="auto",
        help="this process, a process a core, a Dask cluster, or what suits the number of releases (auto)",
    )  # fmt: skip
    command.add_argument("--scheduler", metavar="ADDRESS", help="of the Dask cluster, as in tcp://10.0.0.1:8786")
    _model(command, None)
    _stdin(command)
    command.add_argument("--config", type=Path, metavar="FILE", help="settings (communique.toml beside RAW)")
    command.add_argument("--dry-run", action="store_true", help="write nothing; list what would be done, and why")
    command.add_argument("--watch", action="store_true", help="go on: process what arrives in RAW, until Ctrl-C")
    command.add_argument(
        "--field", action="append", default=[], type=_field, metavar="PART=NAME", dest="fields",
        help=f"field of CSV and JSONL records that holds a part of the release ({', '.join(FIELD_ROLES)}); can be "
        "given several times. Else usual names are looked for; the run says which were taken",
    )  # fmt: skip
    _corrections(command)
    command.add_argument(
        "--allow-removal", action="store_true", help="take also more than a fifth of the documents out of the tables"
    )
    command.add_argument("-q", "--quiet", action="store_true", help="no progress, only what went wrong")


def _repair(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", nargs="?", default="-", help="a file as it may stand in raw/ (stdin)")
    _stdin(command)
    command.add_argument(
        "--explain", action="store_true", help="tell each edit on stderr: before, after, encodings, why"
    )


def _tables(command: argparse.ArgumentParser) -> None:
    _out(command)
    command.add_argument(
        "--format", choices=["csv", "xlsx", "parquet", *EXPORTS], default="csv", dest="form",
        help="csv: OUT/tables; xlsx: one Excel workbook, OUT/communique.xlsx; parquet: a typed copy in OUT/parquet, a "
        "folder a table, split by year of publication; the others: a file in OUT/exports for other programs",
    )  # fmt: skip
    _corrections(command)


def _review(command: argparse.ArgumentParser) -> None:
    _out(command)
    page = command.add_argument_group("in the browser, with a click on the words")
    page.add_argument("--serve", action="store_true", help="open a page on this machine; Ctrl-C ends it")
    page.add_argument("--port", type=int, default=0, metavar="N", help="port of the page (a free one)")
    page.add_argument("--no-browser", action="store_false", dest="browser", help="print the address, open nothing")
    listing = command.add_argument_group("what to review (without other options: the queue)")
    listing.add_argument("--number", type=int, default=20, metavar="N", help="rows of the queue (20)")
    listing.add_argument(
        "--order",
        choices=["gain", "text", "random"],
        default="gain",
        help="most to gain first; as in the text; by lot",
    )
    listing.add_argument("--document", metavar="ID", help="rows of one release only")
    listing.add_argument("--score", action="store_true", help="precision and recall over what was reviewed")
    deciding = command.add_argument_group("decisions, added to the file of corrections; each several times if you like")
    for name, values, text in _DECISIONS:
        many = len(values) > 1
        deciding.add_argument(
            f"--{name}", action="append", default=[], nargs=len(values) if many else None,
            metavar=values if many else values[0], help=text,
        )  # fmt: skip
    deciding.add_argument("--reviewer", default="", metavar="NAME", help="who decides")
    deciding.add_argument("--note", default="", metavar="TEXT", help="why")
    exchange = command.add_argument_group(
        "exchange: .json for Label Studio, .spacy for spaCy, .csv back from OpenRefine"
    )
    exchange.add_argument("--export", type=Path, metavar="FILE", help="write the releases with their rows")
    exchange.add_argument("--import", type=Path, metavar="FILE", dest="import_", help="read annotations as decisions")
    _corrections(command)


_DECISIONS: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("accept", ("ROW",), "the row is right"),
    ("reject", ("ROW",), "the row is wrong"),
    ("edit", ("ROW", "FIELD=VALUE"), None),
    ("add", ("DOCUMENT", "TABLE", "WORDS", "FIELD=VALUE"),
     "a row at these words: mentions PERSON=name, dates =2023-09, roles =person, quotes direct=speaker"),
    ("done", ("DOCUMENT",), "read to its end: the rest is right"),
    ("published", ("DOCUMENT", "YYYY-MM-DD"), None),
    ("headline", ("DOCUMENT", "TEXT"), None),
    ("merge", ("GOES", "STAYS"), None),
    ("apart", ("ONE", "OTHER"), "candidates that are two"),
    ("split", ("DOCUMENT", "ENTITY", "NAME"), None),
)  # fmt: skip


# --- what several commands take ---


def _out(command: argparse.ArgumentParser, text: str = "output folder of a run") -> None:
    command.add_argument("out", nargs="?", default="processed", type=Path, metavar="OUT", help=text)


def _of_one_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="a file as it may stand in raw/, or - for stdin")
    _stdin(command)
    command.add_argument("--published", type=_day, metavar="YYYY-MM-DD", help="publication date, where it is known")
    _model(command, DEFAULT_MODEL)


def _stdin(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", default="txt", metavar="SUFFIX", help="format of what comes by stdin (txt)")


def _model(command: argparse.ArgumentParser, default: str | None) -> None:
    command.add_argument("--model", default=default, metavar="NAME", help=f"spaCy model or path ({DEFAULT_MODEL})")


def _corrections(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--corrections", type=Path, metavar="PATH", help="file of reviewers' decisions (corrections.csv beside OUT)"
    )


def _day(value: str) -> str:
    if not is_day(value):
        raise argparse.ArgumentTypeError(f"{value!r} is no day; write it as 2023-09-27")
    return value


def _field(value: str) -> tuple[str, str]:
    part, mark, name = value.partition("=")
    if part not in FIELD_ROLES or not mark or not name.strip():
        raise argparse.ArgumentTypeError(f"{value!r}: write it as PART=NAME, PART one of {', '.join(FIELD_ROLES)}")
    return part, name


# --- completion in a shell: a script that is made from the parser once and starts no Python while one types -----------

Command = tuple[str, list[argparse.Action]]


def completion_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for a shell: `eval "$(communique completion bash)"`, `communique completion fish | source`."""
    commands = dict(_commands(parser))
    return _fish(commands) if shell == "fish" else _bash(commands, zsh=shell == "zsh")


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, Command]]:
    """Each command with its help and its options."""
    (choices,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    helps = {a.dest: a.help or "" for a in choices._choices_actions}
    for name, command in choices.choices.items():
        yield name, (helps.get(name, ""), [a for a in command._actions if a.option_strings])


def _bash(commands: dict[str, Command], *, zsh: bool) -> str:
    options = (
        f"    {name}) options='{' '.join(o for a in options for o in a.option_strings)}' ;;"
        for name, (_, options) in commands.items()
    )
    values = (
        f"    {name}:{option}) COMPREPLY=($(compgen -W '{' '.join(map(str, action.choices))}' -- \"$word\")); return ;;"
        for name, (_, options) in commands.items()
        for action in options
        if action.choices
        for option in action.option_strings
    )
    made = data_file("completion.bash").read_text("utf-8")
    for word, filled in (
        ("COMMANDS", " ".join(commands)),
        ("VALUES", "\n".join(values)),
        ("OPTIONS", "\n".join(options)),
    ):
        made = made.replace(f"@{word}@", filled)
    return ("autoload -U +X bashcompinit && bashcompinit\n" if zsh else "") + made


def _fish(commands: dict[str, Command]) -> str:
    lines = []
    for name, (about, options) in commands.items():
        lines.append(f"complete -c communique -n __fish_use_subcommand -a {name} -d {json.dumps(about)}")
        for action in options:
            long = next((o[2:] for o in action.option_strings if o.startswith("--")), "")
            given = f" -xa {json.dumps(' '.join(map(str, action.choices)))}" if action.choices else ""
            about = json.dumps((action.help or "").replace("%%", "%").replace("$", ""))
            lines.append(f"complete -c communique -n '__fish_seen_subcommand_from {name}' -l {long}{given} -d {about}")
    return "\n".join(lines) + "\n"
