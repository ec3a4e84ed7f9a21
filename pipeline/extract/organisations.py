"""The spaCy component `communique_organisations`: bodies, their names, acronyms and places in the text.

Candidates are collected (`organisation_spans`), parted and filtered; names, acronyms and listed names of one body are
brought together (`organisation_names`); then every name known is looked for again in the whole text, in every case and
short form, because a name once known is known everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.data import word_list, word_table
from pipeline.extract.acronyms import Definition, concepts, definitions
from pipeline.extract.analysis import Analysis, analysis_of
from pipeline.extract.bodies import bodies, body_gazetteer
from pipeline.extract.country_mentions import Entities, stands_in_address
from pipeline.extract.gazetteer import Gazetteer, Word
from pipeline.extract.organisation_names import Names, is_concept_of_thing
from pipeline.extract.organisation_plurals import named_together
from pipeline.extract.organisation_spans import Candidate, SpanGrower
from pipeline.extract.organisation_words import (
    ACRONYM,
    head_of,
    is_concept,
    is_generic,
    is_thing,
    is_thing_word,
    legal_form_after,
    name_key,
    without_legal_form,
)
from pipeline.extract.people_names import given_names, is_generational, plain
from pipeline.extract.roles_phrase import head_noun_of
from pipeline.extract.tokens import Tokens
from pipeline.records import Alias, Mention, Organisation, row_id

_JOIN = re.compile(r"\s*(?:/|\s+and\s+(?:the\s+)?|\s*&\s*|,\s+(?:and\s+)?(?:the\s+)?|;\s*)\s*")
_AND = re.compile(r"\s+(?:and|AND|&)\s+(?:the\s+|THE\s+)?")
_TICKER = re.compile(
    r"(?:\$|\b(?:NYSE|NASDAQ|Nasdaq|NasdaqCM|NasdaqGS|OTC\w*|TSX\S*|CSE|LSE|AIM|ASX|SGX|HKEX|FSE|Ticker)[^:]{0,12}:\s?\$?)$"
)
_TICKERS = re.compile(
    r"\b(?:NYSE|NASDAQ|Nasdaq|OTC\w*|TSX\S*|CSE|LSE|AIM|ASX|SGX|HKEX|FSE|OSE|XETRA)[^:()\n]{0,16}:\s?\$?([A-Z][A-Z.]{0,6})\b"
)
_LISTING = re.compile(r"\([A-Z][A-Za-z]{1,8}(?: [A-Z][A-Za-z]+)?: ?[A-Z0-9.]{1,6}\)")
_TWICE = re.compile(r"(\S.{3,})\s*(\1)", re.DOTALL)
_PAPER = re.compile(
    r"\b(?:Convention|Treaty|Protocol|Agreement|Act|Covenant|Declaration|Accord|Strategy)\s+(?:on|of|for)\s+(?:the\s+)?$"
)
_NO_LONG_FORM = re.compile(r"[“”‘\"]|, (?:which|who|as|or|and) |\b(?:is|was|are|were|has|he|she|it)\b")
_CODE = re.compile(
    r"[A-Z]{2,5}-\d{1,5}|(?:[A-Z]{2,3})?[$€£]?\d[\d.,]* ?(?:million|billion|bn|m)?|\d+(?:st|nd|rd|th) Floor\b.*"
)
_OFFICE_BEFORE = re.compile(
    r"(?:Minister|Ministers|Secretary|Secretaries|Director[- ]General)\s+(?:of|for)\s+(?:the\s+)?$"
)
_NUMBERED = re.compile(r"[A-Z]{1,2}\.? ?(?:Res|Rept|Con|J|No)?\.?(?: ?\d+)?")  # "S. Res"
_RANK = {"listed": 3, "legal form": 2, "recognised": 1, "head": 0}


@Language.factory("communique_organisations")
class Organisations:
    """Writes ORGANISATION mentions, organisations and their aliases; takes back the countries inside names."""

    def __init__(self, nlp: Language, name: str) -> None:
        body_gazetteer()

    def __call__(self, doc: Doc) -> Doc:
        """Append mentions, organisations and aliases to the document's analysis."""
        analysis = analysis_of(doc)
        finder = _Finder(analysis.tokens(doc), analysis)
        text = finder.text
        candidates = finder.candidates()
        names = Names(text, finder.definitions)
        for c in candidates:
            names.add(c.name or text[c.start : c.end], c.start, c.end)
        names.resolve()
        mentions = finder.everywhere(candidates, names)
        _write(analysis, text, mentions, names)
        return doc


