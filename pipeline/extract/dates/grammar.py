"""The grammar of date expressions, as `data/dates/grammar.txt` has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.data import data_file

_ELEMENT = re.compile(r"(?P<glued>_?)(?:\"(?P<words>[^\"]+)\"|(?P<name>[a-z_]+?)(?P<index>\d?))(?P<optional>\??)$")
_LINE = re.compile(r"(?P<name>[\w-]+)(?:\s*->\s*(?P<builder>\w+))?\s*=\s+(?P<body>.+)$")


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern: words, a class of tokens or a part of the grammar."""

    name: str  # class or part; empty where `words` are given
    index: str  # tells two captures of one class apart
    words: frozenset[str]
    optional: bool
    glued: bool  # no space before


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the builder of its meaning, and its alternative patterns."""

    name: str
    builder: str
    patterns: tuple[tuple[Element, ...], ...]


def _patterns(body: str) -> tuple[tuple[Element, ...], ...]:
    return tuple(tuple(_element(e) for e in alternative.split()) for alternative in body.split(" | "))


def _element(text: str) -> Element:
    match = _ELEMENT.match(text)
    if match is None:
        raise ValueError(f"grammar.txt: not an element: {text!r}")
    given = match["words"]
    words = frozenset() if given is None else frozenset("/") if given == "/" else frozenset(given.lower().split("/"))
    return Element(match["name"] or "", match["index"] or "", words, bool(match["optional"]), bool(match["glued"]))


@cache
def load() -> tuple[tuple[Rule, ...], dict[str, tuple[tuple[Element, ...], ...]]]:
    """The rules in order, and the parts by name. Raises `ValueError` for a line that is neither."""
    rules: list[Rule] = []
    parts: dict[str, tuple[tuple[Element, ...], ...]] = {}
    for line in data_file("dates/grammar.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise ValueError(f"grammar.txt: not a rule: {line!r}")
        if match["builder"]:
            rules.append(Rule(match["name"], match["builder"], _patterns(match["body"])))
        else:
            parts[match["name"]] = _patterns(match["body"])
    return tuple(rules), parts


@cache
def words() -> frozenset[str]:
    """Every word that the grammar names itself, in lower case."""
    rules, parts = load()
    patterns = [p for rule in rules for p in rule.patterns] + [p for part in parts.values() for p in part]
    return frozenset(word for pattern in patterns for element in pattern for word in element.words)
