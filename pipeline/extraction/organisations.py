"""The spaCy component `communique_organisations`: bodies, their names, acronyms and places in the text.

Candidates are collected (`organisation_spans`), parted and filtered; names, acronyms and listed names of one body are
brought together (`organisation_names`); then every name known is looked for again in the whole text, in every case and
short form, because a name once known is known everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.acronyms import Definition, definitions
from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.bodies import body_gazetteer, goes_on
from pipeline.extraction.component import RuleComponent
from pipeline.extraction.country_mentions import Entities, stands_in_address
from pipeline.extraction.gazetteer import Gazetteer
from pipeline.extraction.organisation_chooser import THRESHOLD, chance
from pipeline.extraction.organisation_context import in_context
from pipeline.extraction.organisation_enumerations import enumerated
from pipeline.extraction.organisation_features import Features
from pipeline.extraction.organisation_headings import described
from pipeline.extraction.organisation_judge import Judge, tickers_in
from pipeline.extraction.organisation_names import Names
from pipeline.extraction.organisation_parting import parted
from pipeline.extraction.organisation_plurals import named_together
from pipeline.extraction.organisation_spans import Candidate, SpanGrower
from pipeline.extraction.organisation_variants import is_concept_of_thing
from pipeline.extraction.organisation_words import head_of, is_thing, legal_form_after, says_body
from pipeline.extraction.spans import Cover
from pipeline.extraction.tokens import Tokens
from pipeline.records import Alias, Mention, Organisation, row_id

_COLUMNS = re.compile(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)")
_CODE = re.compile(r"[-‑]\d")
_SURE = frozenset(["described", "enumeration", "listed", "context", "plural"])
_RANK = {"listed": 3, "described": 2, "legal form": 2, "recognised": 1, "head": 0}


@Language.factory("communique_organisations")
class Organisations(RuleComponent):
    """Writes ORGANISATION mentions, organisations and their aliases; takes back the countries inside names."""

    def __init__(self, nlp: Language, name: str) -> None:
        body_gazetteer()

    def __call__(self, doc: Doc) -> Doc:
        """Append mentions, organisations and aliases to the document's analysis."""
        analysis = analysis_of(doc)
        finder = Finder(analysis.tokens(doc), analysis)
        text = finder.text
        candidates = finder.candidates()
        names, mentions = finder.named(candidates)
        if doubtful := finder.unlikely(names, mentions):
            likely = [c for c in candidates if names.group(c.name or text[c.start : c.end]) not in doubtful]
            names.leave_out(doubtful)
            mentions = finder.everywhere(likely, names)
        _write(analysis, text, mentions, names)
        return doc


