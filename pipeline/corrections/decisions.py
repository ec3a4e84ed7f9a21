"""The decisions of reviewers: what they may say, and where their words are in the current text.

Words move when a release is amended, when its headline is repaired, or when a new version of the code repairs more of
its text. They are found again by themselves and by their context.
"""

import dataclasses
import re
from datetime import date
from itertools import takewhile

from pipeline.data import word_table
from pipeline.errors import RunError
from pipeline.records import grouped

ROW_TABLES = ("mentions", "roles", "dates", "quotes")
"""Tables whose rows are scored: what the program found in the text."""
SPAN_TABLES = (*ROW_TABLES, "sections", "contacts")  # tables whose rows are judged one by one, by their words
EDITABLE, TELLING = ({row[0]: row[n].split() for row in word_table("tables/correctable.tsv")} for n in (1, 2))
"""Table -> the fields that a decision may edit; and those in which rows at the same words must agree to be the same."""
SETTABLE = ("published", "headline")  # fields of `documents` that `set` may change
CONTEXT = 24  # code points kept on either side: about four words, which seldom occur twice around the same name
NEAR = 300  # code points (a paragraph) by which words may have moved and still count as at the same place
_ALLOWED = {decision: tables.split() for decision, tables in word_table("tables/decisions.tsv")}
_NEEDS_VALUE = {"merge": "the entity that stays", "split": "the other's name or key", "set": "the headline"}


class StaleError(RunError):
    """A decision no longer fits the tables; the message says why."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A row of the corrections file. `text` is the words judged, or the key of the entity judged; `before` and `after`
    are their context, which distinguishes two places with the same words if the text has moved. `which` selects one of
    several rows at the words by a cell that only it has: `country=UZB`. `line` and `slip` are no columns: the line of
    the file, and why its row cannot be read as meant, with what to do."""

    document_id: str = ""
    table: str = ""
    start: int | None = None
    end: int | None = None
    text: str = ""
    field: str = ""
    decision: str = ""
    value: str = ""
    reviewer: str = ""
    note: str = ""
    before: str = ""
    after: str = ""
    which: str = ""
    line: int = dataclasses.field(default=0, compare=False)
    slip: str = ""

    @property
    def is_about_words(self) -> bool:
        """Whether it is about rows at words of a text, and not about an entity or a release."""
        return self.table in SPAN_TABLES

    @property
    def span(self) -> tuple[int, int]:
        """Where the words are; only for a decision whose words were found in the current text."""
        return self.start or 0, self.end or 0

    @property
    def pair(self) -> tuple[str, ...]:
        """The two entities that are merged or kept apart."""
        return tuple(sorted((self.text, self.value)))

    @property
    def named_cell(self) -> tuple[str, str]:
        """The column and cell that select one of the rows at the words; empty if all of them are meant."""
        if self.decision in ("accept", "reject") and self.field:
            return self.field, self.value
        column, _, cell = self.which.partition("=")
        return column, cell


def problem(d: Decision) -> str | None:
    """Why a decision can never be carried out, whatever the tables hold; None if it can."""
    verdict, table = d.decision, d.table
    if d.slip:
        return d.slip
    if verdict not in _ALLOWED:
        return f"{verdict!r} is not a decision; the decisions are: {', '.join(_ALLOWED)}"
    if table not in _ALLOWED[verdict]:
        return f"{verdict} is not for {table or 'no table'}; it is for {', '.join(_ALLOWED[verdict])}"
    return _problem_of_place(d) or _problem_of_cell(d)


def _problem_of_place(d: Decision) -> str | None:
    """What is wrong with the cells that say what a decision is about."""
    if (d.table in (*SPAN_TABLES, "documents") or d.decision == "split") and not d.document_id:
        return "document_id is missing"
    if d.table != "documents" and not d.text:
        return "text is missing: " + ("the words" if d.table in SPAN_TABLES else "the key of the entity")
    if d.which and "=" not in d.which:
        return f"which is {d.which!r}; give the column and cell that select one row, as in country=UZB"
    return None


def _problem_of_cell(d: Decision) -> str | None:
    """What is wrong with the field and value of a decision."""
    if d.decision == "edit" and d.field not in EDITABLE[d.table]:
        return f"{d.field!r} cannot be edited in {d.table}; these can: {', '.join(EDITABLE[d.table])}"
    if d.decision == "set" and d.field not in SETTABLE:
        return f"set is for {' and '.join(SETTABLE)} of a release, not for {d.field!r}"
    if d.decision == "set" and d.field == "published" and not is_day(d.value):
        return "set is for `published` and a day (2023-09-27)"
    if d.decision in _NEEDS_VALUE and not d.value:
        return f"value is missing: {_NEEDS_VALUE[d.decision]}"
    return None


def is_day(value: str) -> bool:
    """Whether the value is a calendar day in ISO 8601."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The text before and after a span, as decisions keep it."""
    return text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]


def span_of(text: str, decision: Decision) -> tuple[int, int]:
    """The span of the decision's words in `text`: the place whose context is most similar. On a tie, it is the place
    where the words were, else the nearest within `NEAR` if its context is similar at all. Raises `StaleError` if the
    words are gone, or if nothing shows which place is meant."""
    places = places_of(text, decision.text)
    if not places:
        raise StaleError("the words are not, or no longer, in the text")
    most, alike = max(grouped((_likeness(text, p, decision), p) for p in places).items())
    if len(alike) == 1:
        return alike[0]
    away = {p: NEAR + 1 if decision.start is None else abs(p[0] - decision.start) for p in alike}
    nearest, second, *_ = sorted(alike, key=away.__getitem__)
    is_guess = away[nearest] > 0 and most == 0
    if is_guess or away[nearest] > NEAR or away[nearest] == away[second]:
        raise StaleError(f"the words occur {len(places)} times; `before` and `after` or a click on the page tell which")
    return nearest


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """The spans of the words, overlapping ones too (“aa” in “aaa”); white space matches any white space."""
    pattern = r"\s+".join(map(re.escape, words.split())) or r"(?!)"
    return [m.span(1) for m in re.finditer(f"(?=({pattern}))", text)]


def _likeness(text: str, place: tuple[int, int], decision: Decision) -> int:
    """The number of characters of the kept context that match around a place, from the words outward."""
    before, after = context(text, *place)
    return _common(before[::-1], decision.before[::-1]) + _common(after, decision.after)


def _common(one: str, other: str) -> int:
    alike = takewhile(lambda pair: pair[0] == pair[1] or "".join(pair).isspace(), zip(one, other, strict=False))
    return sum(not character.isspace() for character, _ in alike)  # a mere space is no similarity
