"""Where a text names people: the model's spans made right, and names that context gives away.

`candidates` gives spans of names without honorific, post-nominal and possessive; which of them are one person
is decided in `people_merge`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from pipeline.data import word_list
from pipeline.extraction.analysis import Analysis
from pipeline.extraction.people_candidates import Candidate, Taken, without_overlaps
from pipeline.extraction.people_honorifics import honorific_before, honorific_inside
from pipeline.extraction.people_names import (
    given_names,
    is_generational,
    is_initial,
    plain,
    speaks_for_person,
)
from pipeline.extraction.people_offices import beside_offices, opens_given
from pipeline.extraction.people_pieces import after_titles, before_predicate, pieces, run_of_names
from pipeline.extraction.people_shape import WORD, is_forename, is_name
from pipeline.extraction.tokens import Tokens

_SPACE = re.compile(r"[ \u00a0]+")
_TRIGGERS = frozenset([*(word + stop for word in word_list("people/triggers.txt") for stop in ("", ".")), "h.e."])
"""Honorifics that stand before names only, in lower case, with their full stops and without."""


def after_honorifics(tokens: Tokens) -> Iterator[Candidate]:
    """Names that an unmistakable honorific announces: "Dr Chia-Ling Peng", "Daw Aye Myat Noe"."""
    text = tokens.text
    for i in tokens.places(_TRIGGERS.__contains__):
        word = tokens.texts[i]
        known = tokens.lowers[i] != "h.e." or word == "H.E."
        if known and word[0].isupper() and i + 1 < len(tokens):
            start = tokens.ends[i]
            start += 1 if text[start : start + 1] == "." else 0
            space = _SPACE.match(text, start)
            if not space or text[tokens.starts[i] - 1 : tokens.starts[i]].isalnum():
                continue
            start = space.end()
            start += honorific_inside(text[start : start + 60])
            end = run_of_names(text, start)
            start = after_titles(text, start, end)
            end = before_predicate(text, start, end)
            end = surname_in_capitals(text, start, end)
            if end > start:
                yield Candidate(start, end, "honorific")


def surname_in_capitals(text: str, start: int, end: int) -> int:
    """The end of a surname in a headline of capitals: “SEN. [ROE] AMENDMENT”, where “Jan Roe” stands elsewhere."""
    first = WORD.match(text, start, end)
    if first is None or first.end() == end or not text[start:end].isupper():
        return end
    elsewhere = re.search(rf"\b[A-Z][a-z.]+ (?:[A-Z]\. )?{re.escape(first.group().title())}\b", text)
    return first.end() if elsewhere else end


def candidates(tokens: Tokens, analysis: Analysis, taken: Taken, soft: frozenset[int]) -> list[Candidate]:
    """The names of people of a document, sorted, without overlaps; none inside `taken` or residue.

    `soft` are the line breaks that only wrap a line.
    """
    text = tokens.text
    found: list[Candidate] = []
    for start, end in _model_spans(tokens, soft):
        parts = (before_given(tokens, s, e, soft) for s, e in pieces(text, start, end, soft))
        found += (Candidate(s, e, "model") for s, e in parts)
    found += after_honorifics(tokens)
    found += read_as_bodies(tokens, soft)
    for contact in analysis.release.contacts:
        if contact.name and (at := text.find(contact.name, contact.start, contact.end)) >= 0:
            is_person = tokens.votes(contact.name, "PERSON") or speaks_for_person(contact.name)
            if tokens.votes(contact.name, "PLACE") or not is_person:
                continue  # “Email Us Here\n\nSan Lorenzo”: the town below a contact
            found += (Candidate(s, e, "contact") for s, e in pieces(text, at, at + len(contact.name)))
    found += beside_offices(tokens, soft, _listed_places(analysis))
    kept: list[Candidate] = []
    named = {m.text for m in analysis.mentions if m.label == "ORGANISATION"}
    for c in found:
        c = _without_body(text, c, named)
        blocked = taken.touching(c.start, c.end)
        if blocked and blocked[0] <= c.start < blocked[1] < c.end:  # "President of Peru Ana Ruiz"
            start = blocked[1] + len(text[blocked[1] : c.end]) - len(text[blocked[1] : c.end].lstrip())
            c, blocked = Candidate(start, c.end, c.rule), taken.touching(start, c.end)
        whole = blocked is not None and blocked[0] >= c.start and blocked[1] <= c.end
        if blocked and not (_addressed(text, c) and whole):
            continue
        if c.rule == "model" and _is_of_thing(text, c):
            continue
        if is_name(text, c.start, c.end) and not analysis.release.is_residue(c.start, c.end):
            kept.append(c)
    return without_overlaps(kept)


def read_as_bodies(tokens: Tokens, soft: Container[int]) -> Iterator[Candidate]:
    """People whom the recogniser took for bodies: a suffix tells (“Jan Windom Roe Jr.”)."""
    for ent in tokens.ents:
        if ent.label not in ("ORG", "GPE"):
            continue
        *_, last = tokens.text[ent.start : ent.end].rsplit(None, 1)
        suffix = last.strip(".,")
        if suffix not in ("Jr", "Sr") and not is_generational(suffix):
            continue
        words = tokens.text[ent.start : ent.end].split()
        # “Westwind II” is a house
        if 1 < len(words) < 6 and (suffix in ("Jr", "Sr") or plain(words[0]) in given_names()):
            yield from (Candidate(s, e, "suffix") for s, e in pieces(tokens.text, ent.start, ent.end, soft))


def _is_of_thing(text: str, c: Candidate) -> bool:
    """Whether an article before a full name says that a thing bears it: “an architect of the [Fair Deal]”."""
    article = text[max(0, c.start - 4) : c.start] in ("the ", "The ")
    return article and " " in text[c.start : c.end] and not speaks_for_person(text[c.start : c.end])


def _without_body(text: str, c: Candidate, named: Container[str]) -> Candidate:
    """A name without the body behind it that the text names alone elsewhere: “By Jan Roe [Velora]”, “… at Velora”."""
    parts = WORD.findall(text, c.start, c.end)
    if len(parts) > 2 and parts[-1] in named and plain(parts[0]) in given_names():
        *_, last, _ = WORD.finditer(text, c.start, c.end)
        return c._replace(end=last.end())
    return c


def _listed_places(analysis: Analysis) -> Taken:
    places = (m for m in analysis.mentions if m.label in ("COUNTRY", "PLACE", "DEMONYM"))
    return Taken((m.start, m.end) for m in places if not m.rule.endswith("recognised"))


def _model_spans(tokens: Tokens, soft: Container[int]) -> list[tuple[int, int]]:
    """The model's people; two that only a wrapped line parts are one."""
    spans: list[tuple[int, int]] = []
    for ent in tokens.ents:
        if ent.label == "PERSON":
            gap = tokens.text[spans[-1][1] : ent.start] if spans else ","
            if gap == "\n" and spans[-1][1] in soft:
                spans[-1] = (spans[-1][0], ent.end)
            elif (
                tokens.text[ent.end - 1] == "\n" and ent.end - 1 in soft and " " not in tokens.text[ent.start : ent.end]
            ):
                spans.append((ent.start, run_of_names(tokens.text, ent.end, 2)))  # “Ambassador Ilse\nBrandt, …”
            else:
                spans.append((ent.start, ent.end))
    return spans


