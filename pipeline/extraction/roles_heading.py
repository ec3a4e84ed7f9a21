"""Offices that a verb tells: “who leads the Wind Agency”, “Headed by Jan Roe, the Seed Bank …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.data import word_list, word_table
from pipeline.extraction.roles_bind import Bound, Span
from pipeline.extraction.roles_phrase import RolePhrase
from pipeline.extraction.tokens import Tokens
from pipeline.records import Mention


@cache
def _verbs() -> dict[str, str]:
    return {row[0]: row[1] for row in word_table("roles/heading_verbs.tsv")}


@cache
def _who() -> re.Pattern[str]:
    verbs = "|".join(re.escape(v) for v in sorted(_verbs(), key=len, reverse=True))
    return re.compile(
        rf",?\s+who\s+(has\s+|had\s+)?(?:also\s+|currently\s+|now\s+)?({verbs})\s+(?:the\s+|its\s+|an?\s+)?"
    )


_LED_BY = re.compile(r"(?:^|(?<=[.!?:;”\"*]\s)|(?<=[\n“]))(Led|Headed|Chaired|Directed) by\s+$")
_HOLDS = re.compile(r"\s+(holds the (?:[A-Z][\w-]+\s+){1,4}(?:of|for|in)\s+(?:[A-Z]\w+\s)*?[A-Z]\w+)(?=\s+at\b|[,.])")


def headings(tokens: Tokens, people: list[Mention], bodies: list[Mention]) -> Iterator[Bound]:
    """The offices that verbs give to people, with the body as the end of the span."""
    text, places = tokens.text, tokens
    for person in people:
        if m := _who().match(text, person.end):
            end = _object(text, m.end(), bodies)
            if end:
                past = _verbs()[m.group(2)] == "past" and (m.group(1) or "").strip() != "has"
                yield Bound(_span(places, m.start(2), end), person, "verb", former=past)
        if m := _HOLDS.match(text, person.end):
            yield Bound(_span(places, m.start(1), m.end(1)), person, "verb")
        before = text[max(0, person.start - 60) : person.start]
        if person.honorific:
            before = before[: len(before.rstrip()) - len(person.honorific)]
        if before.rstrip().endswith(" by") and (m := _LED_BY.search(before)):
            start = max(0, person.start - 60) + m.start(1)
            yield Bound(_span(places, start, start + len(m.group(1))), person, "verb")


def _object(text: str, at: int, bodies: list[Mention]) -> int | None:
    """End of the body that is headed: a known one, or a generic one (“school board”)."""
    for body in bodies:
        if body.start == at:
            return body.end
    m = re.compile(r"(?:[a-z-]+ ){0,2}([a-z]+)\b").match(text, at)
    if m is None or m.group(1) not in word_list("roles/bodies.txt"):
        return None
    if possessive := re.compile(r"['’]s?\s+").match(text, m.end()):  # “the museum's Department of Textiles”
        return next((b.end for b in bodies if b.start == possessive.end()), None)
    return m.end()


def _span(places: Tokens, start: int, end: int) -> Span:
    tokens = places.touching(start, end)
    return Span(
        start,
        end,
        RolePhrase(tokens.start, tokens.stop, tokens.start, tokens.start + 1, "head", False),
        start,
        owner_start=start,
    )
