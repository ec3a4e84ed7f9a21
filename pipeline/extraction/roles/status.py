"""Whether a job title is held now: what its own words and the words before it say."""

from __future__ import annotations

import re
from functools import cache
from typing import cast, get_args

from pipeline.data import word_table
from pipeline.records import Mention, RoleStatus

_WORD = re.compile(r"[\w.]+")
_BEFORE = 60  # code points before a title in which a phrase tells its status: “He previously served as [Director]”


def status_of(text: str, start: int, end: int, holder: Mention | None) -> RoleStatus:
    """The status of the job title at `start` … `end`; `holder` is the nearest place of its person.

    >>> status_of("former Minister Ada Roe", 7, 15, None)
    'former'
    """
    words, phrases = _table()
    before = text[max(0, start - _BEFORE) : start]
    near = _WORD.findall(before)[-1:] if not before.rstrip().endswith((".", ",", ";", ":")) else []
    for word in [*_WORD.findall(text[start:end]), *near]:
        if status := words.get(word.casefold().strip(".")):
            return status
    if holder is not None and holder.start >= end:
        return "current"  # “… served as [Director] Ada Roe's deputy”: what stands before is of somebody else
    clause = re.split(r"[.;!?\n]\s", before)[-1]
    return next((status for pattern, status in phrases if pattern.search(clause)), "current")


@cache
def _table() -> tuple[dict[str, RoleStatus], list[tuple[re.Pattern[str], RoleStatus]]]:
    """Words and phrases that tell a status."""
    words: dict[str, RoleStatus] = {}
    phrases = []
    for entry, cell in word_table("roles/status.tsv"):
        if cell not in get_args(RoleStatus):
            raise ValueError(f"roles/status.tsv: {cell!r} is no status")
        status = cast(RoleStatus, cell)
        if " " in entry or "|" in entry:
            phrases.append((re.compile(rf"\b(?:{entry})\b[^.;]*$", re.IGNORECASE), status))
        else:
            words[entry] = status
    return words, phrases
