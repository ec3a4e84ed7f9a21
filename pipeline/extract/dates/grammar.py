"""The grammar of date expressions: reads `data/dates/grammar.txt` and matches its rules on tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.data import data_file
from pipeline.extract.dates.tokens import Token

Captures = dict[str, Token]
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


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `first` up to but not including `end` match a rule."""

    rule: Rule
    first: int
    end: int
    captures: Captures


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


def is_class(token: Token, name: str) -> bool:
    """Whether a token belongs to a class: of words.txt, or of the numbers described here."""
    if token.kind == "number":
        value, digits = int(token.text), len(token.text)
        match name:
            case "year":
                return digits == 4 and 1000 <= value <= 2199
            case "day":
                return digits <= 2 and 1 <= value <= 31
            case "yy":
                return digits == 2
            case "mm":
                return digits == 2 and 1 <= value <= 12
            case "number":
                return digits <= 3
            case _:
                return False
    return token.kind == name or name in token.classes


def matches(tokens: Sequence[Token]) -> list[Match]:
    """The matches in `tokens`, from left to right, the longest at each place, without overlap."""
    rules, _ = load()
    found: list[Match] = []
    i = 0
    while i < len(tokens):
        best: Match | None = None
        for rule in _starting(tokens[i], rules):
            for pattern in rule.patterns:
                for end, captures in _match(tokens, i, pattern, 0, "", i):
                    if best is None or end > best.end:
                        best = Match(rule, i, end, captures)
        if best is None:
            i += 1
        else:
            found.append(best)
            i = best.end
    return found


def _starting(token: Token, rules: Sequence[Rule]) -> Sequence[Rule]:
    """A token that can start no expression is passed over at once: most of a text."""
    if token.kind == "word" and not token.classes and token.lower not in _first_words():
        return ()
    if token.kind in ("sign", "code", "amount"):
        return ()
    return rules


@cache
def _first_words() -> frozenset[str]:
    rules, parts = load()
    elements = [e for rule in rules for pattern in rule.patterns for e in pattern]
    elements += [e for patterns in parts.values() for pattern in patterns for e in pattern]
    return frozenset(word for e in elements for word in e.words)


def _match(
    tokens: Sequence[Token], i: int, pattern: tuple[Element, ...], k: int, index: str, first: int
) -> Iterator[tuple[int, Captures]]:
    """Ends and captures of `pattern[k:]` at token `i`; `index` is that of the part which is being matched."""
    if k == len(pattern):
        yield i, {}
        return
    element = pattern[k]
    index_here = element.index or index
    for end, captured in _match_one(tokens, i, element, index_here, first):
        for last, more in _match(tokens, end, pattern, k + 1, index, first):
            yield last, captured | more
    if element.optional:
        yield from _match(tokens, i, pattern, k + 1, index, first)


def _match_one(
    tokens: Sequence[Token], i: int, element: Element, index: str, first: int
) -> Iterator[tuple[int, Captures]]:
    if i >= len(tokens):
        return
    token = tokens[i]
    # an expression may be hard-wrapped, but does not run over a blank line
    if i > first and (token.newlines > 1 or (element.glued and not token.glued)):
        return
    if element.words:
        if token.lower in element.words:
            yield i + 1, {}
        return
    _, parts = load()
    if element.name in parts:
        for pattern in parts[element.name]:
            yield from _match(tokens, i, pattern, 0, index, first)
    elif is_class(token, element.name):
        yield i + 1, {element.name + index: token}
