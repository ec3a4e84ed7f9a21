"""Organisations that share a plural noun: “the Ministries of Health and Finance” are two ministries."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from pipeline.data import word_table
from pipeline.extraction.organisations.names import known_by

_BLANK = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"  # in a line, or a line end
_JOINT = rf"(?:,{_BLANK}and{_BLANK}|,{_BLANK}|{_BLANK}and{_BLANK})"
_THE = rf"(?:the{_BLANK})?"
_WORDS = rf"(?!The\s)[A-Z][\w’'-]*(?:{_BLANK}[A-Z][\w’'-]*)*"
_NAME = rf"{_THE}{_WORDS}(?:{_BLANK}(?:of|for){_BLANK}{_THE}{_WORDS})?"
_AFTER = re.compile(rf"{_BLANK}(?:of|for|on){_BLANK}({_NAME}(?:{_JOINT}{_NAME})+)")
_BEFORE = re.compile(rf"(?<![\w-])(?<!\bof\s)({_WORDS}(?:{_JOINT}{_WORDS})+){_BLANK}$")
_PREFIX = re.compile(r"(?:(?<!\S)(?!The\s)(?:[A-Z][\w’'.-]* ){1,3})?$")  # “[U.S. ]Departments of …”
_OWNER = re.compile(rf"(?:{_BLANK}of{_BLANK}{_THE}{_WORDS})?")
_NEAR = 400  # code points before and after the noun in which the others are looked for: what bounds the search
_ITEM = re.compile(rf"(?P<joint>{_JOINT}|){_THE}(?P<words>(?:(?!\sand\s)[^,])+)")


class Coordinated(NamedTuple):
    """One of the organisations: where its words stand, and its name."""

    start: int
    end: int
    name: str


@cache
def _singulars() -> dict[str, str]:
    return {row[0]: row[1] for row in word_table("organisations/plurals.tsv")}


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_singulars())})\b")


@cache
def _heads() -> frozenset[str]:
    return frozenset(noun for noun, strength, *_ in word_table("organisations/heads.tsv") if strength == "strong")


def coordinations(text: str) -> Iterator[list[Coordinated]]:
    """The organisations of each plural noun that several share, in order of the text."""
    for noun in _nouns().finditer(text):
        if group := _with_complements(text, noun) or _with_modifiers(text, noun):
            yield group


def _with_complements(text: str, noun: re.Match[str]) -> list[Coordinated]:
    """“[Departments of the Treasury], [Labor], and [Health and Human Services]”."""
    if not (found := _AFTER.match(text, noun.end(), noun.end() + _NEAR)):
        return []
    prefix = "".join(_PREFIX.findall(text, max(0, noun.start() - _NEAR), noun.start())[:1])
    opening = f"{prefix}{_singulars()[noun[0]]}{text[noun.end() : found.start(1)]}"
    items = [*takewhile(_has_no_noun, _ITEM.finditer(text, *found.span(1)))]
    group = _parted(items, lambda words: f"{opening}{words}")
    return [c._replace(start=c.start if n else noun.start() - len(prefix)) for n, c in enumerate(group)]


def _with_modifiers(text: str, noun: re.Match[str]) -> list[Coordinated]:
    """“[Foreign] and [Defence Ministries of Chad]”, “[House] and [Senate Rules Committees]”."""
    found = _BEFORE.search(text, max(0, noun.start() - _NEAR), noun.start())
    items = [*_ITEM.finditer(text, *found.span(1))] if found else []
    if not (items and all(map(_has_no_noun, items))):
        return []
    owner = text[noun.end() : next(_OWNER.finditer(text, noun.end())).end()]
    of_last = items[-1]["words"].partition(" ")[2]

    def name(words: str) -> str:
        shared = f" {of_last}" if words in ("House", "Senate") else ""
        return f"{words}{shared} {_singulars()[noun[0]]}{owner}"

    group = _parted(items, name)
    return [*group[:-1], *(last._replace(end=noun.end() + len(owner)) for last in group[-1:])]


def _has_no_noun(item: re.Match[str]) -> bool:
    """Whether an item is no organisation by itself: “the Ministries of Law, Mines, and the [Mint Authority]”."""
    noun = re.split(r"\s(?:of|for)\s", item["words"])[0].split()[-1]
    return noun not in _heads() or noun == item["words"]


def _parted(items: Sequence[re.Match[str]], named: Callable[[str], str]) -> list[Coordinated]:
    """The items, those that make one name together: “Commerce, [Housing and Urban Development], and Health”."""

    def words(first: int, stop: int) -> str:
        return " ".join(items[0].string[items[first].end("joint") : items[stop - 1].end()].split())

    def is_known(first: int, stop: int) -> bool:
        return known_by(named(words(first, stop))) is not None

    commas = [n for n, item in enumerate(items) if "," in item["joint"]]
    final = next((n for n in commas if "and" in items[n]["joint"]), None)  # “, and Health”
    spans: list[tuple[int, int]] = []
    for first, stop in pairwise([0, *commas, len(items)]) if items else ():
        ands = () if final is not None or is_known(first, stop) else range(first + 1, stop)
        if cut := next((n for n in ands if is_known(first, n) or is_known(n, stop)), next(iter(ands), 0)):
            spans.append((first, cut))
        spans.append((cut or first, stop))
        if cut or first == final:
            break
    return [
        Coordinated(items[a].start("words"), items[b - 1].end(), named(words(a, b))) for a, b in spans if len(spans) > 1
    ]
