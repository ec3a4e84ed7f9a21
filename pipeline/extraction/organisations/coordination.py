"""Coordinated names of organisations under one plural noun: “the Ministries of Health and Finance” are two."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.data import word_table
from pipeline.extraction.organisations.names import known_by
from pipeline.records import one_line

_BLANK = r"[^\S\n]+"
_JOINT = rf"(?:,{_BLANK}and{_BLANK}|,{_BLANK}|{_BLANK}and{_BLANK})"
_THE = rf"(?:the{_BLANK})?"
_WORDS = rf"(?!The\s)[A-Z][\w’'-]*(?:(?! {{2}}){_BLANK}[A-Z][\w’'-]*)*"  # two spaces: “Mines  Law” lost a comma
_NAME = rf"{_THE}{_WORDS}(?:{_BLANK}(?:of|for){_BLANK}{_THE}{_WORDS})?"
_PREFIX = re.compile(r"(?:(?<!\S)(?!The\s)(?:[A-Z][\w’'.-]* ){1,3})?$")  # “[U.S. ]Departments of …”
_AFTER = re.compile(rf"{_BLANK}(?:of|for|on){_BLANK}({_NAME}(?:{_JOINT}{_NAME})+)")
_BEFORE = re.compile(rf"(?<![\w-])(?<!\bof\s)(?!(?:House|Senate)\sand)({_WORDS}(?:{_JOINT}{_WORDS})+){_BLANK}$")
_OWNER = re.compile(rf"(?:{_BLANK}of{_BLANK}{_THE}{_WORDS})?")
_SEARCHED = 400  # code points searched before and after the noun, to bound the time
_ITEM = re.compile(rf"({_JOINT}|)({_THE}((?:(?!\s+and\s)[^,])+))")
Coordinated = tuple[int, int, str]  # start and end of the words of one organisation, and its name
_SINGULARS = {row[0]: row[1] for row in word_table("organisations/plurals.tsv")}
_PLURAL = re.compile(rf"\b(?:{'|'.join(_SINGULARS)})\b")
_HEAD_NOUNS = frozenset(noun for noun, strength, *_ in word_table("organisations/heads.tsv") if strength == "strong")


def coordinations(text: str) -> Iterator[list[Coordinated]]:
    """The organisations under each plural noun that several share, in text order."""
    for noun in _PLURAL.finditer(text):
        singular, (start, end), near = _SINGULARS[noun[0]], noun.span(), max(0, noun.start() - _SEARCHED)
        if found := _AFTER.match(text, end, end + _SEARCHED):
            prefix = _PREFIX.findall(text, near, start)[0]
            around = f"{prefix}{singular}{text[end : found.start(1)]}", ""
            start -= len(prefix)
        elif "and" in text[near:start] and (found := _BEFORE.search(text, near, start)):
            owner = next(_OWNER.finditer(text, end))
            around, end = ("", f" {singular}{owner[0]}"), owner.end()
        items = [*takewhile(_has_no_noun, _ITEM.finditer(text, *found.span(1)))] if found else []
        group = _organisations_of(items, *around) if items else []
        if len(group) > 1:  # the noun joins the span next to it
            group[0] = (min(start, group[0][0]), *group[0][1:])
            group[-1] = (group[-1][0], max(end, group[-1][1]), group[-1][2])
            yield group


def _has_no_noun(item: re.Match[str]) -> bool:
    """Whether an item has no head noun of its own, unlike “the Ministries of Law, Mines, and the [Mint Authority]”."""
    first, *others = item[3].split()
    heads = [first, *others] if others[:1] in (["of"], ["for"]) else others  # not “[Senate] Rules”
    return _HEAD_NOUNS.isdisjoint(heads)


def _organisations_of(items: Sequence[re.Match[str]], before: str, after: str) -> list[Coordinated]:
    """The organisations, items of one name joined: “Commerce, [Housing and Urban Development], and Health”."""

    def name(first: int, stop: int) -> str:
        return one_line(f"{before}{items[0].string[items[first].start(2) : items[stop - 1].end()]}{after}")

    commas = [n for n, item in enumerate(items) if "," in item[1]]
    final = next((n for n in commas if "and" in items[n][1]), None)  # “, and Health”
    spans: list[tuple[int, int]] = []
    for first, stop in pairwise([0, *commas, len(items)]):
        cuts = [] if final is not None else _cuts(name, first, stop)
        spans += pairwise([first, *cuts, stop])
        if cuts or first == final:
            break
    return [(items[a].start(3), items[b - 1].end(), name(a, b)) for a, b in spans]


def _cuts(name: Callable[[int, int], str], first: int, stop: int) -> list[int]:
    """Where items joined by “and” are split: beside a known name, else at the first “and”; never in a known name."""
    ands = [] if known_by(name(first, stop)) else [*range(first + 1, stop)]
    return [*(n for n in ands if known_by(name(first, n)) or known_by(name(n, stop))), *ands][:1]
