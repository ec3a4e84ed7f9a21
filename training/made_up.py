"""Texts made up for this project, names marked as they were written (`training/made_up/*.txt`), as training material.

They tell of what the releases of ../shared/train hold little of: bodies, people and towns of other parts of the world,
companies and their products side by side, institutions; rosters, letterheads and biographies. A text begins with a line
`=== id`; names stand in braces, `{ORG Ministry of Water}`. Below a line `--` stand the roles of its people, a line
each: `Ada Lund | Minister of Water | Ministry of Water`, the organisation empty where the text names none, its other
names behind `=`. Dates are marked too but teach nothing, since their bounds are another's: with them dates of the fold
1 fell from .937 to .909.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from pipeline.data import word_list
from pipeline.extraction.people.names import given_names, is_generational, is_initial, is_particle
from pipeline.extraction.text.forms import plain
from training.corpus import Release

FOLDER = Path(__file__).with_name("made_up")
RENAMED = 2
"""Copies of a text with roles in which all people have other names: its few names are not what it is to teach."""
_HEAD = re.compile(r"^=== *(.+)\n", re.MULTILINE)
_NAME = re.compile(r"\{(PERSON|ORG|COUNTRY|PLACE|DATE) ([^{}\n]+)\}")
_PERSON = re.compile(r"(?<=\{PERSON )[^{}\n]+")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_ROLES = re.compile(r"^--$\n?", re.MULTILINE)


def made_up(folder: Path = FOLDER) -> list[Release]:
    """The texts of all files, in order of their names; ids begin with “made-”."""
    return [release for path in sorted(folder.glob("*.txt")) for release in _texts(path)]


def is_made_up(ident: str) -> bool:
    """Whether an id is that of a made-up text."""
    return ident.startswith("made-")


def _texts(path: Path) -> Iterator[Release]:
    _, *parts = _HEAD.split(path.read_text("utf-8"))
    for ident, marked in zip(parts[::2], parts[1::2], strict=True):
        name = f"made-{path.stem}-{ident.strip()}"
        written, *told = _ROLES.split(marked.strip() + "\n")
        if not told:
            text, mentions = unmarked(marked.strip() + "\n")
            yield Release(name, text, {"mentions": mentions, "people": []})
            continue
        random = Random(name)
        for number in range(1 + RENAMED):
            rename = partial(_renamed, words={}, random=random) if number else str
            yield Release(f"{name}-{number}" if number else name, *with_roles(written, told[0], rename))


def with_roles(marked: str, lines: str, rename: Callable[[str], str] = str) -> tuple[str, dict[str, Any]]:
    """The text without braces and its annotation, roles included; `rename` gives words of people's names others."""
    text, mentions = unmarked(_PERSON.sub(lambda m: rename(m[0]), marked.strip() + "\n"))
    surfaces = {text[m["start"] : m["end"]] for m in mentions if m["label"] == "PERSON"}
    inside = sorted({m[0] for m in _PERSON.finditer(marked) if " " in m[0]})
    people: dict[str, dict[str, Any]] = {}
    bodies: dict[str, list[str]] = {}
    for line in lines.splitlines():
        if not line.strip():
            continue
        who, role, where = (cell.strip() for cell in line.split("|"))
        who = rename(who)
        for name in inside:  # “law clerk for Judge Jan Roe”
            role = role.replace(name, rename(name))
        short = sorted(s for s in surfaces if s != who and set(s.split()) < set(who.split()))
        person = people.setdefault(who, {"name": who, "aliases": short, "roles": []})
        body, *others = (cell.strip() for cell in where.split("="))
        person["roles"].append({"role": role, "organisation": body or None, "country": None})
        if body:
            bodies.setdefault(body, others)
    organisations = [{"name": name, "aliases": others} for name, others in bodies.items()]
    return text, {"mentions": mentions, "people": [*people.values()], "organisations": organisations, "quotes": []}


def _renamed(name: str, words: dict[str, str], random: Random) -> str:
    """A person's name with each word changed into another of its kind, the same word always into the same."""

    def changed(m: re.Match[str]) -> str:
        word = m[0]
        if is_initial(word) or is_particle(word) or is_generational(word):
            return word
        known = plain(word)
        if known not in words:
            names = _given() if known in given_names() else word_list("names/family_names.txt")
            words[known] = random.choice(names)
        new = "-".join(part.capitalize() for part in words[known].split("-"))
        return new.upper() if word.isupper() and len(word) > 1 else new

    return _WORD.sub(changed, name)


def _given() -> list[str]:
    return [*word_list("quotes/female_names.txt"), *word_list("quotes/male_names.txt")]


def unmarked(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without braces, and its mentions in the form of the annotations; raises ValueError at other braces."""
    text, mentions, done = "", [], 0
    for m in _NAME.finditer(marked):
        text += marked[done : m.start()]
        place = {"start": len(text), "end": len(text) + len(m[2])}
        mentions.append({**place, "label": m[1], "optional": m[1] == "DATE"})
        text += m[2]
        done = m.end()
    text += marked[done:]
    if wrong := re.search(r"[^\n]*[{}][^\n]*", text):
        raise ValueError(f"braces that mark no name: {wrong[0]!r}")
    return text, mentions
