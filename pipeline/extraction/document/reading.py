"""What the reader found in one document: names, job titles, links between them, who speaks; each with a probability."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text; `label` is PERSON, ORG, COUNTRY, PLACE, DATE, or OTHER (no name, as the user says)."""

    start: int
    end: int
    label: str
    probability: float
    of_user: bool = False  # from the user's settings: neither trimmed nor taken for a country

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the name shares code points with `start` … `end`."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a job title or quotation: `no_link` is the probability that it belongs to none of the names, `names`
    are pairs of a name's number in `Reading.names` and its probability; very unlikely names are left out."""

    no_link: float
    names: tuple[tuple[int, float], ...] = ()

    def by_entity(self, entity_of: Callable[[int], str | None]) -> dict[str, float]:
        """The probability of each entity: the sum over its names; `entity_of` tells the entity of a name's number."""
        sums: dict[str, float] = {}
        for number, probability in self.names:
            if (entity := entity_of(number)) is not None:
                sums[entity] = sums.get(entity, 0.0) + probability
        return sums


@dataclass(frozen=True, slots=True)
class JobTitle:
    """A job title in the text, with links to its holder, its organisation and its country."""

    start: int
    end: int
    probability: float
    person: Links
    organisation: Links
    country: Links


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted span with its marks, the probability that it is speech, and links to its speaker."""

    start: int
    end: int
    speech: float
    speaker: Links


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the reader finds in one text, in text order; names that are added later stand at the end."""

    names: tuple[Name, ...] = ()
    job_titles: tuple[JobTitle, ...] = ()
    quotations: tuple[Quotation, ...] = ()
