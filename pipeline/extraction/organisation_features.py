"""What speaks for and against a name being a body's: the numbers that the chooser weighs.

`Features` reads one document; `Features.of(mentions, …)` gives one row for all places of one body's names. The
strongest are the probabilities of the second reading; the others are the shape of the name and its surroundings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.extraction.bodies import bodies
from pipeline.extraction.entity_network import TAGS
from pipeline.extraction.organisation_spans import Candidate
from pipeline.extraction.organisation_words import (
    ACRONYM,
    head_of,
    heads,
    is_thing_word,
    name_key,
    without_legal_form,
)
from pipeline.extraction.roles_nouns import head_noun_of
from pipeline.extraction.tokens import Tokens
from pipeline.structure import Release

Numbers = NDArray[np.float64]

_PLACE, _SHAPE, _RULES = (
    ("org", "org_first", "org_last", "person", "place", "outside"),
    ("words", "one_word", "capitals", "camel", "strong_head", "weak_head", "legal", "listed", "digit", "and", "comma",
     "thing", "dot", "hyphen", "possessive", "small_word"),
    ("recognised", "head", "legal form", "acronym", "known name"),
)  # fmt: skip
_AROUND = (
    "the_before", "of_before", "at_before", "by_before", "and_before", "comma_before", "bracket_before", "start_line",
    "quote_before", "verb_after", "noun_after", "possessive_after", "mark_after", "capital_after", "capital_before",
    "comma_after", "bracket_after", "end_line", "hyphen_after", "proper", "plural_last", "title_line",
    "office_before", "office_after",
)  # fmt: skip
_SECTIONS = ("headline", "body", "boilerplate", "contact")
_DOCUMENT = (
    "mentions",
    "best",
    "mean",
    "worst",
    "names",
    "seen",
    "small_elsewhere",
    "small_phrase",
    "person_votes",
    "place_votes",
)
NAMES: tuple[str, ...] = (*_PLACE, *_SHAPE, *_RULES, *_AROUND, *_SECTIONS, *_DOCUMENT)
"""The features of a row, in order."""
_COLUMN = {name: i for i, name in enumerate(NAMES)}
_PROPER, _TITLE_LINE = _COLUMN["proper"], _COLUMN["title_line"]

_BEFORE = {
    "of": "of_before", "at": "at_before", "by": "by_before", "with": "by_before", "and": "and_before",
    ",": "comma_before", "(": "bracket_before", "“": "quote_before", '"': "quote_before", "‘": "quote_before",
}  # fmt: skip
_AFTER = {
    "'s": "possessive_after", "’s": "possessive_after", "'": "possessive_after", "’": "possessive_after",
    ",": "comma_after", "(": "bracket_after", "-": "hyphen_after",
}  # fmt: skip
_CAMEL = re.compile(r"[A-Za-z]*[a-z][A-Z]\w*|[a-z]+[A-Z]\w*")
_HYPHEN = re.compile(r"-[A-Z0-9]")  # “COVID-19”, “Oslo-Quito”; not “High-level”
_SAID = frozenset(["VBD", "VBZ", "VBP", "MD"])
_FLOOR = 1e-3
_SUMS: dict[str, tuple[str, ...]] = {
    "org": ("-ORG",),
    "org_first": ("B-ORG", "U-ORG"),
    "org_last": ("L-ORG", "U-ORG"),
    "person": ("-PERSON",),
    "place": ("-PLACE",),
    "outside": ("O",),
}
_SUMMED = np.array([[tag.endswith(tails) for tails in _SUMS.values()] for tag in TAGS], dtype=np.float32)
"""What a product with the probabilities of `TAGS` sums up: a column for each of `_SUMS`, in the order of `_PLACE`."""


class Features:
    """The features of one document's names. `readings`: probabilities of `TAGS`, one row a token."""

    def __init__(self, tokens: Tokens, release: Release, readings: NDArray[np.float32]) -> None:
        self.tokens, self.text, self.release = tokens, tokens.text, release
        self._chances: NDArray[np.float32] = readings @ _SUMMED
        self._forms = frozenset(tokens.texts)
        self._lines: dict[int, float] = {}
        self._the = False

    def of(self, mentions: Sequence[Candidate], names: int) -> list[float]:
        """The row of one body: `mentions` are the places of all its names, of which it has `names`."""
        size = len(mentions)
        row = [0.0] * len(NAMES)
        scores = [self._add(c, row) for c in mentions]
        best = mentions[scores.index(max(scores))]
        if size > 1:
            row = [total / size for total in row]
        row[: len(_PLACE)] = map(_logit, row[: len(_PLACE)])
        surface = " ".join(self.text[best.start : best.end].split())
        words = [w.lower() for w in surface.split() if w[:1].isupper()]
        found = {
            "mentions": math.log(size),
            "best": _logit(max(scores)),
            "mean": _logit(sum(scores) / size),
            "worst": _logit(min(scores)),
            "names": math.log(names),
            "small_elsewhere": sum(w in self._forms and w.islower() for w in words) / max(len(words), 1),
            "small_phrase": float(len(words) > 1 and surface.lower() in self.text),
            "person_votes": math.log1p(self.tokens.votes(surface, "PERSON")),
            "place_votes": math.log1p(self.tokens.votes(surface, "PLACE")),
        }
        for column, value in _shape(surface):
            row[column] = value
        for name, value in found.items():
            row[_COLUMN[name]] = value
        return row

    def _add(self, c: Candidate, sums: list[float]) -> float:
        """Add what one place says to the sums; the chance of the very span as the second reading has it."""
        inside = self.tokens.touching(c.start, c.end)
        first, last = inside[0], inside[-1]
        tokens = self.tokens
        while last > first and tokens.texts[last].isspace():
            last -= 1
        size = last - first + 1
        chances: list[list[float]] = self._chances[first : last + 1].tolist()
        org, org_first, org_last, person, place, outside = zip(*chances, strict=True)
        body, begun, ended = sum(org) / size, org_first[0], org_last[-1]
        for column, chance in enumerate(
            (body, begun, ended, sum(person) / size, sum(place) / size, sum(outside) / size)
        ):
            sums[column] += chance
        marks = [c.rule, self.release.section_at(c.start), self._before(first), self._after(last)]
        if self._is_office(first - 2) and marks[2] in ("comma_before", "of_before"):
            marks.append("office_before")
        if marks[3] == "capital_after" and self._is_office(last + 1):
            marks.append("office_after")
        if self._the:
            marks.append("the_before")
        if tokens.tags[last] in ("NNS", "NNPS"):
            marks.append("plural_last")
        for mark in marks:
            if (column := _COLUMN.get(mark, -1)) >= 0:  # a rule or a section that is no feature has none
                sums[column] += 1.0
        sums[_PROPER] += sum([tag in ("NNP", "NNPS") for tag in tokens.tags[first : last + 1]]) / size
        sums[_TITLE_LINE] += self._titles(c.start)
        return math.cbrt(body * begun * ended)

    def _is_office(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and head_noun_of(self.tokens.texts[i]) is not None

    def _titles(self, start: int) -> float:
        """Share of words with a capital in the line."""
        begin = self.text.rfind("\n", 0, start) + 1
        if begin not in self._lines:
            end = self.text.find("\n", start)
            line = self.text[begin : end if end >= 0 else None][:200]
            words = [w for w in line.split() if w[:1].isalpha() and len(w) > 3]
            self._lines[begin] = sum(w[0].isupper() for w in words) / len(words) if words else 0.0
        return self._lines[begin]

    def _before(self, first: int) -> str:
        """What stands before a name; an article is passed over, and noted."""
        self._the = False
        texts, lowers = self.tokens.texts, self.tokens.lowers
        before = first - 1
        if first == 0 or "\n" in texts[before]:
            return "start_line"
        if lowers[before] == "the":
            self._the = True
            if before == 0:
                return ""
            before -= 1
        if lowers[before] in _BEFORE:
            return _BEFORE[lowers[before]]
        return "capital_before" if texts[before][:1].isupper() else ""

    def _after(self, last: int) -> str:
        """What stands after a name."""
        if last + 1 == len(self.tokens) or "\n" in (after := self.tokens.texts[last + 1]):
            return "end_line"
        tag = self.tokens.tags[last + 1]
        if after in _AFTER:
            return _AFTER[after]
        if tag in _SAID:
            return "verb_after"
        if tag in ("NN", "NNS") and after.islower():
            return "noun_after"
        if after[:1] in "®™":
            return "mark_after"
        return "capital_after" if after[:1].isupper() else ""


def _logit(p: float) -> float:
    p = _FLOOR if p < _FLOOR else 1 - _FLOOR if p > 1 - _FLOOR else p
    return math.log(p / (1 - p))


@lru_cache(maxsize=4096)
def _shape(surface: str) -> tuple[tuple[int, float], ...]:
    """What the words of a name say alone: columns and their values."""
    words = surface.split()
    found = [h for w in words if (h := head_of(w.strip(",.")))]
    shape = {
        "words": math.log(len(words)),
        "one_word": float(len(words) == 1),
        "capitals": float(len(words) == 1 and ACRONYM.fullmatch(surface) is not None and surface[:-1].isupper()),
        "camel": float(any(_CAMEL.fullmatch(w) for w in words)),
        "strong_head": float(any(heads()[h][0] == "strong" for h in found)),
        "weak_head": float(bool(found)),
        "legal": float(without_legal_form(surface) != surface),
        "listed": float(name_key(surface) in bodies().by_key),
        "digit": float(any(ch.isdigit() for ch in surface)),
        "and": float(any(w in ("and", "&") for w in words)),
        "comma": float("," in surface),
        "thing": float(is_thing_word(words[-1])),
        "dot": float("." in surface.rstrip(".")),
        "hyphen": float(_HYPHEN.search(surface) is not None),
        "possessive": float("’" in surface or "'" in surface),
        "small_word": float(any(w[:1].islower() and w not in ("of", "and", "for", "the", "de") for w in words)),
    }
    return tuple((_COLUMN[name], value) for name, value in shape.items())
