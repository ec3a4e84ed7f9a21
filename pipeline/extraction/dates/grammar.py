"""The grammar of date expressions in `data/dates/grammar.txt`, and where its rules match in a text, by backtracking."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.data import word_table
from pipeline.extraction.dates.tokens import WORD, Token

_ELEMENT = re.compile(r"(?P<glued>_?)(?:\"(?P<words>[^\"]+)\"|(?P<name>[a-z_]+?)(?P<index>\d?))(?P<optional>\??)")
_LINE = re.compile(r"(?P<name>[\w-]+)(?: -> (?P<builder>\w+)(?: (?P<word>\w+))?)? =\s+(?P<body>.+)")
Captures = dict[str, Token]


class Element(NamedTuple):
    """One element of a pattern: words, a class of tokens or the name of alternatives."""

    name: str  # a class, or a name of the grammar; empty where words are given
    number: str  # tells two captures of one class apart
    heads: frozenset[str]  # names that its first token may have: a class, or `=word`
    ways: tuple["Pattern", ...]  # the alternatives that a name of the grammar stands for
    optional: bool
    glued: bool  # no space before


Pattern = tuple[Element, ...]


class Rule(NamedTuple):
    """One alternative of a rule: the rule's name, the builder of its value with a word for it, and the pattern."""

    name: str
    builder: str
    word: str  # for the builder
    pattern: Pattern


class Match(NamedTuple):
    """Tokens `first` up to but not including `end` match a rule."""

    rule: Rule
    first: int
    end: int
    captures: Captures


@cache
def load() -> tuple[Rule, ...]:
    """The rules of the grammar, in order."""
    rules: list[Rule] = []
    named: dict[str, tuple[Pattern, ...]] = {}
    for (line,) in word_table("dates/grammar.txt"):
        match = _LINE.fullmatch(line)
        assert match, f"grammar.txt: not a rule: {line!r}"
        patterns = tuple(tuple(_element(e, named) for e in way.split()) for way in match["body"].split(" | "))
        name, builder, word, _ = match.groups("")
        if builder:
            rules.extend(Rule(name, builder, word, pattern) for pattern in patterns)
        else:
            named[name] = patterns
    return tuple(rules)


def _element(text: str, named: Mapping[str, tuple[Pattern, ...]]) -> Element:
    """The element that a word of grammar.txt stands for; `named` are the alternatives of the names defined above it."""
    match = _ELEMENT.fullmatch(text)
    assert match, f"grammar.txt: not an element: {text!r}"
    name, words = match["name"] or "", match["words"]
    ways = named.get(name, ())
    if words:  # “of/in” is either word, “/” itself
        heads = frozenset(WORD + word for word in (words.lower().split("/") if len(words) > 1 else words))
    else:
        heads = frozenset(head for way in ways for head in _heads(way)) if ways else frozenset((name,))
    return Element(name, match["index"] or "", heads, ways, bool(match["optional"]), bool(match["glued"]))


def _heads(pattern: Pattern) -> Iterator[str]:
    """The names that the first token of a match may have."""
    for element in pattern:
        yield from element.heads
        if not element.optional:
            return


@lru_cache(maxsize=4096)
def _beginning(names: frozenset[str]) -> list[Rule]:
    """The rules that can begin with a token of these names, in the order of the grammar; none for most words."""
    return [rule for rule in load() if not names.isdisjoint(_heads(rule.pattern))]


def matches(tokens: Sequence[Token]) -> Iterator[Match]:
    """The matches in `tokens`, from left to right, the longest at each place, without overlap."""
    # an expression may be hard-wrapped, but does not run over a blank line
    for begin, stop in pairwise((0, *(i for i, token in enumerate(tokens) if token.blank_before), len(tokens))):
        block = tokens[begin:stop]
        reached = 0
        for i in range(len(block)):
            rules = _beginning(block[i].names) if i >= reached else []
            options = ((rule, end, captures) for rule in rules for end, captures in _ends(block, i, rule.pattern))
            if best := max(options, key=lambda option: option[1], default=None):  # of equals, that of the earliest rule
                rule, reached, captures = best
                yield Match(rule, begin + i, begin + reached, captures)


def _ends(block: Sequence[Token], i: int, pattern: Pattern, index: str = "") -> Iterator[tuple[int, Captures]]:
    """The possible ends and captures of a pattern at token `i`; `index` is the number of the name that refers to it."""
    for rest, element in enumerate(pattern, 1):
        fits = i < len(block) and not element.heads.isdisjoint(block[i].names) and (block[i].glued or not element.glued)
        for end, captures in _options(block, i, element, element.number or index) if fits else ():
            for last, more in _ends(block, end, pattern[rest:], index):
                yield last, captures | more
        if not element.optional:
            return
    yield i, {}


def _options(block: Sequence[Token], i: int, element: Element, index: str) -> Iterator[tuple[int, Captures]]:
    """The possible ends and captures of one element whose first token is `i`."""
    if not element.ways:
        yield i + 1, {element.name + index: block[i]} if element.name else {}
    for way in element.ways:
        yield from _ends(block, i, way, index)
