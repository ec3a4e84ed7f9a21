"""What the reader found in one document: names, job titles, links between them, who speaks; each with a probability."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text; `label` is PERSON, ORG, COUNTRY, PLACE or DATE."""

    start: int
    end: int
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Links:
    """The probability that a job title or quotation belongs to none of the names, and that of each name.

    `names` has the number of each name in `Reading.names`; names of next to no probability are left out.
    """

    none: float
    names: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class JobTitle:
    """A job title in the text and whose it is, where and for which country it is held."""

    start: int
    end: int
    probability: float
    person: Links
    organisation: Links
    country: Links


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, the probability that they are speech, and whose they are."""

    start: int
    end: int
    speech: float
    speaker: Links


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the reader finds in one text; names, job titles and quotations are in order of the text."""

    names: tuple[Name, ...] = ()
    job_titles: tuple[JobTitle, ...] = ()
    quotations: tuple[Quotation, ...] = ()
