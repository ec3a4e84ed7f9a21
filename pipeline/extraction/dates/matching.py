"""Where the rules of the grammar match in the tokens of a text.

Patterns are read with backtracking; those that the first two tokens rule out are not tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from pipeline.extraction.dates.grammar import Element, Pattern, Rule, load, openings
from pipeline.extraction.dates.tokens import Token, Tokens

Captures = dict[str, Token]
_Names = frozenset[str]
_END = ""  # in place of a token: the pattern ends before it


class Match(NamedTuple):
    """Tokens `first` up to but not including `end` match a rule."""

    rule: Rule
    first: int
    end: int
    captures: Captures


def matches(tokens: Tokens) -> list[Match]:
    """The matches in `tokens`, from left to right, the longest at each place, without overlap."""
    found: list[Match] = []
    # an expression may be hard-wrapped, but does not run over a blank line
    for begin, stop in pairwise((0, *tokens.parted, len(tokens))):
        block = tokens[begin:stop]
        reached = 0
        for i, token in enumerate(block):
            if i >= reached and token.names and (best := _longest(block, i)):
                rule, reached, captures = best
                found.append(Match(rule, begin + i, begin + reached, captures))
    return found


def _longest(block: Sequence[Token], first: int) -> tuple[Rule, int, Captures] | None:
    """The longest match at a token, of the earliest rule, and its end."""
    second = block[first + 1].names if first + 1 < len(block) else frozenset()
    best: tuple[Rule, int, Captures] | None = None
    for rule, pattern in _patterns(block[first].names, second):
        for end, captures in _ends(block, first, pattern):
            if best is None or end > best[1]:
                best = rule, end, captures
    return best


@lru_cache(maxsize=4096)
def _patterns(first: _Names, second: _Names) -> list[tuple[Rule, Pattern]]:
    """The patterns that can match tokens of these names, with their rules, in the order of the grammar."""
    able = {place for opening in product(first, (_END, *second)) for place in _openings().get(opening, ())}
    rules, _ = load()
    return [(rules[n], rules[n].patterns[k]) for n, k in sorted(able)]


@cache
def _openings() -> dict[tuple[str, ...], set[tuple[int, int]]]:
    """The names of the first two tokens (`_END` where there is one) -> the patterns that can match them."""
    found: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for n, rule in enumerate(load()[0]):
        for k, pattern in enumerate(rule.patterns):
            for opening in openings(pattern, 2):
                found[(*opening, _END)[:2]].add((n, k))
    return dict(found)


def _ends(block: Sequence[Token], i: int, pattern: Pattern, index: str = "") -> Iterator[tuple[int, Captures]]:
    """The ends and captures of a pattern at token `i`; `index` is that of the part that is being matched."""
    if not pattern:
        yield i, {}
        return
    element, rest = pattern[0], pattern[1:]
    for end, captures in _options(block, i, element, element.index or index):
        for last, more in _ends(block, end, rest, index):
            yield last, captures | more
    if element.optional:
        yield from _ends(block, i, rest, index)


def _options(block: Sequence[Token], i: int, element: Element, index: str) -> Iterator[tuple[int, Captures]]:
    """The ends and captures of one element at token `i`."""
    if i == len(block) or (element.glued and not block[i].glued):
        return
    if parts := load()[1].get(element.name):
        for way in parts:
            yield from _ends(block, i, way, index)
    elif not element.names.isdisjoint(block[i].names):
        yield i + 1, {element.name + index: block[i]} if element.name else {}
