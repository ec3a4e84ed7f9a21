"""Where the rules of the grammar match in the tokens of a text.

What the rules make of a place depends on nothing but the letters of its tokens (`spelling`) up to the next word without
a name, and most have been met before: “Friday, 5 May 2023” is spelled like “Monday, 7 June 2024”. So what the longest
match is gets looked up by its letters. New ones are read with backtracking, by the rules that the first three leave.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from pipeline.extraction.dates.grammar import Element, Pattern, Rule, load, longest, openings
from pipeline.extraction.dates.spelling import GLUED, LONE, NAMELESS, STARTS, Names, names_of, spelled
from pipeline.extraction.dates.tokens import Token, Tokens

Captures = dict[str, Token]
_Captured = tuple[tuple[str, int], ...]  # the same while patterns are tried: names, and how many tokens from the first
_Ends = list[tuple[int, _Captured]]
_AHEAD = 3  # tokens that are looked up before a pattern is tried
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
    after = 0
    letters = spelled(tokens)
    # an expression may be hard-wrapped, but does not run over a blank line
    for begin, end in pairwise((0, *tokens.parted, tokens.size)):
        for place in _places().finditer("".join(letters[begin:end])):
            first = begin + place.start()
            if first >= after and (best := _longest(place[1])) is not None:
                rule, length, captured = best
                after = first + length
                found.append(Match(rule, first, after, {name: tokens.at(first + i) for name, i in captured}))
    return found


@cache
def _places() -> re.Pattern[str]:
    """Where an expression can start: the letters from there on that it can have."""
    most = longest() - 1
    return re.compile(f"(?=([{LONE}][^{NAMELESS}]{{0,{most}}}|[{STARTS}][^{NAMELESS}]{{1,{most}}}))")


@lru_cache(maxsize=8192)
def _longest(letters: str) -> tuple[Rule, int, _Captured] | None:
    """The longest match at the head of a spelling, of the earliest rule."""
    called = [names_of(letter) for letter in letters]
    best: tuple[Rule, int, _Captured] | None = None
    for rule, pattern in _patterns(*called[:_AHEAD], *[frozenset()] * (_AHEAD - len(called))):
        for end, captured in _match(called, 0, pattern, 0, ""):
            if best is None or end > best[1]:
                best = rule, end, captured
    return best


@lru_cache(maxsize=4096)
def _patterns(first: Names, *more: Names) -> tuple[tuple[Rule, Pattern], ...]:
    """The patterns that can match tokens of these names with their rules, in the order of the grammar."""
    named = product(first, *((_END, *names) for names in more))
    able = {place for opening in named for place in _openings().get(opening, ())}
    rules, _ = load()
    return tuple((rules[n], rules[n].patterns[k]) for n, k in sorted(able))


@cache
def _openings() -> dict[tuple[str, ...], set[tuple[int, int]]]:
    """The names of the first tokens (`_END` where there are fewer) -> the patterns that can match them."""
    found: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for n, rule in enumerate(load()[0]):
        for k, pattern in enumerate(rule.patterns):
            for opening in openings(pattern, _AHEAD):
                found[opening + (_END,) * (_AHEAD - len(opening))].add((n, k))
    return dict(found)


@cache
def _ways() -> dict[str, list[tuple[Pattern, Names]]]:
    """Part of the grammar -> its alternatives, with the names that their first tokens can have."""
    return {
        name: [(way, frozenset(opening[0] for opening in openings(way, 1))) for way in alternatives]
        for name, alternatives in load()[1].items()
    }


def _match(called: Sequence[Names], i: int, pattern: Pattern, k: int, index: str) -> _Ends:
    """Ends and captures of `pattern[k:]` at token `i`; `index` is that of the part which is being matched."""
    found: _Ends = []
    own: _Captured = ()
    for at in range(k, len(pattern)):
        element = pattern[at]
        options = _options(called, i, element, index) if i < len(called) else []
        if element.optional or len(options) > 1:
            for end, captured in options:
                head = own + captured
                found += [(last, head + more) for last, more in _match(called, end, pattern, at + 1, index)]
            if not element.optional:
                return found
        elif options:
            ((i, captured),) = options
            own += captured
        else:
            return found
    found.append((i, own))
    return found


def _options(called: Sequence[Names], i: int, element: Element, index: str) -> _Ends:
    """Ends and captures of one element at token `i`."""
    if element.glued and GLUED not in called[i]:
        return []
    ways = _ways().get(element.name)
    if ways is not None:
        able = (way for way, starts in ways if not starts.isdisjoint(called[i]))
        return [found for way in able for found in _match(called, i, way, 0, element.index or index)]
    if element.names.isdisjoint(called[i]):
        return []
    return [(i + 1, ((element.name + (element.index or index), i),) if element.name else ())]