class _Finder:
    """The spans of one document that name bodies."""

    def __init__(self, tokens: Tokens, analysis: Analysis) -> None:
        self.text = tokens.text
        self.release = analysis.release
        self.words: list[Word] = analysis.words()
        self.entities = Entities(tokens)
        self.listed = list(body_gazetteer().find(self.text, self.words))
        self.countries = {(m.start, m.end): m for m in analysis.mentions if m.label in ("COUNTRY", "PLACE", "DEMONYM")}
        named = [(m.start, m.end) for m in analysis.mentions if m.label in ("COUNTRY", "PLACE")]
        people = [(s, e) for s, e, label in self.entities.spans if label == "PERSON"]
        self.grower = SpanGrower(self.text, self.words, named, [(m.start, m.end) for m in self.listed], people)
        self.definitions: list[Definition] = list(definitions(self.text))
        self.shorts = {d.short for d in self.definitions}
        self.concepts = set(concepts(self.text))
        self.tokens = tokens
        self.tickers = {m[1] for m in _TICKERS.finditer(self.text)}
        bodies_named = (self.text[s:e].split() for s, e, label in self.entities.spans if label == "ORG")
        self.begun = {words[0].strip(",") for words in bodies_named if len(words) > 1}  # first words of longer names
        self.families = self._family_names()
        # people named as contacts, and the places of datelines, which the recogniser reads as bodies in capitals
        self.not_bodies = {c.name for c in self.release.contacts} | {
            place.strip() for d in self.release.datelines if d.place for place in d.place.split(",")
        }
        self._paragraph_ends = sorted(p.end for p in self.release.paragraphs)

    def _family_names(self) -> set[str]:
        """Last words of the people that the recogniser names in full, unless a body's name begins with one too."""
        full = (self.text[s:e].split() for s, e, label in self.entities.spans if label == "PERSON")
        found = {words[-1] for words in full if len(words) > 1 and words[-1][:1].isupper()} - self.begun
        return found | {w.upper() for w in found if len(w) > 3}

    def candidates(self) -> list[Candidate]:
        """Accepted spans, in order, that do not overlap."""
        found = [Candidate(m.start, m.end, "listed") for m in self.listed]
        for start, end, label in self.entities.spans:
            if label == "ORG":
                found += self._pieces(start, end)
        found += self.grower.phrases()
        found += self._defined(found)
        together = list(named_together(self.text))
        together += self._in_context(found)
        single = _longest(c for f in found for c in self._shaped(f) if self._is_name(c))
        taken = [(c.start, c.end) for c in together]
        kept = [c for c in single if not _overlaps(taken, c.start, c.end)]
        return sorted([*together, *kept], key=lambda c: c.start)

    def _in_context(self, found: list[Candidate]) -> Iterator[Candidate]:
        """“the Commission” in a text about the European Union."""
        for noun, body, cell in word_table("organisations/in_context.tsv"):
            cues = "|".join(re.escape(c) for c in cell.split("|"))
            ends = {self.text[c.start : c.end] for c in found if self.text[c.start : c.end].endswith(" " + noun)}
            if ends - {body} or not re.search(rf"(?<!\w)(?:{cues})(?!\w)", self.text):
                continue
            for m in re.finditer(rf"\b[Tt]he ({noun})\b(?! (?:on|for|of|[A-Z]))", self.text):
                yield Candidate(m.start(1), m.end(1), "context", body)

    def _pieces(self, start: int, end: int) -> Iterator[Candidate]:
        """An entity of the recogniser, without what stands in other paragraphs and parted at line breaks of lists."""
        for limit in self._paragraph_ends:
            if start < limit < end:
                end = limit
        blank = self.text.find("\n\n", start, end)
        if blank > start:
            end = blank
        yield Candidate(start, end, "recognised")

    def _shaped(self, candidate: Candidate) -> Iterator[Candidate]:
        """Cut, parted where two bodies are joined, grown over complement and legal form."""
        for start, end in self._parted(candidate.start, candidate.end):
            cut = self.grower.cut(start, end)
            if cut is not None:
                yield self._in_line(self.grower.grow(Candidate(*cut, candidate.rule)))

    def _in_line(self, c: Candidate) -> Candidate:
        """In a contact each line is a thing of its own: “Ministry of Water ⏎ Tel: …”."""
        line = self.text.find("\n", c.start, c.end)
        return replace(c, end=line) if line > 0 and self.release.section_at(c.start) == "contact" else c

    def _parted(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """“UNOCT/UNCCT” and “Bank of Zed and Acme Corp.” are two."""
        inner = self.text[start:end]
        if "/" in inner:
            sides = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^/]+", inner)]
            if all(ACRONYM.fullmatch(self.text[a:b].split()[0]) if self.text[a:b].split() else False for a, b in sides):
                yield from sides
                return
        if m := _TWICE.fullmatch(inner):  # "About Zed Corp" glued to "Zed Corp is"
            yield start, start + m.end(1)
            yield start + m.start(2), end
            return
        for m in _AND.finditer(inner):
            left, right = inner[: m.start()], inner[m.end() :]
            generic = m.group().lower().endswith(" the ") and is_generic(left) and is_generic(right)
            whole = self._is_whole(left) and self._is_whole(right)
            if (generic or whole) and not self._is_listed(start, end):
                yield start, start + m.start()
                yield from self._parted(start + m.end(), end)
                return
        yield start, end

    def _is_listed(self, start: int, end: int) -> bool:
        return any(m.start <= start and end <= m.end for m in self.listed)

    @staticmethod
    def _is_whole(side: str) -> bool:
        """A name that could stand alone: listed, an acronym, with a legal form, or ended or begun by a head noun."""
        side = side.strip()
        words = side.split()
        if not words:
            return False
        if name_key(side) in bodies().by_key or (len(words) == 1 and ACRONYM.fullmatch(side) and not is_concept(side)):
            return True
        if without_legal_form(side) != side:
            return True
        if len(words) < 2:
            return False
        return head_of(words[-1]) is not None or (head_of(words[0]) is not None and words[1] == "of")

    def _defined(self, found: list[Candidate]) -> Iterator[Candidate]:
        """Long forms and acronyms of definitions whose long form is a body."""
        spans = [(c.start, c.end) for c in found]
        for d in self.definitions:
            long = self.text[d.long_start : d.long_end]
            if _NO_LONG_FORM.search(long) or is_concept_of_thing(d.short, long):
                continue
            known = any(s < d.long_end and d.long_start < e for s, e in spans)
            if (known or any(head_of(w) for w in long.split())) and not is_thing(long):
                ending = [s for s, e in spans if e == d.long_end]
                start = min([s for s in ending if s < d.long_start], default=d.long_start)
                if ending and ", " in long:  # “Jan Roe, Head of Unit, [Zed Audit Board] (ZAB)”
                    start = min(ending)
                yield Candidate(start, d.long_end, "acronym")
                yield Candidate(d.short_start, d.short_end, "acronym")

    def _is_name(self, c: Candidate) -> bool:
        surface = self.text[c.start : c.end]
        if c.end - c.start < 2 or self.release.is_residue(c.start, c.end) or not any(ch.isalpha() for ch in surface):
            return False
        if stands_in_address(self.text, c.start, c.end):
            return False
        if _TICKER.search(self.text, max(0, c.start - 20), c.start):
            return False
        if self._is_listing(c) or surface in self.not_bodies:
            return False
        if c.rule == "listed" and surface in self.shorts and not self._is_defined_as(surface):
            return False
        if c.rule in ("listed", "acronym"):
            return True
        if c.rule != "legal form" and (_CODE.fullmatch(surface) or self._is_named_otherwise(c)):
            return False
        if (
            "@" in surface
            or "\\" in surface
            or (
                c.rule != "listed"
                and _OFFICE_BEFORE.search(self.text, max(0, c.start - 40), c.start)
                and not any(head_of(w) for w in surface.split())
            )
        ):
            return False
        if surface in self.tickers and c.rule == "recognised":
            return False
        if is_generic(surface) or is_thing(surface) or is_concept(surface) or _NUMBERED.fullmatch(surface):
            return False
        if (c.start, c.end) in self.countries or not any(ch.isupper() for ch in surface):
            return False
        if c.rule == "recognised" and self._is_part_of_thing(c):
            return False
        if surface in self.concepts:
            return False
        if surface in self.shorts and c.rule == "recognised":
            return self._stands_for_body(surface)
        return not (c.rule == "head" and self._is_person(c))

    def _is_defined_as(self, acronym: str) -> bool:
        """Whether a listed acronym keeps its listed meaning: not for “Zed Fees Act (ZFA)”."""
        longs = [self.text[d.long_start : d.long_end] for d in self.definitions if d.short == acronym]
        return not all(is_thing(long) for long in longs)

    def _is_beside_office(self, c: Candidate) -> bool:
        """An office right before a name or behind its comma: “Director Eva Lund”, “Eva Lund, head of …”."""
        before = re.search(r"(?:^|\s)([A-Z][a-z]+) $", self.text[max(0, c.start - 30) : c.start])
        if before and head_noun_of(before[1]):
            return True
        after = re.compile(r", (?:the |an? )?((?:[\w-]+ ){0,3}[\w-]+)").match(self.text, c.end)
        return after is not None and any(head_noun_of(w) for w in after[1].split())

    def _is_named_otherwise(self, c: Candidate) -> bool:
        """Whether the recogniser takes a name more often for a person or place, or a title makes it a person's.

        Names whose words say that they are bodies are left alone.
        """
        surface = self.text[c.start : c.end]
        words = surface.split()
        if (
            any(head_of(w) for w in words)
            or without_legal_form(surface) != surface
            or name_key(surface) in bodies().by_key
        ):
            return False
        votes = self.tokens.votes(" ".join(words))
        derived = surface in self.shorts or surface in self.begun or ACRONYM.fullmatch(surface)
        if votes["PERSON"] + votes["PLACE"] > votes["ORG"] and not derived:
            return True
        if len(words) == 1:
            return surface in self.families or head_noun_of(surface) is not None
        if is_generational(words[-1]):
            return True
        if len(words) < 4 and plain(words[0]) in given_names() and self._is_beside_office(c):
            return True
        return len(words) < 4 and plain(words[0]) in word_list("people/triggers.txt") and words[0][0].isupper()

    def _is_listing(self, c: Candidate) -> bool:
        """“(OSE: HLDN)”: the exchange and the ticker in brackets behind a company's name."""
        opened = self.text.rfind("(", max(0, c.start - 12), c.start)
        found = _LISTING.match(self.text, opened) if opened >= 0 else None
        return found is not None and c.end <= found.end()

    def _is_part_of_thing(self, c: Candidate) -> bool:
        """“Convention on [Amber]”, “[Golden Otter] Prize”."""
        if _PAPER.search(self.text, max(0, c.start - 40), c.start):
            return True
        after = re.compile(r" ([A-Z][a-z]+)\b").match(self.text, c.end)
        words = self.text[c.start : c.end].split()
        if after is None or not is_thing_word(after[1]) or len(words) == 1:
            return False
        return not any(head_of(w) for w in words) and without_legal_form(" ".join(words)) == " ".join(words)

    def _stands_for_body(self, acronym: str) -> bool:
        """A defined acronym is a body where its long form is one: “rare earth metals (REMs)” is none."""
        longs = [self.text[d.long_start : d.long_end] for d in self.definitions if d.short == acronym]
        longs = [long for long in longs if not is_thing(long)]
        return any(any(head_of(w) for w in long.split()) or self._is_recognised(long) for long in longs)

    def _is_recognised(self, name: str) -> bool:
        at = self.text.find(name)
        return any(label == "ORG" for *_, label in self.entities.touching(at, at + len(name)))

    def _is_person(self, c: Candidate) -> bool:
        return any(
            label == "PERSON" and (s, e) != (c.start, c.end) and s <= c.start and c.end <= e
            for s, e, label in self.entities.touching(c.start, c.end)
        )

    def _is_otherwise_here(self, start: int, end: int) -> bool:
        """Whether the recogniser sees a person or a place in a span that a body's name was looked for in.

        Names with a telling word stay, and those that it takes for a body as often.
        """
        surface = " ".join(self.text[start:end].split())
        labels = {label for s, e, label in self.entities.touching(start, end) if s <= start and end <= e}
        if not labels & {"PERSON", "GPE", "LOC"} or any(head_of(w) for w in surface.split()):
            return False
        votes = self.tokens.votes(surface)
        return votes["ORG"] < votes["PERSON"] + votes["PLACE"]

    def everywhere(self, candidates: list[Candidate], names: Names) -> list[Candidate]:
        """The candidates and every other place where a known name stands."""
        gazetteer = Gazetteer({})
        for surface in names.searchable():
            gazetteer.add(surface, "")
        people = [(s, e) for s, e, label in self.entities.spans if label == "PERSON"]
        more = list(candidates)
        taken = [(c.start, c.end) for c in candidates]
        for m in gazetteer.find(self.text, self.words):
            end = legal_form_after(self.text, m.end) or m.end
            if self.release.is_residue(m.start, end) or _overlaps(taken, m.start, end):
                continue
            inside = [(s, e) for s, e in people if s <= m.start and m.end <= e and (s, e) != (m.start, m.end)]
            if names.is_alone(m.name) and self._is_otherwise_here(m.start, m.end):
                continue
            if not inside and not stands_in_address(self.text, m.start, end):
                more.append(Candidate(m.start, end, "known name"))
        return sorted(more, key=lambda c: c.start)


