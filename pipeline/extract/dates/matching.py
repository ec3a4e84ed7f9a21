"""Where the rules of the grammar match in the tokens of a text.

Nearly every word of a text starts no date. So the first two tokens decide by a look-up which rules can match at all
(“the first” may open a quarter, “the minister” nothing), and only those are tried, with backtracking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.extract.dates.grammar import Element, Rule, load, words
from pipeline.extract.dates.tokens import Token, Tokens, kind_of, vocabulary

Captures = dict[str, Token]
_END = ""  # in place of a second token: the pattern has one token
_NEVER_FIRST = frozenset(("sign", "code", "amount"))  # kinds of tokens that start no expression


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `first` up to but not including `end` match a rule."""

    rule: Rule
    first: int
    end: int
    captures: Captures


def matches(tokens: Tokens) -> list[Match]:
    """The matches in `tokens`, from left to right, the longest at each place, without overlap."""
    found: list[Match] = []
    after = 0
    for i in _starts(tokens):
        if i < after:
            continue
        best: Match | None = None
        for rule in _rules_at(tokens, i):
            for pattern in rule.patterns:
                for end, captures in _match(tokens, i, pattern, 0, "", i):
                    if best is None or end > best.end:
                        best = Match(rule, i, end, captures)
        if best is not None:
            found.append(best)
            after = best.end
    return found


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


def _starts(tokens: Tokens) -> Iterator[int]:
    """The tokens that can start an expression, told by their kind and word alone."""
    first_words = _first_words()
    for i, match in enumerate(tokens.found):
        kind = kind_of(match)
        if match.group().lower() in first_words if kind == "word" else kind not in _NEVER_FIRST:
            yield i


@cache
def _first_words() -> frozenset[str]:
    """The words with which a rule can start: its own, and those of the classes."""
    firsts = {first for first, _ in _openings()}
    named = {name.removeprefix("=") for name in firsts if name.startswith("=")}
    return frozenset(named | {word for word, classes in vocabulary().items() if not firsts.isdisjoint(classes)})


def _rules_at(tokens: Tokens, i: int) -> tuple[Rule, ...]:
    following = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].newlines < 2 else None
    return _rules(_names(tokens[i]), (_END,) if following is None else (_END, *_names(following)))


def _names(token: Token) -> tuple[str, ...]:
    """What elements can call a token: its classes and kind, and `=word` for the word itself."""
    if token.kind == "number":
        return tuple(name for name in ("year", "day", "yy", "mm", "number") if is_class(token, name))
    own = ("=" + token.lower,) if token.lower in words() else ()
    return (token.kind, *token.classes, *own)


@cache
def _rules(firsts: tuple[str, ...], seconds: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that can match tokens of these names, in the order of the grammar."""
    openings = _openings()
    able = {n for first in firsts for second in seconds for n in openings.get((first, second), ())}
    rules, _ = load()
    return tuple(rules[n] for n in sorted(able))


@cache
def _openings() -> dict[tuple[str, str], set[int]]:
    """The names of the first two tokens (`_END` where there is one only) -> the rules that can match them."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    rules, _ = load()
    for n, rule in enumerate(rules):
        for pattern in rule.patterns:
            for opening in _prefixes(pattern, 2):
                first, second = (*opening, _END)[:2]
                found[first, second].add(n)
    return dict(found)


def _prefixes(pattern: tuple[Element, ...], length: int) -> set[tuple[str, ...]]:
    """The first `length` names of what `pattern` matches; shorter where it ends before."""
    if not pattern or length == 0:
        return {()}
    element, rest = pattern[0], pattern[1:]
    _, parts = load()
    if element.words:
        heads: set[tuple[str, ...]] = {("=" + word,) for word in element.words}
    elif element.name in parts:
        heads = {p for part in parts[element.name] for p in _prefixes(part, length)}
    else:
        heads = {(element.name,)}
    found = {head + tail for head in heads for tail in _prefixes(rest, length - len(head))}
    return found | _prefixes(rest, length) if element.optional else found


def _match(
    tokens: Tokens, i: int, pattern: tuple[Element, ...], k: int, index: str, first: int
) -> Iterator[tuple[int, Captures]]:
    """Ends and captures of `pattern[k:]` at token `i`; `index` is that of the part which is being matched."""
    if k == len(pattern):
        yield i, {}
        return
    element = pattern[k]
    for end, captured in _match_one(tokens, i, element, element.index or index, first):
        for last, more in _match(tokens, end, pattern, k + 1, index, first):
            yield last, captured | more
    if element.optional:
        yield from _match(tokens, i, pattern, k + 1, index, first)


def _match_one(tokens: Tokens, i: int, element: Element, index: str, first: int) -> Iterator[tuple[int, Captures]]:
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
