"""What is known where an expression stands, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.locale import Order
from pipeline.extraction.dates.tense import Tense
from pipeline.records import ValueFrom


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that “today” means, and whether it came from outside the text."""

    day: date
    value_from: Literal["metadata", "inference"]
    reason: str  # published, dateline, …: stands in the rule of the rows


class Known(NamedTuple):
    """A date of the text whose value is known: an anchor for the others."""

    start: int
    paragraph: int
    value: Value
    explicit: bool
    tense: Tense
    frame: bool = False  # “In 2019 …” at the head of a sentence: the year of the days in it


@dataclass(slots=True)
class Setting:
    """What is known where an expression stands."""

    reference: Reference | None
    order: Order | None = None
    known: list[Known] = field(default_factory=list)  # in the order of the text
    start: int = 0
    paragraph: int = 0
    tense: Tense = Tense.UNKNOWN
    compared: bool = False  # whether quarters or other parts of years are compared nearby
    bound: str = ""  # which end of an open interval it is, see `Expression`
    alike: tuple[Tense, ...] = ()  # tenses at all places of the text that name this day without a year


class Resolved(NamedTuple):
    """A value with its source and the reason; `choices` are the days between which nothing decides."""

    value: Value | None
    value_from: ValueFrom | None
    reason: str = ""
    choices: tuple[date, ...] = ()


NOT_DECIDED = Resolved(None, None)
