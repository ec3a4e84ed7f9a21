"""Where the rules of the grammar match in the tokens of a text.

Nearly every word of a text starts no date. So the first three tokens decide by a look-up which rules can match at all
(“the first quarter” may be one, “the first minister” is nothing), and only those are tried, with backtracking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from pipeline.extract.dates.grammar import Element, Rule, load, words
from pipeline.extract.dates.tokens import Token, Tokens, vocabulary

Captures = dict[str, Token]
_AHEAD = 3  # tokens that are looked up before a pattern is tried
_END = ""  # in place of a token: the pattern ends before it
# kinds of tokens that start no expression, or by their word only
_NEVER_FIRST = frozenset(("sign", "code", "amount", "section", "possessive", "word"))
Pattern = tuple[Element, ...]


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
        for rule, pattern in _patterns_at(tokens, i):
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


def _starts(tokens: Tokens) -> list[int]:
    """The tokens that can start an expression, told by their kind and word alone."""
    first_words = _first_words()
    found = [i for i, word in enumerate(tokens.lowers) if word in first_words]
    found += [i for i in tokens.special if tokens.kind(i) not in _NEVER_FIRST]
    return sorted(found)


@cache
def _first_words() -> frozenset[str]:
    """The words with which a rule can start: its own, and those of the classes."""
    firsts = {opening[0] for opening in _openings()}
    named = {name.removeprefix("=") for name in firsts if name.startswith("=")}
    return frozenset(named | {word for word, classes in vocabulary().items() if not firsts.isdisjoint(classes)})


def _patterns_at(tokens: Tokens, i: int) -> tuple[tuple[Rule, Pattern], ...]:
    """The patterns that the first tokens leave, with their rules; the first two of them leave none nearly always."""
    first, second = _names(tokens, i), _names(tokens, i + 1)
    return _patterns(first, second, _names(tokens, i + 2)) if _opens(first, second) else ()


def _names(tokens: Tokens, i: int) -> tuple[str, ...]:
    """What elements can call a token: its classes and kind, and `=word` for the word itself; none behind the last."""
    found = tokens.names.get(i)
    if found is None:
        found = tokens.names[i] = _names_at(tokens, i) if i < tokens.size else ()
    return found


def _names_at(tokens: Tokens, i: int) -> tuple[str, ...]:
    if tokens.found[i].lastgroup == "word":
        lower, capital = tokens.lowers[i], tokens.texts[i][0].isupper()
        if lower not in _known_words():
            return ("word",)
        if capital or "month" not in vocabulary().get(lower, ()):
            return _names_of(lower, capital)
    token = tokens.at(i)
    if token.kind == "number":
        return tuple(name for name in ("year", "day", "yy", "mm", "number") if is_class(token, name))
    return (token.kind, *token.classes, *(("=" + token.lower,) if token.lower in words() else ()))


@cache
def _known_words() -> frozenset[str]:
    return words() | frozenset(vocabulary())


@cache
def _names_of(lower: str, capital: bool) -> tuple[str, ...]:
    classes = (c for c in vocabulary().get(lower, ()) if capital or c not in ("month", "weekday"))
    return ("word", *classes, *(("=" + lower,) if lower in words() else ()))


@cache
def _firsts() -> dict[str, frozenset[str]]:
    """The names of a first token -> those of a second, `_END` among them where a pattern has no second."""
    found: dict[str, set[str]] = defaultdict(set)
    for opening in _openings():
        found[opening[0]].add(opening[1])
    return {first: frozenset(seconds) for first, seconds in found.items()}


@lru_cache(maxsize=4096)
def _opens(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether there is a pattern for two tokens of these names."""
    return any(_END in able or not able.isdisjoint(second) for name in first if (able := _firsts().get(name)))


@lru_cache(maxsize=4096)
def _patterns(first: tuple[str, ...], *more: tuple[str, ...]) -> tuple[tuple[Rule, Pattern], ...]:
    """The patterns that can match tokens of these names with their rules, in the order of the grammar."""
    openings = _openings()
    named = product(first, *((_END, *names) for names in more))
    able = {place for opening in named for place in openings.get(opening, ())}
    rules, _ = load()
    return tuple((rules[n], rules[n].patterns[k]) for n, k in sorted(able))


@cache
def _openings() -> dict[tuple[str, ...], set[tuple[int, int]]]:
    """The names of the first tokens (`_END` where there are fewer) -> the patterns that can match them."""
    found: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    rules, _ = load()
    for n, rule in enumerate(rules):
        for k, pattern in enumerate(rule.patterns):
            for opening in _prefixes(pattern, _AHEAD):
                found[opening + (_END,) * (_AHEAD - len(opening))].add((n, k))
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


@cache
def _part_starts() -> dict[str, frozenset[str]]:
    """Part of the grammar -> the names that its first token can have; `_END` where it can be left out as a whole."""
    _, parts = load()
    return {
        name: frozenset((*prefix, _END)[0] for part in alternatives for prefix in _prefixes(part, 1))
        for name, alternatives in parts.items()
    }


@lru_cache(maxsize=4096)
def _can_start(part: str, names: tuple[str, ...]) -> bool:
    """Whether a part of the grammar can start with a token of these names."""
    return _END in _part_starts()[part] or not _part_starts()[part].isdisjoint(names)


def _match(tokens: Tokens, i: int, pattern: Pattern, k: int, index: str, first: int) -> Iterator[tuple[int, Captures]]:
    """Ends and captures of `pattern[k:]` at token `i`; `index` is that of the part which is being matched."""
    own: Captures = {}
    parts = load()[1]
    for at in range(k, len(pattern)):
        element = pattern[at]
        alternatives = parts.get(element.name)
        if i >= tokens.size:
            fits = False
        else:
            token = tokens.at(i)
            # an expression may be hard-wrapped, but does not run over a blank line
            fits = i == first or not (token.newlines > 1 or (element.glued and not token.glued))
        if fits and alternatives is not None and _can_start(element.name, _names(tokens, i)):
            for alternative in alternatives:
                for end, captured in _match(tokens, i, alternative, 0, element.index or index, first):
                    for last, more in _match(tokens, end, pattern, at + 1, index, first):
                        yield last, own | captured | more
        if alternatives is not None:
            if not element.optional:
                return
            continue
        fits = fits and (token.lower in element.words if element.words else is_class(token, element.name))
        captured = {} if element.words or not fits else {element.name + (element.index or index): token}
        if element.optional:
            if fits:
                for last, more in _match(tokens, i + 1, pattern, at + 1, index, first):
                    yield last, own | captured | more
            continue
        if not fits:
            return
        own |= captured
        i += 1
    yield i, own
