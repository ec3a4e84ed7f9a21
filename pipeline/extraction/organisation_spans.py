"""Where the names of bodies stand in a text, and how far they reach.

A span starts as an entity of the recogniser, a listed body, or a capitalised phrase around a head noun (“Ministry”) or
before a legal form (“GmbH”). It is then cut to the name (no article, possessive, line of another paragraph), grown over
its complement (“Academy” + “of the Ministry of Internal Affairs” + “of the Republic of Uzbekistan”) and legal form, and
parted where it holds two bodies (“UNOCT/UNCCT”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extraction.organisation_cut import AND_OFFICE, ONLY_SPACE, NameEdges, is_one_office
from pipeline.extraction.organisation_edges import end_with_rest
from pipeline.extraction.organisation_words import (
    LOST_OWNER,
    connectors,
    head_of,
    heads,
    legal_form_after,
    listed,
    places_before_forms,
)
from pipeline.extraction.people_names import given_names, plain

_GAP = r"(?:[ \t\u00a0]|[ \t\u00a0]*\n\s*)"  # wider ones part sentences of texts that lost their marks
_CONNECTOR = re.compile(
    rf"{_GAP}(?:(de){_GAP}l['’]|(d)['’]|"
    rf"((?i:of|for|on)|de|del|della|des|du|do|da|dos|di|für|against)(?:{_GAP}(?:(?i:the)|la|los|las|les))?{_GAP})"
)
_AND = re.compile(r"\s+(?:and|AND|&)\s+(?:the\s+)?(?=[A-Z])")
_LIST = re.compile(r"\s*,\s+(?:[A-Z][\w-]+\s?){1,3}(?:,\s+(?:[A-Z][\w-]+\s?){1,3})*,?\s+(?:and|&)\s+(?=[A-Z])")
_FOR_OR_ON = re.compile(r"\s+(?:for|on)\s+")
_COUPLE = re.compile(r"(?<![\w.])([A-Z][a-z]+)(?: [A-Z]\.)? (?:and|&) $")
_FIRST = re.compile(r"[A-Z][a-z]+(?= )")
_CAMPUS = re.compile(r"\s+at\s+")
_NO_MORE = frozenset(
    ["Dr", "Mr", "Mrs", "Ms", "Prof", "Dear", "Under", "Amid", "During"]
    + [f"{day}day" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")]
)


class Candidate(NamedTuple):
    """A span that may name a body; `rule` says how it was found."""

    start: int
    end: int
    rule: str
    name: str = ""  # the body's name where the words do not spell it: “Ministries of Water and [Fisheries]”


class SpanGrower(NameEdges):
    """Growing spans of one text over complements and legal forms, and finding those around head nouns."""

    def grow(self, candidate: Candidate) -> Candidate:
        """With the office that owns it before, and the complement and the legal form that follow."""
        start, end = candidate.start, candidate.end
        i = self.first_word(start)
        if i < len(self.words) and (owner := self.owner(i)) is not None:
            start = owner
        if candidate.rule == "recognised":
            start, end = self.start_with_rest(start, end), end_with_rest(self.text, start, end, self._taken)
            start = self._with_couple(start, end)
        end = self._complement(start, end)
        campus = _CAMPUS.match(self.text, end)
        if campus and campus.end() in self._place_at and self.last_head(start, end) == "University":
            end = self._place_at[campus.end()]
        end = legal_form_after(self.text, end) or end
        return candidate if candidate[:2] == (start, end) else candidate._replace(start=start, end=end)

    def _with_couple(self, start: int, end: int) -> int:
        """Where a body named after a couple begins: “[Ada and] Jan Zorn Foundation”."""
        if not self.text.endswith(("and ", "& "), 0, start):
            return start
        couple = _COUPLE.search(self.text, max(0, start - 40), start)
        first = _FIRST.match(self.text, start, end)
        if couple and first and self.last_head(start, end) and {plain(couple[1]), plain(first[0])} <= given_names():
            return couple.start()
        return start

    def _complement(self, start: int, end: int) -> int:
        m = _CONNECTOR.match(self.text, end)
        head = self.last_head(start, end) if m else None
        while m and head is not None and "\n\n" not in m.group() and self._joins((m[3] or "de").lower(), head):
            reached = self._phrase(m.end())
            if reached is None:
                break
            inner = self.last_head(m.end(), reached)
            is_place = m.end() in self._place_at
            end = reached if is_place or inner or head in listed("no_list") else self._list(reached)
            head = inner or (None if is_place else head)
            m = _CONNECTOR.match(self.text, end)
        return end

    @staticmethod
    def _joins(connector: str, head: str) -> bool:
        if connector == "for":
            return "for" in connectors().get(head, ())
        if connector in ("on", "against"):
            return "on" in connectors().get(head, ())
        return True

    def _phrase(self, start: int) -> int | None:
        """Where the capitalised phrase that starts at `start` ends."""
        if start in self._people:
            return None
        if start in self._place_at:
            return self._place_at[start]
        if start in self._body_at:
            return self._body_at[start]
        words, starts, ends = self.words.texts, self.words.starts, self.words.ends
        i = self.first_word(start)
        if i >= len(words) or starts[i] != start or not words[i][0].isupper():
            return None
        while i + 1 < len(words):
            word, gap = words[i + 1], self.text[ends[i] : starts[i + 1]]
            if not ONLY_SPACE.fullmatch(gap) or gap.startswith(". ") or gap in {"'", "’"} or "/" in gap:
                break
            if not (word[0].isupper() or word == "&") or starts[i + 1] in self._people or word in _NO_MORE:
                break
            i += 1
        return ends[i]

    def _list(self, end: int) -> int:
        """Over “, Technology and Research” and “and Crime”, where what follows is no body of its own."""
        m = _LIST.match(self.text, end) or _AND.match(self.text, end)
        if m is None or "\n\n" in m.group():
            return end
        reached = self._phrase(m.end())
        if reached is None or m.end() in self._place_at or m.end() in self._body_at:
            return end
        if (office := AND_OFFICE.match(self.text, end)) and is_one_office(office[1]):
            return end
        if self.last_head(m.end(), reached):
            return end
        if "the" in m.group().split() or self.text[m.end() : reached].isupper():
            return end  # an acronym, or the rest of a headline in capitals
        following = _CONNECTOR.match(self.text, reached)
        return end if following and (following[3] or "").lower() == "of" else reached

    def phrases(self) -> Iterator[Candidate]:
        """Capitalised phrases around a strong head noun, and before a legal form."""
        for i in self._heads:
            if not self.words.texts[i].isupper():
                yield from self._around_head(i)
        for i in places_before_forms(self.words):
            after = legal_form_after(self.text, self.words.ends[i])
            if after is not None:
                yield Candidate(self.words.starts[self.leftmost(i, small=True)], after, "legal form")

    def _around_head(self, i: int) -> Iterator[Candidate]:
        begin, stop = self.words.starts[i], self.words.ends[i]
        head = head_of(self.words.texts[i]) or ""
        start = self.words.starts[self.leftmost(i)]
        if heads()[head][0] == "strong":
            end = self._phrase(begin) or stop
            grown = self.grow(Candidate(start, end, "head"))
            if start < begin or grown.end > end or end > stop:
                yield grown
            return
        m = _FOR_OR_ON.match(self.text, stop)
        grown = self.grow(Candidate(start, stop, "head"))
        alone = LOST_OWNER.search(self.text, start, begin) or (
            m and grown.end > m.end() and head not in listed("not_alone")
        )
        if grown.start < start or alone:
            yield grown
