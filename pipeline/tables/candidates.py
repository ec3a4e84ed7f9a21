"""Pairs of people or organisations that may be one: never merged, told to a reviewer, decided once by a correction.

Names are compared by the rules that merge them inside a document, which are too weak over documents: “T. Roe” here and
“Thomas Roe” there may be two people. Entities that one document names side by side are two, as far as it knows, and are
no pair. The score orders the pairs; it is one figure a rule and no probability.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise

from pipeline.extraction.organisations.names import name_key
from pipeline.extraction.people.names import is_generational, is_initial, same_person, words
from pipeline.extraction.text.forms import one_letter_apart, plain
from pipeline.records import Candidate, Entity
from pipeline.tables.schema import cells
from pipeline.tables.sql import contributed, insert

_SHORTEST = 8  # letters of a name in which one other letter can be a slip
_MOST = 40  # entities that one key may bring together: more than that say that the key says nothing
NamesByEntity = Mapping[str, tuple[str, Iterable[str]]]
"""entity_id -> fullest name and other names."""


def recompute(db: sqlite3.Connection) -> None:
    """Make the table again from the recomputed people, organisations and aliases."""
    db.execute("DELETE FROM candidates")
    found = [*of_people(_names(db, "people", "person_id")), *of_organisations(_names(db, "organisations"))]
    insert(db, Candidate, map(cells, best(found)))
    naming = f"SELECT document_id FROM {contributed(Entity)} WHERE entity_id"
    db.execute(f"DELETE FROM candidates WHERE EXISTS ({naming} = entity_a INTERSECT {naming} = entity_b)")


def _names(db: sqlite3.Connection, table: str, key: str = "organisation_id") -> dict[str, tuple[str, list[str]]]:
    query = f"SELECT {key}, {table}.name, alias FROM {table} LEFT JOIN aliases ON entity_id = {key} ORDER BY 1, 3"
    names: dict[str, tuple[str, list[str]]] = {}
    for entity, name, alias in db.execute(query):
        names.setdefault(entity, (name, []))[1].extend([alias] if alias else [])
    return names


def of_people(names: NamesByEntity) -> Iterator[Candidate]:
    """Pairs of people: one name in another order, shortened, in a nickname, with one other letter, a lone surname."""
    parts = {e: [plain(w) for w in words(name) if not is_generational(w)] for e, (name, _) in names.items()}
    full = {e: p for e, p in parts.items() if len(p) > 1}
    yield from _pairs(((e, " ".join(sorted(p))) for e, p in full.items()), 0.9, "the same words in another order")
    yield from _shortened(names, full)
    yield from _one_letter_apart({e: " ".join(p) for e, p in full.items()})
    yield from _lone_surnames(parts)


def _shortened(names: NamesByEntity, full: Mapping[str, list[str]]) -> Iterator[Candidate]:
    families = ((e, p[-1]) for e, p in full.items())
    with_initial = ((e, f"{p[-1]} {p[0][:1]}") for e, p in full.items())  # of surnames that many bear
    for group in [*_alike(families), *_alike(with_initial)]:
        for a, b in combinations(group, 2):
            if full[a] == full[b] or not same_person(names[a][0], names[b][0]):
                continue
            if any(is_initial(words(names[n][0])[0]) for n in (a, b)):
                yield _pair(a, b, 0.5, "an initial for the given name")
            else:
                yield _pair(a, b, 0.7, "given names that can be one person's")


def _lone_surnames(parts: Mapping[str, list[str]]) -> Iterator[Candidate]:
    bearers: dict[str, list[str]] = {}
    for e, p in parts.items():
        if len(p) > 1:
            bearers.setdefault(p[-1], []).append(e)
    for e, p in parts.items():
        if len(p) == 1 and len(fitting := bearers.get(p[0], [])) == 1:
            yield _pair(e, fitting[0], 0.4, "a surname alone, borne by one person of the corpus")


def of_organisations(names: NamesByEntity) -> Iterator[Candidate]:
    """Pairs of organisations: a name or acronym of both, the letters of a name, one other letter."""
    keys = {e: name_key(name) for e, (name, _) in names.items()}
    yield from _pairs(keys.items(), 0.9, "one name but for its legal form, article or spelling")
    shared = ((e, name_key(n)) for e, (name, others) in names.items() for n in {name, *others})
    for group in _alike(dict.fromkeys(shared)):
        score = 0.8 if len(group) == 2 else 0.5
        yield from (_pair(a, b, score, "a name or acronym that both have") for a, b in combinations(group, 2))
    yield from _spelled_out(names, keys)
    yield from _one_letter_apart(keys)


def _spelled_out(names: NamesByEntity, keys: Mapping[str, str]) -> Iterator[Candidate]:
    spelled: dict[str, list[str]] = {}
    for e, key in keys.items():
        letters = "".join(w[0] for w in key.split() if w not in _SMALL)
        if len(letters) > 2:
            spelled.setdefault(letters, []).append(e)
    for e, (name, _) in names.items():
        if name.isupper() and len(fitting := [o for o in spelled.get(keys[e], []) if o != e]) == 1:
            yield _pair(e, fitting[0], 0.6, "the acronym is the first letters of the name")


def _pairs(keyed: Iterable[tuple[str, str]], score: float, why: str) -> Iterator[Candidate]:
    """All pairs of entities that share a key."""
    for group in _alike(keyed):
        yield from (_pair(a, b, score, why) for a, b in combinations(group, 2))


_SMALL = {"of", "for", "and", "the", "on", "in", "to"}


def _alike(keyed: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Entities that share a key, of keys that say something."""
    groups: dict[str, list[str]] = {}
    for entity, key in keyed:
        groups.setdefault(key, []).append(entity)
    return [sorted(set(g)) for k, g in groups.items() if k and 1 < len(set(g)) <= _MOST]


def _one_letter_apart(names: Mapping[str, str]) -> Iterator[Candidate]:
    """Long names that differ in one letter, found among those that stand next to each other from either end."""
    for turned in (False, True):
        order = sorted((name[::-1] if turned else name, e) for e, name in names.items() if len(name) >= _SHORTEST)
        for (a, one), (b, other) in pairwise(order):
            if a != b and one_letter_apart(a, b):
                yield _pair(one, other, 0.6, "names that differ in one letter")


def _pair(a: str, b: str, score: float, why: str) -> Candidate:
    a, b = sorted((a, b))
    return Candidate(entity_a=a, entity_b=b, score=score, why=why)


def best(found: Iterable[Candidate]) -> list[Candidate]:
    """Each pair once, for its strongest reason; sorted."""
    best: dict[tuple[str, str], Candidate] = {}
    for c in sorted(found, key=lambda c: (-c.score, c.why)):
        if c.entity_a != c.entity_b:
            best.setdefault((c.entity_a, c.entity_b), c)
    return [best[k] for k in sorted(best)]