def before_given(tokens: Tokens, start: int, end: int, soft: Container[int]) -> tuple[int, int]:
    """A name with the given name that the recogniser left before it: “Ida May [Roe]”, “• Mini [Roe], President”.

    Over a known given name in any case; over another capitalised word only where a given name stands before it, or
    where it begins an item of a list and the span is one word.
    """
    first = tokens.touching(start, end).start
    while first > 0:
        j = first - 1
        if tokens.texts[j] == "\n" and tokens.starts[j] in soft and j > 0:
            j -= 1
        word = tokens.texts[j]
        adjacent = tokens.text[tokens.ends[j] : tokens.starts[first]] in (" ", "\n", "\u00a0", "  ")
        if not adjacent or tokens.labels[j] or not word[0].isupper() or not is_forename(word):
            break
        if plain(word) not in given_names() and not is_initial(word):
            beside = j > 0 and tokens.ends[j - 1] + 1 == tokens.starts[j]
            behind_given = beside and plain(tokens.texts[j - 1]) in given_names()
            if behind_given:
                start, first = tokens.starts[j], j
                continue
            item = j == 0 or not tokens.texts[j - 1].strip("•-–*· \u00a0\n\t")  # “• Mini [Roe], President”
            item = item and tokens.text[end : end + 1] in (",", "\n", "(") and " " not in tokens.text[start:end]
            if not item or tokens.tags[j] != "NNP" or opens_given(tokens.text, start):
                break
            if word.isupper():
                break
        elif j > 0 and is_initial(word) and not tokens.texts[j - 1][0].isupper():
            start, first = tokens.starts[j], j
            break
        start, first = tokens.starts[j], j
    return start, end


def _addressed(text: str, c: Candidate) -> bool:
    return honorific_before(text, c.start) < c.start
