"""Whose office a role phrase names: titles before a name, appositions, predicates, lists and signatures.

Phrases come from `roles_phrase`, people from the mentions of the people component. A phrase belongs to one person
(a plural title to several), or to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
from typing import NamedTuple

from pipeline.extraction.people_honorifics import honorific_before
from pipeline.extraction.roles_nouns import head_noun_of
from pipeline.extraction.roles_patterns import (
    ANOTHER,
    APPOINTS,
    APPOSITION_GAP,
    AS,
    COPULA_GAP,
    DETERMINER,
    FORM_GAP,
    FRONTED,
    JOINT,
    LABEL_GAP,
    NEXT_NAME,
    NO_LABEL,
    PAST,
    PRONOUN,
    SIGNATURE_GAP,
    TITLE_COMMA_GAP,
    TITLE_GAP,
    sentence_start,
)
from pipeline.extraction.roles_phrase import RolePhrase
from pipeline.extraction.roles_pronoun import antecedent
from pipeline.records import Mention


class Span(NamedTuple):
    """A role phrase in characters, with its tokens kept."""

    start: int
    end: int
    phrase: RolePhrase
    head: int = 0  # where the last word of the head noun group begins
    shown: int = -1  # where what is printed of a plural office ends (“Team Leader[s of the Fund]”), else -1
    owner_start: int = -1  # where the possessor of the office begins ("Ghana's Envoy"), else the phrase


class Bound(NamedTuple):
    """A phrase and the person whose office it names; `rule` says how the words led there."""

    span: Span
    person: Mention
    rule: str
    former: bool = False


_NAMES = re.compile(r"\b(?:appoint(?:s|ed)?|nam(?:es|ed)|elect(?:s|ed)?|promot(?:es|ed))\b")
_NO_MARK = re.compile(r"(?i)\(?(?:signed|s/|/s/)\)?|[\W_]")
_ACRONYMS = frozenset(["CEO", "CFO", "COO", "CTO", "CMO", "CIO"])


class Binder:
    """Binds the phrases of one document to its people."""

    def __init__(
        self,
        text: str,
        phrases: list[Span],
        people: list[Mention],
        bodies: list[Mention],
        soft: Container[int] = (),
        *,
        lost: bool = False,
    ) -> None:
        """`people` and `bodies` are mentions in order of their places; `soft` the breaks that only wrap a line.

        `lost`: the text lost its commas, and two blanks stand for them.
        """
        self.lost = lost
        self.soft = soft
        self.text, self.phrases, self.people, self.bodies = text, phrases, people, bodies
        self.starts = [p.start for p in people]
        self.addressed = [honorific_before(text, p.start) for p in people]
        self.bound: dict[int, list[Bound]] = {}

    def bind(self) -> list[Bound]:
        """All offices of people, by place."""
        for i in range(len(self.phrases)):
            self._put(i, self._after_name(i) or self._goes_on(i) or self._title(i) or self._predicate(i))
        for i in range(1, len(self.phrases)):
            self._put(i, self._joined(i, i - 1))
        for i in range(len(self.phrases) - 2, -1, -1):
            self._put(i, self._joined(i, i + 1))
        return [b for i in sorted(self.bound) for b in self.bound[i]]

    def _goes_on(self, i: int) -> list[Bound] | None:
        """“Jan Roe, adviser to the Board [and head of Mines], and Eva Lund, …”: no title of the next name."""
        apposed = i > 0 and {b.rule for b in self.bound.get(i - 1, ())} == {"apposition"}
        return self._joined(i, i - 1) if apposed and not self._named_after(self.phrases[i].end, TITLE_GAP) else None

    def _put(self, i: int, found: list[Bound] | None) -> None:
        if found and i not in self.bound:
            self.bound[i] = found

    def _before(self, at: int) -> int:
        """Index of the last mention that starts before `at`; -1 where there is none."""
        return bisect_left(self.starts, at) - 1

    # -- “Jan Roe, head of X”, “Jan Roe (head of X)”, “Jan Roe\nHead of X”, “Jan Roe is the head of X”

    def _after_name(self, i: int) -> list[Bound] | None:
        span = self.phrases[i]
        k = self._before(span.start)
        if k < 0 or self.people[k].end > span.start or span.start - self.people[k].end > 120:
            return None
        person, gap = self.people[k], self.text[self.people[k].end : span.owner_start]
        if self.lost:
            gap = re.sub(r"^(?:  [RDI] [A-Z][\w ]{1,4}?)?  (?![A-Z])", ", ", gap)
        if span.phrase.plural and APPOSITION_GAP.fullmatch(gap) and "," in gap:
            if "their" in gap.split():
                return None  # “Roe and Lund, their associates and …”: others
            group = [person, *self._and_before(k)]
            return [Bound(self._singular(span), p, "apposition") for p in group] if len(group) > 1 else None
        if COPULA_GAP.fullmatch(gap):
            return [Bound(span, person, "predicate", former=bool(PAST.search(gap)))]
        if span.phrase.plural:
            return None
        if (
            APPOSITION_GAP.fullmatch(gap)
            and not self._breaks(person.end, span.start)
            and not self._opens_next_name(i, person)
        ):
            return [Bound(span, person, "apposition")]
        if gap == " " and self.text[span.start : span.head + 3] in _ACRONYMS and not self._opens_next_name(i, person):
            return [Bound(span, person, "apposition")]  # “said Jan Roe CEO of Velora”
        if FORM_GAP.fullmatch(gap) or (SIGNATURE_GAP.fullmatch(gap) and self._is_line(person, span)):
            return [Bound(span, person, "signature")]
        return None

    def _opens_next_name(self, i: int, person: Mention) -> bool:
        """“… met Jan Roe, Prime Minister Eva Lund and …”: the phrase is the title of the name after it."""
        span = self.phrases[i]
        following = self._named_after(span.end, TITLE_GAP)
        if following is None or self._breaks(span.end, following.start):
            return False
        words = self.text[span.head : span.end].split()  # “CEO of the biotech business [Velora]”, no person
        firm = len(words) > 1 and words[-1].islower() and " " not in following.text
        return not firm and following.entity_id != person.entity_id

    def _is_line(self, person: Mention, span: Span) -> bool:
        """A signature: the name has its line to itself, and the phrase begins the next one with a capital."""
        at = self._address_of(person)
        line = _NO_MARK.sub("", self.text[self.text.rfind("\n", 0, at) + 1 : at])
        return not line and self.text[span.start].isupper()

    def _address_of(self, person: Mention) -> int:
        return self.addressed[bisect_left(self.starts, person.start)]

    # -- “Prime Minister Eva Lund”, “the Head of the Academy, Col. Lund”, “Vice-Presidents Jan Roe and Eva Lund”

    def _title(self, i: int) -> list[Bound] | None:
        span = self.phrases[i]
        person = self._named_after(span.end, TITLE_GAP)
        if person is not None:
            people = [person, *self._and_more(person)] if span.phrase.plural else [person]
            shown = self._singular(span) if span.phrase.plural else span
            return [Bound(shown, p, "title") for p in people]
        person = self._named_after(span.end, TITLE_COMMA_GAP)
        if person is not None and span.phrase.plural and (more := self._and_more(person)):
            return [Bound(self._singular(span), p, "title and comma") for p in [person, *more]]
        if person is not None and not span.phrase.plural and self._stands_alone(span, person):
            return [Bound(span, person, "title and comma")]
        person = self._named_after(span.end, LABEL_GAP)
        if person is not None and span.phrase.noun not in NO_LABEL:
            line = self.text[self.text.rfind("\n", 0, span.start) + 1 : span.start]
            return [Bound(span, person, "label")] if not re.search(r"\w", line) else None
        return None

    def _named_after(self, end: int, gap: re.Pattern[str]) -> Mention | None:
        """The person whose honorific or name follows `end` over a gap."""
        k = bisect_left(self.starts, end)
        if k == len(self.people) or self.people[k].start - end > 60:
            return None
        at = max(self.addressed[k], end)
        between = self.text[end:at]
        if gap is TITLE_COMMA_GAP and not gap.fullmatch(between) and any(end <= b.start < at for b in self.bodies):
            between = self._without_bodies(end, at)  # “Secretary of State, Ministry of Mines, Mr Jan Roe”
        # a line break between title and name parts two items of a list, unless the line is only wrapped
        return self.people[k] if gap.fullmatch(between) and not self._breaks(end, at) else None

    def _breaks(self, start: int, end: int) -> bool:
        """Whether a line ends between the two places, otherwise than by wrapping."""
        return any(self.text[at] == "\n" and at not in self.soft for at in range(start, end))

    def _without_bodies(self, start: int, end: int) -> str:
        between = self.text[start:end]
        for body in self.bodies:
            if start <= body.start and body.end <= end:
                between = between.replace(body.text, "")
        return re.sub(r"(?:,\s+(?:the\s+)?(?:and\s+)?)+", ", ", between)

    def _and_before(self, k: int) -> list[Mention]:
        """The names that are joined to the name `k` before it: “Jan Roe and Eva Lund, the leaders of …”."""
        more = []
        while k > 0 and NEXT_NAME.fullmatch(self.text[self.people[k - 1].end : self.addressed[k]]):
            k -= 1
            more.append(self.people[k])
        return more

    def _stands_alone(self, span: Span, person: Mention) -> bool:
        """Whether “<phrase>, <name>” is a title with its name, and not an item of a list beside a new item."""
        before = self.text[max(0, span.start - 30) : span.start]
        addressed = self._address_of(person) < person.start
        after = self.text[person.end : person.end + 2]
        if after[:1] == " " and FRONTED.fullmatch(self.text, sentence_start(self.text, span.start), span.start):
            return False
        introduced = re.search(
            r"(?:\b(?:[Tt]he|[Oo]ur|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|a|by|with|as|and|said|to|including|from|under)|['’]s)\s+$",
            before,
        )
        introduced = introduced or (re.search(r"\b[a-z]+\s+$", before) if addressed else None)
        opens = not before.strip() or re.search(r"[.!?:;\n”\"*]\s*$", before) or re.search(r",\s+(?:the\s+)?$", before)
        return bool((introduced or opens) and (addressed or after[:1] in ",.;" or introduced or after[:1] == " "))

    def _and_more(self, person: Mention) -> list[Mention]:
        """The names that follow one after a plural title."""
        more, k, end = [], bisect_left(self.starts, person.start) + 1, person.end
        while k < len(self.people) and NEXT_NAME.fullmatch(self.text[end : self.addressed[k]]):
            if self.addressed[k] < self.people[k].start and head_noun_of((self.people[k].honorific or "").split()[-1]):
                break  # “Officers Jan Roe, Eva Lund and [Sergeant] Ada Quist”
            more.append(self.people[k])
            end, k = self.people[k].end, k + 1
        return more

    def _singular(self, span: Span) -> Span:
        """“Vice-Presidents” as one person's “Vice-President”: the span ends before the plural's s."""
        if (
            span.end
            and not self.text[: span.end].casefold().endswith("ies")  # “Secretaries Roe and Lund”
            and self.text[span.end - 1] in "sS"
            and self.text[: span.end].endswith(("rs", "ys", "ts", "Rs", "es", "RS", "YS", "TS"))
        ):
            return span._replace(end=span.end - 1)
        if re.match(r"\w+[rtye]s (?:of|for|at|in|to)\b", self.text[span.head : span.end]):
            return span._replace(shown=span.head + self.text[span.head : span.end].index("s ", 1))
        return span

    # -- “was appointed as CFO”, “He is a member of X”, “named Jan Roe Chief Executive”

    def _predicate(self, i: int) -> list[Bound] | None:
        span = self.phrases[i]
        k = self._before(span.start)
        if span.phrase.plural or k < 0:
            return None
        before = self.text[(sentence := sentence_start(self.text, span.start)) : span.start]
        if m := PRONOUN.search(before):
            meant = antecedent(self.text, self.people, m.group(1), sentence + m.start(1))
            return [Bound(span, meant, "pronoun", former=bool(PAST.search(before)))] if meant else None
        person = self.people[k]
        if person.start < sentence:
            return None
        between = self.text[person.end : span.start]
        if AS.search(before):
            if re.search(r",\s+to be\s", between):
                return None  # “Jan Roe, of Ohio, to be Ambassador”: a nominee holds nothing yet
            around = self.text[sentence : person.start]
            close = re.fullmatch(rf"\s+(?:as|to|to be)\s+{DETERMINER}", between)
            if APPOINTS.search(between) or (close and APPOINTS.search(around[-60:])):
                return [Bound(span, person, "appointment")]
        if between == " " and _NAMES.search(self.text[max(sentence, person.start - 40) : person.start]):
            return [Bound(span, person, "appointment")]
        return None

    # -- “chair and co-owner of X”

    def _joined(self, i: int, other: int) -> list[Bound] | None:
        """The offices of the phrase beside it, where nothing but “and” or a comma (and a body) parts the two."""
        if other not in self.bound or i in self.bound or self.phrases[i].phrase.plural:
            return None
        first, second = (self.phrases[min(i, other)], self.phrases[max(i, other)])
        gap = self.text[first.end : second.start]
        for body in self.bodies:
            if first.end <= body.start and body.end <= second.start:
                gap = self.text[first.end : body.start].rstrip(" ,") + self.text[body.end : second.start]
                gap = re.sub(r"^\s*(?:of|at|for|with)(?: the)?\s*", "", gap)
                break
        if not JOINT.fullmatch(gap) or "\n\n" in gap:
            return None
        rules = {b.rule for b in self.bound[other]}
        another = first.phrase.noun != second.phrase.noun and ANOTHER.search(
            self.text, max(0, first.start - 5), first.end
        )
        if i < other and rules == {"title"} and another:
            return None
        if i < other and (not rules <= {"title", "title and comma", "label"} or gap.strip() == ","):
            return None
        if i > other and rules <= {"title", "title and comma"}:
            return None
        return [b._replace(span=self.phrases[i]) for b in self.bound[other]]
