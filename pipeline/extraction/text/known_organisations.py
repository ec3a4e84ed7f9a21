"""The list of known organisations (data/organisations/known.tsv): official names, acronyms and other names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.text.gazetteer import Gazetteer
from pipeline.records import OrganisationKind


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """A known organisation; the acronym is empty where it has none or one that means other things too."""

    name: str
    acronym: str
    others: tuple[str, ...]
    kind: OrganisationKind | None

    def spellings(self) -> Iterator[str]:
        """Its names as texts may spell them: “Organisation”, “Center”, “Health & Human Services”."""
        for name in filter(None, (self.name, self.acronym, *self.others)):
            yield name
            for ours, theirs in (("rganization", "rganisation"), ("Centre", "Center"), (" and ", " & ")):
                if ours in name:
                    yield name.replace(ours, theirs)


@cache
def known_organisations() -> tuple[KnownOrganisation, ...]:
    """The rows of the list."""
    rows = ((*row, "", "", "")[:4] for row in word_table("organisations/known.tsv"))
    return tuple(
        KnownOrganisation(name, acronym, tuple(filter(None, others.split("|"))), kind or None)  # type: ignore[arg-type]
        for name, acronym, kind, others in rows
    )


@cache
def known_gazetteer() -> Gazetteer:
    """Every known name and acronym, to be found in running text."""
    return Gazetteer({spelling: known.name for known in known_organisations() for spelling in known.spellings()})
