"""The grammar of date expressions, as `data/dates/grammar.txt` has it, and where its rules match in a text.

Patterns are read with backtracking; those that the first two tokens rule out are not tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from pipeline.data import data_file
from pipeline.extraction.dates.tokens import WORD, Token, Tokens

_ELEMENT = re.compile(r"(?P<glued>_?)(?:\"(?P<words>[^\"]+)\"|(?P<name>[a-z_]+?)(?P<index>\d?))(?P<optional>\??)$")
_LINE = re.compile(r"(?P<name>[\w-]+)(?: -> (?P<builder>\w+)(?: (?P<word>\w+))?)? =\s+(?P<body>.+)$")
Captures = dict[str, Token]
_END = ""  # in place of a token: the pattern ends before it


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern: words, a class of tokens or a part of the grammar."""

    name: str  # class or part; empty where words are given
    index: str  # tells two captures of one class apart
    names: frozenset[str]  # what its first token must be called by: a class, or `=word`
    ways: tuple[Pattern, ...]  # the alternatives of a part
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


class Match(NamedTuple):
    """Tokens `first` up to but not including `end` match a rule."""

    rule: Rule
    first: int
    end: int
    captures: Captures


@cache
def load() -> tuple[Rule, ...]:
    """The rules in order. Raises `ValueError` for a line that is neither rule nor part."""
    rules: list[Rule] = []
    parts: dict[str, tuple[Pattern, ...]] = {}
    for line in data_file("dates/grammar.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise ValueError(f"grammar.txt: not a rule: {line!r}")
        patterns = tuple(tuple(_element(e, parts) for e in way.split()) for way in match["body"].split(" | "))
        if match["builder"]:
            rules.append(Rule(match["name"], match["builder"], match["word"] or "", patterns))
        else:
            parts[match["name"]] = patterns
    return tuple(rules)


def _element(text: str, parts: Mapping[str, tuple[Pattern, ...]]) -> Element:
    match = _ELEMENT.match(text)
    if match is None:
        raise ValueError(f"grammar.txt: not an element: {text!r}")
    name = match["name"] or ""
    ways = parts.get(name, ())
    if ways:
        names = frozenset(first for way in ways for (first,) in _first_names(way, 1))
        if all(len(way) == 1 and not way[0].name for way in ways):
            name, ways = "", ()  # `comma` is a word like another
    else:
        names = frozenset((name,)) if name else _words(match["words"])
    return Element(name, match["index"] or "", names, ways, bool(match["optional"]), bool(match["glued"]))


def _words(given: str) -> frozenset[str]:
    """The names of words in quotation marks: “of/in” is either, “/” itself."""
    return frozenset(WORD + word for word in (("/",) if given == "/" else given.lower().split("/")))


@cache
def _openings() -> dict[tuple[str, ...], set[tuple[int, int]]]:
    """The names of the first two tokens (`_END` where there is one) -> the patterns that can match them."""
    found: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for n, rule in enumerate(load()):
        for k, pattern in enumerate(rule.patterns):
            for opening in _first_names(pattern, 2):
                found[(*opening, _END)[:2]].add((n, k))
    return dict(found)


def _first_names(pattern: Pattern, length: int) -> set[tuple[str, ...]]:
    """The first `length` names of what `pattern` matches; shorter where it ends before."""
    if not pattern or length == 0:
        return {()}
    element, rest = pattern[0], pattern[1:]
    heads = {names for way in element.ways for names in _first_names(way, length)} or {(n,) for n in element.names}
    found = {head + tail for head in heads for tail in _first_names(rest, length - len(head))}
    return found | _first_names(rest, length) if element.optional else found


@cache
def _named() -> frozenset[str]:
    """Every name by which a pattern can begin or go on."""
    return frozenset(name for opening in _openings() for name in opening)


@lru_cache(maxsize=4096)
def _patterns(first: frozenset[str], second: frozenset[str]) -> list[tuple[Rule, Pattern]]:
    """The patterns that can match tokens of these names, with their rules, in the order of the grammar."""
    able = {place for opening in product(first, (_END, *second)) for place in _openings().get(opening, ())}
    rules = load()
    return [(rules[n], rules[n].patterns[k]) for n, k in sorted(able)]


def matches(tokens: Tokens) -> list[Match]:
    """The matches in `tokens`, from left to right, the longest at each place, without overlap."""
    found: list[Match] = []
    # an expression may be hard-wrapped, but does not run over a blank line
    for begin, stop in pairwise((0, *tokens.parted, len(tokens))):
        block = tokens[begin:stop]
        reached = 0
        for i in range(len(block)):
            if i >= reached and (best := _longest(block, i)):
                rule, reached, captures = best
                found.append(Match(rule, begin + i, begin + reached, captures))
    return found


def _longest(block: Sequence[Token], first: int) -> tuple[Rule, int, Captures] | None:
    """The longest match at a token, of the earliest rule, and its end."""
    names = [token.names & _named() for token in block[first : first + 2]]
    best: tuple[Rule, int, Captures] | None = None
    reading = _Reading(block)
    for rule, pattern in _patterns(names[0], names[-1]) if names[0] else ():
        for end, captures in reading.ends(first, pattern):
            if best is None or end > best[1]:
                best = rule, end, captures
    return best


class _Reading:
    """What patterns match in a block; parts are matched once at a place, for many rules begin alike."""

    def __init__(self, block: Sequence[Token]) -> None:
        self.block = block
        self.parts: dict[tuple[int, str, str], list[tuple[int, Captures]]] = {}

    def ends(self, i: int, pattern: Pattern, index: str = "") -> Iterator[tuple[int, Captures]]:
        """The ends and captures of a pattern at token `i`; `index` is that of the part that is being matched."""
        for rest, element in enumerate(pattern, 1):
            for end, captures in self.options(i, element, element.index or index):
                for last, more in self.ends(end, pattern[rest:], index):
                    yield last, captures | more
            if not element.optional:
                return
        yield i, {}

    def options(self, i: int, element: Element, index: str) -> Sequence[tuple[int, Captures]]:
        """The ends and captures of one element at token `i`."""
        if i == len(self.block):
            return ()
        token = self.block[i]
        if element.names.isdisjoint(token.names) or (element.glued and not token.glued):
            return ()
        if not element.ways:
            return ((i + 1, {element.name + index: token} if element.name else {}),)
        key = i, element.name, index
        if key not in self.parts:
            self.parts[key] = [found for way in element.ways for found in self.ends(i, way, index)]
        return self.parts[key]
