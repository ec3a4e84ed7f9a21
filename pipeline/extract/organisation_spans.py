"""Where the names of bodies stand in a text, and how far they reach.

A span starts as an entity of the recogniser, a listed body, or a capitalised phrase around a head noun (“Ministry”) or
before a legal form (“GmbH”). It is then cut to the name (no article, possessive, line of another paragraph), grown over
its complement (“Academy” + “of the Ministry of Internal Affairs” + “of the Republic of Uzbekistan”) and legal form, and
parted where it holds two bodies (“UNOCT/UNCCT”).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.gazetteer import Word
from pipeline.extract.organisation_words import (
    connectors,
    head_of,
    headline_verbs,
    heads,
    legal_form_after,
    listed,
    without_legal_form,
)
from pipeline.extract.roles_nouns import head_noun_of

_CONNECTOR = re.compile(
    r"\s+(?:(de)\s+l['’]|(d)['’]|"
    r"((?i:of|for|on)|de|del|della|des|du|do|da|dos|di|für|against)(?:\s+(?:(?i:the)|la|los|las|les))?\s+)"
)
_ONLY_SPACE = re.compile(r"[ \t\u00a0]{0,3}(?:\n[ \t\u00a0]{0,20})?|[-‐‑/&’'.]|\. ?")
_LEAD = re.compile(
    r"(?:[\s\W]+|(?:The|the|THE|A|An|Our|our|Its|its|and|of|by|SOURCE|Source|About|ABOUT|Feature|"
    r"One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\s+)+"
)
_TAIL = re.compile(r"(?:['’]s?\b|['’]|[^\w.)!+*]|\s(?:(?i:and|of|the|for|in|at|on|to)|de|des|du|&)\b)+$")
_LINE_END = re.compile(r"\s*(?:\n|\*|<|$)")
_AND = re.compile(r"\s+(?:and|AND|&)\s+(?:the\s+)?(?=[A-Z])")
_IN_REGION = re.compile(r"\s+in\s+(?=Africa|Asia|Europe|Latin)")
_LIST = re.compile(r"\s*,\s+(?:[A-Z][\w-]+\s?){1,3}(?:,\s+(?:[A-Z][\w-]+\s?){1,3})*,?\s+(?:and|&)\s+(?=[A-Z])")
_STOP = re.compile(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)|\\\\|\*\*|[<>|•·…“”\"]|\)\s*,|\s[–—]\s|\s-\s|\n\s*\n|https?:|www\.")
_TITLE_AFTER = re.compile(
    r"(?<!of)(?<!of the)(?<!for)(?<!and)(?<!the)(?<!,)(?<!&)\s+(?:(?:Vice|Deputy|Executive|Managing|Regional|Acting|"
    r"General|Senior|Associate|Assistant|Co-)\s?)*"
    r"(?:Chairman|Chairwoman|Chairperson|Chair|Director|President|Secretary|Minister|Commissioner|Spokesman|"
    r"Spokeswoman|Spokesperson|Ambassador|Coordinator|Leader|CEO|CFO|Chief|Administrator|Attorney|Judge|Governor|"
    r"Mayor|Senator|Sheriff|Professor|Founder|Representative)(?=\s|$)"
)  # "Zed Council Chairman Ann Lee"
_FOR_OR_ON = re.compile(r"\s+(?:for|on)\s+")
_BASED = re.compile(r"[A-Z][\w.]+(?:[ -][A-Z][\w.]+)?-based\s+")
_LATER = re.compile(r"\s+on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_OFFICE_OF = re.compile(r"(?:[A-Z][\w-]+\s+){0,3}?([A-Z][\w-]+)\s+(?:of|at)\s+(?:the\s+)?(?=[A-Z])")
_AND_OFFICE = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?(?:Co-|Vice-|Ex-)?([A-Z][\w]+)\b")
_CAMPUS = re.compile(r"\s+at\s+")
_WITHIN = re.compile(r"\s+(?:in|at|within)\s+(?:the\s+)?")
_HONORIFICS = frozenset(["Dr", "Mr", "Mrs", "Ms", "Prof"])
_OWNERS = frozenset(
    ["President", "Governor", "Mayor", "General", "Attorney", "Minister", "Sheriff", "Premier", "Defender"]
)
_OWNED = frozenset(["Office", "Council", "Commission", "Committee", "Board", "Department"])
_GENERIC_OWNER = re.compile(r"(?:University|Department|Ministry|Company|Agency|Commission|Group)['’]s\s+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may name a body; `rule` says how it was found."""

    start: int
    end: int
    rule: str
    name: str = ""  # the body's name where the words do not spell it: “Ministries of Water and [Fisheries]”


def _is_one_office(word: str) -> bool:
    """An office of one person: “Director”, not the “Physicians” of a body's name."""
    return head_noun_of(word) == word.casefold()


