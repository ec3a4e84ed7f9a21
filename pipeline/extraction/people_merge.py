"""Which names are one person: full names with their variants, short forms with the full name they stand for."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from pipeline.data import word_list
from pipeline.extraction.people_candidates import Candidate
from pipeline.extraction.people_honorifics import Gender, gender_of_honorific, honorific_before
from pipeline.extraction.people_names import (
    given_names,
    is_generational,
    plain,
    same_person,
    split_name,
    words,
)
from pipeline.extraction.roles_nouns import head_noun_of


@dataclass(slots=True)
class Named:
    """One naming of a person."""

    start: int
    end: int
    text: str  # one line: line breaks and runs of spaces inside the name are single spaces
    honorific: str | None
    rule: str
    key: tuple[str, ...] = ()
    announced: bool = False  # an honorific, a title or a reporting verb says that it is a person
    supported: bool = False  # a rule besides the recogniser found it

    @property
    def gender(self) -> Gender | None:
        """What the honorific tells."""
        return gender_of_honorific(self.honorific)


@dataclass(slots=True)
class Someone:
    """A person of one document: every naming, full or short."""

    namings: list[Named] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)  # plain words of the full forms

    @property
    def name(self) -> str:
        """The fullest form: most words, then the one not all in capitals, then the longest, then the first."""
        bare = {n.key for n in self.namings}
        best = max(
            self.namings,
            key=lambda n: (
                (*n.key[:-1], n.key[-1][:-1]) not in bare,  # “Jan Roes” beside “Jan Roe”
                len(n.key), not n.text.isupper(), len(n.text), -n.start,
            ),
        )  # fmt: skip
        return best.text

    @property
    def gender(self) -> Gender | None:
        """What the honorifics of all namings tell, where they agree."""
        known = {n.gender for n in self.namings} - {None}
        return known.pop() if len(known) == 1 else None


def named(text: str, candidates: list[Candidate], soft: Container[int] = ()) -> list[Named]:
    """Candidates with their honorifics, in order; `soft` are the line breaks that only wrap a line."""
    found, floor = [], 0
    for c in candidates:
        name = " ".join(text[c.start : c.end].split())
        at = honorific_before(text, c.start, floor)
        honorific = " ".join(text[at : c.start].strip(" \u00a0*_").split()) or None
        key = _key(name)
        if key:
            announced = (
                honorific is not None
                or announces(text, c.start, c.end, soft)
                or ((len(key) > 1 or plain(name) in given_names()) and _bears_office(text, c.end))
            )
            found.append(Named(c.start, c.end, name, honorific, c.rule, key, announced, c.supported))
            floor = c.end
    return found


@lru_cache(maxsize=8192)
def _key(name: str) -> tuple[str, ...]:
    return tuple(plain(w) for w in words(name) if not is_generational(w))


_SPEECH = (
    "said", "says", "added", "adds", "told", "noted", "stated", "explained", "continued", "concluded", "commented",
    "recalled", "remarked",
)  # fmt: skip
_TITLE_BEFORE = re.compile(  # “met [Consul General of Veloria in Lindmoor] Zorvia Quellen”
    r"\b(?:Ambassador|Consul|Minister|Secretary|Director|Chief|Head)(?: General)? (?:of|for|to) "
    r"(?:(?:[A-Z][\w&'’-]*|of|for|in|and|the|to) ){1,9}$"
)
_LINKS = frozenset(["of", "for", "in", "and", "the", "to"])
_CLAUSE_END = re.compile(r"[,;.:\n]\s")
_WORD = re.compile(r"\w+")
_PERSON_AFTER = re.compile(rf"\s(?:{'|'.join(_SPEECH)})\b|, (?:who|\d\d),?\s|, (?:aged )?\d\d, | and I\b")
_BYLINE = re.compile(
    r"(?:^|\n|[*_“\"(]|\b[Pp]hoto |\b[Aa]rticle )[*_]*"
    r"(?:(?:[Ww]ritten |[Pp]hotos? )?[Bb]y|BY|Author:?|Contact:|From:)\s\[?$"
)
_BY = ("by", "By", "BY", "Author", "Author:", "Contact:", "From:")
"""What a by-line ends with."""


def announces(text: str, start: int, end: int, soft: Container[int] = ()) -> bool:
    """Whether the words beside a lone name tell that it is a person: a title before it, or speech beside it."""
    if _PERSON_AFTER.match(text, end, end + 14):
        return True
    before = text[max(0, start - 40) : start].split()
    if not before:
        return False
    last = before[-1]
    if any(w.endswith(_BY) for w in before[-2:]) and _BYLINE.search(text, max(0, start - 24), start):
        return True
    if head_noun_of(last) and (text[start - 1] != "\n" or start - 1 in soft):
        return True
    if last in _SPEECH or last.casefold() in ("aka", "a.k.a.", "alias"):
        return True
    if " " not in text[start:end]:
        return False
    if (last[0].isupper() or last in _LINKS) and _TITLE_BEFORE.search(text, max(0, start - 90), start):
        return True
    if len(before) > 1 and last.endswith(","):
        if head_noun_of(last[:-1]):
            return True  # “Their chief data scientist, Zorvia Quellen, …”
        clause = _CLAUSE_END.split(text[max(0, start - 80) : start - 2])[-1]
        # “the Prime Minister of Veloria, Zorvia Quellen, …”
        return any(w[0].isupper() and head_noun_of(w) for w in _WORD.findall(clause))
    return False


_IS_OFFICE = re.compile(
    # letters behind a name are whole words: a word in capitals that could be cut anywhere took exponential time
    r"[*_]*(?:,? (?:[A-Z][A-Za-z.]{1,5}(?![A-Za-z.]),? ?)+)?[*_]*(?:,| is| was|,? (?:aka|who)\b)[*_]* ([^.;\n]{3,60})"
)


_COMPOUND = re.compile(r"[\w-]+")


def _bears_office(text: str, end: int) -> bool:
    """Whether the words behind a full name say that it holds an office or is also called otherwise."""
    found = _IS_OFFICE.match(text, end)
    return found is not None and any(head_noun_of(w) for w in _COMPOUND.findall(found[1])[:7])


def merge(text: str, namings: list[Named]) -> list[Someone]:
    """The people of a document, in the order of their first full naming."""
    people: list[Someone] = []
    short: list[Named] = []
    for n in sorted(namings, key=lambda n: (-len(n.key), n.start)):
        if len(n.key) < 2 or _part_of_one(n, people):
            short.append(n)
            continue
        same = next((p for p in people if any(_are_one(n, other) for other in p.namings)), None)
        if same is None:
            people.append(Someone([n]))
        else:
            same.namings.append(n)
    for p in people:
        p.names = sorted({n.key for n in p.namings}, key=len)
    others = _of_couples(text, namings, people)
    full = {id(p): [n.start for n in p.namings] for p in people}
    alone: dict[str, Someone] = {}
    for n in sorted(short, key=lambda n: n.start):
        not_meant = others and others.get((_title(text, n), n.key[-1]))
        near = [p for p in people if id(p) not in not_meant] if not_meant else people
        owner = _owner(n, near, full) or alone.get(n.key[-1])
        if (
            owner is None and len(n.key[-1]) > 4 and n.key[-1].endswith("s")
        ):  # the source lost its apostrophe: “Roes plea”
            bare = replace(n, key=(*n.key[:-1], n.key[-1][:-1]))
            owner = _owner(bare, people, full) or alone.get(bare.key[-1])
        if owner is None:
            owner = alone[n.key[-1]] = Someone()
        owner.namings.append(n)
    everyone = people + [p for p in alone.values() if any(map(_may_stand_alone, p.namings))]
    for p in everyone:
        p.namings.sort(key=lambda n: n.start)
    return sorted(everyone, key=lambda p: p.namings[0].start)


_COUPLE = re.compile(r"(?:,? and|,? with|,) (?:(?:the|his wife|her husband|[A-Z][\w.'’-]*) ){0,5}$")


def _of_couples(text: str, namings: list[Named], people: list[Someone]) -> dict[tuple[str, str], set[int]]:
    """Who is not meant by a title and surname, since the two are named side by side: “[Mayor Roe] and Dr. Ada Roe”."""
    found: dict[tuple[str, str], set[int]] = {}
    owners = {id(n): id(p) for p in people for n in p.namings}
    for a, b in pairwise(sorted(namings, key=lambda n: n.start)):
        short, long = (a, b) if len(a.key) < len(b.key) else (b, a)
        if len(short.key) == 1 and short.key[-1] == long.key[-1] and id(long) in owners and _title(text, short):
            gap = text[a.end : b.start]
            if len(gap) < 60 and _COUPLE.fullmatch(gap.rstrip("*_") if gap.endswith(" ") else gap + " "):
                found.setdefault((_title(text, short), short.key[-1]), set()).add(owners[id(long)])
    return found


def _title(text: str, n: Named) -> str:
    """The word of an office or form of address right before a name; empty where there is none."""
    before = text[max(0, n.start - 24) : n.start].split()
    known = bool(before) and text[n.start - 1] == " " and (n.honorific or head_noun_of(before[-1]))
    return before[-1].casefold().rstrip(".") if known else ""


_KNOWN_ALONE = frozenset(word_list("people/known_alone.txt"))


def _may_stand_alone(n: Named) -> bool:
    """Whether a lone name is a person's: something announces it, or the recogniser says so of “Putin”."""
    return n.announced or n.supported or (n.rule == "model" and n.text in _KNOWN_ALONE)


