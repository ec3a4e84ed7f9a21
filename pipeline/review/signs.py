"""Signs that a row is wrong which anyone sees at once: a name cut short, a heading taken for a place.

The confidence of a row comes from what the reader saw in training; these come from looking at the words. They order
the queue of reviewers and change no row.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.corrections.row_decisions import Row
from pipeline.records import Mention, Role

_NAMES = frozenset({"PERSON", "ORGANISATION", "COUNTRY", "PLACE"})
# words of the head and foot of a release, in the forms they have there: “EMBARGOED”, “For Immediate Release”
_HEADINGS = re.compile(
    r"(?:strictly |under )?embargo(?:ed)?(?: until.*)?|(?:for )?immediate(?: release)?|(?:press|news|media) (?:release|"
    r"contacts?|enquiries|inquiries|statement|note)|for release|contacts?|ends?|notes? to editors?|background|tel|"
    r"e-?mail|phone|release|statement|about(?: us)?",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?i)\b(?:of|for|and|the|on|in|to|de|du|von)$|[,(\-–—&]$")
_GOES_ON = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?P<next>[A-Z][\w’'-]+)")
_CUT_SHORT = re.compile(
    r"(?i)(?:\w+\s+)*(?:ministry|department|office|bureau|institute|university|college|board|council|committee|"
    r"commission|agency|academy|chamber|school|faculty|bank|court|association|federation|secretariat)"
)
_TO_SCREEN = 90  # characters; a name that is longer holds more than a name


def sign(row: Row, text: str) -> str | None:
    """Why a row looks wrong, for a person; None where nothing is to be seen."""
    if isinstance(row, Mention):
        if row.label not in _NAMES or row.how == "pronoun":
            return None
        return next((told for check in _CHECKS if (told := check(row, text))), None)
    return _broken(row, text) or _open_end(row, text) if isinstance(row, Role) else None


def _words(row: Mention | Role) -> str:
    return " ".join((row.role if isinstance(row, Role) else row.text).split())


def _heading(row: Mention | Role, text: str) -> str | None:
    return "a heading, no name" if _HEADINGS.fullmatch(_words(row).strip(" :.")) else None


def _broken(row: Mention | Role, text: str) -> str | None:
    before, after = text[max(row.start - 1, 0) : row.start], text[row.end : row.end + 1]
    inside = (before.isalnum() and text[row.start].isalnum()) or (after.isalnum() and text[row.end - 1].isalnum())
    return "begins or ends within a word" if inside else None


def _open_end(row: Mention | Role, text: str) -> str | None:
    return "cut short: the words do not end here" if _OPEN_END.search(_words(row)) else None


def _goes_on(row: Mention | Role, text: str) -> str | None:
    """“Ministry” before “of Health”: what the office is of belongs to its name."""
    if not isinstance(row, Mention) or row.label != "ORGANISATION" or not _CUT_SHORT.fullmatch(_words(row)):
        return None
    found = _GOES_ON.match(text, row.end)
    return f"cut short: “{' '.join(found[0].split())}” follows" if found else None


def _too_long(row: Mention | Role, text: str) -> str | None:
    if len(_words(row)) > _TO_SCREEN:
        return "too long for a name"
    return "goes over lines" if "\n\n" in text[row.start : row.end] else None


def _lowercase(row: Mention | Role, text: str) -> str | None:
    """A person's name has a capital; that of an office or a country may have none (“the ministry”)."""
    words = _words(row)
    is_name = isinstance(row, Mention) and row.label == "PERSON" and row.how == "name"
    return "a person’s name without a capital" if is_name and words == words.lower() and words.isascii() else None


_CHECKS: tuple[Callable[[Mention | Role, str], str | None], ...] = (
    _heading, _broken, _open_end, _goes_on, _too_long, _lowercase,
)  # fmt: skip
