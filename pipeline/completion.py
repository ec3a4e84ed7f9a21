"""Completion of commands and options in a shell, as a script: `communique completion bash`, `zsh` or `fish`.

The script is made from the parser once and asks nothing while one types, so that it costs no start of Python.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from pipeline.data import data_file


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for a shell: `eval "$(communique completion bash)"`, `communique completion fish | source`."""
    commands = dict(_commands(parser))
    return _fish(commands) if shell == "fish" else _bash(commands, zsh=shell == "zsh")


Command = tuple[str, list[argparse.Action]]


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