class Finder:
    """The spans of one document that name bodies."""

    def __init__(self, tokens: Tokens, analysis: Analysis) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.release = analysis.release
        self.words = analysis.words()
        self.entities = Entities(tokens)
        self.listed = list(body_gazetteer().find(self.text, self.words))
        self.complete = [m for m in self.listed if not goes_on(m.name)]
        named = [(m.start, m.end) for m in analysis.mentions if m.label in ("COUNTRY", "PLACE")]
        people = [(s, e) for s, e, label in self.entities.spans if label == "PERSON"]
        others = [m.start for m in analysis.mentions if m.label == "DEMONYM"]
        starts = self.words.starts
        for start, end, label in self.entities.spans:
            if label == "ORG":
                others += starts[bisect_left(starts, start) : bisect_left(starts, end)]
        self.grower = SpanGrower(
            self.text, self.words, named, [(m.start, m.end) for m in self.complete], people, others
        )
        tickers = tickers_in(self.text)
        self.definitions: list[Definition] = [
            d for d in definitions(self.text) if d.short not in tickers or self.text[d.short_start - 1] != "("
        ]
        self.judge = Judge(tokens, analysis, self.entities, self.definitions, tickers)
        self._paragraph_ends = sorted(p.end for p in self.release.paragraphs)
        self._people = Cover(people)
        self._places = Cover(named)

    def candidates(self) -> list[Candidate]:
        """Accepted spans, in order, that do not overlap."""
        found = [Candidate(m.start, m.end, "listed") for m in self.listed]
        for start, end, label in self.entities.spans:
            if label == "ORG":
                found += self._pieces(start, end)
        found += self.grower.phrases()
        found += described(self.text)
        found += self._defined(found)
        together = list(named_together(self.text))
        together += in_context(self.text, found)
        single = _longest(self._shaped(found), self.judge.is_name)
        taken = Cover(c[:2] for c in together)
        kept = [c for c in single if not taken.touches(c.start, c.end)]
        sure = sorted([*together, *kept], key=lambda c: c.start)
        more = [c for c in enumerated(self.text, sure, self._is_other) if self.judge.is_name(c)]
        return sorted([*sure, *more], key=lambda c: c.start)

    def _is_other(self, start: int, end: int) -> bool:
        """Whether the recogniser or a list sees a person, a country or a place in a span."""
        return self._people.touches(start, end) or self._places.touches(start, end)

    def _pieces(self, start: int, end: int) -> Iterator[Candidate]:
        """An entity of the recogniser, without what stands in other paragraphs and parted at line breaks of lists."""
        limit = bisect_right(self._paragraph_ends, start)
        if limit < len(self._paragraph_ends):
            end = min(end, self._paragraph_ends[limit])
        blank = self.text.find("\n\n", start, end)
        if blank > start:
            end = blank
        for gap in _COLUMNS.finditer(self.text, start, end):
            yield Candidate(start, gap.start(), "recognised")
            start = gap.end()
        yield Candidate(start, end, "recognised")

    def _shaped(self, found: Iterable[Candidate]) -> Iterator[Candidate]:
        """Cut, parted where two bodies are joined, grown over complement and legal form."""
        names: dict[tuple[int, int], list[tuple[int, int]]] = {}  # lists and the recogniser often give one span
        for start, end, rule, _ in dict.fromkeys(found):
            parts = names.get((start, end))
            if parts is None:
                cuts = (self.grower.cut(*part) for part in parted(self.tokens, self.complete, start, end))
                parts = names[start, end] = [cut for cut in cuts if cut is not None]
            for part in parts:
                yield self._in_line(self.grower.grow(Candidate(*part, rule)))

    def _in_line(self, c: Candidate) -> Candidate:
        """In a contact each line is a thing of its own: “Ministry of Water ⏎ Tel: …”."""
        line = self.text.find("\n", c.start, c.end)
        if line < 1 or self.release.section_at(c.start) != "contact":
            return c
        goes_on = self.text[line + 1 : c.end].lstrip().startswith(("& ", "and ", "of ", "for "))
        return c if goes_on else c._replace(end=line)

    def _defined(self, found: list[Candidate]) -> Iterator[Candidate]:
        """Long forms and acronyms of definitions whose long form is a body."""
        spans = [(c.start, c.end) for c in found]
        surfaces = {self.text[c.start : c.end] for c in found if c.rule in ("recognised", "described")}
        for d in self.definitions:
            long = self.text[d.long_start : d.long_end]
            if is_concept_of_thing(d.short, long):
                continue
            known = long in surfaces or any(s < d.long_end and d.long_start < e for s, e in spans)
            if (known or any(head_of(w) for w in long.split())) and not is_thing(long):
                ending = [s for s, e in spans if e == d.long_end]
                start = min([s for s in ending if s < d.long_start], default=d.long_start)
                if ending and ", " in long:  # “Jan Roe, Head of Unit, [Zed Audit Board] (ZAB)”
                    start = min(ending)
                longer = (len(s) for s in surfaces if s.endswith(" " + long) and self.text[: d.long_end].endswith(s))
                start = min(start, d.long_end - max(longer, default=0))
                yield Candidate(start, d.long_end, "acronym")
                yield Candidate(d.short_start, d.short_end, "acronym")

    def named(self, candidates: list[Candidate]) -> tuple[Names, list[Candidate]]:
        """The bodies that the candidates name, and every place where one is named."""
        names = Names(self.text, self.definitions)
        for c in candidates:
            names.add(c.name or self.text[c.start : c.end], c.start, c.end)
        names.resolve()
        return names, self.everywhere(candidates, names)

    def everywhere(self, candidates: list[Candidate], names: Names) -> list[Candidate]:
        """The candidates and every other place where a known name stands."""
        gazetteer = Gazetteer({})
        for surface in names.searchable():
            gazetteer.add(surface, "")
        more = list(candidates)
        seen = {c[:2] for c in candidates}
        taken = Cover(seen)
        for m in gazetteer.find(self.text, self.words):
            end = legal_form_after(self.text, m.end) or m.end
            if (m.start, end) in seen:
                continue
            if self.release.is_residue(m.start, end) or _CODE.match(self.text, m.end):
                continue  # “ZVX-4059” is a substance of ZVX's
            if taken.touches(m.start, end):
                part = [c for c in candidates if c.start < end and m.start < c.end]
                if not all(m.start <= c.start and c.end <= end and c.rule in ("recognised", "head") for c in part):
                    continue
                more = [c for c in more if c not in part]  # “JCM-Kobe” where the recogniser saw “JCM”
            inside = any(span != (m.start, m.end) for span in self._people.holding(m.start, m.end))
            if not inside and not stands_in_address(self.text, m.start, end):
                more.append(Candidate(m.start, end, "known name"))
        return sorted(more, key=lambda c: c.start)

    def rows(self, names: Names, mentions: list[Candidate]) -> Iterator[tuple[str, list[float]]]:
        """The features of each group of names that the chooser decides on: of all but listed and inferred bodies."""
        if self.tokens.readings is None:
            return
        surfaces = [c.name or self.text[c.start : c.end] for c in mentions]
        for surface in surfaces:
            names.group(surface)  # short forms join their groups before these are read
        groups: dict[str, list[Candidate]] = {}
        for surface, c in zip(surfaces, mentions, strict=True):
            groups.setdefault(names.group(surface), []).append(c)
        features = Features(self.tokens, self.release, self.tokens.readings)
        sizes = names.sizes()
        for group, places in groups.items():
            if not any(c.rule in _SURE or says_body(self.text[c.start : c.end]) for c in places):
                yield group, features.of(places, sizes[group])

    def unlikely(self, names: Names, mentions: list[Candidate]) -> set[str]:
        """The groups of names that the chooser thinks no bodies."""
        return {group for group, row in self.rows(names, mentions) if chance(row) < THRESHOLD}


