"""Which mentions name one person: variants of a full name, and short forms with the full name that they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from pipeline.extraction.people.names import is_generational, is_variant_given, same_person, split_name, words
from pipeline.extraction.text.forms import plain

_FAMILY_NAME, _GIVEN_NAME = range(2)
"""How a short form stands for a full name, the best first: “van der Meer”, “Tim” of “Timothy Roe”."""


@dataclass
class NamedAt:
    """One place where the text names a person."""

    number: int  # of the name in the reading
    start: int
    end: int
    text: str  # on one line
    honorific: str | None
    probability: float

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The plain words of the name, without “Jr.”."""
        return key_of(self.text)


@lru_cache(maxsize=8192)
def key_of(name: str) -> tuple[str, ...]:
    """The plain words of a name, without a suffix like “Jr.”."""
    return tuple(plain(w) for w in words(name) if not is_generational(w))


@dataclass(slots=True)
class Cluster:
    """The mentions of one person."""

    mentions: list[NamedAt] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The fullest form: most words, not all in capitals, longest, first."""
        best = max(
            self.mentions,
            key=lambda m: (len(m.key), not m.text.isupper(), len(m.text), -m.start),
        )
        return best.text


def clusters(mentions: Sequence[NamedAt]) -> list[Cluster]:
    """The people of a document, in the order of their first mentions."""
    people: list[Cluster] = []
    short: list[NamedAt] = []
    for m in sorted(mentions, key=lambda m: (-len(m.key), m.start)):
        if len(m.key) < 2 or _ends_longer_name(m, people):
            short.append(m)
            continue
        same = next((p for p in people if any(_are_one(m, other) for other in p.mentions)), None)
        if same is None:
            people.append(Cluster([m]))
        else:
            same.mentions.append(m)
    full = [(p, list(p.mentions)) for p in people]
    alone: dict[str, Cluster] = {}
    for m in sorted(short, key=lambda m: m.start):
        owner = _owner(m, full) or alone.setdefault(m.key[-1], Cluster())
        owner.mentions.append(m)
    found = [*people, *alone.values()]
    for p in found:
        p.mentions.sort(key=lambda m: m.start)
    return sorted((p for p in found if p.mentions), key=lambda p: p.mentions[0].start)


def _are_one(a: NamedAt, b: NamedAt) -> bool:
    """Whether two full names are one person's."""
    return a.key == b.key or same_person(a.text, b.text)


def _ends_longer_name(m: NamedAt, people: list[Cluster]) -> bool:
    """Whether a name of two words or more is the end of a longer one: “Ruiz Soto”, “van der Meer”."""
    size = len(m.key)
    return any(len(n.key) > size and n.key[-size:] == m.key for p in people for n in p.mentions)


def _owner(m: NamedAt, people: list[tuple[Cluster, list[NamedAt]]]) -> Cluster | None:
    """The person whose short form `m` is: by family name before the given one, then the nearest full name before."""
    fitting = []
    for number, (_, full) in enumerate(people):
        ranks = [r for n in full if (r := _rank(m, n)) is not None]
        if ranks:
            before = max((n.start for n in full if n.start <= m.start), default=-1)
            fitting.append((min(ranks), -before, number))
    return people[min(fitting)[-1]][0] if fitting else None


def _rank(m: NamedAt, full: NamedAt) -> int | None:
    """How `m` stands for a full name as its short form; None where it does not."""
    size = len(m.key)
    if full.key[-size:] == m.key or key_of(split_name(full.text)[1] or "") == m.key:
        return _FAMILY_NAME
    last = full.key[-1].rpartition("-")[2]  # “Hamad” of “Omar al-Hamad”
    return _GIVEN_NAME if size == 1 and (is_variant_given(m.text, words(full.text)[0]) or m.key[0] == last) else None
