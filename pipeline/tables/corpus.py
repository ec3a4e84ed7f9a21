"""People, organisations, countries and aliases of the corpus, from what each document says of them.

Every rule here counts and compares values and never looks at an order, so that the result depends on the set of
documents alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pipeline.records import Alias, Country, Entity, Organisation, Person, Record

Text = TypeVar("Text", bound=str)


def fullest(names: Iterable[str]) -> str:
    """The longest name; of equally long ones the first in code point order."""
    return min(names, key=lambda name: (-len(name), name))


def usual(values: Mapping[Text | None, int]) -> Text | None:
    """The value that most documents give; of equally frequent ones the first in code point order."""
    given = [(-count, value) for value, count in values.items() if value]
    return min(given)[1] if given else None


def _counted(said: Mapping[Record, int], column: str) -> Counter[str | None]:
    counts: Counter[str | None] = Counter()
    for record, documents in said.items():
        counts[getattr(record, column)] += documents
    return counts


def merge(said: Mapping[Record, int]) -> Record:
    """One row from the different rows that documents give under one key (row -> number of documents).

    A person's given and family name come from the row with the fullest name, so that they fit it; what an
    organisation is (acronym, kind, country, parent) from most documents.
    """
    kind = type(next(iter(said)))
    names = {getattr(r, "name", "") for r in said}
    best = [r for r in said if getattr(r, "name", "") == fullest(names)]
    first = min(best, key=lambda r: (-said[r], repr(r)))
    if isinstance(first, Organisation):
        chosen = {c: usual(_counted(said, c)) for c in ("acronym", "kind", "country", "part_of")}
        return Organisation(organisation_id=first.organisation_id, name=first.name, **chosen)  # type: ignore[arg-type]
    assert kind in (Person, Country, Entity)
    return first


def merge_aliases(entity_id: str, said: Mapping[Alias, int], names: Iterable[str]) -> list[Alias]:
    """The aliases of one entity: those that documents give, and the `names` that lost against the fullest."""
    kinds: dict[str, Counter[str | None]] = {}
    for alias, documents in said.items():
        kinds.setdefault(alias.alias, Counter())[alias.kind] += documents
    names = set(names)
    for name in names - {fullest(names)} if names else ():
        kinds.setdefault(name, Counter({"variant": 1}))
    return [
        Alias(entity_id=entity_id, alias=alias, kind=usual(counts))  # type: ignore[arg-type]
        for alias, counts in sorted(kinds.items())
    ]
