"""The listed bodies (data/organisations/bodies.tsv): official names, acronyms and other names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.gazetteer import Gazetteer
from pipeline.extraction.organisation_words import name_key
from pipeline.records import OrganisationKind


@dataclass(frozen=True, slots=True)
class Body:
    """A listed body. The acronym is empty where it has none or one that means other things too."""

    name: str
    acronym: str
    others: tuple[str, ...]
    kind: OrganisationKind | None


@dataclass(frozen=True, slots=True)
class Bodies:
    """All of them, and each under the keys of its names."""

    all: tuple[Body, ...]
    by_key: dict[str, Body]


@cache
def bodies() -> Bodies:
    """The list, read once."""
    rows = []
    for row in word_table("organisations/bodies.tsv"):
        name, acronym, kind, others = (*row, "", "", "")[:4]
        rows.append(Body(name, acronym, tuple(o for o in others.split("|") if o), kind or None))  # type: ignore[arg-type]
    by_key: dict[str, Body] = {}
    for body in rows:
        for name in (body.name, body.acronym, *body.others):
            for spelling in _spellings(name):
                by_key.setdefault(name_key(spelling), body)
    return Bodies(tuple(rows), by_key)


def goes_on(name: str) -> bool:
    """Whether longer names begin with the name: “Telvane Value” is of a listed Telvane, and no Telvane and a word."""
    body = bodies().by_key.get(name_key(name))
    return body is not None and body.kind == "company"


@cache
def body_gazetteer() -> Gazetteer:
    """Every listed name and acronym, to be found in running text."""
    names: dict[str, str] = {}
    for body in bodies().all:
        for name in (body.name, *body.others, body.acronym):
            for spelling in _spellings(name):
                names.setdefault(spelling, body.name)
    return Gazetteer(names)


def _spellings(name: str) -> Iterator[str]:
    """A listed name as texts may spell it: “Organisation”, “Center”, “Health & Human Services”."""
    if not name:
        return
    yield name
    for ours, theirs in (("rganization", "rganisation"), ("Centre", "Center"), (" and ", " & ")):
        if ours in name:
            yield name.replace(ours, theirs)
