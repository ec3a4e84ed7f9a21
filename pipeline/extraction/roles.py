"""The roles component: `communique_roles` writes the offices of people, with body, country and status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.data import word_list, word_table
from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.component import RuleComponent
from pipeline.extraction.people_honorifics import honorifics
from pipeline.extraction.people_names import plain
from pipeline.extraction.people_shape import soft_breaks
from pipeline.extraction.roles_bind import Binder, Bound, Span
from pipeline.extraction.roles_heading import headings
from pipeline.extraction.roles_joint import together, without_styles
from pipeline.extraction.roles_nouns import role_words
from pipeline.extraction.roles_phrase import Phrases
from pipeline.extraction.roles_serve import Server, Service
from pipeline.extraction.roles_titles import title_mentions
from pipeline.extraction.tokens import Tokens
from pipeline.records import Mention, Role, RoleStatus, row_id


@Language.factory("communique_roles")
def make_roles(nlp: Language, name: str) -> RolesComponent:
    """Factory of the component; it needs a tagger before it and the people component."""
    return RolesComponent()


_BEFORE_GAP = re.compile(r"\S[ \t\u00a0]{3,}(?=\S)|^(?:[A-Z]\.)+[-–—] ?|(?:--|\s[–—-])\s+")
"""What an office does not begin with: a place before a gap or dash (“Lund   [Senator]”, “D.C.- [Senator]”)."""
_GLUED = re.compile(r"(?:[^\W\d_]+ )*[^\W\d_]*[a-zß-ÿ]{4}(?=[A-Z][a-z]{2})")
"""A word that lost the blank before an office that stands elsewhere too: “Injury Cases[Velora County attorney]”."""
_LOST_MARK = re.compile(r"\w\w {2}(?=[A-Z])")
"""Two blanks where a text lost its commas: “floods  [Senator]”."""
_START = attrgetter("start")


class RolesComponent(RuleComponent):
    """Finds the offices of the people of a document; see `roles_phrase`, `roles_bind` and `roles_serve`."""

    def __call__(self, doc: Doc) -> Doc:
        """Append the roles of `doc`, and the bodies and countries that only roles name, to its analysis."""
        analysis = analysis_of(doc)
        people = sorted((m for m in analysis.mentions if m.label == "PERSON"), key=_START)
        if not people:
            return doc
        bodies = sorted((m for m in analysis.mentions if m.label == "ORGANISATION"), key=_START)
        soft = soft_breaks(analysis.release)
        tokens = analysis.tokens(doc)
        lost = lost_marks(tokens.text)
        phrases = find_phrases(tokens, people, bodies, soft, lost=lost)
        bound = Binder(tokens.text, phrases, people, bodies, soft, lost=lost).bind()
        bound = together(tokens.text, bound)
        bound = sorted([*bound, *headings(tokens, people, bodies)], key=lambda b: (b.span.start, b.span.end))
        if not bound:
            return doc
        server = Server(tokens, analysis, bodies, people)
        found = [(b, s) for b in bound for s in server.services(b, bound)]
        kept = [(b, s) for b, s in found if not (_is_profession(tokens.text, b, s) and not server.body(b, bound))]
        offices = without_styles([b for b, _ in kept])
        write(analysis, tokens.text, [(b, s) for b, s in kept if b in offices])
        told = [b._replace(former=b.former or status_of(tokens.text, b) == "former") for b in bound]
        analysis.mentions.extend(title_mentions(analysis, phrases, told, [*people, *bodies]))
        return doc


def _is_profession(text: str, bound: Bound, service: Service) -> bool:
    """Words that describe a person and name no office, but where a body stands beside: “renowned architect Jan Roe”."""
    words = text[bound.span.start : bound.span.end]
    alone = service.country is None
    ranked = any(w in role_words("before_head") for w in words.split())  # “chief engineer Ada Lund” holds a post
    return alone and words.islower() and not ranked and bound.span.phrase.noun in word_list("roles/professions.txt")


def lost_marks(text: str) -> bool:
    """Whether a text lost its commas, and two blanks stand for them: “said Roe  a member of the Board”."""
    blanks = text.count("  ")
    return blanks > 3 and blanks > 3 + 4 * text.count(",")


def find_phrases(
    tokens: Tokens, people: list[Mention], bodies: list[Mention], soft: frozenset[int], *, lost: bool
) -> list[Span]:
    """The role phrases of a document in characters, people and bodies as known; `soft` and `lost` as for `Binder`."""
    person, body = [False] * len(tokens), [0] * len(tokens)
    for m in people:
        for i in tokens.touching(m.start - _address_length(tokens.text, m), m.end):
            person[i] = True
    for number, m in enumerate(bodies, 1):
        for i in tokens.touching(m.start, m.end):
            body[i] = number
    found = []
    gaps = [_BEFORE_GAP, _LOST_MARK] if lost else [_BEFORE_GAP]
    for p in Phrases(tokens, person, body, soft).find():
        start, end = tokens.starts[p.first], tokens.ends[p.end - 1]
        head = tokens.starts[p.head]
        if start < head:
            start += max((m.end() for gap in gaps for m in gap.finditer(tokens.text[start : head + 1])), default=0)
            glued = _GLUED.match(tokens.text, start, head)
            if glued and tokens.text.count(tokens.text[glued.end() : end]) > 1:
                start = glued.end()
        owner = tokens.starts[p.owner[0]] if p.owner else start
        found.append(Span(start, end, p, tokens.starts[p.head_end - 1], owner_start=owner))
    return found


def _address_length(text: str, m: Mention) -> int:
    """Characters of the honorific before a name, unless it is an office ("President", "Judge")."""
    if not m.honorific:
        return 0
    parts = m.honorific.split()
    kept = 0
    for word in reversed(parts):
        known = honorifics().get((plain(word),))
        if known and known.kind == "office":
            break
        kept += 1
    if not kept:
        return 0
    size = len(" ".join(parts[-kept:])) + 1
    return min(size, m.start)


@cache
def _status_words() -> dict[str, RoleStatus]:
    known: dict[str, RoleStatus] = {"former": "former", "acting": "acting", "elect": "elect"}
    return {row[0]: known[row[1]] for row in word_table("roles/status.tsv") if row[1] in known}


def status_of(text: str, bound: Bound) -> RoleStatus:
    """Whether an office is held now, by its own words, the word before it, and the tense around it."""
    start, end = bound.span.start, bound.span.end
    told = _status_told(text[max(0, start - 14) : start], text[start:end])
    return told or ("former" if bound.former else "current")


_STATUS_WORD = re.compile(r"[\w.]+")


@lru_cache(maxsize=1024)
def _status_told(before: str, office: str) -> RoleStatus | None:
    """The status that the words of an office tell, else the last one before it; asked for twice of an office."""
    for word in [*_STATUS_WORD.findall(office), *_STATUS_WORD.findall(before)[-1:]]:
        if status := _status_words().get(word.casefold()):
            return status
    return None


@dataclass(slots=True)
class _Row:
    role: Role
    words: frozenset[str]


def write(analysis: Analysis, text: str, found: list[tuple[Bound, Service]]) -> None:
    """Append roles; of one person's roles with the same head, one whose words are part of another's is left out."""
    rows: dict[str, list[_Row]] = {}
    for bound, service in found:
        span, person_id = bound.span, bound.person.entity_id or ""
        end = span.shown if span.shown > 0 else span.end
        role = Role(
            role_id=row_id(analysis.document_id, "role", span.start, end, person_id, service.country),
            document_id=analysis.document_id,
            person_id=person_id,
            role=text[span.start : end],
            organisation_id=service.organisation_id,
            country=service.country,
            start=span.start,
            end=end,
            status=status_of(text, bound),
            section=analysis.section(span.start),
            rule=bound.rule,
        )
        _add(rows.setdefault(person_id, []), _Row(role, _content(role.role)))
    for kept in rows.values():
        analysis.roles.extend(r.role for r in kept)
    named = {r.role.country for kept in rows.values() for r in kept if r.role.country}
    analysis.countries.extend(sorted(c for c in named if c not in analysis.countries))


_WRITTEN_OUT = {
    "ceo": "chief executive officer", "cfo": "chief financial officer", "coo": "chief operating officer",
    "cto": "chief technology officer", "cmo": "chief marketing officer", "cio": "chief information officer",
    "vp": "vice president", "svp": "senior vice president", "evp": "executive vice president", "dda": "deputy da",
    "da": "district attorney", "sen": "senator",
}  # fmt: skip


_WORD = re.compile(r"\w+")
_SMALL = frozenset(["the", "of", "for", "and", "to", "in", "at", "a", "an", "on"])


def _content(role: str) -> frozenset[str]:
    words = [w for word in _WORD.findall(plain(role)) for w in _WRITTEN_OUT.get(word, word).split()]
    return frozenset(words) - _SMALL


def _add(rows: list[_Row], new: _Row) -> None:
    for i, old in enumerate(rows):
        if old.role.start == new.role.start and old.role.country != new.role.country:
            continue  # an office for two countries
        if new.words <= old.words:
            if old.role.organisation_id is None and new.role.organisation_id and new.words == old.words:
                rows[i] = new
            return
        if old.words < new.words:
            rows[i:] = [new, *(r for r in rows[i + 1 :] if not r.words < new.words)]
            return
    rows.append(new)
