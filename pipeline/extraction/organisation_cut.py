"""Where the name of a body begins and ends: cut to the name, and grown to its beginning.

The recogniser takes articles, offices, predicates of headlines into a name, and misses first words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from pipeline.extraction.gazetteer import Words
from pipeline.extraction.organisation_edge_words import (
    LEADS,
    OWNERS,
    PARTICIPLES,
    SMALL,
    TITLES,
    is_left_alone,
)
from pipeline.extraction.organisation_edges import end_of_name, start_of_name
from pipeline.extraction.organisation_words import (
    head_of,
    head_places,
    headline_verbs,
    legal_form_after,
    listed,
    without_legal_form,
)
from pipeline.extraction.roles_nouns import head_noun_of

ONLY_SPACE = re.compile(r"[ \t\u00a0]{0,3}(?:\n[ \t\u00a0]{0,20})?|[-‐‑/&’'.]|\. ?")
_LEAD = re.compile(
    r"(?:(?:\d{1,3}\.)?(?:&nbsp;\s*)+|[a-z]\.\s+|[\s\W]+|(?:19|20)\d\d\s+|Details(?=[A-Z])|"
    rf"(?:{'|'.join(LEADS)}|Our(?!\s+Lady))\s+)+"
)
_TAIL = re.compile(r"(?:['’]s?\b|['’]|[^\w.)!+*]|(?<=[a-z])\*+|\s(?:(?i:and|of|the|for|in|at|on|to)|de|des|du|&)\b)+$")
_PLAIN = re.compile(r"\w+(?:[ -]\w+)*")  # a name in which `_STOP` finds nothing
_STOP = re.compile(
    r"\s+&\s+(?:Its|Our|Your)\b|"
    r"(?<=\S)[ \t\u00a0]{2,}(?=\S)|\\\\|\*\*|[<>|•·…“”\"]|\)\s*,|\s[–—]\s|\s-\s|\n\s*\n|https?:|www\."
)
_TITLE_AFTER = re.compile(
    r"(?=\s)(?<!of)(?<!of the)(?<!for)(?<!and)(?<!the)(?<!,)(?<!&)\s+"
    r"(?:(?:Vice|Deputy|Executive|Managing|Regional|Acting|"
    r"General|Senior|Associate|Assistant|Majority|Minority|Press|Co-)\s?)*"
    rf"(?:Inspector\s+General|{'|'.join(TITLES)})(?=\s|$)"
)  # "Zed Council Chairman Ann Lee"
_BASED = re.compile(rf"[A-Z][\w.]+(?:[ -][A-Z][\w.]+)?-(?:{'|'.join(PARTICIPLES)})\s+")
_OFFICE_OF = re.compile(r"(?:[A-Z][\w-]+\s+){0,3}?([A-Z][\w-]+)\s+(?:of|at)\s+(?:the\s+)?(?=[A-Z])")
AND_OFFICE = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?(?:Co-|Vice-|Ex-)?([A-Z][\w]+)\b")
_OWNERS = frozenset(
    ["President", "Governor", "Mayor", "General", "Attorney", "Minister", "Sheriff", "Premier", "Defender"]
)
_OWNED = frozenset(["Office", "Council", "Commission", "Committee", "Board", "Department"])
_FULL_STOP = re.compile(r"[ -](?!(?:Assn|Assoc|Bros|Dept|Intl|Natl|Univ)\b)[A-Z][a-z]{3,}\.$")  # the sentence's
_GENERIC_OWNER = re.compile(rf"(?:{'|'.join(OWNERS)})['’]?s\s+")


def _may_be_cut(name: str) -> bool:
    """Whether `_TAIL` can find anything: not behind a letter, unless an ending or a small word stands there."""
    if not (name[-1].isalnum() or name[-1] == "_"):
        return True
    return name.endswith(("'s", "’s")) or name.split()[-1].lower() in SMALL


def is_one_office(word: str) -> bool:
    """An office of one person: “Director”, not the “Physicians” of a body's name."""
    return head_noun_of(word) == word.casefold()


