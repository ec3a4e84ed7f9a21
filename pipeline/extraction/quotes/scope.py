"""Which passages of a text the rules of quotes read the parse of: about half of most releases.

A passage is a sentence, as far as full stops tell, or a paragraph. Read are paragraphs with quotation marks, sentences
that may report (“The ministry said that …”), and those before them that name whom a pronoun may stand for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, groupby

from pipeline.data import word_list, word_table
from pipeline.extraction.analysis import Analysis
from pipeline.extraction.lemmas import forms_of
from pipeline.extraction.quotes.resolve import REACH as BACK
from pipeline.extraction.quotes.topic import REACH as PARAGRAPHS_BACK
from pipeline.extraction.tokens import Tokens

UNSPOKEN = frozenset({"boilerplate", "contact", "footer"})
"""Parts where a verb of saying reports nobody's words: “Zed helps all who want to reach investors”."""
_ENDS = frozenset((".", "?", "!"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_PRONOUNS = frozenset(("he", "she", "his", "her", "him"))
_BARE = frozenset(("according", "said", "says"))  # whatever the tagger makes of them
Range = tuple[int, int]


@dataclass(frozen=True)
class CueForms:
    """Forms, in lower case, of the words that can open reported speech; see `indirect`."""

    clauses: frozenset[str]  # verbs that report a clause: “stressed that …”
    wishes: frozenset[str]  # verbs that report an infinitive: “wants to …”
    objects: frozenset[str]  # verbs whose object is what is said: “called for …”
    nouns: frozenset[str]  # “her claim that …”

    @cached_property
    def all(self) -> frozenset[str]:
        """All of them."""
        return self.clauses | self.wishes | self.objects | self.nouns | _BARE


def cue_forms(
    exceptions: Mapping[str, Mapping[str, Sequence[str]]], rules: Mapping[str, Sequence[Sequence[str]]]
) -> CueForms:
    """The forms by the tables of a lemmatiser, see `forms_of`."""
    verbs = [lemma for lemma, strength in word_table("quotes/reporting_verbs.tsv") if strength != "weak"]
    lists = (verbs, *(word_list(f"quotes/{name}.txt") for name in ("reported_wishes", "reported_objects")))
    nouns = word_list("quotes/reporting_nouns.txt")
    return CueForms(*(forms_of(words, exceptions, rules) for words in (*lists, nouns)))


def passages(analysis: Analysis, tokens: Tokens, starts: Sequence[int], cues: CueForms) -> list[Range]:
    """The ranges of tokens to parse, in order, apart from each other.

    `starts` are the tokens that paragraphs begin with, the first token among them.
    """
    if not len(tokens):
        return []
    text = _Text(tokens, starts)
    needed = set(_marked(analysis, text)) | set(_reporting(analysis, text, cues))
    needed |= set(_antecedents(analysis, text, needed))
    ranges: list[Range] = []
    for _, run in groupby(enumerate(sorted(needed)), key=lambda pair: pair[1] - pair[0]):
        units = [unit for _, unit in run]
        ranges.append((text.units[units[0]], text.end(units[-1])))
    return ranges


class _Text:
    """Tokens in units (sentences by their full stops) and paragraphs, both told by their first tokens."""

    def __init__(self, tokens: Tokens, starts: Sequence[int]) -> None:
        self.tokens, self.paragraphs = tokens, starts
        stops = compress(range(len(tokens)), map(_ENDS.__contains__, tokens.texts))
        self.units = sorted({0, *starts, *(i + 1 for i in stops if self._ends_unit(i))})

    def _ends_unit(self, stop: int) -> bool:
        """Whether a sentence can begin after a full stop: not in “Order No. 252”, “the St. john's wort”."""
        after = next((text for text in self.tokens.texts[stop + 1 : stop + 3] if not text.isspace()), None)
        return after is not None and not (after[0].islower() or after[0].isdigit())

    def end(self, unit: int) -> int:
        return self.units[unit + 1] if unit + 1 < len(self.units) else len(self.tokens)

    def unit_at(self, token: int) -> int:
        return bisect_right(self.units, token) - 1

    def paragraph_at(self, offset: int) -> int:
        return self.paragraph_of(self._token_at(offset))

    def paragraph_of(self, token: int) -> int:
        return bisect_right(self.paragraphs, token) - 1

    def _token_at(self, offset: int) -> int:
        return max(bisect_right(self.tokens.starts, offset) - 1, 0)

    def units_of(self, first: int, last: int) -> range:
        """The units of paragraphs `first` to `last`."""
        first, last = max(first, 0), min(last, len(self.paragraphs) - 1)
        end = self.paragraphs[last + 1] if last + 1 < len(self.paragraphs) else len(self.tokens)
        return range(bisect_left(self.units, self.paragraphs[first]), bisect_left(self.units, end))

    def unit_of(self, offset: int) -> int:
        return self.unit_at(self._token_at(offset))

    def in_unit(self, unit: int) -> range:
        """The tokens of a unit."""
        return range(self.units[unit], self.end(unit))


def _marked(analysis: Analysis, text: _Text) -> Iterator[int]:
    """Paragraphs with marks; the one after marks that end in a comma and the line; those before that name people."""
    whole = text.tokens.text
    named = {text.paragraph_at(m.start) for m in analysis.mentions if m.label == "PERSON"}
    named |= set(map(text.paragraph_of, text.tokens.places(_PRONOUNS.__contains__)))
    for run in analysis.runs():
        if analysis.release.is_residue(run.start, run.end):
            continue
        first, last = text.paragraph_at(run.outer_start), text.paragraph_at(max(run.outer_end - 1, run.outer_start))
        first = min(first, text.paragraph_at(analysis.release.paragraphs[run.paragraph].start))
        yield from text.units_of(first, last + whole[run.start : run.end].endswith(","))
        for before in range(max(first - PARAGRAPHS_BACK, 0), first):
            if before in named or before == first - 1:
                yield from text.units_of(before, before)


def _reporting(analysis: Analysis, text: _Text, cues: CueForms) -> Iterator[int]:
    """Units with a word that can report, and with what that word needs beside it."""
    tokens = text.tokens
    for i in tokens.places(cues.all.__contains__):
        if analysis.section(tokens.starts[i]) not in UNSPOKEN:
            unit = text.unit_at(i)
            if _can_report(tokens, i, text.in_unit(unit), cues):
                yield unit


def _can_report(tokens: Tokens, cue: int, unit: range, cues: CueForms) -> bool:
    lowers = tokens.lowers
    form, tag = lowers[cue], tokens.tags[cue]
    if form in _BARE or (form in cues.objects and tag.startswith(("VB", "MD"))):
        return True
    if tag.startswith(("VB", "MD")):
        if form in cues.clauses and any(lowers[i] == "that" or tokens.tags[i] in _FINITE for i in unit if i != cue):
            return True
        return form in cues.wishes and any(tokens.tags[i] == "TO" for i in unit)
    return (
        tag in ("NN", "NNS")
        and form in cues.nouns
        and any(tokens.tags[i] in ("POS", "PRP$") for i in unit)
        and any(lowers[i] in ("that", "to") for i in unit if i > cue)
    )


def _antecedents(analysis: Analysis, text: _Text, needed: set[int]) -> Iterator[int]:
    """Units before a pronoun of a needed one that name people."""
    people = sorted(m.start for m in analysis.mentions if m.label == "PERSON")
    for i in text.tokens.places(_PRONOUNS.__contains__):
        if text.unit_at(i) in needed:
            start = text.tokens.starts[i]
            near = people[bisect_left(people, start - BACK) : bisect_left(people, start)]
            yield from map(text.unit_of, near)