def _longest(candidates: Iterable[Candidate], is_name: Callable[[Candidate], bool]) -> list[Candidate]:
    """Of candidates that are names and overlap the longest; of equal ones the surest rule."""
    starts: list[int] = []
    chosen: list[Candidate] = []  # in order
    found = dict.fromkeys(candidates)  # the recogniser and a head noun often give one span
    for c in sorted(found, key=lambda c: (c.start - c.end, -_RANK.get(c.rule, 0), c.start)):
        at = bisect_left(starts, c.end)
        if (at == 0 or chosen[at - 1].end <= c.start) and is_name(c):
            starts.insert(at, c.start)
            chosen.insert(at, c)
    return chosen


def _write(analysis: Analysis, text: str, spans: list[Candidate], names: Names) -> None:
    inside = Cover(c[:2] for c in spans)
    analysis.mentions[:] = [
        m
        for m in analysis.mentions
        if m.label not in ("COUNTRY", "PLACE", "DEMONYM") or not inside.touches(m.start, m.end)
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
    rows = list(names.records())
    kept = {m.entity_id for m in analysis.mentions if m.label == "ORGANISATION"}
    kept |= {row.part_of for row in rows if isinstance(row, Organisation) and row.organisation_id in kept}
    for row in rows:
        if (row.organisation_id if isinstance(row, Organisation) else row.entity_id) not in kept:
            continue  # a name whose only places are in longer names
        if isinstance(row, Organisation):
            analysis.organisations.append(row)
            if row.country:
                analysis.countries.append(row.country)
        else:
            assert isinstance(row, Alias)
            analysis.aliases.append(row)
    analysis.mentions.sort(key=lambda m: (m.start, m.end))
