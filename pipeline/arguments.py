"""The command-line parser, kept apart from the code of the commands so that `--help` appears at once.

Commands and options are declared in `pipeline/data/commands.toml`.
"""

import argparse
import json
import math
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.corrections.decisions import is_day
from pipeline.data import data_file
from pipeline.settings import DEFAULT_MODEL, FIELD_ROLES
from pipeline.version import __version__


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; the parsed arguments hold the name of the command in `command`."""
    written = data_file("commands.toml").read_text("utf-8")
    given = tomllib.loads(written.replace("{roles}", ", ".join(FIELD_ROLES)).replace("{model}", DEFAULT_MODEL))
    form: dict[str, Any] = {"formatter_class": argparse.RawDescriptionHelpFormatter}  # keeps line ends
    made = argparse.ArgumentParser("communique", description=given["description"], epilog=given["exit_codes"], **form)
    made.add_argument("--version", action="version", version=f"communique {__version__}")
    commands = made.add_subparsers(metavar="COMMAND", required=True, dest="command")
    for name, about in given["commands"].items():
        examples = "\n".join(f"  {line}" for line in about["examples"])
        epilog = f"for example:\n{examples}\n\n{made.epilog}"
        command = commands.add_parser(name, help=about["help"], description=about["help"], epilog=epilog, **form)
        for title, options in {"": about["options"], **about.get("groups", {})}.items():
            group = command.add_argument_group(title) if title else command
            for option in options:
                _add(group, given["options"][option])
    return made


def _add(to: argparse._ActionsContainer, option: dict[str, Any]) -> None:
    """Add an option as `commands.toml` declares it; where it takes several values, each has a metavar of its own."""
    settings = option | ({"type": _TYPES[option["type"]]} if "type" in option else {})
    if isinstance(settings.get("metavar"), list):
        settings["metavar"] = tuple(settings["metavar"])
    to.add_argument(*settings.pop("flags"), **settings)


def _address(value: str) -> str:
    if not value:  # `communique run "$RAW" /tables` with a variable that is not set would process the current folder
        raise argparse.ArgumentTypeError("nothing between the quotes; name a file or a folder (. is the current one)")
    return value


def _day(value: str) -> str:
    if not is_day(value):
        raise argparse.ArgumentTypeError(f"{value!r} is not a day; write it as 2023-09-27")
    return value


def _field(value: str) -> tuple[str, str]:
    part, mark, name = value.partition("=")
    if part not in FIELD_ROLES or not mark or not name.strip():
        raise argparse.ArgumentTypeError(f"{value!r}: write it as PART=NAME; PART is one of {', '.join(FIELD_ROLES)}")
    return part, name


def _number(value: str, most: float = math.inf) -> int:
    if not value.isdecimal() or int(value) > most:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number" + f" up to {most}" * (most < math.inf))
    return int(value)


_TYPES = {"address": _address, "number": _number, "day": _day, "field": _field, "port": partial(_number, most=0xFFFF)}
_TYPES["path"] = lambda value: Path(_address(value))


# --- shell completion: the script is made from the parser once, so that completing starts no Python -------------------


def completion_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for a shell, for `eval "$(communique completion bash)"` or `communique completion fish | source`."""
    from jinja2 import Template

    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    options = {name: [a for a in command._actions if a.option_strings] for name, command in commands.choices.items()}
    helps = {a.dest: a.help for a in commands._choices_actions}
    text = data_file("completion.fish" if shell == "fish" else "completion.bash").read_text("utf-8")
    template = Template(text, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return str(template.render(options=options, helps=helps, zsh=shell == "zsh", quoted=json.dumps))
