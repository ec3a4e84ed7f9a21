"""Whether a job title is held now: its status, by the words and periods around it."""

import re
from collections.abc import Sequence

from pipeline.data import word_table
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle
from pipeline.records import RoleStatus

_WORD = re.compile(r"[\w.]+")
_RIGHT_BEFORE = re.compile(r"(\w+(?:-\w+)*)[\s“”\")\]*_‑-]*$")  # “[then ]Dean”, not “It ran late. Dean Ada Lund spoke.”
_BEFORE = 160  # code points before a title in which a phrase tells its status: “served as Dean, Chair and Director”
_NAMED = r"(?:,?\s(?:[A-Z][^\s,]*+|of|and|the|at|for|in|&))"
_PERIOD = re.compile(
    rf"(?:{_NAMED}*?,?\s\(?(?:from|between)\s|(?:\s(?:of|at|for|in)\b{_NAMED}*?)?\s\()(?:\w+\s)?(19|20)\d\d"
    r"\s?(?:to|until|and|through|[-–—])\s?(?:\w+\s)?((?:19|20)\d\d|(?<=\d[-–—])\d\d\b(?!-))"
)
"""“Director[ of Zed Bank from May 2010 to 2013]”; a comma can match in one place only, to avoid backtracking."""
_THEN = re.compile(r"[^.;\n]{0,60}\bat the (?:\w+ )?time\b")  # “, who was Dean[ of Mines at the time]”
_SINCE = re.compile(r"(?:[^.;\n]|\n(?!\n)){0,90}\bsince\s(?:\w+\s)?(?:19|20)\d\d")  # “has been Dean[ since 2010]”
_STATUSES: Sequence[tuple[str, RoleStatus]] = word_table("roles/status.tsv")  # type: ignore[assignment]
_STATUS_WORDS = {entry: status for entry, status in _STATUSES if not re.search("[ |]", entry)}
_PHRASES = ((entry, status) for entry, status in _STATUSES if entry not in _STATUS_WORDS)
_STATUS_PHRASES = [(re.compile(rf"(?i)\b(?:{entry})\b[^.;]*$"), status) for entry, status in _PHRASES]
_JOINS_TITLES = re.compile(r"(?:\s\([^()\n]{1,40}\))?,?(?:\s(?:and|&))?(?:\s(?:an?|the))?\s")
"""Between two job titles of one person: “was Dean[ and the ]Chair”."""
_CLAUSE = re.compile(r"(?<!\b[DMS][rst])[.;!?\n]\s|,(?= who\b)")


def first_of_row(analysis: Analysis, title: JobTitle) -> int:
    """Where the row of a person's job titles begins that ends with this one: “was [Dean of Ice, Clerk and Chair]”."""
    start = title.start
    for t in reversed(analysis.reading.job_titles):
        if t.start < start and _JOINS_TITLES.fullmatch(analysis.release.text, t.end, start):
            start = t.start
    return start


def status_of(text: str, start: int, end: int, published: str | None = None, first: int | None = None) -> RoleStatus:
    """The status of the job title at `start` … `end`, by the first of these: after it a period that was over by
    `published`, or “at the time” (“former”); a word in it, or right before it; after it “since” (“current”); a phrase
    before it in its clause, or before the `first` title of its row (data/roles/status.tsv); else “current”.

    >>> status_of("former Minister Ada Roe", 7, 15)
    'former'
    """
    if _was_over(text, end, published):
        return "former"
    for word in [*_WORD.findall(text[start:end]), *_RIGHT_BEFORE.findall(text[max(0, start - _BEFORE) : start])]:
        if status := _STATUS_WORDS.get(word.casefold().strip(".")):
            return status
    clause = _clause_before(text, start)
    if " has " in clause and _SINCE.match(text, end):
        return "current"
    clauses = (clause, _clause_before(text, first or start))
    told = (status for words in clauses for pattern, status in _STATUS_PHRASES if pattern.search(words))
    return next(told, "current")


def _was_over(text: str, end: int, published: str | None) -> bool:
    """Whether the words after a title tell of a time that was over by `published`."""
    period = _PERIOD.match(text, end)
    # “2010-13” ends in 2013: the second year may lack its century
    ends = (period[1] + period[2])[-4:] if period else None
    return bool(ends and (published is None or ends <= published[:4])) or _THEN.match(text, end) is not None


def _clause_before(text: str, at: int) -> str:
    """The words of a clause before a title."""
    return _CLAUSE.split(text[max(0, at - _BEFORE) : at])[-1]
