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

from pipeline.extract.analysis import Analysis
from pipeline.extract.bodies import bodies
from pipeline.extract.organisation_spans import Candidate
from pipeline.extract.organisation_words import ACRONYM, head_of, heads, is_thing_word, name_key, without_legal_form
from pipeline.extract.second_reading import TAGS
from pipeline.extract.tokens import Tokens

Numbers = NDArray[np.float64]

_PLACE, _SHAPE, _RULES = (
    ("org", "org_first", "org_last", "person", "place", "outside"),
    ("words", "one_word", "capitals", "camel", "strong_head", "weak_head", "legal", "listed", "digit", "and", "comma",
     "thing", "dot", "hyphen", "possessive", "small_word"),
    ("recognised", "head", "legal form", "acronym", "known name", "office"),
)  # fmt: skip
_AROUND = (
    "the_before", "of_before", "at_before", "by_before", "and_before", "comma_before", "bracket_before", "start_line",
    "quote_before", "verb_after", "noun_after", "possessive_after", "mark_after", "capital_after", "capital_before",
    "comma_after", "bracket_after", "end_line", "hyphen_after", "proper", "plural_last", "title_line",
)  # fmt: skip
_SECTIONS = ("headline", "body", "boilerplate", "contact")
_DOCUMENT = ("mentions", "best", "mean", "worst", "names", "seen", "small_elsewhere", "person_votes", "place_votes")
NAMES: tuple[str, ...] = (*_PLACE, *_SHAPE, *_RULES, *_AROUND, *_SECTIONS, *_DOCUMENT)
"""The features of a row, in order."""

_BEFORE = {"of": "of_before", "at": "at_before", "by": "by_before", "with": "by_before", "and": "and_before"}
_CAMEL = re.compile(r"[A-Za-z]*[a-z][A-Z]\w*|[a-z]+[A-Z]\w*")
_SAID = frozenset(["VBD", "VBZ", "VBP", "MD"])
_FLOOR = 1e-3


class Features:
    """The features of one document's names. `readings`: probabilities of `TAGS`, one row a token."""

    def __init__(self, tokens: Tokens, analysis: Analysis, readings: NDArray[np.float32]) -> None:
        self.tokens, self.text, self.analysis = tokens, tokens.text, analysis
        label = {name: [i for i, tag in enumerate(TAGS) if tag[2:] == name] for name in ("PERSON", "ORG", "PLACE")}
        org = {place: TAGS.index(f"{place}-ORG") for place in "BILU"}
        columns = [
            readings[:, label["ORG"]].sum(axis=1),
            readings[:, org["B"]] + readings[:, org["U"]],
            readings[:, org["L"]] + readings[:, org["U"]],
            readings[:, label["PERSON"]].sum(axis=1),
            readings[:, label["PLACE"]].sum(axis=1),
            readings[:, 0],
        ]
        self._columns: list[list[float]] = [column.tolist() for column in columns]
        self._small = {t.text for t in tokens.all if t.text.islower()}

    def of(self, mentions: Sequence[Candidate], names: int) -> list[float]:
        """The row of one body: `mentions` are the places of all its names, of which it has `names`."""
        rows = [self._place(c) for c in mentions]
        scores = [(r["org"] * r["org_first"] * r["org_last"]) ** (1 / 3) for r in rows]
        best = mentions[max(range(len(scores)), key=scores.__getitem__)]
        found = {key: sum(r.get(key, 0.0) for r in rows) / len(rows) for key in (*_PLACE, *_AROUND, *_SECTIONS)}
        for key in _PLACE:
            found[key] = _logit(found[key])
        surface = " ".join(self.text[best.start : best.end].split())
        found |= _shape(surface)
        for c in mentions:
            found[c.rule] = found.get(c.rule, 0.0) + 1 / len(mentions)
        votes = self.tokens.votes(surface)
        words = [w for w in surface.split() if w[:1].isupper()]
        found |= {
            "mentions": math.log(len(mentions)),
            "best": _logit(max(scores)),
            "mean": _logit(sum(scores) / len(scores)),
            "worst": _logit(min(scores)),
            "names": math.log(names),
            "seen": sum(c.rule == "recognised" for c in mentions) / len(mentions),
            "small_elsewhere": sum(w.lower() in self._small for w in words) / max(len(words), 1),
            "person_votes": math.log1p(votes["PERSON"]),
            "place_votes": math.log1p(votes["PLACE"]),
        }
        return [found.get(name, 0.0) for name in NAMES]

    def _place(self, c: Candidate) -> dict[str, float]:
        inside = self.tokens.touching(c.start, c.end)
        first, last = inside[0], inside[-1]
        while last > first and self.tokens[last].is_space:
            last -= 1
        size = last - first + 1
        org, begun, ended, person, place, outside = self._columns
        row = {
            "org": sum(org[first : last + 1]) / size,
            "org_first": begun[first],
            "org_last": ended[last],
            "person": sum(person[first : last + 1]) / size,
            "place": sum(place[first : last + 1]) / size,
            "outside": sum(outside[first : last + 1]) / size,
            "proper": sum(self.tokens[i].tag_ in ("NNP", "NNPS") for i in range(first, last + 1)) / size,
            "plural_last": float(self.tokens[last].tag_ in ("NNS", "NNPS")),
            self.analysis.section(c.start): 1.0,
        }
        self._before(first, row)
        self._after(last, row)
        return row

    def _before(self, first: int, row: dict[str, float]) -> None:
        if first == 0 or "\n" in (before := self.tokens[first - 1]).text:
            row["start_line"] = 1.0
            return
        if before.lower_ == "the":
            row["the_before"] = 1.0
            if first == 1:
                return
            before = self.tokens[first - 2]
        if before.lower_ in _BEFORE:
            row[_BEFORE[before.lower_]] = 1.0
        elif before.text == ",":
            row["comma_before"] = 1.0
        elif before.text == "(":
            row["bracket_before"] = 1.0
        elif before.text in "“\"‘'":
            row["quote_before"] = 1.0
        elif before.text[:1].isupper():
            row["capital_before"] = 1.0

    def _after(self, last: int, row: dict[str, float]) -> None:
        if last + 1 == len(self.tokens) or "\n" in (after := self.tokens[last + 1]).text:
            row["end_line"] = 1.0
            return
        if after.text in ("'s", "’s", "'", "’"):
            row["possessive_after"] = 1.0
        elif after.text[:1] in "®™":
            row["mark_after"] = 1.0
        elif after.text == ",":
            row["comma_after"] = 1.0
        elif after.text == "(":
            row["bracket_after"] = 1.0
        elif after.text == "-":
            row["hyphen_after"] = 1.0
        elif after.tag_ in _SAID:
            row["verb_after"] = 1.0
        elif after.tag_ in ("NN", "NNS") and after.text.islower():
            row["noun_after"] = 1.0
        elif after.text[:1].isupper():
            row["capital_after"] = 1.0


def _logit(p: float) -> float:
    p = min(max(p, _FLOOR), 1 - _FLOOR)
    return math.log(p / (1 - p))


@lru_cache(maxsize=4096)
def _shape(surface: str) -> dict[str, float]:
    words = surface.split()
    found = [h for w in words if (h := head_of(w.strip(",.")))]
    return {
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
        "hyphen": float("-" in surface),
        "possessive": float("’" in surface or "'" in surface),
        "small_word": float(any(w[:1].islower() and w not in ("of", "and", "for", "the", "de") for w in words)),
    }