def _overlaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in spans)


def _longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Of candidates that overlap the longest; of equal ones the surest rule."""
    chosen: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (c.start - c.end, -_RANK.get(c.rule, 0), c.start)):
        if not _overlaps([(o.start, o.end) for o in chosen], c.start, c.end):
            chosen.append(c)
    return sorted(chosen, key=lambda c: c.start)


def _write(analysis: Analysis, text: str, spans: list[Candidate], names: Names) -> None:
    inside = [(c.start, c.end) for c in spans]
    analysis.mentions[:] = [
        m
        for m in analysis.mentions
        if m.label not in ("COUNTRY", "PLACE", "DEMONYM") or not _overlaps(inside, m.start, m.end)
    ]
    analysis.countries[:] = [m.entity_id for m in analysis.mentions if m.label == "COUNTRY" and m.entity_id]
    for c in spans:
        key, how = names.entity(c.name or text[c.start : c.end])
        analysis.mentions.append(
            Mention(
                mention_id=row_id(analysis.document_id, "organisation", c.start, c.end),
                document_id=analysis.document_id,
                start=c.start,
                end=c.end,
                text=text[c.start : c.end],
                label="ORGANISATION",
                entity_id=key,
                how=how,
                honorific=None,
                section=analysis.section(c.start),
                rule=f"organisations.{c.rule}",
            )
        )
    for row in names.records():
        if isinstance(row, Organisation):
            analysis.organisations.append(row)
            if row.country:
                analysis.countries.append(row.country)
        else:
            assert isinstance(row, Alias)
            analysis.aliases.append(row)
    analysis.mentions.sort(key=lambda m: (m.start, m.end))
