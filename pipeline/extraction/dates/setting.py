"""What is known where a date expression stands, and what becomes of the expression there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.tense import Tense
from pipeline.records import ValueFrom

Order = Literal["day", "month"]
"""What stands first in “03/04/2024”."""


class Resolved(NamedTuple):
    """A value with its source and the reason; `choices` are the days between which nothing decides."""

    value: Value | None
    value_from: ValueFrom | None
    reason: str = ""
    choices: tuple[date, ...] = ()


NOT_DECIDED = Resolved(None, None)


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that “today” means, and whether it came from outside the text."""

    day: date
    value_from: Literal["metadata", "inference"]
    reason: str  # published, dateline, …: stands in the rule of the rows

    def gives(self, value: Value, why: str = "") -> Resolved:
        """A value that is counted from this day; `why` tells what decided besides."""
        return Resolved(value, self.value_from, f"{self.reason}-{why}" if why else self.reason)


class Known(NamedTuple):
    """A date of the text whose value is known: an anchor for the others."""

    start: int
    value: Value


@dataclass(slots=True)
class Setting:
    """What is known where an expression stands."""

    reference: Reference | None
    order: Order | None = None
    known: list[Known] = field(default_factory=list)  # in the order of the text
    start: int = 0
    tense: Tense = Tense.UNKNOWN