class NameEdges:
    """Beginnings and ends of names in one text, given the countries and places, listed bodies and people in it.

    `others`: where demonyms and other bodies begin, over which no name is grown.
    """

    def __init__(
        self,
        text: str,
        words: Words,
        places: Iterable[tuple[int, int]],
        bodies: Iterable[tuple[int, int]],
        people: Iterable[tuple[int, int]] = (),
        others: Iterable[int] = (),
    ) -> None:
        self.text = text
        self.words = words
        self._starts = words.starts
        self._heads = head_places(words)
        self.places = sorted(places)
        self._place_at = dict(self.places)
        self._body_at = dict(sorted(bodies))
        self._people = {start for start, _ in people}
        self._others = frozenset(others)
        self._taken = {**self._place_at, **self._body_at, **dict.fromkeys(self._people, 0)}

    def first_word(self, offset: int) -> int:
        """Index of the first word that starts at or after `offset`."""
        return bisect_left(self._starts, offset)

    def cut(self, start: int, end: int) -> tuple[int, int] | None:
        """Without what is no part of the name at either end; None where nothing is left."""
        known = self._body_at.get(start, 0)
        if not 0 < known < end and start not in self._place_at and is_left_alone(self.text[start:end]):
            return (start, end) if end - start > 1 else None
        return self._cut(start, end)

    def _cut(self, start: int, end: int) -> tuple[int, int] | None:
        if m := _LEAD.match(self.text, start, end):
            start = m.end()
        if start >= end:
            return None
        inner = self.text[start:end]
        if _may_be_cut(inner) and (m := _TAIL.search(inner)):
            end = start + m.start()
        if not _PLAIN.fullmatch(inner) and (m := _STOP.search(self.text, start, end)):
            end = start + len(self.text[start : m.start()].rstrip(" ,"))
        if "-" in inner and (m := _BASED.match(self.text, start, end)):
            start = m.end()
        stop = _FULL_STOP.search(self.text, start, end) if "." in inner else None
        if stop and legal_form_after(self.text, stop.start()) is None:
            end -= 1
        start = start_of_name(self.text, start, end, self._body_at)
        end = end_of_name(self.text, start, end, self._body_at, self._place_at)
        if end <= start:
            return None
        end = self._before_predicate(start, end)
        start, end = self._beside_office(start, end)
        inner = self.text[start:end]
        if ")" in inner and "(" not in inner:
            end = start + inner.index(")")
        if "(" in inner and ")" not in inner:
            end = start + len(inner[: inner.index("(")].rstrip())
        if (m := _TITLE_AFTER.search(self.text, start + 1, end)) and self.last_head(m.end(), end) is None:
            end = m.start()
        if (m := _GENERIC_OWNER.match(self.text, start, end)) and self.last_head(m.end(), end):
            start = m.end()
        return (start, end) if end - start > 1 else None

    def _before_predicate(self, start: int, end: int) -> int:
        """The end of a name without the predicate of a headline: “Telvane [Announces Plan]”."""
        i = self.first_word(start) + 1
        while i < len(self.words) and self.words.ends[i] <= end:
            if self.words.folded[i] in headline_verbs() and self.words.texts[i][0].isupper():
                return start + len(self.text[start : self.words.starts[i]].rstrip(" ,:-–—\n"))
            i += 1
        return end

    def _beside_office(self, start: int, end: int) -> tuple[int, int]:
        """Without an office joined to the name: “[CEO of] Telvane”, “Lund Clinic [and Co-Founder of the Zed Fund]”."""
        m = _OFFICE_OF.match(self.text, start, end)
        if m and is_one_office(m[1]) and self._says_body(m.end(), end):
            start = m.end()
        for m in AND_OFFICE.finditer(self.text, start + 1, end):
            if is_one_office(m[1]) and not (m[1] == "Justice" and m.end() == end):  # “Ministry of Law and Justice”
                return start, m.start()
        return start, end

    def _says_body(self, start: int, end: int) -> bool:
        """Whether the words say that they name a body: a head noun or a legal form among them."""
        name = self.text[start:end]
        return self.last_head(start, end) is not None or without_legal_form(name) != name

    def last_head(self, start: int, end: int) -> str | None:
        """The head noun that the complement would hang on: the last one of the span."""
        stop = bisect_left(self._starts, end)
        if stop and self.words.ends[stop - 1] > end:
            stop -= 1
        at = bisect_left(self._heads, stop) - 1
        if at < 0 or self.words.starts[self._heads[at]] < start:
            return None
        return head_of(self.words.texts[self._heads[at]])

    def leftmost(self, i: int, *, small: bool = False) -> int:
        """The first word of the capitalised phrase that word `i` stands in; `small` goes over “e”, “del” in it."""
        text, words = self.text, self.words.texts
        starts, ends = self.words.starts, self.words.ends
        while i:
            a = words[i - 1]
            if small and a in listed("inner_words") and i > 1 and words[i - 2][0].isupper():
                between = text[ends[i - 2] : starts[i - 1]], text[ends[i - 1] : starts[i]]
                before = words[i - 2]  # “Bank of Zed Ltd”, not “Acquisition of Zed Ltd”
                if (
                    between == (" ", " ")
                    and before not in listed("sentence_starters")
                    and (a != "of" or head_of(before))
                ):
                    i -= 2
                    continue
            opens = a[0].isupper() or a == "&" or a[0].isdigit()
            gap = text[ends[i - 1] : starts[i]]
            if not opens and a != "amp" and (gap == "-" or i < 2 or text[starts[i - 1] - 1] != "-"):
                break
            if a == "amp" and gap == "; " and i > 2 and words[i - 3][0].isupper():
                i -= 3  # “Zed &amp; Daughters” in text with markup
                continue
            if not ONLY_SPACE.fullmatch(gap) or "\n" in gap or "/" in gap or (gap == ". " and len(a) > 1):
                break
            hyphened = gap != "-" and i > 1 and text[ends[i - 2] : starts[i - 1]] == "-"
            if hyphened and a.islower() and words[i - 2][0].isupper():
                i -= 2  # "High-level Board"
                continue
            if not opens or a in listed("sentence_starters"):
                break
            i -= 1
        while words[i] == "&":
            i += 1
        return i

    def owner(self, i: int) -> int | None:
        """Where the office begins that owns the body of word `i`: “Union Attorney General’s [Office]”."""
        words, j = self.words.texts, i - 1
        if j < 1 or not words[j].endswith("s"):
            return None
        owns = not _OWNED.isdisjoint(words[i : i + 3])
        if not owns or not self.text[self.words.ends[j] : self.words.starts[i]].isspace():
            return None
        if words[j] == "s" and self.text[self.words.starts[j] - 1] in "'’":
            j -= 1
        if words[j].removesuffix("s") not in _OWNERS:
            return None
        if words[j - 1] == "s" and words[j - 2] == "State":  # "State's Attorney's Office"
            j -= 2
        return self.words.starts[self.leftmost(j)]

    def start_with_rest(self, start: int, end: int) -> int:
        """Where a name begins that the recogniser saw half: “[Blessed Grace] Social Services”; not in capitals."""
        i = self.first_word(start)
        if i == 0 or i >= len(self.words) or (first := self.leftmost(i)) == i:
            return start
        if self.last_head(start, end) is None or self.text[start:end].isupper():
            return start
        line = self.text.rfind("\n", 0, start) + 1
        j = first
        while j < i:
            word, begin = self.words.texts[j], self.words.starts[j]
            gap = self.text[self.words.ends[j] : self.words.starts[j + 1]]
            if (
                begin < line
                or begin in self._others
                or word.isdigit()
                or word in PARTICIPLES
                or _GENERIC_OWNER.match(self.text, begin)
                or self.words.folded[j] in headline_verbs()
                or (word.isupper() and len(word) > 1)
                or gap not in (" ", "-", ". ")
            ):
                first = j + 1
            j += 1
        if first == i or self.text.startswith("#", line) or (start != line and self.words.starts[first] == line):
            return start
        return self.words.starts[first]
