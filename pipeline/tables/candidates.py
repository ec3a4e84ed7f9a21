"""Finds pairs of people or organisations that may be one entity, for a reviewer to decide; none is merged by itself.

The rules that merge names within a document are not safe across documents: “T. Roe” in one and “Thomas Roe” in another
may be two people. Entities that one document names are taken to be different and give no pair. The score sorts the
pairs; it is a constant for each rule, not a probability.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise

from pipeline.extraction.organisations.names import name_key
from pipeline.extraction.people.names import is_initial, key_of, same_person, words
from pipeline.extraction.text.forms import one_letter_apart
from pipeline.records import Candidate, Entity, grouped
from pipeline.tables.sql import contributed, insert

_SHORTEST = 8  # characters of a name, for one different letter to count as a slip
_MOST = 40  # entities that may share a key; a key of more is too common to mean anything
_SMALL = {"of", "for", "and", "the", "on", "in", "to"}
NamesByEntity = Mapping[str, tuple[str, Iterable[str]]]  # entity_id -> fullest name and other names
Found = tuple[str, str, float, str]  # two entities, the score of the pair, and what they have in common


def recompute(db: sqlite3.Connection) -> None:
    """Rebuild the table from people, organisations and aliases, which must be up to date."""
    db.execute("DELETE FROM candidates")
    people, organisations = _names(db, "people", "person_id"), _names(db, "organisations", "organisation_id")
    strongest_first = sorted([*of_people(people), *of_organisations(organisations)], key=lambda f: (-f[2], f[3]))
    pairs = ((min(a, b), max(a, b), score, why) for a, b, score, why in strongest_first)
    insert(db, Candidate, pairs, "ON CONFLICT DO NOTHING")
    naming = f"SELECT document_id FROM {contributed(Entity)} WHERE entity_id"
    db.execute(f"DELETE FROM candidates WHERE EXISTS ({naming} = entity_a INTERSECT {naming} = entity_b)")


def _names(db: sqlite3.Connection, table: str, key: str) -> dict[str, tuple[str, list[str]]]:
    query = f"SELECT {key}, {table}.name, alias FROM {table} LEFT JOIN aliases ON entity_id = {key} ORDER BY 1, 3"
    found = grouped(((entity, name), alias) for entity, name, alias in db.execute(query))
    return {entity: (name, [*filter(None, aliases)]) for (entity, name), aliases in found.items()}


def of_people(names: NamesByEntity) -> Iterator[Found]:
    """Pairs of people: names in another order, shortened, as a nickname, one letter apart, or a surname alone."""
    parts = {e: key_of(name) for e, (name, _) in names.items()}
    full = {e: p for e, p in parts.items() if len(p) > 1}
    for a, b, _ in _alike((e, " ".join(sorted(p))) for e, p in full.items()):
        yield a, b, 0.9, "the same words in another order"
    yield from _given_names_alike(names, full)
    yield from _one_letter_apart({e: " ".join(p) for e, p in full.items()})
    alone = {e: p[0] for e, p in parts.items() if len(p) == 1}
    for a, b in _only(alone, {e: p[-1] for e, p in full.items()}):
        yield a, b, 0.4, "a surname alone, which only one person of the corpus has"


def _given_names_alike(names: NamesByEntity, parts: Mapping[str, tuple[str, ...]]) -> Iterator[Found]:
    """Pairs who share a surname and whose given names, shortened or not, may be one person's."""
    surnames = {e: p[-1] for e, p in parts.items()}
    with_initial = {e: f"{p[-1]} {p[0][:1]}" for e, p in parts.items()}  # for surnames that too many share
    for a, b, _ in [*_alike(surnames.items()), *_alike(with_initial.items())]:
        if parts[a] != parts[b] and same_person(names[a][0], names[b][0]):
            if any(is_initial(words(names[e][0])[0]) for e in (a, b)):
                yield a, b, 0.5, "an initial for the given name"
            else:
                yield a, b, 0.7, "given names that may be one person's"


def of_organisations(names: NamesByEntity) -> Iterator[Found]:
    """Pairs of organisations: a shared name or acronym, an acronym of a name's initials, names one letter apart."""
    keys = {e: name_key(name) for e, (name, _) in names.items()}
    for a, b, _ in _alike(keys.items()):
        yield a, b, 0.9, "the same name except for legal form, article or spelling"
    for a, b, many in _alike((e, name_key(n)) for e, (name, others) in names.items() for n in {name, *others}):
        yield a, b, 0.8 if many == 2 else 0.5, "a name or acronym that both have"
    for a, b in _spelled_out(names, keys):
        yield a, b, 0.6, "the acronym is made of the first letters of the name"
    yield from _one_letter_apart(keys)


def _spelled_out(names: NamesByEntity, keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each acronym with the organisation whose name has these initials, if it is the only one."""
    letters = {e: "".join(w[0] for w in key.split() if w not in _SMALL) for e, key in keys.items()}
    acronyms = {e: keys[e] for e, (name, _) in names.items() if name.isupper()}
    return _only(acronyms, {e: spelled for e, spelled in letters.items() if len(spelled) > 2})


def _alike(keyed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Pairs of entities that share a key, and how many entities share it; keys of more than `_MOST` are left out."""
    for key, group in grouped((key, entity) for entity, key in dict.fromkeys(keyed)).items():
        if key and len(group) <= _MOST:
            yield from ((a, b, len(group)) for a, b in combinations(sorted(group), 2))


def _only(keys: Mapping[str, str], others: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each entity of `keys` with the entity of `others` that has the same key, if it is the only one."""
    bearers = grouped((key, entity) for entity, key in others.items())
    for entity, key in keys.items():
        if len(fitting := [e for e in bearers[key] if e != entity]) == 1:
            yield entity, fitting[0]


def _one_letter_apart(names: Mapping[str, str]) -> Iterator[Found]:
    """Long names that differ in one letter, found among neighbours when sorted by their starts or by their ends."""
    for turned in (False, True):
        order = sorted((name[::-1] if turned else name, e) for e, name in names.items() if len(name) >= _SHORTEST)
        for (a, one), (b, other) in pairwise(order):
            if a != b and one_letter_apart(a, b):
                yield one, other, 0.6, "names that differ in one letter"