class SpanGrower:
    """Growing and cutting spans of one text, given the countries and places, listed bodies and people in it."""

    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        places: Iterable[tuple[int, int]],
        bodies: Iterable[tuple[int, int]],
        people: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.words = words
        self._starts = [w.start for w in words]
        self._place_at = dict(sorted(places))
        self._body_at = dict(sorted(bodies))
        self._people = {start for start, _ in people}

    def first_word(self, offset: int) -> int:
        """Index of the first word that starts at or after `offset`."""
        i = bisect_right(self._starts, offset)
        return i - 1 if i and self._starts[i - 1] == offset else i

    def cut(self, start: int, end: int) -> tuple[int, int] | None:
        """Without what is no part of the name at either end; None where nothing is left."""
        if m := _LEAD.match(self.text, start, end):
            start = m.end()
        if start >= end:
            return None
        if m := _TAIL.search(self.text[start:end]):
            end = start + m.start()
        if m := _STOP.search(self.text, start, end):
            end = start + len(self.text[start : m.start()].rstrip(" ,"))
        if m := _BASED.match(self.text, start, end):
            start = m.end()
        if m := _LATER.search(self.text, start + 1, end):
            end = m.start()
        end = self._before_predicate(start, end)
        start, end = self._beside_office(start, end)
        inner = self.text[start:end]
        if inner.endswith(")") and "(" not in inner:
            end -= 1
        if "(" in inner and ")" not in inner:
            end = start + len(inner[: inner.index("(")].rstrip())
        if (m := _TITLE_AFTER.search(self.text, start + 1, end)) and self._last_head(m.end(), end) is None:
            end = m.start()
        if (m := _GENERIC_OWNER.match(self.text, start, end)) and self._last_head(m.end(), end):
            start = m.end()
        return (start, end) if end - start > 1 else None

    def _before_predicate(self, start: int, end: int) -> int:
        """The end of a name without the predicate of a headline: “Telvane [Announces Plan]”."""
        i = self.first_word(start) + 1
        while i < len(self.words) and self.words[i].end <= end:
            if self.words[i].folded in headline_verbs() and self.words[i].text[0].isupper():
                return start + len(self.text[start : self.words[i].start].rstrip(" ,:-–—\n"))
            i += 1
        return end

    def _beside_office(self, start: int, end: int) -> tuple[int, int]:
        """Without an office joined to the name: “[CEO of] Telvane”, “Lund Clinic [and Co-Founder of the Zed Fund]”."""
        if (m := _OFFICE_OF.match(self.text, start, end)) and _is_one_office(m[1]) and self._says_body(m.end(), end):
            start = m.end()
        for m in _AND_OFFICE.finditer(self.text, start + 1, end):
            if _is_one_office(m[1]):
                return start, m.start()
        return start, end

    def _says_body(self, start: int, end: int) -> bool:
        """Whether the words say that they name a body: a head noun or a legal form among them."""
        name = self.text[start:end]
        return self._last_head(start, end) is not None or without_legal_form(name) != name

    def grow(self, candidate: Candidate) -> Candidate:
        """With the office that owns it before, and the complement and the legal form that follow."""
        i = self.first_word(candidate.start)
        if i < len(self.words) and (owner := self._owner(i)) is not None:
            candidate = replace(candidate, start=owner)
        end = self._complement(candidate.start, candidate.end)
        campus = _CAMPUS.match(self.text, end)
        if campus and campus.end() in self._place_at and self._last_head(candidate.start, end) == "University":
            end = self._place_at[campus.end()]
        end = legal_form_after(self.text, end) or end
        return replace(candidate, end=end)

    def _owner(self, i: int) -> int | None:
        """Where the office begins that owns the body of word `i`: “Union Attorney General’s [Office]”."""
        j = i - 1
        head = next((w.text for w in self.words[i : i + 3] if w.text in _OWNED), None)
        if j < 1 or head is None or not self.text[self.words[j].end : self.words[i].start].isspace():
            return None
        if self.words[j].text == "s" and self.text[self.words[j].start - 1] in "'’":
            j -= 1
        elif not self.words[j].text.endswith("s"):
            return None
        if self.words[j].text.removesuffix("s") not in _OWNERS:
            return None
        if self.words[j - 1].text == "s" and self.words[j - 2].text == "State":  # "State's Attorney's Office"
            j -= 2
        return self.words[self._leftmost(j)].start

    def _complement(self, start: int, end: int) -> int:
        head = self._last_head(start, end)
        while head is not None:
            m = _CONNECTOR.match(self.text, end)
            if m is None or "\n\n" in m.group() or not self._joins((m[3] or "de").lower(), head):
                break
            reached = self._phrase(m.end())
            if reached is None:
                break
            inner = self._last_head(m.end(), reached)
            is_place = m.end() in self._place_at
            end = reached if is_place or inner or head in listed("no_list") else self._list(reached)
            head = inner or (None if is_place else head)
        return end

    @staticmethod
    def _joins(connector: str, head: str) -> bool:
        if connector == "for":
            return "for" in connectors().get(head, ())
        if connector in ("on", "against"):
            return "on" in connectors().get(head, ())
        return True

    def _last_head(self, start: int, end: int) -> str | None:
        """The head noun that the complement would hang on: the last one of the span."""
        i = self.first_word(start)
        found = None
        while i < len(self.words) and self.words[i].end <= end:
            found = head_of(self.words[i].text) or found
            i += 1
        return found

    def _phrase(self, start: int) -> int | None:
        """Where the capitalised phrase that starts at `start` ends."""
        if start in self._people:
            return None
        if start in self._place_at:
            return self._place_at[start]
        if start in self._body_at:
            return self._body_at[start]
        i = self.first_word(start)
        if i >= len(self.words) or self.words[i].start != start or not self.words[i].text[0].isupper():
            return None
        end = self.words[i].end
        for a, b in zip(self.words[i:], self.words[i + 1 :], strict=False):
            gap = self.text[a.end : b.start]
            if not _ONLY_SPACE.fullmatch(gap) or gap.startswith(". ") or gap in {"'", "’"} or "/" in gap:
                break
            if not (b.text[0].isupper() or b.text == "&") or b.start in self._people or b.text in _HONORIFICS:
                break
            end = b.end
        return end

    def _list(self, end: int) -> int:
        """Over “, Technology and Research” and “and Crime”, where what follows is no body of its own."""
        m = _LIST.match(self.text, end) or _AND.match(self.text, end)
        if m is None or "\n\n" in m.group():
            return end
        reached = self._phrase(m.end())
        if reached is None or m.end() in self._place_at or m.end() in self._body_at:
            return end
        if (office := _AND_OFFICE.match(self.text, end)) and _is_one_office(office[1]):
            return end
        if self._last_head(m.end(), reached) or "the" in m.group().split():
            return end
        if self.text[m.end() : reached].isupper() and not _LINE_END.match(self.text, reached):
            return end  # an acronym, or the rest of a headline in capitals
        following = _CONNECTOR.match(self.text, reached)
        if following and (following[3] or "").lower() == "of":
            return end
        region = _IN_REGION.match(self.text, reached)
        if region:
            return self._place_at.get(region.end(), reached)
        return reached

    def phrases(self) -> Iterator[Candidate]:
        """Capitalised phrases around a strong head noun, and before a legal form."""
        for i, word in enumerate(self.words):
            head = head_of(word.text)
            if head and heads()[head][0] == "strong" and not word.text.isupper():
                start = self.words[self._leftmost(i)].start
                end = self._phrase(word.start) or word.end
                grown = self.grow(Candidate(start, end, "head"))
                if start < word.start or grown.end > end or end > word.end:
                    yield grown
            elif head and not word.text.isupper():
                start = self.words[self._leftmost(i)].start
                m = _FOR_OR_ON.match(self.text, word.end)
                grown = self.grow(Candidate(start, word.end, "head"))
                within = _WITHIN.match(self.text, word.end)
                if grown.start < start:
                    yield grown
                    continue
                if m and grown.end > m.end() and head not in listed("not_alone"):
                    yield grown
                elif within and within.end() in self._body_at and start < word.start:
                    yield Candidate(start, word.end, "head")  # "the Forensics Section in INTERPOL"
            if word.text[0].isupper() or word.text[0].isdigit():
                after = legal_form_after(self.text, word.end)
                if after is not None:
                    yield Candidate(self.words[self._leftmost(i, small=True)].start, after, "legal form")

    def _leftmost(self, i: int, *, small: bool = False) -> int:
        """The first word of the capitalised phrase that word `i` stands in; `small` goes over “e”, “del” in it."""
        while i:
            a, b = self.words[i - 1], self.words[i]
            if small and a.text in listed("inner_words") and i > 1 and self.words[i - 2].text[0].isupper():
                between = self.text[self.words[i - 2].end : a.start], self.text[a.end : b.start]
                if between == (" ", " ") and self.words[i - 2].text not in listed("sentence_starters"):
                    i -= 2
                    continue
            gap = self.text[a.end : b.start]
            if not _ONLY_SPACE.fullmatch(gap) or "\n" in gap or "/" in gap or (gap == ". " and len(a.text) > 1):
                break
            hyphened = gap != "-" and i > 1 and self.text[self.words[i - 2].end : a.start] == "-"
            if hyphened and a.text.islower() and self.words[i - 2].text[0].isupper():
                i -= 2  # "High-level Board"
                continue
            if not (a.text[0].isupper() or a.text == "&" or a.text[0].isdigit()) or a.text in listed(
                "sentence_starters"
            ):
                break
            i -= 1
        while self.words[i].text == "&":
            i += 1
        return i
