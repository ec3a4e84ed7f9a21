"""Boilerplate without a heading: the last paragraph describes who speaks (“Example Mills is a maker of paper …”)."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.data import word_list
from pipeline.structure.sections import Labelled

_LONG = 80  # code points of the shortest description
_NAME = (
    r"(?:The )?(?:[A-Z0-9][\w.&’'*+-]*,?\s(?:(?:of|and|for|the|&|in)\s)?){1,8}(?:\([^)]{1,60}\)\s)?(?:[^.,]{3,60},\s)?"
)
_VERB = (
    r"(?:(?:is|are|was)\s(?:an?|the|one|dedicated|committed|devoted|home|based|headquartered|founded|established)"
    r"|helps?|offers?|provides?|serves?|operates?|makes?|builds?|creates?|develops?|delivers?"
    r"|speciali[sz]es|represents|works|supports?|brings|manages|combines)\b"
)
_OPENING = re.compile(
    rf"(?!While|This|These|That|It|In|As|At|On|We|He|She|They|For|To)(?:{_NAME}{_VERB}"
    r"|(?:Founded|Established|Headquartered) (?:in|by)\b|Based in\b)"
)
_TERM = re.compile(
    rf"\b(?:{'|'.join(re.escape(t) for t in word_list('structure/description_terms.txt'))})\b", re.IGNORECASE
)
_NEWS = re.compile(
    r"[“”\"]|\b(?:said|says|yesterday|tomorrow|announced|according to|this (?:week|month|year)|will)\b", re.IGNORECASE
)


def label_description(labelled: list[Labelled]) -> list[Labelled]:
    """Make the last paragraph of the body boilerplate where it describes a body and reports no news.

    A text that has a boilerplate heading needs no guess; one that is a series of portraits has no boilerplate.
    """
    if any(e.kind == "boilerplate" and e.paragraph.plain.startswith(("About", "ABOUT")) for e in labelled):
        return labelled
    body = [n for n, e in enumerate(labelled) if e.kind == "body" and len(e.paragraph.plain) >= _LONG]
    if len(body) < 3 or not _describes(labelled[body[-1]].paragraph.plain):
        return labelled
    out = list(labelled)
    first_word = labelled[body[-1]].paragraph.plain.split(None, 1)[0]
    for n in reversed(body[-3:]):
        plain = labelled[n].paragraph.plain
        if n != body[-1] and not (plain.startswith(first_word) and _describes(plain)):
            break
        out[n] = replace(labelled[n], kind="boilerplate")
    return out


def _describes(plain: str) -> bool:
    if _NEWS.search(plain) or not _OPENING.match(plain):
        return False
    return len({t.casefold() for t in _TERM.findall(plain)}) >= 2
