"""The grammar of date expressions, as `data/dates/grammar.txt` has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.data import data_file

_ELEMENT = re.compile(r"(?P<glued>_?)(?:\"(?P<words>[^\"]+)\"|(?P<name>[a-z_]+?)(?P<index>\d?))(?P<optional>\??)$")
_LINE = re.compile(r"(?P<name>[\w-]+)(?: -> (?P<builder>\w+)(?: (?P<word>\w+))?)? =\s+(?P<body>.+)$")


WORD = "="  # begins the name of a word that is given as such


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern: words, a class of tokens or a part of the grammar."""

    name: str  # class or part; empty where words are given
    index: str  # tells two captures of one class apart
    names: frozenset[str]  # what a token must be called by: the class, or `=word` for each of the words
    optional: bool
    glued: bool  # no space before


Pattern = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the builder of its meaning with a word for it, and its alternative patterns."""

    name: str
    builder: str
    word: str  # for the builder
    patterns: tuple[Pattern, ...]


def _patterns(body: str, parts: Mapping[str, tuple[Pattern, ...]]) -> tuple[Pattern, ...]:
    return tuple(tuple(_element(e, parts) for e in alternative.split()) for alternative in body.split(" | "))


def _element(text: str, parts: Mapping[str, tuple[Pattern, ...]]) -> Element:
    match = _ELEMENT.match(text)
    if match is None:
        raise ValueError(f"grammar.txt: not an element: {text!r}")
    name = match["name"] or ""
    ways = parts.get(name)
    if ways and all(len(way) == 1 and not way[0].name for way in ways):
        name, names = "", frozenset().union(*(way[0].names for way in ways))  # `comma` is a word like another
    else:
        names = frozenset((name,)) if name else _words(match["words"])
    return Element(name, match["index"] or "", names, bool(match["optional"]), bool(match["glued"]))


def _words(given: str) -> frozenset[str]:
    """The names of words in quotation marks: “of/in” is either, “/” itself."""
    return frozenset(WORD + word for word in (("/",) if given == "/" else given.lower().split("/")))


@cache
def load() -> tuple[tuple[Rule, ...], dict[str, tuple[Pattern, ...]]]:
    """The rules in order, and the parts by name. Raises `ValueError` for a line that is neither."""
    rules: list[Rule] = []
    parts: dict[str, tuple[Pattern, ...]] = {}
    for line in data_file("dates/grammar.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise ValueError(f"grammar.txt: not a rule: {line!r}")
        if match["builder"]:
            rules.append(Rule(match["name"], match["builder"], match["word"] or "", _patterns(match["body"], parts)))
        else:
            parts[match["name"]] = _patterns(match["body"], parts)
    return tuple(rules), parts


def _patterns_of_all() -> list[Pattern]:
    rules, parts = load()
    return [p for rule in rules for p in rule.patterns] + [p for part in parts.values() for p in part]


@cache
def names() -> frozenset[str]:
    """Every name that an element can call a token by: classes, and `=word` for the words of the grammar itself."""
    parts = load()[1]
    return frozenset(name for p in _patterns_of_all() for e in p for name in e.names if e.name not in parts)


def openings(pattern: Pattern, length: int) -> set[tuple[str, ...]]:
    """The first `length` names of what `pattern` matches; shorter where it ends before."""
    if not pattern or length == 0:
        return {()}
    element, rest = pattern[0], pattern[1:]
    _, parts = load()
    if element.name in parts:
        heads = {opening for part in parts[element.name] for opening in openings(part, length)}
    else:
        heads = {(name,) for name in element.names}
    found = {head + tail for head in heads for tail in openings(rest, length - len(head))}
    return found | openings(rest, length) if element.optional else found
