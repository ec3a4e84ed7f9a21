"""Names of people that an office beside them gives away: “Prosecutor Ada Lund”, “Ada Lund, Director of …”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.data import word_list
from pipeline.extraction.people_candidates import Candidate, Taken
from pipeline.extraction.people_honorifics import honorific_inside
from pipeline.extraction.people_names import given_names, plain
from pipeline.extraction.people_pieces import after_titles, before_predicate, pieces, run_of_names
from pipeline.extraction.people_shape import WORD, headline_verbs
from pipeline.extraction.roles_nouns import head_noun_of
from pipeline.extraction.roles_phrase import Phrases
from pipeline.extraction.tokens import Tokens

_SINGLE = frozenset(word_list("people/single_after.txt"))
"""Offices after which one capitalised word is a surname."""
_NO_TITLE = frozenset(word_list("people/no_title.txt"))
"""Head nouns that stand before capitalised words that are no name: "Executive Summary", "Expert Care Teams"."""
_NAME_WORD = r"(?:[A-ZÀ-Þ][\w'’\-‐‑]+|[A-Z]\.(?:[A-Z]\.)*)"
_NAME_LINK = r"(?:de|van|der|den|von|bin|al|la|del|ter|ten)"
_NAME_BEFORE = re.compile(
    rf"(?:^|(?<=[\s(“\"*_•]))({_NAME_WORD}(?:[ \u00a0](?:{_NAME_WORD}|{_NAME_LINK})){{1,4}})"
    r"(?:,?[ ](?:MD|PhD|Ph\.D\.|M\.D\.|Jr\.?))*"
    r"(?:,[ ]|[ ]\()$"
)


def beside_offices(tokens: Tokens, soft: frozenset[int], places_known: Taken) -> Iterator[Candidate]:
    """Names that an office beside them gives away: "Prosecutor Ada Lund", "Ada Lund, Director of …".

    Only capitalised words that the model took for nothing else, or for a place that no list knows.
    """
    text = tokens.text
    person, body = [False] * len(tokens), [0] * len(tokens)
    for number, ent in enumerate(tokens.ents, 1):
        if ent.label in ("ORG", "FAC"):
            body[ent.first : ent.stop] = [number] * (ent.stop - ent.first)
        elif ent.label == "PERSON":
            person[ent.first : ent.stop] = [True] * (ent.stop - ent.first)
    for p in Phrases(tokens, person, body, soft).find():
        start_of_office, end = tokens.starts[p.first], tokens.ends[p.end - 1]
        if (
            tokens.texts[p.head][0].isupper()
            and not p.plural
            and p.noun not in _NO_TITLE
            and not (p.end > p.head_end and tokens.texts[p.end - 1].islower())  # “CEO of the biotech business Velora”
            and (text[end : end + 1] == " " or end in soft)
            and p.end < len(tokens)
        ):
            at = p.end + (tokens.texts[p.end].isspace() and end in soft)
            if at < len(tokens) and text[tokens.ends[at] : tokens.ends[at] + 2] != " &":
                yield from _titled(tokens, places_known, at, p.noun in _SINGLE)
        line = max(text.rfind("\n", 0, start_of_office) + 1, start_of_office - 70)
        if not text.endswith((", ", "("), line, start_of_office):
            continue  # as before most offices
        before = _NAME_BEFORE.search(text[line:start_of_office])
        if before is None:
            continue
        start, end = line + before.start(1), line + before.end(1)
        labels = {tokens.labels[i] for i in tokens.touching(start, end)}
        known = places_known.touching(start, end)  # “Charlotte Roe, Director of …”: a town's name too
        given = known and known[0] == start and plain(text[start : known[1]]) in given_names() and known[1] < end
        if "PERSON" in labels:  # the name is known: the office speaks for it
            named = (e for e in tokens.ents if e.label == "PERSON" and start <= e.end <= end)
            yield from (Candidate(s, t, "office after") for e in named for s, t in pieces(text, e.start, e.end, soft))
        elif labels <= ({"", "GPE", "NORP", "ORG"} if opens_given(text, start) else {"", "GPE", "NORP"}) and (
            known is None or given
        ):
            yield Candidate(start + honorific_inside(text[start:end]), end, "office after")


def opens_given(text: str, start: int) -> bool:
    """Whether a span begins with a known given name."""
    return (m := WORD.match(text, start)) is not None and plain(m.group()) in given_names()


_TITLED = frozenset(["", "PERSON", "GPE", "NORP"])


def _titled(tokens: Tokens, known: Taken, at: int, single: bool) -> Iterator[Candidate]:
    """The capitalised words at token `at`, when they can be a name after a title."""
    text, start = tokens.text, tokens.starts[at]
    start += honorific_inside(text[start : start + 60])
    end = run_of_names(text, start)
    start = after_titles(text, start, end)
    end = before_predicate(text, start, end)
    name = text[start:end]
    count = len(name.split())
    inside = tokens.touching(start, end)
    after = WORD.match(text, end + 1)
    told = text[end : end + 1] == ":" or (count > 1 and after is not None and after.group() in headline_verbs())
    capitals = name.isupper() and not told  # but “VICE PRESIDENT LUND: Thank you.”, “PRESIDENT JAN ROE RECEIVES …”
    if not 0 < count < 5 or capitals or known.touching(start, end):
        return
    if not _TITLED.issuperset(tokens.labels[inside.start : inside.stop]):
        return
    proper = count > 1 or (single and tokens.tags[inside.start] == "NNP")
    if proper and not any(head_noun_of(w) for w in name.split()):
        yield Candidate(start, end, "title before")