def _are_one(a: Named, b: Named) -> bool:
    """Whether two full names are one person's."""
    if a.key == b.key:
        return True
    x, y = a.key[-1], b.key[-1]
    if x == y or a.key[0] in b.key:
        return _same(a, b) or (x != y and _lost_mark(a, b))
    return (x[:-1] == y or y[:-1] == x) and _lost_mark(a, b)


def _same(a: Named, b: Named) -> bool:
    if a.gender and b.gender and a.gender != b.gender:
        return False
    return same_person(a.text, b.text)


def _lost_mark(a: Named, b: Named) -> bool:
    """Whether one of two full names is the other's possessive in a text that lost its apostrophes: “Jan Roes plea”."""
    for owner, bare in ((a, b), (b, a)):
        last = owner.key[-1]
        if last.endswith("s") and last[:-1] == bare.key[-1] and same_person(owner.text[:-1], bare.text):
            return True
    return False


def _part_of_one(n: Named, people: list[Someone]) -> bool:
    """Whether a name of two words or more is the end of a longer one: "Ruiz Soto", "van der Meer"."""
    return any(len(m.key) > len(n.key) and m.key[-len(n.key) :] == n.key for p in people for m in p.namings)


def _owner(n: Named, people: list[Someone], full: dict[int, list[int]]) -> Someone | None:
    """The person whose short form `n` is: by family name before other parts, then the nearest full naming before."""
    fitting = []
    for p in people:
        longer = (m for m in p.namings if n.key[0] in m.key and len(m.key) > len(n.key))
        ranks = [r for m in longer if (r := _rank(n, m)) is not None]
        if ranks and not (n.gender and p.gender and n.gender != p.gender):
            before = max((s for s in full[id(p)] if s <= n.start), default=-1)
            fitting.append((min(ranks), -before, p))
    return min(fitting, key=lambda f: f[:2])[2] if fitting else None


@lru_cache(maxsize=8192)
def _family_key(name: str) -> tuple[str, ...]:
    return tuple(plain(w) for w in words(split_name(name)[1] or ""))


def _rank(n: Named, full: Named) -> int | None:
    """0: the family name or the name's end, 1: another word of it, None: no part of it."""
    size = len(n.key)
    if full.key[-size:] == n.key or _family_key(full.text) == n.key:
        return 0
    if any(full.key[i : i + size] == n.key for i in range(len(full.key) - size + 1)):
        return 1
    return None
