"""Which mentions name one person: variants of a full name, and short forms with the full name that they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise

from pipeline.extraction.people.names import is_misprint, is_variant_given, key_of, same_person, words
from pipeline.extraction.text.forms import KNOWN_AS

_FAMILY_NAME, _GIVEN_NAME, _INNER_NAME, _NO_PART = range(4)
"""How a short form relates to a full name, best first: “Lund”; “Tim” for “Timothy Roe”; “Ruiz” for “Ana Ruiz Roe”."""


@dataclass(frozen=True)
class NamedAt:
    """A name of a person in the text, before it is a mention."""

    numbers: tuple[int, ...]  # numbers of the names in the reading that it is made of
    start: int
    end: int
    text: str  # on one line, that of couples with the family name: “Jan Roe” of “Jan and Ada Roe”
    honorific: str | None
    probability: float
    is_other: bool = False  # another name, which is not to be the person's main name

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The folded words of the name, without “Jr.”."""
        return key_of(self.text)


Cluster = list[NamedAt]  # the mentions of one person


def fullest(person: Cluster) -> NamedAt:
    """The mention with the fullest form of the name: most words, then not all in capitals, then longest, then first."""
    return max(person, key=lambda m: (not m.is_other, len(m.key), not m.text.isupper(), len(m.text), -m.start))


def clusters(mentions: Sequence[NamedAt]) -> list[Cluster]:
    """The people of a document, in the order of their first mentions."""
    people: list[Cluster] = []
    short: list[NamedAt] = []
    for m in sorted(mentions, key=lambda m: (-len(words(m.text)), m.start)):
        if len(m.key) < 2 or any(_is_inside(m.key, n.key) for p in people for n in p):
            short.append(m)
        elif person := next((p for p in people if any(same_person(m.text, n.text) for n in p)), None):
            person.append(m)
        else:
            people.append([m])
    return _with_short_forms(people, short)


def _with_short_forms(people: list[Cluster], short: Sequence[NamedAt]) -> list[Cluster]:
    """The people, each with the short forms that mean it, and those who are named by short forms only."""
    alone: dict[str, Cluster] = {}
    antecedents = [_antecedent(m, people) for m in short]  # before any joins, so that no short form affects another
    for m, antecedent in zip(short, antecedents, strict=True):
        (antecedent or alone.setdefault(m.key[-1], [])).append(m)
    return sorted((sorted(p, key=lambda m: m.start) for p in (*people, *alone.values())), key=lambda p: p[0].start)


def with_other_names(text: str, people: Sequence[Cluster]) -> list[Cluster]:
    """The people, with one who is also called otherwise as one person: “Ana Ruiz (also known as Bel Soto)”."""
    found = [*people]
    for one, other in pairwise(sorted(chain.from_iterable(people), key=lambda m: m.start)):
        is_own = text[other.end : other.end + 2] not in ("’s", "'s")  # not “known as Bel Soto’s sister”
        if is_own and KNOWN_AS.fullmatch(text, one.end, other.start):
            found = _joined(found, one, other)
    return sorted(found, key=lambda person: person[0].start)


def _joined(people: list[Cluster], one: NamedAt, other: NamedAt) -> list[Cluster]:
    """The people, where `other` and mentions of the same form name the person of `one`; all mentions of the person of
    `other` if it is the full name: “Anne” of “Anna Roe, known as Anne” was taken for a short form of “Anne Lund”."""
    person, same = _person_at(one.start, people), _person_at(other.start, people)
    if person is same:
        return people
    moved = same if fullest(same).key == other.key else [m for m in same if m.key == other.key]
    named = sorted([*person, *(replace(m, is_other=True) for m in moved)], key=lambda m: m.start)
    rest = [m for m in same if m not in moved]
    return [*filter(None, (named, rest)), *(p for p in people if p not in (person, same))]


def _person_at(start: int, people: Sequence[Cluster]) -> Cluster:
    """The person whom the mention that starts there names."""
    return next(p for p in people if any(m.start == start for m in p))


def _is_inside(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether words stand in a name after its first word: “Ruiz Soto” of “Ana Ruiz Soto”, “van der Meer”."""
    return any(full[i : i + len(short)] == short for i in range(1, len(full)))


def _antecedent(m: NamedAt, people: list[Cluster]) -> Cluster | None:
    """The person that the short form `m` means: by family name before given name; of equals, one with the same
    honorific (“Prime Minister Lund” is not “Minister Eva Lund”), else who was named last."""

    def distance(person: Cluster) -> tuple[int, bool, int]:
        before = [n.start for n in person if n.start <= m.start]
        is_so_called = m.honorific is None or any(n.honorific == m.honorific for n in person)
        return min(_rank(m, n) for n in person), not is_so_called, -max(before, default=-1)

    best = min(people, key=distance, default=None)
    return best if best and distance(best)[0] < _NO_PART else None


def _rank(m: NamedAt, full: NamedAt) -> int:
    """How `m` relates to a full name as its short form (`_FAMILY_NAME` and so on)."""
    if full.key[-len(m.key) :] == m.key:
        return _FAMILY_NAME
    last = full.key[-1].rpartition("-")[2]  # “Hamad” of “Omar al-Hamad”
    given = len(m.key) == 1 and (is_variant_given(m.text, words(full.text)[0]) or m.key[0] == last)
    given = given or (len(m.key) == 1 and not m.honorific and is_misprint(m.key[0], last))
    return _GIVEN_NAME if given else _INNER_NAME if _is_inside(m.key, full.key) else _NO_PART
